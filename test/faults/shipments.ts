import { HOUR } from '../support/world.ts';
import type { World } from '../support/world.ts';
import type { Shipment } from './plan-reports.ts';
import { promisedFor } from '../../local/partners/index.ts';

const HOURS_TO_PROMISE: Readonly<Record<Shipment['manner'], number>> = {
  urgent: -2,
  harmless: 60,
  late: 24,
  'late and dear': 24,
};
const NET: Readonly<Record<Shipment['manner'], string>> = {
  urgent: '140000.00',
  harmless: '2500.00',
  late: '9000.00',
  'late and dear': '90000.00',
};

/** Puts into the systems of record what makes a case urgent, harmless, or in need of a new promise date. */
/** `email`: where whoever waits for it is told. */
export function knowShipment(world: World, { name, manner }: Shipment, email?: string): void {
  const at = (hours: number): string => new Date(world.now() + hours * HOUR).toISOString();
  world.partners.erp.put(name, {
    SalesOrder: name.replace('SO-', '45'),
    TotalNetAmount: NET[manner],
    TransactionCurrency: 'EUR',
    ...promisedFor(at(HOURS_TO_PROMISE[manner])),
    DeliveryPriority: '02',
    ShippingCondition: '01',
  });
  const isLate = manner === 'late' || manner === 'late and dear';
  world.partners.tms.put(name, {
    id: name.replace('SO', 'SHP'),
    references: [name],
    mode: 'road',
    ...(isLate ? { estimatedArrival: at(48.5) } : {}),
  });
  world.partners.crm.put(name, {
    name: 'Harbor Point Clinic',
    tier: manner === 'urgent' ? 'Platinum' : 'Silver',
    penalty: null,
    currency: null,
    complaints: 0,
    ...(email === undefined ? {} : { email, language: 'en_US' }),
  });
}
