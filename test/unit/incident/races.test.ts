import { afterEach, beforeEach, expect, it } from 'vitest';
import { findIncident } from '../../../lambdas/incident/index.ts';
import { openIncident } from '../../../lambdas/incident/open-incident.ts';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { openStorm, pack, TRACE } from './storm-fixture.ts';
import type { Storm } from './storm-fixture.ts';

let world: Storm;
beforeEach(async () => {
  world = await openStorm();
});
afterEach(() => world.fixture.close());

const find = (record: Case): Promise<Case | undefined> => findIncident(world.fixture.store, record, pack, TRACE);
const incidents = async (): Promise<readonly Case[]> =>
  (await world.allCases()).filter(({ cause }) => cause !== undefined);
/** So many reports of one port, assessed, and nobody has looked for a storm yet. */
async function gather(from: number, count = 26): Promise<readonly Case[]> {
  for (let number = from; number < from + count; number += 1) await world.report(number);
  const opened = (await world.allCases()).filter(({ state, cause }) => state === 'open' && cause === undefined);
  return Promise.all(opened.map((record) => world.triage(record)));
}
const resolve = (incident: Case, reopenUntil: string, ...more: object[]): Promise<unknown> =>
  world.act(incident, { what: 'CaseResolved', via: 'api', resolution: 'x', reopenUntil }, ...more);

it('two cases at once, each one too many, open one incident', async () => {
  const [one, other] = await gather(0);
  world.fixture.meanwhile('TransactWriteItemsCommand', () => find(other!));
  expect((await find(one!))?.id).toBe((await find(other!))?.id);
  expect(await incidents()).toHaveLength(1);
});

it('a storm that is back after its incident was closed is one new incident, whoever else opens it', async () => {
  const { incident } = await world.storm(26);
  await resolve(incident, '2026-03-02T08:00:00.000Z', { what: 'CaseClosed' });
  world.fixture.setTime('2026-03-02T12:00:00.000Z');
  const [one, other] = await gather(100);
  world.fixture.meanwhile('TransactWriteItemsCommand', () => find(other!));
  const found = await find(one!);
  expect(found).toMatchObject({ previousCase: incident.id });
  expect(await incidents()).toHaveLength(2);
  expect((await find(other!))?.id).toBe(found?.id);
});

it('a storm that is back in time opens its incident once, and whoever comes second finds it open', async () => {
  const { incident } = await world.storm(26);
  world.fixture.setTime('2026-03-02T08:10:00.000Z');
  await resolve(incident, '2026-03-03T08:00:00.000Z');
  world.fixture.setTime('2026-03-02T08:20:00.000Z');
  const [one, other] = await gather(100);
  world.fixture.meanwhile('TransactWriteItemsCommand', () => find(other!));
  expect(await find(one!)).toMatchObject({ id: incident.id, state: 'open' });
  const journal = await world.fixture.store.journal(incident.id);
  expect(journal.filter(({ happening }) => happening.what === 'CaseReopened')).toHaveLength(1);
});

it('an opening that meets another transaction, and no other incident, is tried again', async () => {
  const [one] = await gather(0);
  world.fixture.meanwhile('TransactWriteItemsCommand', () =>
    Promise.reject(
      Object.assign(new Error('cancelled'), {
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'TransactionConflict' }],
      }),
    ),
  );
  expect(await find(one!)).toMatchObject({ state: 'triaged' });
  expect(await incidents()).toHaveLength(1);
});

it('the same case at the same moment opens the same incident', async () => {
  const [opener] = await gather(0, 1);
  const open = (at: string) =>
    openIncident({ cause: opener!.causes![0]!, cases: 26, opener: opener! }, pack, at).record;
  expect(open('2026-03-02T08:00:00.000Z').id).toBe(open('2026-03-02T08:00:00.000Z').id);
  expect(open('2026-03-02T08:00:00.000Z').id).not.toBe(open('2026-03-02T09:00:00.000Z').id);
});
