import { Buffer } from 'node:buffer';
import type { Documents } from './documents.ts';
import { shelvesOf } from './kept.ts';
import { madeUpFiles } from './made-up-goods.ts';
import { createOnceBook } from './once.ts';
import type { OnceBook } from './once.ts';
import { KEY_REUSED, NO_BEARER, NO_SUCH_RESOURCE, notAllowed, readBody, refuse, valuesOf } from './rest.ts';
import { createRestRecords } from './rest-records.ts';
import { createSystem } from './system.ts';
import type { SystemPartner } from './system.ts';
import { isRecord, json } from './types.ts';
import type { Document, PartnerOptions } from './types.ts';

const FILE_BODY = {
  reference: 'string',
  kind: 'string',
  title: 'string',
  mediaType: 'string',
  content: 'string',
} as const;
const ATTACHMENT = { document: 'string', reference: 'string', status: 'string' } as const;
const ATTACH_BODY = { reference: 'string' } as const;

/** A document repository with a plain REST interface: what is kept by reference and kind. `put` takes `{ files: [{ id, kind, title, mediaType, bytes }] }`. */
export function createDocumentStore(options: PartnerOptions): SystemPartner {
  const shelf = shelvesOf(options);
  const stored: OnceBook<Document> = createOnceBook(shelf('store requests'));
  const attached: OnceBook<Document> = createOnceBook(shelf('attach requests'));
  const records = createRestRecords(options, { path: '/api/v1/attachments/', fields: ATTACHMENT, onWrite: hang });
  return createSystem(options, {
    name: 'documents',
    makeUp: (reference) => madeUpFiles(reference, options.now()),
    unauthorized: () => refuse(401, NO_BEARER),
    respond: async (request, documents) => {
      const record = records(request, documents);
      if (record !== undefined) return record;
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === '/api/v1/documents') {
        if (request.method === 'POST') return store(request, documents, stored, options.now());
        return request.method === 'GET' ? find(searchParams, documents, stored) : notAllowed('GET, POST');
      }
      const id = /^\/api\/v1\/documents\/([\w-]+)\/attachments$/.exec(pathname)?.[1];
      if (id === undefined) return refuse(404, NO_SUCH_RESOURCE);
      return request.method === 'POST' ? attach(request, id, documents, attached) : notAllowed('POST');
    },
  });
}

/** An attachment under a key of the sender's: the file hangs at the reference, or no longer. */
function hang({ document, reference, status }: Document, documents: Documents): void {
  const of = documents.find((each) => filesOf(each).some(({ id }) => id === document));
  const file = of === undefined ? undefined : filesOf(of.document).find(({ id }) => id === document);
  if (file === undefined) return;
  if (status === 'attached') append(documents, String(reference), file);
  else
    documents.put(String(reference), {
      files: filesOf(documents.resolve([String(reference)])[0]?.document ?? {}).filter(({ id }) => id !== document),
    });
}

function filesOf(document: Document): readonly Document[] {
  const { files } = document;
  return Array.isArray(files) ? files.filter(isRecord) : [];
}

function find(parameters: URLSearchParams, documents: Documents, stored: OnceBook<Document>): Response {
  const [key] = valuesOf(parameters, 'idempotencyKey');
  if (key !== undefined) {
    const file = stored.find(key);
    return json({ documents: file === undefined ? [] : [file] });
  }
  const references = valuesOf(parameters, 'reference');
  if (references.length === 0) return refuse(400, 'At least one reference is needed.');
  const kinds = valuesOf(parameters, 'kind');
  const files = documents
    .resolve(references)
    .flatMap(({ document }) => filesOf(document))
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(String(kind)));
  return json({ documents: [...new Map(files.map((file) => [file['id'], file])).values()] });
}

async function store(request: Request, documents: Documents, book: OnceBook<Document>, now: number): Promise<Response> {
  const body = await readBody(request, FILE_BODY);
  if (typeof body === 'string') return refuse(400, body);
  const { reference, content, ...about } = body;
  const bytes = decodeBase64(String(content));
  if (bytes === undefined) return refuse(400, 'content must be base64.');
  const once = book.perform(request.headers.get('idempotency-key'), body, () => {
    const id = `DOC-${Buffer.from(String(reference)).toString('hex').slice(0, 8)}-${countOf(documents, String(reference)) + 1}`;
    return append(documents, String(reference), {
      id,
      ...about,
      bytes: bytes.length,
      createdAt: new Date(now).toISOString(),
    });
  });
  if (once.state === 'reused') return refuse(422, KEY_REUSED);
  return json(once.result, once.state === 'done' ? 201 : 200);
}

async function attach(request: Request, id: string, documents: Documents, book: OnceBook<Document>): Promise<Response> {
  const body = await readBody(request, ATTACH_BODY);
  if (typeof body === 'string') return refuse(400, body);
  const of = documents.find((document) => filesOf(document).some((file) => file['id'] === id));
  const file = of === undefined ? undefined : filesOf(of.document).find((each) => each['id'] === id);
  if (file === undefined) return refuse(404, `There is no document ${id}.`);
  const reference = String(body['reference']);
  const once = book.perform(request.headers.get('idempotency-key'), { id, ...body }, () =>
    append(documents, reference, file),
  );
  if (once.state === 'reused') return refuse(422, KEY_REUSED);
  return json(once.result, once.state === 'done' ? 201 : 200);
}

/** A file hangs at a reference once, however often it is attached. */
function append(documents: Documents, reference: string, file: Document): Document {
  const [known] = documents.resolve([reference]);
  const files = known === undefined ? [] : filesOf(known.document);
  documents.put(reference, { files: [...files.filter(({ id }) => id !== file['id']), file] });
  return file;
}

function countOf(documents: Documents, reference: string): number {
  return documents.resolve([reference]).flatMap(({ document }) => filesOf(document)).length;
}

/** Undefined: it is no base64. */
function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64').replaceAll('=', '') === text.replaceAll('=', '') ? bytes : undefined;
}
