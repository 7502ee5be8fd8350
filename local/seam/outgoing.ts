import type { Invocation } from '../kernel/types.ts';
import { fetchLoopback } from './fetch-loopback.ts';
import type { Host } from './scope.ts';

type Fetch = typeof globalThis.fetch;
const realFetch: Fetch = globalThis.fetch;

function aborted(signal: AbortSignal): { promise: Promise<never>; forget: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    reject(
      signal.reason instanceof Error ? signal.reason : new DOMException('This operation was aborted', 'AbortError'),
    );
  };
  promise.catch(() => undefined);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  return {
    promise,
    forget: () => {
      signal.removeEventListener('abort', onAbort);
    },
  };
}

/** A request to the outside world: what was decided before it is durable first, as whoever answers will have seen it. */
export async function sendOutside(
  host: Host,
  caller: Invocation | undefined,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const own = host.publicAnswer?.(input instanceof Request ? input.url : String(input));
  if (own !== undefined) return own;
  if (!host.kernel.virtual) {
    await host.kernel.store.durable();
    return fetchLoopback(input, init) ?? realFetch(input, init);
  }
  const request = new Request(input, init);
  // The signal as given: that of a Request follows it by way of the garbage collector, which is no clock to lean on.
  const signal = init?.signal ?? request.signal;
  const abort = aborted(signal);
  try {
    if (host.partners === undefined) {
      throw new TypeError('fetch failed', { cause: new Error(`no partner plays ${request.url}`) });
    }
    signal.throwIfAborted();
    return await Promise.race([host.partners(request, caller), abort.promise]);
  } finally {
    abort.forget();
  }
}
