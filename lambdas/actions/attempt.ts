import type { Action } from '../contracts/index.ts';
import { REPORTED_AGAIN, WITHDRAWN } from './decide-action.ts';
import { judgeDocument } from './decide-attempt.ts';
import type { AttemptOutcome } from './decide-attempt.ts';
import type { Seen } from './compare-after-hand.ts';
import type { WritableSystem } from './ports.ts';

/** Somebody else writes to the same document all the time: after so many rounds the action waits for its next turn. */
const ROUNDS = 3;

export interface Attempt {
  readonly action: Action;
  /** False: it is only looked up what became of an earlier attempt. */
  readonly isWriting: boolean;
}

/**
 * One attempt: look, judge, write under the tag that was read; changed meanwhile: look and judge again. It looks before it writes, so that
 * an attempt whose answer was lost is found instead of repeated. `at` is given for the time that a system asks us to wait.
 */
export async function attempt(
  { action, isWriting }: Attempt,
  system: WritableSystem,
  at: string,
): Promise<AttemptOutcome> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const document = await settled(system.read(action.subject));
    if (!document.ok) return { end: 'postponed', reason: document.reason, isOutcomeKnown: !action.mayBeWritten };
    const verdict = judgeDocument(action, document.value);
    if (verdict.do === 'confirm') return { end: 'confirmed', found: 'there_already' };
    if (verdict.do === 'write' && !isWriting)
      return { end: 'superseded', reason: action.undoes === undefined ? WITHDRAWN : REPORTED_AGAIN };
    if (verdict.do === 'ask') return { end: 'unclear', reason: verdict.reason };
    if (verdict.do === 'fail') return { end: 'failed', reason: verdict.reason };
    if (verdict.do === 'supersede')
      return {
        end: 'superseded',
        reason: verdict.reason,
        ...(document.value === undefined ? {} : { document: document.value }),
      };
    const later = system.mayStillWriteFor === undefined ? {} : { notBefore: addMs(at, system.mayStillWriteFor) };
    // Guard: what may be at work still is waited for once, since it is not found yet.
    if ('notBefore' in later && action.mayBeWritten && action.triedUnder !== verdict.etag)
      return { end: 'postponed', reason: STILL_AT_WORK, isOutcomeKnown: false, triedUnder: verdict.etag, ...later };
    // Guard: what may have been sent and is not found is not sent again by itself.
    if (system.neverTwice === true && action.mayBeWritten) return { end: 'unclear', reason: MAYBE_SENT };
    const { change: values, idempotencyKey } = action;
    const written = await settled(system.write(action.subject, { values, etag: verdict.etag, idempotencyKey }));
    if (!written.ok)
      return { end: 'postponed', reason: written.reason, isOutcomeKnown: false, triedUnder: verdict.etag, ...later };
    switch (written.value.answer) {
      case 'done':
        return { end: 'confirmed', found: 'written' };
      case 'refused':
        return { end: 'failed', reason: written.value.reason };
      case 'later': {
        const notBefore = addMs(at, written.value.seconds * 1000);
        return { end: 'postponed', reason: written.value.reason, isOutcomeKnown: true, notBefore };
      }
      case 'changed-meanwhile':
    }
  }
  return { end: 'postponed', reason: 'The document changes all the time.', isOutcomeKnown: true, isBusy: true };
}

const MAYBE_SENT = 'Nobody knows whether it was sent: an earlier try has ended without an answer.';
const STILL_AT_WORK = 'An earlier try may be at work still.';

function addMs(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString();
}

/** What the system says now, for what a person does by hand: nothing is written. */
export async function look({ subject }: Action, system: WritableSystem): Promise<Seen> {
  const document = await settled(system.read(subject));
  return document.ok ? { ok: true, document: document.value } : document;
}

type Settled<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

async function settled<Value>(call: Promise<Value>): Promise<Settled<Value>> {
  try {
    return { ok: true, value: await call };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message.slice(0, 200) : 'no answer' };
  }
}
