import { random, sleep } from '../../platform/index.ts';

const ATTEMPTS = 5;

/** Reads, decides and writes again as long as somebody else is faster; `undefined` says so. */
export async function untilWritten<Value>(attempt: () => Promise<Value | undefined>): Promise<Value> {
  for (let n = 1; n <= ATTEMPTS; n += 1) {
    const written = await attempt();
    if (written !== undefined) return written;
    await sleep(Math.ceil(random() * 50 * n));
  }
  throw new Error(`met other writers ${String(ATTEMPTS)} times`);
}
