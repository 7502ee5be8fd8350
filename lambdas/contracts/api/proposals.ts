import * as z from 'zod';
import type { ActionType } from '../action.ts';
import { decimal, money, offsetInstant, slug } from '../primitives.ts';

/** What people may propose to change in a system of record: one shape for each type of the catalogue. */

const text = z.string().trim().min(1).max(200);
const reason = z.string().trim().min(1).max(2000).meta({ description: 'Why; it stands in the journal.' });
const units = z.number().positive().max(1_000_000_000);
/** Less than nothing would be within any limit. */
const stake = money.extend({ amount: decimal.refine((value) => Number(value) >= 0, 'not less than nothing') });
const extra = {
  amount: stake.optional().meta({ description: 'What it costs more; unknown means that somebody has to approve it.' }),
};
const worth = {
  amount: stake.optional().meta({ description: 'What is at stake; unknown means that somebody has to approve it.' }),
};

/** A document that is there already. */
function changes<const T extends ActionType, Values extends z.ZodType, More extends z.ZodRawShape>(
  type: T,
  document: string,
  values: Values,
  more: More,
) {
  return z.strictObject({
    type: z.literal(type),
    subject: text.meta({ description: `${document} It has to be one that the case names or knows by its facts.` }),
    change: values,
    basis: values.meta({
      description: 'What it says now. Where it says something else when it is to be changed, nothing is forced.',
    }),
    reason,
    ...more,
  });
}

/** A document that is made anew, once for the same case and content. */
function makes<const T extends ActionType, Values extends z.ZodType, More extends z.ZodRawShape>(
  type: T,
  values: Values,
  more: More,
) {
  return z.strictObject({ type: z.literal(type), change: values, reason, ...more });
}

const order = 'Number of the sales order.';
const invoice = 'Number of the supplier invoice.';
const shipment = 'Id of the shipment in the TMS.';
const block = z.string().trim().max(2).meta({ description: 'Code of the ERP; empty: no block.' });
const deliveryBlock = z.strictObject({ deliveryBlock: block });
const paymentBlock = z.strictObject({ paymentBlock: block });
const goods = { sku: text, units };
const sum = {
  amount: decimal.refine((value) => Number(value) > 0, 'more than nothing'),
  currency: money.shape.currency,
};

export const proposal = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('promise_date'),
    promisedAt: offsetInstant.meta({ description: 'The new date of the order; later than the present one.' }),
    reason,
  }),
  changes('order_hold', order, deliveryBlock, {}),
  changes('order_release', order, deliveryBlock, {}),
  changes('payment_hold', invoice, paymentBlock, worth),
  changes('payment_release', invoice, paymentBlock, worth),
  changes('shipment_status', shipment, z.strictObject({ status: text }), {}),
  changes('reroute', shipment, z.strictObject({ destination: text }), extra),
  changes('expedite', shipment, z.strictObject({ serviceLevel: text }), extra),
  changes('carrier_change', shipment, z.strictObject({ carrier: text }), extra),
  makes(
    'customer_credit',
    z.strictObject({
      order: text.meta({ description: order }),
      ...sum,
    }),
    {},
  ),
  makes('penalty_review', z.strictObject({ reference: text, ...sum }), {}),
  makes('replacement_order', z.strictObject({ order: text.meta({ description: order }), ...goods }), worth),
  makes('supplier_allocation', z.strictObject({ supplier: text, ...goods }), worth),
  makes('stock_reallocation', z.strictObject({ fromSite: text, toSite: text, ...goods }), worth),
  makes('document_attachment', z.strictObject({ document: text, reference: text }), {}),
  z.strictObject({
    type: z.literal('customer_message'),
    template: slug.optional().meta({ description: 'Absent: the one of the pack for type and occasion.' }),
    reason,
  }),
  makes('service_case', z.strictObject({ title: text, description: text.optional(), reference: text }), {}),
]);
export type PersonsProposal = z.infer<typeof proposal>;
