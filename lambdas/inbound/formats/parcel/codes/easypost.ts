import { codeTable } from '../kinds.ts';

/** EasyPost, `status` of a tracker and of a tracking detail (https://docs.easypost.com/docs/trackers). */
export const easypostStatus = codeTable({
  undeliverable: { failure: 'Delivery failed' },
  returned: { return_to_sender: 'Returned to sender' },
  cancelled: { cancelled: 'Cancelled' },
  booked: { pre_transit: 'Label made, not yet with the carrier' },
  in_transit: { in_transit: 'In transit' },
  out_for_delivery: { out_for_delivery: 'Out for delivery' },
  available_for_delivery: { available_for_pickup: 'Waits to be picked up' },
  delivered: { delivered: 'Delivered' },
  // It is EasyPost that cannot follow the parcel: nothing is said of the parcel itself.
  other: { unknown: 'Unknown', error: 'EasyPost cannot follow it' },
});

/** EasyPost, `status_detail` (same page). `unknown` and `status_update` say nothing, and leave it to the status. */
export const easypostDetail = codeTable({
  address: { address_correction: 'Address has to be corrected' },
  attempted: { delivery_exception: 'Delivery exception' },
  undeliverable: { failure: 'Delivery failed' },
  refused: { refused: 'Refused by the receiver' },
  returned: { return: 'Returned to sender' },
  cancelled: { cancelled: 'Cancelled' },
  information: { awaiting_information: 'Carrier waits for information' },
  delayed: { delayed: 'Delayed', transit_exception: 'Exception on the way' },
  weather: { weather_delay: 'Delayed by weather' },
  held: { held: 'Held' },
  missorted: { missorted: 'Missorted' },
  damaged: { damaged: 'Damaged' },
  lost: { lost: 'Lost' },
  silent: { expired: 'No news for so long that it is not followed any more' },
  booked: { label_created: 'Label made' },
  departed: { departed_facility: 'Departed facility', departed_origin_facility: 'Departed origin facility' },
  arrived: {
    arrived_at_destination: 'Arrived at destination',
    arrived_at_facility: 'Arrived at facility',
    received_at_destination_facility: 'Received at destination facility',
    received_at_origin_facility: 'Received at origin facility',
  },
  in_transit: {
    in_transit: 'In transit',
    transferred_to_destination_carrier: 'Handed to the carrier of the last mile',
  },
  out_for_delivery: { out_for_delivery: 'Out for delivery' },
  available_for_delivery: { arrived_at_pickup_location: 'Waits to be picked up' },
});
