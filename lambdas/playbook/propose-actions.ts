import type {
  ActionType,
  Case,
  FactSet,
  ImpactFacts,
  Money,
  Playbook,
  PolicyPack,
  SystemOfRecord,
} from '../contracts/index.ts';
import { addDuration } from '../case/duration.ts';
import { holds } from '../policy/expression.ts';

/** A change that somebody wants made in a system of record, before governance has looked at it. */
export interface Proposal {
  readonly type: ActionType;
  readonly title: string;
  readonly system: SystemOfRecord;
  readonly subject: string;
  readonly change: Readonly<Record<string, string | number | boolean>>;
  readonly basis: Readonly<Record<string, string | number | boolean>>;
  readonly amount?: Money;
}

/** The playbook of a type; a pack may leave a type without one. */
export function playbookOf(type: string, pack: PolicyPack): Playbook | undefined {
  return pack.playbooks.find(({ types }) => types.includes(type));
}

/** What the playbook proposes by itself, from the facts as they are. Types without a maker here are proposed by people. */
export function proposeActions(
  record: Case,
  factSets: readonly FactSet[],
  seen: ImpactFacts,
  pack: PolicyPack,
): readonly Proposal[] {
  return (playbookOf(record.type, pack)?.actions ?? []).flatMap(({ type, when, buffer }) => {
    if (when === undefined || !holds(when, seen) || type !== 'promise_date') return [];
    const arrival = textFact(factSets, 'tms', 'estimatedArrival');
    if (arrival === undefined) return [];
    const proposal = promiseDate(factSets, wholeHour(addDuration(arrival, buffer ?? 'PT0S')));
    return proposal === undefined ? [] : [proposal];
  });
}

/** A new promise date for the order of the case; undefined where no order is known, or it has that date or a later one. */
export function promiseDate(factSets: readonly FactSet[], promisedAt: string): Proposal | undefined {
  const order = textFact(factSets, 'erp', 'order');
  const current = textFact(factSets, 'erp', 'promisedAt');
  if (order === undefined || current === undefined || Number.isNaN(Date.parse(current))) return undefined;
  if (Date.parse(promisedAt) <= Date.parse(current)) return undefined;
  const amount = factSets.find(({ system }) => system === 'erp')?.facts['orderValue'];
  return {
    type: 'promise_date',
    title: `Promise order ${order} for ${readable(promisedAt)} instead of ${readable(current)}`,
    system: 'erp',
    subject: order,
    change: { promisedAt },
    basis: { promisedAt: new Date(Date.parse(current)).toISOString() },
    ...(typeof amount === 'object' && !Array.isArray(amount) ? { amount } : {}),
  };
}

/** What an undoing says: the date from before, instead of the one that we have written. */
export function retitled(order: string, wanted: Proposal['change'], current: Proposal['change']): string {
  const date = (values: Proposal['change']): string => readable(String(values['promisedAt']));
  return `Promise order ${order} for ${date(wanted)} again instead of ${date(current)}: the report was taken back`;
}

function textFact(factSets: readonly FactSet[], system: string, name: string): string | undefined {
  const value = factSets.find((set) => set.system === system && set.state !== 'missing')?.facts[name];
  return typeof value === 'string' ? value : undefined;
}

const HOUR_MS = 3_600_000;

/** Nobody promises 14:37; the next full hour. */
function wholeHour(instant: string): string {
  return new Date(Math.ceil(Date.parse(instant) / HOUR_MS) * HOUR_MS).toISOString();
}

/** `5 Mar 2026, 14:00 UTC`: the same for every reader, because it is what they approve. */
function readable(instant: string): string {
  const date = new Date(Date.parse(instant));
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}
