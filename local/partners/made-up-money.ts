import { diceOf, HOUR_MS, iso, promisedAt } from './made-up.ts';
import type { Some } from './made-up.ts';
import type { Document } from './types.ts';

/* Purchase orders and invoices that follow from the reference alone, like the documents of made-up.ts. */

const SUPPLIERS: Some<string> = ['Arden Components', 'Belmont Packaging', 'Corvo Castings', 'Delphi Fabrics'];
const TERMS: Some<{ readonly code: string; readonly netDays: number; readonly discountPercent: number }> = [
  { code: 'NT30', netDays: 30, discountPercent: 0 },
  { code: '0002', netDays: 30, discountPercent: 2 },
  { code: 'NT60', netDays: 60, discountPercent: 0 },
];

export function madeUpPurchase(reference: string, now: number): Document {
  const dice = diceOf(`purchase ${reference}`);
  const orderedUnits = 50 + dice.roll(0, 900);
  const due = promisedAt(diceOf(reference), now);
  return {
    id: `45${String(dice.roll(1, 65_536)).padStart(8, '0')}`,
    references: [reference],
    supplier: dice.pick(2, SUPPLIERS),
    sku: `SKU-${1_000 + dice.roll(3, 400)}`,
    orderedUnits,
    confirmedUnits: dice.roll(4, 3) === 0 ? Math.floor(orderedUnits / 2) : orderedUnits,
    dueAt: iso(due),
    confirmedAt: iso(due + dice.roll(5, 5) * 24 * HOUR_MS),
    alternatives:
      dice.roll(6, 2) === 0
        ? []
        : [
            {
              supplier: dice.pick(7, SUPPLIERS),
              availableUnits: dice.roll(8, 500),
              leadTimeDays: 2 + dice.roll(9, 12),
              isApproved: dice.roll(10, 3) > 0,
              netAmount: (500 + dice.roll(11, 4_000)).toFixed(2),
              currency: 'EUR',
            },
          ],
  };
}

export function madeUpInvoice(reference: string, now: number, offers = false): Document {
  const dice = diceOf(`invoice ${reference}`);
  const terms = dice.pick(0, TERMS);
  const issuedAt = Math.floor(now / HOUR_MS - 24 * dice.roll(1, 20)) * HOUR_MS;
  return {
    // Who reports an invoice by its number means that one.
    id: offers && reference.startsWith('INV') ? reference : `51${String(dice.roll(2, 65_536)).padStart(8, '0')}`,
    references: [reference],
    amount: (120 + dice.roll(3, 9_000)).toFixed(2),
    currency: 'EUR',
    status: dice.roll(4, 6) === 0 ? 'paid' : 'open',
    paymentBlock: '',
    dueAt: iso(issuedAt + terms.netDays * 24 * HOUR_MS),
    terms: { ...terms, discountEndsAt: iso(issuedAt + 14 * 24 * HOUR_MS) },
    ...(offers && CONTAINER.test(reference) ? { freeTime: madeUpFreeTime(reference, now) } : {}),
  };
}

const CONTAINER = /^[A-Z]{4}\d{7}$/;

/** Terms of a contract by which a container stands free for some days, and dearer the longer it stands after them. */
function madeUpFreeTime(reference: string, now: number): Document {
  const dice = diceOf(`free time ${reference}`);
  const perDay = 60 + dice.roll(0, 60);
  return {
    kind: dice.roll(1, 2) === 0 ? 'demurrage' : 'detention',
    freeDays: 4 + dice.roll(2, 4),
    currency: 'EUR',
    startsAt: iso(now - (1 + dice.roll(3, 8)) * 24 * HOUR_MS),
    zone: 'Europe/Berlin',
    rates: [
      { fromDay: 1, amount: perDay.toFixed(2) },
      { fromDay: 5, amount: (2 * perDay).toFixed(2) },
    ],
    expectedAt: iso(now + (2 + dice.roll(4, 5)) * 24 * HOUR_MS),
  };
}
