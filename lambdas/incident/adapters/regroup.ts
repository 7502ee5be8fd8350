import { correlationKey, isLive, noSuchCase, performTogether } from '../../case/index.ts';
import type { CaseStore, Change, CommandResult, JointDecision } from '../../case/index.ts';
import { deriveId } from '../../contracts/index.ts';
import type { Case } from '../../contracts/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { decideMerge, decideMove, decideSplit } from '../decide-regroup.ts';
import type { RegroupDecision, Regrouping } from '../decide-regroup.ts';
import { openSplit } from '../open-incident.ts';
import { passKey } from './cause-store.dynamo.ts';

export interface Request extends Regrouping {
  readonly caseId: string;
  readonly traceparent: string;
}

interface Stores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
}

type Joint = JointDecision<CommandResult>;
const answer = (result: CommandResult): Joint => ({ commit: false, answer: result });
const missing = (id: string): Joint => answer({ outcome: 'refused', problem: noSuchCase(id) });

/** Moves one case into an incident, into another, or out (`to` undefined). Child and incidents change in one transaction. */
export async function moveCase({ cases, packs }: Stores, request: Request, to?: string): Promise<CommandResult> {
  const before = await cases.load(request.caseId);
  const from = before?.incident?.id;
  const caseIds = [request.caseId, ...(from === undefined ? [] : [from]), ...(to === undefined ? [] : [to])];
  const result = await performTogether<CommandResult | undefined>(cases, { ...request, caseIds }, async (found) => {
    const [record, target] = [found.get(request.caseId), to === undefined ? undefined : found.get(to)];
    if (record === undefined) return missing(request.caseId);
    if (to !== undefined && target === undefined) return missing(to);
    // Somebody has moved it since: other incidents have to be read.
    if (record.incident?.id !== from) return { commit: false, answer: undefined };
    const { pack } = await packs.load(record.policyVersion);
    const source = from === undefined ? undefined : found.get(from);
    const decision = decideMove(record, source, target, pack, request);
    return jointly(decision, record, 0, (acts) => [
      change(record, acts.record),
      ...(source === undefined ? [] : [change(source, acts.from)]),
      ...(target === undefined ? [] : [change(target, acts.to)]),
    ]);
  });
  return result ?? moveCase({ cases, packs }, request, to);
}

/** A case goes on in another one: what comes for it from now on comes to that one. A case that goes into an incident becomes its child. */
export async function mergeCase(stores: Stores, request: Request, into: string): Promise<CommandResult> {
  const { cases } = stores;
  const { caseId } = request;
  const [one, other] = [await cases.load(caseId), await cases.load(into)];
  if (one?.cause === undefined && other?.cause !== undefined) return moveCase(stores, request, into);
  return performTogether<CommandResult>(cases, { ...request, caseIds: [caseId, into] }, async (found) => {
    const [from, to] = [found.get(caseId), found.get(into)];
    if (from === undefined) return missing(caseId);
    if (to === undefined) return missing(into);
    const decision = decideMerge(from, to, request);
    if (decision.outcome !== 'changed') return jointly(decision, from, 0, () => []);
    const passed = await keysToPass(cases, from, to);
    const references = from.references
      .filter(({ kind, value }) => !to.references.some((own) => own.kind === kind && own.value === value))
      .slice(0, MOST_REFERENCES);
    const heir: Case = {
      ...to,
      correlationKeys: [...to.correlationKeys, ...passed],
      references: [...to.references, ...references],
      occurredAt: from.occurredAt < to.occurredAt ? from.occurredAt : to.occurredAt,
    };
    const joint = jointly(decision, from, 0, (acts) => [
      change(from, acts.from),
      { before: to, record: heir, acts: acts.into, references },
    ]);
    return joint.commit ? { ...joint, extra: passed.map((key) => passKey(cases.table, key, to.id)) } : joint;
  });
}

/** With two cases and their entries below the 100 items of a transaction, and both cases below what a case may hold. */
const MOST_KEYS = 60;
const MOST_KEYS_HELD = 90;
const MOST_REFERENCES = 30;

/** Of the keys of a case those that it still holds, as far as the other one has room. What is left is taken over by whoever reports it next. */
async function keysToPass(cases: CaseStore, from: Case, to: Case): Promise<readonly string[]> {
  const held = await Promise.all(
    from.correlationKeys.map(async (key) => ((await cases.holderOf(correlationKey(key))) === from.id ? [key] : [])),
  );
  const room = Math.max(0, Math.min(MOST_KEYS, MOST_KEYS_HELD - to.correlationKeys.length));
  return held.flat().slice(0, room);
}

/** Some children of an incident become those of a new one, which is answered. The children follow by the queue, so that a death between two of them loses none. */
export async function splitIncident(
  { cases, packs }: Stores,
  request: Request,
  chosen: readonly string[],
): Promise<CommandResult> {
  const { caseId } = request;
  const caseIds = [...new Set(chosen)].sort();
  for (let time = 1; ; time += 1) {
    // The same children of the same incident: the same new one, unless that is over.
    const id = deriveId('case', 'split', caseId, ...caseIds, time);
    const opened = await cases.load(id);
    if (opened !== undefined && !isLive(opened)) continue;
    return performTogether<CommandResult>(cases, { ...request, caseIds: [caseId, id] }, async (found, at) => {
      const incident = found.get(caseId);
      if (incident === undefined) return missing(caseId);
      const children = await Promise.all(caseIds.map((child) => cases.load(child)));
      const decision = decideSplit(incident, children, caseIds, found.get(id), id, request);
      const { cause } = incident;
      if (decision.outcome !== 'changed' || cause === undefined)
        return jointly(decision, found.get(id) ?? incident, 0, () => []);
      const { pack } = await packs.load(incident.policyVersion);
      const opening = openSplit(incident, cause, id, caseIds.length, pack, at);
      return jointly(decision, incident, 1, (acts) => [
        change(incident, acts.from),
        { record: opening.record, acts: [...opening.acts, ...acts.into] },
      ]);
    });
  }
}

const change = (before: Case, acts: Change['acts']): Change => ({ before, record: before, acts });

/** What is decided, as what is committed; `shown`: which of the changed cases is answered. */
function jointly<Part extends string>(
  decision: RegroupDecision<Part>,
  record: Case,
  shown: number,
  changes: (acts: Extract<RegroupDecision<Part>, { outcome: 'changed' }>['acts']) => readonly Change[],
): Joint {
  switch (decision.outcome) {
    case 'refused':
      return answer(decision);
    case 'unchanged':
      return answer({ ...decision, record });
    case 'changed':
      return {
        commit: true,
        changes: changes(decision.acts).filter(({ acts }) => acts.length > 0),
        answer: (after) => ({ outcome: 'changed', record: after[shown] ?? record }),
      };
  }
}
