import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { shiftMarks } from '../../../lambdas/handover/adapters/shift-marks.dynamo.ts';
import { joinShifts } from '../../../lambdas/handover/join-shifts.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

const shiftAt = (startedAt: string) =>
  joinShifts([{ person: 'mei-tan', startedAt, team: 'transport-desk', from: 'jonas-weber' }])[0]!;
const EVENING = shiftAt('2026-03-04T17:00:00.000Z');
const MORNING = shiftAt('2026-03-05T05:00:00.000Z');

let fixture: StoreFixture;
beforeEach(() => (fixture = openStores()));
afterEach(() => {
  fixture.close();
});

it('a shift is handed over once: by whoever has nothing for it, or by whoever claims its messages with it', async () => {
  const marks = shiftMarks(fixture.store);
  const claim = (handover: typeof EVENING): Promise<unknown> =>
    fixture.store.client.send(new TransactWriteItemsCommand({ TransactItems: [marks.inTransaction(handover)] }));
  expect(await marks.isMade(EVENING)).toBe(false);
  expect(await marks.make(EVENING)).toBe(true);
  expect(await marks.isMade(EVENING)).toBe(true);
  expect(await marks.make(EVENING)).toBe(false);
  await expect(claim(EVENING)).rejects.toThrow(/ConditionalCheckFailed/);

  // The next one is another.
  expect(await marks.isMade(MORNING)).toBe(false);
  await claim(MORNING);
  await expect(claim(MORNING)).rejects.toThrow(/ConditionalCheckFailed/);
  expect(await marks.make(MORNING)).toBe(false);
});
