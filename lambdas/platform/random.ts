import { randomBytes } from 'node:crypto';
import { localRuntime } from './runtime.ts';

export function random(): number {
  return localRuntime()?.random() ?? Math.random();
}

/** Unguessable hex digits; from the engine's seeded source when there is one, so that a seed stays a seed. */
export function randomHex(bytes: number): string {
  const runtime = localRuntime();
  if (runtime === undefined) return randomBytes(bytes).toString('hex');
  return Array.from({ length: bytes }, () =>
    Math.floor(runtime.random() * 256)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
}
