import { isDead } from './scope.ts';
import type { Host, Scope } from './scope.ts';

/**
 * A function that waits for the thread pool (cryptography, compression, a file) is computing, and virtual time must not jump over that.
 * Such a scope waits for nothing of the engine. It is given this many milliseconds of real time before it is taken to hang.
 */
const PATIENCE = 500;

const realSetTimeout = globalThis.setTimeout;

/** Keeps virtual time still while the scope computes. Nothing to do in real time, which passes anyway. */
export function guardComputing(host: Host, scope: Scope): void {
  if (!host.kernel.virtual) return;
  let looking = false;
  const isComputing = (): boolean => scope.waiting === 0 && !scope.finished && !isDead(scope);

  const hold = (): void => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let left = PATIENCE;
    const look = (): void => {
      left -= 1;
      if (isComputing() && left > 0) {
        realSetTimeout(look, 1);
        return;
      }
      looking = false;
      resolve(undefined);
    };
    realSetTimeout(look, 0);
    void host.kernel.busy(promise);
  };
  scope.onComputing = () => {
    if (looking) return;
    looking = true;
    // Most go on to the next call, or end, within this turn of the event loop.
    setImmediate(() => {
      if (isComputing()) hold();
      else looking = false;
    });
  };
  scope.onComputing();
}
