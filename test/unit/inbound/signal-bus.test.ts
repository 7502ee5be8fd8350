import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Signal } from '../../../lambdas/contracts/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import { signalBus } from '../../../lambdas/inbound/adapters/signal-bus.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
beforeEach(() => (fixture = openStores()));
afterEach(() => {
  fixture.close();
});

const SIGNALS = ['one', 'two', 'three'].map((name) => ({
  id: deriveId('sig', name),
  sourceId: 'edi',
})) as never as Signal[];
const log = { info: () => undefined, warn: () => undefined, error: () => undefined } as never;
const idIn = ({ Detail }: { readonly Detail: string }): string => /sig_[0-9a-f]{32}/.exec(Detail)?.[0] ?? '';

/** Which signals each call to the bus held, where it refuses some of them so often. */
async function publish(refusals: number, isRefused: (id: string) => boolean) {
  const calls: string[][] = [];
  fixture.answer(({ input }) => {
    const ids = input.Entries.map(idIn);
    calls.push(ids);
    const Entries = ids.map((id: string) =>
      calls.length <= refusals && isRefused(id) ? { ErrorCode: 'ThrottlingException' } : { EventId: id },
    );
    return { Entries, FailedEntryCount: 0 };
  });
  const left = await signalBus('bus', log)(SIGNALS);
  return { calls, left: left.map(({ id }) => id) };
}
const [first = '', second = '', third = ''] = SIGNALS.map(({ id }) => id);

it('what the bus refuses once and again is tried a third time, and that alone', async () => {
  const { calls, left } = await publish(2, (id) => id === second);
  expect(calls).toEqual([[first, second, third], [second], [second]]);
  expect(left).toEqual([]);
});

it('what it refuses three times is left for the sweep, and its sender waits no longer', async () => {
  const { calls, left } = await publish(9, (id) => id !== first);
  expect(calls).toEqual([
    [first, second, third],
    [second, third],
    [second, third],
  ]);
  expect(left).toEqual([second, third]);
});
