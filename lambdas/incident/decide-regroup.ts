import type { Actor, Case, Happening, PolicyPack, Problem } from '../contracts/index.ts';
import type { Act } from '../case/apply-acts.ts';
import { notKnown, notPossible } from '../case/command.ts';
import { endStates, isLive } from '../case/states.ts';
import { joined } from './membership.ts';

/** Who groups cases anew by hand, and why. */
export interface Regrouping {
  readonly actor: Actor;
  readonly requestId: string;
  readonly reason: string;
}

/** Acts for each of the cases that change together, by their part in it. */
export type RegroupDecision<Part extends string> =
  | { readonly outcome: 'changed'; readonly acts: Readonly<Record<Part, readonly Act[]>> }
  | { readonly outcome: 'unchanged'; readonly why: string }
  | { readonly outcome: 'refused'; readonly problem: Problem };

const via = 'api' as const;
const refused = (why: string) => ({ outcome: 'refused', problem: notPossible(why) }) as const;
const ended = ({ state }: Case): string =>
  `The case is ${state}.${state === 'resolved' ? ' Open it again first.' : ''}`;

/** One case becomes a child, changes its incident, or stands alone from now on. */
export function decideMove(
  record: Case,
  from: Case | undefined,
  to: Case | undefined,
  pack: PolicyPack,
  by: Regrouping,
): RegroupDecision<'record' | 'from' | 'to'> {
  if (record.cause !== undefined) return refused('It is an incident: merge it, or move its children.');
  if (!isLive(record)) return refused(ended(record));
  const gave: Happening = {
    what: 'GaveAway',
    via,
    cases: [record.id],
    ...(to === undefined ? {} : { to: to.id }),
  };
  const gives = from !== undefined && !endStates.includes(from.state) ? [actBy(by, gave)] : [];
  if (to === undefined) {
    if (record.incident === undefined) return { outcome: 'unchanged', why: 'It stands alone already.' };
    const left: Happening = {
      what: 'LeftIncident',
      incidentId: record.incident.id,
      reason: 'A person has taken it out.',
      apart: true,
    };
    return { outcome: 'changed', acts: { record: [actBy(by, left)], from: gives, to: [] } };
  }
  if (to.cause === undefined) return { outcome: 'refused', problem: notKnown('to', 'It is no incident.') };
  if (record.incident?.id === to.id) return { outcome: 'unchanged', why: 'It is a child of that incident already.' };
  if (!isLive(to)) return refused(`The incident is ${to.state}; nothing joins it any more.`);
  if (record.state === 'open') return refused('It has not been assessed yet; try again in a minute.');
  const took: Happening = {
    what: 'TookOver',
    via,
    how: 'move',
    cases: [record.id],
    ...(from === undefined ? {} : { from: from.id }),
  };
  return {
    outcome: 'changed',
    acts: { record: [actBy(by, joined(to.id, to.cause, pack, from?.id))], from: gives, to: [actBy(by, took)] },
  };
}

/** A case goes on in a case, an incident in an incident. Both are told in both journals. */
export function decideMerge(from: Case, into: Case, by: Regrouping): RegroupDecision<'from' | 'into'> {
  if (from.id === into.id)
    return { outcome: 'refused', problem: notKnown('into', 'A case cannot be merged into itself.') };
  if (from.mergedInto === into.id) return { outcome: 'unchanged', why: 'It is merged into that one already.' };
  if (!isLive(from)) return refused(ended(from));
  if (!isLive(into)) return refused(`The other one is ${into.state}; nothing is merged into it any more.`);
  if (from.cause !== undefined && into.cause === undefined)
    return { outcome: 'refused', problem: notKnown('into', 'An incident is merged into an incident only.') };
  const merged: Happening = { what: 'CaseMerged', into: into.id, via };
  const before = from.merged === undefined ? {} : { merged: from.merged };
  const took: Happening = { what: 'TookOver', via, how: 'merge', from: from.id, cases: [], ...before };
  return { outcome: 'changed', acts: { from: [actBy(by, merged)], into: [actBy(by, took)] } };
}

/** Children of an incident become those of a new one, `opening`; they follow one by one. `opened`: it was done before. */
export function decideSplit(
  incident: Case,
  children: readonly (Case | undefined)[],
  caseIds: readonly string[],
  opened: Case | undefined,
  opening: string,
  by: Regrouping,
): RegroupDecision<'from' | 'into'> {
  if (incident.cause === undefined) return refused('It is no incident: only an incident is split.');
  if (opened !== undefined) return { outcome: 'unchanged', why: 'They were split off already.' };
  if (!isLive(incident)) return refused(ended(incident));
  const isTheirs = (child: Case | undefined): child is Case => child?.incident?.id === incident.id;
  const strangers = caseIds.filter((_id, index) => !isTheirs(children[index]));
  if (strangers.length > 0)
    return { outcome: 'refused', problem: notKnown('cases', `No children of it: ${strangers.join(', ')}.`) };
  const over = children.filter(isTheirs).filter((child) => !isLive(child));
  if (over.length > 0) return refused(`These are over: ${over.map(({ id }) => id).join(', ')}. Leave them out.`);
  const gave: Happening = { what: 'GaveAway', via, to: opening, cases: [...caseIds] };
  const took: Happening = { what: 'TookOver', via, how: 'split', from: incident.id, cases: [...caseIds] };
  return { outcome: 'changed', acts: { from: [actBy(by, gave)], into: [actBy(by, took)] } };
}

function actBy({ actor, requestId, reason }: Regrouping, happening: Happening): Act {
  return { actor, cause: { kind: 'command', id: requestId }, happening, personal: { text: reason } };
}
