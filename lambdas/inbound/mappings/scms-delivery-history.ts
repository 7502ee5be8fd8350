import type { ShippedMapping } from './shipped.ts';

/** Export of the delivery history of USAID's Supply Chain Management System: one line of an order a row, with what was promised and what came. */
export const scmsDeliveryHistory: ShippedMapping = {
  contract: 'mapping/1',
  id: 'scms-delivery-history',
  title: 'SCMS delivery history (CSV export)',
  input: {
    dates: ['d-Mon-yy', 'M/d/yy', 'iso', 'd-Mon-yyyy', 'M/d/yyyy'],
    blanks: ['Date Not Captured', 'Pre-PQ Process', 'N/A', 'N/A - From RDC'],
  },
  references: [
    { kind: 'delivery', value: 'ASN/DN #' },
    { kind: 'purchase_order', value: 'PO / SO #' },
    { kind: 'customer_reference', value: 'ID' },
  ],
  occurredAt: ['Delivered to Client Date', 'Scheduled Delivery Date'],
  place: { country: 'Country' },
  lane: { destination: { country: 'Country' } },
  quantities: {
    ordered: { column: 'Line Item Quantity', unit: { text: 'packs' } },
    weight: { column: 'Weight (Kilograms)', unit: { text: 'KGM' } },
  },
  amounts: {
    value: { column: 'Line Item Value', currency: { text: 'USD' } },
    freight: { column: 'Freight Cost (USD)', currency: { text: 'USD' } },
  },
  text: ['Item Description'],
  troubles: [
    {
      type: 'transport.delay',
      when: { late: { actual: 'Delivered to Client Date', promised: 'Scheduled Delivery Date' } },
      reason: { scheme: 'scms', code: { text: 'delivered late' }, text: 'Shipment Mode' },
    },
  ],
  progress: [
    { milestone: { name: 'delivered', at: 'actual' }, when: { filled: 'Delivered to Client Date' } },
    { milestone: { name: 'delivered', at: 'scheduled' } },
  ],
};
