import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { guardKinds } from './guard.ts';
import type { Guard } from './guard.ts';
import type { Results } from './results.ts';

const FILE = 'docs/guards.md';

const MEANS: Readonly<Record<Guard['kind'], string>> = {
  condition: 'Write condition',
  retry: 'Retry',
  catch: 'Catch, or what is made of an error that tells of a repetition',
  key: 'Key that the other side knows, name of an execution',
  id: 'Id that follows from what it stands for',
  check: 'Check in code: done already, not its turn, somebody was faster',
};

/** In short: how many there are, who notices them, and which nobody does. */
export async function writeSummary(root: string, guards: readonly Guard[], results: Results): Promise<void> {
  const isUntried = (guard: Guard): boolean => results.of(guard) === undefined;
  const isNoticed = (guard: Guard): boolean => results.of(guard)?.by !== undefined;
  const rowOf = (name: string, of: readonly Guard[]): string => {
    const [noticed, untried] = [of.filter(isNoticed).length, of.filter(isUntried).length];
    return `| ${name} | ${of.length} | ${noticed} | ${of.length - noticed - untried} | ${untried} |`;
  };
  const rows = guardKinds.map((kind) =>
    rowOf(
      MEANS[kind],
      guards.filter((guard) => guard.kind === kind),
    ),
  );
  const lines = [
    '# Guards',
    '',
    'What keeps a thing from happening twice, out of turn, or not at all. `npm run guards` takes each away, one at a time, and says who notices; this page is written by it. Who has noticed',
    'which one stands in `test/guards/results.json`; one whose code and witness have not changed since is not tried again.',
    '',
    '| Guard | There are | Noticed | By nobody | Not tried yet |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    rowOf('**All**', guards),
    '',
    ...listed(
      'Noticed by nobody:',
      guards.filter((guard) => !isNoticed(guard) && !isUntried(guard)),
    ),
    ...listed('Not tried yet since they were found:', guards.filter(isUntried)),
  ];
  const path = join(root, FILE);
  writeFileSync(path, await format(lines.join('\n'), { ...(await resolveConfig(path)), filepath: path }));
}

function listed(title: string, guards: readonly Guard[]): readonly string[] {
  if (guards.length === 0) return [];
  const told = guards.map(
    ({ kind, file, where, says }) => `- ${kind} in \`${file}\`, ${where}: \`${says.replaceAll('`', '´')}\``,
  );
  return [title, '', ...told, ''];
}
