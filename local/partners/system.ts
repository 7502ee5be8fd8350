import { hasBearer, misbehave } from './behaviour.ts';
import { createDocuments } from './documents.ts';
import type { Documents } from './documents.ts';
import { requestsPage } from './requests-page.ts';
import type { Answer, Behaviour, Document, PartnerOptions, SeenRequest } from './types.ts';

const KEPT_REQUESTS = 200;

/** A system of record as a test or the terminal holds it. */
export interface SystemPartner {
  readonly requests: readonly SeenRequest[];
  readonly answer: Answer;
  behave(behaviour: Behaviour): void;
  /** Sets what is known of a reference; null: nothing is. Without it a plausible document is made up from the reference. */
  put(reference: string, document: Document | null): void;
}

export interface SystemInterface {
  readonly name: string;
  readonly makeUp: (reference: string) => Document;
  readonly unauthorized: () => Response;
  readonly respond: (request: Request, documents: Documents) => Response | Promise<Response>;
}

/** Puts around the interface of a system how it behaves, what it knows and what it was asked. All of them want a bearer token. */
export function createSystem(options: PartnerOptions, system: SystemInterface): SystemPartner {
  const requests: SeenRequest[] = [];
  const documents = createDocuments(system.makeUp);
  let behaviour: Behaviour = 'well';

  const record = (request: Request, status: number): void => {
    const seen = { at: options.now(), method: request.method, path: readablePath(request.url), status };
    requests.push(seen);
    if (requests.length > KEPT_REQUESTS) requests.shift();
    options.onEvent?.({ kind: 'partner.asked', partner: system.name, ...seen });
  };
  return {
    requests,
    behave: (next) => {
      behaviour = next;
    },
    put: documents.put,
    answer: async (request) => {
      if (request.method === 'GET' && new URL(request.url).pathname === '/') {
        return requestsPage(system.name.toUpperCase(), requests);
      }
      try {
        const response =
          (await misbehave(behaviour, options)) ??
          (hasBearer(request) ? await system.respond(request, documents) : system.unauthorized());
        record(request, response.status);
        return response;
      } catch (error) {
        record(request, 0);
        throw error;
      }
    },
  };
}

/** As a person reads it; what cannot be decoded stays as it came. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function readablePath(url: string): string {
  const { pathname, search } = new URL(url);
  return decodePath(pathname + search.replaceAll('+', ' '));
}
