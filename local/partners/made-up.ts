import { createHash } from 'node:crypto';
import type { Document } from './types.ts';

/** Documents that follow from the reference alone, so that any shipment of a demonstration has an order, a plan and a customer, and always the same. */
export function madeUpDocuments(
  reference: string,
  now: number,
): { readonly erp: Document; readonly tms: Document; readonly crm: Document } {
  const digest = createHash('sha256').update(reference).digest();
  const roll = (index: number, sides: number): number => (digest[index] ?? 0) % sides;
  const customer = CUSTOMERS[roll(0, CUSTOMERS.length)] ?? CUSTOMERS[0];
  const value = 800 + digest.readUInt16BE(2) * (roll(1, 4) === 0 ? 3.7 : 0.9);
  const hoursToPromise = roll(4, 168) - 24;
  const currency = ['EUR', 'EUR', 'USD', 'CAD'][roll(5, 4)];
  return {
    erp: {
      SalesOrder: String(4_500_000_000 + (digest.readUInt32BE(6) % 9_000_000)),
      CustomerName: customer?.name,
      TotalNetAmount: value.toFixed(2),
      TransactionCurrency: currency,
      RequestedDeliveryDateTime: new Date(
        Math.ceil((now + hoursToPromise * 3_600_000) / 3_600_000) * 3_600_000,
      ).toISOString(),
      DeliveryPriority: roll(10, 3) === 0 ? 'HIGH' : 'NORMAL',
      IsExpress: roll(11, 5) === 0,
    },
    tms: {
      id: `SHP-${String(100_000 + (digest.readUInt32BE(12) % 900_000))}`,
      references: [reference],
      mode: ['road', 'road', 'ocean', 'air'][roll(16, 4)],
      temperatureControlled: roll(17, 8) === 0,
      dangerousGoods: roll(18, 12) === 0,
      perishable: roll(17, 8) === 0,
    },
    crm: {
      name: customer?.name,
      tier: customer?.tier,
      penalty:
        customer?.tier === 'Platinum'
          ? 2_500 + roll(19, 6) * 1_000
          : customer?.tier === 'Gold' && roll(20, 2) === 0
            ? 1_000
            : null,
      currency: 'EUR',
      complaints: roll(21, 4),
      safetyCritical: customer?.tier === 'Platinum' && roll(22, 4) === 0,
    },
  };
}

const CUSTOMERS = [
  { name: 'Aldergrove Clinics', tier: 'Platinum' },
  { name: 'Boreal Outfitters', tier: 'Standard' },
  { name: 'Castell Foods', tier: 'Gold' },
  { name: 'Dunmore Pumps', tier: 'Silver' },
  { name: 'Eastvale Retail', tier: 'Gold' },
  { name: 'Ferro & Sons', tier: 'Standard' },
  { name: 'Gallant Motors', tier: 'Platinum' },
  { name: 'Hartwell Books', tier: 'Standard' },
];
