import { isLost } from '../../../lambdas/case/decide-delivery.ts';
import { whyUnwanted } from '../../../lambdas/case/decide-notice.ts';
import { callingStates, transitionOf } from '../../../lambdas/case/states.ts';
import type { CaseState, JournalEntry, Notice } from '../../../lambdas/contracts/index.ts';
import type { History, Moment } from '../history.ts';
import type { Invariant } from './invariant.ts';

/** So long a notice may be without an outcome when everything works: an order, a hand-over that is taken for lost, and the next order. */
const PATIENCE = 10 * 60_000;

export const everyNoticeEnds: Invariant = {
  says: 'each claimed notice has an outcome',
  broken: ({ cases, endedAt }) =>
    cases.flatMap(({ notices }) =>
      notices
        .filter(({ state, claimedAt }) => isUnderWay(state) && Date.parse(claimedAt) < endedAt - PATIENCE)
        .map(({ id, channel, state, claimedAt }) => `${id} by ${channel}, claimed at ${claimedAt}, is ${state}`),
    ),
};

function isUnderWay(state: string): boolean {
  return state === 'claimed' || state === 'sending';
}

export const nothingAfterTheRecord: Invariant = {
  says: 'no hand-over after a recorded one',
  broken: ({ moments }) => {
    const ended = new Set<string>();
    return moments.flatMap((moment) => {
      if (moment.what === 'entry' && moment.entry.happening.what === 'NoticeHandedOver') {
        const { noticeId } = moment.entry.happening;
        const isTwice = ended.has(noticeId);
        ended.add(noticeId);
        return isTwice ? [`${noticeId} was recorded twice`] : [];
      }
      if (moment.what === 'told' && ended.has(moment.noticeId))
        return [`${moment.noticeId} was told again by ${moment.channel}`];
      if (moment.what === 'begun' && ended.has(moment.notice.id)) return [`${moment.notice.id} was begun again`];
      return [];
    });
  },
};

/** Of a card in Teams nobody can say of which notice it is. */
const SEEN: ReadonlySet<string> = new Set(['slack', 'email', 'sms', 'webhook']);

export const recordedIsSent: Invariant = {
  says: 'what is recorded as handed over has left',
  broken: ({ moments, cases }) => {
    const told = new Set(moments.flatMap((moment) => (moment.what === 'told' ? [moment.noticeId] : [])));
    const begun = new Set(moments.flatMap((moment) => (moment.what === 'begun' ? [moment.notice.id] : [])));
    return cases.flatMap(({ notices }) =>
      notices
        .filter(
          ({ id, channel, state }) => state === 'handed_over' && SEEN.has(channel) && begun.has(id) && !told.has(id),
        )
        .map(({ id, channel }) => `${id} is recorded as handed over by ${channel}, and nobody has got it`),
    );
  },
};

/** A message leaves only under a hand-over that was begun for it, one for each; and the second is marked. */
export const nothingUnbegun: Invariant = {
  says: 'each message was begun, and a repetition is marked',
  broken: ({ moments }) => {
    const begun = new Map<string, number>();
    const told = new Map<string, number>();
    return moments.flatMap((moment) => {
      if (moment.what === 'begun') {
        const { id, possiblyRepeated } = moment.notice;
        const before = begun.get(id) ?? 0;
        begun.set(id, before + 1);
        return possiblyRepeated === before > 0 ? [] : [`${id} was begun ${before + 1} times and is not marked so`];
      }
      if (moment.what === 'taken-back') begun.set(moment.noticeId, (begun.get(moment.noticeId) ?? 0) - 1);
      if (moment.what !== 'told') return [];
      const times = (told.get(moment.noticeId) ?? 0) + 1;
      told.set(moment.noticeId, times);
      const allowed = begun.get(moment.noticeId) ?? 0;
      return times <= allowed
        ? []
        : [`${moment.noticeId} by ${moment.channel}: message ${times} of ${allowed} hand-overs`];
    });
  },
};

/** Slack can be asked whether it has a message, and is. */
export const onceOnSlack: Invariant = {
  says: 'nobody is told twice on Slack',
  broken: ({ moments }) => {
    const told = moments.flatMap((moment) =>
      moment.what === 'told' && moment.channel === 'slack' ? [moment.noticeId] : [],
    );
    return told.filter((id, index) => told.indexOf(id) !== index).map((id) => `${id} is there twice`);
  },
};

export const nothingAfterTheAcknowledgement: Invariant = {
  says: 'no call is begun after the acknowledgement was committed',
  broken: ({ moments }) => {
    const cases = new Map<string, Standing>();
    return moments.flatMap((moment) => follow(moment, cases));
  },
};

/** A call that has not reached its reader goes on by another channel or to somebody else, unless somebody has the case. */
export const lostIsWithSomebody: Invariant = {
  says: 'a call that reached nobody is with somebody else',
  broken: ({ cases, endedAt }) =>
    cases.flatMap(({ record, journal, notices }) => {
      const isTaken = journal.some(({ happening }) => TAKEN.has(happening.what));
      const calls = notices.filter(({ purpose }) => purpose === 'call');
      return calls
        .filter((call) => isLost(call) && Date.parse(call.claimedAt) < endedAt - PATIENCE)
        .filter((call) => !isTaken && whyUnwanted(call, record, new Date(endedAt).toISOString()) === undefined)
        .filter((lost) => !calls.some((other) => !isLost(other) && other.claimedAt >= lost.claimedAt))
        .map(({ id, person, channel }) => `${id} to ${person} by ${channel} was lost, and nobody else was called`);
    }),
};

/** Whatever it is about, and whether or not the case is over; who has no other way left was tried by every one. */
export const lostGoesOn: Invariant = {
  says: 'a message that did not arrive goes to its reader by another way',
  broken: ({ cases, endedAt }) =>
    cases.flatMap(({ record, notices }) => {
      const at = new Date(endedAt).toISOString();
      return notices
        .filter((lost) => isLost(lost) && Date.parse(lost.delivery?.at ?? lost.claimedAt) < endedAt - PATIENCE)
        .filter((lost) => whyUnwanted(lost, record, at) === undefined)
        .filter((lost) => {
          const tried = notices.filter((other) => isOfSame(other, lost));
          return tried.every(isLost) && new Set(tried.map(({ channel }) => channel)).size < WAYS;
        })
        .map(
          ({ id, purpose, person, channel }) =>
            `${id} (${purpose}) to ${person} by ${channel} was lost, and that was all`,
        );
    }),
};

/** Slack, mail and a phone: everybody in the default pack has them. */
const WAYS = 3;

function isOfSame(one: Notice, other: Notice): boolean {
  const keyOf = ({ purpose, person, round, step, actionId, clock, percent }: Notice): string =>
    JSON.stringify([purpose, person, round, step, actionId, clock, percent]);
  return keyOf(one) === keyOf(other);
}

/** Somebody has it, or it is over. */
const TAKEN: ReadonlySet<string> = new Set(['CaseAcknowledged', 'CaseResolved', 'CaseWithdrawn', 'CaseMerged']);

interface Standing {
  readonly state: CaseState;
  readonly round: number;
}

function follow(moment: Moment, cases: Map<string, Standing>): readonly string[] {
  if (moment.what === 'entry') {
    cases.set(moment.entry.caseId, after(cases.get(moment.entry.caseId) ?? { state: 'open', round: 1 }, moment.entry));
    return [];
  }
  if (moment.what !== 'begun' || moment.notice.purpose !== 'call') return [];
  const { id, caseId, round } = moment.notice;
  const standing = cases.get(caseId);
  if (standing === undefined) return [`${id} was begun for a case that does not exist`];
  if (!callingStates.includes(standing.state)) return [`${id} was begun while the case was ${standing.state}`];
  return round === standing.round ? [] : [`${id} of round ${round} was begun in round ${standing.round}`];
}

function after({ state, round }: Standing, { happening }: JournalEntry): Standing {
  const transition = transitionOf(state, happening.what);
  const next = transition.ok ? transition.to : state;
  if (happening.what === 'CaseReopened') return { state: next, round: round + 1 };
  return { state: next, round: 'round' in happening ? happening.round : round };
}

/** Each step of the ladder is claimed once a round. */
export const onceAStep: Invariant = {
  says: 'a step is claimed once per round',
  broken: ({ cases }: History) =>
    cases.flatMap(({ record, journal }) => {
      const claimed = journal.flatMap(({ happening }) =>
        happening.what === 'EscalationStepClaimed' ? [`${happening.round}/${happening.step}`] : [],
      );
      return claimed
        .filter((step, index) => claimed.indexOf(step) !== index)
        .map((step) => `${record.id}: round/step ${step} was claimed twice`);
    }),
};
