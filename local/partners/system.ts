import type { Answer, Behaviour, Document, PartnerClock, SeenRequest, SystemControl } from './types.ts';

const SLOW_MS = 5_000;
const KEPT_REQUESTS = 200;

export interface SystemPartner extends SystemControl {
  readonly answer: Answer;
}

export type Lookup = (reference: string) => Document | undefined;

/** Wraps the interface of a system with how it behaves, what it knows and what it was asked. All of them want a bearer token. */
export function createSystem(
  clock: PartnerClock,
  madeUp: Lookup,
  respond: (request: Request, lookup: Lookup) => Promise<Response>,
): SystemPartner {
  const requests: SeenRequest[] = [];
  const documents = new Map<string, Document | null>();
  let behaviour: Behaviour = 'well';

  const lookup: Lookup = (reference) => {
    const known = documents.get(reference);
    return known === null ? undefined : (known ?? madeUp(reference));
  };
  const behaved = async (request: Request): Promise<Response> => {
    if (behaviour === 'refuses') throw new TypeError('fetch failed');
    if (behaviour === 'slow') await clock.sleep(SLOW_MS);
    if (behaviour === 'fails') return new Response('down for maintenance', { status: 503 });
    if (behaviour === 'nonsense')
      return new Response('<html>Welcome</html>', { headers: { 'content-type': 'text/html' } });
    if (!/^Bearer \S+$/.test(request.headers.get('authorization') ?? ''))
      return new Response('who are you?', { status: 401 });
    return respond(request, lookup);
  };
  return {
    requests,
    behave: (next) => {
      behaviour = next;
    },
    put: (reference, document) => {
      documents.set(reference, document);
    },
    answer: async (request) => {
      const { pathname, search } = new URL(request.url);
      const record = (status: number): void => {
        requests.push({
          at: clock.now(),
          method: request.method,
          path: decodeURIComponent(pathname + search.replaceAll('+', ' ')),
          status,
        });
        if (requests.length > KEPT_REQUESTS) requests.shift();
      };
      try {
        const response = await behaved(request);
        record(response.status);
        return response;
      } catch (error) {
        record(0);
        throw error;
      }
    },
  };
}
