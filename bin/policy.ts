import { packTexts } from '../lambdas/policy/adapters/pack-files.ts';
import { sayProblem } from '../lambdas/policy/pack-problem.ts';
import { packFileSchema } from '../lambdas/policy/pack-schema.ts';
import { readPack } from '../lambdas/policy/read-pack.ts';

const USAGE = `npm run policy -- check DIR [--json]   tells all that is wrong with a pack, before anything is published
npm run policy -- schema               the JSON Schema of a pack's files, for editors`;

/** Exit codes: 0 it may be published, 1 it may not, 2 the command is not understood. */
const [command, ...rest] = process.argv.slice(2);
const json = rest.includes('--json');
const [directory] = rest.filter((word) => !word.startsWith('--'));
if (command === 'schema') console.log(JSON.stringify(packFileSchema(), undefined, 2));
else if (command === 'check' && directory !== undefined) check(directory);
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
    for (const problem of read.problems) console.error(sayProblem(problem));
    console.error(`${String(read.problems.length)} ${read.problems.length === 1 ? 'problem' : 'problems'}`);
  }
  if (!read.ok) process.exitCode = 1;
}
