import { describe, expect, test } from 'vitest';
import { CASE, Thrown, TRACE, goodTriage, stage, throttled } from './machine-support.ts';
import type { Play } from './machine-support.ts';

const live = [
  { system: 'erp', state: 'live', facts: { priority: 'high' } },
  { system: 'tms', state: 'live', facts: { mode: 'road' } },
  { system: 'crm', state: 'live', facts: { tier: 'gold' } },
];
const SYSTEMS = ['erp', 'tms', 'crm', 'wms', 'procurement', 'trade', 'documents', 'finance'];
/** Every system answers with its name. */
const everybody: Readonly<Record<string, Play>> = {
  ...goodTriage,
  ...Object.fromEntries(SYSTEMS.map((system) => [`ask-${system}`, () => ({ system, state: 'live', facts: {} })])),
};
const fail = (): never => {
  throw new Thrown('Error');
};

describe('triage', () => {
  test('asks the systems, and has what they said assessed and recorded', async () => {
    const t = stage(goodTriage);
    const done = await t.triage();
    expect(done).toMatchObject({ status: 'SUCCEEDED', output: JSON.stringify({ caseId: CASE }) });
    expect(t.calls.map((call) => call.function).slice(3)).toEqual(['assess-case']);
    expect(t.payloads('ask-erp')).toEqual([
      { caseId: CASE, traceparent: TRACE, system: 'erp', startedAt: expect.any(String), learnt: [] },
    ]);
    expect(t.payloads('assess-case')).toEqual([{ caseId: CASE, traceparent: TRACE, facts: live }]);
  });

  test.each([[SYSTEMS], [['erp', 'trade', 'documents']], [['wms']], [['crm', 'erp']], [[]]])(
    'asks %j and nobody else, and keeps their order',
    async (asks) => {
      const t = stage(everybody);
      expect(await t.triage(asks)).toMatchObject({ status: 'SUCCEEDED' });
      expect(t.calls.map((call) => call.function).sort()).toEqual(
        ['assess-case', ...asks.map((system) => `ask-${system}`)].sort(),
      );
      for (const system of asks) expect(t.payloads(`ask-${system}`)).toMatchObject([{ system }]);
      expect(t.payloads('assess-case')[0].facts.map((set: any) => set.system)).toEqual(asks);
    },
  );

  test('asks those who knew nothing once more, by the number that another has told, and nobody a third time', async () => {
    const order = { kind: 'order', issuer: 'trade', value: '4711' };
    const told = { system: 'trade', state: 'live', facts: { held: true }, learnt: [order] };
    const nothing = { system: 'erp', state: 'missing', unasked: true, facts: {} };
    const known = { system: 'erp', state: 'live', facts: { priority: 'high' }, learnt: [order] };
    const t = stage({
      ...goodTriage,
      'ask-trade': () => told,
      'ask-wms': () => ({ system: 'wms', state: 'missing', facts: {} }),
      'ask-erp': ({ learnt }: any) => (learnt.length === 0 ? nothing : known),
      'ask-crm': () => ({ system: 'crm', state: 'live', facts: {} }),
    });
    expect(await t.triage(['erp', 'trade', 'wms', 'crm'])).toMatchObject({ status: 'SUCCEEDED' });
    expect(t.payloads('ask-erp').map(({ learnt }: any) => learnt)).toEqual([[], [order]]);
    expect(t.payloads('ask-crm').map(({ learnt }: any) => learnt)).toEqual([[], [order]]);
    expect(t.payloads('ask-trade')).toHaveLength(1);
    expect(t.payloads('ask-wms')).toHaveLength(1);
    expect(t.payloads('assess-case').map(({ facts }: any) => facts.map(({ system }: any) => system))).toEqual([
      ['trade', 'wms', 'erp', 'crm'],
    ]);
    expect(t.payloads('assess-case')[0].facts).toContainEqual(known);
  });

  test('asks all at once: the slowest one is the time that it takes', async () => {
    const at: number[] = [];
    const t = stage({
      ...everybody,
      ...Object.fromEntries(
        SYSTEMS.map((system) => [
          `ask-${system}`,
          async () => {
            at.push(t.kernel.kernel.now());
            await t.kernel.kernel.timers.sleep(2_000);
            return { system, state: 'live', facts: {} };
          },
        ]),
      ),
    });
    const startedAt = t.kernel.kernel.now();
    expect(await t.triage(SYSTEMS)).toMatchObject({ status: 'SUCCEEDED' });
    expect(at).toEqual(SYSTEMS.map(() => startedAt));
    expect(t.calls.at(-1)).toMatchObject({ function: 'assess-case', at: 2_000 });
  });

  test('asks the three that were always asked where an older lifecycle does not say', async () => {
    const t = stage(goodTriage);
    expect(await t.triage(null)).toMatchObject({ status: 'SUCCEEDED' });
    expect(t.payloads('assess-case')[0].facts).toEqual(live);
  });

  test('goes on without a system that has no function, and says so', async () => {
    const t = stage(goodTriage);
    expect(await t.triage(['erp', 'weather'])).toMatchObject({ status: 'SUCCEEDED' });
    expect(t.payloads('assess-case')[0].facts).toMatchObject([
      live[0],
      { system: 'weather', state: 'missing', problem: 'States.QueryEvaluationError' },
    ]);
  });

  test.each(SYSTEMS)('goes on without the %s when its function fails, and says what is missing', async (system) => {
    const t = stage({
      ...everybody,
      [`ask-${system}`]: () => {
        throw new Thrown('ZodError');
      },
    });
    expect(await t.triage(SYSTEMS)).toMatchObject({ status: 'SUCCEEDED' });
    // The function has tried for itself: the machine does not ask it again.
    expect(t.payloads(`ask-${system}`)).toHaveLength(1);
    const [{ facts }] = t.payloads('assess-case');
    expect(facts).toEqual(
      SYSTEMS.map((each) =>
        each === system
          ? { system, state: 'missing', askedAt: expect.any(String), problem: 'ZodError', facts: {} }
          : { system: each, state: 'live', facts: {} },
      ),
    );
    expect(Number.isNaN(Date.parse(facts.find((set: any) => set.system === system).askedAt))).toBe(false);
  });

  test('goes on when no system can be asked at all', async () => {
    const t = stage({ ...goodTriage, 'ask-erp': fail, 'ask-tms': fail, 'ask-crm': fail });
    expect(await t.triage()).toMatchObject({ status: 'SUCCEEDED' });
    expect(t.payloads('assess-case')[0].facts.map((set: any) => [set.system, set.state])).toEqual([
      ['erp', 'missing'],
      ['tms', 'missing'],
      ['crm', 'missing'],
    ]);
  });

  test('goes on without a function that hangs, and is done within ten seconds', async () => {
    const t = stage({ ...goodTriage, 'ask-tms': () => t.kernel.kernel.timers.sleep(60_000) });
    expect(await t.triage()).toMatchObject({ status: 'SUCCEEDED' });
    const [assessed] = t.calls.filter((call) => call.function === 'assess-case');
    expect(assessed?.at).toBe(9_000);
    expect(assessed?.payload.facts[1]).toMatchObject({ system: 'tms', state: 'missing', problem: 'States.Timeout' });
  });

  test('gives a system that is asked once more what is left of the ten seconds, and not as much again', async () => {
    const order = { kind: 'order', issuer: 'trade', value: '4711' };
    const t = stage({
      ...goodTriage,
      'ask-trade': async () => {
        await t.kernel.kernel.timers.sleep(5_000);
        return { system: 'trade', state: 'live', facts: { held: true }, learnt: [order] };
      },
      'ask-erp': async ({ learnt }: any) => {
        if (learnt.length > 0) await t.kernel.kernel.timers.sleep(60_000);
        return { system: 'erp', state: 'missing', unasked: true, facts: {} };
      },
    });
    expect(await t.triage(['erp', 'trade'])).toMatchObject({ status: 'SUCCEEDED' });
    const [assessed] = t.calls.filter((call) => call.function === 'assess-case');
    expect(assessed?.at).toBe(9_000);
    expect(assessed?.payload.facts).toContainEqual(
      expect.objectContaining({ system: 'erp', problem: 'States.Timeout' }),
    );
  });

  test('asks again when Lambda has no room, and goes on without after three tries', async () => {
    const t = stage({
      ...goodTriage,
      'ask-erp': (_payload, call) => (call < 3 ? throttled() : live[0]),
      'ask-tms': throttled,
    });
    expect(await t.triage()).toMatchObject({ status: 'SUCCEEDED' });
    expect(t.payloads('ask-erp')).toHaveLength(3);
    expect(t.payloads('ask-tms')).toHaveLength(3);
    expect(t.payloads('assess-case')[0].facts.map((set: any) => [set.system, set.state, set.problem])).toEqual([
      ['erp', 'live', undefined],
      ['tms', 'missing', 'Lambda.TooManyRequestsException'],
      ['crm', 'live', undefined],
    ]);
  });

  test('has failed when assess-case keeps failing, and says with what', async () => {
    const t = stage({
      ...goodTriage,
      'assess-case': () => {
        throw new Thrown('NoPackError');
      },
    });
    expect(await t.triage()).toMatchObject({ status: 'FAILED', error: 'TriageFailed', cause: 'NoPackError' });
    expect(t.payloads('assess-case')).toHaveLength(4);
    // Nobody is asked a second time because of it.
    expect(t.payloads('ask-erp')).toHaveLength(1);
  });

  test('gets over a single failure of assess-case', async () => {
    const t = stage({
      ...goodTriage,
      'assess-case': (_payload, call) => {
        if (call === 1) throw new Thrown('Error');
        return { version: 2 };
      },
    });
    expect(await t.triage()).toMatchObject({ status: 'SUCCEEDED' });
    expect(t.payloads('assess-case')).toHaveLength(2);
  });
});
