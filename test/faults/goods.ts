import { promisedFor } from '../../local/partners/index.ts';
import type { World } from '../support/world.ts';
import type { Agenda } from './agenda.ts';
import type { Dice } from './dice.ts';
import { report } from './plan-reports.ts';
import type { Report } from './plan-reports.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MATERIAL = { material: 'PUMP-SEAL-40', plant: '1010' };
const CONTAINERS = ['MRKU3700927', 'MSKU9070323'] as const;
const ORDERS = ['4711', '4712'] as const;

/** Goods that come to us, and what planning knows of their material. */
export interface Goods {
  readonly containers: readonly string[];
  /** When stock arrives otherwise, milliseconds after the beginning; undefined: it does not. */
  readonly coveredAt: number | undefined;
}

/** One or two containers of one material are late, more or less so later; some arrive after all, and some stock comes from elsewhere. */
export function planGoods(length: number, dice: Dice): { readonly goods: Goods; readonly reports: readonly Report[] } {
  const containers = CONTAINERS.slice(0, dice.between(1, 2));
  const reports = containers.flatMap((container) => {
    const begins = dice.between(0, Math.floor(length / 3));
    const late = (): Report['body'] => ({ kind: 'late goods', container, days: dice.between(8, 16) });
    const news = Array.from({ length: dice.between(0, 2) }, () => report(late(), dice.between(begins, length), dice));
    const there = dice.chance(0.3)
      ? [report({ kind: 'goods there', container }, dice.between(begins, length), dice)]
      : [];
    return [report(late(), begins, dice), ...news, ...there].map((one): Report => ({ ...one, source: 'tms' }));
  });
  return { goods: { containers, coveredAt: dice.chance(0.4) ? dice.between(0, length) : undefined }, reports };
}

/** Puts into the ERP what is on its way, what is planned of it, and whom it shall reach. */
export function knowGoods(world: World, { containers, coveredAt }: Goods, agenda: Agenda): void {
  const day = (days: number): string => new Date(world.now() + days * DAY).toISOString();
  for (const [index, container] of containers.entries())
    world.partners.erp.putComing({
      delivery: `18000012${String(index)}`,
      purchaseOrder: `450000007${String(index)}`,
      container,
      items: [MATERIAL],
    });
  for (const number of ORDERS)
    world.partners.erp.put(`SO-${number}`, {
      SalesOrder: number,
      TotalNetAmount: '90000.00',
      TransactionCurrency: 'EUR',
      ...promisedFor(day(9)),
    });
  const wants = [
    { category: 'VC', document: '4711', units: -60, on: day(3).slice(0, 10) },
    { category: 'VC', document: '4712', units: -70, on: day(7).slice(0, 10) },
  ];
  const comes = containers.map((_container, index) => ({
    category: 'LA',
    document: `18000012${String(index)}`,
    source: `450000007${String(index)}`,
    units: 200,
    on: day(5).slice(0, 10),
  }));
  world.partners.erp.putSupply({ ...MATERIAL, onHand: 100, planned: [...wants, ...comes] });
  if (coveredAt === undefined) return;
  agenda.add(world.now() + coveredAt, () => {
    world.partners.erp.putSupply({ ...MATERIAL, onHand: 400, planned: [...wants, ...comes] });
  });
}
