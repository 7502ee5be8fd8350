import type { PartnerDocument } from '../contracts/index.ts';
import type { Slip } from './words.ts';

export interface SentFile {
  readonly bytes: Uint8Array;
}

export interface PartnerAnswer {
  /** ISO 8601 with its offset. */
  readonly arrivesAt?: string;
  readonly note?: string;
  readonly document?: {
    readonly bytes: Uint8Array;
    readonly contentType: PartnerDocument['contentType'];
  };
}

export type ReadAnswer =
  { readonly ok: true; readonly answer: PartnerAnswer } | { readonly ok: false; readonly why: Slip };

const MOST_NOTE = 2000;
/** API Gateway takes 10 MB, and base64 makes a third more of it. */
const MOST_BYTES = 4 * 1024 * 1024;
const YEAR_MS = 365 * 24 * 3_600_000;

/** What a partner has filled in; else what is wrong with it. A file is what its first bytes say, whatever it is called. */
export function readAnswer(said: (name: string) => string, file: SentFile | undefined, nowMs: number): ReadAnswer {
  const note = said('note').trim().slice(0, MOST_NOTE);
  const arrival = readArrival(said('arrival').trim(), said('offset').trim(), nowMs);
  if (arrival !== undefined && !arrival.ok) return arrival;
  const document = file === undefined || file.bytes.length === 0 ? undefined : readDocument(file);
  if (typeof document === 'string') return { ok: false, why: document };
  if (note === '' && arrival === undefined && document === undefined) return { ok: false, why: 'nothing' };
  return {
    ok: true,
    answer: {
      ...(arrival === undefined ? {} : { arrivesAt: arrival.at }),
      ...(note === '' ? {} : { note }),
      ...(document === undefined ? {} : { document }),
    },
  };
}

type Arrival = { readonly ok: true; readonly at: string } | { readonly ok: false; readonly why: Slip };

function readArrival(local: string, offset: string, nowMs: number): Arrival | undefined {
  if (local === '') return undefined;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || !/^[+-]\d\d:\d\d$/.test(offset))
    return { ok: false, why: 'arrival' };
  const at = `${local}:00${offset}`;
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) return { ok: false, why: 'date' };
  // A wrong year is the commonest slip, and an arrival long ago says nothing.
  if (Math.abs(instant - nowMs) > YEAR_MS) return { ok: false, why: 'year' };
  return { ok: true, at };
}

function readDocument({ bytes }: SentFile): NonNullable<PartnerAnswer['document']> | Slip {
  if (bytes.length > MOST_BYTES) return 'large';
  const begins = (...first: readonly number[]): boolean => first.every((byte, index) => bytes[index] === byte);
  if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return { bytes, contentType: 'application/pdf' };
  if (begins(0x89, 0x50, 0x4e, 0x47)) return { bytes, contentType: 'image/png' };
  if (begins(0xff, 0xd8, 0xff)) return { bytes, contentType: 'image/jpeg' };
  return 'kind';
}
