import { afterEach, beforeEach, expect, test } from 'vitest';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { performCommand, verifyChain } from '../../../lambdas/case/index.ts';
import { applyEntry } from '../../../lambdas/case/apply-acts.ts';
import { readOutboxItem } from '../../../lambdas/case/adapters/outbox-item.ts';
import { defaultPack } from '../../support/pack.ts';
import items from './written-before.json' with { type: 'json' };
import { openStores } from './store-fixture.ts';
import type { StoreFixture } from './store-fixture.ts';

/**
 * A case as the version before wrote it, item by item: opened, called, acknowledged, worked on, a task done. Its playbook began in an entry of its own,
 * `{ what: 'PlaybookStarted', playbook: 'failed-delivery', tasks: […] }`. Whoever changes what is stored adds what was stored until then.
 */
const CASE = 'case_f585c3457ecbd4026826d663adbd5cde';

let fixture: StoreFixture;
beforeEach(async () => {
  fixture = openStores('2026-03-02T09:05:00.000Z');
  for (const Item of items) await fixture.raw('PutItem', { TableName: 'cases', Item });
});
afterEach(() => {
  fixture.close();
});

test('a case of the version before is read whole: chain, journal, tasks, notices', async () => {
  const [record, journal, tasks, notices] = await Promise.all([
    fixture.store.load(CASE),
    fixture.store.journal(CASE),
    fixture.store.tasks(CASE),
    fixture.store.notices(CASE),
  ]);
  expect(record).toMatchObject({ state: 'in_progress', playbook: { id: 'failed-delivery', tasks: 3, open: 2 } });
  expect(journal.map(({ happening }) => happening.what)).toEqual(
    expect.arrayContaining(['CaseOpened', 'CaseTriaged', 'PlaybookStarted', 'CaseAcknowledged', 'TaskEnded']),
  );
  expect(verifyChain(journal, record?.chainHash)).toMatchObject({ whole: true });
  expect(tasks.map(({ id, state }) => `${id} ${state}`).toSorted()).toEqual([
    'check-address done',
    'new-slot open',
    'redeliver open',
  ]);
  expect(notices).toHaveLength(2);
});

test('its entries still say what happened to it, and can be told to the world', async () => {
  const journal = await fixture.store.journal(CASE);
  const record = await fixture.store.load(CASE);
  const begins = journal.find(({ happening }) => happening.what === 'PlaybookStarted');
  if (begins === undefined || record === undefined) throw new Error('it has no playbook');
  const { playbook: _later, ...before } = record;
  expect(applyEntry({ ...before, version: begins.sequence - 1, chainHash: begins.previousHash }, begins)).toMatchObject(
    {
      playbook: { id: 'failed-delivery', tasks: 3, open: 3 },
    },
  );
  // A rollout finds entries that the version before has committed and not yet published.
  const outgoing = items.flatMap((item) => readOutboxItem(unmarshall(item)) ?? []);
  expect(outgoing.map(({ entry }) => entry)).toEqual(journal);
});

test('it goes on: its tasks can be ended, once, and the chain stays whole', async () => {
  const packs = { load: async () => Promise.resolve({ version: 'any', pack: defaultPack() }) };
  const stores = { cases: fixture.store, packs: packs as never };
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const by = { caseId: CASE, actor: { kind: 'person', id: 'jonas-weber' } as const, requestId: 'r1', traceparent };
  const end = { kind: 'end-task', via: 'api', taskId: 'new-slot', as: 'done' } as const;
  expect(await performCommand(stores, by, end)).toMatchObject({
    outcome: 'changed',
    record: { playbook: { open: 1 } },
  });
  expect(await performCommand(stores, by, end)).toMatchObject({ outcome: 'unchanged' });
  const record = await fixture.store.load(CASE);
  expect(verifyChain(await fixture.store.journal(CASE), record?.chainHash)).toMatchObject({ whole: true });
});
