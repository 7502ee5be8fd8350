import type { Case, CaseEvent } from '../contracts/index.ts';

/** The few fields by which others decide whether a case is for them; also the row of a queue. */
export function summarize(record: Case): CaseEvent['case'] {
  return {
    id: record.id,
    version: record.version,
    state: record.state,
    type: record.type,
    title: record.title,
    ...(record.severity === undefined ? {} : { severity: record.severity.level }),
    ...(record.owner === undefined ? {} : { team: record.owner.team }),
    region: record.region,
    businessUnit: record.businessUnit,
    ...(record.silenced === undefined ? {} : { silencedUntil: record.silenced.until }),
    ...(record.impact?.stockOutlook === undefined ? {} : { isInbound: true }),
    ...(record.incident === undefined ? {} : { incident: record.incident.id }),
  };
}
