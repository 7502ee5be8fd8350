import { fileURLToPath } from 'node:url';
import { packTexts } from '../lambdas/policy/adapters/pack-files.ts';
import { sayProblem } from '../lambdas/policy/pack-problem.ts';
import type { PlacedProblem } from '../lambdas/policy/pack-problem.ts';
import { packFileSchema } from '../lambdas/policy/pack-schema.ts';
import { readPack } from '../lambdas/policy/read-pack.ts';
import { readExamples, tryExample } from './policy/worked-examples.ts';
import type { TriedExample } from './policy/worked-examples.ts';

const EXAMPLES = fileURLToPath(new URL('../policies/worked-examples.yaml', import.meta.url));

const USAGE = `npm run policy -- check DIR [--json]   tells all that is wrong with a pack, before anything is published
npm run policy -- examples DIR         what a pack makes of policies/worked-examples.yaml, and where that differs from what a manager expects
npm run policy -- schema               the JSON Schema of a pack's files, for editors`;

/** Exit codes: 0 it may be published, 1 it may not, 2 the command is not understood. */
const [command, ...rest] = process.argv.slice(2);
const json = rest.includes('--json');
const [directory] = rest.filter((word) => !word.startsWith('--'));
if (command === 'schema') console.log(JSON.stringify(packFileSchema(), undefined, 2));
else if (command === 'check' && directory !== undefined) check(directory);
else if (command === 'examples' && directory !== undefined) tellExamples(directory);
else {
  console.error(USAGE);
  process.exitCode = 2;
}

function check(folder: string): void {
  const read = readPack(packTexts(folder));
  if (json) console.log(JSON.stringify(read.ok ? { ok: true, name: read.pack.name } : read, undefined, 2));
  else if (read.ok) {
    const { name, types, severity, ownership, rotas } = read.pack;
    console.log(
      `${name}: ${String(Object.keys(types).length)} types, ${String(severity.rules.length + severity.latches.length)} severity rules, ${String(ownership.rules.length)} ownership rules, ${String(rotas.length)} rotas. It may be published.`,
    );
  } else {
    tellProblems(read.problems);
  }
  if (!read.ok) process.exitCode = 1;
}

function tellProblems(problems: readonly PlacedProblem[]): void {
  for (const problem of problems) console.error(sayProblem(problem));
  console.error(`${String(problems.length)} ${problems.length === 1 ? 'problem' : 'problems'}`);
}

function tellExamples(folder: string): void {
  const read = readPack(packTexts(folder));
  if (!read.ok) {
    tellProblems(read.problems);
    process.exitCode = 1;
    return;
  }
  const tried = readExamples(EXAMPLES).map((example) => tryExample(example, read.pack));
  const differing = tried.filter(({ differs }) => differs.length > 0);
  console.log(json ? JSON.stringify(tried, undefined, 2) : tried.map(sayExample).join('\n'));
  if (!json) console.log(`${String(tried.length - differing.length)} of ${String(tried.length)} as expected`);
  if (differing.length > 0) process.exitCode = 1;
}

function sayExample({ example, severity, owner, differs }: TriedExample): string {
  const told = `${severity.level} ${String(severity.score).padStart(3)}  ${owner.team.padEnd(17)} ${example.title}`;
  return differs.length === 0
    ? `as expected  ${told}`
    : `DIFFERS      ${told}\n             ${differs.join('; ')}: ${example.why}`;
}
