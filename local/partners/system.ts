import { hasBearer, misbehave } from './behaviour.ts';
import { createDocuments } from './documents.ts';
import type { Documents } from './documents.ts';
import { shelvesOf } from './kept.ts';
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
  /** Somebody else changes a document that is there. */
  change(reference: string, values: Document): void;
  /** What happens around each write: right before it is looked at, and when it was done and its answer is on the way. Throwing breaks the connection. */
  aroundWrites(around: { readonly before?: () => void; readonly after?: () => void }): void;
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
  const documents = createDocuments(system.makeUp, shelvesOf(options)('documents'));
  let behaviour: Behaviour = 'well';
  let around: { readonly before?: () => void; readonly after?: () => void } = {};

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
    change: (reference, values) => {
      const [known] = documents.resolve([reference]);
      if (known !== undefined) documents.change(known, values);
    },
    aroundWrites: (next) => {
      around = next;
    },
    answer: async (request) => {
      if (request.method === 'GET' && new URL(request.url).pathname === '/') {
        return requestsPage(system.name.toUpperCase(), requests);
      }
      const isWrite = request.method !== 'GET';
      try {
        if (isWrite) around.before?.();
        const response =
          (await misbehave(behaviour, options)) ??
          (hasBearer(request) ? await system.respond(request, documents) : system.unauthorized());
        record(request, response.status);
        if (isWrite) around.after?.();
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
