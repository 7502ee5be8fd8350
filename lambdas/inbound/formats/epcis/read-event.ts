import * as z from 'zod';
import { shown } from '../look-up.ts';
import { textIn, treeOf } from '../tree.ts';

/** What a schema makes of a value; its first mistake is that of the event. */
function readBy<Value extends z.ZodType>(
  schema: Value,
  sent: unknown,
  context: z.RefinementCtx,
  path: readonly PropertyKey[] = [],
): z.output<Value> {
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  context.addIssue({ code: 'custom', path: [...path, ...(issue?.path ?? [])], message: issue?.message ?? '' });
  return z.NEVER;
}

const list = z.array(z.unknown());
const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * A list, read up to its first mistake: a list of a million wrong members is one mistake and not a million. Most members are as they should be, which `isRead` tells
 * without a schema.
 */
function listOf<Member extends z.ZodType>(member: Member, isRead?: (value: unknown) => value is z.output<Member>) {
  return z.transform((sent: unknown, context): z.output<Member>[] => {
    const read: z.output<Member>[] = [];
    if (sent === undefined || sent === null) return read;
    const members = readBy(list, sent, context);
    if (context.issues.length > 0) return z.NEVER;
    for (const [index, value] of members.entries()) {
      if (isRead !== undefined && isRead(value)) read.push(value);
      else read.push(readBy(member, value, context, [index]));
      if (context.issues.length > 0) return z.NEVER;
    }
    return read;
  });
}

/** Members that a sender may leave out are sent as null by some. */
function optional<Value extends z.ZodType>(value: Value) {
  return z.transform((sent: unknown, context) =>
    sent === undefined || sent === null ? undefined : readBy(value, sent, context),
  );
}

const text = z.string();
const texts = listOf(text, isText);
const optionalText = z.transform((sent: unknown, context) => {
  if (sent === undefined || isText(sent)) return sent;
  return sent === null ? undefined : readBy(text, sent, context);
});
/** ISO 8601 writes an offset without its colon, too, as many a runtime does by itself. */
const time = text.transform((sent) => sent.replace(/(T[\d:.]{5,30}[+-]\d\d)(\d\d)$/, '$1:$2'));
/** Early drafts of the standard had the bare URI. */
const location = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)], {
  error: 'Invalid input: expected an object with an id',
});
const classes = listOf(z.object({ epcClass: text, quantity: optional(z.number()), uom: optionalText }));

/** What a sensor says in figures explains an event; figures that are none do not spoil it. */
const figure = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^[+-]?\d{1,15}(\.\d{1,15})?$/)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);
const sensorReport = z.object({
  type: optionalText,
  exception: optionalText,
  booleanValue: z.boolean().optional().catch(undefined),
  value: figure,
  minValue: figure,
  maxValue: figure,
  uom: z.string().max(20).optional().catch(undefined),
});
const sensorElement = z.object({ sensorReport: listOf(sensorReport) });

export const EVENT_TYPES = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
] as const;

const ACTIONS = ['ADD', 'OBSERVE', 'DELETE'] as const;

/** GS1 EPCIS 2.0, JSON binding (https://ref.gs1.org/standards/epcis/): what is used of an event; extensions pass. Without an action it is not said what became of the goods. */
const event = z.object({
  type: z.enum(EVENT_TYPES),
  action: optional(z.enum(ACTIONS)),
  eventID: optional(z.string().min(1).max(200)),
  eventTime: time,
  eventTimeZoneOffset: optionalText,
  bizStep: optionalText,
  disposition: optionalText,
  persistentDisposition: optional(z.object({ set: texts, unset: texts })),
  parentID: optionalText,
  epcList: texts,
  childEPCs: texts,
  outputEPCList: texts,
  inputEPCList: texts,
  quantityList: classes,
  childQuantityList: classes,
  outputQuantityList: classes,
  inputQuantityList: classes,
  readPoint: optional(location),
  bizLocation: optional(location),
  bizTransactionList: listOf(z.object({ type: optionalText, bizTransaction: text })),
  sourceList: listOf(z.object({ type: text, source: text })),
  destinationList: listOf(z.object({ type: text, destination: text })),
  sensorElementList: listOf(sensorElement),
  errorDeclaration: optional(
    z.object({ declarationTime: optionalText, reason: optionalText, correctiveEventIDs: texts }),
  ),
});

export type EpcisEvent = z.output<typeof event>;
export type SensorElement = z.output<typeof sensorElement>;
export type Fault = { readonly pointer: string; readonly detail: string; readonly mend: string };

/** Reads one event, or says where its first mistake is; the pointer is relative to the event. */
export function readEvent(value: unknown): EpcisEvent | Fault {
  const parsed = event.safeParse(asEvent(value));
  if (parsed.success && isAboutNothing(parsed.data))
    return { pointer: '/epcList', detail: 'An ObjectEvent says which objects it is about.', mend: mendOf('epcList') };
  if (parsed.success && (parsed.data.action !== undefined || parsed.data.type === 'TransformationEvent'))
    return parsed.data;
  if (parsed.success)
    return { pointer: '/action', detail: `A ${parsed.data.type} has an action.`, mend: mendOf('action') };
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map(String);
  return {
    pointer: path.map((step) => `/${shown(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join(''),
    detail: (issue?.message ?? '').slice(0, 200),
    mend: mendOf(path[0]),
  };
}

/** The type is called so by drafts of the standard (`isA`) and by JSON-LD (`@type`), and may have its prefix. */
function asEvent(sent: unknown): unknown {
  const tree = treeOf(sent);
  const named = textIn(tree, 'type') ?? textIn(tree, 'isA') ?? textIn(tree, '@type');
  const type = named?.replace(/^(epcis:|https?:\/\/(ref|ns)\.gs1\.org\/epcis\/)/i, '');
  return type === undefined || type === tree?.['type'] ? sent : { ...tree, type };
}

/** EPCIS 2.0, 7.4.2: objects, classes of them, or what a sensor said of the place. */
function isAboutNothing({ type, epcList, quantityList, sensorElementList }: EpcisEvent): boolean {
  return type === 'ObjectEvent' && epcList.length + quantityList.length + sensorElementList.length === 0;
}

function mendOf(field: string | undefined): string {
  if (field === undefined) return 'Send an event as a JSON object.';
  if (field === 'type') return `Send one of ${EVENT_TYPES.join(', ')}.`;
  if (field === 'action') return `Send one of ${ACTIONS.join(', ')}.`;
  if (field === 'eventTime') return TIME_MEND;
  if (field === 'epcList') return 'Send epcList or quantityList, or sensorElementList of a place.';
  if (field === 'readPoint' || field === 'bizLocation') return 'Send { "id": "urn:epc:id:sgln:…" }.';
  if (field === 'bizTransactionList')
    return 'Send a list of { "type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:…" }.';
  if (field === 'sourceList') return 'Send a list of { "type": "location", "source": "urn:epc:id:sgln:…" }.';
  if (field === 'destinationList') return 'Send a list of { "type": "location", "destination": "urn:epc:id:sgln:…" }.';
  if (field.endsWith('QuantityList') || field === 'quantityList') {
    return 'Send a list of { "epcClass": "urn:epc:class:lgtin:…", "quantity": 10 }.';
  }
  return 'See the JSON schema of EPCIS 2.0.';
}

export const TIME_MEND = 'Send an ISO 8601 instant with its offset, e.g. 2026-03-02T08:00:00+01:00.';
