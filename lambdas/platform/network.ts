import { localRuntime } from './runtime.ts';

/** Gives a request up after so long. */
export function patience(milliseconds: number): AbortSignal {
  return AbortSignal.timeout(milliseconds);
}

/** `fetch`, by the engine where there is one. */
export function request(input: string | URL, init?: RequestInit): Promise<Response> {
  return localRuntime()?.fetch(input, init) ?? fetch(input, init);
}
