import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Case } from '../../../lambdas/contracts/index.ts';
import {
  currentSilences,
  endSilence,
  endSilences,
  findSilence,
  makeSilence,
  pastSilences,
} from '../../../lambdas/maintenance/index.ts';
import { openStorm } from '../incident/storm-fixture.ts';
import type { Storm } from '../incident/storm-fixture.ts';

let world: Storm;
beforeEach(async () => {
  world = await openStorm();
});
afterEach(() => world.fixture.close());

const stores = () => ({ cases: world.fixture.store, packs: world.packs });
const made = async (matcher: object, endsAt: string): Promise<string> => {
  const decision = await makeSilence(stores(), { matcher, reason: 'Works', endsAt }, 'ines-duarte');
  if (decision.outcome !== 'changed') throw new Error(JSON.stringify(decision));
  return decision.silence.id;
};
const whats = async ({ id }: Case): Promise<readonly string[]> =>
  (await world.fixture.store.journal(id)).map(({ happening }) => happening.what);
const report = async (count: number, changes: object = {}): Promise<readonly Case[]> => {
  const before = new Set((await world.allCases()).map(({ id }) => id));
  for (let number = before.size; number < before.size + count; number += 1) await world.report(number, changes);
  const opened = (await world.allCases()).filter(({ id }) => !before.has(id));
  return Promise.all(opened.map((record) => world.triage(record)));
};
const silent = async (): Promise<number> =>
  (await world.allCases()).filter(({ silenced }) => silenced !== undefined).length;

it('cases of two silences are let go when the last of them ends, each once, wherever it dies', async () => {
  const one = await made({ type: 'transport.delay' }, '2026-03-02T09:00:00Z');
  const other = await made({ source: 'canadapost-edi' }, '2026-03-02T10:00:00Z');
  const cases = await report(7);
  expect(await silent()).toBe(7);
  expect(await endSilences(stores())).toEqual({ cases: 0, silences: 0, failed: 0 });

  world.fixture.setTime('2026-03-02T09:00:00.000Z');
  expect(await endSilences(stores())).toEqual({ cases: 7, silences: 1, failed: 0 });
  expect(await silent()).toBe(7);
  expect((await currentSilences(world.fixture.store)).map(({ id }) => id)).toEqual([other]);
  expect((await pastSilences(world.fixture.store)).map(({ id }) => id)).toEqual([one]);

  world.fixture.setTime('2026-03-02T10:00:00.000Z');
  for (const [call, when] of [
    [1, 'before'],
    [12, 'before'],
    [26, 'after'],
    [30, 'before'],
  ] as const) {
    world.fixture.dieAt(call, when);
    // What dies in between is told as failed, or kills the whole run: it is done again a minute later.
    await endSilences(stores()).catch(() => undefined);
    world.fixture.liveOn();
  }
  await endSilences(stores());
  await endSilences(stores());
  expect(await silent()).toBe(0);
  expect(await currentSilences(world.fixture.store)).toEqual([]);
  expect(await findSilence(world.fixture.store, other)).toMatchObject({ madeBy: 'ines-duarte' });
  for (const record of cases) {
    const happened = await whats(record);
    expect(happened.filter((what) => what === 'SilenceEnded')).toHaveLength(1);
    expect(happened.filter((what) => what === 'CaseSilenced')).toHaveLength(2);
  }
});

it('no minute looks at more than three hundred, and nothing is read of a case before', async () => {
  await made({ type: 'transport.delay' }, '2026-03-02T09:00:00Z');
  await report(310);
  const before = world.fixture.calls.length;
  await endSilences(stores());
  expect(world.fixture.calls.length - before).toBe(1);
  world.fixture.setTime('2026-03-02T09:00:00.000Z');
  expect(await endSilences(stores())).toEqual({ cases: 300, silences: 0, failed: 0 });
  expect(await endSilences(stores())).toEqual({ cases: 10, silences: 1, failed: 0 });
});

it('ended early; what was settled meanwhile is told of and not woken; what is over belongs to nobody', async () => {
  const id = await made({ type: 'transport.delay' }, '2026-03-02T12:00:00Z');
  const [open, settled, gone] = await report(3);
  await world.act(settled!, {
    what: 'CaseResolved',
    via: 'system',
    resolution: 'It arrived.',
    reopenUntil: '2026-03-07T08:00:00.000Z',
  });
  await world.act(gone!, { what: 'CaseWithdrawn', reason: 'x' });
  world.fixture.setTime('2026-03-02T08:30:00.000Z');
  expect(await endSilence(stores(), id, 'Done', 'tom-baker')).toMatchObject({ outcome: 'changed' });
  expect(await endSilence(stores(), id, 'Done', 'tom-baker')).toMatchObject({ outcome: 'unchanged' });
  expect(await endSilences(stores())).toEqual({ cases: 2, silences: 1, failed: 0 });
  const [first, second, third] = await Promise.all(
    [open, settled, gone].map((one) => world.fixture.store.load(one!.id)),
  );
  expect(first!.attention).toBe(open!.attention + 1);
  expect(first!.silenced).toBeUndefined();
  // Its two minutes are those after which the auditor takes it for lost.
  expect(first!.escalation.nextDueAt).toBe('2026-03-02T08:32:00.000Z');
  expect(second).toMatchObject({ state: 'resolved' });
  expect(second!.attention).toBe(settled!.attention + 1);
  expect((await world.entryOf(second!, 'SilenceEnded')).happening).toMatchObject({ found: 'settled' });
  expect((await whats(third!)).at(-1)).toBe('CaseWithdrawn');
});

it('a storm in a silence opens no incident; afterwards it is one, with one call', async () => {
  await made({ type: 'transport.delay' }, '2026-03-02T12:00:00Z');
  for (const record of await report(30)) expect(await world.decide(record)).toBeUndefined();
  expect((await world.allCases()).filter(({ cause }) => cause !== undefined)).toEqual([]);
  world.fixture.setTime('2026-03-02T12:00:00.000Z');
  await endSilences(stores());
  const [first, ...others] = await world.allCases();
  const incident = await world.decide(first!);
  expect(incident).toMatchObject({ cause: { rule: 'port-or-place' } });
  for (const record of others) expect((await world.decide(record))?.id).toBe(incident?.id);
});

it('two people make the same one at once: it is one', async () => {
  const wish = { matcher: { region: 'na' }, reason: 'Works', endsAt: '2026-03-02T12:00:00Z' };
  world.fixture.meanwhile('PutItemCommand', () => makeSilence(stores(), wish, 'ines-duarte'));
  expect(await makeSilence(stores(), wish, 'ines-duarte')).toMatchObject({ outcome: 'unchanged' });
  expect(await currentSilences(world.fixture.store)).toHaveLength(1);
});

it('two people end the same one at once: the first has ended it, and the second is told so', async () => {
  const id = await made({ region: 'na' }, '2026-03-02T12:00:00Z');
  world.fixture.meanwhile('PutItemCommand', () => endSilence(stores(), id, 'Done', 'tom-baker'));
  expect(await endSilence(stores(), id, 'Not needed', 'ines-duarte')).toMatchObject({ outcome: 'unchanged' });
  expect(await findSilence(world.fixture.store, id)).toMatchObject({ endedBy: 'tom-baker', endReason: 'Done' });
});
