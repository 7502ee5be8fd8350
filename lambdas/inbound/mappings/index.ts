import { mapping } from '../../contracts/index.ts';
import type { Mapping } from '../../contracts/index.ts';
import { netsuite, odoo } from './erp.ts';
import { scmsDeliveryHistory } from './scms-delivery-history.ts';
import { wmsCount, wmsShortPick } from './wms.ts';

/** Mappings that come with the product, by id. */
export const shippedMappings: Readonly<Record<string, Mapping>> = Object.fromEntries(
  [netsuite, odoo, scmsDeliveryHistory, wmsCount, wmsShortPick].map((one) => [one.id, mapping.parse(one)]),
);
