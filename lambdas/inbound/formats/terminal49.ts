import * as z from 'zod';
import type { Place, Signal, SubjectReference } from '../../contracts/index.ts';
import { placeFrom, draftOf } from './draft.ts';
import type { Report } from './draft.ts';
import { readJson, rejectionsOf } from './json.ts';
import { readIsoTime } from './local-time.ts';
import { lookUp, shown } from './look-up.ts';
import { IMO_REGISTRY, referenceTo } from './references.ts';
import { changesIn } from './terminal49/changes.ts';
import { judgeEnd, judgeFailure } from './terminal49/requests.ts';
import type { Sender, Translation, Translator } from './translator.ts';
import { listOf } from './tree.ts';

const FORMAT = 'terminal49';
const MEND = 'Send the webhook as Terminal49 does: data of the type webhook_notification, with included.';

type Milestone = NonNullable<Signal['milestone']>['name'];

/** Events of Terminal49 (webhook event catalog), by what follows `container.transport.`. */
const TRANSPORT: Readonly<Record<string, Milestone>> = {
  empty_out: 'other',
  full_in: 'arrived',
  vessel_loaded: 'loaded',
  vessel_departed: 'departed',
  transshipment_arrived: 'arrived',
  transshipment_discharged: 'unloaded',
  transshipment_loaded: 'loaded',
  transshipment_departed: 'departed',
  feeder_arrived: 'arrived',
  feeder_discharged: 'unloaded',
  feeder_loaded: 'loaded',
  feeder_departed: 'departed',
  vessel_arrived: 'arrived',
  vessel_berthed: 'arrived',
  vessel_discharged: 'unloaded',
  available: 'available_for_delivery',
  not_available: 'other',
  full_out: 'picked_up',
  delivered: 'delivered',
  empty_in: 'other',
  rail_loaded: 'loaded',
  rail_departed: 'departed',
  rail_arrived: 'arrived',
  rail_unloaded: 'unloaded',
  arrived_at_inland_destination: 'arrived',
};

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(undefined)
  .transform((value) => value ?? undefined);
const attributes = z.record(z.string(), z.unknown()).catch({});
const related = z.object({ data: z.object({ id: text, type: z.string() }).nullish().catch(undefined) });
const resource = z.object({
  id: text,
  type: z.string(),
  attributes: attributes.default({}),
  relationships: z.record(z.string(), related.nullish().catch(undefined)).nullish().catch(undefined),
});
const notification = z.object({
  data: z.object({
    id: text,
    type: z.literal('webhook_notification'),
    attributes: z.object({ event: z.string().min(1), created_at: text }),
    relationships: z
      .object({ reference_object: z.object({ data: z.object({ id: text, type: z.string() }).nullish() }).nullish() })
      .nullish()
      .catch(undefined),
  }),
  // One that does not fit costs none of the others.
  included: z
    .array(resource.optional().catch(undefined))
    .max(1000)
    .catch([])
    .default([])
    .transform((list) => list.filter((one) => one !== undefined)),
});
type Notification = z.infer<typeof notification>;
type Resource = z.infer<typeof resource>;
type Attributes = Readonly<Record<string, unknown>>;

/** Webhooks of Terminal49: one notification each. */
export const translateTerminal49: Translator = ({ bytes }, sender) => {
  const json = readJson(bytes);
  if ('detail' in json) return refused([json]);
  const parsed = notification.safeParse(json.value);
  if (!parsed.success) return refused(rejectionsOf(parsed.error, 'notification', '', MEND));
  return readNotification(parsed.data, sender);
};

function refused(rejections: Translation['rejections']): Translation {
  return { format: FORMAT, drafts: [], rejections, warnings: [] };
}

function readNotification(sent: Notification, sender: Sender): Translation {
  const { event, created_at: created } = sent.data.attributes;
  const of = (type: string): Attributes => sent.included.find((one) => one.type === type)?.attributes ?? {};
  const object = referenceObjectOf(sent);
  const about = object?.attributes ?? {};
  const shipment = of('shipment');
  const references = referencesOf(shipment, containersOf(sent, object), of('tracking_request'), about, sender);
  if (references.length === 0) {
    // Some events come with their own object alone; whoever wants them asks Terminal49 for the rest.
    const warning = `${shown(event)} names neither container nor shipment, and was passed over`;
    return { format: FORMAT, drafts: [], rejections: [], warnings: [warning] };
  }
  const told = textIn(about, 'timestamp') ?? created ?? '';
  const place = placeOf(about, shipment);
  const all = judge(event, about, shipment);
  const drafts = all.map((read) =>
    draftOf(
      {
        part: 'notification',
        reportId: sent.data.id,
        references,
        time: readIsoTime(
          read.trouble !== undefined && read.isAhead ? (created ?? told) : (read.at ?? told),
          {},
          sender.zone,
        ),
        trouble: read.trouble,
        milestone: read.milestone,
        reason: read.reason ?? { scheme: 'terminal49', code: event },
        place,
        lane: { origin: portOf(shipment, 'port_of_lading'), destination: portOf(shipment, 'port_of_discharge') },
        carrier: { scac: textIn(shipment, 'shipping_line_scac'), name: textIn(shipment, 'shipping_line_name') },
        text: read.text,
      },
      sender,
    ),
  );
  return { format: FORMAT, drafts, rejections: [], warnings: all.flatMap(({ warnings = [] }) => warnings) };
}

function referenceObjectOf({ data, included }: Notification): Resource | undefined {
  const named = data.relationships?.reference_object?.data;
  return (
    included.find(({ id, type }) => id !== undefined && id === named?.id && type === named.type) ??
    included.find(({ type }) => /_event$/.test(type) || type === 'tracking_request')
  );
}

/** The container that the event is about; what is about a shipment is about all of its containers. */
function containersOf({ included }: Notification, object: Resource | undefined): readonly Attributes[] {
  const containers = included.filter(({ type }) => type === 'container');
  const named = object?.relationships?.['container']?.data?.id;
  const meant = containers.filter(({ id }) => named !== undefined && id === named);
  return (meant.length === 0 ? containers : meant).map(({ attributes: ofContainer }) => ofContainer);
}

function textIn(object: Attributes, name: string): string | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** What is tracked, by the type of the request. */
const REQUESTED: Readonly<Record<string, SubjectReference['kind']>> = {
  booking_number: 'booking',
  container: 'container',
};

function referencesOf(
  shipment: Attributes,
  containers: readonly Attributes[],
  request: Attributes,
  about: Attributes,
  { issuer }: Sender,
): readonly SubjectReference[] {
  const line = textIn(shipment, 'shipping_line_scac') ?? textIn(request, 'scac') ?? issuer;
  const kind = lookUp(REQUESTED, textIn(request, 'request_type')) ?? 'bill_of_lading';
  const named = containers.map((one) => textIn(one, 'number'));
  return [
    ...(named.length > 0 ? named : [textIn(about, 'container_number')]).flatMap((one) =>
      referenceTo('container', one, line),
    ),
    ...referenceTo('bill_of_lading', textIn(shipment, 'bill_of_lading_number'), line),
    ...referenceTo(kind, textIn(request, 'request_number'), line),
    ...referenceTo('vessel', textIn(shipment, 'pod_vessel_imo'), IMO_REGISTRY),
    ...[shipment, ...containers].flatMap((one) =>
      listOf(one['ref_numbers']).flatMap((number) =>
        typeof number === 'string' ? referenceTo('customer_reference', number, issuer) : [],
      ),
    ),
  ];
}

function placeOf(about: Attributes, shipment: Attributes): Place | undefined {
  const code = textIn(about, 'location_locode');
  return code === undefined ? portOf(shipment, 'port_of_discharge') : placeFrom({ code, country: code.slice(0, 2) });
}

function portOf(shipment: Attributes, port: string): Place | undefined {
  const code = textIn(shipment, `${port}_locode`);
  return placeFrom({ code, name: textIn(shipment, `${port}_name`), country: code?.slice(0, 2) });
}

interface Judged {
  readonly trouble?: string | undefined;
  readonly milestone?: Report['milestone'];
  readonly reason?: Report['reason'];
  readonly text?: string;
  /** When it happened or will, where that is not the time of the event. */
  readonly at?: string | undefined;
  readonly isAhead?: boolean;
  readonly warnings?: readonly string[];
}

function judge(event: string, about: Attributes, shipment: Attributes): readonly Judged[] {
  return event === 'container.updated' ? changesIn(about['changeset']) : [judgeOne(event, about, shipment)];
}

function judgeOne(event: string, about: Attributes, shipment: Attributes): Judged {
  const [, estimated, transport] = /^container\.transport\.(estimated\.)?(\w+)$/.exec(event) ?? [];
  if (event === 'shipment.estimated.arrival' || estimated !== undefined) return judgeEstimate(event, about, shipment);
  const name = lookUp(TRANSPORT, transport);
  if (name !== undefined) return { milestone: { name, at: 'actual' } };
  if (event.startsWith('container.pickup_lfd')) {
    const day = textIn(about, 'value') ?? textIn(about, 'pickup_lfd');
    return {
      text: day === undefined ? 'The last free day has changed.' : `The last free day is now ${day}.`,
    };
  }
  if (event === 'container.pickup_appointment.changed') {
    return { milestone: { name: 'appointment', at: 'scheduled' } };
  }
  if (event === 'tracking_request.failed') return judgeFailure(textIn(about, 'failed_reason'));
  if (event === 'tracking_request.tracking_stopped') return judgeEnd(textIn(shipment, 'line_tracking_stopped_reason'));
  const isKnown = /^(tracking_request\.|container\.(created|pod_terminal_changed)|document\.)/.test(event);
  return { warnings: isKnown ? [] : [`${shown(event)} is no event that we know; it is taken as progress`] };
}

function expectedAt(text: string): { readonly expectedAt?: string } {
  const read = readIsoTime(text, {}, 'UTC');
  return read === undefined ? {} : { expectedAt: read.occurredAt };
}

/** Estimates of a voyage move by hours every day, and the first one is no promise. A day decides over appointments and free time. */
const TOLERATED = 24 * 3_600_000;

function judgeEstimate(event: string, about: Attributes, shipment: Attributes): Judged {
  const at = textIn(about, 'estimated_timestamp') ?? textIn(about, 'timestamp');
  const isDeparture = event.endsWith('vessel_departed');
  const isInland = event.endsWith('inland_destination');
  const first = isDeparture || isInland ? undefined : textIn(shipment, 'pod_original_eta_at');
  const later = Date.parse(at ?? '') - Date.parse(first ?? '');
  const isOver = textIn(shipment, 'pod_ata_at') !== undefined;
  const trouble = later >= TOLERATED && !isOver ? 'transport.delay' : undefined;
  const expected = at === undefined || trouble === undefined ? {} : expectedAt(at);
  return {
    at,
    isAhead: true,
    trouble,
    milestone: { name: isDeparture ? 'departed' : 'arrived', at: 'estimated', ...expected },
    text: trouble === undefined ? '' : `Expected ${at ?? ''}, at first ${first ?? ''}.`,
  };
}
