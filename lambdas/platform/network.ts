import { localRuntime } from './runtime.ts';

/** `fetch`, by the engine where there is one. */
export function request(input: string | URL, init?: RequestInit): Promise<Response> {
  return localRuntime()?.fetch(input, init) ?? fetch(input, init);
}
