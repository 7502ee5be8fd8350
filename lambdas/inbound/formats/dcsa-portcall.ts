import * as z from 'zod';
import { codeOf } from './dcsa/event-codes.ts';
import { delayReasons } from './dcsa/delay-reasons.ts';
import { asPortCallEvent } from './dcsa/operations-event.ts';
import { placeOfLocation, vesselReference } from './dcsa/places.ts';
import { flag, itemsIn, listOf, location, part as group, text } from './dcsa/schema.ts';
import { draftOf } from './draft.ts';
import { readJson, rejectionsOf } from './json.ts';
import { isLaterThan } from './lateness.ts';
import { readIsoTime } from './local-time.ts';
import type { SentTime } from './local-time.ts';
import { shown } from './look-up.ts';
import { referenceTo } from './references.ts';
import type { Rejection, Sender, SignalDraft, Translation, Translator } from './translator.ts';

const FORMAT = 'dcsa-portcall';
const MEND = 'Send the event as the OpenAPI of DCSA Port Call has it.';
const MOST_EVENTS = 2000;

/** DCSA Port Call (Just in Time) 2.0; events of 1.x are put into this form first. */
const portCallEvent = z.object({
  eventID: text,
  eventUpdatedDateTime: text,
  portCall: group({ portCallID: text, portVisitReference: text, UNLocationCode: text, isOmitted: flag }),
  terminalCall: group({
    terminalCallID: text,
    terminalCallReference: text,
    isOmitted: flag,
    exportVoyageNumberOrReference: group({ carrierVoyageNumber: text }),
  }),
  portCallService: group({
    portCallServiceID: text,
    portCallServiceTypeCode: text,
    portCallServiceType: text,
    portCallServiceEventTypeCode: text,
    portCallServiceEventType: text,
    serviceLocation: location,
    isCanceled: flag,
    isDeclined: flag,
  }),
  vessel: group({ vesselIMONumber: text, vesselName: text }),
  timestamp: group({
    classifierCode: text,
    classifier: text,
    serviceDateTime: text,
    delayReasonCodes: listOf(z.string()),
    // The drafts of 2.0 had one.
    delayReasonCode: text,
    remark: text,
  }),
});
type PortCallEvent = z.infer<typeof portCallEvent>;

interface Call {
  readonly part: string;
  readonly raw: PortCallEvent;
  readonly at: 'actual' | 'estimated' | 'scheduled';
  /** Agreed by both sides; what the other side asks for (REQ) is not. */
  readonly isPlan: boolean;
  readonly time: SentTime | undefined;
  readonly told: SentTime | undefined;
}

/** Port calls: what is estimated later than planned, has a reason for a delay, or is left out. */
export const translatePortCall: Translator = ({ bytes }, sender) => {
  const json = readJson(bytes);
  if ('detail' in json) return refused(json);
  const items = itemsIn(json.value, 'events');
  if (items === undefined || items.length > MOST_EVENTS) {
    return refused({
      part: 'payload',
      pointer: '/events',
      detail: 'There is no list of at most 2000 events.',
      mend: MEND,
    });
  }
  const rejections: Rejection[] = [];
  const warnings: string[] = [];
  const calls = items.flatMap((item, index) => {
    const read = readCall(item, index, sender);
    if ('raw' in read) return [read];
    rejections.push(...read);
    return [];
  });
  const drafts = calls.flatMap((call) => {
    const draft = draftOfCall(call, calls, sender, (warning) => warnings.push(`${call.part}: ${warning}`));
    if (!('detail' in draft)) return [draft];
    rejections.push(draft);
    return [];
  });
  return { format: FORMAT, drafts, rejections, warnings };
};

function refused(rejection: Rejection): Translation {
  return { format: FORMAT, drafts: [], rejections: [rejection], warnings: [] };
}

function readCall(item: unknown, index: number, sender: Sender): Call | readonly Rejection[] {
  const part = `event ${index + 1}`;
  const parsed = portCallEvent.safeParse(asPortCallEvent(item));
  if (!parsed.success) return rejectionsOf(parsed.error, part, `/${index}`, MEND);
  const raw = parsed.data;
  const { timestamp, portCall } = raw;
  if (portCall === undefined && raw.terminalCall === undefined && raw.portCallService === undefined) {
    return [{ part, pointer: `/${index}/portCall`, detail: 'The event is about no port call.', mend: MEND }];
  }
  const place = placeOf(raw) ?? {};
  const sent = timestamp?.serviceDateTime;
  const time = sent === undefined ? undefined : readIsoTime(sent, place, sender.zone);
  if (sent !== undefined && time === undefined) {
    const pointer = `/${index}/timestamp/serviceDateTime`;
    return [{ part, pointer, detail: `"${shown(sent)}" is no time.`, mend: 'Send an RFC 3339 time with its offset.' }];
  }
  const told = readIsoTime(raw.eventUpdatedDateTime ?? '', place, sender.zone);
  const classifier = codeOf(timestamp?.classifier ?? timestamp?.classifierCode);
  const at = classifier === 'ACT' ? 'actual' : classifier === 'EST' ? 'estimated' : 'scheduled';
  return { part, raw, at, isPlan: classifier === 'PLN', time, told };
}

function placeOf({ portCall, portCallService }: PortCallEvent) {
  return placeOfLocation(portCallService?.serviceLocation, portCall?.UNLocationCode);
}

function draftOfCall(
  call: Call,
  all: readonly Call[],
  sender: Sender,
  warn: (text: string) => void,
): SignalDraft | Rejection {
  const { part, raw, at, time, told } = call;
  const port = raw.portCall?.UNLocationCode ?? sender.issuer;
  const references = [
    ...vesselReference(raw.vessel?.vesselIMONumber, sender.issuer),
    ...referenceTo('customer_reference', raw.portCall?.portVisitReference ?? raw.portCall?.portCallID, port),
    ...referenceTo('customer_reference', raw.terminalCall?.terminalCallReference, sender.issuer),
  ];
  // A time of Just in Time 2.0 names the service alone, which was sent before.
  if (references.length === 0)
    references.push(...referenceTo('customer_reference', raw.portCallService?.portCallServiceID, sender.issuer));
  if (references.length === 0) {
    return { part, pointer: '/vessel', detail: 'The event names neither vessel nor port call.', mend: MEND };
  }
  const reasons = reasonsOf(raw);
  for (const code of reasons.filter((one) => !delayReasons.has(one))) {
    warn(`"${shown(code)}" is not in the SMDG list of delay reasons`);
  }
  const trouble = troubleOf(call, all);
  const isAhead = trouble !== undefined && at !== 'actual';
  const [first] = reasons;
  const service = raw.portCallService;
  const status = service?.portCallServiceType ?? service?.portCallServiceTypeCode;
  return draftOf(
    {
      part,
      reportId: raw.eventID,
      references,
      time: isAhead ? (told ?? time) : (time ?? told),
      trouble,
      milestone: { name: milestoneOf(raw), at },
      reason:
        first === undefined
          ? { scheme: 'dcsa:port-call', code: status ?? 'none', text: raw.timestamp?.remark }
          : {
              scheme: 'smdg:delay-reason',
              code: first,
              status,
              text: raw.timestamp?.remark ?? delayReasons.get(first),
            },
      place: placeOf(raw),
      text: [
        raw.vessel?.vesselName === undefined ? '' : `Vessel ${raw.vessel.vesselName}.`,
        isAhead && time !== undefined ? `Expected ${time.occurredAt}.` : '',
        isOmitted(raw) ? 'The call is left out.' : '',
        raw.timestamp?.remark ?? '',
      ]
        .filter(Boolean)
        .join(' '),
    },
    sender,
  );
}

/** The start of the time at berth is the arrival, its end the departure; other services are neither. */
function milestoneOf({ portCallService }: PortCallEvent): 'arrived' | 'departed' | 'other' {
  if (codeOf(portCallService?.portCallServiceType ?? portCallService?.portCallServiceTypeCode) !== 'BERTH')
    return 'other';
  const event = codeOf(portCallService?.portCallServiceEventType ?? portCallService?.portCallServiceEventTypeCode);
  if (/^(ARRI|STRT|STARTED)$/.test(event)) return 'arrived';
  return /^(DEPA|CMPL|COMPLETED)$/.test(event) ? 'departed' : 'other';
}

function isOmitted({ portCall, terminalCall }: PortCallEvent): boolean {
  return portCall?.isOmitted === true || terminalCall?.isOmitted === true;
}

/** A call that is left out takes its containers elsewhere. A service that is declined or cancelled is a matter between port and carrier. */
function troubleOf(call: Call, all: readonly Call[]): string | undefined {
  const { raw, at, time } = call;
  if (isOmitted(raw)) return 'transport.milestone_missed';
  if (raw.portCallService?.isCanceled === true || raw.portCallService?.isDeclined === true) return undefined;
  const alike = all.filter((other) => keyOf(other.raw) === keyOf(raw));
  const isOver = at !== 'actual' && alike.some((other) => other.at === 'actual');
  if (isOver) return undefined;
  const planned = at === 'scheduled' ? undefined : alike.findLast(({ isPlan }) => isPlan)?.time;
  if (planned !== undefined && time !== undefined) return isLaterThan(time, planned) ? 'transport.delay' : undefined;
  return reasonsOf(raw).length > 0 ? 'transport.delay' : undefined;
}

function reasonsOf({ timestamp }: PortCallEvent): readonly string[] {
  return [...(timestamp?.delayReasonCodes ?? []), timestamp?.delayReasonCode ?? ''].filter((code) => code !== '');
}

function keyOf({ portCall, terminalCall, portCallService }: PortCallEvent): string {
  return [
    portCall?.portCallID ?? portCall?.portVisitReference,
    terminalCall?.terminalCallID ?? terminalCall?.terminalCallReference,
    portCallService?.portCallServiceType ?? portCallService?.portCallServiceTypeCode,
    portCallService?.portCallServiceEventType ?? portCallService?.portCallServiceEventTypeCode,
  ].join('\n');
}
