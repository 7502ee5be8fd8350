import type { Meaning } from '../meaning.ts';

/** What a shipment's tracking says: https://shopify.dev/docs/api/admin-graphql/latest/enums/FulfillmentEventStatus, in small letters in webhooks and in `shipment_status` of a fulfillment. */
export const shipmentStatus = new Map<string, Meaning>([
  ['label_purchased', { text: 'a label was bought', milestone: 'booked' }],
  ['label_printed', { text: 'the label was printed', milestone: 'booked' }],
  ['confirmed', { text: 'confirmed', milestone: 'booked' }],
  ['carrier_picked_up', { text: 'picked up by the carrier', milestone: 'picked_up' }],
  ['in_transit', { text: 'in transit', milestone: 'in_transit' }],
  ['out_for_delivery', { text: 'out for delivery', milestone: 'out_for_delivery' }],
  ['ready_for_pickup', { text: 'ready to be picked up', milestone: 'available_for_delivery' }],
  ['ready_for_recipient_pickup', { text: 'ready to be picked up', milestone: 'available_for_delivery' }],
  ['picked_up', { text: 'picked up by the customer', milestone: 'delivered' }],
  ['delivered', { text: 'delivered', milestone: 'delivered' }],
  // The customer has nothing, and the next attempt depends on somebody.
  ['attempted_delivery', { text: 'a delivery was attempted', trouble: 'transport.delivery_failed' }],
  ['failure', { text: 'it failed', trouble: 'transport.delivery_failed' }],
  ['returning_to_sender', { text: 'on its way back to the sender', trouble: 'transport.delivery_failed' }],
  // It comes later than the customer was told.
  ['delayed', { text: 'delayed', trouble: 'transport.delay' }],
  ['buyer_action_required', { text: 'waits for the buyer', trouble: 'transport.delay' }],
]);

/** Of a fulfillment itself: https://shopify.dev/docs/api/admin-rest/latest/resources/fulfillment */
export const fulfillmentStatus = new Map<string, Meaning>([
  ['pending', { text: 'created, not yet acknowledged', milestone: 'booked' }],
  ['open', { text: 'acknowledged', milestone: 'booked' }],
  ['success', { text: 'shipped', milestone: 'departed' }],
  ['cancelled', { text: 'cancelled', milestone: 'other' }],
  // Nothing leaves until somebody asks again.
  ['error', { text: 'the request for it met an error', trouble: 'transport.delay' }],
  ['failure', { text: 'the request for it failed', trouble: 'transport.delay' }],
]);

/** https://shopify.dev/docs/api/admin-graphql/latest/enums/FulfillmentHoldReason: what keeps an order from being picked. Those that wait for the customer's money hold nothing of ours up. */
export const holdReason = new Map<string, Meaning>([
  ['inventory_out_of_stock', { text: 'out of stock', trouble: 'inventory.shortfall' }],
  ['incorrect_address', { text: 'the address is not right', trouble: 'transport.delay' }],
  ['unknown_delivery_date', { text: 'the delivery date is not known', trouble: 'transport.delay' }],
  ['awaiting_payment', { text: 'waits for payment' }],
  ['awaiting_return_items', { text: 'waits for returned goods' }],
  ['high_risk_of_fraud', { text: 'may be fraud' }],
  ['online_store_post_purchase_cross_sell', { text: 'the customer may still add goods' }],
  ['other', { text: 'on hold' }],
]);

/** https://shopify.dev/docs/api/admin-graphql/latest/enums/ReturnReason: only what we did wrong is trouble of ours. */
export const returnReason = new Map<string, Meaning>([
  ['defective', { text: 'defective', trouble: 'cargo.damaged' }],
  ['wrong_item', { text: 'the wrong item came', trouble: 'cargo.mis_shipped' }],
  ['not_as_described', { text: 'not as described' }],
  ['unwanted', { text: 'not wanted' }],
  ['size_too_large', { text: 'too large' }],
  ['size_too_small', { text: 'too small' }],
  ['style', { text: 'not liked' }],
  ['color', { text: 'not liked' }],
  ['other', { text: 'other' }],
  ['unknown', { text: 'unknown' }],
]);

/** https://shopify.dev/docs/api/admin-rest/latest/resources/dispute: a chargeback about the goods wants proof of delivery; about anything else it is no matter of logistics. */
export const disputeReason = new Map<string, Meaning>([
  ['product_not_received', { text: 'the customer says that nothing came', trouble: 'finance.pod_dispute' }],
  [
    'product_unacceptable',
    { text: 'the customer says that the goods are not acceptable', trouble: 'finance.invoice_dispute' },
  ],
]);

/** Of an order that was cancelled: only stock that was not there is trouble. */
export const cancelReason = new Map<string, Meaning>([
  ['inventory', { text: 'cancelled, because there was no stock', trouble: 'inventory.shortfall' }],
  ['customer', { text: 'cancelled by the customer' }],
  ['fraud', { text: 'cancelled: fraud' }],
  ['declined', { text: 'cancelled: payment declined' }],
  ['staff', { text: 'cancelled by staff' }],
  ['other', { text: 'cancelled' }],
]);
