import { describe, expect, it } from 'vitest';
import { systemOfRecord } from '../../../lambdas/contracts/index.ts';
import type { SystemOfRecord, SubjectReference } from '../../../lambdas/contracts/index.ts';
import { askedUntil, askSystem, bestReferences } from '../../../lambdas/enrichment/ask-system.ts';
import type { Facts, FactCache } from '../../../lambdas/enrichment/ports.ts';
import { isUnanswered } from '../../../lambdas/scoring/unanswered.ts';
import { toQuery } from '../../../lambdas/enrichment/to-query.ts';

const AT = '2026-03-02T09:00:00.000Z';
const HOUR = 3_600_000;
const reference = (kind: SubjectReference['kind'], value: string): SubjectReference => ({ kind, value, issuer: 'X' });
const ALL = [
  reference('purchase_order', 'PO'),
  reference('vessel', 'V'),
  reference('order', 'O'),
  reference('sku', 'SKU'),
  reference('shipment', 'S'),
  reference('container', 'C'),
  reference('declaration', 'MRN'),
  reference('delivery', 'D'),
  reference('invoice', 'I'),
  reference('tracking', 'T'),
];

describe('the references by which a system is asked', () => {
  it.each([
    ['erp', ['S', 'D', 'T', 'C', 'O']],
    ['tms', ['S', 'D', 'T', 'C', 'MRN']],
    ['crm', ['S', 'D', 'T', 'C', 'MRN']],
    ['wms', ['SKU', 'D', 'S', 'T', 'C']],
    ['procurement', ['PO', 'SKU', 'O', 'S', 'D']],
    ['trade', ['MRN', 'C', 'S', 'D']],
    ['finance', ['I', 'PO', 'S', 'D', 'T']],
    ['documents', ['MRN', 'S', 'D', 'T', 'C']],
  ] as const)('%s: %j, the most telling first', (system, values) => {
    expect(bestReferences(system, ALL).map(({ value }) => value)).toEqual(values);
    expect(bestReferences(system, [...ALL].reverse()).map(({ value }) => value)).toEqual(values);
  });

  it.each(systemOfRecord.options)('%s is not asked by what it cannot know', (system) => {
    expect(bestReferences(system, [reference('vessel', 'V'), reference('source', 'x')])).toEqual([]);
  });
});

it('a query gives each kind the name that the system has for it, and escapes what the sender wrote', () => {
  const query = toQuery([reference('sku', 'a&b'), reference('order', 'é 1')], { sku: 'sku' });
  expect(query).toBe('sku=a%26b&reference=%C3%A9%201');
  expect(toQuery([reference('sku', 'a')])).toBe('reference=a');
});

/** A cache that holds one answer, or nothing; it tells what was written to it. */
function cacheWith(kept?: { facts: Facts; observedAt: string }) {
  const written: unknown[] = [];
  const cache: FactCache = {
    read: () => Promise.resolve(kept),
    write: (...all) => {
      written.push(all);
      return Promise.resolve();
    },
  };
  return { cache, written };
}
const question = (system: SystemOfRecord, references: readonly SubjectReference[] = [reference('shipment', 'S')]) => ({
  system,
  references,
  maxAgeMs: HOUR,
  askedAt: AT,
  until: Date.parse(AT) + 10_000,
});
/** The time that is given never ends. */
const patient = (): Promise<never> => new Promise(() => undefined);
const down = (): Promise<never> => Promise.reject(new Error('WMS answered 503'));

describe('asking a system', () => {
  it('gives live facts and keeps them under the most telling reference', async () => {
    const { cache, written } = cacheWith();
    const asked: unknown[] = [];
    const set = await askSystem(
      question('wms', [reference('shipment', 'S'), reference('sku', 'A')]),
      (references) => {
        asked.push(references.map(({ value }) => value));
        return Promise.resolve({ coverDays: 2 });
      },
      cache,
      patient,
    );
    expect(set).toEqual({ system: 'wms', state: 'live', askedAt: AT, observedAt: AT, facts: { coverDays: 2 } });
    expect(asked).toEqual([['A', 'S']]);
    expect(written).toEqual([['wms', reference('sku', 'A'), { coverDays: 2 }, AT]]);
  });

  it('takes "I do not know it" for an answer, and does not keep it over what it knew', async () => {
    const { cache, written } = cacheWith({ facts: { coverDays: 9 }, observedAt: AT });
    const set = await askSystem(question('wms'), () => Promise.resolve(undefined), cache, patient);
    expect(set).toMatchObject({ state: 'live', facts: {} });
    expect(written).toEqual([]);
  });

  it.each([
    [60, 'cached', { coverDays: 9 }],
    [61, 'missing', {}],
  ])('with kept facts of %i minutes is %s', async (minutes, state, facts) => {
    const observedAt = new Date(Date.parse(AT) - minutes * 60_000).toISOString();
    const { cache } = cacheWith({ facts: { coverDays: 9 }, observedAt });
    const set = await askSystem(question('wms'), down, cache, patient);
    expect(set).toMatchObject({ state, facts, problem: 'WMS answered 503', askedAt: AT });
    expect(set.observedAt).toBe(state === 'cached' ? observedAt : undefined);
  });

  it('is missing where nothing names what it could know, and nobody is asked', async () => {
    const { cache } = cacheWith({ facts: { coverDays: 9 }, observedAt: AT });
    const ask = (): never => {
      throw new Error('it was asked');
    };
    expect(await askSystem(question('trade', [reference('order', 'O')]), ask, cache, patient)).toMatchObject({
      state: 'missing',
      problem: expect.stringContaining('nothing that this system could know'),
    });
  });

  it('tells the numbers that lead from what was reported to what others know, live and kept', async () => {
    const declaration = [reference('declaration', 'MRN-1')];
    const facts = { declaration: 'MRN-1', order: '4711', customsStatus: 'held', delivery: '' };
    const learnt = [{ kind: 'order', issuer: 'trade', value: '4711' }];
    const { cache } = cacheWith({ facts, observedAt: AT });
    const live = await askSystem(question('trade', declaration), () => Promise.resolve(facts), cache, patient);
    expect(live).toMatchObject({ state: 'live', learnt });
    expect(await askSystem(question('trade', declaration), down, cache, patient)).toMatchObject({
      state: 'cached',
      learnt,
    });
    // Nothing new: the report named it already.
    const known = [...declaration, reference('container', 'C')];
    const set = await askSystem(question('trade', known), () => Promise.resolve({ container: 'C' }), cache, patient);
    expect(set).not.toHaveProperty('learnt');
  });

  it.each<SystemOfRecord>(['erp', 'crm', 'documents'])('%s is where the way ends', async (system) => {
    const set = await askSystem(question(system), () => Promise.resolve({ order: '4711' }), cacheWith().cache, patient);
    expect(set).not.toHaveProperty('learnt');
  });

  it('asks by what others told, and says so where that led to something', async () => {
    const asked: unknown[] = [];
    const learnt = [{ kind: 'order' as const, issuer: 'trade', value: '4711' }];
    const ask = (facts: Facts) =>
      askSystem(
        { ...question('erp', [reference('declaration', 'MRN-1')]), learnt },
        (references) => {
          asked.push(references.map(({ value }) => value));
          return Promise.resolve(facts);
        },
        cacheWith().cache,
        patient,
      );
    expect(await ask({ priority: 'HIGH' })).toMatchObject({ state: 'live', via: ['order 4711, as trade says'] });
    expect(await ask({})).not.toHaveProperty('via');
    expect(asked).toEqual([['4711'], ['4711']]);
  });
});

describe('a slow system', () => {
  /** Virtual time: what waits, resolved by the test in the order of its moments. */
  function clockOf() {
    const waiting: { readonly at: number; readonly ring: () => void }[] = [];
    const wait = (milliseconds: number) =>
      new Promise<void>((resolve) => waiting.push({ at: milliseconds, ring: resolve }));
    const pass = async (milliseconds: number): Promise<void> => {
      for (const { at, ring } of waiting) if (at <= milliseconds) ring();
      // What follows from it comes before the next moment.
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    };
    return { wait, pass };
  }
  it.each([
    [10_000, 8_500],
    [1_000, 850],
  ])('is waited for so long that of a triage of %i ms enough is left to weigh and record', (withinMs, asked) => {
    expect(askedUntil(AT, withinMs) - Date.parse(AT)).toBe(asked);
  });

  const slow = (clock: ReturnType<typeof clockOf>, after: number) => async () => {
    await clock.wait(after);
    return { coverDays: 2 };
  };

  it.each([
    [9_999, 'live'],
    [10_001, 'missing'],
  ])('that answers after %i ms is %s', async (after, state) => {
    const clock = clockOf();
    const { cache, written } = cacheWith();
    const asked = askSystem(question('wms'), slow(clock, after), cache, clock.wait);
    await clock.pass(9_999);
    await clock.pass(10_000);
    expect(await asked).toMatchObject({ state });
    await clock.pass(20_000);
    expect(written).toHaveLength(state === 'live' ? 1 : 0);
  });

  it('has what is left of the time that triage had: the pack was read from it already', async () => {
    const clock = clockOf();
    const late = { ...question('wms'), until: Date.parse(AT) + 3_000 };
    const asked = askSystem(late, slow(clock, 4_000), cacheWith().cache, clock.wait);
    await clock.pass(3_000);
    const set = await asked;
    expect(set).toMatchObject({ state: 'missing', problem: expect.stringContaining('the policy gives triage') });
    // Which is what makes triage ask again.
    expect(isUnanswered(set)).toBe(true);
  });

  it('is given up at once where nothing is left', async () => {
    const clock = clockOf();
    const asked = askSystem({ ...question('wms'), until: 0 }, slow(clock, 1), cacheWith().cache, clock.wait);
    await clock.pass(0);
    expect(await asked).toMatchObject({ state: 'missing' });
  });

  it('leaves the facts from before in their place', async () => {
    const clock = clockOf();
    const { cache } = cacheWith({ facts: { coverDays: 9 }, observedAt: AT });
    const asked = askSystem(question('wms'), slow(clock, 60_000), cache, clock.wait);
    await clock.pass(10_000);
    expect(await asked).toMatchObject({ state: 'cached', facts: { coverDays: 9 } });
  });
});
