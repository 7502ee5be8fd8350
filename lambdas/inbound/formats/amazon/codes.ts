import type { Meaning } from '../meaning.ts';

/**
 * Where a parcel is: codes of SHIPMENT_TRACKING_MILESTONE_CHANGED, CurrentStatus of Fulfillment Outbound 2020-07-01 and EventCode of Amazon Shipping v2
 * (https://developer-docs.amazon.com/sp-api), written in one way.
 */
export const parcelStatus = new Map<string, Meaning>([
  ['ORDER_PREPARING', { text: 'being prepared', milestone: 'booked' }],
  ['CARRIER_ASSIGNED', { text: 'a carrier was assigned', milestone: 'booked' }],
  ['READY_FOR_RECEIVE', { text: 'ready for the carrier', milestone: 'booked' }],
  ['PRE_TRANSIT', { text: 'not yet with the carrier', milestone: 'booked' }],
  ['PICKUP_DONE', { text: 'picked up', milestone: 'picked_up' }],
  ['PICKED_UP', { text: 'picked up', milestone: 'picked_up' }],
  ['SHIPPED', { text: 'shipped', milestone: 'departed' }],
  ['DEPARTED', { text: 'departed', milestone: 'departed' }],
  ['IN_TRANSIT', { text: 'in transit', milestone: 'in_transit' }],
  ['ARRIVED_AT_CARRIER_FACILITY', { text: 'at a facility of the carrier', milestone: 'in_transit' }],
  ['OUT_FOR_DELIVERY', { text: 'out for delivery', milestone: 'out_for_delivery' }],
  ['AVAILABLE_FOR_PICKUP', { text: 'can be picked up', milestone: 'available_for_delivery' }],
  ['AWAITING_CUSTOMER_PICKUP', { text: 'waits for the customer', milestone: 'available_for_delivery' }],
  ['PICKUP_SUCCESSFUL', { text: 'picked up by the customer', milestone: 'delivered' }],
  ['DELIVERED', { text: 'delivered', milestone: 'delivered' }],
  [
    'RECIPIENT_REQUESTED_ALTERNATE_DELIVERY_TIMING',
    { text: 'the recipient wants another time', milestone: 'appointment' },
  ],
  ['UNKNOWN', { text: 'unknown' }],
  // Later than promised, or held up until the customer does something.
  ['DELAYED', { text: 'delayed', trouble: 'transport.delay' }],
  ['CUSTOMER_ACTION', { text: 'waits for the customer to act', trouble: 'transport.delay' }],
  ['PICKUP_CANCELLED', { text: 'the pick-up was cancelled', trouble: 'transport.delay' }],
  // The customer has nothing.
  ['DELIVERY_ATTEMPTED', { text: 'a delivery was attempted', trouble: 'transport.delivery_failed' }],
  ['UNDELIVERABLE', { text: 'it cannot be delivered', trouble: 'transport.delivery_failed' }],
  ['REJECTED', { text: 'the recipient refused it', trouble: 'transport.delivery_failed' }],
  ['REJECTED_BY_BUYER', { text: 'the buyer refused it', trouble: 'transport.delivery_failed' }],
  ['RETURN_INITIATED', { text: 'it goes back', trouble: 'transport.delivery_failed' }],
  ['RETURNING', { text: 'it goes back', trouble: 'transport.delivery_failed' }],
  ['RETURNING_TO_SELLER', { text: 'it goes back', trouble: 'transport.delivery_failed' }],
  ['RETURNED', { text: 'it came back', trouble: 'transport.delivery_failed' }],
  ['RETURNED_TO_SELLER', { text: 'it came back', trouble: 'transport.delivery_failed' }],
  ['LOST', { text: 'lost', trouble: 'transport.lost' }],
  ['DAMAGED', { text: 'damaged', trouble: 'cargo.damaged' }],
]);

/** Of an order that Amazon fulfills, of its shipments, and of an order of the marketplace. Cancelled by the seller or the buyer is what they wanted. */
export const orderStatus = new Map<string, Meaning>([
  ['NEW', { text: 'new', milestone: 'booked' }],
  ['RECEIVED', { text: 'received', milestone: 'booked' }],
  ['PLANNING', { text: 'being planned', milestone: 'booked' }],
  ['PENDING', { text: 'pending', milestone: 'booked' }],
  ['PENDING_AVAILABILITY', { text: 'ordered before its release', milestone: 'booked' }],
  ['CREATED', { text: 'created', milestone: 'booked' }],
  ['PROCESSING', { text: 'being processed', milestone: 'booked' }],
  ['PROCESSED', { text: 'processed', milestone: 'booked' }],
  ['UNSHIPPED', { text: 'not shipped yet', milestone: 'booked' }],
  ['UPCOMINGORDER', { text: 'ordered before its release', milestone: 'booked' }],
  ['WAITING', { text: 'waits', milestone: 'booked' }],
  ['SHIPPING', { text: 'to be shipped', milestone: 'booked' }],
  ['INVOICEUNCONFIRMED', { text: 'its invoice is not confirmed', milestone: 'booked' }],
  ['INVOICE_UNCONFIRMED', { text: 'its invoice is not confirmed', milestone: 'booked' }],
  ['PARTIALLY_SHIPPED', { text: 'shipped in part', milestone: 'departed' }],
  ['SHIPPED', { text: 'shipped', milestone: 'departed' }],
  ['COMPLETE', { text: 'all is shipped', milestone: 'departed' }],
  ['CANCELLED', { text: 'cancelled' }],
  ['CANCELED', { text: 'cancelled' }],
  ['CANCELLED_BY_SELLER', { text: 'cancelled by the seller' }],
  // What was ordered is not there, or not all of it.
  ['COMPLETE_PARTIALLED', { text: 'only a part is shipped, the rest never will be', trouble: 'inventory.shortfall' }],
  ['UNFULFILLABLE', { text: 'it cannot be fulfilled', trouble: 'inventory.shortfall' }],
  ['CANCELLED_BY_FULFILLER', { text: 'cancelled by Amazon', trouble: 'inventory.shortfall' }],
  // It was taken and never goes out as it is.
  ['INVALID', { text: 'the order is not valid', trouble: 'transport.delay' }],
]);

/** `OutForDelivery`, `OUT_FOR_DELIVERY` and `out for delivery` are one code. */
export function codeOf(sent: string): string {
  return sent
    .slice(0, 60)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toUpperCase();
}
