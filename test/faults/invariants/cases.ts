import { applyEntry } from '../../../lambdas/case/apply-acts.ts';
import { auditJournal } from '../../../lambdas/case/audit-journals.ts';
import { GENESIS } from '../../../lambdas/case/chain.ts';
import { endStates } from '../../../lambdas/case/states.ts';
import { canonicalJson } from '../../../lambdas/contracts/index.ts';
import type { Case } from '../../../lambdas/contracts/index.ts';
import type { CaseHistory } from '../history.ts';
import type { Invariant } from './invariant.ts';

/** So late may be what is due: the auditor comes each minute, and takes nothing for dead that is less than a minute late. */
const LATENESS = 150_000;

export const liveNextStep: Invariant = {
  says: 'each open case has a live next step',
  broken: ({ cases, endedAt }) =>
    cases.flatMap(({ record, dueSk }) => {
      if (endStates.includes(record.state)) return [];
      const due = record.escalation.nextDueAt;
      if (due === undefined) return [`${record.id} is ${record.state} and never due`];
      if (Date.parse(due) < endedAt - LATENESS) return [`${record.id} is ${record.state} and was due at ${due}`];
      const isIndexed = dueSk === `${due}#CASE#${record.id}`;
      return isIndexed ? [] : [`${record.id} is due at ${due} and in the index as ${dueSk ?? 'nothing'}`];
    }),
};

export const reachedSomebody: Invariant = {
  says: 'each case reached an owner or the last fallback',
  broken: ({ cases, endedAt }) => {
    const known = new Set(cases.filter(isKnown).map(({ record }) => record.id));
    return cases.flatMap(({ record, journal }) => {
      // A silence holds it back, or has ended just now.
      if (record.silenced !== undefined) return [];
      const isNew = Date.parse(record.silenceEndedAt ?? record.openedAt) > endedAt - 5 * 60_000;
      // Or its incident reached them: that speaks for all of its children.
      const incidents = journal.flatMap(({ happening }) =>
        happening.what === 'JoinedIncident' ? [happening.incidentId] : [],
      );
      return isNew || [record.id, ...incidents].some((id) => known.has(id))
        ? []
        : [`${record.id} is ${record.state}, and nobody knows of it`];
    });
  },
};

function isKnown({ notices, journal }: CaseHistory): boolean {
  const isTold = notices.some(({ purpose, state }) => purpose === 'call' && state === 'handed_over');
  return isTold || journal.some(({ happening }) => TAKEN.has(happening.what));
}

/** Somebody had it before it could reach them, or it was taken back. */
const TAKEN: ReadonlySet<string> = new Set(['CaseAcknowledged', 'CaseResolved', 'CaseWithdrawn', 'CaseMerged']);

export const wholeChain: Invariant = {
  says: 'the journal is whole and agrees with the case',
  broken: ({ cases }) =>
    cases.flatMap((history) => {
      const { record, journal } = history;
      // As `npm run audit -- verify` does it, so that it is also held to find nothing where nothing is.
      const entries = journal.map((entry) => JSON.stringify(entry));
      const found = auditJournal({ caseId: record.id, head: record, entries });
      return found === undefined ? disagreements(history) : [`${record.id}: ${found.problem}`];
    }),
};

function disagreements({ record, journal }: CaseHistory): readonly string[] {
  let folded: Case;
  try {
    folded = journal.reduce(applyEntry, asItWasOpened(record, journal));
  } catch (error) {
    return [`${record.id}: the journal cannot be replayed: ${String(error)}`];
  }
  const differing = Object.keys({ ...folded, ...record }).filter(
    (name) => canonicalJson(Reflect.get(folded, name) ?? null) !== canonicalJson(Reflect.get(record, name) ?? null),
  );
  return differing.length === 0 ? [] : [`${record.id}: the journal tells another ${differing.join(', ')}`];
}

/** What the reports say of a case stands beside its journal; all that happens to it stands in it. */
function asItWasOpened(record: Case, [first]: CaseHistory['journal']): Case {
  const { contract, id, type, title, references, correlationKeys, place, carrier, region, businessUnit } = record;
  const { reasonCode, reasonText, policyVersion, occurredAt, detectedAt, openedAt, previousCase, escalation } = record;
  const { asks, causes, cause, toldChildren } = record;
  const isIncident = first?.happening.what === 'CaseOpened' && first.happening.signalId === undefined;
  const said = { place, carrier, reasonCode, reasonText, previousCase, causes, cause, toldChildren };
  return {
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    contract,
    id,
    version: 0,
    state: 'open',
    type,
    title,
    references,
    correlationKeys,
    region,
    businessUnit,
    policyVersion,
    occurredAt,
    detectedAt,
    openedAt,
    asks,
    signals: isIncident ? 0 : 1,
    triagedSignals: 0,
    attention: 0,
    retracted: 0,
    escalation: { policy: escalation.policy, generation: 1, round: 1, level: 0, nextStep: 0 },
    reopens: 0,
    chainHash: GENESIS,
  };
}
