import * as z from 'zod';
import { listOf, location, part as group, text } from './schema.ts';

/** An operations event of DCSA Just in Time 1.x, flat as the events of Track and Trace 2.2. */
const operationsEvent = z.object({
  eventType: z.literal('OPERATIONS'),
  eventID: text,
  eventCreatedDateTime: text,
  eventClassifierCode: text,
  eventDateTime: text,
  operationsEventTypeCode: text,
  portCallServiceTypeCode: text,
  facilityTypeCode: text,
  delayReasonCode: text,
  remark: text,
  eventLocation: location,
  transportCall: group({
    transportCallID: text,
    transportCallReference: text,
    portVisitReference: text,
    UNLocationCode: text,
    location,
    vessel: group({ vesselIMONumber: text, vesselName: text }),
  }),
  references: listOf(z.object({ referenceType: text, referenceValue: text })),
});

/** The same said as an event of Port Call 2.0; anything else stays as it is. Without a service it is about the vessel's time at the berth, or at the pilot's station. */
export function asPortCallEvent(item: unknown): unknown {
  const parsed = operationsEvent.safeParse(item);
  if (!parsed.success) return item;
  const { transportCall: call, eventLocation, ...event } = parsed.data;
  const atBerth = event.facilityTypeCode === 'BRTH' ? 'BERTH' : undefined;
  return {
    eventID: event.eventID,
    eventUpdatedDateTime: event.eventCreatedDateTime,
    portCall: {
      portVisitReference: call?.portVisitReference,
      UNLocationCode: call?.UNLocationCode ?? call?.location?.UNLocationCode ?? eventLocation?.UNLocationCode,
    },
    terminalCall: { terminalCallID: call?.transportCallID, terminalCallReference: call?.transportCallReference },
    portCallService: {
      portCallServiceTypeCode: event.portCallServiceTypeCode ?? atBerth,
      portCallServiceEventTypeCode: event.operationsEventTypeCode,
      serviceLocation: eventLocation,
    },
    vessel: call?.vessel,
    timestamp: {
      classifierCode: event.eventClassifierCode,
      serviceDateTime: event.eventDateTime,
      delayReasonCode: event.delayReasonCode,
      remark: event.remark,
    },
  };
}
