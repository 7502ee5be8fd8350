import * as z from 'zod';

/** What a field of no weight holds is dropped where it is not what it should be; what decides has no such leniency. */
export const text = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);
export const flag = z.boolean().optional().catch(undefined);
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item.or(z.unknown().transform(() => undefined)))
    .transform((items) => items.filter((one) => one !== undefined))
    .optional()
    .catch(undefined);
export const part = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).optional().catch(undefined);

export const location = part({
  locationName: text,
  UNLocationCode: text,
  facilityCode: text,
  latitude: text,
  longitude: text,
  geoCoordinate: part({ latitude: text, longitude: text }),
  facility: part({ facilityCode: text }),
  address: part({ city: text, stateRegion: text, countryCode: text, postCode: text }),
});
export type Location = z.infer<typeof location>;

const voyage = part({ carrierVoyageNumber: text, universalVoyageReference: text });

/** Transport calls as 2.2 and 3.0 write them. */
export const transportCall = part({
  transportCallID: text,
  transportCallReference: text,
  modeOfTransport: text,
  exportVoyageNumber: text,
  importVoyageNumber: text,
  carrierVoyageNumber: text,
  exportVoyageNumberOrReference: voyage,
  importVoyageNumberOrReference: voyage,
  UNLocationCode: text,
  facilityCode: text,
  location,
  vessel: part({ vesselIMONumber: text, vesselName: text, name: text }),
  vesselTransport: part({ vesselIMONumber: text, vesselName: text }),
});
export type TransportCall = z.infer<typeof transportCall>;

/** A time that must be one where it is sent: a slip in it makes an event wrong. */
const sentTime = z.string().optional();
const document = z.object({ type: text, typeCode: text, reference: text });

/** An event of Track and Trace 2.2 (flat) or 3.0 (grouped, with codes or with long names). */
export const event = z.object({
  eventID: z.string().nullish(),
  eventCreatedDateTime: sentTime,
  eventUpdatedDateTime: sentTime,
  eventDateTime: sentTime,
  isRetracted: flag,
  eventType: text,
  eventClassifierCode: text,
  shipmentEventTypeCode: text,
  transportEventTypeCode: text,
  equipmentEventTypeCode: text,
  documentID: text,
  // As the betas of 3.0 name it.
  documentReference: text,
  documentTypeCode: text,
  reason: text,
  delayReasonCode: text,
  changeRemark: text,
  equipmentReference: text,
  emptyIndicatorCode: text,
  eventLocation: location,
  location,
  transportCall,
  documentReferences: listOf(z.object({ documentReferenceType: text, documentReferenceValue: text })),
  relatedDocumentReferences: listOf(z.object({ type: text, value: text })),
  references: listOf(z.object({ referenceType: text, referenceValue: text, type: text, value: text })),
  publisher: part({ carrierCode: text }),
  eventRouting: part({
    originatingParty: part({ partyCode: text }),
    originatingParties: listOf(z.object({ partyCode: text, partyFunction: text })),
  }),
  eventClassification: part({
    eventType: text,
    eventTypeCode: text,
    eventClassifier: text,
    eventClassifierCode: text,
    shipmentEventType: text,
    shipmentEventTypeCode: text,
    transportEventType: text,
    transportEventTypeCode: text,
    equipmentEventType: text,
    equipmentEventTypeCode: text,
    iotEventType: text,
    iotEventTypeCode: text,
    reeferEventType: text,
    reeferEventTypeCode: text,
  }),
  shipmentDetails: part({
    documentReference: document.optional().catch(undefined),
    additionalDocumentReferences: listOf(document),
    shipmentReferences: listOf(document),
  }),
  transportDetails: part({ transportCall, delayReasonCodes: listOf(z.string()), changeRemark: text }),
  equipmentDetails: part({ equipmentReference: text, emptyIndicator: text, emptyIndicatorCode: text }),
  iotDetails: part({ iotEventCode: text }),
  reeferDetails: part({
    alarms: listOf(z.object({ code: text, description: text, startDateTime: text, endDateTime: text })),
  }),
});
export type RawEvent = z.infer<typeof event>;

const envelope = z.object({ metadata: z.looseObject({}), payload: z.looseObject({}) });

/** The betas of 3.0 part an event from what tells of it; put together it is flat, as in 2.2. Anything else stays as it is. */
export function asFlatEvent(item: unknown): unknown {
  const parsed = envelope.safeParse(item);
  return parsed.success ? { ...parsed.data.payload, ...parsed.data.metadata } : item;
}

/** A list of things, however it is wrapped: the things themselves, one of them, or an object with the list under its name. */
export function itemsIn(value: unknown, name: string): readonly unknown[] | undefined {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return list;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (!(name in value)) return [value];
  const inside: unknown = Reflect.get(value, name);
  return Array.isArray(inside) ? itemsIn(inside, name) : undefined;
}
