import { expect, it } from 'vitest';
import type { Action } from '../../../lambdas/contracts/index.ts';
import { attempt } from '../../../lambdas/actions/attempt.ts';
import { beginAttempt, endAttempt } from '../../../lambdas/actions/decide-attempt.ts';
import type { WritableSystem } from '../../../lambdas/actions/ports.ts';
import { after, anAction, AT, record } from './actions-fixture.ts';

const ABSENT = 'absent';
const order: Action = anAction({ type: 'replacement_order', change: { order: '4500017' }, basis: {} });

/** Makes an order with each write, minutes later than it says, and cannot be asked for its work. */
function slowSystem(): { system: WritableSystem; made: string[]; finish: () => void; lose: () => void } {
  const made: string[] = [];
  const underWay: string[] = [];
  let isAnswering = false;
  return {
    made,
    finish: () => {
      made.push(...underWay.splice(0));
    },
    lose: () => {
      underWay.splice(0);
      isAnswering = true;
    },
    system: {
      mayStillWriteFor: 11 * 60_000,
      read: () => Promise.resolve({ etag: made.length === 0 ? ABSENT : '1', values: { order: made[0] } }),
      write: (_subject, { values }) => {
        underWay.push(String(values['order']));
        if (!isAnswering) return Promise.reject(new Error('no answer in time'));
        made.push(...underWay.splice(0));
        return Promise.resolve({ answer: 'done' });
      },
    },
  };
}
const tryAt = async (action: Action, system: WritableSystem, at: string): Promise<Action> => {
  const begun = beginAttempt(action, record, at);
  if (begun === undefined) return action;
  return endAttempt(begun.after, await attempt({ action: begun.after, isWriting: true }, system, at), at).after;
};

it('what may be at work still in a system that knows no key is not written beside it, and found when it is done', async () => {
  const { system, made, finish } = slowSystem();
  let action = await tryAt(order, system, AT);
  // The usual pause is over, and nothing is found yet: a second write would be a second order.
  action = await tryAt(action, system, after(2));
  action = await tryAt(action, system, after(10));
  finish();
  action = await tryAt(action, system, after(12));
  expect(made).toEqual(['4500017']);
  expect(action).toMatchObject({ state: 'confirmed', wroteAt: after(12) });
});

it('what was lost for good is written once that is certain', async () => {
  const { system, made, lose } = slowSystem();
  let action = await tryAt(order, system, AT);
  lose();
  action = await tryAt(action, system, after(10));
  expect(made).toEqual([]);
  action = await tryAt(action, system, after(12));
  expect(made).toEqual(['4500017']);
  expect(action).toMatchObject({ state: 'confirmed' });
});

it('nor is it when the attempt has died, and nobody knows whether it had come to the write', async () => {
  const { system, made, finish } = slowSystem();
  const begun = beginAttempt(order, record, AT)!.after;
  await attempt({ action: begun, isWriting: true }, system, AT);
  let action = await tryAt(begun, system, after(2));
  expect(action).toMatchObject({ state: 'approved', mayBeWritten: true, retryAt: after(13) });
  finish();
  action = await tryAt(action, system, after(13));
  expect(made).toEqual(['4500017']);
  expect(action).toMatchObject({ state: 'confirmed' });
});
