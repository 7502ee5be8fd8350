/** What a carrier answers to a tender. */
export interface ReservationAction {
  readonly meaning: string;
  /** Whether the load has a carrier after it. */
  readonly isTaken: boolean;
  readonly why: string;
}

const taken = (meaning: string, why: string): ReservationAction => ({ meaning, isTaken: true, why });
const open = (meaning: string, why: string): ReservationAction => ({ meaning, isTaken: false, why });

/** X12 data element 558, reservation action code (ASC X12 releases 003040 to 008010). */
export const reservationAction: ReadonlyMap<string, ReservationAction> = new Map([
  ['A', taken('Reservation accepted', 'The load has a carrier.')],
  ['B', taken('Conditional acceptance', 'The load has a carrier; the conditions stand in the text.')],
  ['C', open('Counter proposal made', 'Nobody hauls it unless we agree to other terms.')],
  ['D', open('Reservation cancelled', 'The carrier does not haul it.')],
  ['E', open('Reservation declined', 'The carrier does not haul it.')],
  ['F', open('Reservation failed', 'The carrier does not haul it.')],
  ['N', taken('New', 'An offer of ours that is repeated, and no answer to it.')],
  ['R', open('Delete', 'The carrier has taken its acceptance back.')],
  ['S', taken('Split booking', 'The load has a carrier, on more than one vehicle.')],
  ['U', taken('Change', 'What was accepted is changed, and still accepted.')],
  ['V', taken('Change in vessel', 'The load has a carrier, on another vessel.')],
]);

/** X12 data element 1658, shipment or work assignment decline reason code (B106, ASC X12 release 005010). */
export const declineReason: ReadonlyMap<string, string> = new Map([
  ['CPT', 'Capacity type'],
  ['CPU', 'Capacity unavailable'],
  ['EQT', 'Equipment type'],
  ['EQU', 'Equipment unavailable'],
  ['LNH', 'Length of haul'],
  ['PRM', 'Permits'],
  ['WGT', 'Weight'],
]);
