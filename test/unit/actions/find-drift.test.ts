import { expect, test } from 'vitest';
import { daysBefore, putWritten } from '../../../lambdas/actions/adapters/written-store.dynamo.ts';
import { driftOf, driftSignal } from '../../../lambdas/actions/find-drift.ts';
import { signal } from '../../../lambdas/contracts/index.ts';
import { anAction, AT, otherId, record, WANTED } from './actions-fixture.ts';

const trace = { at: AT, traceparent: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01` };
const says = (promisedAt: string | undefined) => driftOf(anAction(), { etag: '1', values: { promisedAt } });

test('the same moment in another spelling is no drift; another value, an empty field and a missing document are', () => {
  expect(says(WANTED)).toBeUndefined();
  expect(says('2026-03-04T15:00:00+01:00')).toBeUndefined();
  expect(says('2026-03-05T14:00:00Z')).toContain('promisedAt is 2026-03-05T14:00:00Z instead of');
  expect(says(undefined)).toContain('promisedAt is empty');
  expect(driftOf(anAction(), undefined)).toContain('not there any more');
});

test('found again it is the same report, and a report as any other; another value is another one', () => {
  const first = driftSignal(anAction(), record, 'x is 1 instead of 2.', trace);
  expect(signal.parse(first)).toEqual(first);
  const later = { ...trace, at: '2026-03-05T02:00:00.000Z' };
  expect(driftSignal(anAction(), record, 'x is 1 instead of 2.', later).id).toBe(first.id);
  expect(driftSignal(anAction(), record, 'x is 3 instead of 2.', later).id).not.toBe(first.id);
});

test('a later writing into the same fields of a document takes the place of the earlier one, of whatever case', () => {
  const keyOf = (changes: Parameters<typeof anAction>[0]) =>
    putWritten('cases', anAction(changes), AT).Put?.Item?.['pk'];
  expect(keyOf({ id: otherId, change: { promisedAt: '2026-04-01T00:00:00Z' } })).toEqual(keyOf({}));
  expect(keyOf({ change: { deliveryBlock: '01' } })).not.toEqual(keyOf({}));
  expect(keyOf({ subject: 'another' })).not.toEqual(keyOf({}));
});

test('a night compares the writings of seven days and those since midnight', () => {
  const days = daysBefore('2026-03-02T02:00:00.000Z');
  expect([days[0], days.at(-1), days.length]).toEqual(['2026-03-02', '2026-02-23', 8]);
});
