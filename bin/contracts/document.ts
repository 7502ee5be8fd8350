import * as z from 'zod';
import { stringify } from 'yaml';

export type Json = { readonly [name: string]: unknown };

const json = z.record(z.string(), z.unknown());

/** As it is when it was written and read again: without what JSON does not know. */
export function readDocument(value: unknown): Json {
  return json.parse(JSON.parse(JSON.stringify(value)));
}

/** The same document is the same text, byte by byte. */
export function writeYaml(document: Json): string {
  const head = '# Written by `npm run contracts` from the schemas in lambdas/contracts. Change those.\n';
  return head + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** What a path of names leads to; undefined where it leads nowhere. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((here, name) => json.safeParse(here).data?.[name], value);
}

/** The members of an object; none of anything else. */
export function members(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(json.safeParse(value).data ?? {});
}
