import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { caseState, happening } from '../../../lambdas/contracts/index.ts';
import type { CaseState, Happening } from '../../../lambdas/contracts/index.ts';
import { isLive, isTakenBack, transitionOf, transitions } from '../../../lambdas/case/states.ts';

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
  withdrawn: { CaseReopened: 'open' },
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
  'ActionCompensated',
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
  'CustomerTold',
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

  it('a refusal says in words what would be possible', () => {
    const why = (state: CaseState, what: What) => {
      const answer = transitionOf(state, what);
      return answer.ok ? answer.to : answer.why;
    };
    expect(why('triaged', 'WorkStarted')).toBe('The case is triaged; that is possible only while it is acknowledged.');
    expect(why('resolved', 'CaseAcknowledged')).toBe(
      'The case is resolved; that is possible only while it is open or triaged.',
    );
    expect(why('closed', 'CaseResolved')).toBe(
      'The case is closed; that is possible only while it is open, triaged, acknowledged or in_progress.',
    );
    expect(why('withdrawn', 'NoteAdded')).toBe('The case is withdrawn; nothing more is done with it.');
  });

  it('people work on it, or shall, from its opening to its end; of a withdrawn one nothing stays in other systems', () => {
    expect(states.filter((state) => isLive({ state }))).toEqual(['open', 'triaged', 'acknowledged', 'in_progress']);
    expect(states.filter((state) => isTakenBack({ state }))).toEqual(['withdrawn']);
    expect(isTakenBack({ state: 'resolved', takenBackAt: '2026-03-02T09:00:00.000Z' })).toBe(true);
  });

  it('are drawn as they are', () => {
    const drawing = readFileSync(new URL('../../../docs/states.md', import.meta.url), 'utf8');
    const [ofCases = ''] = drawing.split('# The states of an action');
    const drawn = [...ofCases.matchAll(/^ {4}(\w+) --> (\w+) : (\w+)$/gm)].map((match) => match.slice(1).join(' '));
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
