import type { Signal } from '../../../contracts/index.ts';

type Milestone = NonNullable<Signal['milestone']>;

export interface StatusCode {
  readonly meaning: string;
  readonly milestone: Milestone['name'];
  readonly at: Milestone['at'];
  /** Exception type where the status by itself is trouble. */
  readonly trouble?: string;
}

const status = (
  meaning: string,
  milestone: Milestone['name'],
  at: Milestone['at'] = 'actual',
  trouble?: string,
): StatusCode => ({
  meaning,
  milestone,
  at,
  ...(trouble === undefined ? {} : { trouble }),
});

/** X12 data element 1650, shipment status code (ASC X12 release 004010), with what each means to us. */
export const shipmentStatus: Readonly<Record<string, StatusCode>> = {
  A3: status('Shipment returned to shipper', 'other', 'actual', 'transport.delivery_failed'),
  A7: status('Refused by consignee', 'other', 'actual', 'transport.delivery_failed'),
  A9: status('Shipment damaged', 'other', 'actual', 'cargo.damaged'),
  AF: status('Carrier departed pick-up location with shipment', 'departed'),
  AG: status('Estimated delivery', 'delivered', 'estimated'),
  AH: status('Attempted delivery', 'other', 'actual', 'transport.delivery_failed'),
  AI: status('Shipment has been reconsigned', 'other'),
  AJ: status('Tendered for delivery', 'out_for_delivery'),
  AM: status('Loaded on truck', 'loaded'),
  AN: status('Diverted to air carrier', 'other'),
  AP: status('Delivery not completed', 'other', 'actual', 'transport.delivery_failed'),
  AR: status('Rail arrival at destination intermodal ramp', 'arrived'),
  AV: status('Available for delivery', 'available_for_delivery'),
  B6: status('Estimated to arrive at carrier terminal', 'arrived', 'estimated'),
  BA: status('Connecting line or cartage pick-up', 'picked_up'),
  BC: status('Storage in transit', 'in_transit'),
  C1: status('Estimated to depart terminal location', 'departed', 'estimated'),
  CA: status('Shipment cancelled', 'other', 'actual', 'transport.milestone_missed'),
  CD: status('Carrier departed delivery location', 'departed'),
  CL: status('Trailer closed out', 'loaded'),
  CP: status('Completed loading at pick-up location', 'loaded'),
  D1: status('Completed unloading at delivery location', 'delivered'),
  I1: status('In-gate', 'arrived'),
  J1: status('Delivered to connecting line', 'in_transit'),
  K1: status('Arrived at customs', 'in_transit'),
  L1: status('Loading', 'other'),
  OA: status('Out-gate', 'departed'),
  OO: status('Paperwork received, did not receive shipment or equipment', 'other', 'actual', 'transport.lost'),
  P1: status('Departed terminal location', 'departed'),
  PR: status('U.S. customs hold at in-bond location', 'other', 'actual', 'compliance.customs_hold'),
  R1: status('Received from prior carrier', 'in_transit'),
  RL: status('Rail departure from origin intermodal ramp', 'departed'),
  S1: status("Trailer spotted at consignee's location", 'arrived'),
  SD: status('Shipment delayed', 'other', 'actual', 'transport.delay'),
  X1: status('Arrived at delivery location', 'arrived'),
  X2: status("Estimated arrival at consignee's location", 'arrived', 'estimated'),
  X3: status('Arrived at pick-up location', 'arrived'),
  X4: status('Arrived at terminal location', 'arrived'),
  X5: status('Arrived at delivery location loading dock', 'arrived'),
  X6: status('En route to delivery location', 'in_transit'),
  X8: status('Arrived at pick-up location loading dock', 'arrived'),
  XB: status('Shipment acknowledged', 'booked'),
};

/** X12 data element 1652, shipment appointment status code. Only what was agreed; limits in either direction are no appointment. */
export const appointmentStatus: Readonly<
  Record<string, { readonly meaning: string; readonly stop: 'pick-up' | 'delivery' }>
> = {
  AA: { meaning: 'Pick-up appointment', stop: 'pick-up' },
  AB: { meaning: 'Delivery appointment', stop: 'delivery' },
  AC: { meaning: 'Estimated delivery appointment', stop: 'delivery' },
  ED: { meaning: 'Deliver no earlier than', stop: 'delivery' },
  EP: { meaning: 'Pick-up no earlier than', stop: 'pick-up' },
  LD: { meaning: 'Deliver no later than', stop: 'delivery' },
  LP: { meaning: 'Pick-up no later than', stop: 'pick-up' },
  X9: { meaning: 'Delivery appointment secured', stop: 'delivery' },
  XA: { meaning: 'Pick-up appointment secured', stop: 'pick-up' },
};

/** Arrivals that an appointment is compared with. */
export const arrivalsAt: Readonly<Record<string, 'pick-up' | 'delivery'>> = {
  X3: 'pick-up',
  X8: 'pick-up',
  X1: 'delivery',
  X5: 'delivery',
};
