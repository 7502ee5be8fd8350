import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPackStore, publicationKeeper } from '../../../lambdas/policy/index.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
beforeEach(() => {
  fixture = openStores();
});
afterEach(() => fixture.close());

it('the same pack published again is the same version, so no open case has another policy by it', async () => {
  const first = await publishPack(defaultPack(), 'maria');
  expect(await publishPack(defaultPack(), 'jonas')).toBe(first);
  // A version says for ever who has published it, and when.
  expect(await createPackStore('reference').load(first)).toMatchObject({ publishedBy: 'maria' });
  expect((await createPackStore('reference').active()).version).toBe(first);
  const changed = defaultPack();
  changed.lastOwner = changed.people.find(({ id }) => id !== changed.lastOwner)!.id;
  expect(await publishPack(changed, 'maria')).not.toBe(first);
});

it('set-up makes a pack hold where none does, and leaves the one that people have published unless it is told otherwise', async () => {
  const keeper = publicationKeeper('reference');
  const other = { ...defaultPack(), name: 'Of the folder' };
  const first = await publishPack(defaultPack(), 'maria');
  const files = { 'pack.yaml': 'name: Of the folder\n' };
  const kept = await keeper.setUp({ pack: other, overlays: [] }, files, { by: 'set-up', over: false });
  expect(kept).toEqual({ ok: true, value: { outcome: 'kept', version: first } });
  expect((await createPackStore('reference').active()).version).toBe(first);
  const told = await keeper.setUp({ pack: other, overlays: [] }, files, { by: 'set-up', over: true });
  expect(told).toMatchObject({ value: { outcome: 'changed' } });
  expect((await createPackStore('reference').active()).pack.name).toBe('Of the folder');
  expect((await keeper.list()).items).toMatchObject([
    { number: 2, kind: 'set-up', by: 'set-up' },
    { number: 1, by: 'maria' },
  ]);
});

it('two that set up at once make one publication', async () => {
  const keeper = publicationKeeper('reference');
  const files = { 'pack.yaml': 'name: x\n' };
  const setUp = () => keeper.setUp({ pack: defaultPack(), overlays: [] }, files, { by: 'set-up', over: false });
  fixture.meanwhile('TransactWriteItemsCommand', setUp);
  expect(await setUp()).toMatchObject({ value: { outcome: 'unchanged' } });
  expect((await keeper.list()).items).toHaveLength(1);
});

it('what was published before publications were counted holds on, and can be published over', async () => {
  const version = await publishPack(defaultPack());
  await fixture.raw('PutItem', {
    TableName: 'reference',
    Item: { pk: { S: 'POLICY' }, sk: { S: 'ACTIVE' }, version: { S: version } },
  });
  await fixture.raw('DeleteItem', {
    TableName: 'reference',
    Key: { pk: { S: 'POLICY-PUBLICATIONS' }, sk: { S: '00000001' } },
  });
  expect((await createPackStore('reference').active()).version).toBe(version);
  expect(await publicationKeeper('reference').inForce()).toMatchObject({ value: { base: 0, current: { version } } });
  const next = await publishPack({ ...defaultPack(), name: 'Counted' });
  expect((await createPackStore('reference').active()).version).toBe(next);
});
