import { TOLD } from '../../../lib/stacks/subscribers.ts';
import type { History, Moment } from '../history.ts';
import type { Invariant } from './invariant.ts';

const TOLD_OF: ReadonlySet<string> = new Set(TOLD);

/** It may be told twice: SNS and the bus deliver at least once. */
export const subscribersHear: Invariant = {
  says: 'whoever subscribes hears of what happened with cases, and of nothing else',
  broken: ({ moments }: History) => {
    const happened = new Map(moments.flatMap((moment) => entryOf(moment)));
    const told = new Map(moments.flatMap((moment) => newsOf(moment)));
    return [
      ...[...happened].filter(([key]) => !told.has(key)).map(([, what]) => `${what} was told to nobody who subscribes`),
      ...[...told].filter(([key]) => !happened.has(key)).map(([, what]) => `${what} was told, and did not happen`),
    ];
  },
};

type Told = readonly [key: string, what: string];

function entryOf(moment: Moment): readonly Told[] {
  if (moment.what !== 'entry' || !TOLD_OF.has(moment.entry.happening.what)) return [];
  const { caseId, at, happening } = moment.entry;
  return [toldOf(caseId, happening.what, at)];
}

function newsOf(moment: Moment): readonly Told[] {
  return moment.what === 'published' ? [toldOf(moment.caseId, moment.happening, moment.entryAt)] : [];
}

const toldOf = (caseId: string, what: string, at: string): Told => [
  `${caseId} ${what} ${at}`,
  `${what} of ${caseId} at ${at}`,
];
