import { endStates } from '../../../lambdas/case/states.ts';
import type { Happening } from '../../../lambdas/contracts/index.ts';
import { isSilenced } from '../../../lambdas/maintenance/is-silenced.ts';
import type { CaseHistory } from '../history.ts';
import type { Invariant } from './invariant.ts';

export const oneIncident: Invariant = {
  says: 'one cause is one incident, beside what people have split off',
  broken: ({ cases }) => {
    const open = cases.filter(
      ({ record }) => record.cause !== undefined && record.correlationKeys.length > 0 && !isOver(record.state),
    );
    const byCause = Map.groupBy(open, ({ record }) => `${record.cause?.kind ?? ''} ${record.cause?.value ?? ''}`);
    return [...byCause]
      .filter(([, incidents]) => incidents.length > 1)
      .map(([cause, incidents]) => `${cause} has ${incidents.length} open incidents`);
  },
};

/** Solved with it, or let go: nobody else calls for them any more. */
export const noOrphan: Invariant = {
  says: 'no case waits for an incident that is over',
  broken: ({ cases }) => {
    const byId = new Map(cases.map((history) => [history.record.id, history]));
    return cases.flatMap(({ record }) => {
      if (record.incident === undefined || isOver(record.state)) return [];
      const incident = byId.get(record.incident.id);
      if (incident === undefined) return [`${record.id} waits for ${record.incident.id}, which is not there`];
      return isOver(incident.record.state)
        ? [`${record.id} waits for an incident that is ${incident.record.state}`]
        : [];
    });
  },
};

/** Splitting, merging and moving stand in the journals of all whom they concern. */
export const bothSidesKnow: Invariant = {
  says: 'what one case gave away another took over',
  broken: ({ cases }) => {
    const journals = new Map(
      cases.map(({ record, journal }) => [record.id, journal.map(({ happening }) => happening)]),
    );
    const took = (id: string | undefined, from: string) =>
      (journals.get(id ?? '') ?? []).filter((one) => one.what === 'TookOver').filter((one) => one.from === from);
    // A child of it may have been moved there before: that is no merging.
    const timesMerged = (into: string, from: string): number =>
      took(into, from).filter(({ how }) => how === 'merge').length;
    return [...journals].flatMap(([id, happenings]) =>
      happenings.flatMap((one) => {
        if (one.what === 'CaseMerged')
          return timesMerged(one.into, id) === 1
            ? []
            : [`${id} was merged into ${one.into}, which took it over ${timesMerged(one.into, id)} times`];
        if (one.what === 'GaveAway' && one.to !== undefined && took(one.to, id).length === 0)
          return [`${id} gave ${one.cases.join(', ')} to ${one.to}, which knows nothing of it`];
        if (one.what !== 'TookOver') return [];
        return one.cases
          .filter((child) => !isWith(journals.get(child) ?? [], id))
          .map((child) => `${child} never came to ${id}`);
      }),
    );
  },
};

/** It joined the one that took it over, or its record tells of what came first: it ended, or was moved elsewhere by hand. */
function isWith(happenings: readonly Happening[], incident: string): boolean {
  return happenings.some(
    (one) =>
      (one.what === 'JoinedIncident' && one.incidentId === incident) ||
      ['LeftIncident', 'CaseResolved', 'CaseWithdrawn', 'CaseMerged'].includes(one.what),
  );
}

/** It is kept, and calls nobody while the window holds. */
export const silentInSilence: Invariant = {
  says: 'nobody is called for what is silenced',
  broken: ({ cases }) =>
    cases.flatMap(({ record, journal, notices }) => {
      const { silenced } = record;
      const wasLoud = journal.some(({ happening }) => isLoud(happening));
      if (silenced === undefined || wasLoud || !isSilenced(record)) return [];
      return notices
        .filter(({ purpose, begunAt }) => purpose === 'call' && begunAt !== undefined && begunAt > silenced.since)
        .map(({ id }) => `${record.id} is silenced since ${silenced.since}, and ${id} was begun`);
    }),
};

/** It was of S1, or a person wanted that somebody is called. */
function isLoud(happening: Happening): boolean {
  if (happening.what === 'EscalatedByHand' || happening.what === 'OwnerNamed') return true;
  const isAssessed = happening.what === 'CaseTriaged' || happening.what === 'SeverityChanged';
  return isAssessed && (happening.severity.level === 'S1' || happening.severity.latches.length > 0);
}

export function isOver(state: CaseHistory['record']['state']): boolean {
  return state === 'resolved' || endStates.includes(state);
}
