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

test('says in words what is not as it was written, and what is said twice once', () => {
  const both = anAction({ change: { carrier: 'DHL', promisedAt: WANTED, block: '' } });
  const drift = driftOf(both, { etag: '1', values: { carrier: 'GLS' } });
  expect(drift).toBe(`4500017: carrier is GLS instead of DHL, promisedAt is empty instead of ${WANTED}.`);
  expect(driftOf(both, undefined)).toBe('4500017 is not there any more.');
});

test('is a report of our own, with what to look for: whoever reads the case finds the document by it', () => {
  const action = anAction({ subject: 'S'.repeat(100), title: 'Promise it for later' });
  const long = 'x'.repeat(3000);
  const report = driftSignal(action, record, long, trace);
  expect(report).toMatchObject({
    kind: 'exception',
    type: 'integration.write_back_drift',
    source: { id: 'fairlead', format: 'reconciliation' },
    references: [{ kind: 'order', value: 'S'.repeat(80), issuer: 'erp' }],
    region: record.region,
    businessUnit: record.businessUnit,
    reason: { scheme: 'fairlead:reconciliation', code: 'promise_date', text: long.slice(0, 500) },
    // Nobody has sent it: there is nothing to look at or to send again.
    raw: { key: 'none' },
  });
  expect(report.text).toBe(
    `ERP does not say what we have written for case ${record.id} (Promise it for later). ${long}`.slice(0, 2000),
  );
  expect(() => signal.parse(report)).not.toThrow();
});

test.each([
  ['promise_date', 'order'],
  ['order_hold', 'order'],
  ['order_release', 'order'],
  ['payment_hold', 'invoice'],
  ['payment_release', 'invoice'],
  ['shipment_status', 'shipment'],
  ['reroute', 'shipment'],
  ['expedite', 'shipment'],
  ['carrier_change', 'shipment'],
  // What has no number of its own kind is found by the number that the customer knows.
  ['service_case', 'customer_reference'],
] as const)('of %s is about the %s that was changed, so that it joins what is open of that', (type, kind) => {
  expect(driftSignal(anAction({ type }), record, 'x', trace).references[0]?.kind).toBe(kind);
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
