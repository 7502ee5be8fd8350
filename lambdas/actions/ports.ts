import type { Document } from './decide-attempt.ts';

/** A system of record in which documents can be changed. Throws where it gives no usable answer: then nobody knows what it did. */
export interface WritableSystem {
  /** The document as it is now; undefined: there is none. */
  readonly read: (subject: string) => Promise<Document | undefined>;
  readonly write: (subject: string, change: Change) => Promise<Written>;
  /** Milliseconds for which a write without an answer may still be at work, where neither key nor tag keeps it from being done beside a second one: so long, not finding it proves nothing. */
  readonly mayStillWriteFor?: number;
  /** Done twice is worse than not done: where nobody knows whether it was, a person decides. */
  readonly neverTwice?: true;
}

export interface Change {
  readonly values: Readonly<Record<string, string | number | boolean>>;
  readonly etag: string;
  readonly idempotencyKey: string;
}

export type Written =
  | { readonly answer: 'done' }
  /** Somebody has changed the document since it was read (412). */
  | { readonly answer: 'changed-meanwhile' }
  /** Another try would meet the same. */
  | { readonly answer: 'refused'; readonly reason: string }
  /** It did nothing, and says when to come back at the earliest (429, 503 with Retry-After). */
  | { readonly answer: 'later'; readonly reason: string; readonly seconds: number };
