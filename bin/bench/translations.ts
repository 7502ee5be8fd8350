import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { interchanges, payloadOf } from './interchanges.ts';
import type { Interchange } from './interchanges.ts';

const row = z.object({
  format: z.string(),
  item: z.string(),
  /** Of one core, in processor time: what else runs on the machine does not count. */
  perSecond: z.number(),
  megabytesPerSecond: z.number(),
  /** Of the process, at its peak, while it translates ten megabytes (or as many items as one payload may have). */
  memoryMb: z.number(),
  /** By how much it grew while it translated: the text, the tokens in hand and the drafts, beside what a process of Node has anyway. */
  grownMb: z.number(),
  payloadMb: z.number(),
});

export type TranslationRow = z.infer<typeof row>;

/** Each format in processes of their own: what one leaves on the heap, or has compiled, is not the next one's. */
export function measureTranslations(report: (text: string) => void): readonly TranslationRow[] {
  return interchanges.map((one, index) => {
    const { format, item } = one;
    report(`Translating ${format} (${item}) …`);
    const memory = inProcess(index, 'memory', tenMegabytesOf(one));
    return row.parse({ format, item, ...inProcess(index, 'speed'), ...memory });
  });
}

/** Figures that have a goal. */
export function translationGoals(rows: readonly TranslationRow[]): Readonly<Record<string, number>> {
  const speedOf = (format: string): number => rows.find((one) => one.format === format)?.perSecond ?? 0;
  return {
    x12StatusesPerSecond: speedOf('x12-214'),
    epcisEventsPerSecond: speedOf('epcis'),
    csvRowsPerSecond: speedOf('csv'),
    tenMegabytesMemoryMb: Math.max(...rows.map(({ memoryMb }) => memoryMb)),
  };
}

const TEN_MEGABYTES = 10 * 1024 * 1024;

/** Made here and handed over, so that what making it costs is not counted. */
function tenMegabytesOf(one: Interchange): Uint8Array {
  const sizeOfOne = one.make(1_000).length / 1_000;
  return payloadOf(one, Math.min(Math.ceil(TEN_MEGABYTES / sizeOfOne), one.most ?? Infinity)).bytes;
}

function inProcess(index: number, what: 'speed' | 'memory', input: Uint8Array = new Uint8Array()): object {
  const script = fileURLToPath(new URL('translate-once.ts', import.meta.url));
  const words = ['--disable-warning=ExperimentalWarning', script, String(index), what];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8', input });
  if (status !== 0) throw new Error(`${interchanges[index]?.format ?? ''} cannot be measured: ${stderr.slice(-600)}`);
  return z.looseObject({}).parse(JSON.parse(stdout));
}
