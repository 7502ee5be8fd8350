import type { Signal } from '../../../../contracts/index.ts';

type Milestone = NonNullable<Signal['milestone']>;

export interface StatusCode {
  readonly meaning: string;
  readonly milestone: Milestone['name'];
  readonly at: Milestone['at'];
  /** Exception type where the status by itself is trouble. */
  readonly trouble?: string;
  /** Why it is that, or why it is none. */
  readonly why: string;
}

/** A code of no list that we know: of a later release, or of the carrier's own. That it was sent is a step of its way; what went wrong, its reason says. */
export const unlisted: StatusCode = {
  meaning: 'A status of no list that we know',
  milestone: 'other',
  at: 'actual',
  why: 'Nobody can say what it means but the carrier.',
};

type Rows = Readonly<Record<string, readonly [meaning: string, milestone: Milestone['name']]>>;

export function codeGroup(
  why: string,
  rows: Rows,
  at: Milestone['at'],
  trouble?: string,
): readonly (readonly [string, StatusCode])[] {
  return Object.entries(rows).map(([code, [meaning, milestone]]) => [
    code,
    { meaning, milestone, at, why, ...(trouble === undefined ? {} : { trouble }) },
  ]);
}

/** X12 data element 1650, shipment status code (ASC X12 release 004010; later releases give the same codes), with what each means to us. */
export const shipmentStatus: ReadonlyMap<string, StatusCode> = new Map([
  ...codeGroup(
    'Somebody has to agree a new slot, another address or the return.',
    {
      A3: ['Shipment returned to shipper', 'other'],
      A7: ['Refused by consignee', 'other'],
      AH: ['Attempted delivery', 'other'],
      AP: ['Delivery not completed', 'other'],
    },
    'actual',
    'transport.delivery_failed',
  ),
  ...codeGroup('A claim has its deadline.', { A9: ['Shipment damaged', 'other'] }, 'actual', 'cargo.damaged'),
  ...codeGroup('The promise is in danger.', { SD: ['Shipment delayed', 'other'] }, 'actual', 'transport.delay'),
  ...codeGroup(
    'What was planned does not happen, and whoever planned it has to know.',
    { CA: ['Shipment cancelled', 'other'] },
    'actual',
    'transport.milestone_missed',
  ),
  ...codeGroup(
    'The freight is not where its papers are: it has to be traced.',
    { OO: ['Paperwork received, did not receive shipment or equipment', 'other'] },
    'actual',
    'transport.lost',
  ),
  ...codeGroup(
    'Nothing moves before customs has released it.',
    { PR: ['U.S. customs hold at in-bond location', 'other'] },
    'actual',
    'compliance.customs_hold',
  ),
  ...codeGroup(
    'A step that was meant to happen.',
    {
      AF: ['Carrier departed pick-up location with shipment', 'departed'],
      AJ: ['Tendered for delivery', 'out_for_delivery'],
      AM: ['Loaded on truck', 'loaded'],
      AR: ['Rail arrival at destination intermodal ramp', 'arrived'],
      AV: ['Available for delivery', 'available_for_delivery'],
      BA: ['Connecting line or cartage pick-up', 'picked_up'],
      CD: ['Carrier departed delivery location', 'departed'],
      CL: ['Trailer closed out', 'loaded'],
      CP: ['Completed loading at pick-up location', 'loaded'],
      D1: ['Completed unloading at delivery location', 'delivered'],
      I1: ['In-gate', 'arrived'],
      J1: ['Delivered to connecting line', 'in_transit'],
      K1: ['Arrived at customs', 'in_transit'],
      L1: ['Loading', 'other'],
      OA: ['Out-gate', 'departed'],
      P1: ['Departed terminal location', 'departed'],
      R1: ['Received from prior carrier', 'in_transit'],
      RL: ['Rail departure from origin intermodal ramp', 'departed'],
      S1: ["Trailer spotted at consignee's location", 'arrived'],
      X1: ['Arrived at delivery location', 'arrived'],
      X3: ['Arrived at pick-up location', 'arrived'],
      X4: ['Arrived at terminal location', 'arrived'],
      X5: ['Arrived at delivery location loading dock', 'arrived'],
      X6: ['En route to delivery location', 'in_transit'],
      X8: ['Arrived at pick-up location loading dock', 'arrived'],
      XB: ['Shipment acknowledged', 'booked'],
    },
    'actual',
  ),
  ...codeGroup(
    'Unusual, but ordered by somebody or harmless; where it makes the shipment late, a reason or another status says so.',
    {
      AI: ['Shipment has been reconsigned', 'other'],
      AN: ['Diverted to air carrier', 'other'],
      BC: ['Storage in transit', 'in_transit'],
    },
    'actual',
  ),
  ...codeGroup(
    'An expectation, which moves the ETA; what is expected cannot have failed.',
    {
      AG: ['Estimated delivery', 'delivered'],
      B6: ['Estimated to arrive at carrier terminal', 'arrived'],
      C1: ['Estimated to depart terminal location', 'departed'],
      X2: ["Estimated arrival at consignee's location", 'arrived'],
    },
    'estimated',
  ),
]);

/** Arrivals that an appointment is compared with, by stop. */
export const arrivalAt: ReadonlyMap<string, 'pick-up' | 'delivery'> = new Map([
  ['X3', 'pick-up'],
  ['X8', 'pick-up'],
  ['X1', 'delivery'],
  ['X5', 'delivery'],
]);
