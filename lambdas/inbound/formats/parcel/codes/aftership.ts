import { codeTable } from '../kinds.ts';

/** AfterShip, `tag` (https://www.aftership.com/docs/tracking/enum/delivery-statuses). */
export const aftershipTag = codeTable({
  booked: { InfoReceived: 'Information received' },
  in_transit: { InTransit: 'In transit' },
  out_for_delivery: { OutForDelivery: 'Out for delivery' },
  available_for_delivery: { AvailableForPickup: 'Available for pick-up' },
  delivered: { Delivered: 'Delivered' },
  attempted: { AttemptFail: 'Failed attempt' },
  delayed: { Exception: 'Exception' },
  silent: { Expired: 'No news for 30 days' },
  other: { Pending: 'Pending' },
});

/** AfterShip, `subtag` (https://www.aftership.com/docs/tracking/enum/delivery-sub-statuses). `Exception_001` names no reason: the carrier's words may. */
export const aftershipSubtag = codeTable({
  booked: { InfoReceived_001: 'Information received' },
  in_transit: {
    InTransit_001: 'In transit',
    InTransit_004: 'Arrived in the country of destination',
    InTransit_006: 'Customs clearance started',
    InTransit_008: 'Problem resolved',
    InTransit_009: 'Forwarded to another address',
  },
  picked_up: { InTransit_002: 'Accepted by the carrier' },
  arrived: { InTransit_003: 'Arrived at a facility' },
  customs_released: { InTransit_005: 'Customs clearance completed' },
  departed: { InTransit_007: 'Departed from a facility' },
  out_for_delivery: {
    OutForDelivery_001: 'Out for delivery',
    OutForDelivery_003: 'Customer contacted',
  },
  appointment: { OutForDelivery_004: 'Delivery appointment made' },
  available_for_delivery: { AvailableForPickup_001: 'Available for pick-up' },
  delivered: {
    Delivered_001: 'Delivered',
    Delivered_002: 'Picked up by the customer',
    Delivered_003: 'Delivered, signed for',
    Delivered_004: 'Delivered, cash collected',
    Delivered_005: 'Delivered to a neighbour',
  },
  attempted: { AttemptFail_001: 'Failed attempt' },
  absent: { AttemptFail_002: 'Addressee not available' },
  closed: { AttemptFail_003: 'Business closed' },
  address: { Exception_002: 'Customer has moved', Exception_007: 'Incorrect address' },
  refused: { Exception_003: 'Refused by the customer' },
  customs: { Exception_004: 'Delayed in customs clearance' },
  unpaid: { Exception_006: 'Held for payment' },
  uncollected: { Exception_008: 'Not fetched' },
  undeliverable: { Exception_009: 'Rejected by the carrier' },
  returned: { Exception_010: 'Returning to the sender', Exception_011: 'Returned to the sender' },
  damaged: { Exception_012: 'Damaged' },
  lost: { Exception_013: 'Lost' },
  delayed: {
    Exception_005: 'Delayed by external factors',
    Exception_016: 'Delayed in processing',
  },
  weather: { Exception_017: 'Delayed by extreme weather' },
  document: { Exception_018: 'Incorrect or missing documents' },
  silent: { Expired_001: 'No news for 30 days' },
  other: {
    Pending_001: 'No information yet',
    Pending_002: 'Pending',
    Pending_003: 'Carrier cannot be reached',
    Pending_004: 'Tracking information needed',
    Pending_005: 'Carrier has returned an error',
    Pending_006: 'Tracking number cannot be read',
  },
});
