import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Case, FactSet } from '../../../lambdas/contracts/index.ts';
import { assessCase } from '../../../lambdas/case/assess-case.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T20:00:00.000Z';
const HOUR = 3_600_000;
const pack = defaultPack();
const inHours = (hours: number): string => new Date(Date.parse(AT) + hours * HOUR).toISOString();
const live = (system: FactSet['system'], facts: FactSet['facts']): FactSet => ({
  system,
  state: 'live',
  askedAt: AT,
  observedAt: AT,
  facts,
});
const record: Case = openCase({ type: 'transport.delay' });
/** 10 + 30 for the value + 20 for the tier: 60, S2; the promise brings 8, 15 and 20. */
const dear = (hours: number): readonly FactSet[] => [
  live('erp', { orderValue: { amount: '150000', currency: 'EUR' }, promisedAt: inHours(hours) }),
  live('crm', { tier: 'platinum' }),
];

test('a promise that comes near: scored again where the level rises, and not at each band on the way', () => {
  const { severity } = assessCase(record, dear(100), pack, AT);
  expect(severity).toMatchObject({ level: 'S2', score: 60, rescoreAt: '2026-03-06T00:00:01.000Z' });
});

test('the most severe gets no worse, and without a deadline there is nothing to wait for', () => {
  expect(assessCase(record, dear(10), pack, AT).severity).toMatchObject({ level: 'S1' });
  expect(assessCase(record, dear(10), pack, AT).severity.rescoreAt).toBeUndefined();
  expect(assessCase(record, [live('crm', { tier: 'gold' })], pack, AT).severity.rescoreAt).toBeUndefined();
});

test('from now to that moment the level never rises, at that moment it does, and the next lies behind it', () => {
  const around = fc.record({
    value: fc.constantFrom('500', '5000', '50000', '150000'),
    tier: fc.constantFrom('silver', 'gold', 'platinum'),
    promise: fc.double({ min: -10, max: 200, noNaN: true }),
    cutoff: fc.double({ min: -10, max: 200, noNaN: true }),
    share: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  const rank = ['S4', 'S3', 'S2', 'S1'];
  fc.assert(
    fc.property(around, ({ value, tier, promise, cutoff, share }) => {
      const facts = [
        live('erp', { orderValue: { amount: value, currency: 'EUR' }, promisedAt: inHours(promise) }),
        live('tms', { cutoffAt: inHours(cutoff) }),
        live('crm', { tier }),
      ];
      const now = assessCase(record, facts, pack, AT).severity;
      const end = now.rescoreAt ?? inHours(400);
      const length = Date.parse(end) - Date.parse(AT);
      expect(length).toBeGreaterThan(0);
      // The moment lies a second behind the threshold itself.
      const between = new Date(Date.parse(AT) + Math.floor(Math.max(0, length - 2_000) * share)).toISOString();
      expect(rank.indexOf(assessCase(record, facts, pack, between).severity.level)).toBeLessThanOrEqual(
        rank.indexOf(now.level),
      );
      if (now.rescoreAt === undefined) return;
      const then = assessCase({ ...record, severity: now }, facts, pack, now.rescoreAt).severity;
      expect(rank.indexOf(then.level)).toBeGreaterThan(rank.indexOf(now.level));
      if (then.rescoreAt !== undefined) expect(then.rescoreAt > now.rescoreAt).toBe(true);
    }),
  );
});
