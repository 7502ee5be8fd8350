import { describe, expect, it } from 'vitest';
import { auditAction } from '../../../lambdas/actions/audit-action.ts';
import { beginAttempt, endAttempt, judgeDocument } from '../../../lambdas/actions/decide-attempt.ts';
import { openCase } from '../../support/case.ts';
import { after, anAction, AT, otherId, PROMISED, record, WANTED } from './actions-fixture.ts';

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
});

describe('whose turn it is', () => {
  const executing = anAction({ state: 'executing', attempts: 1, begunAt: AT });

  it('an attempt under way is left to end: nobody writes beside it', () => {
    expect(beginAttempt(executing, record, after(0.5))).toBeUndefined();
  });

  it('one without an outcome for a minute is dead, and may have written', () => {
    expect(beginAttempt(executing, record, after(1))?.after).toMatchObject({ attempts: 2, mayBeWritten: true });
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
