import { afterEach, beforeEach, expect, it } from 'vitest';
import { policyKeys, policyTable } from '../../../lambdas/policy/adapters/policy-items.ts';
import { createDraftStore } from '../../../lambdas/policy/adapters/draft-store.dynamo.ts';
import { createPublicationStore } from '../../../lambdas/policy/adapters/publication-store.dynamo.ts';
import type { PublicationCommit } from '../../../lambdas/policy/adapters/publication-store.dynamo.ts';
import type { ActivePolicy, PolicyDraft, PublishedPack } from '../../../lambdas/contracts/index.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
let store: ReturnType<typeof createPublicationStore>;
beforeEach(() => {
  fixture = openStores();
  store = createPublicationStore(policyTable('reference'));
});
afterEach(() => {
  fixture.close();
});

const FROM = '2026-03-02T08:00:00.000Z';
const VERSION = 'a'.repeat(16);
const active = (generation: number): ActivePolicy => ({
  contract: 'active-policy/1',
  generation,
  current: { publication: generation, version: VERSION, from: FROM },
});
/** The record of a publication beside what it makes hold: each has its own condition, and each has to hold alone. */
const published = (
  number: number,
  generation: number,
  before: ActivePolicy | undefined,
  more: Partial<PublicationCommit> = {},
): PublicationCommit => ({
  before,
  active: active(generation),
  publication: {
    number,
    kind: 'set-up',
    at: FROM,
    by: 'set-up',
    title: String(generation),
    release: active(1).current,
  },
  ...more,
});

it('the first publication is made once, under whatever number the second comes', async () => {
  expect(await store.commit(published(1, 1, undefined))).toBe('committed');
  expect(await store.commit(published(7, 7, undefined))).toBe('conflict');
  expect(await store.active()).toEqual(active(1));
  expect(await store.find(7)).toBeUndefined();
});

it('what was published meanwhile is not written over', async () => {
  await store.commit(published(1, 1, undefined));
  expect(await store.commit(published(2, 2, active(1)))).toBe('committed');
  expect(await store.commit(published(7, 7, active(1)))).toBe('conflict');
  expect(await store.active()).toEqual(active(2));
});

it('the record of a publication is never changed', async () => {
  await store.commit(published(1, 1, undefined));
  expect(await store.commit(published(1, 2, active(1)))).toBe('conflict');
  expect(await store.find(1)).toMatchObject({ title: '1' });
});

it('a version stays as it was published first', async () => {
  const pack: PublishedPack = {
    version: VERSION,
    publishedAt: FROM,
    publishedBy: 'second',
    pack: {} as PublishedPack['pack'],
  };
  const first = { ...policyKeys.version(VERSION), published: 'of the first' };
  const Item = Object.fromEntries(Object.entries(first).map(([name, S]) => [name, { S }]));
  fixture.meanwhile('TransactWriteItemsCommand', () => fixture.raw('PutItem', { TableName: 'reference', Item }));
  expect(await store.commit(published(1, 1, undefined, { packs: [pack] }))).toBe('conflict');
  const Key = { pk: Item['pk'], sk: Item['sk'] };
  expect(await fixture.raw('GetItem', { TableName: 'reference', Key })).toMatchObject({ Item });
});

it('of two who begin a draft under one id the first has it', async () => {
  const drafts = createDraftStore(policyTable('reference'));
  const draft = (by: string): PolicyDraft => ({
    contract: 'policy-draft/1',
    id: 'calm',
    title: by,
    revision: 1,
    base: 1,
    digest: 'd'.repeat(64),
    state: 'draft',
    writers: [by],
    acts: [],
  });
  expect([await drafts.save(draft('ada')), await drafts.save(draft('ben'))]).toEqual([true, false]);
  expect(await drafts.find('calm')).toMatchObject({ title: 'ada' });
});
