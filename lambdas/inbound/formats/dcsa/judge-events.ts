import { isLaterThan } from '../lateness.ts';
import { delayReasons } from './delay-reasons.ts';
import { movements, troubleOfDocument } from './event-codes.ts';
import type { TntEvent } from './read-event.ts';

export interface Judged {
  readonly trouble: string | undefined;
  readonly warnings: readonly string[];
}

/** Estimates, plans and the actual of one call, or what has become of one document. */
interface Group {
  planned: TntEvent | undefined;
  estimated: TntEvent | undefined;
  actual: TntEvent | undefined;
}

/**
 * What the events of a payload mean together. The last word on a thing holds: an actual ends what was estimated, and a document that was approved is on hold no more. An estimate or
 * actual is late by the plan of the same call; where no plan is told, a reason for a delay is what says so.
 */
export function judgeEvents(events: readonly TntEvent[]): (event: TntEvent) => Judged {
  const groups = new Map<string, Group>();
  for (const event of events) {
    const key = keyOf(event);
    if (key === undefined) continue;
    const group = groups.get(key) ?? { planned: undefined, estimated: undefined, actual: undefined };
    const name = event.at === 'scheduled' ? 'planned' : event.at;
    if (isAfter(event, group[name])) group[name] = event;
    groups.set(key, group);
  }
  return (event) => judgeEvent(event, groups.get(keyOf(event) ?? ''));
}

function keyOf(event: TntEvent): string | undefined {
  if (event.type === 'SHIPMENT') return event.documentId === '' ? undefined : `${event.document}\n${event.documentId}`;
  if (event.call === '' || !movements.has(event.code)) return undefined;
  const equipment = event.type === 'EQUIPMENT' ? event.references.find(({ kind }) => kind === 'container')?.value : '';
  return [event.type, event.code, event.call, equipment].join('\n');
}

/** Later made; of two made at once the later in the list. A document's event counts by when it happened. */
function isAfter(event: TntEvent, other: TntEvent | undefined): boolean {
  if (other === undefined) return true;
  const by = (one: TntEvent): number => Date.parse((one.type === 'SHIPMENT' ? one.time : one.told).occurredAt);
  return by(event) >= by(other);
}

function judgeEvent(event: TntEvent, group: Group | undefined): Judged {
  switch (event.type) {
    case 'SHIPMENT': {
      const isLast = group === undefined || group.actual === event || event.at !== 'actual';
      return { trouble: isLast ? troubleOfDocument(event.code, event.document) : undefined, warnings: [] };
    }
    case 'TRANSPORT':
    case 'EQUIPMENT':
      return judgeMovement(event, group);
    case 'REEFER':
      return { trouble: hasTemperatureAlarm(event) ? 'cargo.temperature_excursion' : undefined, warnings: [] };
    default:
      return { trouble: undefined, warnings: [] };
  }
}

function judgeMovement(event: TntEvent, group: Group | undefined): Judged {
  const warnings = [
    ...(movements.has(event.code) ? [] : [`"${event.code.slice(0, 40)}" is no event of DCSA that we know`]),
    ...event.delayReasons
      .filter((code) => !delayReasons.has(code))
      .map((code) => `"${code.slice(0, 40)}" is not in the SMDG list of delay reasons`),
  ];
  const own = movements.get(event.code)?.trouble;
  if (own !== undefined) return { trouble: own, warnings };
  return { trouble: isLate(event, group) ? 'transport.delay' : undefined, warnings };
}

function isLate(event: TntEvent, group: Group | undefined): boolean {
  const last = group?.actual ?? group?.estimated ?? group?.planned;
  if (last !== undefined && last !== event) return false;
  const planned = event.at === 'scheduled' ? undefined : group?.planned;
  if (planned !== undefined) return isLaterThan(event.time, planned.time);
  return event.delayReasons.length > 0;
}

/** What the unit itself calls an alarm, that is not over, and that speaks of temperature: codes are the manufacturers' own. */
function hasTemperatureAlarm({ raw }: TntEvent): boolean {
  return (raw.reeferDetails?.alarms ?? []).some(
    ({ description, endDateTime }) => endDateTime === undefined && /temp/i.test(description ?? ''),
  );
}
