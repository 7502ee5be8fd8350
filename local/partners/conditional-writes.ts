import { createHash } from 'node:crypto';
import type { Documents, Known } from './documents.ts';
import { readObject } from './types.ts';
import type { Document } from './types.ts';

/** Fields of a document that may be written from outside, with the type of their values. */
export type Writable = Readonly<Record<string, 'string' | 'number' | 'boolean'>>;

export interface WriteRules {
  readonly fields: Writable;
  /** Present: a document that is not there is made by If-None-Match: *, under the key of the request. */
  readonly make?: (values: Document) => Document;
  /** False: the system knows no Idempotency-Key, and the tag alone keeps a change from being made twice. */
  readonly hasKeys?: boolean;
  readonly refuse: (status: number, code: string, message: string) => Response;
  /** What it answers when it was done. */
  readonly done: (etag: string, known: Known) => Response;
}

export interface WriteTarget {
  readonly reference: string;
  readonly known: Known | undefined;
  readonly documents: Documents;
}

export type ConditionalWrite = (request: Request, target: WriteTarget, rules: WriteRules) => Promise<Response>;

export const etagOf = ({ version }: Known): string => `W/"${version}"`;

/** What was done by one key. */
interface DoneWrite {
  readonly print: string;
  readonly etag: string;
  readonly known: Known;
}

/** So many keys are remembered; the oldest is forgotten. */
const MOST_KEPT = 5_000;

/**
 * PATCH under If-Match, or under If-None-Match: * where a document may be made; without either it is refused with 428 (RFC 6585), with another tag by 412. By Idempotency-Key it remembers
 * what was done, so that a request that is sent again changes nothing again.
 */
export function createConditionalWrites(done: Map<string, DoneWrite>): ConditionalWrite {
  return async (request, { reference, known, documents }, { fields, make, hasKeys = true, refuse, done: answer }) => {
    const values = await readObject(request.clone());
    const problem = values === undefined ? 'The body must be a JSON object.' : problemOf(values, fields);
    if (values === undefined || problem !== undefined) return refuse(400, 'BadRequest', problem ?? '');
    const key = hasKeys ? request.headers.get('idempotency-key') : null;
    const print = createHash('sha256')
      .update(JSON.stringify([reference, values]))
      .digest('hex');
    const before = key === null ? undefined : done.get(key);
    if (before !== undefined)
      return before.print === print
        ? answer(before.etag, before.known)
        : refuse(422, 'IdempotencyKeyReused', 'This Idempotency-Key came with another change before.');
    const [match, none] = [request.headers.get('if-match'), request.headers.get('if-none-match')];
    if (match === null && none === null) return refuse(428, 'PreconditionRequired', 'If-Match is needed.');
    if (known === undefined && (make === undefined || match !== null))
      return refuse(match === null ? 404 : 412, 'PreconditionFailed', `There is no document ${reference}.`);
    const isOther = known !== undefined && match !== '*' && match !== etagOf(known);
    if (isOther) return refuse(412, 'PreconditionFailed', 'The document has changed since it was read.');
    const after =
      known === undefined ? create(documents, reference, make?.(values) ?? values) : documents.change(known, values);
    const etag = etagOf(after);
    if (key !== null) done.set(key, { print, etag, known: after });
    const oldest = done.size > MOST_KEPT ? done.keys().next().value : undefined;
    if (oldest !== undefined) done.delete(oldest);
    return answer(etag, after);
  };
}

function create(documents: Documents, reference: string, document: Document): Known {
  documents.put(reference, document);
  return { reference, document, version: 1 };
}

function problemOf(values: Document, fields: Writable): string | undefined {
  if (Object.keys(values).length === 0) return 'There is nothing to change.';
  for (const [name, value] of Object.entries(values)) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type === undefined) return `${name} cannot be changed.`;
    if (typeof value !== type) return `${name} must be a ${type}.`;
  }
  return undefined;
}
