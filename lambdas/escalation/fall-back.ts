import { deriveId, readerIn } from '../contracts/index.ts';
import type { Case, Channel, Notice, Person, PolicyPack, SeverityLevel } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { isLost } from '../case/decide-delivery.ts';
import { whyUnwanted } from '../case/decide-notice.ts';
import { byChannel, claimsOf, isReachable, ownOrder, urgencyOf } from './notice-rules.ts';

/** Over which channel a person is tried when another one has failed; those that ring come before those that are read. */
const ORDER: readonly Channel[] = ['slack', 'sms', 'email', 'teams', 'webhook'];

export interface FallBack {
  readonly lost: Notice;
  readonly notice: Notice;
  readonly reason: string;
}

/**
 * The first notice that has not reached its reader, who is reached by nothing else either, with one over their next channel. Nobody else gets a message more for it. Undefined:
 * everybody was reached, or every way was tried.
 */
export function fallBack(record: Case, notices: readonly Notice[], pack: PolicyPack, at: string): FallBack | undefined {
  for (const lost of notices) {
    // Guard: nobody is told over another channel what is no longer wanted.
    if (!isLost(lost) || whyUnwanted(lost, record, at) !== undefined) continue;
    const person = readerIn(pack, lost.person);
    const tried = notices.filter((other) => isOfSame(other, lost));
    // Guard: who is reached, or may be any moment, gets it once.
    if (person === undefined || !tried.every(isLost)) continue;
    const channel = nextChannel(person, tried, urgencyOf(lost, record));
    if (channel !== undefined) return { lost, notice: instead(lost, channel, at), reason: whyLost(lost) };
  }
  return undefined;
}

interface LostSituation {
  readonly record: Case;
  readonly notices: readonly Notice[];
  readonly pack: PolicyPack;
  readonly at: string;
}

/** The act by which somebody who was not reached is tried by their next channel. */
export function lostMove(
  { record, notices, pack, at }: LostSituation,
  by: Pick<Act, 'actor' | 'cause'>,
): { readonly act: Act; readonly notices: readonly Notice[] } | undefined {
  const found = fallBack(record, notices, pack, at);
  if (found === undefined) return undefined;
  const { lost, notice, reason } = found;
  const fellBack = { insteadOf: lost.id, notices: claimsOf([notice]), reason };
  return { act: { ...by, happening: { what: 'NoticeFellBack', ...fellBack } }, notices: [notice] };
}

/** Whether the last step that called anybody has reached nobody, by any channel that they have. */
export function hasReachedNobody({ escalation }: Case, notices: readonly Notice[]): boolean {
  const calls = notices.filter(({ purpose, round }) => purpose === 'call' && round === escalation.round);
  const last = Math.max(...calls.map(({ step }) => step));
  const ofStep = calls.filter(({ step }) => step === last);
  return ofStep.length > 0 && ofStep.every(isLost);
}

function whyLost({ channel, delivery, failure }: Notice): string {
  return delivery === undefined
    ? `${channel} failed: ${failure ?? 'no reason given'}`
    : `${channel} ${delivery.state}: ${delivery.reason}`;
}

/** The same message to the same person, whatever the channel; each call of a step that is repeated is one of its own. */
function isOfSame(
  other: Notice,
  { purpose, round, step, repeat, person, actionId, clock, percent, shift, taskIds }: Notice,
): boolean {
  return (
    other.purpose === purpose &&
    other.person === person &&
    other.round === round &&
    other.step === step &&
    other.repeat === repeat &&
    other.actionId === actionId &&
    other.clock === clock &&
    other.percent === percent &&
    other.shift?.startedAt === shift?.startedAt &&
    other.taskIds?.join() === taskIds?.join()
  );
}

/** Their own order first, then whatever is left. */
function nextChannel(person: Person, tried: readonly Notice[], level?: SeverityLevel): Channel | undefined {
  const own = ownOrder(person, level)?.map(({ channel }) => channel) ?? [];
  return [...own, ...ORDER].find(
    (channel) => isReachable(person, channel) && !tried.some((notice) => notice.channel === channel),
  );
}

function instead(lost: Notice, channel: Channel, at: string): Notice {
  const id = deriveId('ntc', lost.caseId, 'instead', lost.id, channel);
  return { ...byChannel(lost, channel, at), id, insteadOf: lost.id };
}
