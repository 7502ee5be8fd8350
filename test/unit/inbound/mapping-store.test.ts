import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMappingStore } from '../../../lambdas/inbound/adapters/mapping-store.dynamo.ts';
import { shippedMapping } from '../../../lambdas/inbound/mappings/index.ts';
import { Died, openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
beforeEach(() => {
  fixture = openStores();
});
afterEach(() => fixture.close());

const shipped = shippedMapping('wms-short-pick')!;
const wish = (title: string) => ({ ...shipped, title });
const save = (title: string) => createMappingStore('reference').save(wish(title));
const find = () => createMappingStore('reference').find(shipped.id);

it('each save is the next version, and the newest is found', async () => {
  expect(await find()).toEqual(shipped);
  expect(await save('first')).toMatchObject({ version: shipped.version + 1 });
  expect(await save('second')).toMatchObject({ version: shipped.version + 2 });
  expect(await find()).toMatchObject({ title: 'second', version: shipped.version + 2 });
});

it('of two at once one is kept, and the other is told so instead of writing over it', async () => {
  const kept = await Promise.all([save('one'), save('other')]);
  const winners = kept.flatMap((each) => each ?? []);
  expect(winners).toHaveLength(1);
  expect(await find()).toEqual(winners[0]);
});

it.each(['before', 'after'] as const)(
  'a death %s any call keeps it whole or not at all, and it can be saved again',
  async (when) => {
    for (let call = 0; call < 3; call += 1) {
      fixture.dieAt(call, when);
      await save('died').catch((error: unknown) => expect(error).toBeInstanceOf(Died));
      fixture.liveOn();
      const before = (await find())!.version;
      expect(await save('again')).toMatchObject({ version: before + 1 });
    }
  },
);
