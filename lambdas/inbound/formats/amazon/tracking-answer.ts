import { listOf, textIn, treeOf, valueAt } from '../tree.ts';

/**
 * An answer to who asks where a parcel is, as the notification of its latest milestone would say it: getTracking of Amazon Shipping v2 (`eventHistory`), and getPackageTrackingDetails of
 * Fulfillment Outbound 2020-07-01 (`trackingEvents`, whose codes are numbers: only `currentStatus` says what they mean). Undefined where it is neither. Shapes: https://developer-docs.amazon.com/sp-api
 */
export function asMilestones(value: unknown): object | undefined {
  const payload = treeOf(valueAt(value, 'payload')) ?? treeOf(value);
  if (payload === undefined) return undefined;
  const detail = ofShipping(payload) ?? ofOutbound(payload);
  if (detail === undefined) return undefined;
  return {
    notificationType: 'SHIPMENT_TRACKING_MILESTONE_CHANGED',
    payload: { shipmentTrackingMilestoneChangedNotification: { trackingDetail: detail } },
  };
}

interface Milestone {
  readonly occurredAt: string | undefined;
  readonly status: { readonly code: string | undefined };
  readonly location: { readonly address: object };
}

function ofShipping(payload: unknown): object | undefined {
  if (valueAt(payload, 'eventHistory') === undefined || textIn(payload, 'trackingId') === undefined) return undefined;
  const events = listOf(valueAt(payload, 'eventHistory')).map((event) =>
    milestone(textIn(event, 'eventCode'), textIn(event, 'eventTime'), event, 'location', 'stateOrRegion'),
  );
  const latest = latestOf(events) ?? milestone(textIn(payload, 'summary/status'), undefined, payload, '', '');
  return {
    identifier: { aftn: textIn(payload, 'trackingId') },
    latestMilestone: latest,
    milestoneHistory: events,
  };
}

function ofOutbound(payload: unknown): object | undefined {
  const status = textIn(payload, 'currentStatus');
  if (status === undefined || valueAt(payload, 'packageNumber') === undefined) return undefined;
  const events = listOf(valueAt(payload, 'trackingEvents')).map((event) =>
    milestone(status, textIn(event, 'eventDate'), event, 'eventAddress', 'state'),
  );
  return {
    identifier: { trackingNumber: textIn(payload, 'trackingNumber') },
    carrier: { code: textIn(payload, 'carrierCode') },
    latestMilestone: latestOf(events) ?? milestone(status, undefined, payload, '', ''),
  };
}

function milestone(
  code: string | undefined,
  occurredAt: string | undefined,
  event: unknown,
  place: string,
  region: string,
): Milestone {
  const address = {
    city: textIn(event, `${place}/city`),
    region: textIn(event, `${place}/${region}`),
    countryCode: textIn(event, `${place}/countryCode`) ?? textIn(event, `${place}/country`),
  };
  return { occurredAt, status: { code }, location: { address } };
}

/** Answers list them in either order. */
function latestOf(events: readonly Milestone[]): Milestone | undefined {
  return events.reduce<Milestone | undefined>(
    (latest, event) => (timeOf(event) > timeOf(latest) || latest === undefined ? event : latest),
    undefined,
  );
}

function timeOf(event: Milestone | undefined): number {
  const time = Date.parse(event?.occurredAt ?? '');
  return Number.isNaN(time) ? -Infinity : time;
}
