import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = new URL('../../../docs/adr/', import.meta.url);

test('each decision is in the list of decisions, once, by its number and in its order', () => {
  const files = readdirSync(FOLDER).filter((name) => /^\d{4}-/.test(name));
  const listed = [...readFileSync(new URL('README.md', FOLDER), 'utf8').matchAll(/^\| \[(\d{4})\]\((.+?)\)/gm)];
  expect(listed.map(([, , file]) => file)).toEqual(files.toSorted());
  expect(listed.every(([, number = '', file = '']) => file.startsWith(`${number}-`))).toBe(true);
});
