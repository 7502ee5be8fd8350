import { describe, expect, test } from 'vitest';
import { CASE, Thrown, TRACE, after, decisions, goodTriage, minutes, stage } from './machine-support.ts';

const NOTICES = [
  { noticeId: 'ntc_1', channel: 'slack' },
  { noticeId: 'ntc_2', channel: 'email' },
];
const fail =
  (type = 'Error') =>
  (): never => {
    throw new Thrown(type);
  };
const callPeople = { 'call-people': () => ({ ordered: 2 }) };
const callUntil = (milliseconds: number, attention = 0) => ({
  next: 'call',
  notices: NOTICES,
  until: after(milliseconds),
  attention,
});
const waitUntil = (milliseconds: number, attention = 0) => ({ next: 'wait', until: after(milliseconds), attention });
const finish = (notices: readonly object[] = []) => ({ next: 'finish', notices, reason: 'the case is resolved' });

const GATHER = 'Gather facts, score, name the owner';
const DECIDE = 'Decide the next step';
const NEXT = 'What comes next?';
const WAIT = 'Wait for a reply or the deadline';
const CALL = 'Call the people of this step';
const TO_FIRST_WAIT = ['Is there anything to triage?', GATHER, DECIDE, NEXT, CALL, WAIT];

/** A lifecycle that has decided to wait, and waits. */
async function waiting(milliseconds: number, ...then: readonly object[]) {
  const t = stage({ ...goodTriage, 'decide-next-step': decisions(waitUntil(milliseconds), ...then) });
  await t.attention(0);
  const run = await t.lifecycle({ triage: false });
  return { t, run };
}

describe('from the start to the first wait', () => {
  test('triages, decides, calls and waits, at seven billable transitions at most', async () => {
    const t = stage({ ...goodTriage, ...callPeople, 'decide-next-step': decisions(callUntil(minutes(15))) });
    await t.attention(0);
    const run = await t.lifecycle();
    expect(await run.states()).toEqual(TO_FIRST_WAIT);
    expect(run.transitions()).toBeLessThanOrEqual(7);
    expect(run.transitions()).toBeGreaterThanOrEqual(TO_FIRST_WAIT.length);
    expect(await run.describe()).toMatchObject({ status: 'RUNNING' });
    expect(t.payloads('assess-case')).toHaveLength(1);
    expect(t.payloads('decide-next-step')).toEqual([
      { caseId: CASE, generation: 1, traceparent: TRACE, execution: `${CASE}-1`, triageFailed: false },
    ]);
    expect(t.payloads('call-people')).toEqual([{ caseId: CASE, traceparent: TRACE, notices: NOTICES }]);
  });

  test('registers the wait with what it was decided on', async () => {
    const t = stage({ ...goodTriage, ...callPeople, 'decide-next-step': decisions(callUntil(minutes(15), 4)) });
    await t.attention(4);
    await t.lifecycle({ generation: 3 });
    expect(await t.item('TOKEN')).toEqual({
      pk: { S: CASE },
      sk: { S: 'TOKEN' },
      token: { S: expect.any(String) },
      generation: { N: '3' },
      execution: { S: `${CASE}-1` },
      attention: { N: '4' },
    });
  });

  test('triages with the systems of the case, also when it is repeated', async () => {
    const ask = (system: string) => () => ({ system, state: 'live', facts: {} });
    const t = stage({
      'ask-trade': ask('trade'),
      'ask-documents': ask('documents'),
      'assess-case': () => ({ version: 2 }),
      'decide-next-step': decisions(waitUntil(minutes(5)), { next: 'triage' }, waitUntil(minutes(30))),
    });
    await t.attention(0);
    await t.lifecycle({ asks: ['trade', 'documents'] });
    await t.kernel.advance(minutes(6));
    for (const name of ['ask-trade', 'ask-documents', 'assess-case']) expect(t.payloads(name)).toHaveLength(2);
  });

  test('triages with the three that were always asked where the outbox of an older version does not say', async () => {
    const t = stage({ ...goodTriage, 'decide-next-step': decisions(waitUntil(minutes(15))) });
    await t.attention(0);
    await t.lifecycle({ asks: undefined });
    expect(t.payloads('assess-case')[0].facts.map((set: any) => set.system)).toEqual(['erp', 'tms', 'crm']);
  });

  test('does not triage what an earlier generation has triaged', async () => {
    const t = stage({ 'decide-next-step': decisions(waitUntil(minutes(15))) });
    await t.attention(0);
    const run = await t.lifecycle({ triage: false });
    expect(await run.states()).toEqual(['Is there anything to triage?', DECIDE, NEXT, WAIT]);
    expect(t.calls.map((call) => call.function)).toEqual(['decide-next-step']);
  });
});

describe('triage fails', () => {
  test('as an execution: it is decided without', async () => {
    const t = stage({
      ...goodTriage,
      ...callPeople,
      'assess-case': fail(),
      'decide-next-step': decisions(callUntil(minutes(15))),
    });
    await t.attention(0);
    const run = await t.lifecycle();
    await t.kernel.advance(minutes(2));
    expect(t.payloads('decide-next-step').map(({ triageFailed }) => triageFailed)).toEqual([true]);
    expect(await run.states()).toEqual(TO_FIRST_WAIT);
  });

  test('because it cannot even be started: after two more tries it is decided without', async () => {
    const t = stage({ ...callPeople, 'decide-next-step': decisions(callUntil(minutes(15))) });
    await t.attention(0);
    const run = await t.lifecycle({}, 'arn:aws:states:eu-central-1:111122223333:stateMachine:gone');
    await t.kernel.advance(minutes(2));
    expect(t.payloads('decide-next-step').map(({ triageFailed }) => triageFailed)).toEqual([true]);
    expect(await run.describe()).toMatchObject({ status: 'RUNNING' });
    // Six states and two retries.
    expect(run.transitions()).toBe(TO_FIRST_WAIT.length + 2);
  });

  test('and goes well when more reports ask for it later', async () => {
    const t = stage({
      ...goodTriage,
      'assess-case': (payload, call) => {
        if (call <= 4) throw new Thrown('Error');
        return goodTriage['assess-case']?.(payload, call);
      },
      'decide-next-step': decisions(waitUntil(minutes(5)), { next: 'triage' }, waitUntil(minutes(30))),
    });
    await t.attention(0);
    await t.lifecycle();
    await t.kernel.advance(minutes(6));
    expect(t.payloads('decide-next-step').map(({ triageFailed }) => triageFailed)).toEqual([true, false, false]);
    expect(t.payloads('assess-case')).toHaveLength(5);
  });
});

describe('the wait', () => {
  test('ends with a reply, and the next step is decided at once', async () => {
    const { t, run } = await waiting(minutes(15), waitUntil(minutes(60)));
    await t.kernel.advance(minutes(3));
    expect(t.payloads('decide-next-step')).toHaveLength(1);
    await t.wake();
    expect(t.calls.map(({ function: name, at }) => [name, at])).toEqual([
      ['decide-next-step', 0],
      ['decide-next-step', minutes(3)],
    ]);
    expect((await run.states()).slice(-4)).toEqual([WAIT, DECIDE, NEXT, WAIT]);
  });

  test('ends at the deadline, not before and not after', async () => {
    const { t } = await waiting(minutes(15), waitUntil(minutes(60)));
    await t.kernel.advance(minutes(15) - 1);
    expect(t.payloads('decide-next-step')).toHaveLength(1);
    await t.kernel.advance(1);
    expect(t.calls.map(({ at }) => at)).toEqual([0, minutes(15)]);
  });

  test('takes a second at most when the deadline has passed already', async () => {
    const { t } = await waiting(-minutes(10), waitUntil(minutes(60)));
    await t.kernel.advance(999);
    expect(t.payloads('decide-next-step')).toHaveLength(1);
    await t.kernel.advance(1);
    expect(t.calls.map(({ at }) => at)).toEqual([0, 1000]);
  });

  test('does not begin when something has happened since the decision: it is decided again at once', async () => {
    const t = stage({
      'decide-next-step': async (_payload, call) => {
        if (call > 1) return waitUntil(minutes(60), 1);
        // Somebody acknowledges while the function is on its way back.
        await t.attention(1);
        return waitUntil(minutes(15), 0);
      },
    });
    await t.attention(0);
    const run = await t.lifecycle({ triage: false });
    expect(t.calls.map(({ at }) => at)).toEqual([0, 0]);
    expect((await t.item('TOKEN')).attention).toEqual({ N: '1' });
    expect((await run.states()).slice(1)).toEqual([DECIDE, NEXT, WAIT, DECIDE, NEXT, WAIT]);
    await t.kernel.advance(minutes(30));
    expect(t.calls).toHaveLength(2);
  });

  test('is not lost when the people cannot be called: it is tried four times more, then waited for', async () => {
    const t = stage({
      'call-people': fail(),
      'decide-next-step': decisions(callUntil(minutes(15)), waitUntil(minutes(60))),
    });
    await t.attention(0);
    const run = await t.lifecycle({ triage: false });
    await t.kernel.advance(minutes(2));
    expect(t.payloads('call-people')).toHaveLength(5);
    expect((await run.states()).slice(-2)).toEqual([CALL, WAIT]);
    expect(await t.item('TOKEN')).toBeDefined();
    // The time of the failing calls is not added to the deadline; time-outs are whole seconds, rounded up.
    await t.kernel.advance(minutes(13) - 1);
    expect(t.payloads('decide-next-step')).toHaveLength(1);
    await t.kernel.advance(1001);
    const last = t.calls.at(-1);
    expect(last?.function).toBe('decide-next-step');
    expect(last?.at).toBeGreaterThanOrEqual(minutes(15));
    expect(last?.at).toBeLessThanOrEqual(minutes(15) + 1000);
  });
});

describe('the end', () => {
  test('without anything to say', async () => {
    const t = stage({ 'decide-next-step': decisions(finish()) });
    const run = await t.lifecycle({ triage: false });
    expect(await run.describe()).toMatchObject({ status: 'SUCCEEDED' });
    expect((await run.states()).at(-1)).toBe('The case is done');
    expect(await t.item('TOKEN')).toBeUndefined();
  });

  test('with the last messages', async () => {
    const t = stage({ ...callPeople, 'decide-next-step': decisions(finish(NOTICES)) });
    const run = await t.lifecycle({ triage: false });
    expect(t.payloads('call-people')).toEqual([{ caseId: CASE, traceparent: TRACE, notices: NOTICES }]);
    expect((await run.states()).slice(-2)).toEqual(['Send the last messages', 'The case is done']);
    expect(await run.describe()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('with last messages that cannot be sent: the case is done, the auditor hands them over', async () => {
    const t = stage({ 'call-people': fail(), 'decide-next-step': decisions(finish(NOTICES)) });
    const run = await t.lifecycle({ triage: false });
    await t.kernel.advance(minutes(5));
    expect(t.payloads('call-people')).toHaveLength(7);
    expect(await run.describe()).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('deciding fails', () => {
  test('for a while: it is tried again', async () => {
    const t = stage({
      'decide-next-step': (_payload, call) => {
        if (call < 4) throw new Thrown('Error');
        return waitUntil(minutes(15));
      },
    });
    await t.attention(0);
    const run = await t.lifecycle({ triage: false });
    await t.kernel.advance(minutes(2));
    expect(t.payloads('decide-next-step')).toHaveLength(4);
    expect((await run.states()).at(-1)).toBe(WAIT);
  });

  test('for good: the case is left to the auditor, with the reason', async () => {
    const t = stage({ 'decide-next-step': fail('NoPackError') });
    const run = await t.lifecycle({ triage: false });
    await t.kernel.advance(minutes(5));
    expect(t.payloads('decide-next-step')).toHaveLength(7);
    expect(await run.describe()).toMatchObject({ status: 'FAILED', error: 'NoDecision', cause: 'NoPackError' });
    expect((await run.states()).at(-1)).toBe('Leave the case to the auditor');
  });
});

test('a wait that the table refuses for a moment is registered without another decision', async () => {
  const t = stage({ ...goodTriage, 'decide-next-step': decisions(waitUntil(minutes(30)), finish()) });
  await t.attention(0);
  let refusals = 0;
  t.faults.onCall(({ operation }) =>
    operation === 'TransactWriteItems' && (refusals += 1) === 1 ? 'ProvisionedThroughputExceededException' : undefined,
  );
  const run = await t.lifecycle({ triage: false });
  await t.kernel.advance(minutes(1));
  expect((await run.states()).at(-1)).toBe(WAIT);
  expect(await t.item('TOKEN')).toBeDefined();
  expect(t.payloads('decide-next-step')).toHaveLength(1);
});
