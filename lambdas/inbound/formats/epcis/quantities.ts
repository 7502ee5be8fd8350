import type { Signal } from '../../../contracts/index.ts';
import type { EpcisEvent } from './read-event.ts';
import { decimalText, temperaturesOf } from './sensors.ts';

type Quantities = NonNullable<Signal['quantities']>;

/** UN/ECE Recommendation 20: one. EPCIS counts pieces where no unit is sent. */
const ONE = 'C62';

/** How many objects an event names, how much of goods without serial numbers, and which temperatures were measured. */
export function quantitiesOf(event: EpcisEvent): Quantities | undefined {
  const { epcList, childEPCs, outputEPCList, sensorElementList } = event;
  const objects = new Set([...epcList, ...childEPCs, ...outputEPCList]).size;
  const found: Quantities = {
    ...(objects === 0 ? {} : { objects: { value: String(objects), unit: ONE } }),
    ...amountOf(event),
    ...temperaturesOf(sensorElementList),
  };
  return Object.keys(found).length === 0 ? undefined : found;
}

/** The sum where all is measured in one unit. */
function amountOf({ quantityList, childQuantityList, outputQuantityList }: EpcisEvent): Quantities {
  const parts = [...quantityList, ...childQuantityList, ...outputQuantityList];
  const [unit, ...others] = new Set(parts.map(({ uom }) => uom ?? ONE));
  if (unit === undefined || unit === '' || unit.length > 20 || others.length > 0) return {};
  if (parts.some(({ quantity }) => quantity === undefined)) return {};
  const value = decimalText(parts.reduce((sum, { quantity = 0 }) => sum + quantity, 0));
  return value === undefined ? {} : { quantity: { value, unit } };
}
