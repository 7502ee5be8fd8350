import { describe, expect, it } from 'vitest';
import { climbed, skipped } from '../../../lambdas/case/ladder-effects.ts';
import { ladderOf } from '../../../lambdas/case/ladder.ts';
import type { Case, Notice } from '../../../lambdas/contracts/index.ts';
import { auditCase, auditNotice } from '../../../lambdas/escalation/audit-due.ts';
import { ladderDueAt } from '../../../lambdas/escalation/ladder-due.ts';
import { assessedAgainAt, first, last, wantsTriage } from '../../../lambdas/escalation/next-look.ts';
import { decideQuietEnd, quietUntil } from '../../../lambdas/escalation/watch-flapping.ts';
import { openCase } from '../../support/case.ts';
import { ownerOf, pack, severityOf } from '../case/history.ts';

const AT = '2026-03-02T09:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const triaged = (changes: Partial<Case> = {}): Case =>
  openCase({
    state: 'triaged',
    signals: 1,
    triagedSignals: 1,
    severity: severityOf('S2'),
    owner: { ...ownerOf('transport-desk'), namedAt: AT },
    ...changes,
  });
const { escalation } = openCase();

describe('when a case is assessed anew', () => {
  const soon = (rescoreAt: string) => triaged({ severity: { ...severityOf('S3'), rescoreAt } });
  it.each<[string, Case, boolean, readonly string[]]>([
    ['nothing is new, and time changes nothing', triaged(), false, []],
    [
      'more was reported: at once, and again in five minutes where that fails',
      triaged({ signals: 2 }),
      true,
      [minutes(5)],
    ],
    ['reported before it was first assessed', triaged({ signals: 1, triagedSignals: 0 }), true, [minutes(5)]],
    ['a deadline comes near: then', soon(minutes(1)), false, [minutes(1)]],
    ['it is near', soon(AT), true, [minutes(5)]],
    ['it was near', soon(minutes(-1)), true, [minutes(5)]],
    ['no severity yet', openCase({ signals: 1, triagedSignals: 1 }), false, []],
  ])('%s', (_name, record, wants, moments) => {
    expect(wantsTriage(record, AT)).toBe(wants);
    expect(assessedAgainAt(record, AT)).toEqual(moments);
  });

  it('the first and the last of moments, in whatever order they are named', () => {
    expect(first([minutes(2), minutes(1), minutes(3)])).toBe(minutes(1));
    expect(last([minutes(2), minutes(3), minutes(1)])).toBe(minutes(3));
    expect([first([AT]), last([AT])]).toEqual([AT, AT]);
    // The same moment in another spelling is as good as the first that was named.
    expect(first([AT, '2026-03-02T09:00:00Z'])).toBe(AT);
    expect(last([AT, '2026-03-02T09:00:00Z'])).toBe(AT);
  });
});

describe('when the next step is due', () => {
  const all = (value: string) => ({ S1: value, S2: value, S3: 'PT9H', S4: value });
  const step = {
    id: 'x',
    title: 'X',
    delay: all('PT10M'),
    targets: [{ person: 'mei-tan' }],
    channels: ['slack' as const],
    who: 'all' as const,
    acknowledgements: 1,
    hours: 'any' as const,
  };
  const policy = {
    ...ladderOf(triaged(), pack),
    steps: [step, { ...step, delay: all('PT20M'), repeat: { times: 2, every: all('PT3M') } }],
    repeatAfter: all('PT40M'),
  };
  const due = (changes: Partial<Case['escalation']>, of: Partial<Case> = {}, notices: readonly Notice[] = []) =>
    ladderDueAt(triaged({ escalation: { ...escalation, ...changes }, ...of }), policy, pack, minutes(2), notices);

  it.each<[string, Partial<Case['escalation']>, string]>([
    ['the first counts from when somebody owns it', {}, minutes(10)],
    ['the first of a later round comes at once', { round: 2 }, minutes(2)],
    ['another counts from the call before it', { nextStep: 1, lastCallAt: minutes(5) }, minutes(25)],
    ['where no step before it called anybody, from when somebody owns it', { nextStep: 1 }, minutes(20)],
    [
      'nobody was on duty for the step before it: at once',
      { nextStep: 1, lastCallAt: minutes(1), nobodyOnDuty: true },
      minutes(2),
    ],
    ['one that is called again, by its own pause', { nextStep: 1, lastCallAt: minutes(5), repeats: 1 }, minutes(8)],
    ['past the last the ladder waits, and begins again', { nextStep: 2, lastCallAt: minutes(5) }, minutes(45)],
    ['also where nobody was called', { nextStep: 2 }, minutes(40)],
    // A step of a policy that has changed meanwhile: it is not called again, so it has its delay.
    ['one that is not called again any more', { nextStep: 0, lastCallAt: minutes(5), repeats: 1 }, minutes(10)],
  ])('%s', (_name, changes, expected) => {
    expect(due(changes)).toBe(expected);
  });

  it('by its severity; one that nobody knows is S2; and nobody owns it yet: from now on', () => {
    expect(due({}, { severity: severityOf('S3') })).toBe(minutes(540));
    const { severity: _none, owner: _nobody, ...bare } = triaged();
    expect(ladderDueAt(bare, policy, pack, minutes(2), [])).toBe(minutes(12));
    expect(ladderDueAt({ ...bare, escalation: { ...escalation, nextStep: 2 } }, policy, pack, minutes(2), [])).toBe(
      minutes(42),
    );
  });
});

it('that nobody was on duty is known until somebody is called; a step that does not apply says nothing of that', () => {
  const nobody = skipped(triaged(), 0, AT).escalation;
  expect(nobody).toMatchObject({ nextStep: 1, lastCallAt: AT, nobodyOnDuty: true });
  expect(skipped(triaged(), 0, undefined).escalation).not.toHaveProperty('nobodyOnDuty');
  // One that does not apply stands between: there is still nobody to wait for.
  const between = skipped(triaged({ escalation: nobody }), 1, undefined);
  expect(between.escalation).toMatchObject({ nextStep: 2, nobodyOnDuty: true });
  const claimed = {
    what: 'EscalationStepClaimed',
    step: 2,
    stepId: 'x',
    round: 1,
    level: 1,
    notices: [],
    skipped: [],
  } as const;
  expect(climbed(between, { ...claimed, notices: [], skipped: [] }, minutes(1)).escalation).not.toHaveProperty(
    'nobodyOnDuty',
  );
});

describe('what comes and goes', () => {
  const flapping = (quiet?: string): Case =>
    triaged({
      flapping: { since: '2026-03-02T07:30:15.000Z', times: 4, ...(quiet === undefined ? {} : { quietUntil: quiet }) },
    });

  it('is solved when it has stayed away for long enough, and not before', () => {
    expect(decideQuietEnd(flapping(minutes(0.001)), pack, AT)).toBeUndefined();
    expect(decideQuietEnd(flapping(AT), pack, AT)).toEqual({
      what: 'CaseResolved',
      via: 'system',
      resolution: 'It has settled itself: it came 4 times since 2026-03-02 07:30 UTC, and has been quiet since.',
      // Of a failed delivery the default pack says five days.
      reopenUntil: '2026-03-07T09:00:00.000Z',
    });
    expect(decideQuietEnd(flapping(AT), { ...pack, types: {} }, AT)).toMatchObject({ reopenUntil: minutes(24 * 60) });
  });

  it('is not while it is there, or does not flap at all', () => {
    expect(decideQuietEnd(flapping(), pack, AT)).toBeUndefined();
    expect(decideQuietEnd(triaged(), pack, AT)).toBeUndefined();
    expect([quietUntil(flapping(AT)), quietUntil(flapping()), quietUntil(triaged())]).toEqual([
      AT,
      undefined,
      undefined,
    ]);
  });
});

describe('what the auditor writes', () => {
  const by = { actor: { kind: 'system', id: 'auditor' }, cause: { kind: 'auditor', id: 'run' } } as const;
  it('a new lifecycle, why, and when it is looked for again', () => {
    const late = openCase({ escalation: { ...escalation, nextDueAt: AT, generation: 3 } });
    expect(auditCase(late, minutes(1), 'run')).toEqual([
      {
        ...by,
        nextDueAt: minutes(3),
        happening: {
          what: 'LifecycleRestarted',
          generation: 4,
          reason: `Nothing happened although it was due at ${AT}.`,
        },
      },
    ]);
  });

  it('the end of what nobody has opened again; a case that is not solved has no such end', () => {
    const over = openCase({ state: 'resolved', reopenUntil: AT });
    expect(auditCase(over, AT, 'run')).toEqual([{ ...by, happening: { what: 'CaseClosed' } }]);
    const { nextDueAt: _none, ...done } = escalation;
    expect(auditCase(openCase({ state: 'triaged', reopenUntil: AT, escalation: done }), AT, 'run')).toEqual([]);
    expect(auditCase(openCase({ state: 'resolved', escalation: done }), AT, 'run')).toEqual([]);
  });

  it('a message of which nobody has heard for a day, with the reason', () => {
    const notice = { claimedAt: AT } as Notice;
    expect(auditNotice(notice, minutes(24 * 60))).toEqual({
      do: 'give-up',
      reason: 'the channel gave no outcome for 24 hours',
    });
    // Never sooner than a minute, however young it is.
    expect(auditNotice(notice, minutes(0.5))).toEqual({ do: 'order-again', next: minutes(0.5) });
  });
});
