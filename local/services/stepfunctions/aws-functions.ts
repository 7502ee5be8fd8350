import { createHash } from 'node:crypto';
import jsonata from 'jsonata';

/** https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn */
export interface AwsFunction {
  readonly name: string;
  readonly signature: string;
  readonly implementation: (...args: any[]) => unknown;
}

export interface FunctionSources {
  now(): number;
  random(): number;
  uuid(): string;
}

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const formatTime = jsonata('$fromMillis(millis, picture, zone)');

/**
 * What Step Functions adds to JSONata, and the two functions that read the clock. Arguments that are no integers are cut
 * towards zero; what makes no sense evaluates to nothing, which then fails the field.
 */
export function awsFunctions(sources: FunctionSources): readonly AwsFunction[] {
  return [
    { name: 'partition', signature: '<an?:a>', implementation: partition },
    { name: 'range', signature: '<n?n?n?:x>', implementation: range },
    { name: 'hash', signature: '<s?s?:s>', implementation: hash },
    { name: 'parse', signature: '<s?:x>', implementation: parse },
    { name: 'uuid', signature: '<:s>', implementation: () => sources.uuid() },
    {
      name: 'random',
      signature: '<n?:n>',
      implementation: (seed?: number) => (seed === undefined ? sources.random() : seeded(seed)),
    },
    { name: 'millis', signature: '<:n>', implementation: () => sources.now() },
    {
      name: 'now',
      signature: '<s?s?:s>',
      implementation: (picture?: string, zone?: string) =>
        picture === undefined
          ? new Date(sources.now()).toISOString()
          : formatTime.evaluate({ millis: sources.now(), picture, zone }),
    },
  ];
}

function partition(items?: unknown[], size?: number): unknown[][] | undefined {
  const chunk = Math.trunc(size ?? 0);
  if (items === undefined || items.length === 0 || chunk <= 0) return undefined;
  const chunks: unknown[][] = [];
  for (let start = 0; start < items.length; start += chunk) chunks.push(items.slice(start, start + chunk));
  return chunks;
}

function range(from?: number, to?: number, by?: number): number | number[] | undefined {
  if (from === undefined || to === undefined || by === undefined) return undefined;
  const [start, end, step] = [Math.trunc(from), Math.trunc(to), Math.trunc(by)];
  if (step === 0 || (end - start) * step < 0) return undefined;
  const count = Math.floor((end - start) / step) + 1;
  if (count > MAX_RANGE) {
    throw new Error('Expression evaluation memory limit exceeded: Check for excessive memory usage');
  }
  return count === 1 ? start : Array.from({ length: count }, (_, index) => start + index * step);
}
const MAX_RANGE = 360_145;

function hash(text?: string, algorithm?: string): string | undefined {
  if (text === undefined || algorithm === undefined) return undefined;
  const known = HASHES[algorithm];
  if (known === undefined) throw new Error(`Unsupported hash algorithm: ${algorithm}`);
  return createHash(known).update(text).digest('hex');
}

function parse(text?: string): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

/** The same seed gives the same number, as on AWS; not the same number as AWS. */
function seeded(seed: number): number {
  let state = (Math.trunc(seed) ^ 0x9e3779b9) >>> 0;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b) >>> 0;
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35) >>> 0;
  return ((state ^ (state >>> 16)) >>> 0) / 4_294_967_296;
}
