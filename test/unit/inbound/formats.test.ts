import { expect, it } from 'vitest';
import { sourceWish } from '../../../lambdas/contracts/index.ts';
import { formatNames } from '../../../lambdas/contracts/formats.ts';
import { translatorOf, translators } from '../../../lambdas/inbound/formats/index.ts';

const wish = (format: string) =>
  sourceWish.safeParse({ id: 'north', title: 'North', format, zone: 'UTC', region: 'eu', businessUnit: 'retail' });

it('a source may be registered with what somebody translates, and with nothing else', () => {
  const untranslated = formatNames.filter((name) => translatorOf(name) === undefined);
  expect(untranslated).toEqual(['email']);
  expect(Object.keys(translators).filter((name) => !formatNames.includes(name))).toEqual([]);
  expect(new Set(formatNames).size).toBe(formatNames.length);
});

it.each([
  ['ups-xml', 'carrier-ups-xml'],
  ['EDIFACT IFTSTA', 'edifact-iftsta'],
  ['something', 'x12-214'],
])('of a name that nobody knows, as %s, it is said what could be meant', (format, meant) => {
  const { success, error } = wish(format);
  expect(success).toBe(false);
  expect(error?.issues).toMatchObject([{ path: ['format'], message: expect.stringContaining(meant) }]);
});
