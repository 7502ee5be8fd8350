import { deriveId, INCIDENT_TYPE } from '../contracts/index.ts';
import type {
  Case,
  Happening,
  Impact,
  IncidentCause,
  PolicyPack,
  PossibleCause,
  Severity,
} from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { GENESIS } from '../case/chain.ts';
import { addDuration, durationMs } from '../case/duration.ts';
import { timeClocks } from '../case/clocks.ts';
import { LIFECYCLE_PATIENCE } from '../case/decide-triage.ts';
import { nameOwner } from '../routing/name-owner.ts';
import { buildImpactFacts } from '../scoring/build-impact-facts.ts';
import { inWordsOf, WHERE } from './say-cause.ts';

/** Why an incident opens: so many cases of one cause within the window of its rule. */
export interface Gathering {
  readonly cause: PossibleCause;
  readonly cases: number;
  /** The case with which it became too many. */
  readonly opener: Case;
  /** The incident of the same cause that came before, if one is remembered. */
  readonly previous?: string;
}

export interface Opening {
  readonly record: Case;
  readonly acts: readonly Act[];
}

/** An incident is a case, assessed the moment it opens: what many cases share is known, and no system of record has to be asked. */
export function openIncident({ cause, cases, opener, previous }: Gathering, pack: PolicyPack, at: string): Opening {
  const record: Case = {
    contract: 'case/1',
    id: deriveId('case', 'incident', cause.kind, cause.value, opener.id, at),
    version: 0,
    state: 'open',
    type: INCIDENT_TYPE,
    title: incidentTitle(cause, pack),
    references: [],
    correlationKeys: [incidentKey(cause)],
    ...sharedWith(opener, cause),
    region: opener.region,
    businessUnit: opener.businessUnit,
    policyVersion: opener.policyVersion,
    occurredAt: opener.occurredAt,
    detectedAt: at,
    openedAt: at,
    signals: 0,
    triagedSignals: 0,
    attention: 0,
    retracted: 0,
    escalation: { policy: pack.escalation[0]?.id ?? 'standard', generation: 1, round: 1, level: 0, nextStep: 0 },
    reopens: 0,
    ...(previous === undefined ? {} : { previousCase: previous }),
    cause,
    toldChildren: cases,
    asks: [],
    chainHash: GENESIS,
  };
  const by = { actor: { kind: 'system', id: 'incident' }, cause: { kind: 'incident', id: record.id } } as const;
  const opened: Happening = {
    what: 'CaseOpened',
    type: INCIDENT_TYPE,
    cause,
    ...(previous === undefined ? {} : { previousCase: previous }),
  };
  const nextDueAt = addDuration(at, LIFECYCLE_PATIENCE);
  return {
    record,
    acts: [
      { ...by, nextDueAt, happening: opened },
      { ...by, nextDueAt, happening: assessIncident(record, pack, at, cases) },
    ],
  };
}

/** As people call it: what it is, and of what. */
export function incidentTitle({ kind, title }: IncidentCause, pack: PolicyPack): string {
  return `${pack.types[INCIDENT_TYPE]?.title ?? 'Storm'} ${WHERE[kind]} ${title}`;
}

/** What rules read of each of its cases they read of the incident too: the carrier by its code, as a case has it, and not as people call it. */
function sharedWith({ place, carrier }: Case, { kind }: IncidentCause): Pick<Case, 'place' | 'carrier'> {
  if (kind === 'carrier' && carrier !== undefined) return { carrier };
  return (kind === 'place' || kind === 'facility') && place !== undefined ? { place } : {};
}

/**
 * A new incident for some of the children of another: of the same cause, which goes on being held by the first one, so that what comes next joins that. `id` follows
 * from what is split off.
 */
export function openSplit(
  incident: Case,
  cause: PossibleCause,
  id: string,
  cases: number,
  pack: PolicyPack,
  at: string,
): Opening {
  const { record, acts } = openIncident({ cause, cases, opener: incident }, pack, at);
  const apart = {
    ...record,
    id,
    title: `${record.title}, split off`,
    correlationKeys: [],
  };
  return { record: apart, acts: acts.map((act) => ({ ...act, cause: { kind: 'incident', id } })) };
}

/** Its cause is back before it was closed: nobody has it again, and the ladder begins anew. */
export function reopenIncident(incident: Case, cases: number, at: string): Act {
  return {
    actor: { kind: 'system', id: 'incident' },
    cause: { kind: 'incident', id: incident.id },
    nextDueAt: addDuration(at, LIFECYCLE_PATIENCE),
    happening: { what: 'CaseReopened', reason: `${String(cases)} more cases share its cause.` },
  };
}

/** The key under which an incident is found while it is not closed. The separator of keys cannot come from a sender. */
export function incidentKey({ kind, value }: IncidentCause): string {
  return `KEY#incident#${kind}#${value.replaceAll('%', '%25').replaceAll('#', '%23')}`;
}

/** Severity by the grouping rule, owner and clocks as for any case. One that was reopened keeps its severity. */
export function assessIncident(
  record: Case,
  pack: PolicyPack,
  at: string,
  cases?: number,
): Extract<Happening, { what: 'CaseTriaged' }> {
  const severity = record.severity ?? severityBy(pack, at, record, cases);
  const impact: Impact = { unknown: [] };
  const owner = nameOwner(buildImpactFacts(record, [], pack, at), pack, at);
  return {
    what: 'CaseTriaged',
    facts: [],
    impact,
    severity,
    owner,
    clocks: timeClocks({ ...record, owner }, severity.level, pack, at),
  };
}

function severityBy(pack: PolicyPack, at: string, { cause }: Case, cases: number | undefined): Severity {
  const rule = pack.grouping.find(({ id }) => id === cause?.rule);
  const level = rule?.severity ?? 'S2';
  const many = cases === undefined ? 'Many cases' : `${String(cases)} cases`;
  const within =
    rule === undefined ? '' : ` within ${inWords(rule.window)}; more than ${String(rule.threshold)} are one incident`;
  return {
    level,
    score: level === 'S4' ? 0 : pack.severity.bands[level],
    reasons: [
      {
        rule: rule?.id ?? 'incident',
        text: `${many} share ${cause === undefined ? 'a cause' : inWordsOf(cause)}${within}.`,
      },
    ],
    latches: [],
    scoredAt: at,
  };
}

/** `PT1H` as people say it. */
function inWords(duration: string): string {
  const minutes = Math.round(durationMs(duration) / 60_000);
  const hours = minutes / 60;
  if (!Number.isInteger(hours)) return `${String(minutes)} minutes`;
  return hours === 1 ? 'one hour' : `${String(hours)} hours`;
}
