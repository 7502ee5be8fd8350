import type { Place, SubjectReference } from '../../../contracts/index.ts';
import type { Report } from '../draft.ts';
import type { SentTime } from '../local-time.ts';
import type { Rejection } from '../translator.ts';
import type { ParcelCode } from './kinds.ts';

/** A time as it was sent, and what it was read as: undefined where it is no time. */
export interface Stamp {
  /** Empty where none was sent. */
  readonly sent: string;
  readonly read: SentTime | undefined;
  /** False where it is only a day. */
  readonly hasClock: boolean;
  /** Where it stands in the payload. */
  readonly pointer: string;
}

/** One event of a parcel's history, read but not judged. */
export interface ParcelEvent {
  readonly part: string;
  readonly scheme: string;
  /** The sender's code, verbatim, and what stands beside it. */
  readonly code: string;
  readonly status?: string | undefined;
  readonly known: ParcelCode | undefined;
  readonly stamp: Stamp;
  readonly place?: Place | undefined;
  /** The sender's words. */
  readonly text?: string | undefined;
}

/** What a payload tells of one parcel. */
export interface Parcel {
  readonly part: string;
  readonly pointer: string;
  readonly carrier: Report['carrier'];
  /** The number of the parcel first; without one it is refused. */
  readonly references: readonly SubjectReference[];
  readonly lane?: Report['lane'];
  readonly events: readonly ParcelEvent[];
  /** Events that could not be read. */
  readonly rejections?: readonly Rejection[] | undefined;
  /** What the sender says of the parcel as a whole, where that stands beside the history. */
  readonly current?: ParcelEvent | undefined;
  readonly estimated?: Stamp | undefined;
  /** When it was to be delivered, as was promised or first planned. */
  readonly promised?: Stamp | undefined;
  /** Why it is expected later than that, in the sender's words. */
  readonly whyLater?: string | undefined;
}
