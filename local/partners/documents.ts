import type { Document } from './types.ts';

export interface Known {
  readonly reference: string;
  readonly document: Document;
  /** Counts the changes, from 1. */
  readonly version: number;
}

/** What a system of record knows, by reference. */
export interface Documents {
  readonly put: (reference: string, document: Document | null) => void;
  /** What goes by any of these references. */
  resolve(references: readonly string[]): readonly Known[];
  /** Of what was put or shown already; nothing is made up for it. */
  find(matches: (document: Document) => boolean): Known | undefined;
  change(known: Known, values: Document): Known;
  /** Whether something is known of it, be it that it does not exist. */
  has(reference: string): boolean;
  count(): number;
}

export function createDocuments(
  makeUp: (reference: string) => Document,
  entries: Map<string, Known | null>,
): Documents {
  const write = (reference: string, document: Document): Known => {
    const known = { reference, document, version: (entries.get(reference)?.version ?? 0) + 1 };
    entries.set(reference, known);
    return known;
  };
  return {
    put: (reference, document) => {
      if (document === null) entries.set(reference, null);
      else write(reference, document);
    },
    resolve: (references) => {
      const distinct = [...new Set(references)];
      const known = distinct.flatMap((reference) => entries.get(reference) ?? []);
      if (known.length > 0) return known;
      // References that are asked for together name one thing, so one document is made up, and stays as it was shown.
      const first = distinct.find((reference) => entries.get(reference) !== null);
      return first === undefined ? [] : [write(first, makeUp(first))];
    },
    find: (matches) => {
      for (const known of entries.values()) if (known !== null && matches(known.document)) return known;
      return undefined;
    },
    change: ({ reference, document }, values) => write(reference, { ...document, ...values }),
    has: (reference) => entries.has(reference),
    count: () => entries.size,
  };
}
