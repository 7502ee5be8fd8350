import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { findGuards } from './find-guards.ts';
import { nameOf } from './guard.ts';
import type { Guard } from './guard.ts';
import { failingOf, stageNames, whoNotices } from './notice.ts';
import type { Noticed, Watch } from './notice.ts';
import { copyTree } from './tree.ts';
import type { Tree } from './tree.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const SHOWN = 70;

interface Result {
  readonly guard: Guard;
  readonly noticed: Noticed | undefined;
}

async function removeEach(tree: Tree, watch: Watch, guards: readonly Guard[]): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const guard of guards) {
    const begun = performance.now();
    const noticed = await tree.without(guard, () => whoNotices(watch, guard));
    results.push({ guard, noticed });
    const seconds = Math.round((performance.now() - begun) / 1000);
    const verdict = noticed === undefined ? `NOT NOTICED by ${watch.stages.join(', ')}` : `by ${noticed.by}`;
    console.log(`${results.length}/${guards.length} ${seconds} s  ${nameOf(guard)}\n      ${verdict}`);
  }
  return results;
}

function table(results: readonly Result[]): readonly string[] {
  const rows = results.map(({ guard, noticed }) => [
    `${guard.kind}: ${guard.says}`.slice(0, SHOWN),
    `${guard.file}:${String(guard.line)} ${guard.where}`,
    noticed?.by ?? 'NOBODY',
  ]);
  const all = [['guard', 'place', 'noticed by'], ...rows];
  const widths = [0, 1].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** A test that fails anyway notices nothing. */
async function checkWitnesses(tree: Tree, results: readonly Result[]): Promise<readonly string[]> {
  const files = new Set(results.flatMap(({ noticed }) => noticed?.testFile ?? []));
  return failingOf(tree.root, [...files]);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      list: { type: 'boolean', default: false },
      seeds: { type: 'string', default: '12' },
      // Only what is cheap: what nothing near has noticed stands as not noticed.
      near: { type: 'boolean', default: false },
    },
  });
  const seeds = z.coerce.number().int().min(1).parse(values.seeds);
  const only = new RegExp(values.only ?? '');
  const guards = findGuards(PROJECT).filter((guard) => only.test(nameOf(guard)));
  if (guards.length === 0) throw new Error(`no guard is called ${values.only ?? ''}`);
  if (values.list) {
    for (const guard of guards) console.log(nameOf(guard));
    console.log(`\n${guards.length} guards`);
    return;
  }
  const tree = copyTree(PROJECT);
  const stages = values.near ? (['near'] as const) : stageNames;
  try {
    const results = await removeEach(tree, { root: tree.root, seeds, stages }, guards);
    const failing = await checkWitnesses(tree, results);
    console.log(['', ...table(results), ''].join('\n'));
    for (const file of failing) console.log(`${file} fails with every guard in its place: it is no witness`);
    const unnoticed = results.filter(({ noticed }) => noticed === undefined).length;
    console.log(`${results.length - unnoticed} guards noticed, ${unnoticed} not`);
    process.exitCode = unnoticed === 0 && failing.length === 0 ? 0 : 1;
  } finally {
    tree.remove();
  }
}

await main();
