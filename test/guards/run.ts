import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import * as z from 'zod';
import { readCommandLine, refuseCommandLine } from '../../bin/command-line.ts';
import { findGuards } from './find-guards.ts';
import { nameOf } from './guard.ts';
import type { Guard } from './guard.ts';
import { readImports } from './nearness.ts';
import { stageNames, whoNotices } from './notice.ts';
import type { Watch } from './notice.ts';
import { readResults } from './results.ts';
import type { Results } from './results.ts';
import { runTests } from './run-tests.ts';
import { copyTree } from './tree.ts';
import type { Tree } from './tree.ts';
import { writeSummary } from './summary.ts';

const USAGE = `npm run guards -- [--only PATTERN] [--near | --with FILE,FILE] [--seeds 12] [--fresh] [--list | --write]

Takes each guard away, one at a time, and says which test notices; writes docs/guards.md from it. Ends with 1 where nobody notices one. A guard that is as it was
when somebody noticed it is not tried again.
  --only PATTERN    only those whose name fits this regular expression
  --near            asks only the tests near to it, which is quick: what they do not notice stands as not noticed
  --with FILE,FILE  asks only these test files
  --seeds N         histories that the fault runs play for each
  --fresh           tries also those of which it is known who notices them
  --list            tells the names of the guards, and tries none
  --write           writes the summary from what is known, and tries none`;

const PROJECT = resolve(import.meta.dirname, '../..');

/** Takes each guard away and keeps who has noticed. Answers those that nobody has noticed. */
async function removeEach(
  tree: Tree,
  watch: Watch,
  guards: readonly Guard[],
  results: Results,
): Promise<readonly Guard[]> {
  const unnoticed: Guard[] = [];
  const begun = performance.now();
  for (const [index, guard] of guards.entries()) {
    const before = performance.now();
    const first = results.of(guard)?.testFile;
    const { noticed, unfinished } = await tree.without(guard, () => whoNotices(watch, guard, first));
    results.keep(guard, noticed);
    if (noticed === undefined) unnoticed.push(guard);
    const now = performance.now();
    const left = ((now - begun) / (index + 1)) * (guards.length - index - 1);
    const verdict =
      noticed === undefined ? `NOT NOTICED by ${(watch.tests ?? watch.stages).join(', ')}` : `by ${noticed.by}`;
    const late = unfinished.map((name) => `\n      says nothing, it did not end: ${name}`).join('');
    console.log(
      `${index + 1}/${guards.length} ${seconds(now - before)} s, about ${Math.ceil(left / 60_000)} min left  ${nameOf(guard)}\n      ${verdict}${late}`,
    );
  }
  return unnoticed;
}

const seconds = (milliseconds: number): number => Math.round(milliseconds / 1000);

/** Test files that fail, or come to no end, with every guard in its place: what they have noticed does not count. */
async function falseWitnesses(root: string, guards: readonly Guard[], results: Results): Promise<readonly string[]> {
  const files = [...new Set(guards.flatMap((guard) => results.of(guard)?.testFile ?? []))];
  if (files.length === 0) return [];
  const { failed, unfinished } = await runTests(root, files);
  const wrong = files.filter(
    (file) => failed.some(({ testFile }) => testFile === file) || unfinished.some((name) => name.startsWith(file)),
  );
  for (const guard of guards) if (wrong.includes(results.of(guard)?.testFile ?? '')) results.keep(guard, undefined);
  return wrong;
}

async function main(): Promise<void> {
  const { values } = readCommandLine(USAGE, {
    options: {
      only: { type: 'string' },
      list: { type: 'boolean', default: false },
      seeds: { type: 'string', default: '12' },
      near: { type: 'boolean', default: false },
      with: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const seeds = z.coerce.number().int().min(1).safeParse(values.seeds).data;
  if (seeds === undefined) refuseCommandLine(USAGE, `--seeds takes a whole number from 1, not ${values.seeds}.`);
  const only = new RegExp(values.only ?? '');
  const all = findGuards(PROJECT);
  const guards = all.filter((guard) => only.test(nameOf(guard)));
  if (guards.length === 0) refuseCommandLine(USAGE, `No guard is called ${values.only ?? ''}.`);
  if (values.list) {
    for (const guard of guards) console.log(nameOf(guard));
    console.log(`\n${guards.length} guards`);
    return;
  }
  if (!values.write)
    await tryAll(guards, { fresh: values.fresh, near: values.near, seeds, tests: values.with?.split(',') });
  const results = readResults(PROJECT, PROJECT);
  results.keepOnly(all);
  await writeSummary(PROJECT, all, results);
}

async function tryAll(
  guards: readonly Guard[],
  {
    fresh,
    near,
    seeds,
    tests,
  }: {
    readonly fresh: boolean;
    readonly near: boolean;
    readonly seeds: number;
    readonly tests: readonly string[] | undefined;
  },
): Promise<void> {
  const tree = copyTree(PROJECT);
  const results = readResults(PROJECT, tree.root);
  const isNews = (guard: Guard): number => Number(results.of(guard)?.by === undefined);
  // Those of which nothing is known, or that nobody has noticed, come first.
  const wanted = guards
    .filter((guard) => fresh || !results.holds(guard))
    .toSorted((one, other) => isNews(other) - isNews(one));
  const known = guards.length - wanted.length;
  if (known > 0)
    console.log(`${known} of ${guards.length} are as they were when they were noticed; --fresh tries them, too`);
  try {
    const watch = {
      root: tree.root,
      imports: readImports(tree.root),
      seeds,
      stages: near ? ['near' as const] : stageNames,
      tests,
    };
    const unnoticed = await removeEach(tree, watch, wanted, results);
    const wrong = await falseWitnesses(tree.root, wanted, results);
    for (const file of wrong) console.log(`${file} fails with every guard in its place: it is no witness`);
    for (const guard of unnoticed) console.log(`NOT NOTICED  ${nameOf(guard)}`);
    console.log(`\n${guards.length - unnoticed.length} guards noticed, ${unnoticed.length} not`);
    process.exitCode = unnoticed.length === 0 && wrong.length === 0 ? 0 : 1;
  } finally {
    tree.remove();
  }
}

await main();
