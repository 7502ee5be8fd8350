import { afterEach, beforeEach, expect, it } from 'vitest';
import { createQuarantine } from '../../../lambdas/inbound/adapters/quarantine.dynamo.ts';
import { afterDiscard, afterReplay } from '../../../lambdas/inbound/decide-quarantine.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

const AT = '2026-03-02T08:00:00.000Z';
const maria = { at: AT, actor: { kind: 'person', id: 'maria' } } as const;
const jonas = { at: AT, actor: { kind: 'person', id: 'jonas' } } as const;
const payload = {
  id: 'rcp_1',
  sourceId: 'north',
  at: AT,
  rawKey: 'raw/1',
  contentType: 'text/plain',
  headers: {},
  via: 'request',
  rejections: [{ part: 'segment 1', pointer: '/1', detail: 'no such segment', mend: 'leave it out' }],
} as const;

let fixture: StoreFixture;
let store: ReturnType<typeof createQuarantine>;
beforeEach(() => {
  fixture = openStores(AT);
  store = createQuarantine('reference');
});
afterEach(() => fixture.close());

const meanwhile = (act: () => Promise<unknown>): void => fixture.meanwhile('PutItemCommand', act);
const read = () => store.read('north', 'rcp_1');
const discard = (by: typeof maria | typeof jonas) =>
  store.change('north', 'rcp_1', (found) => (found === undefined ? undefined : afterDiscard(found, 'a test', by)));

it('a payload that comes twice at once is one that came twice', async () => {
  meanwhile(() => store.keep(payload));
  await store.keep(payload);
  expect(await read()).toMatchObject({ times: 2 });
  meanwhile(() => store.keep(payload));
  await store.keep(payload);
  expect(await read()).toMatchObject({ times: 4 });
});

it('two people at once: what the first has done stands, and the second is told so', async () => {
  await store.keep(payload);
  meanwhile(() => discard(jonas));
  expect(await discard(maria)).toBeUndefined();
  expect((await read())?.acts.map(({ actor }) => actor.id)).toEqual(['jonas']);
});

it('a replay that somebody else has made meanwhile is told once, and nothing that is settled is discarded', async () => {
  await store.keep(payload);
  const replay = (by: typeof maria | typeof jonas) =>
    store.change('north', 'rcp_1', (found) => afterReplay(found!, { signals: 1, rejections: [] }, by));
  meanwhile(() => replay(jonas));
  expect(await replay(maria)).toBeUndefined();
  expect(await discard(maria)).toBeUndefined();
  expect(await read()).toMatchObject({ state: 'replayed', acts: [{ actor: { id: 'jonas' } }] });
});
