import type { Signal, SubjectReference } from '../../contracts/index.ts';
import { draftOf } from './draft.ts';
import { readJson } from './json.ts';
import { shown } from './look-up.ts';
import { referenceTo } from './references.ts';
import { documentsIn } from './sap/documents-in.ts';
import { eventOf } from './sap/event.ts';
import type { SapEvent } from './sap/event.ts';
import { judgeDocuments } from './sap/judge-documents.ts';
import type { Judged } from './sap/judge-documents.ts';
import { changedAt } from './sap/read-times.ts';
import { referencesOf } from './sap/references.ts';
import { idocsIn } from './sap/read-idocs.ts';
import type { PlainIdoc } from './sap/read-idocs.ts';
import { textOf } from './translator.ts';
import type { Rejection, Sender, SignalDraft, Translator } from './translator.ts';
import { listOf, textIn, treeOf, valueAt } from './tree.ts';

/**
 * SAP S/4HANA: IDocs; business events (CloudEvents, one or a batch, structured or binary, and in the wrapper of an edge connector) and documents as its OData services give them, V2 and V4.
 * Services and events: https://api.sap.com/package/SAPS4HANACloud/odata and https://api.sap.com/package/SAPS4HANABusinessEvents/event
 */
export const translateSapS4: Translator = (payload, sender) => {
  if (/^\s*</.test(textOf(payload.bytes.subarray(0, HEAD)))) return translateIdocs(payload, sender);
  const body = readJson(payload.bytes);
  if ('detail' in body) return { format: 'sap-s4', drafts: [], rejections: [body], warnings: [] };
  const found: Found = { drafts: [], rejections: [], warnings: [] };
  const pieces = Array.isArray(body.value) ? listOf(body.value).slice(0, MOST_EVENTS) : [body.value];
  const events = pieces.map((value, index) =>
    eventOf(value, Array.isArray(body.value) ? `/${index}` : '', payload.headers, sender.zone),
  );
  if (events.every((event) => event === undefined)) readDocuments(body.value, sender, found);
  else {
    for (const [index, event] of events.entries()) {
      if (event === undefined) found.rejections.push(noEvent(index));
      else readEvent(event, pieces[index], sender, found);
    }
  }
  if (Array.isArray(body.value) && body.value.length > pieces.length) found.rejections.push(tooMany(body.value.length));
  return { format: 'sap-s4', ...found };
};

const HEAD = 200;

const translateIdocs: Translator = ({ bytes }, sender) => {
  const read = idocsIn(bytes, sender.issuer);
  if ('detail' in read) return { format: 'sap-s4', drafts: [], rejections: [read], warnings: [] };
  const found: Found = { drafts: [], rejections: [], warnings: [] };
  if (read.documents.length > 0) readDocuments(read.documents, sender, found);
  for (const [index, idoc] of read.plain.entries()) addPlain(idoc, index, sender, found);
  if (read.documents.length + read.plain.length === 0) found.rejections.push(nothing());
  return { format: 'sap-s4', ...found };
};

/** An IDoc that was not taken is trouble of the line; another moves what it names. */
function addPlain({ message, references, failure }: PlainIdoc, index: number, sender: Sender, found: Found): void {
  const part = `${shown(message)}, IDoc ${index + 1}`;
  if (failure === undefined && references.length === 0) {
    found.warnings.push(`${part} names nothing that is followed, and was passed over`);
    return;
  }
  const trouble = failure === undefined ? undefined : 'integration.payload_rejected';
  const reason =
    failure === undefined
      ? { scheme: 'sap:idoc', code: message }
      : { scheme: 'sap:idoc-status', code: failure.code, status: message, text: failure.text };
  found.drafts.push(draftOf({ part, references, time: undefined, trouble, reason, text: failure?.text }, sender));
}

interface Found {
  readonly drafts: SignalDraft[];
  readonly rejections: Rejection[];
  readonly warnings: string[];
}

const MOST_EVENTS = 5000;

function readDocuments(value: unknown, sender: Sender, found: Found): void {
  const { documents, isCut } = documentsIn(value, '');
  if (isCut) found.warnings.push('there are more documents, or they lie deeper, than are read at once');
  const { judged, warnings } = judgeDocuments(documents, sender.zone);
  found.warnings.push(...warnings);
  for (const one of judged) addDraft(one, undefined, sender, found);
  if (judged.length > 0) return;
  if (isEmptyAnswer(value)) found.warnings.push('the answer has no documents');
  else if (isOtherAnswer(value)) found.warnings.push('its documents are none that are followed, and were passed over');
  else found.rejections.push(nothing());
}

function readEvent(event: SapEvent, piece: unknown, sender: Sender, found: Found): void {
  const { documents } = documentsIn(event.data, event.pointer);
  const { judged, warnings } = judgeDocuments(documents, sender.zone);
  found.warnings.push(...warnings);
  const troubles = isOver(event) ? [] : judged.filter(({ verdict }) => verdict.trouble !== undefined);
  for (const one of troubles) addDraft(one, event, sender, found);
  if (troubles.length > 0) return;
  const references = [
    ...judged.flatMap(({ document }) => referencesOf(document, sender.issuer)),
    ...keysOf(event, piece, sender),
  ];
  if (references.length === 0) {
    found.warnings.push(`${shown(event.type)} is about nothing that is followed, and was passed over`);
    return;
  }
  const [first] = judged;
  const trouble = isBlockedInvoice(event) ? 'finance.invoice_dispute' : undefined;
  found.drafts.push(
    draftOf(
      {
        part: partOf(event, event.pointer),
        reportId: event.id,
        references,
        time: event.time ?? first?.verdict.time,
        trouble,
        milestone: trouble === undefined ? milestoneOf(event, first) : undefined,
        reason: {
          scheme: 'sap:event',
          code: `${event.object}.${event.action}`,
          text: trouble === undefined ? first?.verdict.reason.text : 'Supplier invoice blocked for payment',
        },
      },
      sender,
    ),
  );
}

/** What was deleted is under no block and short of nothing any more, and an invoice that was released, paid or reversed is disputed no more, whatever its data still say. */
function isOver({ object, action }: SapEvent): boolean {
  return (
    /Deleted$/.test(action) || (object === 'SupplierInvoice' && /^(Released|Paid|Cancell?ed|Reversed)/.test(action))
  );
}

/** The event by itself: its data may be no more than the number (`Blocked`, and `BlockedPrice` of BUS2081). */
function isBlockedInvoice({ object, action }: SapEvent): boolean {
  return object === 'SupplierInvoice' && /^Blocked/.test(action);
}

function addDraft({ document, verdict }: Judged, event: SapEvent | undefined, sender: Sender, found: Found): void {
  const references = referencesOf(document, sender.issuer);
  if (references.length === 0) {
    found.warnings.push(`${partOf(event, document.pointer)} names nothing that is followed, and was passed over`);
    return;
  }
  const { trouble, milestone, reason, quantities, amounts } = verdict;
  found.drafts.push(
    draftOf(
      {
        part: partOf(event, document.pointer),
        reportId: event?.id,
        references,
        time: verdict.time ?? event?.time ?? changedAt(document.fields, sender.zone),
        trouble,
        milestone: trouble === undefined ? milestone : undefined,
        reason: { ...reason, ...(event === undefined ? {} : { status: event.action }) },
        quantities,
        amounts,
      },
      sender,
    ),
  );
}

function partOf(event: SapEvent | undefined, pointer: string): string {
  const where = pointer === '' ? 'document' : `document ${shown(pointer)}`;
  return event === undefined
    ? where
    : `${event.object}.${event.action}${event.pointer === pointer ? '' : `, ${where}`}`;
}

const KIND_OF_OBJECT = new Map<string, SubjectReference['kind']>([
  ['OutboundDelivery', 'delivery'],
  ['InboundDelivery', 'delivery'],
  ['SalesOrder', 'order'],
  ['CustomerReturn', 'order'],
  ['PurchaseOrder', 'purchase_order'],
  ['BillingDocument', 'invoice'],
  ['SupplierInvoice', 'invoice'],
  ['MaterialDocument', 'customer_reference'],
  ['FreightOrder', 'shipment'],
]);

/** The key of the object where the data is not the document itself: connectors call it by a name of their own. */
function keysOf({ object, data }: SapEvent, piece: unknown, { issuer }: Sender): readonly SubjectReference[] {
  const kind = KIND_OF_OBJECT.get(object);
  if (kind === undefined) return [];
  const value =
    textIn(data, object) ??
    legacyKey(data) ??
    textIn(piece, 'document_no') ??
    textIn(piece, 'delivery_document') ??
    textIn(piece, 'subject');
  return [
    ...referenceTo(kind, value?.replace(/^0+(?=\d)/, ''), issuer),
    ...referenceTo('sku', textIn(piece, 'material_code'), issuer),
  ];
}

/** `{"KEY": [{"SALESDOCUMENT": "0000001234"}]}`: the first field of the key is the number. */
function legacyKey(data: unknown): string | undefined {
  const keys = valueAt(data, 'KEY');
  const key = treeOf(Array.isArray(keys) ? listOf(keys)[0] : keys);
  const name = Object.keys(key ?? {}).find((one) => /^[A-Z0-9_]{1,30}$/.test(one));
  return name === undefined ? undefined : textIn(key, name);
}

type Milestone = NonNullable<Signal['milestone']>;

function milestoneOf({ object, action }: SapEvent, first: Judged | undefined): Milestone {
  const judged = first?.verdict.milestone;
  if (judged !== undefined && judged.name !== 'booked') return judged;
  if (/GoodsIssue|GoodsMovementPosted/i.test(action) && object === 'OutboundDelivery' && !/Status/i.test(action))
    return { name: 'departed', at: 'actual' };
  return { name: action === 'Created' && KIND_OF_OBJECT.has(object) ? 'booked' : 'other', at: 'actual' };
}

/** An answer of OData to a question that nothing fits. */
function isEmptyAnswer(value: unknown): boolean {
  const list = valueAt(value, 'value') ?? valueAt(value, 'd/results') ?? valueAt(value, 'd');
  return Array.isArray(list) && list.length === 0;
}

/** Entities of another service of S/4HANA: their members are in capitals, as those of no other vocabulary here. A connector puts them into its message. */
function isOtherAnswer(value: unknown): boolean {
  const list =
    valueAt(value, 'value') ?? valueAt(value, 'd/results') ?? valueAt(value, 'd') ?? valueAt(value, 'message') ?? value;
  const [first] = Array.isArray(list) ? listOf(list) : [list];
  const names = Object.keys(treeOf(first) ?? {}).filter((name) => !/^(__|@|to_)/.test(name));
  return names.length >= 3 && names.every((name) => /^[A-Z][A-Za-z0-9_]+$/.test(name));
}

function nothing(): Rejection {
  return {
    part: 'payload',
    pointer: '',
    detail: 'There is neither a business event nor a delivery, order, purchase order or material document.',
    mend: 'Send a CloudEvent of the type sap.s4.beh.…, or a document with the names of its OData service.',
  };
}

function noEvent(index: number): Rejection {
  return {
    part: `event ${index + 1}`,
    pointer: `/${index}`,
    detail: 'It is no business event of SAP S/4HANA.',
    mend: 'Send CloudEvents of a type sap.s4.beh.… only.',
  };
}

function tooMany(count: number): Rejection {
  return {
    part: `events ${MOST_EVENTS + 1} to ${count}`,
    pointer: `/${MOST_EVENTS}`,
    detail: `There are ${count} events, at most ${MOST_EVENTS} are taken at once.`,
    mend: 'Send the rest in further requests.',
  };
}
