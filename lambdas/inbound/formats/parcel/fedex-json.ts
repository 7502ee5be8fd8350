import * as z from 'zod';
import { placeFrom } from '../draft.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender } from '../translator.ts';
import { treeOf } from '../tree.ts';
import { carriers } from './carriers.ts';
import { fedexMeaning } from './fedex-meaning.ts';
import { fedexCode, referenceOf } from './fedex-xml.ts';
import { anyList, isoStamp, noStamp, objectsIn, optionalObject, optionalText } from './fields.ts';
import type { Parcel, ParcelEvent, Stamp } from './parcel.ts';
import { itemsOf, parcelsInJson, readEvents, readPart } from './translate-parcels.ts';
import type { Found, Spot } from './translate-parcels.ts';

const address = optionalObject({
  city: optionalText,
  stateOrProvinceCode: optionalText,
  countryCode: optionalText,
  postalCode: optionalText,
});
const delay = optionalObject({ status: optionalText, type: optionalText });

const scan = z.object({
  date: optionalText,
  eventType: optionalText,
  eventDescription: optionalText,
  exceptionCode: optionalText,
  exceptionDescription: optionalText,
  scanLocation: address,
  delayDetail: delay,
});

const window = optionalObject({ window: optionalObject({ begins: optionalText, ends: optionalText }) });

const result = z.object({
  trackingNumberInfo: optionalObject({ trackingNumber: optionalText }),
  additionalTrackingInfo: optionalObject({ packageIdentifiers: anyList }),
  latestStatusDetail: optionalObject({
    code: optionalText,
    description: optionalText,
    scanLocation: address,
    ancillaryDetails: anyList,
    delayDetail: delay,
  }),
  scanEvents: anyList,
  dateAndTimes: anyList,
  estimatedDeliveryTimeWindow: window,
  standardTransitTimeWindow: window,
  shipperInformation: optionalObject({ address }),
  recipientInformation: optionalObject({ address }),
  error: optionalObject({ code: optionalText, message: optionalText }),
});

const results = z.object({ trackingNumber: optionalText, trackResults: z.array(z.unknown()) });
const asked = z
  .object({ trackingNumber: optionalText, trackResults: anyList })
  .catch({ trackingNumber: undefined, trackResults: [] });
const complete = z.object({ completeTrackResults: z.array(asked) });
const answer = z.object({ output: complete });
const bare = z.object({ trackingNumberInfo: z.unknown() });

/** FedEx Track API, REST: one parcel for each result. */
export const translateFedexJson = parcelsInJson('carrier-fedex-json', resultsIn, readResult);

/**
 * FedEx Advanced Integrated Visibility, the webhook: it brings results of the Track API, with or without their envelope. By the published reference; not tried on a payload that
 * FedEx has sent.
 */
export const translateFedexAiv = parcelsInJson('carrier-fedex-aiv', resultsIn, readResult);

function resultsIn(body: unknown): Found<unknown> {
  const whole = answer.safeParse(body);
  const envelope = complete.safeParse(whole.success ? whole.data.output : body);
  const pointer = whole.success ? '/output' : '';
  if (envelope.success)
    return {
      items: envelope.data.completeTrackResults.flatMap(({ trackingNumber, trackResults }, index) =>
        itemsOf(
          trackResults.map((one) => numbered(one, trackingNumber)),
          `${pointer}/completeTrackResults/${String(index)}/trackResults`,
        ),
      ),
    };
  const list = results.safeParse(body);
  if (list.success) return { items: itemsOf(list.data.trackResults, '/trackResults') };
  const single = [body].flat().filter((one) => bare.safeParse(one).success);
  if (single.length > 0) return { items: itemsOf(single, '') };
  const refusal = z.object({ errors: z.array(z.object({ code: optionalText })) }).safeParse(body);
  if (refusal.success) return { passedOver: `the error "${refusal.data.errors[0]?.code ?? ''}"` };
  const detail = 'There are no results of the Track API in it.';
  return {
    rejections: [
      { part: 'payload', pointer: '/output/completeTrackResults', detail, mend: 'Send the answer as it came.' },
    ],
  };
}

/** The number that was asked for stands beside the results; one that has none of its own is about that. */
function numbered(one: unknown, trackingNumber: string | undefined): unknown {
  const tree = treeOf(one);
  if (tree === undefined || trackingNumber === undefined || bare.safeParse(one).success) return one;
  return { ...tree, trackingNumberInfo: { trackingNumber } };
}

function readResult(value: unknown, spot: Spot, sender: Sender): Parcel | readonly Rejection[] {
  const sent = readPart(result, value, spot);
  if (!('fits' in sent)) return sent;
  const { trackingNumberInfo, scanEvents, dateAndTimes, additionalTrackingInfo, error, ...rest } = sent.fits;
  const { part, pointer } = spot;
  const { issuer, carrier } = carriers.fedex;
  const destination = placeOf(rest.recipientInformation?.address);
  const dates = objectsIn(dateAndTimes, { type: optionalText, dateTime: optionalText });
  const due = (
    type: string,
    window?: { readonly ends?: string | undefined; readonly begins?: string | undefined },
  ): Stamp | undefined => {
    const at = dates.find((date) => date.type === type)?.dateTime ?? window?.ends ?? window?.begins;
    return at === undefined ? undefined : isoStamp(at, `${pointer}/dateAndTimes`, destination ?? {}, sender.zone);
  };
  const identifiers = objectsIn(additionalTrackingInfo?.packageIdentifiers ?? [], {
    type: optionalText,
    value: optionalText,
    values: anyList,
  });
  return {
    ...spot,
    ...readEvents(scan, scanEvents, { part, pointer: `${pointer}/scanEvents` }, (one, at) => readScan(one, at, sender)),
    carrier,
    references: [
      ...referenceTo('tracking', trackingNumberInfo?.trackingNumber, issuer),
      ...identifiers.flatMap(({ type, value: only, values }) =>
        [only, ...values].flatMap((each) => (typeof each === 'string' ? referenceOf(type, each, sender) : [])),
      ),
    ],
    lane: { origin: placeOf(rest.shipperInformation?.address), destination },
    // The reference has the field in every result; without a code it says nothing.
    current:
      error?.code === undefined
        ? { part: `${part}, status`, ...currentOf(rest.latestStatusDetail, due('ACTUAL_DELIVERY')) }
        : undefined,
    estimated: due('ESTIMATED_DELIVERY', rest.estimatedDeliveryTimeWindow?.window),
    promised: due('COMMITMENT', rest.standardTransitTimeWindow?.window),
  };
}

function readScan(sent: z.infer<typeof scan>, { part, pointer }: Spot, sender: Sender): ParcelEvent {
  const place = placeOf(sent.scanLocation);
  const words = sent.exceptionDescription ?? sent.eventDescription;
  return {
    part,
    ...fedexCode(sent.eventType, sent.exceptionCode),
    known: fedexMeaning({ type: sent.eventType, exception: sent.exceptionCode, words, delay: sent.delayDetail }),
    stamp: isoStamp(sent.date, `${pointer}/date`, place ?? {}, sender.zone),
    place,
    text: words,
  };
}

function currentOf(latest: z.infer<typeof result>['latestStatusDetail'], deliveredAt: Stamp | undefined) {
  const [why] = objectsIn(latest?.ancillaryDetails ?? [], { reason: optionalText, reasonDescription: optionalText });
  const words = why?.reasonDescription ?? latest?.description;
  const known = fedexMeaning({ type: latest?.code, exception: why?.reason, words, delay: latest?.delayDetail });
  const stamp = (known?.milestone === 'delivered' ? deliveredAt : undefined) ?? noStamp;
  return { ...fedexCode(latest?.code, why?.reason), known, stamp, place: placeOf(latest?.scanLocation), text: words };
}

function placeOf(sent: z.infer<typeof address>) {
  return placeFrom({
    locality: sent?.city,
    region: sent?.stateOrProvinceCode,
    country: sent?.countryCode,
    postalCode: sent?.postalCode,
  });
}
