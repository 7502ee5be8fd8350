import { describe, expect, test } from 'vitest';
import { CASE, Thrown, TRACE, goodTriage, stage, throttled } from './machine-support.ts';

const live = [
  { system: 'erp', state: 'live', facts: { priority: 'high' } },
  { system: 'tms', state: 'live', facts: { mode: 'road' } },
  { system: 'crm', state: 'live', facts: { tier: 'gold' } },
];

describe('triage', () => {
  test('asks three systems, scores, names the owner and records all of it', async () => {
    const t = stage(goodTriage);
    const done = await t.triage();
    expect(done).toMatchObject({ status: 'SUCCEEDED', output: JSON.stringify({ caseId: CASE }) });
    expect(t.calls.map((call) => call.function).slice(3)).toEqual(['score-severity', 'name-owner', 'record-triage']);
    expect(t.payloads('ask-erp')).toEqual([{ caseId: CASE, traceparent: TRACE, system: 'erp' }]);
    expect(t.payloads('score-severity')).toEqual([{ caseId: CASE, traceparent: TRACE, facts: live }]);
    expect(t.payloads('name-owner')).toEqual([
      { caseId: CASE, traceparent: TRACE, facts: live, severity: { level: 'S2' }, impact: { unknown: [] } },
    ]);
    expect(t.payloads('record-triage')).toEqual([
      {
        caseId: CASE,
        traceparent: TRACE,
        facts: live,
        severity: { level: 'S2' },
        impact: { unknown: [] },
        owner: { person: 'amelie-roy' },
      },
    ]);
  });

  test.each(['erp', 'tms', 'crm'])(
    'goes on without the %s when its function fails, and says what is missing',
    async (system) => {
      const t = stage({
        ...goodTriage,
        [`ask-${system}`]: () => {
          throw new Thrown('ZodError');
        },
      });
      expect(await t.triage()).toMatchObject({ status: 'SUCCEEDED' });
      // The function has tried for itself: the machine does not ask it again.
      expect(t.payloads(`ask-${system}`)).toHaveLength(1);
      const [{ facts }] = t.payloads('score-severity');
      expect(facts).toEqual(
        live.map((set) =>
          set.system === system
            ? { system, state: 'missing', askedAt: expect.any(String), problem: 'ZodError', facts: {} }
            : set,
        ),
      );
      expect(Number.isNaN(Date.parse(facts.find((set: any) => set.system === system).askedAt))).toBe(false);
    },
  );

  test('goes on when no system can be asked at all', async () => {
    const fail = (): never => {
      throw new Thrown('Error');
    };
    const t = stage({ ...goodTriage, 'ask-erp': fail, 'ask-tms': fail, 'ask-crm': fail });
    expect(await t.triage()).toMatchObject({ status: 'SUCCEEDED' });
    expect(t.payloads('record-triage')[0].facts.map((set: any) => [set.system, set.state])).toEqual([
      ['erp', 'missing'],
      ['tms', 'missing'],
      ['crm', 'missing'],
    ]);
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
    expect(t.payloads('score-severity')[0].facts.map((set: any) => [set.system, set.state, set.problem])).toEqual([
      ['erp', 'live', undefined],
      ['tms', 'missing', 'Lambda.TooManyRequestsException'],
      ['crm', 'live', undefined],
    ]);
  });

  test.each([
    ['score-severity', 3, ['name-owner', 'record-triage']],
    ['name-owner', 3, ['record-triage']],
    ['record-triage', 4, []],
  ] as const)('has failed when %s keeps failing, and says with what', async (name, tries, never) => {
    const t = stage({
      ...goodTriage,
      [name]: () => {
        throw new Thrown('NoPackError');
      },
    });
    expect(await t.triage()).toMatchObject({ status: 'FAILED', error: 'TriageFailed', cause: 'NoPackError' });
    expect(t.payloads(name)).toHaveLength(tries);
    for (const other of never) expect(t.payloads(other)).toEqual([]);
  });

  test.each(['score-severity', 'name-owner', 'record-triage'])('gets over a single failure of %s', async (name) => {
    const t = stage({
      ...goodTriage,
      [name]: (payload, call) => {
        if (call === 1) throw new Thrown('Error');
        return goodTriage[name]?.(payload, call);
      },
    });
    expect(await t.triage()).toMatchObject({ status: 'SUCCEEDED' });
    expect(t.payloads(name)).toHaveLength(2);
  });
});
