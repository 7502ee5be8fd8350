import type { Dice } from './dice.ts';
import type { Deed } from './plan-deeds.ts';
import type { Spell } from './plan.ts';

const MINUTE = 60_000;

/** Changes in systems that a delay alone writes to seldom or never, while those are not well, and a death just where one has happened and is not on record. */
export interface Writes {
  readonly deeds: readonly Deed[];
  readonly spells: readonly Spell[];
  readonly death: DeathAtWrite | undefined;
}

/** At the write with this number of the history: before it, after it and before anybody has heard, or its answer alone is lost. */
export interface DeathAtWrite {
  readonly nth: number;
  readonly kind: 'crash before' | 'crash after' | 'kill before' | 'kill after' | 'lost answer';
}

const SYSTEMS = ['wms', 'documents', 'finance', 'procurement', 'crm', 'tms', 'erp'] as const;

export function planWrites(length: number, dice: Dice): Writes {
  return {
    deeds: Array.from({ length: dice.between(1, 4) }, () => ({
      at: dice.between(5 * MINUTE, length),
      does: 'propose elsewhere' as const,
      twice: dice.chance(0.4),
      toIncident: false,
    })),
    spells: Array.from({ length: dice.between(0, 2) }, () => {
      const from = dice.between(0, length);
      const to = Math.min(length, from + dice.between(5, 40) * MINUTE);
      return {
        from,
        to,
        partner: dice.pick(SYSTEMS),
        how: dice.pick(['slow', 'fails', 'nonsense', 'refuses'] as const),
      };
    }),
    death: dice.chance(0.8)
      ? {
          nth: dice.between(1, 4),
          kind: dice.pick([
            'crash before',
            'crash after',
            'crash after',
            'kill before',
            'kill after',
            'kill after',
            'lost answer',
          ]),
        }
      : undefined,
  };
}

/** What somebody wants of the other systems. */
export function elsewhere(dice: Dice, reference: string): object {
  const units = dice.between(1, 90);
  const sku = 'SKU-1';
  const amount = { amount: `${String(units)}.00`, currency: 'EUR' };
  return dice.pick([
    { type: 'stock_reallocation', change: { fromSite: 'Lyon', toSite: 'Ghent', sku, units }, amount },
    { type: 'supplier_allocation', change: { supplier: 'Corvo Castings', sku, units }, amount },
    { type: 'document_attachment', change: { document: `DOC-${String(units)}`, reference } },
    { type: 'customer_credit', change: { order: '4500001', ...amount } },
    { type: 'penalty_review', change: { reference, ...amount } },
    { type: 'service_case', change: { title: `Look after ${reference}`, reference } },
  ]);
}
