import { afterEach, beforeEach, expect, it } from 'vitest';
import { messageRates } from '../../../lambdas/notification/adapters/message-rates.dynamo.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

const notice = (person: string, channel = 'slack') => ({ person, channel }) as never;
const share = (most: number, since = '2026-03-02T08:00:00.000Z') => ({
  most,
  since,
  until: '2026-03-02T08:05:00.000Z',
});

let fixture: StoreFixture;
beforeEach(() => (fixture = openStores()));
afterEach(() => {
  fixture.close();
});

it('there is room for so many messages to one reader by one channel in one span, however many come at once', async () => {
  const take = messageRates('reference');
  const taken = await Promise.all(Array.from({ length: 5 }, () => take(notice('maria'), share(3))));
  expect(taken.filter(Boolean)).toHaveLength(3);
  expect(await take(notice('maria'), share(3))).toBe(false);
  // The more severe have room beyond that, other readers, channels and spans have their own.
  expect(await take(notice('maria'), share(4))).toBe(true);
  expect(await take(notice('maria'), share(4))).toBe(false);
  expect(await take(notice('jonas'), share(3))).toBe(true);
  expect(await take(notice('maria', 'email'), share(3))).toBe(true);
  expect(await take(notice('maria'), share(3, '2026-03-02T08:05:00.000Z'))).toBe(true);
});
