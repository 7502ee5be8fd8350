import { createConditionalWrites, etagOf } from './conditional-writes.ts';
import type { Writable } from './conditional-writes.ts';
import { createDocuments } from './documents.ts';
import type { Documents, Known } from './documents.ts';
import { shelvesOf } from './kept.ts';
import { notAllowed, refuse } from './rest.ts';
import { decodePath } from './system.ts';
import { json } from './types.ts';
import type { Document, PartnerOptions } from './types.ts';

interface Collection {
  /** With the slash at its end: `/api/v1/shipments/`. */
  readonly path: string;
  readonly fields: Writable;
  /** Of documents that the system has by itself; absent: they are made from outside under a key that the sender chose. */
  readonly find?: (documents: Documents, id: string) => Known | undefined;
  /** What else follows in the system from what was written. */
  readonly onWrite?: (document: Document, documents: Documents) => void;
}

export type RestRecords = (request: Request, documents: Documents) => Response | Promise<Response> | undefined;

/** Single documents of a system with a plain REST interface: GET with an ETag, PATCH under it. Undefined: the path is none of theirs. */
export function createRestRecords(options: PartnerOptions, { path, fields, find, onWrite }: Collection): RestRecords {
  const shelf = shelvesOf(options);
  const write = createConditionalWrites(shelf(`writes below ${path}`));
  const made = createDocuments((id) => ({ key: id }), shelf(`made below ${path}`));
  return (request, documents) => {
    const pathname = decodePath(new URL(request.url).pathname);
    const id = pathname.startsWith(path) ? pathname.slice(path.length) : '';
    if (id === '' || id.includes('/')) return undefined;
    const store = find === undefined ? made : documents;
    const known = find === undefined ? made.find(({ key }) => key === id) : find(documents, id);
    if (request.method === 'PATCH')
      return write(
        request,
        { reference: known?.reference ?? id, known, documents: store },
        {
          fields,
          ...(find === undefined ? { make: (values: Document) => ({ ...values, key: id }) } : {}),
          refuse: (status, _, message) => refuse(status, message),
          done: (etag, { document }) => {
            onWrite?.(document, documents);
            return json(document, 200, { etag });
          },
        },
      );
    if (request.method !== 'GET') return notAllowed('GET, PATCH');
    if (known === undefined) return refuse(404, `There is no ${id}.`);
    return json(known.document, 200, { etag: etagOf(known) });
  };
}
