import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPackStore } from '../../../lambdas/policy/index.ts';
import { defaultPack } from '../../support/pack.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
beforeEach(() => {
  fixture = openStores();
});
afterEach(() => fixture.close());

it('the same pack published again is the same version, so no open case has another policy by it', async () => {
  const packs = createPackStore('reference');
  const first = await packs.publish(defaultPack(), 'maria');
  const again = await packs.publish(defaultPack(), 'jonas');
  expect(again.version).toBe(first.version);
  // A version says for ever who has published it, and when.
  expect(again).toEqual(first);
  expect(await createPackStore('reference').load(first.version)).toMatchObject({ publishedBy: 'maria' });
  expect((await createPackStore('reference').active()).version).toBe(first.version);
  const changed = defaultPack();
  changed.lastOwner = changed.people.find(({ id }) => id !== changed.lastOwner)!.id;
  expect((await packs.publish(changed, 'maria')).version).not.toBe(first.version);
});
