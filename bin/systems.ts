import { readFileSync } from 'node:fs';
import { sayProblem } from '../lambdas/policy/pack-problem.ts';
import { readConnectionFile } from '../lambdas/systems/read-connection-file.ts';
import { readCommandLine, refuseCommandLine } from './command-line.ts';

const USAGE = `npm run systems -- check FILE...

Checks connections of systems of record (docs/connections.md): each problem with its file, line and column, and what to write instead.`;

function main(): number {
  const [command, ...files] = readCommandLine(USAGE, { takesWords: true, options: {} }).positionals;
  if (command !== 'check' || files.length === 0) refuseCommandLine(USAGE, 'Say check, and which files.');
  const results = files.map((file) => ({ file, read: readConnectionFile({ file, text: readFileSync(file, 'utf8') }) }));
  for (const { file, read } of results) {
    if (read.ok)
      console.log(`${file}: ${read.connection.system}, ${String(read.connection.instances.length)} instances, ok`);
    else for (const problem of read.problems) console.log(sayProblem(problem));
  }
  return results.every(({ read }) => read.ok) ? 0 : 1;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
