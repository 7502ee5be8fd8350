import { endStates } from '../../../lambdas/case/states.ts';
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

export function isOver(state: CaseHistory['record']['state']): boolean {
  return state === 'resolved' || endStates.includes(state);
}
