import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCommandLine } from '../../bin/command-line.ts';
import { assemblyOfRun, codeOf } from '../support/assembly.ts';
import { findBrowser } from './write-screenshot.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SAMPLES = resolve(ROOT, '../shared/samples');

const USAGE = `npm run messages

Plays a case of each type and writes what people are sent, to docs/messages. Wants the samples in ../shared/samples; with a browser it makes pictures, too.`;

async function main(): Promise<void> {
  readCommandLine(USAGE, { options: {} });
  if (!existsSync(SAMPLES)) throw new Error(`The samples are not on this machine: ${SAMPLES}`);
  const folder = join(ROOT, '.build', `assembly-${process.pid}`);
  process.env['FAIRLEAD_ASSEMBLY'] = folder;
  await assemblyOfRun();
  try {
    const { playCases } = await import('./play-cases.ts');
    const { writeMessages } = await import('./write-messages.ts');
    const { playOthers } = await import('./play-others.ts');
    const { playTroubles } = await import('./play-troubles.ts');
    // Each on later days than the one before: functions remember for a while which policy holds.
    const troubles = await playTroubles();
    const played = await playCases(SAMPLES);
    const others = [...(await playOthers()), ...troubles];
    const browser = findBrowser();
    await writeMessages(join(ROOT, 'docs', 'messages'), played, others, browser);
    console.log(
      `${played.length} types in docs/messages${browser === undefined ? ', without pictures: no browser here' : ''}`,
    );
  } finally {
    for (const made of [folder, codeOf(folder)]) rmSync(made, { recursive: true, force: true });
  }
}

await main();
