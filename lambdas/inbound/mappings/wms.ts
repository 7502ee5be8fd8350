import type { ShippedMapping } from './shipped.ts';

/** Short picks of a warehouse system, as CSV or JSON: what an order line asked for, and what was picked. Names as WMS exports commonly have them; the mapping of a source may have others. */
export const wmsShortPick: ShippedMapping = {
  contract: 'mapping/1',
  id: 'wms-short-pick',
  title: 'Short picks of a WMS',
  input: { records: 'picks', dates: ['iso', 'yyyy-MM-dd HH:mm', 'dd.MM.yyyy HH:mm', 'epoch-ms'] },
  references: [
    { kind: 'delivery', value: 'delivery' },
    { kind: 'shipment', value: 'shipment' },
    { kind: 'order', value: 'order' },
    { kind: 'sku', value: 'sku' },
    { kind: 'lot', value: 'lot' },
  ],
  occurredAt: ['picked_at'],
  place: { name: 'warehouse', code: 'location' },
  quantities: {
    ordered: { column: 'quantity_ordered', unit: 'unit' },
    picked: { column: 'quantity_picked', unit: 'unit' },
  },
  troubles: [
    // Damaged goods at the place are a case of their own: somebody has to look at them.
    {
      type: 'cargo.damaged',
      when: {
        all: [
          { oneOf: { reason: ['damaged', 'DMG', 'broken'] } },
          { short: { ordered: 'quantity_ordered', confirmed: 'quantity_picked' } },
        ],
      },
      reason: { scheme: 'wms:reason', code: 'reason' },
    },
    {
      type: 'inventory.shortfall',
      when: { short: { ordered: 'quantity_ordered', confirmed: 'quantity_picked' } },
      reason: { scheme: 'wms:reason', code: 'reason' },
    },
  ],
  progress: [
    { milestone: { name: 'other', at: 'actual' }, reason: { scheme: 'wms:reason', code: { text: 'picked' } } },
  ],
};

/** Counts of a warehouse: what the books say, and what was found. */
export const wmsCount: ShippedMapping = {
  contract: 'mapping/1',
  id: 'wms-count',
  title: 'Cycle counts of a WMS',
  input: { records: 'counts', dates: ['iso', 'yyyy-MM-dd HH:mm', 'dd.MM.yyyy HH:mm', 'epoch-ms'] },
  // A count that is not final is counted again.
  only: { not: { oneOf: { status: ['open', 'recount', 'planned', 'cancelled'] } } },
  reportId: 'count_id',
  references: [
    { kind: 'sku', value: 'sku' },
    { kind: 'lot', value: 'lot' },
    { kind: 'customer_reference', value: 'count_id' },
  ],
  occurredAt: ['counted_at'],
  place: { name: 'warehouse', code: 'location' },
  quantities: {
    booked: { column: 'quantity_booked', unit: 'unit' },
    counted: { column: 'quantity_counted', unit: 'unit' },
  },
  troubles: [
    {
      type: 'inventory.mismatch',
      when: { differs: { expected: 'quantity_booked', counted: 'quantity_counted' } },
      reason: { scheme: 'wms:count', code: { text: 'difference' } },
    },
  ],
  progress: [
    { milestone: { name: 'other', at: 'actual' }, reason: { scheme: 'wms:count', code: { text: 'counted' } } },
  ],
};
