import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { caseState, happening } from '../../../lambdas/contracts/index.ts';
import type { CaseState, Happening } from '../../../lambdas/contracts/index.ts';
import { transitionOf, transitions } from '../../../lambdas/case/states.ts';

type What = Happening['what'];
const states = caseState.options;
const whats: What[] = happening.options.map((option) => option.shape.what.value);

/** From the state (row) by the happening (column): where it leads; absent: refused. Written out, not derived. */
const moves: Record<CaseState, Partial<Record<What, CaseState>>> = {
  open: {
    CaseTriaged: 'triaged',
    CaseAcknowledged: 'acknowledged',
    CaseResolved: 'resolved',
    CaseWithdrawn: 'withdrawn',
    CaseMerged: 'merged',
  },
  triaged: {
    CaseAcknowledged: 'acknowledged',
    CaseResolved: 'resolved',
    CaseWithdrawn: 'withdrawn',
    CaseMerged: 'merged',
  },
  acknowledged: {
    WorkStarted: 'in_progress',
    AcknowledgementTimedOut: 'triaged',
    CaseHandedBack: 'triaged',
    CaseResolved: 'resolved',
    CaseWithdrawn: 'withdrawn',
    CaseMerged: 'merged',
  },
  in_progress: {
    AcknowledgementTimedOut: 'triaged',
    CaseHandedBack: 'triaged',
    CaseResolved: 'resolved',
    CaseWithdrawn: 'withdrawn',
    CaseMerged: 'merged',
  },
  resolved: { CaseReopened: 'open', CaseClosed: 'closed' },
  closed: {},
  withdrawn: {},
  merged: {},
};
const moving = new Set(Object.values(moves).flatMap((row) => Object.keys(row)));
const late = new Set([
  'NoticeHandedOver',
  'NoticeSuppressed',
  'NoticeFailed',
  'NoticeDelivered',
  'NoticeUndelivered',
  'NoticeFellBack',
  'NoticeClaimed',
  'SignalRetracted',
  'SignalAttached',
  'ActionAttempted',
  'ActionPostponed',
  'ActionConfirmed',
  'ActionSuperseded',
  'ActionProposed',
  'ActionApproved',
  'ActionRefused',
  'ActionRetried',
  'ActionFailed',
  'ActionUnconfirmed',
  'ActionExpired',
  'PersonalDataErased',
  'ApprovalEscalated',
  'ActionRestarted',
  'ActionResumed',
  'CustomerNotTold',
  'CustomerMessageDelivered',
  'CustomerOptedOut',
  'PartnerMailed',
  'PartnerNotReached',
  'PartnerLinkRevoked',
]);

/** A withdrawn or merged case may owe its last messages when the execution that was to send them died. */
const isLate = (state: string, what: string): boolean =>
  late.has(what) || (what === 'LifecycleRestarted' && ['withdrawn', 'merged'].includes(state));

describe('the states of a case', () => {
  it.each(states.flatMap((state) => whats.map((what) => [state, what] as const)))('%s, %s', (state, what) => {
    const answer = transitionOf(state, what);
    const to = moves[state][what];
    if (moving.has(what)) {
      if (to !== undefined) expect(answer).toEqual({ ok: true, to });
      else {
        expect(answer.ok).toBe(false);
        // Why, and what would be possible.
        expect(!answer.ok && answer.why).toContain(`The case is ${state}`);
        for (const from of transitions[what]!.from) expect(!answer.ok && answer.why).toContain(from);
      }
    } else if (['closed', 'withdrawn', 'merged'].includes(state) && !isLate(state, what)) {
      expect(answer.ok).toBe(false);
    } else {
      expect(answer).toEqual({ ok: true, to: state });
    }
  });

  it('are drawn as they are', () => {
    const drawing = readFileSync(new URL('../../../docs/states.md', import.meta.url), 'utf8');
    const drawn = [...drawing.matchAll(/^ {4}(\w+) --> (\w+) : (\w+)$/gm)].map((match) => match.slice(1).join(' '));
    const legal = states.flatMap((state) =>
      whats.flatMap((what) => {
        const move = transitions[what];
        return move?.from.includes(state) ? [`${state} ${move.to} ${what}`] : [];
      }),
    );
    expect(drawn.sort()).toEqual(legal.sort());
    expect(new Set(drawn).size).toBe(drawn.length);
    const ends = [...drawing.matchAll(/^ {4}(\w+) --> \[\*\]$/gm)].map(([, state]) => state);
    expect(ends.sort()).toEqual(states.filter((state) => Object.keys(moves[state]).length === 0).sort());
  });
});
