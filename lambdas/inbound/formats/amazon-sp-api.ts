import type { SubjectReference } from '../../contracts/index.ts';
import { codeOf, orderStatus, parcelStatus } from './amazon/codes.ts';
import { asMilestones } from './amazon/tracking-answer.ts';
import { draftOf } from './draft.ts';
import { readJson } from './json.ts';
import { readIsoTime } from './local-time.ts';
import { shown } from './look-up.ts';
import type { Meaning } from './meaning.ts';
import { referenceTo } from './references.ts';
import type { Rejection, Sender, SignalDraft, Translator } from './translator.ts';
import { listOf, treeOf, wordOf } from './tree.ts';

/** Notifications of the Selling Partner API, as a queue delivers them or wrapped by EventBridge, and its answers about the tracking of one parcel: https://developer-docs.amazon.com/sp-api/docs/notification-type-values */
export const translateAmazon: Translator = ({ bytes }, sender) => {
  const body = readJson(bytes);
  if ('detail' in body) return answer({ rejections: [body] });
  const sent = at(body.value, 'detail/notificationType') === undefined ? body.value : at(body.value, 'detail');
  const notification = word(sent, 'notificationType') === undefined ? asMilestones(sent) : sent;
  const type = word(notification, 'notificationType');
  if (type === undefined) return answer({ rejections: [nothing()] });
  const read = READERS.get(type);
  if (read === undefined)
    return answer({ warnings: [`${shown(type)} is about nothing that is followed, and was passed over`] });
  const reading: Reading = { notification, type, sender, warnings: [] };
  const drafts = read(reading);
  const warnings =
    drafts.length > 0 ? reading.warnings : [...reading.warnings, `${shown(type)} names nothing that is followed`];
  return answer({ drafts, warnings });
};

interface Reading {
  readonly notification: unknown;
  readonly type: string;
  readonly sender: Sender;
  readonly warnings: string[];
}

const READERS = new Map<string, (reading: Reading) => readonly SignalDraft[]>([
  ['SHIPMENT_TRACKING_MILESTONE_CHANGED', readMilestones],
  ['FULFILLMENT_ORDER_STATUS', readFulfillmentOrder],
  ['FBA_OUTBOUND_SHIPMENT_STATUS', readOutboundShipment],
  ['ORDER_CHANGE', readOrder],
  ['ORDER_STATUS_CHANGE', readOrder],
  ['MFN_ORDER_STATUS_CHANGE', readOrder],
]);

/** The latest milestone, and of the history each attempt that failed: it is a report of its own, whatever came after. What was late and has moved on since is late no more. */
function readMilestones(reading: Reading): readonly SignalDraft[] {
  const detail = at(reading.notification, 'payload/shipmentTrackingMilestoneChangedNotification/trackingDetail');
  const { issuer } = reading.sender;
  const tracking = word(detail, 'identifier/trackingId') ?? word(detail, 'identifier/trackingNumber');
  const references = [
    ...referenceTo('tracking', word(detail, 'identifier/aftn'), 'AMZN'),
    ...referenceTo('tracking', tracking, word(detail, 'carrier/code') ?? issuer),
    ...referenceTo(
      'shipment',
      word(detail, 'identifier/amazonShipmentId') ?? word(detail, 'identifier/shipmentId'),
      'AMZN',
    ),
    ...referenceTo(
      'order',
      word(detail, 'identifier/amazonOrderId') ?? word(detail, 'identifier/sellerFulfillmentOrderId'),
      issuer,
    ),
  ];
  const latest = at(detail, 'latestMilestone');
  const history = listOf(at(detail, 'milestoneHistory')).filter((milestone) => {
    const isLatest =
      word(milestone, 'occurredAt') === word(latest, 'occurredAt') && statusOf(milestone) === statusOf(latest);
    return !isLatest && parcelStatus.get(statusOf(milestone))?.trouble === 'transport.delivery_failed';
  });
  return [latest, ...history.slice(0, MOST_ATTEMPTS)].flatMap((milestone, index) =>
    treeOf(milestone) === undefined
      ? []
      : draftFrom(reading, {
          part: index === 0 ? 'latest milestone' : `earlier milestone ${index}`,
          references,
          code: statusOf(milestone),
          list: parcelStatus,
          scheme: 'amazon:milestone',
          at: word(milestone, 'occurredAt'),
          subCode: word(milestone, 'status/subCode'),
          place: {
            locality: word(milestone, 'location/address/city'),
            region: word(milestone, 'location/address/region'),
            country: word(milestone, 'location/address/countryCode'),
          },
        }),
  );
}

const MOST_ATTEMPTS = 20;

function statusOf(milestone: unknown): string {
  return codeOf(word(milestone, 'status/code') ?? '');
}

function readFulfillmentOrder(reading: Reading): readonly SignalDraft[] {
  const order = at(reading.notification, 'payload/fulfillmentOrderStatusNotification');
  const shipment = at(order, 'fulfillmentShipment');
  const packages = [at(shipment, 'info'), ...listOf(at(shipment, 'fulfillmentShipmentPackages'))];
  const references = [
    ...referenceTo('shipment', word(shipment, 'amazonShipmentId'), 'AMZN'),
    ...packages.flatMap((one) =>
      referenceTo('tracking', word(one, 'trackingNumber'), word(one, 'carrierCode') ?? 'AMZN'),
    ),
    ...referenceTo('order', word(order, 'sellerFulfillmentOrderId'), reading.sender.issuer),
  ];
  const ofShipment = codeOf(word(shipment, 'fulfillmentShipmentStatus') ?? '');
  const isShipment = orderStatus.get(ofShipment)?.trouble !== undefined;
  return draftFrom(reading, {
    part: 'fulfillment order',
    references,
    code: isShipment ? ofShipment : codeOf(word(order, 'fulfillmentOrderStatus') ?? ofShipment),
    list: orderStatus,
    scheme: isShipment ? 'amazon:shipment_status' : 'amazon:order_status',
    at: word(order, 'statusUpdatedDateTime'),
  });
}

function readOutboundShipment(reading: Reading): readonly SignalDraft[] {
  const shipment = at(reading.notification, 'payload/FBAOutboundShipmentStatusNotification');
  return draftFrom(reading, {
    part: 'outbound shipment',
    references: [
      ...referenceTo('shipment', word(shipment, 'amazonShipmentId'), 'AMZN'),
      ...referenceTo('order', word(shipment, 'amazonOrderId'), 'AMZN'),
    ],
    code: codeOf(word(shipment, 'shipmentStatus') ?? ''),
    list: orderStatus,
    scheme: 'amazon:shipment_status',
    at: undefined,
  });
}

/** An order of the marketplace. Where the carrier is Amazon Easy Ship, it says where the parcel is. */
function readOrder(reading: Reading): readonly SignalDraft[] {
  const order =
    at(reading.notification, 'payload/orderChangeNotification') ??
    at(reading.notification, 'payload/orderStatusChangeNotification') ??
    at(reading.notification, 'payload/MFNOrderStatusChangeNotification');
  const parcel = codeOf(word(order, 'summary/easyShipShipmentStatus') ?? '');
  const isParcel = parcelStatus.get(parcel)?.trouble !== undefined;
  const status = word(order, 'summary/orderStatus') ?? word(order, 'orderStatus') ?? '';
  return draftFrom(reading, {
    part: 'order',
    references: referenceTo('order', word(order, 'amazonOrderId'), 'AMZN'),
    code: isParcel ? parcel : codeOf(status),
    list: isParcel ? parcelStatus : orderStatus,
    scheme: isParcel ? 'amazon:milestone' : 'amazon:order_status',
    at: word(order, 'orderChangeTrigger/timeOfOrderChange'),
  });
}

interface Told {
  readonly part: string;
  readonly references: readonly SubjectReference[];
  readonly code: string;
  readonly list: ReadonlyMap<string, Meaning>;
  readonly scheme: string;
  readonly at: string | undefined;
  readonly subCode?: string | undefined;
  readonly place?: {
    readonly locality?: string | undefined;
    readonly region?: string | undefined;
    readonly country?: string | undefined;
  };
}

function draftFrom({ notification, type, sender, warnings }: Reading, told: Told): readonly SignalDraft[] {
  const { code, list, scheme, references, part, place, subCode } = told;
  if (references.length === 0) return [];
  const meaning = list.get(code);
  if (meaning === undefined) warnings.push(`${part}: the status "${shown(code)}" of ${type} is not known`);
  const { trouble, milestone = 'other', text = 'status' } = meaning ?? {};
  const sent = told.at ?? word(notification, 'eventTime');
  const id = word(notification, 'notificationMetadata/notificationId');
  return [
    draftOf(
      {
        part,
        // A milestone that is told again, as the latest or as a part of the history, is one report.
        reportId: told.scheme === 'amazon:milestone' ? undefined : id,
        references,
        time: sent === undefined ? undefined : readIsoTime(sent, {}, sender.zone),
        trouble,
        milestone: trouble === undefined ? { name: milestone, at: 'actual' } : undefined,
        reason: { scheme, code: code === '' ? type : code, status: subCode, text },
        place,
      },
      sender,
    ),
  ];
}

/** Older notifications write their names with a capital letter, newer ones with a small one. */
function at(value: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((inside, name) => {
    const tree = treeOf(inside);
    if (tree === undefined) return undefined;
    const other = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return Object.hasOwn(tree, name) ? tree[name] : Object.hasOwn(tree, other) ? tree[other] : undefined;
  }, value);
}

function word(value: unknown, path: string): string | undefined {
  return wordOf(at(value, path));
}

function answer({
  drafts = [],
  rejections = [],
  warnings = [],
}: Partial<Pick<ReturnType<Translator>, 'drafts' | 'rejections' | 'warnings'>>): ReturnType<Translator> {
  return { format: 'amazon-sp-api', drafts, rejections, warnings };
}

function nothing(): Rejection {
  return {
    part: 'payload',
    pointer: '/notificationType',
    detail: 'There is no notification type, and it is no answer about tracking either.',
    mend: 'Send the notification of the Selling Partner API as the queue or EventBridge delivers it, or the answer of getTracking or getPackageTrackingDetails.',
  };
}
