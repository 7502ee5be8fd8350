import { describe, expect, it } from 'vitest';
import { decideActionStep, superseded } from '../../../lambdas/actions/decide-action.ts';
import type { ActionSituation } from '../../../lambdas/actions/decide-action.ts';
import type { Action, ActionStep, Case, Notice } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf } from '../case/history.ts';
import { after, anAction, AT, LARGE, made, otherId, pack, record } from './actions-fixture.ts';

const step = (action: Action, changes: Partial<ActionSituation> = {}) =>
  decideActionStep({ action, record, notices: [], pack, at: AT, generation: action.generation, ...changes });
const withdrawn = openCase({ state: 'withdrawn' });
const whats = ({ acts }: ReturnType<typeof step>) => acts.map(({ happening }) => happening.what);
const finish = (reason: string): ActionStep => ({ next: 'finish', reason });
const wait = (until: string): ActionStep => ({ next: 'wait', until, attention: 0 });
const EXECUTE: ActionStep = { next: 'execute' };
const GIVEN_UP = finish('The case is withdrawn.');

describe('what is next, by the state of an action', () => {
  const asked = made({ amount: LARGE }).action;
  const undoing = anAction({ undoes: otherId });
  it.each<[string, Action, Case, ActionStep]>([
    ['approved: it is written', anAction(), record, EXECUTE],
    ['put off: not before its time', anAction({ retryAt: after(0.001) }), record, wait(after(0.001))],
    ['put off, and it is time', anAction({ retryAt: AT }), record, EXECUTE],
    ['under way: its attempt has a minute', anAction({ state: 'executing', begunAt: AT }), record, wait(after(1))],
    ['under way for a minute: dead', anAction({ state: 'executing', begunAt: after(-1) }), record, EXECUTE],
    ['under way, and nobody knows since when', anAction({ state: 'executing' }), record, wait(after(1))],
    ['confirmed', anAction({ state: 'confirmed' }), record, finish('the action is confirmed')],
    ['refused', anAction({ state: 'refused' }), record, finish('the action is refused')],
    ['given up', anAction({ state: 'superseded' }), record, finish('the action is superseded')],
    ['asked for, and the case is withdrawn', asked, withdrawn, GIVEN_UP],
    ['approved, and the case is withdrawn', anAction(), withdrawn, GIVEN_UP],
    ['the last report of an ended case is taken back', anAction(), openCase({ takenBackAt: AT }), GIVEN_UP],
    ['what may be written is looked up first', anAction({ mayBeWritten: true }), withdrawn, EXECUTE],
    ['what takes back goes on', undoing, withdrawn, EXECUTE],
    [
      'confirmed before the case was withdrawn',
      anAction({ state: 'confirmed' }),
      withdrawn,
      finish('the action is confirmed'),
    ],
  ])('%s', (_name, action, of, next) => {
    const plan = step(action, { record: of });
    expect(plan.next).toEqual(next);
    // None of these tells anybody, and only what is given up is another action afterwards.
    expect(plan.notices).toEqual([]);
    expect(whats(plan)).toEqual(next === GIVEN_UP ? ['ActionSuperseded'] : []);
    if (next !== GIVEN_UP) expect(plan.after).toEqual(action);
  });

  it('one execution carries it: another one leaves it as it is, and says so', () => {
    expect(step(anAction(), { generation: 2 })).toEqual({
      acts: [],
      after: anAction(),
      notices: [],
      next: finish('another execution has it'),
    });
  });

  it('what is given up has ended: it is due no more, and says why', () => {
    const plan = step(anAction({ nextDueAt: AT, retryAt: AT, begunAt: AT }), { record: withdrawn });
    expect(plan.after).toMatchObject({ state: 'superseded', endedAt: AT, problem: 'The case is withdrawn.' });
    for (const name of ['nextDueAt', 'retryAt', 'begunAt']) expect(plan.after).not.toHaveProperty(name);
    expect(plan.acts).toEqual([
      {
        actor: { kind: 'system', id: 'actions' },
        cause: { kind: 'lifecycle', id: `${anAction().id}-1` },
        happening: { what: 'ActionSuperseded', actionId: anAction().id, reason: 'The case is withdrawn.' },
      },
    ]);
    const by = { actor: { kind: 'system', id: 'x' }, cause: { kind: 'lifecycle', id: 'y' } } as const;
    expect(superseded(anAction(), by, AT).action.problem).toBe('The case is withdrawn.');
  });
});

describe('a message to a customer', () => {
  const message = anAction({ type: 'customer_message', proposedAt: AT });
  const live = (customer?: Case['customer']): Case => openCase({ state: 'triaged', ...(customer && { customer }) });
  const told = (at: string, more: { actionId?: string } = {}): Case => live({ state: 'told', at, ...more });
  const LATE = 'A person has told the customer meanwhile.';
  it.each<[string, Case, string | undefined]>([
    ['is sent while the case is open', live(), undefined],
    [
      'is not sent for a case that has ended',
      openCase({ state: 'resolved' }),
      'The case is resolved: the customer is told nothing of it any more.',
    ],
    ['nor for one that is withdrawn', withdrawn, 'The case is withdrawn.'],
    ['is not sent after a person has told them', told(after(1)), LATE],
    ['nor when they did so in the same moment', told(AT), LATE],
    ['is sent where they were told of something before', told(after(-1)), undefined],
    ['is sent where another message has told them', told(after(1), { actionId: otherId }), undefined],
    ['is sent where they were not told', live({ state: 'not_told', at: after(1) }), undefined],
  ])('%s', (_name, of, reason) => {
    const plan = step(message, { record: of });
    expect(plan.next).toEqual(reason === undefined ? EXECUTE : finish(reason));
    expect(plan.after.problem).toBe(reason);
  });

  it('alone goes by that: another change is wanted, whatever the customer knows', () => {
    expect(step(anAction(), { record: told(after(1)) }).next).toEqual(EXECUTE);
    expect(step(anAction(), { record: openCase({ state: 'resolved' }) }).next).toEqual(EXECUTE);
  });
});

describe('who is asked for an approval', () => {
  const waiting = (changes: Partial<Action['governance']> = {}): Action => {
    const { action } = made({ amount: LARGE });
    return { ...action, governance: { ...action.governance, ...changes } };
  };
  const people = ({ notices }: ReturnType<typeof step>) => [...new Set(notices.map(({ person }) => person))];

  it('those with the smallest sufficient right, three at most, by Slack and mail; and it waits for their answer', () => {
    const plan = step(waiting({ functions: ['customer_service', 'operations_management'] }));
    // Dan up to 50,000, Amélie up to 100,000, Karim up to 250,000; Inês and Tom have no limit and are spared.
    expect(people(plan)).toEqual(['dan-okafor', 'amelie-roy', 'karim-haddad']);
    expect(plan.notices.map(({ channel }) => channel)).toEqual(['slack', 'email', 'slack', 'email', 'slack', 'email']);
    expect(plan.next).toEqual(wait(after(240)));
    expect(plan.after.nextDueAt).toBe(after(240));
    expect(plan.acts).toEqual([
      {
        actor: { kind: 'system', id: 'actions' },
        cause: { kind: 'lifecycle', id: `${waiting().id}-1` },
        happening: {
          what: 'NoticeClaimed',
          purpose: 'approval',
          actionId: waiting().id,
          notices: plan.notices.map(({ id, person, channel }) => ({ noticeId: id, person, channel })),
        },
      },
    ]);
  });

  it('more than three where it takes more', () => {
    expect(people(step(waiting({ functions: ['customer_service', 'operations_management'], count: 5 })))).toHaveLength(
      5,
    );
  });

  it('nobody who has left since the case began: those who come next are', () => {
    const action = waiting({ functions: ['customer_service', 'operations_management'] });
    const here = pack.people.filter(({ id }) => id !== 'dan-okafor' && id !== 'amelie-roy');
    expect(people(step(action, { here }))).toEqual(['karim-haddad', 'ines-duarte', 'tom-baker']);
    // Who leaves while it waits leaves it to the next one; whoever was asked is not asked again.
    const before = step(action).notices;
    expect(people(step(action, { here, notices: before }))).toEqual(['ines-duarte', 'tom-baker']);
    expect(people(step(action, { here: [] }))).toEqual([pack.lastOwner]);
  });

  it('the last owner of the pack where nobody may approve it: somebody has to hear of it', () => {
    expect(people(step(waiting({ functions: ['warehouse'] })))).toEqual([pack.lastOwner]);
  });

  it('nobody for what has no time to answer, or whose time is over: it expires, and whoever has the case is told', () => {
    const { expiresAt: _none, ...endless } = waiting().governance;
    const held: Case = { ...record, state: 'acknowledged', acknowledgedBy: 'mei-tan' };
    for (const [action, at] of [
      [waiting(), after(240)],
      [{ ...waiting(), governance: endless }, AT],
    ] as const) {
      const plan = step(action, { at, record: held });
      expect(whats(plan)).toEqual(['ActionExpired', 'NoticeClaimed']);
      expect(plan.acts[0]?.cause).toEqual({ kind: 'lifecycle', id: `${action.id}-1` });
      expect(plan.after).toMatchObject({ state: 'expired', endedAt: at });
      expect(plan.next).toEqual(finish('the action is expired'));
      expect(people(plan)).toEqual(['mei-tan']);
      expect(plan.notices.every(({ purpose }) => purpose === 'approval_expired')).toBe(true);
    }
    expect(step(waiting(), { at: after(239.999) }).after.state).toBe('awaiting_approval');
  });

  it('whoever was told already is not told again, but the time to look again is kept', () => {
    const first = step(waiting());
    const again = step(waiting(), { notices: first.notices });
    expect(again).toMatchObject({ notices: [], after: { nextDueAt: after(240) }, next: wait(after(240)) });
    const last = first.notices.slice(0, -1);
    expect(step(first.after, { notices: last }).notices).toEqual(first.notices.slice(-1));
  });
});

describe('who hears of what did not work', () => {
  const heard = (of: Partial<Case>, state: Action['state'] = 'failed', notices: readonly Notice[] = []) =>
    step(anAction({ state }), { record: { ...record, ...of }, notices });
  const person = (of: Partial<Case>) => [...new Set(heard(of).notices.map((notice) => notice.person))];

  it('who has the case; else who is on duty in the team that owns it; else the last owner of the pack', () => {
    // Monday morning in Berlin, in an odd week: Jonas Weber or Sofia Lindqvist are on duty by day; whoever it is, it is not the last owner.
    const [onDuty] = person({ owner: ownerOf('transport-desk') });
    expect(['jonas-weber', 'sofia-lindqvist']).toContain(onDuty);
    expect(person({ owner: ownerOf('transport-desk'), acknowledgedBy: 'mei-tan' })).toEqual(['mei-tan']);
    expect(person({})).toEqual([pack.lastOwner]);
    expect(person({ owner: ownerOf('a team that is gone') })).toEqual([pack.lastOwner]);
  });

  it.each([
    ['failed', 'action_failed'],
    ['unconfirmed', 'action_failed'],
    ['expired', 'approval_expired'],
  ] as const)('once, and nothing more comes of it: %s', (state, purpose) => {
    const first = heard({ acknowledgedBy: 'mei-tan' }, state);
    expect(first.acts).toMatchObject([{ happening: { what: 'NoticeClaimed', purpose } }]);
    expect(first.notices).toMatchObject([
      { contract: 'notice/1', channel: 'slack', purpose, state: 'claimed', claimedAt: AT, possiblyRepeated: false },
      { channel: 'email' },
    ]);
    expect(first.after).toEqual(anAction({ state }));
    expect(heard({ acknowledgedBy: 'mei-tan' }, state, first.notices)).toEqual({
      acts: [],
      after: anAction({ state }),
      notices: [],
      next: finish(`the action is ${state}`),
    });
    expect(first.next).toEqual(finish(`the action is ${state}`));
  });

  it('of each try anew: what failed again is told again, and to another person by another message', () => {
    const ids = (action: Action, of: Partial<Case> = {}) =>
      step(action, { record: { ...record, ...of } }).notices.map(({ id }) => id);
    const failed = anAction({ state: 'failed' });
    const all = [
      failed,
      anAction({ state: 'failed', generation: 2 }),
      anAction({ state: 'failed', id: otherId }),
      anAction({ state: 'expired' }),
    ];
    const told = [...all.flatMap((action) => ids(action)), ...ids(failed, { acknowledgedBy: 'mei-tan' })];
    expect(new Set(told).size).toBe(told.length);
  });
});
