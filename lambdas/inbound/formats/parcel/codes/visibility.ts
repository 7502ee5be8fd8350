import { codeTable } from '../kinds.ts';

/** project44, `statusCode` of status updates and of stops, and `type` of movement events (https://developers.project44.com, "Tracking webhooks"). */
export const project44Status = codeTable({
  booked: { ACCEPTED: 'Accepted', DISPATCHED: 'Dispatched', CREATED: 'Created', TRACKING_STARTED: 'Tracking started' },
  picked_up: { PICKED_UP: 'Picked up' },
  arrived: { AT_STOP: 'At a stop', ARRIVED: 'Arrived', ARRIVED_AT_STOP: 'Arrived at a stop', GATE_IN: 'Gate in' },
  departed: { DEPARTED: 'Departed', DEPARTED_STOP: 'Departed from a stop', GATE_OUT: 'Gate out' },
  loaded: { LOADED: 'Loaded' },
  unloaded: { UNLOADED: 'Unloaded', DISCHARGED: 'Discharged' },
  in_transit: { IN_TRANSIT: 'In transit', EN_ROUTE: 'On the way to a stop', POSITION: 'Position' },
  out_for_delivery: { OUT_FOR_DELIVERY: 'Out for delivery' },
  customs_released: { CUSTOMS_CLEARED: 'Cleared by customs', CUSTOMS_RELEASED: 'Released by customs' },
  delivered: { COMPLETED: 'Completed', DELIVERED: 'Delivered' },
  delayed: { DELAYED: 'Delayed', EXCEPTION: 'Exception', LATE: 'Late' },
  attempted: { DELIVERY_ATTEMPTED: 'Delivery attempted', DELIVERY_FAILED: 'Delivery failed' },
  missed: { DELIVERY_MISSED: 'Delivery missed' },
  uncalled: { PICKUP_MISSED: 'Pick-up missed' },
  refused: { REFUSED: 'Refused' },
  address: { ADDRESS_INCORRECT: 'Incorrect address' },
  damaged: { DAMAGED: 'Damaged' },
  customs: { CUSTOMS_HOLD: 'Held by customs' },
  held: { HELD: 'Held', ON_HOLD: 'On hold' },
  returned: { RETURNED: 'Returned' },
  cancelled: { CANCELED: 'Cancelled', CANCELLED: 'Cancelled' },
  appointment: { DELIVERY_APPT: 'Delivery appointment' },
  // It is project44 that cannot follow it: nothing is said of the freight itself.
  other: {
    INFO: 'Information',
    TRACKING_FAILED: 'Cannot be followed',
    UNKNOWN: 'Unknown',
    DETECTED: 'Detected',
    UPDATED: 'Updated',
  },
});

/** FourKites, `MessageType` of its load updates (FourKites API, "Outbound webhooks"). */
export const fourkitesMessage = codeTable({
  booked: { LOAD_CREATION: 'Created', LOAD_ASSIGNED: 'Assigned', TRACKING_STARTED: 'Tracking started' },
  arrived: { STOP_ARRIVAL: 'Arrived at a stop', ARRIVAL: 'Arrived' },
  departed: { STOP_DEPARTURE: 'Departed from a stop', DEPARTURE: 'Departed' },
  in_transit: {
    LOCATION_UPDATE: 'Position',
    CHECK_CALL: 'Check call',
    ETA_UPDATE: 'New estimate',
    STOP_ETA_UPDATE: 'New estimate',
  },
  out_for_delivery: { OUT_FOR_DELIVERY: 'Out for delivery' },
  delivered: { LOAD_DELIVERED: 'Delivered', DELIVERED: 'Delivered' },
  delayed: { LATE: 'Late', DELAY: 'Delayed', LOAD_DELAYED: 'Delayed' },
  cancelled: { LOAD_CANCELLED: 'Cancelled' },
  other: { LOAD_EXPIRED: 'No longer followed', TRACKING_STOPPED: 'No longer followed' },
});
