import type * as z from 'zod';
import { shown } from './look-up.ts';
import { textOf } from './translator.ts';
import type { Rejection } from './translator.ts';

/**
 * A number of up to 64 bits that a double cannot hold is an id, and stays the digits that were sent: two orders whose numbers end otherwise are two.
 */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { value: /\d{16}/.test(text) ? JSON.parse(text.replace(STRING_OR_LONG_NUMBER, quotedWhereLong)) : value };
  } catch {
    return undefined;
  }
}

/** Only used on text that is JSON, in which each string ends. */
const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,20}(?![\d.eE])/g;

function quotedWhereLong(token: string): string {
  return token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${token}"`;
}

/** The JSON value of a body, or why there is none. */
export function readJson(bytes: Uint8Array): { readonly value: unknown } | Rejection {
  return (
    parseJson(textOf(bytes)) ?? {
      part: 'payload',
      pointer: '',
      detail: 'The body is no JSON.',
      mend: 'Send one JSON document in UTF-8; perhaps it was cut off.',
    }
  );
}

const MOST_ISSUES = 10;

/** What a schema found wrong with a part, each with its place as a JSON pointer. */
export function rejectionsOf(error: z.ZodError, part: string, pointer: string, mend: string): readonly Rejection[] {
  return error.issues.slice(0, MOST_ISSUES).map(({ path, message }) => ({
    part,
    pointer: [pointer, ...path.map((step) => shown(String(step).replaceAll('~', '~0').replaceAll('/', '~1')))].join(
      '/',
    ),
    detail: message.slice(0, 200),
    mend,
  }));
}
