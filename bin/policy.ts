import { readPackDirectory } from '../lambdas/policy/adapters/pack-files.ts';
import { checkPack } from '../lambdas/policy/check-pack.ts';

/** `npm run policy -- check DIR`: tells all that is wrong with a pack before anything is published. */
const [command, directory] = process.argv.slice(2);
if (command !== 'check' || directory === undefined) {
  console.error('npm run policy -- check DIR');
  process.exit(2);
}
const checked = checkPack(readPackDirectory(directory));
if (checked.ok) {
  const { types, severity, ownership, rotas } = checked.pack;
  console.log(
    `${checked.pack.name}: ${String(Object.keys(types).length)} types, ${String(severity.rules.length + severity.latches.length)} severity rules, ${String(ownership.rules.length)} ownership rules, ${String(rotas.length)} rotas. It may be published.`,
  );
} else {
  for (const { pointer, problem } of checked.problems) console.error(`${pointer}: ${problem}`);
  console.error(`${String(checked.problems.length)} problems`);
  process.exit(1);
}
