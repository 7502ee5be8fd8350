export interface AppointmentCode {
  readonly meaning: string;
  readonly stop: 'pick-up' | 'delivery';
  /** `agreed` and `latest` are times after which an arrival is late; the others are none, or the time of something else. */
  readonly binds: 'agreed' | 'latest' | 'no';
  readonly at: 'scheduled' | 'estimated';
}

/** X12 data element 1652, shipment appointment status code (ASC X12 release 004010). */
export const appointmentStatus: ReadonlyMap<string, AppointmentCode> = new Map([
  ['AA', { meaning: 'Pick-up appointment', stop: 'pick-up', binds: 'agreed', at: 'scheduled' }],
  ['AB', { meaning: 'Delivery appointment', stop: 'delivery', binds: 'agreed', at: 'scheduled' }],
  ['AC', { meaning: 'Estimated delivery appointment', stop: 'delivery', binds: 'no', at: 'estimated' }],
  ['ED', { meaning: 'Deliver no earlier than', stop: 'delivery', binds: 'no', at: 'scheduled' }],
  ['EP', { meaning: 'Pick-up no earlier than', stop: 'pick-up', binds: 'no', at: 'scheduled' }],
  ['LD', { meaning: 'Deliver no later than', stop: 'delivery', binds: 'latest', at: 'scheduled' }],
  ['LP', { meaning: 'Pick-up no later than', stop: 'pick-up', binds: 'latest', at: 'scheduled' }],
  // When it was secured, not what was agreed.
  ['X9', { meaning: 'Delivery appointment secured', stop: 'delivery', binds: 'no', at: 'scheduled' }],
  ['XA', { meaning: 'Pick-up appointment secured', stop: 'pick-up', binds: 'no', at: 'scheduled' }],
]);
