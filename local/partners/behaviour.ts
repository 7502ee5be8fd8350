import type { Behaviour, PartnerOptions } from './types.ts';

const SLOW_MS = 5_000;

/** The answer that a misbehaving partner gives in place of its own; undefined: it goes on as usual. */
export async function misbehave(behaviour: Behaviour, { sleep }: PartnerOptions): Promise<Response | undefined> {
  switch (behaviour) {
    case 'well':
      return undefined;
    case 'slow':
      await sleep(SLOW_MS);
      return undefined;
    case 'fails':
      return new Response('Service Unavailable', { status: 503, headers: { 'content-type': 'text/plain' } });
    case 'nonsense':
      return new Response('<!doctype html><title>Welcome</title><h1>It works!</h1>', {
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    case 'refuses':
      // What fetch says when the connection breaks.
      throw new TypeError('fetch failed', { cause: new Error('read ECONNRESET') });
  }
}

export function hasBearer(request: Request): boolean {
  return /^Bearer +\S+$/i.test(request.headers.get('authorization') ?? '');
}
