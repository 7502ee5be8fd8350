import type { ShippedMapping } from './shipped.ts';

const ORDERS = ['SalesOrd', 'Sales Order', 'PurchOrd', 'Purchase Order'];
const FULFILLMENTS = ['ItemShip', 'Item Fulfillment'];

/** A status by its letter, with or without its record type before it: `C`, `ItemShip:C`. */
const withType = (letters: readonly string[], types: readonly string[]): string[] =>
  letters.flatMap((letter) => [letter, ...types.map((type) => `${type}:${letter}`)]);

/** As the preferences of a company or user write dates, with their time (12 hours, or 24 where days come first) and without. */
const NETSUITE_DATES = [
  ...['iso', 'M/d/yyyy', 'd/M/yyyy', 'd.M.yyyy', 'd-Mon-yyyy'],
  ...['M/d/yyyy hh:mm tt', 'd/M/yyyy hh:mm tt', 'M/d/yyyy hh:mm:ss tt', 'd.M.yyyy HH:mm', 'd/M/yyyy HH:mm'],
];

/**
 * Oracle NetSuite: lines of sales and purchase orders as a saved search or SuiteQL of `transaction` and `transactionline` gives them (https://docs.oracle.com/en/cloud/saas/netsuite, record
 * browser: tranid, type, status, quantity, quantitycommitted, quantitybackordered, shipdate, expectedreceiptdate). SuiteQL answers with `items`.
 */
export const netsuite: ShippedMapping = {
  contract: 'mapping/1',
  id: 'netsuite',
  title: 'NetSuite orders (saved search or SuiteQL)',
  input: { records: 'items', dates: NETSUITE_DATES },
  // Closed, cancelled, rejected and billed orders wait for nothing; the letters mean that of orders only. Of fulfillments that are picked or packed nothing has left. Lines of tax and shipping have no item.
  only: {
    not: {
      any: [
        { oneOf: { status: ['Closed', 'Cancelled', 'Billed', 'Fully Billed', 'Rejected by Supervisor'] } },
        {
          all: [
            { oneOf: { type: ORDERS } },
            { oneOf: { status: withType(['H', 'C', 'G'], ['SalesOrd', 'PurchOrd']) } },
          ],
        },
        {
          all: [
            { oneOf: { type: FULFILLMENTS } },
            { oneOf: { status: ['Picked', 'Packed', ...withType(['A', 'B'], ['ItemShip'])] } },
          ],
        },
      ],
    },
  },
  references: [
    { kind: 'order', value: 'tranid', when: { oneOf: { type: ['SalesOrd', 'Sales Order'] } } },
    { kind: 'purchase_order', value: 'tranid', when: { oneOf: { type: ['PurchOrd', 'Purchase Order'] } } },
    {
      kind: 'delivery',
      value: 'tranid',
      when: { oneOf: { type: ['ItemShip', 'Item Fulfillment', 'ItemRcpt', 'Item Receipt'] } },
    },
    { kind: 'customer_reference', value: 'otherrefnum' },
    { kind: 'sku', value: 'item' },
  ],
  occurredAt: ['lastmodifieddate', 'trandate'],
  place: { name: 'location' },
  quantities: {
    ordered: { column: 'quantity', unit: 'units' },
    committed: { column: 'quantitycommitted', unit: 'units' },
    backordered: { column: 'quantitybackordered', unit: 'units' },
  },
  amounts: { value: { column: 'amount', currency: 'currency' } },
  troubles: [
    {
      type: 'inventory.shortfall',
      when: {
        all: [
          { oneOf: { type: ['SalesOrd', 'Sales Order'] } },
          { above: { column: 'quantitybackordered', than: '0' } },
        ],
      },
      reason: { scheme: 'netsuite', code: { text: 'backordered' } },
    },
    {
      type: 'supply.late',
      when: {
        all: [
          { oneOf: { type: ['PurchOrd', 'Purchase Order'] } },
          { late: { actual: 'expectedreceiptdate', promised: 'duedate' } },
        ],
      },
      reason: { scheme: 'netsuite', code: { text: 'expected late' } },
    },
    {
      type: 'transport.delay',
      when: {
        all: [
          { oneOf: { type: ['SalesOrd', 'Sales Order'] } },
          { late: { actual: 'expectedshipdate', promised: 'shipdate' } },
        ],
      },
      reason: { scheme: 'netsuite', code: { text: 'ships late' } },
    },
  ],
  progress: [
    { milestone: { name: 'departed', at: 'actual' }, when: { oneOf: { type: ['ItemShip', 'Item Fulfillment'] } } },
    { milestone: { name: 'delivered', at: 'actual' }, when: { oneOf: { type: ['ItemRcpt', 'Item Receipt'] } } },
    { milestone: { name: 'booked', at: 'actual' } },
  ],
};

/**
 * Odoo: transfers (`stock.picking`) and stock (`stock.quant`) as its JSON-RPC, an export, or the webhook of an automation (`_model`) gives them; of the model of an order its number is that of the order. Fields and states: https://github.com/odoo/odoo/tree/17.0/addons/stock/models. A many-to-one field is `[id, name]`,
 * and `false` where it is empty. Times are UTC without saying so.
 */
export const odoo: ShippedMapping = {
  contract: 'mapping/1',
  id: 'odoo',
  title: 'Odoo transfers and stock',
  input: { records: 'result', dates: ['iso'], zone: 'Etc/UTC', blanks: ['false'] },
  only: { not: { oneOf: { state: ['cancel', 'draft'] } } },
  references: [
    { kind: 'order', value: 'name', when: { equals: { _model: 'sale.order' } } },
    { kind: 'purchase_order', value: 'name', when: { equals: { _model: 'purchase.order' } } },
    { kind: 'delivery', value: 'name', when: { not: { oneOf: { _model: ['sale.order', 'purchase.order'] } } } },
    { kind: 'tracking', value: 'carrier_tracking_ref', issuer: 'carrier_id/1' },
    { kind: 'order', value: 'origin', when: { oneOf: { picking_type_code: ['outgoing'] } } },
    { kind: 'purchase_order', value: 'origin', when: { oneOf: { picking_type_code: ['incoming'] } } },
    { kind: 'customer_reference', value: 'origin', when: { empty: 'picking_type_code' } },
    { kind: 'sku', value: 'product_id/1' },
    { kind: 'sku', value: 'product_id/display_name' },
    { kind: 'lot', value: 'lot_id/1' },
    { kind: 'lot', value: 'lot_id/display_name' },
  ],
  // When it is planned, and when stock is to be counted next, is no time at which something was.
  occurredAt: ['date_done', 'write_date'],
  place: { name: 'location_id/1' },
  carrier: { name: 'carrier_id/1' },
  quantities: {
    quantity: { column: 'quantity', unit: 'product_uom_id/1' },
    reserved: { column: 'reserved_quantity', unit: 'product_uom_id/1' },
    counted: { column: 'inventory_quantity', unit: 'product_uom_id/1' },
  },
  troubles: [
    // Done after the deadline that the customer, or we, were promised.
    {
      type: 'transport.delay',
      when: {
        all: [
          { late: { actual: 'date_done', promised: 'date_deadline' } },
          { not: { equals: { picking_type_code: 'incoming' } } },
        ],
      },
      reason: { scheme: 'odoo', code: { text: 'done late' } },
    },
    {
      type: 'supply.late',
      when: {
        all: [
          { late: { actual: 'date_done', promised: 'date_deadline' } },
          { equals: { picking_type_code: 'incoming' } },
        ],
      },
      reason: { scheme: 'odoo', code: { text: 'received late' } },
    },
    // Planned for after the deadline, and not done.
    {
      type: 'transport.delay',
      when: {
        all: [
          { empty: 'date_done' },
          { late: { actual: 'scheduled_date', promised: 'date_deadline' } },
          { not: { equals: { picking_type_code: 'incoming' } } },
        ],
      },
      reason: { scheme: 'odoo', code: { text: 'planned late' } },
    },
    {
      type: 'supply.late',
      when: {
        all: [
          { empty: 'date_done' },
          { late: { actual: 'scheduled_date', promised: 'date_deadline' } },
          { equals: { picking_type_code: 'incoming' } },
        ],
      },
      reason: { scheme: 'odoo', code: { text: 'expected late' } },
    },
    // More was taken than the books have.
    {
      type: 'inventory.mismatch',
      when: { all: [{ below: { column: 'quantity', than: '0' } }, { empty: 'state' }] },
      reason: { scheme: 'odoo', code: { text: 'negative stock' } },
    },
    {
      type: 'inventory.mismatch',
      when: {
        all: [
          { equals: { inventory_quantity_set: 'true' } },
          { differs: { expected: 'quantity', counted: 'inventory_quantity' } },
        ],
      },
      reason: { scheme: 'odoo', code: { text: 'count differs' } },
    },
  ],
  progress: [
    {
      milestone: { name: 'delivered', at: 'actual' },
      when: { all: [{ equals: { state: 'done' } }, { equals: { picking_type_code: 'incoming' } }] },
    },
    {
      milestone: { name: 'departed', at: 'actual' },
      when: {
        all: [{ equals: { state: 'done' } }, { not: { oneOf: { _model: ['sale.order', 'purchase.order'] } } }],
      },
    },
    { milestone: { name: 'other', at: 'actual' } },
  ],
};
