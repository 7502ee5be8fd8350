import type { Signal } from '../../../contracts/index.ts';
import { lookUp } from '../look-up.ts';

type MilestoneName = NonNullable<Signal['milestone']>['name'];

interface Kind {
  /** What has happened, where it is no trouble. */
  readonly milestone: MilestoneName;
  /** Exception type where it is trouble. */
  readonly trouble?: string;
  /** Why it is trouble. */
  readonly why?: string;
}

const trouble = (type: string, why: string) => ({ milestone: 'other', trouble: type, why }) as const;
const inform = (milestone: MilestoneName) => ({ milestone }) as const;

const FAILED = 'transport.delivery_failed';
const DELAY = 'transport.delay';

/** What can be said of a parcel, whoever carries it. */
const kinds = {
  attempted: trouble(FAILED, 'Nobody took it: a new slot, another address or a pick-up has to be agreed.'),
  refused: trouble(FAILED, 'The receiver does not want it: somebody has to speak with them, or it comes back.'),
  address: trouble(FAILED, 'It cannot be delivered where it is addressed to: the address has to be put right.'),
  closed: trouble(FAILED, "The receiver's place was closed: a time has to be agreed at which it is not."),
  absent: trouble(FAILED, 'The receiver was not there: a new slot or a pick-up has to be agreed.'),
  uncollected: trouble(FAILED, 'Nobody fetched it, and it will be sent back.'),
  unpaid: trouble(FAILED, 'It is held until somebody pays.'),
  undeliverable: trouble(FAILED, 'The carrier has given up: it needs a new order or a new label.'),
  returned: trouble(FAILED, 'It is on its way back to the sender, and the order is unfilled.'),
  cancelled: trouble('transport.milestone_missed', 'What was planned does not happen, and its planner has to know.'),
  uncalled: trouble('transport.milestone_missed', 'It was not picked up as agreed, and the promise begins to slip.'),
  silent: trouble('transport.milestone_missed', 'Nothing has been heard of it for weeks: it has to be traced.'),
  delayed: trouble(DELAY, 'The promise is in danger.'),
  weather: trouble(DELAY, 'Weather or a disaster holds it up, and perhaps others beside it.'),
  mechanical: trouble(DELAY, 'A vehicle or a machine has failed, and it waits for the next.'),
  missed: trouble(DELAY, 'It missed its connection or its commitment, and waits for the next.'),
  missorted: trouble(DELAY, 'It went the wrong way and has to come back.'),
  held: trouble(DELAY, 'It does not move until somebody does something.'),
  information: trouble(DELAY, 'The carrier waits for an answer before it goes on.'),
  customs: trouble('compliance.customs_hold', 'Nothing moves before customs has released it.'),
  prohibited: trouble('compliance.customs_hold', 'What it holds may not be carried or brought in as declared.'),
  document: trouble('compliance.document_missing', 'It waits for papers or data that somebody has to send.'),
  damaged: trouble('cargo.damaged', 'The goods are worth less, and a claim has its deadline.'),
  // It ends the way all the same.
  delivered_damaged: {
    ...trouble('cargo.damaged', 'It was taken, but the goods are worth less: a claim has its deadline.'),
    milestone: 'delivered',
  },
  lost: trouble('transport.lost', 'It has to be traced, and perhaps sent anew.'),
  unread: trouble('integration.payload_rejected', 'They could not take what we sent, and do not follow it.'),
  booked: inform('booked'),
  picked_up: inform('picked_up'),
  departed: inform('departed'),
  arrived: inform('arrived'),
  in_transit: inform('in_transit'),
  loaded: inform('loaded'),
  unloaded: inform('unloaded'),
  customs_released: inform('customs_released'),
  out_for_delivery: inform('out_for_delivery'),
  available_for_delivery: inform('available_for_delivery'),
  delivered: inform('delivered'),
  appointment: inform('appointment'),
  other: inform('other'),
} as const satisfies Readonly<Record<string, Kind>>;

/** What a code of a carrier says of a parcel. */
export interface ParcelCode extends Kind {
  readonly meaning: string;
  /** It is on its way back: what is delivered after that is delivered to the sender. */
  readonly isReturn: boolean;
}

export type CodeTable = ReadonlyMap<string, ParcelCode>;
export type KindName = keyof typeof kinds;

/** A code whose meaning stands in words beside it. */
export function codeOfKind(name: KindName, meaning: string): ParcelCode {
  return { ...kinds[name], meaning, isReturn: name === 'returned' };
}

/** A code list as data: for each thing that can be said, the sender's codes that say it, with their meaning. */
export function codeTable(groups: Readonly<Partial<Record<KindName, Readonly<Record<string, string>>>>>): CodeTable {
  return new Map(
    Object.entries(groups).flatMap(([name, rows]) => {
      const kind = lookUp<Kind>(kinds, name) ?? kinds.other;
      return Object.entries(rows).map(
        ([code, meaning]) => [code, { ...kind, meaning, isReturn: name === 'returned' }] as const,
      );
    }),
  );
}
