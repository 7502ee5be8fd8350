import { describe, expect, it } from 'vitest';
import { auditAction } from '../../../lambdas/actions/audit-action.ts';
import { beginAttempt, endAttempt, isSame, judgeDocument } from '../../../lambdas/actions/decide-attempt.ts';
import type { AttemptOutcome } from '../../../lambdas/actions/decide-attempt.ts';
import { handTermsOf } from '../../../lambdas/actions/hand-over.ts';
import type { Action } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';
import { after, anAction, AT, made, otherId, pack, PROMISED, record, WANTED } from './actions-fixture.ts';

describe('what is right to do with the document as it is now', () => {
  const says = (promisedAt: string) => ({ etag: 'W/"7"', values: { promisedAt } });

  it('has our value already: it is confirmed and not written again, however the moment is written', () => {
    expect(judgeDocument(anAction(), says(WANTED))).toEqual({ do: 'confirm' });
    expect(judgeDocument(anAction(), says('2026-03-04T15:00:00+01:00'))).toEqual({ do: 'confirm' });
  });

  it('says what was decided on: it is written, under its tag', () => {
    expect(judgeDocument(anAction(), says(PROMISED))).toEqual({ do: 'write', etag: 'W/"7"' });
  });

  it('says what was decided on after an answer got lost: written again only while nobody has touched it', () => {
    expect(judgeDocument(anAction({ triedUnder: 'W/"7"' }), says(PROMISED))).toEqual({ do: 'write', etag: 'W/"7"' });
    expect(judgeDocument(anAction({ triedUnder: 'W/"5"' }), says(PROMISED)).do).toBe('ask');
    expect(judgeDocument(anAction({ triedUnder: 'W/"5"' }), says(WANTED)).do).toBe('confirm');
  });

  it('says something else: nothing is forced', () => {
    expect(judgeDocument(anAction(), says('2026-03-05T00:00:00.000Z')).do).toBe('supersede');
    expect(judgeDocument(anAction(), { etag: 'x', values: {} }).do).toBe('supersede');
    expect(judgeDocument(anAction(), undefined).do).toBe('fail');
  });

  it('says in words what stands there instead: a person reads it in the worklist', () => {
    const both = anAction({
      change: { carrier: 'DHL', promisedAt: WANTED },
      basis: { carrier: 'UPS', promisedAt: PROMISED },
    });
    expect(judgeDocument(both, { etag: 'x', values: { carrier: 'GLS' } })).toEqual({
      do: 'supersede',
      reason: 'Somebody has changed 4500017 meanwhile: carrier is GLS, promisedAt is empty.',
    });
    expect(judgeDocument(anAction(), undefined)).toEqual({ do: 'fail', reason: 'ERP has no document 4500017.' });
    expect(judgeDocument(anAction({ triedUnder: 'W/"5"' }), says(PROMISED))).toEqual({
      do: 'ask',
      reason: '4500017 says what it said before, but was changed meanwhile: nobody knows whether by us.',
    });
  });

  it('half of our values is not our change, and half of what was decided on is not what was decided on', () => {
    const both = anAction({
      change: { carrier: 'DHL', promisedAt: WANTED },
      basis: { carrier: 'UPS', promisedAt: PROMISED },
    });
    const of = (carrier: string, promisedAt: string) =>
      judgeDocument(both, { etag: 'x', values: { carrier, promisedAt } }).do;
    expect(of('DHL', WANTED)).toBe('confirm');
    expect(of('UPS', PROMISED)).toBe('write');
    expect(of('DHL', PROMISED)).toBe('supersede');
    expect(of('UPS', WANTED)).toBe('supersede');
  });

  it('made anew it is written where nothing is under its key, and over nothing that is', () => {
    const anew = anAction({ change: { amount: '40.00', order: '4500017' }, basis: {} });
    const there = (values: Readonly<Record<string, string | undefined>>) => judgeDocument(anew, { etag: '', values });
    expect(there({})).toEqual({ do: 'write', etag: '' });
    expect(there({ amount: undefined, order: undefined }).do).toBe('write');
    expect(there({ amount: '40.00', order: '4500017' }).do).toBe('confirm');
    expect(there({ amount: undefined, order: '4500017' }).do).toBe('supersede');
    expect(there({ amount: '50.00', order: '4500017' }).do).toBe('supersede');
  });

  it.each<[string, Parameters<typeof isSame>[0], Parameters<typeof isSame>[1], boolean]>([
    ['one text', 'DHL', 'DHL', true],
    ['other letters are another text', 'DHL', 'dhl', false],
    ['what is not there is an empty field', undefined, '', true],
    ['what is not there is no value', undefined, 'DHL', false],
    ['nor a number', undefined, 0, false],
    ['a number as text is not that number', '5', 5, false],
    ['nor the other way round', 5, '5', false],
    ['a number', 5, 5, true],
    ['a truth', true, true, true],
    ['another', false, true, false],
    ['one moment, in two zones', '2026-03-04T15:00:00+01:00', '2026-03-04T14:00:00Z', true],
    ['two moments', '2026-03-04T15:00:00Z', '2026-03-04T14:00:00Z', false],
    ['a day is no moment, though its midnight is one', '2026-03-04', '2026-03-04T00:00:00Z', false],
    ['nor is a moment a day', '2026-03-04T00:00:00Z', '2026-03-04', false],
    ['texts that are the same day to a lenient reader', 'Dock 1', 'Gate 1', false],
    ['texts that hold a moment', 'x 2026-03-04T15:00:00Z', 'y 2026-03-04T15:00:00Z', false],
    ['looks like a moment, and is none', '2026-13-04T15:00:00Z', '2026-14-04T15:00:00Z', false],
  ])('%s', (_name, left, right, same) => {
    expect(isSame(left, right)).toBe(same);
  });
});

describe('whose turn it is', () => {
  const executing = anAction({ state: 'executing', attempts: 1, begunAt: AT });

  it('an attempt under way is left to end: nobody writes beside it', () => {
    expect(beginAttempt(executing, record, after(0.5))).toBeUndefined();
  });

  it('one without an outcome for a minute is dead, and may have written', () => {
    expect(beginAttempt(executing, record, after(1))?.after).toMatchObject({ attempts: 2, mayBeWritten: true });
    // It is known since it began, and not before: the time of an earlier one says nothing of one that was put off.
    expect(beginAttempt(anAction({ begunAt: AT }), record, after(1))?.after.mayBeWritten).toBe(false);
    // What died is looked after, also for a case that was withdrawn meanwhile.
    expect(beginAttempt(executing, openCase({ state: 'withdrawn' }), after(1))).toBeDefined();
  });

  it('the claim says who tries for the how many-th time, and when it is taken for dead', () => {
    expect(beginAttempt(anAction({ attempts: 2, generation: 3 }), record, AT)).toEqual({
      act: {
        actor: { kind: 'system', id: 'actions' },
        cause: { kind: 'lifecycle', id: `${anAction().id}-3` },
        happening: { what: 'ActionAttempted', actionId: anAction().id, attempt: 3 },
      },
      after: anAction({ state: 'executing', attempts: 3, generation: 3, begunAt: AT, nextDueAt: after(1) }),
    });
  });

  it('one that was put off waits for its time', () => {
    const putOff = anAction({ retryAt: after(5) });
    expect(beginAttempt(putOff, record, after(4))).toBeUndefined();
    expect(beginAttempt(putOff, record, after(5))?.after).toMatchObject({ state: 'executing', mayBeWritten: false });
  });

  it.each([
    'awaiting_approval',
    'by_hand',
    'confirmed',
    'refused',
    'expired',
    'superseded',
    'failed',
    'unconfirmed',
  ] as const)('none when it is %s', (state) => {
    expect(beginAttempt(anAction({ state }), record, after(60))).toBeUndefined();
  });

  it('of a withdrawn case only what may have been written, or takes back', () => {
    const withdrawn = openCase({ state: 'withdrawn' });
    expect(beginAttempt(anAction(), withdrawn, AT)).toBeUndefined();
    expect(beginAttempt(anAction({ mayBeWritten: true }), withdrawn, AT)).toBeDefined();
    expect(beginAttempt(anAction({ undoes: otherId }), withdrawn, AT)).toBeDefined();
    // Reported again, what was written stays.
    expect(beginAttempt(anAction({ undoes: otherId }), record, AT)).toBeUndefined();
  });
});

describe('how an attempt ends', () => {
  const executing = anAction({ state: 'executing', attempts: 1, begunAt: AT });

  it('what we found there is ours only if we may have written it', () => {
    const found = { end: 'confirmed', found: 'there_already' } as const;
    expect(endAttempt(executing, found, AT).after.wroteAt).toBeUndefined();
    expect(endAttempt({ ...executing, mayBeWritten: true }, found, AT).after.wroteAt).toBe(AT);
  });

  it('without an answer it may be written, and is tried again later; after a day a person has to look', () => {
    const silent = { end: 'postponed', reason: 'no answer', isOutcomeKnown: false } as const;
    expect(endAttempt(executing, silent, AT).after).toMatchObject({ state: 'approved', mayBeWritten: true });
    expect(endAttempt(executing, silent, after(24 * 60)).after).toMatchObject({ state: 'unconfirmed' });
  });

  const because = 'a reason that a person reads';
  it.each<[string, AttemptOutcome, Action['state'], object]>([
    ['written', { end: 'confirmed', found: 'written' }, 'confirmed', { what: 'ActionConfirmed', found: 'written' }],
    ['changed by others', { end: 'superseded', reason: because }, 'superseded', { what: 'ActionSuperseded' }],
    ['not taken', { end: 'failed', reason: because }, 'failed', { what: 'ActionFailed' }],
    ['nobody knows', { end: 'unclear', reason: because }, 'unconfirmed', { what: 'ActionUnconfirmed' }],
    [
      'not taken for a day',
      { end: 'postponed', reason: because, isOutcomeKnown: true },
      'failed',
      { what: 'ActionFailed' },
    ],
    [
      'nobody knows for a day',
      { end: 'postponed', reason: because, isOutcomeKnown: false },
      'unconfirmed',
      { what: 'ActionUnconfirmed' },
    ],
  ])('for good: %s', (_name, outcome, state, happening) => {
    const of = { ...executing, silentSince: AT, nextDueAt: AT };
    const ended = endAttempt(of, outcome, after(24 * 60));
    const told = 'reason' in outcome ? { reason: because } : {};
    expect(ended.act).toEqual({
      actor: { kind: 'system', id: 'actions' },
      cause: { kind: 'lifecycle', id: `${of.id}-1` },
      amount: of.amount,
      happening: { actionId: of.id, ...told, ...happening },
    });
    // It leaves the list of what is due, and only what is written by us is compared at night.
    expect(ended.after).toMatchObject({ state, endedAt: after(24 * 60) });
    expect(ended.after).not.toHaveProperty('nextDueAt');
    expect(ended.after.problem).toBe('reason' in outcome ? because : undefined);
    expect(ended.after.wroteAt).toBe(state === 'confirmed' ? after(24 * 60) : undefined);
    if (state === 'confirmed') expect(ended.after).not.toHaveProperty('problem');
  });

  it('a message is nothing that could be compared or taken back, and what nobody knows the amount of has none', () => {
    const message = { ...executing, system: 'mail' } as const;
    expect(endAttempt(message, { end: 'confirmed', found: 'written' }, AT).after.wroteAt).toBeUndefined();
    const { amount: _none, ...free } = executing;
    expect(endAttempt(free, { end: 'failed', reason: because }, AT).act).not.toHaveProperty('amount');
  });
});

describe('when it is tried again', () => {
  const executing = (attempts: number, changes: Partial<Action> = {}) =>
    anAction({ state: 'executing', attempts, begunAt: AT, ...changes });
  const silent = { end: 'postponed', reason: 'no answer', isOutcomeKnown: true } as const;
  const pause = (action: Action, outcome: object = {}, at = AT, hand = false) =>
    (Date.parse(
      endAttempt(action, { ...silent, ...outcome }, at, hand ? handTermsOf('promise_date', pack) : undefined).after
        .retryAt ?? '',
    ) -
      Date.parse(at)) /
    1000;

  it('after pauses that grow from a minute to a quarter of an hour, and no further', () => {
    expect([1, 2, 3, 4, 5, 6, 50].map((attempts) => pause(executing(attempts)))).toEqual([
      60, 120, 240, 480, 900, 900, 900,
    ]);
  });

  it('not sooner than the system has asked for, and not later because it asked for less', () => {
    expect(pause(executing(1), { notBefore: after(11) })).toBe(11 * 60);
    expect(pause(executing(1), { notBefore: after(0.5) })).toBe(60);
  });

  it('just when it would go to a person, where that comes first and is still to come', () => {
    // The default pack leaves a promise to a person after half an hour.
    expect(pause(executing(5, { silentSince: after(-20) }), {}, AT, true)).toBe(10 * 60);
    expect(pause(executing(1, { silentSince: after(-20) }), {}, AT, true)).toBe(60);
    expect(pause(executing(5, { silentSince: after(-20) }))).toBe(900);
    // Somebody else is at the document: that goes to nobody, and is no reason to try at once.
    expect(pause(executing(5, { silentSince: after(-40) }), { isBusy: true }, AT, true)).toBe(900);
    expect(pause(executing(5, { silentSince: after(-30) }), { isBusy: true }, AT, true)).toBe(900);
  });

  it('and the record says so, without the times of the try before', () => {
    const postponed = endAttempt(
      executing(1, { retryAt: AT }),
      { ...silent, isOutcomeKnown: false, triedUnder: 'W/"3"' },
      AT,
    );
    const { begunAt: _over, retryAt: _past, ...rest } = executing(1);
    expect(postponed).toEqual({
      act: {
        actor: { kind: 'system', id: 'actions' },
        cause: { kind: 'lifecycle', id: `${rest.id}-1` },
        happening: { what: 'ActionPostponed', actionId: rest.id, reason: 'no answer', isOutcomeKnown: false },
      },
      after: {
        ...rest,
        state: 'approved',
        mayBeWritten: true,
        triedUnder: 'W/"3"',
        silentSince: AT,
        retryAt: after(1),
        nextDueAt: after(1),
        problem: 'no answer',
      },
    });
    // A later try that sent nothing does not forget under which tag the first one was sent.
    const again = endAttempt(executing(2, { triedUnder: 'W/"3"' }), silent, AT).after;
    expect(again.triedUnder).toBe('W/"3"');
    expect(endAttempt(executing(2), silent, AT).after).not.toHaveProperty('triedUnder');
  });

  it('by a person from now on: the record has the task and since when the system is silent', () => {
    const handed = endAttempt(
      executing(4, { silentSince: after(-30) }),
      { ...silent, isOutcomeKnown: false },
      AT,
      handTermsOf('promise_date', pack),
    );
    expect(handed.act).toMatchObject({
      actor: { id: 'actions' },
      happening: {
        what: 'ActionHandedOver',
        reason: 'no answer',
        since: after(-30),
        task: { title: `By hand: ${made().action.title}`, required: true },
      },
    });
    // The system may be back as soon as the task is written.
    expect(handed.after).toMatchObject({
      state: 'by_hand',
      nextDueAt: after(5),
      problem: 'no answer',
      mayBeWritten: true,
    });
    // A time to wait that the system names keeps nobody from doing by hand what was surely not taken.
    expect(
      endAttempt(
        executing(4, { silentSince: after(-30) }),
        { ...silent, notBefore: after(60) },
        AT,
        handTermsOf('promise_date', pack),
      ).after.state,
    ).toBe('by_hand');
    // The first silence of all is no silence of half an hour.
    expect(endAttempt(executing(1), silent, after(60), handTermsOf('promise_date', pack)).after.state).toBe('approved');
  });
});

describe('the auditor', () => {
  it('leaves alone what is not late: another execution would stand beside the one that works', () => {
    const waiting = anAction({ nextDueAt: after(10) });
    expect(auditAction(waiting, after(10.9), 'run')).toBeUndefined();
    expect(
      auditAction(anAction({ state: 'confirmed', endedAt: AT, nextDueAt: undefined } as object), after(99), 'run'),
    ).toBeUndefined();
  });

  it('gives what is late to a new execution, once', () => {
    const first = auditAction(anAction({ nextDueAt: after(10) }), after(11), 'run');
    expect(first?.after.generation).toBe(2);
    expect(auditAction(first!.after, after(11), 'another run')).toBeUndefined();
  });
});
