import { durationMs } from '../case/duration.ts';
import type {
  Case,
  FactSet,
  PolicyPack,
  Reason,
  Signal,
  StockOut,
  StockOutlook,
  SupplyPlan,
} from '../contracts/index.ts';
import { factReader } from '../scoring/fact-reader.ts';
import { projectStock } from './project-stock.ts';
import type { Projection } from './project-stock.ts';
import { arrivalIn } from './expected-arrival.ts';

export interface Seen {
  readonly record: Case;
  readonly facts: readonly FactSet[];
  /** What was reported of the subject; only of goods that come to us. */
  readonly reports: readonly Signal[];
}

/**
 * Of goods that come to us too late: whether stock of each material lasts until they are here, and whom it does not reach. Undefined where the goods are not on their way to us, or
 * the type asks nothing of it.
 */
export function foreseeStockOuts(seen: Seen, pack: PolicyPack, at: string): readonly StockOutlook[] | undefined {
  const { record, facts } = seen;
  if (pack.types[record.type]?.foresees === undefined) return undefined;
  const erp = facts.find(({ system }) => system === 'erp');
  if (erp?.state === 'live' && erp.supplies !== undefined) {
    const expectedOn = expectedArrival(seen);
    return erp.supplies.map((plan) => outlookOf(plan, issuerOf(erp), expectedOn, pack, at));
  }
  // What was known once is not known now, and is no better for that.
  const why = erp?.state === 'live' ? 'the ERP no longer knows these goods' : 'the ERP gives no answer';
  return record.impact?.stockOutlook?.map(({ material, site, issuer }) => ({
    material,
    site,
    issuer,
    state: 'unknown',
    why,
  }));
}

function outlookOf(
  plan: SupplyPlan,
  issuer: string,
  expectedOn: string | undefined,
  pack: PolicyPack,
  at: string,
): StockOutlook {
  const { material, site, unit } = plan;
  const about = { material, site, issuer };
  if (plan.partly === true)
    return { ...about, state: 'unknown', why: 'the ERP plans more movements of it than are looked at' };
  if (expectedOn === undefined) return { ...about, state: 'unknown', why: 'nobody says when the goods will arrive' };

  const today = at.slice(0, 10);
  const arrivesOn = dayAfter(expectedOn, durationMs(pack.foresight.receiving));
  const until = dayAfter(today, durationMs(pack.foresight.horizon));
  const asPlanned = { ...plan, demand: plan.demand.filter(({ on }) => on <= until) };
  const asExpected = {
    ...asPlanned,
    receipts: plan.receipts.map((receipt) =>
      receipt.isSubject === true && receipt.on < arrivesOn ? { ...receipt, on: arrivesOn } : receipt,
    ),
  };
  const expected = projectStock(asExpected, today);
  const worse = whatIsWorse(expected, projectStock(asPlanned, today));
  if (expected.stockOutOn === undefined || worse.orders.length === 0) return { ...about, state: 'lasts', arrivesOn };
  const { orders, missingUnits } = worse;
  return {
    ...about,
    state: 'runs_out',
    arrivesOn,
    on: expected.stockOutOn,
    unit,
    missingUnits,
    orders: orders.slice(0, MOST_ORDERS),
    ...(orders.length > MOST_ORDERS ? { more: orders.length - MOST_ORDERS } : {}),
  };
}

const MOST_ORDERS = 20;

/** What lacks more with the delay than it would without. What lacks as much anyway is no matter of the delay. */
function whatIsWorse(expected: Projection, planned: Projection): Pick<StockOut, 'orders' | 'missingUnits'> {
  const anyway = new Map(planned.short.map(({ demand, missingUnits }) => [demand, missingUnits]));
  const worse = expected.short
    .map((short) => ({ ...short, more: short.missingUnits - (anyway.get(short.demand) ?? 0) }))
    .filter(({ more }) => more > 0.0005);
  const missingUnits = worse.reduce((sum, { more }) => sum + more, 0);
  return {
    orders: worse.map(({ demand, missingUnits: missing }) => ({ ...demand, missingUnits: missing })),
    missingUnits: Math.round(missingUnits * 1_000) / 1_000,
  };
}

/**
 * The day on which the goods are expected: as whoever moves them said last, else by the supplier's confirmation, else as the TMS has it. What lay in the past when it was said is no
 * expectation.
 */
function expectedArrival({ facts, reports }: Seen): string | undefined {
  const [latest] = [...reports]
    .sort((left, right) => (left.receivedAt < right.receivedAt ? 1 : -1))
    .flatMap((report) => arrivalIn(report) ?? []);
  if (latest !== undefined) return latest.expectedAt.slice(0, 10);
  const fact = factReader(facts);
  const said = fact('procurement', 'confirmedAt') ?? fact('tms', 'estimatedArrival');
  return typeof said === 'string' && !Number.isNaN(Date.parse(said)) ? said.slice(0, 10) : undefined;
}

/** The instance, where there are several: two ERPs may give one number to two materials. */
function issuerOf({ instance }: FactSet): string {
  return instance?.split(':')[0] ?? 'erp';
}

function dayAfter(day: string, milliseconds: number): string {
  return new Date(Date.parse(day) + milliseconds).toISOString().slice(0, 10);
}

/** What it comes to belongs to the reasons of the case, and so does that it is not known. */
export function sayStockOutlook(outlooks: readonly StockOutlook[] = []): readonly Reason[] {
  return outlooks.flatMap((outlook) => {
    const what = `Stock of ${outlook.material} at ${outlook.site}`;
    switch (outlook.state) {
      case 'lasts':
        return [];
      case 'unknown':
        return [
          {
            rule: 'stock-not-known',
            text: `Whether stock of ${outlook.material} at ${outlook.site} lasts is not known: ${outlook.why}.`,
          },
        ];
      case 'runs_out':
        return [
          {
            rule: 'stock-out',
            text: `${what} runs out on ${outlook.on}; the goods are there on ${outlook.arrivesOn} at the earliest. In danger: ${sayOrders(outlook)}.`,
          },
        ];
    }
  });
}

const MOST_NAMED = 5;

/** `order 4711 (60 of 100 EA missing on 2026-03-09)`, the soonest five. */
export function sayOrders({ orders, unit, more = 0 }: StockOut): string {
  const named = orders.slice(0, MOST_NAMED).map(({ document, isOrder, units, missingUnits, on, promisedAt }) => {
    const promised = promisedAt === undefined ? '' : `, promised for ${promisedAt.slice(0, 10)}`;
    return `${isOrder === true ? 'order ' : ''}${document} (${String(missingUnits)} of ${String(units)} ${unit} missing on ${on}${promised})`;
  });
  const left = orders.length - named.length + more;
  return [...named, ...(left === 0 ? [] : [`${String(left)} more`])].join(', ');
}
