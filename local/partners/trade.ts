import { madeUpDeclaration } from './made-up-goods.ts';
import { NO_BEARER, NO_SUCH_RESOURCE, notAllowed, refuse, valuesOf } from './rest.ts';
import { createSystem } from './system.ts';
import type { SystemPartner } from './system.ts';
import { json } from './types.ts';
import type { PartnerOptions } from './types.ts';

/** A trade-compliance tool with a plain REST interface: declarations, why customs holds one, and what is missing. */
export function createTrade(options: PartnerOptions): SystemPartner {
  return createSystem(options, {
    name: 'trade',
    makeUp: (reference) => madeUpDeclaration(reference, options.now()),
    unauthorized: () => refuse(401, NO_BEARER),
    respond: (request, documents) => {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname !== '/api/v1/declarations') return refuse(404, NO_SUCH_RESOURCE);
      if (request.method !== 'GET') return notAllowed('GET');
      const references = ['mrn', 'container', 'reference'].flatMap((name) => valuesOf(searchParams, name));
      if (references.length === 0) return refuse(400, 'At least one mrn, container or reference is needed.');
      return json({ declarations: documents.resolve(references).map(({ document }) => document) });
    },
  });
}
