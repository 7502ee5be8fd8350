import { translateAmazon } from './amazon-sp-api.ts';
import { warnOfContainers } from './check-containers.ts';
import { translateCanonical } from './canonical.ts';
import { customsTranslator } from './customs-eu.ts';
import { translateWcoResponse } from './customs-wco-dms.ts';
import { translateArrivalNotice } from './dcsa-arrival-notice.ts';
import { translatePortCall } from './dcsa-portcall.ts';
import { translateTrackAndTrace } from './dcsa-tnt.ts';
import { translateCloudEvents } from './cloud-events-any.ts';
import { translateDynamics } from './dynamics-365.ts';
import { edifactTranslators } from './edifact.ts';
import { eachOfList } from './each-of-list.ts';
import { translateEpcis } from './epcis-2.ts';
import { lookUp } from './look-up.ts';
import { mappedTranslators } from './mapped-records.ts';
import { parcelTranslators } from './parcel/index.ts';
import { translateSapS4 } from './sap-s4.ts';
import { translateShopify } from './shopify.ts';
import type { Acknowledgement, Payload, Translation, Translator } from './translator.ts';
import { acknowledge, askedFor } from './x12/acknowledge.ts';
import { translateTerminal49 } from './terminal49.ts';
import { x12Translators } from './x12.ts';

/** Formats that a source may be registered with. */
export const translators: Readonly<Record<string, Translator>> = {
  'amazon-sp-api': eachOfList(translateAmazon),
  canonical: translateCanonical,
  cloudevents: translateCloudEvents,
  'customs-ics': customsTranslator('customs-ics'),
  'customs-ncts': customsTranslator('customs-ncts'),
  'customs-wco-dms': translateWcoResponse,
  'dcsa-arrival-notice': translateArrivalNotice,
  'dcsa-portcall': translatePortCall,
  'dcsa-tnt': translateTrackAndTrace,
  'dynamics-365': translateDynamics,
  ...edifactTranslators,
  epcis: eachOfList(translateEpcis),
  ...mappedTranslators,
  ...parcelTranslators,
  'sap-s4': translateSapS4,
  shopify: eachOfList(translateShopify),
  terminal49: eachOfList(translateTerminal49),
  ...x12Translators,
};

/** Other names under which formats go, of their messages or abbreviated. */
const ALIASES: Readonly<Record<string, string>> = {
  'customs-ics-cc351a': 'customs-ics',
  'dcsa-an': 'dcsa-arrival-notice',
};

export function translatorOf(format: string): Translator | undefined {
  const translate = lookUp(translators, lookUp(ALIASES, format) ?? format);
  return translate === undefined ? undefined : (payload, sender) => warnOfContainers(translate(payload, sender));
}

/** Whether a body that calls itself so can be of the format. A source may name its own; else only JSON is told by its media type: EDI comes under many names, and often under none. */
export function acceptsMediaType(format: string, contentType: string, only?: readonly string[]): boolean {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (only !== undefined) return only.includes(mediaType);
  return format !== 'canonical' || mediaType === '' || /^application\/([a-z0-9.-]+\+)?json$/.test(mediaType);
}

/** X12: a functional acknowledgement (997, 999) for who sends `Accept: application/edi-x12`. */
export function acknowledgementOf(
  payload: Payload,
  translation: Translation,
  receivedAt: string,
): Acknowledgement | undefined {
  const set = Object.hasOwn(x12Translators, translation.format) ? askedFor(payload) : undefined;
  const body = set === undefined ? undefined : acknowledge(payload.bytes, translation, { set, receivedAt });
  return body === undefined ? undefined : { contentType: 'application/edi-x12', body };
}
