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
  const unnoticed = guards.filter((guard) => results.of(guard) === undefined);
  const rows = guardKinds.map((kind) => {
    const of = guards.filter((guard) => guard.kind === kind);
    return `| ${MEANS[kind]} | ${of.length} | ${of.filter((guard) => results.of(guard) !== undefined).length} |`;
  });
  const lines = [
    '# Guards',
    '',
    'What keeps a thing from happening twice, out of turn, or not at all. `npm run guards` takes each away, one at a time, and says who notices; this page is written by it. Who has noticed',
    'which one stands in `test/guards/results.json`; one whose code and witness have not changed since is not tried again.',
    '',
    '| Guard | There are | Noticed |',
    '| --- | --- | --- |',
    ...rows,
    `| **All** | ${guards.length} | ${guards.length - unnoticed.length} |`,
    '',
    ...(unnoticed.length === 0
      ? ['None goes unnoticed.']
      : [
          'Not noticed:',
          '',
          ...unnoticed.map(
            ({ kind, file, where, says }) => `- ${kind} in \`${file}\`, ${where}: \`${says.replaceAll('`', '´')}\``,
          ),
        ]),
    '',
  ];
  const path = join(root, FILE);
  writeFileSync(path, await format(lines.join('\n'), { ...(await resolveConfig(path)), filepath: path }));
}
