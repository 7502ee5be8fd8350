import { codeTable } from '../kinds.ts';

/** 17TRACK API v2, `status` (https://api.17track.net/en/doc, "Main status"). */
export const track17Status = codeTable({
  booked: { InfoReceived: 'Information received' },
  in_transit: { InTransit: 'In transit' },
  out_for_delivery: { OutForDelivery: 'Out for delivery' },
  available_for_delivery: { AvailableForPickup: 'Available for pick-up' },
  delivered: { Delivered: 'Delivered' },
  attempted: { DeliveryFailure: 'Delivery failed' },
  delayed: { Exception: 'Exception' },
  silent: { Expired: 'On its way for so long that nothing more is expected' },
  other: { NotFound: 'Not found' },
});

/** 17TRACK API v2, `sub_status` (same page). */
export const track17SubStatus = codeTable({
  booked: { InfoReceived: 'Information received' },
  picked_up: { InTransit_PickedUp: 'Picked up' },
  in_transit: { InTransit_Other: 'In transit', InTransit_CustomsProcessing: 'In clearance' },
  departed: { InTransit_Departure: 'Left the country of origin' },
  arrived: { InTransit_Arrival: 'Arrived in the country of destination' },
  customs_released: { InTransit_CustomsReleased: 'Released by customs' },
  document: { InTransit_CustomsRequiringInformation: 'Customs requires information' },
  out_for_delivery: { OutForDelivery_Other: 'Out for delivery' },
  available_for_delivery: { AvailableForPickup_Other: 'Available for pick-up' },
  delivered: { Delivered_Other: 'Delivered' },
  attempted: {
    DeliveryFailure_Other: 'Delivery failed',
    DeliveryFailure_Security: 'Delivery failed for security, customs or fees',
  },
  absent: { DeliveryFailure_NoBody: 'Receiver could not be reached' },
  refused: { DeliveryFailure_Rejected: 'Refused by the receiver', Exception_Rejected: 'Refused by the receiver' },
  address: { DeliveryFailure_InvalidAddress: 'Incorrect address', Exception_NoBody: 'Receiver cannot be found' },
  returned: { Exception_Returning: 'Returning to the sender', Exception_Returned: 'Returned to the sender' },
  customs: { Exception_Security: 'Held for security, customs or fees' },
  damaged: { Exception_Damage: 'Damaged', Exception_Destroyed: 'Destroyed' },
  delayed: { Exception_Delayed: 'Delayed' },
  lost: { Exception_Lost: 'Lost' },
  cancelled: { Exception_Cancel: 'Cancelled' },
  silent: { Expired_Other: 'On its way for so long that nothing more is expected' },
  other: { NotFound_Other: 'Not found', NotFound_InvalidCode: 'Number not valid' },
});

/** 17TRACK API v2, `stage` of an event (same page, "Milestones"). */
export const track17Stage = codeTable({
  booked: { InfoReceived: 'Information received' },
  picked_up: { PickedUp: 'Picked up' },
  departed: { Departure: 'Left the country of origin' },
  arrived: { Arrival: 'Arrived in the country of destination' },
  available_for_delivery: { AvailableForPickup: 'Available for pick-up' },
  out_for_delivery: { OutForDelivery: 'Out for delivery' },
  delivered: { Delivered: 'Delivered' },
  returned: { Returning: 'Returning to the sender', Returned: 'Returned to the sender' },
});
