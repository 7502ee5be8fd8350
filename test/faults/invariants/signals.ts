import type { CaseHistory, Fate, History } from '../history.ts';
import type { Invariant } from './invariant.ts';

function placesOf({ cases, isOnTimeline, isQuarantined }: Fate): readonly string[] {
  return [...cases, ...(isOnTimeline ? ['the timeline'] : []), ...(isQuarantined ? ['quarantine'] : [])];
}

export const oneFate: Invariant = {
  says: 'each accepted signal is in exactly one of case, timeline, quarantine',
  broken: ({ accepted, fates }) =>
    [...accepted].flatMap((id) => {
      const fate = fates.get(id);
      const places = fate === undefined ? [] : placesOf(fate);
      return places.length === 1 ? [] : [`${id} is in ${places.length === 0 ? 'none' : places.join(' and ')}`];
    }),
};

export const keptAsTold: Invariant = {
  says: 'what could not be read is in quarantine, with its payload',
  broken: ({ refused, quarantined }) =>
    [...refused].filter((id) => !quarantined.has(id)).map((id) => `${id} was answered, and is not there`),
};

/** Sent and yet not accepted may have come in all the same: the answer was lost. What was never sent may not. */
export const countInIsCountOut: Invariant = {
  says: 'count in equals count out',
  broken: (history) => [...strangers(history), ...unguarded(history), ...history.cases.flatMap(miscounted)],
};

function strangers({ sent, fates, cases }: History): readonly string[] {
  const own = new Set(cases.flatMap(({ signals }) => signals.map(({ id }) => id)));
  return [...fates]
    .filter(([id, fate]) => fate.guard !== undefined && fate.guard !== 'expected' && !fate.isOurs && !sent.has(id))
    .map(([id]) => `${id} was never sent${own.has(id) ? ', and is in a case' : ''}`);
}

function unguarded({ fates }: History): readonly string[] {
  return [...fates].flatMap(([id, fate]) => {
    const isSomewhere = placesOf(fate).length > 0;
    const isGuarded = fate.guard === 'case' || fate.guard === 'timeline';
    return isSomewhere === isGuarded ? [] : [`${id} has a guard or a place, but not both`];
  });
}

function miscounted({ record, signals, journal }: CaseHistory): readonly string[] {
  const reports = signals.filter(({ kind }) => kind === 'exception' || kind === 'correction').length;
  const takenBack = journal.filter(({ happening }) => happening.what === 'SignalRetracted').length;
  return [
    ...(reports === record.signals ? [] : [`${record.id} counts ${record.signals} signals and holds ${reports}`]),
    ...(takenBack === record.retracted
      ? []
      : [`${record.id} counts ${record.retracted} retractions and its journal has ${takenBack}`]),
  ];
}
