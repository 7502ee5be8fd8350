import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RedriveRecord } from '../../../lambdas/contracts/index.ts';
import { createRedriveLog } from '../../../lambdas/redrive/adapters/redrive-log.dynamo.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
beforeEach(() => {
  fixture = openStores();
});
afterEach(() => {
  fixture.close();
});

const record = (id: string, changes: Partial<RedriveRecord> = {}): RedriveRecord => ({
  contract: 'redrive/1',
  queue: 'inbound-intake',
  letterId: 'letter-1',
  at: '2026-03-02T08:00:00.000Z',
  actor: { kind: 'person', id },
  act: 'redriven',
  state: 'begun',
  buriedBy: 'queue',
  firstSentAt: '2026-03-02T07:00:00.000Z',
  digest: 'd',
  ...changes,
});

it('keeps both acts of two people on one letter in the same millisecond, each with its own end', async () => {
  const log = createRedriveLog('reference');
  const [endOfMaria] = await Promise.all([
    log.begin(record('maria')),
    log.begin(record('jonas', { act: 'discarded', reason: 'a double' })),
  ]);
  await endOfMaria(record('maria', { state: 'done' }));
  const kept = (await log.list('inbound-intake')).map(({ actor, act, state }) => [actor.id, act, state]);
  expect(kept.sort()).toEqual([
    ['jonas', 'discarded', 'begun'],
    ['maria', 'redriven', 'done'],
  ]);
});
