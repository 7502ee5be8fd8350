import { expect, test } from 'vitest';
import { ACTION, CASE, Thrown, TRACE, after, decisions, minutes, stage, throttled } from './machine-support.ts';

const DECIDE = 'Decide what to do';
const CHOOSE = 'Is it time to execute?';
const EXECUTE = 'Execute the change';
const WAIT = 'Wait for an answer or the time to try';
const execute = { next: 'execute' };
const waitUntil = (milliseconds: number, attention = 0) => ({ next: 'wait', until: after(milliseconds), attention });
const finish = { next: 'finish' };
const tried = { 'execute-action': () => ({ tried: true }) };

test('decides, executes, decides again, and is done', async () => {
  const t = stage({ ...tried, 'decide-action': decisions(execute, finish) });
  const run = await t.action();
  expect(await run.states()).toEqual([DECIDE, CHOOSE, EXECUTE, DECIDE, CHOOSE, 'The action is done']);
  expect(await run.describe()).toMatchObject({ status: 'SUCCEEDED' });
  expect(t.payloads('execute-action')).toEqual([{ caseId: CASE, actionId: ACTION, generation: 1, traceparent: TRACE }]);
});

test('a decision that fails is made again; one that never comes is left to the auditor', async () => {
  const once = stage({
    'decide-action': (_payload, call) => {
      if (call === 1) throw new Thrown('Error');
      return finish;
    },
  });
  const run = await once.action();
  await once.kernel.advance(minutes(1));
  expect(await run.describe()).toMatchObject({ status: 'SUCCEEDED' });

  const never = stage({
    'decide-action': () => {
      throw new Thrown('Error');
    },
  });
  const lost = await never.action();
  await never.kernel.advance(minutes(10));
  expect(await lost.describe()).toMatchObject({ status: 'FAILED', error: 'NoDecision' });
  expect(never.payloads('decide-action')).toHaveLength(7);
});

test('an attempt that Lambda has not begun is begun again without a decision; one that died is decided on', async () => {
  const refused = stage({
    'decide-action': decisions(execute, finish),
    'execute-action': (_payload, call) => (call === 1 ? throttled() : { tried: true }),
  });
  await refused.action();
  await refused.kernel.advance(minutes(1));
  expect(refused.calls.map((call) => call.function)).toEqual([
    'decide-action',
    'execute-action',
    'execute-action',
    'decide-action',
  ]);

  const died = stage({
    'decide-action': decisions(execute, finish),
    'execute-action': () => {
      throw new Thrown('Runtime.ExitError');
    },
  });
  const run = await died.action();
  await died.kernel.advance(minutes(1));
  // It may have written: only a new decision, which looks first, may lead to another attempt.
  expect(died.payloads('execute-action')).toHaveLength(1);
  expect(await run.describe()).toMatchObject({ status: 'SUCCEEDED' });
});

test('waits for an answer until the time to try, and is woken by the answer', async () => {
  const t = stage({ 'decide-action': decisions(waitUntil(minutes(30), 2), finish) });
  await t.actionAttention(2);
  const run = await t.action();
  expect(await run.states()).toEqual([DECIDE, CHOOSE, WAIT]);
  await t.kernel.advance(minutes(5));
  await t.wake(`TOKEN#${ACTION}`);
  expect(await run.describe()).toMatchObject({ status: 'SUCCEEDED' });

  const late = stage({ 'decide-action': decisions(waitUntil(minutes(30)), finish) });
  await late.actionAttention(0);
  const alone = await late.action();
  await late.kernel.advance(minutes(29));
  expect(await alone.describe()).toMatchObject({ status: 'RUNNING' });
  await late.kernel.advance(minutes(2));
  expect(await alone.describe()).toMatchObject({ status: 'SUCCEEDED' });
});

test('does not wait on what was decided before the answer came', async () => {
  const t = stage({ 'decide-action': decisions(waitUntil(minutes(30), 0), finish) });
  await t.actionAttention(1);
  const run = await t.action();
  await t.kernel.advance(minutes(1));
  expect(await run.describe()).toMatchObject({ status: 'SUCCEEDED' });
  expect(await t.item(`TOKEN#${ACTION}`)).toBeUndefined();
});

test('a wait that the table refuses for a moment is registered without another decision', async () => {
  const t = stage({ 'decide-action': decisions(waitUntil(minutes(30), 0), finish) });
  await t.actionAttention(0);
  let refusals = 0;
  t.faults.onCall(({ operation }) =>
    operation === 'TransactWriteItems' && (refusals += 1) === 1 ? 'ProvisionedThroughputExceededException' : undefined,
  );
  const run = await t.action();
  await t.kernel.advance(minutes(1));
  expect(await run.states()).toEqual([DECIDE, CHOOSE, WAIT]);
  expect(await t.item(`TOKEN#${ACTION}`)).toBeDefined();
  expect(t.payloads('decide-action')).toHaveLength(1);
});

test('by hand: waits, looks when it is time or somebody says that it is done, and waits on; taken back, it is executed', async () => {
  const t = stage({
    'decide-action': decisions(waitUntil(minutes(15)), execute, waitUntil(minutes(30)), execute, execute, finish),
    // A look tries nothing; the last one is an attempt.
    'execute-action': (_payload, call) => ({ tried: call === 3 }),
  });
  await t.actionAttention(0);
  const run = await t.action();
  expect(await run.states()).toEqual([DECIDE, CHOOSE, WAIT]);
  await t.kernel.advance(minutes(16));
  const waited = [DECIDE, CHOOSE, WAIT, DECIDE, CHOOSE, EXECUTE, DECIDE, CHOOSE, WAIT];
  expect(await run.states()).toEqual(waited);
  await t.wake(`TOKEN#${ACTION}`);
  const executed = [DECIDE, CHOOSE, EXECUTE, DECIDE, CHOOSE, EXECUTE, DECIDE, CHOOSE, 'The action is done'];
  expect(await run.states()).toEqual([...waited, ...executed]);
  expect(await run.describe()).toMatchObject({ status: 'SUCCEEDED' });
});
