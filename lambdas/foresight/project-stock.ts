import type { SupplyPlan } from '../contracts/index.ts';

export type Demand = SupplyPlan['demand'][number];

export interface Projection {
  /** What is left at the end of each day on which something moves, the first of them today. Below zero: so much is owed. */
  readonly days: readonly { readonly on: string; readonly units: number }[];
  /** The first day on which more is wanted than there is. */
  readonly stockOutOn?: string;
  /** Demand that is not covered when it is due, and by how much. */
  readonly short: readonly { readonly demand: Demand; readonly missingUnits: number }[];
}

interface Movement {
  readonly on: string;
  readonly units: number;
  readonly demand?: Demand;
}

/**
 * Stock day by day. What comes on a day serves what is wanted on it; who wants it sooner is served first, and what could not be served is owed until something comes. What is overdue moves today.
 */
export function projectStock(
  { onHand, demand, receipts }: Pick<SupplyPlan, 'onHand' | 'demand' | 'receipts'>,
  today: string,
): Projection {
  const notBefore = (day: string): string => (day < today ? today : day);
  const movements: readonly Movement[] = [
    ...receipts.map(({ on, units }) => ({ on: notBefore(on), units })),
    ...[...demand].sort(inOrder).map((one) => ({ on: notBefore(one.on), units: -one.units, demand: one })),
    // Receipts stand before the demand of their day, and demand in its order: the sort keeps both.
  ].sort((left, right) => compare(left.on, right.on));

  const days = new Map([[today, exact(onHand)]]);
  const short: { demand: Demand; missingUnits: number }[] = [];
  let left = exact(onHand);
  for (const { on, units, demand: wanted } of movements) {
    left = exact(left + units);
    days.set(on, left);
    if (wanted !== undefined && left < 0)
      short.push({ demand: wanted, missingUnits: exact(Math.min(wanted.units, -left)) });
  }
  const [first] = short;
  return {
    days: [...days].map(([on, units]) => ({ on, units })),
    ...(first === undefined ? {} : { stockOutOn: notBefore(first.demand.on) }),
    short,
  };
}

function inOrder(left: Demand, right: Demand): number {
  return compare(left.on, right.on) || compare(left.document, right.document);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** Quantities have three decimals; sums of them have no others. */
function exact(units: number): number {
  return Math.round(units * 1_000) / 1_000;
}
