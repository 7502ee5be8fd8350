import * as z from 'zod';
import { deriveId } from '../contracts/index.ts';
import type { Case, Signal, StockOut, StockOutlook, SubjectReference } from '../contracts/index.ts';
import { WITH_INCIDENT } from '../incident/membership.ts';
import { sayOrders } from './foresee-stock-outs.ts';

/** What is remembered of one material for one case: how often trouble was raised for it, and what was said last while it stands. */
const watched = z.strictObject({
  material: z.string(),
  site: z.string(),
  issuer: z.string(),
  round: z.int(),
  said: z.string().optional(),
});
export const foresight = z.strictObject({ watched: z.array(watched) });
export type Foresight = z.infer<typeof foresight>;
type Watched = Foresight['watched'][number];

export interface ForesightContext {
  /** Type that is raised, by the policy of the case. */
  readonly raises: string | undefined;
  /** UTC. */
  readonly at: string;
  readonly traceparent: string;
}

export interface ForesightDecision {
  readonly signals: readonly Signal[];
  readonly after: Foresight;
}

/**
 * What a case of late goods raises for its materials, and what it settles again. One stock-out is one trouble, said anew when its day or its orders change, and settled by a report of our
 * own when stock lasts after all or the goods are there. What is not known changes nothing. Ids follow from what is said, so deciding again gives the same signals. Undefined: there is nothing new.
 */
export function decideForesight(
  record: Case,
  before: Foresight | undefined,
  context: ForesightContext,
): ForesightDecision | undefined {
  const known = before?.watched ?? [];
  const outlooks = isOver(record) ? [] : record.impact?.stockOutlook;
  if (outlooks === undefined || isHeldByAPerson(record)) return undefined;
  const signals: Signal[] = [];
  const after = new Map(known.map((one) => [keyOf(one), one]));
  for (const outlook of outlooks) {
    if (outlook.state !== 'runs_out' || context.raises === undefined) continue;
    const last = after.get(keyOf(outlook));
    const said = JSON.stringify([outlook.on, outlook.arrivesOn, outlook.missingUnits, outlook.orders]);
    // Guard: what was said is not said again.
    if (last?.said === said) continue;
    const { material, site, issuer } = outlook;
    const round = last?.said === undefined ? (last?.round ?? 0) + 1 : last.round;
    signals.push(stockOut(record, outlook, round, said, context.raises, context));
    after.set(keyOf(outlook), { material, site, issuer, round, said });
  }
  for (const one of known) {
    const outlook = outlooks.find((other) => keyOf(other) === keyOf(one));
    // Guard: what was settled is not settled again, and what is not known settles nothing.
    if (one.said === undefined || (outlook !== undefined && outlook.state !== 'lasts')) continue;
    signals.push(replenished(record, one, outlook, context));
    const { said: _, ...settled } = one;
    after.set(keyOf(one), settled);
  }
  return signals.length === 0 ? undefined : { signals, after: { watched: [...after.values()] } };
}

const keyOf = ({ material, site, issuer }: Pick<Watched, 'material' | 'site' | 'issuer'>): string =>
  JSON.stringify([issuer, site, material]);

/** The delay is over: the goods are there, it was taken back, or another case goes on with it and says what is true. */
function isOver({ state, resolvedBy, resolution }: Case): boolean {
  if (state === 'withdrawn' || state === 'merged') return true;
  return state === 'resolved' && resolvedBy === undefined && resolution !== WITH_INCIDENT;
}

/** Whoever solves the delay does not say that there is stock: the case of the stock-out stays with who has it. */
function isHeldByAPerson(record: Case): boolean {
  return (record.state === 'resolved' || record.state === 'closed') && !isOver(record);
}

function stockOut(
  record: Case,
  outlook: StockOut,
  round: number,
  said: string,
  type: string,
  context: ForesightContext,
): Signal {
  const { material, site, issuer, on, arrivesOn, missingUnits, unit, orders } = outlook;
  const text = `Stock of ${material} at ${site} runs out on ${on}: ${record.title} (${record.id}), and the goods are there on ${arrivesOn} at the earliest. In danger: ${sayOrders(outlook)}.`;
  return {
    ...bodyOf(record, outlook, context),
    kind: 'exception',
    type,
    id: deriveId('sig', 'stock-out', record.id, keyOf(outlook), String(round), said),
    references: [
      ...referencesOf(record, outlook),
      ...orders
        .filter(({ isOrder }) => isOrder === true)
        .map(({ document }): SubjectReference => ({ kind: 'order', value: document, issuer })),
    ],
    occurredAt: context.at,
    milestone: { name: 'replenished', at: 'estimated', stop: stopOf(record, round) },
    reason: { scheme: 'fairlead:foresight', code: 'stock_out', text: text.slice(0, 500) },
    quantities: { missing: { value: String(missingUnits), unit: unit === '' ? 'EA' : unit } },
    text: text.slice(0, 2000),
  };
}

function replenished(record: Case, one: Watched, outlook: StockOutlook | undefined, context: ForesightContext): Signal {
  const why = outlook === undefined ? 'the delay behind it is over' : 'it lasts until the goods are there';
  return {
    ...bodyOf(record, one, context),
    kind: 'progress',
    id: deriveId('sig', 'replenished', record.id, keyOf(one), String(one.round)),
    references: referencesOf(record, one),
    occurredAt: context.at,
    milestone: { name: 'replenished', at: 'actual', stop: stopOf(record, one.round) },
    text: `Stock of ${one.material} at ${one.site} is no longer in danger by ${record.id}: ${why}.`,
  };
}

/** A settlement ends what this case has said in this round, and not what another late shipment of the material has. */
const stopOf = ({ id }: Case, round: number): string => `${id}#${String(round)}`;

/** No number of the shipment is among them: two of the same material are one trouble of its stock. */
function referencesOf({ id }: Case, { material, issuer }: Pick<Watched, 'material' | 'issuer'>): SubjectReference[] {
  return [
    { kind: 'sku', value: material, issuer },
    { kind: 'case', value: id, issuer: 'fairlead' },
  ];
}

function bodyOf(record: Case, { site }: Pick<Watched, 'site'>, { at, traceparent }: ForesightContext) {
  return {
    contract: 'signal/1' as const,
    source: { id: 'fairlead', format: 'foresight' },
    place: { code: site },
    region: record.region,
    businessUnit: record.businessUnit,
    timeBasis: 'sent' as const,
    receivedAt: at,
    // Nobody has sent it.
    raw: { key: 'none' },
    traceparent,
  };
}
