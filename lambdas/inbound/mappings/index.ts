import { mapping } from '../../contracts/index.ts';
import type { Mapping } from '../../contracts/index.ts';
import { netsuite, odoo } from './erp.ts';
import { scmsDeliveryHistory } from './scms-delivery-history.ts';
import { wmsCount, wmsShortPick } from './wms.ts';

const shipped = [netsuite, odoo, scmsDeliveryHistory, wmsCount, wmsShortPick];
/** Filled in once, and only when it is asked for: a function that reads by none of them would begin a fifth later. */
const filledIn = new Map<string, Mapping>();

/** The mapping of that id that comes with the product. */
export function shippedMapping(id: string | undefined): Mapping | undefined {
  const found = id === undefined ? undefined : filledIn.get(id);
  const written = found === undefined ? shipped.find((one) => one.id === id) : undefined;
  if (written === undefined) return found;
  const whole = mapping.parse(written);
  filledIn.set(written.id, whole);
  return whole;
}

/** All mappings that come with the product. */
export function shippedMappings(): readonly Mapping[] {
  return shipped.flatMap(({ id }) => shippedMapping(id) ?? []);
}
