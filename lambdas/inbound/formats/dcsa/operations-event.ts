import * as z from 'zod';
import { flag, listOf, location, part as group, text } from './schema.ts';

const transportCall = group({
  transportCallID: text,
  transportCallReference: text,
  // As the drafts of 2.0 have it.
  terminalCallReference: text,
  portVisitReference: text,
  UNLocationCode: text,
  location,
  vessel: group({ vesselIMONumber: text, vesselName: text }),
});

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
  transportCall,
  terminalCall: transportCall,
  references: listOf(z.object({ referenceType: text, referenceValue: text })),
});

/** The same said as an event of Port Call 2.0; anything else stays as it is. Without a service it is about the vessel's time at the berth, or at the pilot's station. */
export function asPortCallEvent(item: unknown): unknown {
  const parsed = operationsEvent.safeParse(item);
  if (!parsed.success) return asGroupedCall(item);
  const { transportCall: call = parsed.data.terminalCall, eventLocation, ...event } = parsed.data;
  const atBerth = event.facilityTypeCode === 'BRTH' ? 'BERTH' : undefined;
  return {
    eventID: event.eventID,
    eventUpdatedDateTime: event.eventCreatedDateTime,
    portCall: {
      portVisitReference: call?.portVisitReference,
      UNLocationCode: call?.UNLocationCode ?? call?.location?.UNLocationCode ?? eventLocation?.UNLocationCode,
    },
    terminalCall: {
      terminalCallID: call?.transportCallID,
      terminalCallReference: call?.transportCallReference ?? call?.terminalCallReference,
    },
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

/** What is put to Just in Time 2.0, one thing at a time and flat: a call, a service or a time, by whichever ids it names. */
const flatCall = z
  .object({
    portCall: z.never().optional(),
    terminalCall: z.never().optional(),
    portCallService: z.never().optional(),
    portCallID: text,
    portVisitReference: text,
    UNLocationCode: text,
    isOmitted: flag,
    terminalCallID: text,
    terminalCallReference: text,
    portCallServiceID: text,
    portCallServiceType: text,
    portCallServiceTypeCode: text,
    portCallServiceEventTypeCode: text,
    portCallServiceLocation: location,
    timestampID: text,
    classifierCode: text,
    dateTime: text,
    delayReasonCode: text,
    remark: text,
    vessel: group({ vesselIMONumber: text, vesselName: text, name: text }),
  })
  .refine(({ portCallID, terminalCallID, portCallServiceID }) => portCallID ?? terminalCallID ?? portCallServiceID);

function asGroupedCall(item: unknown): unknown {
  const parsed = flatCall.safeParse(item);
  if (!parsed.success) return item;
  const { vessel, portCallServiceLocation, ...flat } = parsed.data;
  return {
    eventID: flat.timestampID,
    portCall: flat,
    terminalCall: flat,
    portCallService: { ...flat, serviceLocation: portCallServiceLocation },
    vessel: vessel === undefined ? undefined : { ...vessel, vesselName: vessel.vesselName ?? vessel.name },
    timestamp: { ...flat, serviceDateTime: flat.dateTime },
  };
}
