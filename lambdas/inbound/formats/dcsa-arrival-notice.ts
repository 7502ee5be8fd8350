import * as z from 'zod';
import type { Money, SubjectReference } from '../../contracts/index.ts';
import { codeOf } from './dcsa/event-codes.ts';
import { placeOfLocation, vesselReference } from './dcsa/places.ts';
import { itemsIn, listOf, location, part as group, text } from './dcsa/schema.ts';
import { addDecimals, decimalOf } from './decimals.ts';
import { draftOf } from './draft.ts';
import { readJson, rejectionsOf } from './json.ts';
import { readIsoTime } from './local-time.ts';
import { shown } from './look-up.ts';
import { distinctReferences, referenceTo } from './references.ts';
import type { Rejection, Sender, SignalDraft, Translator } from './translator.ts';

const FORMAT = 'dcsa-arrival-notice';
const MEND = 'Send the notice as the OpenAPI of DCSA Arrival Notice has it.';
const MOST_NOTICES = 500;

/** A date with its classifier, or as in the betas a date alone. */
const arrival = z
  .union([
    z.string().transform((value) => ({ value, classifier: undefined })),
    z.object({ value: text, classifier: text }),
  ])
  .optional()
  .catch(undefined);
const vessel = z.object({ vesselName: text, vesselIMONumber: text });

/** DCSA Arrival Notice 1.0, and its notification, which is the same with less in it. */
const arrivalNotice = z.object({
  issueDateTime: text,
  carrierCode: text,
  carrierCodeListProvider: text,
  transportDocumentReference: z.string().min(1),
  portOfDischargeArrivalDate: arrival,
  portOfDischarge: location,
  equipmentReferences: listOf(z.string()),
  transport: group({
    portOfLoading: location,
    portOfDischarge: location,
    portOfDischargeArrivalDate: arrival,
    legs: listOf(z.object({ vesselVoyage: vessel.optional().catch(undefined) })),
    vesselVoyages: listOf(vessel),
  }),
  utilizedTransportEquipments: listOf(
    z.object({ equipment: group({ equipmentReference: text }), equipmentReference: text }),
  ),
  references: listOf(z.object({ type: text, value: text })),
  documentParties: listOf(z.object({ purchaseOrderReferences: listOf(z.string()) })),
  consignmentItems: listOf(z.object({ carrierBookingReference: text })),
  charges: listOf(z.object({ chargeName: text, currencyAmount: text, currencyCode: text })),
  freeTimes: listOf(
    z.object({
      typeCodes: listOf(z.string()),
      typeCode: text,
      duration: text,
      timeUnit: text,
      calculationEndDateTime: text,
    }),
  ),
});
type ArrivalNotice = z.infer<typeof arrivalNotice>;

/** An arrival notice tells when the goods come, and what is to be paid: it is progress, whatever it costs. */
export const translateArrivalNotice: Translator = ({ bytes }, sender) => {
  const json = readJson(bytes);
  if ('detail' in json) return { format: FORMAT, drafts: [], rejections: [json], warnings: [] };
  const notices = itemsIn(json.value, 'arrivalNotices') ?? [];
  const notifications = notices.flatMap((notice) => itemsIn(notice, 'arrivalNoticeNotifications') ?? [notice]);
  const rejections: Rejection[] = [];
  const warnings: string[] = [];
  if (notifications.length === 0 || notifications.length > MOST_NOTICES) {
    const detail = `There is no list of arrival notices, ${MOST_NOTICES} at most.`;
    rejections.push({ part: 'payload', pointer: '/arrivalNotices', detail, mend: MEND });
    return { format: FORMAT, drafts: [], rejections, warnings };
  }
  const drafts = notifications.flatMap((item, index): readonly SignalDraft[] => {
    const part = `arrival notice ${index + 1}`;
    const parsed = arrivalNotice.safeParse(item);
    if (!parsed.success) {
      rejections.push(...rejectionsOf(parsed.error, part, `/arrivalNotices/${index}`, MEND));
      return [];
    }
    return [draftOfNotice(parsed.data, part, sender, (warning) => warnings.push(`${part}: ${warning}`))];
  });
  return { format: FORMAT, drafts, rejections, warnings };
};

function draftOfNotice(notice: ArrivalNotice, part: string, sender: Sender, warn: (text: string) => void): SignalDraft {
  const { transport, carrierCode, carrierCodeListProvider } = notice;
  const carrier = carrierCode ?? sender.issuer;
  const place = placeOfLocation(transport?.portOfDischarge ?? notice.portOfDischarge);
  const sent = transport?.portOfDischargeArrivalDate ?? notice.portOfDischargeArrivalDate;
  const expected = readIsoTime(sent?.value ?? '', place ?? {}, sender.zone);
  if (sent?.value !== undefined && expected === undefined) warn(`the arrival "${shown(sent.value)}" is no date`);
  const classifier = codeOf(sent?.classifier);
  const vessels = [
    ...(transport?.legs ?? []).flatMap(({ vesselVoyage }) => vesselVoyage ?? []),
    ...(transport?.vesselVoyages ?? []),
  ];
  const containers = [
    ...(notice.utilizedTransportEquipments ?? []).map(
      (one) => one.equipment?.equipmentReference ?? one.equipmentReference,
    ),
    ...(notice.equipmentReferences ?? []),
  ];
  return draftOf(
    {
      part,
      references: [
        ...referenceTo('bill_of_lading', notice.transportDocumentReference, carrier),
        ...containers.flatMap((container) => referenceTo('container', container, carrier)),
        ...papersOf(notice, carrier, sender),
        ...vessels.flatMap(({ vesselIMONumber }) => vesselReference(vesselIMONumber, carrier)),
      ],
      time: expected ?? readIsoTime(notice.issueDateTime ?? '', place ?? {}, sender.zone),
      milestone:
        expected === undefined
          ? undefined
          : { name: 'arrived', at: classifier === 'ACT' ? 'actual' : classifier === 'PLN' ? 'scheduled' : 'estimated' },
      place,
      lane: { origin: placeOfLocation(transport?.portOfLoading), destination: place },
      carrier:
        carrierCode === undefined
          ? undefined
          : carrierCodeListProvider === 'NMFTA'
            ? { scac: carrierCode }
            : { name: carrierCode },
      amounts: amountsOf(notice),
      text: [
        ...vessels.flatMap(({ vesselName }) => (vesselName === undefined ? [] : `Vessel ${vesselName}.`)),
        ...freeTimesOf(notice),
      ].join(' '),
    },
    sender,
  );
}

/** Bookings and orders that the notice is about, and what else it refers to. */
function papersOf(
  { references = [], documentParties = [], consignmentItems = [] }: ArrivalNotice,
  carrier: string,
  { issuer }: Sender,
): readonly SubjectReference[] {
  const orders = documentParties.flatMap(({ purchaseOrderReferences = [] }) => purchaseOrderReferences);
  return distinctReferences([
    ...consignmentItems.flatMap(({ carrierBookingReference }) =>
      referenceTo('booking', carrierBookingReference, carrier),
    ),
    ...orders.flatMap((order) => referenceTo('purchase_order', order, issuer)),
    ...references.flatMap(({ type, value }) =>
      referenceTo(codeOf(type) === 'PO' ? 'purchase_order' : 'customer_reference', value, issuer),
    ),
  ]).slice(0, MOST_PAPERS);
}

/** The rest of what a signal names is left for the vessels. */
const MOST_PAPERS = 20;

/** By the name of the charge: one for each container is one sum, and one in another currency its own. */
function amountsOf({ charges = [] }: ArrivalNotice): Record<string, Money> {
  const amounts = new Map<string, Money>();
  for (const { chargeName, currencyAmount, currencyCode: currency = '' } of charges) {
    const amount = decimalOf(currencyAmount);
    if (chargeName === undefined || amount === undefined || !/^[A-Z]{3}$/.test(currency)) continue;
    const name = chargeName.slice(0, 60);
    const first = amounts.get(name);
    const key = first === undefined || first.currency === currency ? name : `${name.slice(0, 56)} ${currency}`;
    const before = amounts.get(key)?.amount ?? '0';
    amounts.set(key, { amount: addDecimals([before, amount]), currency });
  }
  return Object.fromEntries(amounts);
}

/** Until when nothing is charged for storage and equipment: the clock that a late pick-up runs against. */
function freeTimesOf({ freeTimes = [] }: ArrivalNotice): readonly string[] {
  return freeTimes
    .slice(0, 10)
    .map(({ typeCode = '', typeCodes = [typeCode], duration, timeUnit, calculationEndDateTime }) => {
      const until = calculationEndDateTime === undefined ? '' : ` until ${calculationEndDateTime}`;
      return `Free time ${typeCodes.join(', ')}: ${[duration, timeUnit].filter(Boolean).join(' ')}${until}.`.slice(
        0,
        160,
      );
    });
}
