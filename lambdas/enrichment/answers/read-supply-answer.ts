import * as z from 'zod';
import type { SupplyPlan } from '../../contracts/index.ts';
import { MOST_MOVEMENTS } from '../questions/erp-questions.ts';
import type { Coming, Inbound } from './read-inbound-answer.ts';

/** OData V2: a day is the milliseconds of its beginning in UTC; some services add an offset of zero. */
const day = z
  .string()
  .regex(/^\/Date\(-?\d{1,15}([+-]\d{4})?\)\/$/)
  .transform((text) => new Date(Number(/-?\d+/.exec(text)?.[0])).toISOString().slice(0, 10));
const quantity = z.union([z.string(), z.number()]).transform(Number).pipe(z.number());

const supplyAnswer = z.object({
  d: z.object({
    results: z.array(
      z.object({
        MaterialBaseUnit: z.string().max(10).nullish(),
        MRPElementCategory: z.string(),
        MRPElement: z.string().nullish(),
        SourceMRPElement: z.string().nullish(),
        MRPElementOpenQuantity: quantity,
        MRPElementAvailyOrRqmtDate: day.nullish(),
      }),
    ),
  }),
});
type Movement = z.infer<typeof supplyAnswer>['d']['results'][number];

/*
 * MRP elements (domain DELKZ; https://leanx.eu/en/sap/table/mdps.html). Requirements stand with a minus. What planning has only proposed (planned orders PA, purchase requisitions BA) is no receipt: nobody has
 * ordered it. Forecasts (PP, PR), safety stock (SH) and marks of planning (ER, FH) are no demand that somebody waits for.
 */
const STOCK = 'WB';
const ORDERS: readonly string[] = ['VC', 'VJ'];
/** Reservations, dependent requirements, subcontractors, transfers to other plants. */
const OWN_DEMAND: readonly string[] = ['AR', 'SB', 'MR', 'BB', 'U1', 'U2'];
/** Purchase orders and scheduling agreements, shipping notifications, production and process orders. */
const RECEIPTS: readonly string[] = ['BE', 'LE', 'LA', 'FE', 'BR'];
const MOST_ROWS = 60;

/** What is planned of a material; undefined: the ERP does not plan it, and nothing is known of it. */
export function readSupplyAnswer(body: unknown, { material, plant }: Coming, inbound: Inbound): SupplyPlan | undefined {
  const movements = supplyAnswer.parse(body).d.results;
  if (!movements.some(({ MRPElementCategory: category }) => category === STOCK)) return undefined;
  const of = (categories: readonly string[]): readonly Movement[] =>
    movements.filter(
      ({ MRPElementCategory, MRPElementOpenQuantity }) =>
        categories.includes(MRPElementCategory) && MRPElementOpenQuantity !== 0,
    );
  const onHand = of([STOCK]).reduce((sum, { MRPElementOpenQuantity: units }) => sum + units, 0);
  const wanted = of([...ORDERS, ...OWN_DEMAND]).flatMap((one) => rowOf(one));
  const coming = of(RECEIPTS).flatMap((one) => rowOf(one));
  const demand = wanted.map(({ category, source: _, ...row }) => ({
    ...row,
    ...(category === 'VC' ? { isOrder: true as const } : {}),
  }));
  const isSubject = subjectAmong(coming, inbound);
  const receipts = coming.map((row) => ({
    document: row.document,
    units: row.units,
    on: row.on,
    ...(isSubject(row) ? { isSubject: true as const } : {}),
  }));
  const isPart = movements.length >= MOST_MOVEMENTS || demand.length > MOST_ROWS || receipts.length > MOST_ROWS;
  return {
    material,
    site: plant,
    unit: movements[0]?.MaterialBaseUnit ?? '',
    onHand,
    demand: demand.sort(byDay).slice(0, MOST_ROWS),
    receipts: receipts.sort(byDay).slice(0, MOST_ROWS),
    ...(isPart ? { partly: true } : {}),
  };
}

interface Row {
  readonly category: string;
  readonly document: string;
  readonly source: string;
  readonly units: number;
  readonly on: string;
}

function rowOf(movement: Movement): readonly Row[] {
  const { MRPElementCategory: category, MRPElement, SourceMRPElement, MRPElementOpenQuantity, ...rest } = movement;
  const on = rest.MRPElementAvailyOrRqmtDate;
  const document = MRPElement ?? '';
  if (on == null || document === '') return [];
  return [{ category, document, source: SourceMRPElement ?? '', units: Math.abs(MRPElementOpenQuantity), on }];
}

/** What is on its way under the delivery that is late; where none of it is planned by that, what is open of its purchase orders. */
function subjectAmong(rows: readonly Row[], { delivery, purchaseOrders }: Inbound): (row: Row) => boolean {
  const isDelivery = ({ category, document }: Row): boolean => category === 'LA' && document === delivery;
  if (rows.some(isDelivery)) return isDelivery;
  return ({ document, source }) => purchaseOrders.includes(document) || purchaseOrders.includes(source);
}

function byDay(left: { readonly on: string }, right: { readonly on: string }): number {
  return left.on < right.on ? -1 : Number(left.on > right.on);
}
