import type { History } from '../history.ts';
import type { Invariant } from './invariant.ts';

export const silentLogs: Invariant = {
  says: 'no secret and no personal data is in a log',
  broken: ({ logLines, hidden }) =>
    [...new Set(hidden)].flatMap((word) => {
      const line = word === '' ? undefined : logLines.find((candidate) => candidate.includes(word));
      return line === undefined ? [] : [`"${word}" is in ${line.slice(0, 200)}`];
    }),
};

/** How many faults it takes, while it is tried, until nobody tries again: five deliveries of a message, two of a minute's call, six of a batch of the stream. */
const TRIES: Readonly<Record<string, number>> = {
  AuditCases: 2,
  SweepPending: 2,
  SilenceCheckSources: 2,
  HandOverShifts: 2,
  RelayJournal: 6,
};
const TRIES_OF_A_QUEUE = 5;

export const explainedDeadLetters: Invariant = {
  says: 'dead letters are empty, or explained by what was done',
  broken: ({ deadLetters, faultsDoneTo }) =>
    deadLetters.flatMap(({ of, body, isPoison, from, to }) => {
      const done = (faultsDoneTo.get(of) ?? []).filter((at) => from <= at && at <= to).length;
      const tries = TRIES[of] ?? TRIES_OF_A_QUEUE;
      return isPoison || done >= tries ? [] : [`of ${of}, ${done} faults in ${tries} tries: ${body.slice(0, 300)}`];
    }),
};

/** What has begun when a history ends is on its way, and not left: that of its last minutes. */
const ON_ITS_WAY = 5 * 60_000;

export const nothingLeft: Invariant = {
  says: 'nothing is left waiting to be done',
  broken: ({ leftovers, endedAt }: History) => [
    ...leftovers.pending.map((key) => `${key} was never published`),
    ...leftovers.unpublished
      .filter(({ at }) => Date.parse(at) < endedAt - ON_ITS_WAY)
      .map(({ caseId, sequence }) => `entry ${sequence} of ${caseId} was never published`),
    ...leftovers.queued
      .filter(({ at }) => at < endedAt - ON_ITS_WAY)
      .map(({ queue, at }) => `a message in ${queue} since ${new Date(at).toISOString()}`),
  ],
};
