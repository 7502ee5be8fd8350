import { applyActs, isLive, perform } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { Case, PolicyPack, PossibleCause } from '../../contracts/index.ts';
import { nowInstant, random, randomHex, sleep } from '../../platform/index.ts';
import { looksForStorm, whatToCount } from '../find-incident.ts';
import type { Count } from '../find-incident.ts';
import { canJoin } from '../membership.ts';
import { incidentKey, openIncident, reopenIncident } from '../open-incident.ts';
import { countCases, holdCause, holdersOf } from './cause-store.dynamo.ts';

interface Held {
  readonly cause: PossibleCause;
  readonly incident: Case | undefined;
}

/**
 * The incident that concerns a case: the one that it is a child of, or one that it can join, or one that it opens because it makes too many of one
 * cause. Undefined: it stands alone. An incident itself stands alone.
 */
export async function findIncident(
  cases: CaseStore,
  record: Case,
  pack: PolicyPack,
  traceparent: string,
): Promise<Case | undefined> {
  if (record.incident !== undefined) return loadHeir(cases, record.incident.id);
  if (!canJoin(record) || record.causes === undefined) return undefined;
  const holders = await holdersOf(cases, record.causes);
  const held = await Promise.all(
    record.causes.map(async (cause): Promise<Held> => {
      const holder = holders.get(incidentKey(cause));
      return { cause, incident: holder === undefined ? undefined : await cases.load(holder) };
    }),
  );
  const live = held.find(({ incident }) => incident !== undefined && isLive(incident));
  if (live !== undefined) return live.incident;
  return looksForStorm(record) ? stormOver(cases, record, held, pack, traceparent) : undefined;
}

/** An incident, or the one in which it goes on since it was merged. What is merged stays so, and goes on in what was live then: there is no circle. */
export async function loadHeir(cases: CaseStore, id: string): Promise<Case | undefined> {
  const record = await cases.load(id);
  return record?.mergedInto === undefined ? record : loadHeir(cases, record.mergedInto);
}

async function stormOver(
  cases: CaseStore,
  record: Case,
  held: readonly Held[],
  pack: PolicyPack,
  traceparent: string,
): Promise<Case | undefined> {
  const ended = new Map(
    held.flatMap(({ cause, incident }) => {
      const end = incident?.resolvedAt ?? incident?.withdrawnAt;
      return end === undefined ? [] : [[cause, end] as const];
    }),
  );
  const at = nowInstant();
  const counts = await Promise.all(
    whatToCount(record, ended, pack, at).map(async (count) => ({ count, found: await countCases(cases, count) })),
  );
  const storm = counts.find(({ count, found }) => found > count.threshold);
  if (storm === undefined) return undefined;
  const before = held.find(({ cause }) => cause === storm.count.cause)?.incident;
  if (before?.state === 'resolved') return comeBack(cases, before, storm.found, traceparent);
  return begin(cases, record, storm, before, pack, traceparent, at);
}

async function begin(
  cases: CaseStore,
  opener: Case,
  { count, found }: { readonly count: Count; readonly found: number },
  before: Case | undefined,
  pack: PolicyPack,
  traceparent: string,
  at: string,
): Promise<Case | undefined> {
  const previous = before === undefined ? {} : { previous: before.id };
  const { record, acts } = openIncident({ cause: count.cause, cases: found, opener, ...previous }, pack, at);
  const { after, entries } = applyActs(record, acts, { at, traceparent, salt: () => randomHex(16) });
  const extra = [holdCause(cases.table, after, count.cause, before?.id)];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if ((await cases.commit({ after, entries, extra })) === 'committed') return after;
    // Somebody else opens it: there is one incident of a cause, and it is theirs, once their transaction is through.
    await sleep(Math.ceil(random() * 25 * attempt));
    const holder = (await holdersOf(cases, [count.cause])).get(incidentKey(count.cause));
    const winner = holder === undefined || holder === before?.id ? undefined : await cases.load(holder);
    if (winner !== undefined) return isLive(winner) ? winner : undefined;
  }
  throw new Error(
    `the incident of ${count.cause.kind} ${count.cause.value} was written by others ${String(ATTEMPTS)} times`,
  );
}

const ATTEMPTS = 6;

/** The storm is back while its incident could be reopened: it is the same one. */
async function comeBack(
  cases: CaseStore,
  incident: Case,
  found: number,
  traceparent: string,
): Promise<Case | undefined> {
  return perform<Case | undefined>(cases, { caseId: incident.id, traceparent }, (current, at) => {
    // Guard: one of the cases opens it again, the others find it open.
    if (isLive(current)) return { commit: false, answer: current };
    if (current.state !== 'resolved') return { commit: false, answer: undefined };
    return { commit: true, acts: [reopenIncident(current, found, at)], answer: (after) => after };
  });
}

/** Whether an incident still speaks for its children, asked after a case has joined it. */
export async function stillLive(cases: CaseStore, incidentId: string): Promise<boolean> {
  const incident = await cases.load(incidentId);
  return incident !== undefined && isLive(incident);
}
