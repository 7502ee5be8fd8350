import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { packTexts } from '../../../lambdas/policy/adapters/pack-files.ts';
import { createPackStore, draftKeeper, publicationKeeper } from '../../../lambdas/policy/index.ts';
import type { PolicyFiles } from '../../../lambdas/contracts/index.ts';
import { defaultPack } from '../../support/pack.ts';
import { Died, openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

const folder = fileURLToPath(new URL('../../../policies/default/', import.meta.url));
const shipped: PolicyFiles = Object.fromEntries(
  packTexts(folder).map(({ file, text }) => [file.slice(folder.length), text]),
);
const named = (name: string): PolicyFiles => ({
  ...shipped,
  'pack.yaml': (shipped['pack.yaml'] ?? '').replace('Fairlead default', name),
});

let fixture: StoreFixture;
let drafts: ReturnType<typeof draftKeeper>;
let publications: ReturnType<typeof publicationKeeper>;
beforeEach(async () => {
  fixture = openStores();
  drafts = draftKeeper('reference');
  publications = publicationKeeper('reference');
  await publications.setUp({ pack: defaultPack(), overlays: [] }, shipped, { by: 'set-up', over: false });
});
afterEach(() => fixture.close());

/** Whoever asks now, without what a function remembers. */
const holding = async (): Promise<string> => (await createPackStore('reference').active()).pack.name;
const slugOf = (done: { ok: boolean; problem?: { type: string } }): string | undefined =>
  done.problem?.type.split('/').at(-1);

/** A draft of that name, as far as approved. */
async function approved(id: string, name: string, base = 1): Promise<void> {
  const written = await drafts.write(id, { title: name, base, files: named(name) }, undefined, 'ada');
  expect(written).toMatchObject({ ok: true });
  await drafts.propose(id, 'ada');
  const agreed = await drafts.approve(id, written.ok ? written.value.digest : '', 'ben');
  expect(agreed).toMatchObject({ value: { state: 'approved' } });
}

test('from the first word to holding, with who did what', async () => {
  await approved('calm', 'Calm');
  expect(await holding()).toBe('Fairlead default');
  expect(await publications.publish('calm', undefined, 'cyd')).toMatchObject({
    value: { outcome: 'changed', publication: { number: 2, by: 'cyd', approvedBy: 'ben', writers: ['ada'] } },
  });
  expect(await holding()).toBe('Calm');
  // Asked again, it is published once.
  expect(await publications.publish('calm', undefined, 'cyd')).toMatchObject({
    value: { outcome: 'unchanged', publication: { number: 2 } },
  });
  expect((await publications.list()).items.map(({ number }) => number)).toEqual([2, 1]);
  expect(await publications.find(2)).toMatchObject({ value: { files: named('Calm') } });
  expect(await drafts.find('calm')).toMatchObject({ value: { draft: { state: 'published', publication: 2 } } });
});

test('a draft that the check refuses is not proposed, and nothing holds that nobody else has agreed to', async () => {
  const files = { ...shipped, 'severity.yaml': (shipped['severity.yaml'] ?? '').replace('order.value', 'order.worth') };
  await drafts.write('bad', { title: 'Bad', base: 1, files }, undefined, 'ada');
  const refused = await drafts.propose('bad', 'ada');
  expect(slugOf(refused)).toBe('policy-unfit');
  expect(refused.ok ? [] : refused.problem.errors?.[0]?.pointer).toMatch(/^severity\.yaml:\d+:\d+$/);
  for (const state of ['draft', 'proposed']) {
    expect(slugOf(await publications.publish('bad', undefined, 'ben')), state).toBe('policy-not-possible-now');
    await drafts.write('bad', { title: 'Good', base: 1, files: named('Good') }, 1, 'ada');
    await drafts.propose('bad', 'ada');
  }
  expect(await holding()).toBe('Fairlead default');
});

test('the largest pack with the most overlays that the check lets through is published, and none of it is left out', async () => {
  const regions = Array.from({ length: 12 }, (_, n) => `r${String(n)}`);
  const filler = (bytes: number) =>
    (shipped['types.yaml'] ?? '').replace(/^( +nextStep: )\S.*$/m, `$1${'x'.repeat(bytes)}`);
  const wholeOf = (bytes: number): PolicyFiles => ({
    ...shipped,
    'types.yaml': filler(bytes),
    ...Object.fromEntries(
      regions.map((region) => [
        `overlays/${region}.yaml`,
        `overlay: { region: ${region} }\npeople:\n  - { id: jonas-weber, phone: '+49${region.slice(1).padStart(9, '1')}' }\n`,
      ]),
    ),
  });
  const publish = async (id: string, files: PolicyFiles) => {
    const written = await drafts.write(id, { title: id, base: 1, files }, undefined, 'ada');
    const proposed = await drafts.propose(id, 'ada');
    if (!proposed.ok) return proposed;
    await drafts.approve(id, written.ok ? written.value.digest : '', 'ben');
    return publications.publish(id, undefined, 'cyd');
  };
  const told = JSON.stringify(await publish('too-large', wholeOf(220_000)));
  const over = Number(/(\d+) bytes with all overlays; at most 3500000/.exec(told)?.[1]) - 3_500_000;
  expect(over, told.slice(0, 400)).toBeGreaterThan(0);
  expect(await holding()).toBe('Fairlead default');
  const done = await publish('large', wholeOf(220_000 - Math.ceil(over / 13)));
  expect(done).toMatchObject({ value: { outcome: 'changed', publication: { number: 2 } } });
  const packs = createPackStore('reference');
  const phones = await Promise.all(
    regions.map(async (region) => {
      const { pack } = await packs.active({ region });
      return pack.people.find(({ id }) => id === 'jonas-weber')?.phone;
    }),
  );
  expect(phones).toEqual(regions.map((region) => `+49${region.slice(1).padStart(9, '1')}`));
});

describe('at a time', () => {
  const from = '2026-03-02T12:00:00.000Z';

  test('it holds from then on to the millisecond, also for a function that has looked before', async () => {
    await approved('calm', 'Calm');
    await publications.publish('calm', from, 'cyd');
    const packs = createPackStore('reference');
    fixture.setTime('2026-03-02T11:59:59.999Z');
    expect((await packs.active()).pack.name).toBe('Fairlead default');
    expect(await publications.inForce()).toMatchObject({
      value: { base: 2, next: { from }, current: { publication: 1 } },
    });
    fixture.setTime(from);
    expect((await packs.active()).pack.name).toBe('Calm');
    const now = await publications.inForce();
    expect(now).toMatchObject({ value: { base: 2, current: { publication: 2 } } });
    expect(now.ok && now.value).not.toHaveProperty('next');
  });

  test.each(['2026-03-02T07:59:59.000Z', '2026-03-02T08:00:00.000Z', '2027-03-05T00:00:00.000Z'])(
    'not at %s',
    async (unfit) => {
      await approved('calm', 'Calm');
      expect(slugOf(await publications.publish('calm', unfit, 'cyd'))).toBe('policy-time-unfit');
    },
  );

  test('until then nothing else is published; taken back it never holds, and can be published again', async () => {
    await approved('calm', 'Calm');
    await publications.publish('calm', from, 'cyd');
    await approved('loud', 'Loud', 2);
    expect(slugOf(await publications.publish('loud', undefined, 'cyd'))).toBe('policy-publication-pending');
    expect(slugOf(await publications.rollBack(1, 'Oh', 'cyd'))).toBe('policy-publication-pending');
    expect(await publications.withdraw(2, 'Too early', 'cyd')).toMatchObject({ value: { outcome: 'changed' } });
    expect(slugOf(await publications.withdraw(2, 'Too early', 'cyd'))).toBe('policy-no-such-publication');
    fixture.setTime('2026-03-02T13:00:00.000Z');
    expect(await holding()).toBe('Fairlead default');
    // It never held: there is no way back to it.
    expect(slugOf(await publications.rollBack(2, 'Oh', 'cyd'))).toBe('policy-no-such-publication');
    expect(await publications.publish('calm', undefined, 'cyd')).toMatchObject({
      value: { publication: { number: 4 } },
    });
    expect(await holding()).toBe('Calm');
    expect(slugOf(await publications.withdraw(4, 'Oh', 'cyd'))).toBe('policy-in-force-already');
  });
});

test('an earlier one holds again as a publication of its own, said as such; asked twice it is done once', async () => {
  const before = await publications.inForce();
  await approved('calm', 'Calm');
  await publications.publish('calm', undefined, 'cyd');
  const back = await publications.rollBack(1, 'Too calm', 'cyd');
  expect(back).toMatchObject({
    value: { outcome: 'changed', publication: { number: 3, kind: 'roll_back', of: 1, reason: 'Too calm', by: 'cyd' } },
  });
  expect(await holding()).toBe('Fairlead default');
  expect(await publications.rollBack(1, 'Too calm', 'cyd')).toMatchObject({
    value: { outcome: 'unchanged', publication: { number: 3 } },
  });
  const after = await publications.inForce();
  expect(after.ok && after.value.files).toEqual(before.ok && before.value.files);
  expect(slugOf(await publications.rollBack(9, 'Oh', 'cyd'))).toBe('policy-no-such-publication');
});

describe('at the same time', () => {
  test('of two drafts that were made from one publication the second is told of the first', async () => {
    await approved('calm', 'Calm');
    await approved('loud', 'Loud');
    fixture.meanwhile('TransactWriteItemsCommand', () => publications.publish('loud', undefined, 'cyd'));
    expect(slugOf(await publications.publish('calm', undefined, 'dan'))).toBe('policy-base-passed');
    expect(await holding()).toBe('Loud');
    expect(await drafts.find('calm')).toMatchObject({ value: { draft: { state: 'approved' } } });
    expect((await publications.list()).items.map(({ title }) => title)).toEqual(['Loud', 'Fairlead default']);
  });

  test('one draft is published once', async () => {
    await approved('calm', 'Calm');
    fixture.meanwhile('TransactWriteItemsCommand', () => publications.publish('calm', undefined, 'cyd'));
    expect(await publications.publish('calm', undefined, 'dan')).toMatchObject({
      value: { outcome: 'unchanged', publication: { by: 'cyd' } },
    });
    expect((await publications.list()).items).toHaveLength(2);
  });

  test('what somebody writes into it while it is published is not published', async () => {
    await approved('calm', 'Calm');
    fixture.meanwhile('TransactWriteItemsCommand', () =>
      drafts.write('calm', { title: 'Loud', base: 1, files: named('Loud') }, 3, 'ada'),
    );
    expect(slugOf(await publications.publish('calm', undefined, 'cyd'))).toBe('policy-not-possible-now');
    expect(await holding()).toBe('Fairlead default');
  });

  test('an approval meets other words: it is refused', async () => {
    const files = named('Calm');
    const written = await drafts.write('calm', { title: 'Calm', base: 1, files }, undefined, 'ada');
    await drafts.propose('calm', 'ada');
    fixture.meanwhile('PutItemCommand', async () => {
      await drafts.write('calm', { title: 'Loud', base: 1, files: named('Loud') }, 2, 'ada');
      await drafts.propose('calm', 'ada');
    });
    expect(slugOf(await drafts.approve('calm', written.ok ? written.value.digest : '', 'ben'))).toBe(
      'policy-other-content',
    );
  });
});

/** Dies at one call after the other, then lives and asks again: in the end it is done once. */
test('whoever dies on the way has published it or has not, and asking again does it once', async () => {
  await approved('calm', 'Calm');
  let deaths = 0;
  for (let call = 0; call < 20; call += 1) {
    for (const when of ['before', 'after'] as const) {
      fixture.dieAt(call, when);
      const done = await publications.publish('calm', undefined, 'cyd').catch((error: unknown) => error);
      fixture.liveOn();
      if (!(done instanceof Died)) continue;
      deaths += 1;
      const { items } = await publications.list();
      const found = await drafts.find('calm');
      const isPublished = items.length === 2;
      expect(await holding()).toBe(isPublished ? 'Calm' : 'Fairlead default');
      expect(found.ok && found.value.draft.state).toBe(isPublished ? 'published' : 'approved');
    }
  }
  expect(deaths).toBeGreaterThan(6);
  expect(await publications.publish('calm', undefined, 'cyd')).toMatchObject({ ok: true });
  expect((await publications.list()).items).toHaveLength(2);
  expect(await holding()).toBe('Calm');
});

test('overlays are published with the pack, all at once, and taken back with it', async () => {
  const overlay = 'overlay: { region: eu }\npeople:\n  - { id: jonas-weber, phone: "+49301234567" }\n';
  const files = { ...shipped, 'overlays/eu.yaml': overlay };
  const written = await drafts.write('eu', { title: 'EU', base: 1, files }, undefined, 'ada');
  await drafts.propose('eu', 'ada');
  await drafts.approve('eu', written.ok ? written.value.digest : '', 'ben');
  fixture.dieAt(6, 'before');
  await publications.publish('eu', undefined, 'cyd').catch(() => undefined);
  fixture.liveOn();
  await publications.publish('eu', undefined, 'cyd');
  const packs = createPackStore('reference');
  const phoneIn = async (scope: object) =>
    (await packs.active(scope)).pack.people.find(({ id }) => id === 'jonas-weber')?.phone;
  expect([await phoneIn({ region: 'eu', businessUnit: 'retail' }), await phoneIn({ region: 'na' })]).toEqual([
    '+49301234567',
    '+49300000001',
  ]);
  const global = (await packs.active()).version;
  expect(await packs.active({ region: 'eu' })).toMatchObject({ global, overlays: ['overlays/eu.yaml'] });
  await publications.rollBack(1, 'Not yet', 'cyd');
  expect((await createPackStore('reference').active({ region: 'eu' })).version).toBe(global);
  // And on again: another one than what holds, though the global pack is the same.
  expect(await publications.rollBack(2, 'Now', 'cyd')).toMatchObject({ value: { outcome: 'changed' } });
  expect((await createPackStore('reference').active({ region: 'eu' })).version).not.toBe(global);
});
