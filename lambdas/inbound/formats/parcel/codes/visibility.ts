import { codeTable } from '../kinds.ts';

/**
 * project44: `statusCode` of status updates and of stops, `statusReason.code` beside it, and `type` of movement events (https://developers.project44.com, schemas `TruckloadShipmentStatus`,
 * `LtlShipmentStatus` and `TrackedShipmentEvent`).
 */
export const project44Status = codeTable({
  booked: {
    ACCEPTED: 'Accepted',
    DISPATCHED: 'Dispatched',
    CREATED: 'Created',
    TRACKING_STARTED: 'Tracking started',
    TRACKING_INITIATE: 'Tracking is asked for',
    TRACKING_START: 'Tracking started',
    MANIFEST: 'Manifested',
  },
  picked_up: { PICKED_UP: 'Picked up', RECEIVE_FROM_SHIPPER: 'Received from the shipper' },
  arrived: {
    AT_STOP: 'At a stop',
    ARRIVED: 'Arrived',
    ARRIVED_AT_STOP: 'Arrived at a stop',
    ARRIVAL_AT_STOP: 'Arrived at a stop',
    GATE_IN: 'Gate in',
  },
  departed: {
    DEPARTED: 'Departed',
    DEPARTED_STOP: 'Departed from a stop',
    DEPARTURE_FROM_STOP: 'Departed from a stop',
    GATE_OUT: 'Gate out',
  },
  loaded: { LOADED: 'Loaded', LOAD_ONTO_VEHICLE: 'Loaded' },
  unloaded: { UNLOADED: 'Unloaded', DISCHARGED: 'Discharged', UNLOAD_FROM_VEHICLE: 'Unloaded' },
  in_transit: {
    IN_TRANSIT: 'In transit',
    EN_ROUTE: 'On the way to a stop',
    POSITION: 'Position',
    HANDOVER: 'Handed over',
    INTERLINE_INFO: 'With another carrier',
    DEPARTURE_INFO: 'Departure',
  },
  out_for_delivery: { OUT_FOR_DELIVERY: 'Out for delivery' },
  customs_released: { CUSTOMS_CLEARED: 'Cleared by customs', CUSTOMS_RELEASED: 'Released by customs' },
  delivered: {
    COMPLETED: 'Completed',
    DELIVERED: 'Delivered',
    DELIVERY: 'Delivered',
    DEPARTED_FINAL_STOP: 'Departed from the last stop',
  },
  delayed: {
    DELAYED: 'Delayed',
    EXCEPTION: 'Exception',
    LATE: 'Late',
    EXCEPTION_DELAYED: 'Delayed',
    EXCEPTION_LATE_DEPARTURE: 'Departed late',
  },
  attempted: { DELIVERY_ATTEMPTED: 'Delivery attempted', DELIVERY_FAILED: 'Delivery failed' },
  missed: {
    DELIVERY_MISSED: 'Delivery missed',
    EXCEPTION_DELIVERY_MISSED: 'Delivery missed',
    DEPARTURE_MISSED: 'Departure missed',
    INTERLINE_MISSED: 'The next carrier was missed',
  },
  uncalled: { PICKUP_MISSED: 'Pick-up missed', EXCEPTION_PICKUP_MISSED: 'Pick-up missed' },
  refused: { REFUSED: 'Refused' },
  address: { ADDRESS_INCORRECT: 'Incorrect address' },
  damaged: { DAMAGED: 'Damaged' },
  customs: { CUSTOMS_HOLD: 'Held by customs' },
  held: { HELD: 'Held', ON_HOLD: 'On hold', EXCEPTION_HELD: 'Held' },
  returned: { RETURNED: 'Returned', RETURN_TO_SENDER: 'Returned to the sender' },
  cancelled: { CANCELED: 'Cancelled', CANCELLED: 'Cancelled' },
  appointment: { DELIVERY_APPT: 'Delivery appointment', DELIVERY_APPOINTMENT: 'Delivery appointment' },
  // It is project44 that cannot follow it, or no longer does: nothing is said of the freight itself.
  other: {
    INFO: 'Information',
    PICKUP_INFO: 'Information on the pick-up',
    DELIVERY_INFO: 'Information on the delivery',
    TRACKING_FAILED: 'Cannot be followed',
    TRACKING_COMPLETE: 'No longer followed',
    TRACKING_END_DUE_TO_TIMEOUT: 'No longer followed',
    TRACKING_END_BY_USER: 'No longer followed',
    DRIVER_DENY_TRACKING: 'The driver lets nobody follow',
    SHARING_STOPPED: 'No longer shared',
    UNKNOWN: 'Unknown',
    DETECTED: 'Detected',
    UPDATED: 'Updated',
    DELETED: 'No longer followed',
  },
});

/** Reasons of COMPLETED by which only the tracking has ended: of the freight nobody knows more than before. */
export const project44Unfollowed = codeTable({
  other: { TIMED_OUT: 'Tracking timed out', APPROVAL_DENIED: 'The carrier lets nobody follow' },
  cancelled: { CANCELED: 'Cancelled', CANCELLED: 'Cancelled' },
});

/** FourKites, `MessageType` of its callbacks (FourKites API, "Outbound webhooks"). */
export const fourkitesMessage = codeTable({
  booked: { LOAD_CREATION: 'Created', LOAD_ASSIGNED: 'Assigned', TRACKING_STARTED: 'Tracking started' },
  picked_up: { STOP_AUTO_PICKED_UP: 'Picked up' },
  arrived: { STOP_ARRIVAL: 'Arrived at a stop', ARRIVAL: 'Arrived' },
  departed: { STOP_DEPARTURE: 'Departed from a stop', DEPARTURE: 'Departed' },
  in_transit: {
    LOCATION_UPDATE: 'Position',
    CHECK_CALL: 'Check call',
    ETA_UPDATE: 'New estimate',
    STOP_ETA_UPDATE: 'New estimate',
    STOP_ETA_UPDATED: 'New estimate',
    CARRIER_ETA_UPDATED: 'New estimate of the carrier',
  },
  out_for_delivery: { OUT_FOR_DELIVERY: 'Out for delivery' },
  delivered: { LOAD_DELIVERED: 'Delivered', DELIVERED: 'Delivered', STOP_AUTO_DELIVERED: 'Delivered' },
  delayed: { LATE: 'Late', DELAY: 'Delayed', LOAD_DELAYED: 'Delayed' },
  appointment: { STOP_APPOINTMENT_RESCHEDULED: 'Another appointment' },
  cancelled: { LOAD_CANCELLED: 'Cancelled' },
  // What its own people have changed, and what it no longer follows.
  other: {
    LOAD_UPDATE: 'Changed',
    LOAD_DELETED: 'No longer followed',
    LOAD_EXPIRED: 'No longer followed',
    TRACKING_STOPPED: 'No longer followed',
    STOP_CREATED: 'A stop more',
    STOP_UPDATED: 'A stop has changed',
    STOP_DELETED: 'A stop less',
    STOP_AUTO_COMPLETED: 'A stop is done',
    PARCEL_UPDATE: 'Parcel',
  },
});
