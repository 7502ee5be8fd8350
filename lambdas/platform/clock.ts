import { localRuntime } from './runtime.ts';

/** Milliseconds since the epoch. */
export function now(): number {
  return localRuntime()?.now() ?? Date.now();
}

/** The present as contracts write it: UTC, milliseconds. */
export function nowInstant(): string {
  return new Date(now()).toISOString();
}

export function sleep(milliseconds: number): Promise<void> {
  return localRuntime()?.sleep(milliseconds) ?? new Promise((resolve) => setTimeout(resolve, milliseconds));
}
