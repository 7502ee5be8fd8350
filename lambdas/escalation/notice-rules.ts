import { addDuration, durationMs } from '../case/duration.ts';
import { hasAgreed } from '../case/ladder.ts';
import { deriveId, readerIn } from '../contracts/index.ts';
import type { Case, Channel, Notice, Person, PolicyPack, SeverityLevel } from '../contracts/index.ts';

/** Whether a person has an address on a channel that is sent to. */
export function isReachable(person: Person, channel: Channel): boolean {
  if (channel === 'slack') return person.slackId !== undefined;
  if (channel === 'sms') return person.phone !== undefined;
  if (channel === 'teams') return person.teams !== undefined;
  if (channel === 'webhook') return person.webhook !== undefined;
  // A channel that several read has no address.
  return person.email !== '';
}

export function isUrgent(level: SeverityLevel | undefined): boolean {
  return level !== 'S3' && level !== 'S4';
}

/** How urgent a message is: as its case, but where it says that others have it, and nothing has to be done. */
export function urgencyOf(
  { purpose }: Pick<Notice, 'purpose'>,
  { severity }: Pick<Case, 'severity'>,
): SeverityLevel | undefined {
  return purpose === 'passed_on' ? 'S4' : severity?.level;
}

/** Notices as the entry that claims them names them. */
export function claimsOf(notices: readonly Notice[]): { noticeId: string; person: string; channel: Channel }[] {
  return notices.map(({ id, person, channel }) => ({ noticeId: id, person, channel }));
}

/** A message as it is claimed, at the place where the ladder of its case stands. */
export function newNotice(
  { id: caseId, escalation }: Case,
  claimedAt: string,
  about: Pick<Notice, 'id' | 'purpose' | 'person' | 'channel'> & Partial<Notice>,
): Notice {
  return {
    contract: 'notice/1',
    caseId,
    step: escalation.nextStep,
    round: escalation.round,
    state: 'claimed',
    claimedAt,
    possiblyRepeated: false,
    ...about,
  };
}

/** Those that nobody has claimed yet. */
export function notClaimed(wanted: readonly Notice[], known: readonly Notice[]): readonly Notice[] {
  // Most often nothing is wanted, and much is known.
  if (wanted.length === 0) return wanted;
  const ids = new Set(known.map(({ id }) => id));
  return wanted.filter(({ id }) => !ids.has(id));
}

interface Turn {
  readonly channel: Channel;
  readonly after: string;
}

/** A person's own order of channels for a severity, as far as they can be reached; undefined where they have none, and the ladder's holds. */
export function ownOrder(person: Person, level: SeverityLevel | undefined): readonly Turn[] | undefined {
  const order = isUrgent(level) ? person.notices?.urgent : person.notices?.normal;
  const reachable = order?.filter(({ channel }) => isReachable(person, channel)) ?? [];
  return reachable.length === 0 ? undefined : reachable;
}

/** The channels by which somebody is told at once: of their own order those that come first, whatever their time, so that nobody waits for a first message. */
export function channelsAtOnce(
  person: Person,
  level: SeverityLevel | undefined,
  otherwise: readonly Channel[],
): readonly Channel[] {
  const order = ownOrder(person, level);
  if (order === undefined) return otherwise.filter((channel) => isReachable(person, channel));
  const soonest = Math.min(...order.map(({ after }) => durationMs(after)));
  return order.filter(({ after }) => durationMs(after) === soonest).map(({ channel }) => channel);
}

export interface SpacedNotice {
  readonly dueAt: string;
  readonly notice: Notice;
}

/** What is still to come of the orders of those who were called in this round, and when: only while nobody has the case. */
export function spacedNotices(
  record: Case,
  notices: readonly Notice[],
  pack: PolicyPack,
  at: string,
): readonly SpacedNotice[] {
  if (record.state !== 'triaged') return [];
  const { round } = record.escalation;
  const calls = notices.filter((notice) => notice.purpose === 'call' && notice.round === round);
  const groups = Map.groupBy(calls, ({ step, person }) => `${String(step)} ${person}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const person = readerIn(pack, first?.person ?? '');
    // Guard: who has acknowledged is not called by more channels while others still have to.
    if (first === undefined || person === undefined || hasAgreed(record, person.id)) return [];
    const tried = new Set(group.map(({ channel }) => channel));
    const since = group.map(({ claimedAt }) => claimedAt).reduce((one, other) => (one < other ? one : other));
    return (ownOrder(person, record.severity?.level) ?? [])
      .filter(({ channel }) => !tried.has(channel))
      .map(({ channel, after }) => ({ dueAt: addDuration(since, after), notice: later(first, channel, at) }));
  });
}

function later(first: Notice, channel: Channel, at: string): Notice {
  const { repeat: _which, ...call } = first;
  const { caseId, round, step, person } = call;
  return {
    ...byChannel(call, channel, at),
    id: deriveId('ntc', caseId, 'call', round, step, 'later', person, channel),
  };
}

/** The same message to the same person by another channel, without an id of its own yet. */
export function byChannel(notice: Notice, channel: Channel, at: string): Omit<Notice, 'id'> {
  const { contract, caseId, purpose, step, round, first, repeat, person, actionId, clock, percent, shift, taskIds } =
    notice;
  return {
    contract,
    caseId,
    purpose,
    ...(actionId === undefined ? {} : { actionId }),
    ...(clock === undefined ? {} : { clock }),
    ...(percent === undefined ? {} : { percent }),
    ...(shift === undefined ? {} : { shift }),
    ...(taskIds === undefined ? {} : { taskIds }),
    step,
    round,
    ...(first === undefined ? {} : { first }),
    ...(repeat === undefined ? {} : { repeat }),
    person,
    channel,
    state: 'claimed',
    claimedAt: at,
    possiblyRepeated: false,
  };
}
