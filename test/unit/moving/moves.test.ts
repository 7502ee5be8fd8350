import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ActivePolicy, PolicyMove } from '../../../lambdas/contracts/index.ts';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import { moveKeeper } from '../../../lambdas/moving/adapters/tend-moves.ts';
import { ALL } from '../../../lambdas/moving/preview-cases.ts';
import { moveSome } from '../../../lambdas/moving/adapters/move-some.ts';
import { previewMove } from '../../../lambdas/moving/adapters/preview-move.ts';
import { createPackStore, moveStore, publicationKeeper, runResults } from '../../../lambdas/policy/index.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';

const AT = '2026-03-02T08:00:00.000Z';

let fixture: StoreFixture;
let store: ReturnType<typeof moveStore>;
let release: ActivePolicy['current'];
let objects: Map<string, string>;

beforeEach(async () => {
  fixture = openStores(AT);
  objects = new Map();
  fixture.answer(({ command, input }) => {
    if (command === 'PutObjectCommand') return void objects.set(input.Key, input.Body);
    const text = objects.get(input.Key);
    if (command === 'GetObjectCommand' && text !== undefined)
      return { Body: { transformToString: () => Promise.resolve(text) } };
    throw Object.assign(new Error(command), { name: 'NoSuchKey' });
  });
  store = moveStore('reference');
  await publishPack(defaultPack());
  const active = await publicationKeeper('reference').inForce();
  if (!active.ok) throw new Error(active.problem.title);
  release = active.value.current;
});
afterEach(() => {
  fixture.close();
});

const found = (all: readonly string[]): unknown =>
  objects.set('policy-runs/moves/spring.json', JSON.stringify({ cases: {}, groups: { [ALL]: all } }));
const stores = () => ({
  cases: fixture.store,
  packs: createPackStore('reference'),
  table: 'reference',
  bucket: 'runs',
});
const keeper = (told: string[] = []) =>
  moveKeeper({
    table: 'reference',
    bucket: 'runs',
    ask: () => Promise.resolve(),
    goOn: (id) => Promise.resolve(void told.push(id)),
  });

async function kept(changes: Partial<PolicyMove>): Promise<PolicyMove> {
  const move: PolicyMove = {
    contract: 'policy-move/1',
    id: 'spring',
    wish: {},
    release,
    by: 'publisher',
    at: AT,
    state: 'waiting',
    looked: 0,
    moved: 0,
    left: 0,
    failed: [],
    ...changes,
  };
  await store.save(move);
  return move;
}

test('told twice, a move is previewed once: what was found is not found out again', async () => {
  await kept({});
  expect((await previewMove(stores(), 'spring'))?.state).toBe('previewed');
  fixture.calls.length = 0;
  expect((await previewMove(stores(), 'spring'))?.state).toBe('previewed');
  expect(fixture.calls.map(({ command }) => command)).toEqual(['GetItemCommand']);
});

test('a move that was stopped, or whose turn has not come, looks at no case', async () => {
  found([deriveId('case', 'one')]);
  const stopped = await kept({ state: 'stopped' });
  expect(await moveSome(stores(), 'spring')).toBe(false);
  expect(await store.find('spring')).toEqual(stopped);
  const early = { ...stopped, state: 'moving', notBefore: '2026-03-02T08:00:30.000Z' } as const;
  await store.save(early, stopped);
  expect(await moveSome(stores(), 'spring')).toBe(false);
  expect(await store.find('spring')).toEqual(early);
});

test('who stops a move while it is told how far it is does not lose that, and the stop holds', async () => {
  found([deriveId('case', 'gone')]);
  const moving = await kept({ state: 'moving' });
  fixture.meanwhile('PutItemCommand', () => store.save({ ...moving, state: 'stopped', stoppedBy: 'lead' }, moving));
  fixture.calls.length = 0;
  await moveSome(stores(), 'spring');
  expect(await store.find('spring')).toMatchObject({ stoppedBy: 'lead', looked: 1 });
});

test('who starts a move that changes meanwhile decides again by what is there then', async () => {
  const previewed = await kept({ state: 'previewed' });
  const told: string[] = [];
  fixture.meanwhile('PutItemCommand', () =>
    store.save({ ...previewed, state: 'moving', startedBy: 'other', startedAt: AT, reason: 'first' }, previewed),
  );
  const started = await keeper(told).start('spring', 'second', 'publisher');
  expect(started).toMatchObject({ ok: true, value: { state: 'moving', startedBy: 'other', reason: 'first' } });
  expect(told).toEqual(['spring']);
});

test('what was found of cases and is forgotten by now is not there; a bucket that refuses is another matter', async () => {
  const results = runResults('runs', 'moves');
  expect(await results.get('spring')).toBeUndefined();
  fixture.answer(() => {
    throw Object.assign(new Error('no'), { name: 'AccessDenied' });
  });
  await expect(results.get('spring')).rejects.toThrow('no');
});
