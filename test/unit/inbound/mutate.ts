import { expect } from 'vitest';
import { signal } from '../../../lambdas/contracts/index.ts';
import type { Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { completeAll } from './complete.ts';

/** No signal breaks the contract or grows, and what is rejected says why and how to mend it. */
export function expectSound(translation: Translation): void {
  for (const made of completeAll(translation)) {
    expect(signal.parse(made)).toEqual(made);
    expect(Buffer.byteLength(JSON.stringify(made))).toBeLessThan(64_000);
  }
  for (const { part, pointer, detail, mend = '' } of translation.rejections) {
    expect(Math.max(part.length, pointer.length, detail.length, mend.length)).toBeLessThanOrEqual(600);
    expect([detail, mend]).not.toContain('');
  }
  for (const warning of translation.warnings) expect(warning.length).toBeLessThanOrEqual(600);
}

/** Every place of a document, as a path. */
export function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => placesIn(member, [...path, name]))];
}

export function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return by;
  const next = (member: unknown): unknown => replaced(member, rest, by);
  if (Array.isArray(value))
    return value.map((member: unknown, index) => (String(index) === name ? next(member) : member));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, member]) => [key, key === name ? next(member) : (member as unknown)]),
  );
}

export const oddities: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  'constructor',
  '__proto__',
  'damaged',
  'exception',
  'ü'.repeat(300),
  '9'.repeat(300),
  '\u0000',
  'urn:epc:id:sscc:',
  'https://id.gs1.org/00/',
  `urn:x:${'y'.repeat(5000)}`,
  '%E0%A4%A',
  [],
  [[]],
  [null],
  ['x'.repeat(300)],
  {},
  { id: 7 },
];
