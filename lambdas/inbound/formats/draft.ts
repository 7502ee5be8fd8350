import type { Money, Place, Signal, SubjectReference } from '../../contracts/index.ts';
import type { SentTime } from './local-time.ts';
import { distinctReferences, sourceReference } from './references.ts';
import type { Sender, SignalDraft } from './translator.ts';

type Milestone = NonNullable<Signal['milestone']>;
type SenderReason = NonNullable<Signal['reason']>;

/** What a translator has read of one report; what was not sent is undefined. */
export interface Report {
  readonly part: string;
  /** The sender's own id of the report, where it gives one. */
  readonly reportId?: string | undefined;
  /** What the id follows from instead of the content. */
  readonly identity?: readonly string[] | undefined;
  readonly references: readonly SubjectReference[];
  /** Undefined where no time was sent: then it is that of reception. */
  readonly time: SentTime | undefined;
  /** Exception type; absent: it is progress. */
  readonly trouble?: string | undefined;
  readonly milestone?: Milestone | undefined;
  readonly reason?: SenderReason | undefined;
  readonly place?: Place | undefined;
  readonly lane?: { readonly origin?: Place | undefined; readonly destination?: Place | undefined } | undefined;
  readonly carrier?: { readonly scac?: string | undefined; readonly name?: string | undefined } | undefined;
  readonly quantities?: Signal['quantities'];
  readonly amounts?: Readonly<Record<string, Money>> | undefined;
  readonly text?: string | undefined;
}

/** The draft of a report, with every text short enough for a signal. It needs at least one reference: a report about nothing is a rejection of its translator. */
export function draftOf(report: Report, sender: Sender): SignalDraft {
  const { trouble, milestone } = report;
  const common = commonOf(report, sender);
  const happened = milestone ?? { name: 'other' as const, at: 'actual' as const };
  if (trouble === undefined) return { ...common, kind: 'progress', milestone: happened };
  return { ...common, kind: 'exception', type: trouble, ...(milestone === undefined ? {} : { milestone }) };
}

type Common = Omit<SignalDraft, 'kind' | 'type' | 'milestone'>;

/** Set one by one, as most reports have few of them: an object for each that is not there took as long as all the rest. */
function commonOf(report: Report, sender: Sender): Common {
  const { references } = report;
  const common: { -readonly [Name in keyof Common]: Common[Name] } = {
    part: report.part,
    references: distinctReferences(isOfTheLine(report.trouble) ? [sourceReference(sender), ...references] : references),
    occurredAt: report.time?.occurredAt ?? sender.receivedAt,
    timeBasis: report.time?.timeBasis ?? 'received',
  };
  const text = report.text?.trim();
  const place = placeFrom(report.place);
  const lane = laneFrom(report.lane);
  const carrier = carrierFrom(report.carrier);
  const quantities = filledRecord(report.quantities);
  const amounts = filledRecord(report.amounts);
  if (report.reportId !== undefined) common.reportId = report.reportId.slice(0, 200);
  if (report.identity !== undefined) common.identity = report.identity;
  if (report.reason !== undefined) common.reason = shortReason(report.reason);
  if (place !== undefined) common.place = place;
  if (lane !== undefined) common.lane = lane;
  if (carrier !== undefined) common.carrier = carrier;
  if (quantities !== undefined) common.quantities = quantities;
  if (amounts !== undefined) common.amounts = amounts;
  if (text !== undefined && text !== '') common.text = text.slice(0, 2000);
  return common;
}

/** What a partner cannot read is trouble with the line to it, whichever message it was: the source is what such reports have in common. */
function isOfTheLine(trouble: string | undefined): boolean {
  return trouble === 'integration.payload_rejected';
}

function shortReason({ scheme, code, status, text }: SenderReason): SenderReason {
  const reason: SenderReason = { scheme: scheme.slice(0, 40), code: code.slice(0, 40) };
  if (status !== undefined) reason.status = status.slice(0, 40);
  if (text !== undefined && text !== '') reason.text = text.slice(0, 500);
  return reason;
}

/** Only what fits a place of the contract: a country that is no code of two letters is dropped, a text is cut. */
export function placeFrom(
  sent: { readonly [Key in keyof Place]?: Place[Key] | undefined } | undefined,
): Place | undefined {
  if (sent === undefined) return undefined;
  const place: { -readonly [Key in keyof Place]: Place[Key] } = {};
  const name = cut(sent.name, 120);
  const locality = cut(sent.locality, 80);
  const region = cut(sent.region, 40);
  const country = sent.country?.trim().toUpperCase();
  const postalCode = cut(sent.postalCode, 16);
  const code = cut(sent.code, 60);
  if (name !== undefined) place.name = name;
  if (locality !== undefined) place.locality = locality;
  if (region !== undefined) place.region = region;
  if (country !== undefined && /^[A-Z]{2}$/.test(country)) place.country = country;
  if (postalCode !== undefined) place.postalCode = postalCode;
  if (code !== undefined) place.code = code;
  const { latitude, longitude } = sent;
  if (latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) {
    place.latitude = latitude;
    place.longitude = longitude;
  }
  return Object.keys(place).length === 0 ? undefined : place;
}

function cut(text: string | undefined, most: number): string | undefined {
  const trimmed = text?.trim().slice(0, most);
  return trimmed === '' ? undefined : trimmed;
}

function laneFrom(lane: Report['lane']): { origin?: Place; destination?: Place } | undefined {
  if (lane?.origin === undefined && lane?.destination === undefined) return undefined;
  const ends: { origin?: Place; destination?: Place } = {};
  const origin = placeFrom(lane.origin);
  const destination = placeFrom(lane.destination);
  if (origin !== undefined) ends.origin = origin;
  if (destination !== undefined) ends.destination = destination;
  return origin === undefined && destination === undefined ? undefined : ends;
}

function carrierFrom(carrier: Report['carrier']): { scac?: string; name?: string } | undefined {
  if (carrier === undefined) return undefined;
  const named: { scac?: string; name?: string } = {};
  if (carrier.scac !== undefined) named.scac = carrier.scac.slice(0, 10);
  if (carrier.name !== undefined) named.name = carrier.name.slice(0, 80);
  return Object.keys(named).length === 0 ? undefined : named;
}

function filledRecord<Value>(entries: Readonly<Record<string, Value>> | undefined): Record<string, Value> | undefined {
  if (entries === undefined) return undefined;
  const { length } = Object.keys(entries);
  if (length === 0) return undefined;
  return length <= MOST_FIGURES ? { ...entries } : Object.fromEntries(Object.entries(entries).slice(0, MOST_FIGURES));
}

const MOST_FIGURES = 20;
