import { codeTable } from '../kinds.ts';

/** Shippo, `status` of a tracking status (https://docs.goshippo.com/docs/tracking/tracking). */
export const shippoStatus = codeTable({
  booked: { PRE_TRANSIT: 'Label made' },
  in_transit: { TRANSIT: 'In transit' },
  delivered: { DELIVERED: 'Delivered' },
  returned: { RETURNED: 'Returned to the sender' },
  undeliverable: { FAILURE: 'Delivery failed' },
  other: { UNKNOWN: 'Unknown' },
});

/** Shippo, `substatus.code` (same page). */
export const shippoSubstatus = codeTable({
  booked: { information_received: 'Information received' },
  address: { address_issue: 'Problem with the address' },
  information: { contact_carrier: 'Carrier has to be contacted' },
  delayed: {
    delayed: 'Delayed',
    delivery_rescheduled: 'Delivery rescheduled',
    reschedule_delivery: 'Delivery has to be rescheduled',
  },
  attempted: {
    delivery_attempted: 'Delivery attempted',
    location_inaccessible: 'No access to the place',
    notice_left: 'Notice left',
  },
  appointment: { delivery_scheduled: 'Delivery scheduled' },
  out_for_delivery: { out_for_delivery: 'Out for delivery' },
  picked_up: { package_accepted: 'Accepted' },
  arrived: { package_arrived: 'Arrived' },
  departed: { package_departed: 'Departed' },
  damaged: { package_damaged: 'Damaged', package_disposed: 'Disposed of' },
  in_transit: {
    package_forwarded: 'Forwarded',
    package_processed: 'Processed',
    package_processing: 'In processing',
  },
  held: { package_held: 'Held' },
  available_for_delivery: { pickup_available: 'Available for pick-up' },
  delivered: { delivered: 'Delivered' },
  returned: { return_to_sender: 'Return to sender' },
  uncollected: { package_unclaimed: 'Unclaimed' },
  undeliverable: { package_undeliverable: 'Undeliverable' },
  lost: { package_lost: 'Lost' },
  other: { other: 'Other' },
});
