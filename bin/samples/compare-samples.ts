import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { anyTranslatorOf } from '../../lambdas/inbound/formats/any-format.ts';
import { translatorOf } from '../../lambdas/inbound/formats/index.ts';
import type { Payload, Sender, Translation } from '../../lambdas/inbound/formats/translator.ts';
import { disputed } from './disputed.ts';
import type { Disputed } from './disputed.ts';
import { formatsNear } from './formats-near.ts';
import type { Outcome, Sample } from './manifest.ts';

/** Samples come from many senders; this stands for each. Its zone is one that no sample names, so a guess shows. */
const SENDER: Sender = {
  sourceId: 'samples',
  issuer: 'samples',
  zone: 'Etc/UTC',
  receivedAt: '2026-01-01T00:00:00.000Z',
};

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.edi': 'application/edi-x12',
  '.csv': 'text/csv',
  '.eml': 'message/rfc822',
};

export interface Comparison {
  readonly compared: number;
  readonly asExpected: number;
  /** One readable line for each file that came out otherwise. */
  readonly mismatches: readonly string[];
  /** One readable line for each row of the manifest that we hold to be wrong. */
  readonly disputes: readonly string[];
  /** Formats that nothing can read yet, with the number of their files. */
  readonly withoutTranslator: ReadonlyMap<string, number>;
}

export async function compareSamples(
  folder: string,
  samples: readonly Sample[],
  disputedRows: ReadonlyMap<string, Disputed> = disputed,
): Promise<Comparison> {
  const withoutTranslator = new Map<string, number>();
  const mismatches: string[] = [];
  const disputes: string[] = [];
  let compared = 0;
  for (const { file, formats, acceptable } of samples) {
    const candidates = candidatesFor(formats);
    if (candidates.length === 0) {
      const name = formats[0] ?? file;
      withoutTranslator.set(name, (withoutTranslator.get(name) ?? 0) + 1);
      continue;
    }
    compared += 1;
    const got = await outcomeBy(folder, file, candidates);
    if (acceptable.some((outcome) => wordsOf(outcome) === got)) continue;
    const line = `${file}: expected ${acceptable.map(wordsOf).join(' or ')}, came out as ${got}`;
    const row = disputedRows.get(file);
    if (row !== undefined && wordsOf(row.ours) === got) disputes.push(`${line}; the manifest is disputed: ${row.why}`);
    else mismatches.push(line);
  }
  return {
    compared,
    asExpected: compared - mismatches.length - disputes.length,
    mismatches,
    disputes,
    withoutTranslator,
  };
}

/** What the translator of the format makes of one file. */
export function translateSample(folder: string, file: string, format: string): Translation {
  const translate = translatorOf(format);
  if (translate === undefined) throw new Error(`There is no translator for ${format}.`);
  return translate(payloadOf(folder, file), SENDER);
}

function payloadOf(folder: string, file: string): Payload {
  return {
    bytes: readFileSync(join(folder, file)),
    contentType: CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
    headers: {},
  };
}

/** The format by its name; else those that are called alike. */
function candidatesFor(formats: readonly string[]): readonly string[] {
  const known = formats.find((name) => anyTranslatorOf(name) !== undefined);
  return known === undefined ? formats.flatMap(formatsNear) : [known];
}

/** By the first that takes it; what none of them takes is rejected. */
async function outcomeBy(folder: string, file: string, formats: readonly string[]): Promise<string> {
  let got = 'reject';
  for (const format of formats) {
    got = await tryOutcome(folder, file, format);
    if (got !== 'reject') return got;
  }
  return got;
}

async function tryOutcome(folder: string, file: string, format: string): Promise<string> {
  try {
    const translation = await anyTranslatorOf(format)?.(payloadOf(folder, file), SENDER);
    return translation === undefined ? 'no translator' : wordsOf(outcomeOf(translation));
  } catch (error) {
    return `an error: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function outcomeOf({ drafts, rejections }: Translation): Outcome {
  if (drafts.length === 0 && rejections.length > 0) return 'reject';
  return [...new Set(drafts.flatMap((draft) => ('type' in draft ? draft.type : [])))];
}

function wordsOf(outcome: Outcome): string {
  if (outcome === 'reject') return 'reject';
  return outcome.length === 0 ? 'no exception' : [...outcome].sort().join(' + ');
}
