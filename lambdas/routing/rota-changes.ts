import { deriveId, canonicalJson } from '../contracts/index.ts';
import type { PolicyPack, Problem, Rota, RotaChange, RotaChangeWish } from '../contracts/index.ts';
import { notKnown, notPossible } from '../case/command.ts';

/** So many at a time: each decision reads them. */
export const MOST_CHANGES = 200;
const DAY_MS = 86_400_000;
/** A calendar year, and a bit: whoever is away longer is not in the rota. */
const LONGEST_MS = 400 * DAY_MS;

export type ChangeDecision =
  | { readonly outcome: 'changed'; readonly change: RotaChange }
  | { readonly outcome: 'unchanged'; readonly change: RotaChange; readonly why: string }
  | { readonly outcome: 'refused'; readonly problem: Problem };

/** A change as a person wants it. The same wish of the same person is the same change. */
export function decideChange(
  rota: string,
  wish: RotaChangeWish,
  current: readonly RotaChange[],
  pack: PolicyPack,
  { by, at }: { readonly by: string; readonly at: string },
): ChangeDecision {
  const refuse = (field: string, why: string): ChangeDecision => ({
    outcome: 'refused',
    problem: notKnown(field, why),
  });
  const [from, to] = [Date.parse(wish.from), Date.parse(wish.to)];
  if (to <= from) return refuse('to', 'It must be after the beginning.');
  if (to <= Date.parse(at)) return refuse('to', 'It must be in the future: who was on duty stays as it was.');
  if (to - from > LONGEST_MS) return refuse('to', 'At most 400 days; who is away longer leaves the rota.');
  const unknown = peopleOf(wish).find((id) => !pack.people.some((person) => person.id === id));
  if (unknown !== undefined)
    return refuse(wish.kind === 'swap' ? 'between' : 'person', `The policy knows no person ${unknown}.`);
  if (wish.kind === 'swap' && wish.between[0] === wish.between[1])
    return refuse('between', 'Two people swap; these are one.');
  const id = deriveId('rot', rota, by, canonicalJson(wish));
  const known = current.find((change) => change.id === id);
  if (known?.revokedAt !== undefined)
    return { outcome: 'refused', problem: notPossible('It was taken back; ask for it with another reason.') };
  if (known !== undefined) return { outcome: 'unchanged', change: known, why: 'It was made before.' };
  if (current.length >= MOST_CHANGES)
    return {
      outcome: 'refused',
      problem: notPossible(`There are ${String(MOST_CHANGES)} changes already; put what lasts into the policy.`),
    };
  return { outcome: 'changed', change: { contract: 'rota-change/1', id, rota, change: wish, madeBy: by, madeAt: at } };
}

/** Taken back: from now on it is as the policy says. What was, was. */
export function decideRevocation(
  change: RotaChange,
  reason: string,
  { by, at }: { readonly by: string; readonly at: string },
): ChangeDecision {
  if (change.revokedAt !== undefined)
    return { outcome: 'unchanged', change, why: `${change.revokedBy ?? 'Somebody'} has taken it back already.` };
  if (Date.parse(change.change.to) <= Date.parse(at))
    return { outcome: 'unchanged', change, why: 'It is over already.' };
  return { outcome: 'changed', change: { ...change, revokedBy: by, revokedAt: at, revokeReason: reason } };
}

/** Those that decisions still read. */
export function stillCurrent(changes: readonly RotaChange[], at: string): readonly RotaChange[] {
  return changes.filter((change) => endOf(change) > Date.parse(at) - DAY_MS);
}

/** A pack with what people have changed of its rotas, later changes over earlier ones; the very pack where nothing of it is changed. */
export function withRotaChanges(pack: PolicyPack, changes: readonly RotaChange[]): PolicyPack {
  const known = new Set(pack.people.map(({ id }) => id));
  // Another version may not know who is meant.
  const fit = changes.filter((change) => lasts(change) && peopleOf(change.change).every((id) => known.has(id)));
  if (!pack.rotas.some(({ id }) => fit.some(({ rota }) => rota === id))) return pack;
  return { ...pack, rotas: pack.rotas.map((rota) => changed(rota, fit)) };
}

function changed(rota: Rota, all: readonly RotaChange[]): Rota {
  const changes = all
    .filter((change) => change.rota === rota.id)
    .sort((left, right) => (left.madeAt < right.madeAt ? -1 : 1));
  const overrides = changes.flatMap((one) => {
    const { change } = one;
    if (change.kind === 'swap') return [];
    const { kind, person, from, reason } = change;
    return [{ kind, from, to: until(one), reason, ...(person === undefined ? {} : { person }) }];
  });
  const swaps = changes.flatMap((one) => {
    const { change } = one;
    if (change.kind !== 'swap') return [];
    const [first, second] = change.between;
    const between: [string, string] = [first, second];
    return [{ from: change.from, to: until(one), between, reason: change.reason }];
  });
  if (changes.length === 0) return rota;
  return { ...rota, overrides: [...rota.overrides, ...overrides], swaps: [...rota.swaps, ...swaps] };
}

function peopleOf(wish: RotaChangeWish): readonly string[] {
  if (wish.kind === 'swap') return wish.between;
  return wish.person === undefined ? [] : [wish.person];
}

/** Until it was taken back. */
function endOf({ change, revokedAt }: RotaChange): number {
  const planned = Date.parse(change.to);
  return revokedAt === undefined ? planned : Math.min(planned, Date.parse(revokedAt));
}

const until = (change: RotaChange): string => new Date(endOf(change)).toISOString();
const lasts = (change: RotaChange): boolean => Date.parse(change.change.from) < endOf(change);

/** Whether it touches a stretch of time. */
export function touches(change: RotaChange, from: string, to: string): boolean {
  return lasts(change) && Date.parse(change.change.from) < Date.parse(to) && endOf(change) > Date.parse(from);
}
