import type { SubjectReference } from '../../contracts/index.ts';
import { compareDecimals, decimalOf } from './decimals.ts';
import { draftOf } from './draft.ts';
import { eventMeanings } from './dynamics/codes.ts';
import { changeIn } from './dynamics/dataverse.ts';
import { parseJson, readJson } from './json.ts';
import { readIsoTime } from './local-time.ts';
import type { SentTime } from './local-time.ts';
import { shown } from './look-up.ts';
import type { Meaning } from './meaning.ts';
import { referenceTo } from './references.ts';
import type { Rejection, Sender, SignalDraft, Translator } from './translator.ts';
import { listOf, textIn, treeOf } from './tree.ts';

/**
 * Business events of Microsoft Dynamics 365 finance and operations apps: https://learn.microsoft.com/en-us/dynamics365/fin-ops-core/dev-itpro/business-events/business-events-dev-doc. They are light by
 * design: the key of a document and what has happened to it. The kinds of events are read by their names, for every installation adds its own. Changes that Dataverse tells its webhooks
 * of are read as such events. Not tried on real payloads.
 */
export const translateDynamics: Translator = ({ bytes }, sender) => {
  const body = readJson(bytes);
  if ('detail' in body) return { format: 'dynamics-365', drafts: [], rejections: [body], warnings: [] };
  const events = Array.isArray(body.value) ? listOf(body.value).slice(0, MOST_EVENTS) : [body.value];
  const drafts: SignalDraft[] = [];
  const rejections: Rejection[] = [];
  const warnings: string[] = [];
  if (events.length === 0) rejections.push(noEvent(''));
  for (const [index, value] of events.entries()) {
    const pointer = Array.isArray(body.value) ? `/${index}` : '';
    const event = eventIn(value);
    if (event === undefined) rejections.push(noEvent(pointer));
    else {
      const made = readEvent(event, pointer, sender, warnings);
      if (made === undefined)
        warnings.push(
          `${shown(textIn(event, 'BusinessEventId') ?? '')} is about nothing that is followed, and was passed over`,
        );
      else drafts.push(made);
    }
  }
  return { format: 'dynamics-365', drafts, rejections, warnings };
};

const MOST_EVENTS = 5000;

/** Azure Event Grid and Service Bus wrap it in `data`, as a CloudEvent does; some as text. */
function eventIn(value: unknown): unknown {
  if (textIn(value, 'BusinessEventId') !== undefined) return value;
  const data = treeOf(value)?.['data'];
  const inside = typeof data === 'string' ? parseJson(data)?.value : data;
  if (textIn(inside, 'BusinessEventId') !== undefined) return inside;
  return changeIn(value) ?? changeIn(inside);
}

function readEvent(event: unknown, pointer: string, sender: Sender, warnings: string[]): SignalDraft | undefined {
  const id = textIn(event, 'BusinessEventId') ?? '';
  const references = referencesOf(event, sender.issuer);
  if (references.length === 0) return undefined;
  const listed = eventMeanings.find(([pattern]) => pattern.test(id))?.[1];
  if (listed === undefined) warnings.push(`the business event "${shown(id)}" is not known`);
  const { trouble, milestone = 'other', text }: Meaning = judgeFigures(event) ?? listed ?? { text: id };
  return draftOf(
    {
      part: pointer === '' ? 'event' : `event ${pointer}`,
      reportId: textIn(event, 'EventId') ?? controlOf(event, id),
      references,
      time: timeOf(event, sender.zone),
      trouble,
      milestone: trouble === undefined ? { name: milestone, at: 'actual' } : undefined,
      reason: { scheme: 'd365:BusinessEventId', code: id, text },
    },
    sender,
  );
}

/** Events of the installation's own may carry what was asked and what was confirmed: then the figures decide. */
function judgeFigures(event: unknown): Meaning | undefined {
  const isPurchase = textIn(event, 'PurchaseOrderNumber') !== undefined;
  const ordered = decimalOf(textIn(event, 'OrderedQuantity') ?? textIn(event, 'RequestedQuantity'));
  const confirmed = decimalOf(textIn(event, 'ConfirmedQuantity'));
  if (ordered !== undefined && confirmed !== undefined && compareDecimals(confirmed, ordered) < 0)
    return {
      text: `${confirmed} of ${ordered} are confirmed`,
      trouble: isPurchase ? 'supply.shortfall' : 'inventory.shortfall',
    };
  const asked = textIn(event, 'RequestedDeliveryDate') ?? textIn(event, 'RequestedReceiptDate');
  const promised = textIn(event, 'ConfirmedDeliveryDate') ?? textIn(event, 'ConfirmedReceiptDate');
  const [askedAt, promisedAt] = [instantIn(asked), instantIn(promised)];
  if (askedAt === undefined || promisedAt === undefined || promisedAt <= askedAt) return undefined;
  return { text: 'confirmed later than requested', trouble: isPurchase ? 'supply.late' : 'transport.delay' };
}

/** `/Date(1549392000000)/` or ISO 8601; the year 1900 stands for a date that was not filled. */
function timeOf(event: unknown, zone: string): SentTime | undefined {
  const iso = textIn(event, 'EventTimeIso8601') ?? textIn(event, 'EventTime');
  const millis = instantIn(iso);
  if (iso === undefined || millis === undefined) return undefined;
  return iso.startsWith('/Date')
    ? { occurredAt: new Date(millis).toISOString(), timeBasis: 'sent' }
    : readIsoTime(iso, {}, zone);
}

function instantIn(text: string | undefined): number | undefined {
  const [, millis] = /^\/Date\((\d{1,13})(?:[+-]\d{4})?\)\/$/.exec(text ?? '') ?? [];
  const read = millis === undefined ? Date.parse(readIsoTime(text ?? '', {}, 'UTC')?.occurredAt ?? '') : Number(millis);
  return read > 0 && read < Date.UTC(2100, 0, 1) ? read : undefined;
}

function controlOf(event: unknown, id: string): string | undefined {
  const number = textIn(event, 'ControlNumber');
  return number === undefined ? undefined : `${id} ${number}`;
}

const NAMED: readonly (readonly [SubjectReference['kind'], readonly string[]])[] = [
  ['shipment', ['ShipmentId', 'ShipmentNumber']],
  ['load', ['LoadId', 'LoadNumber']],
  ['delivery', ['PackingSlipId', 'PackingSlipNumber', 'ProductReceiptNumber']],
  ['invoice', ['InvoiceId', 'InvoiceNumber']],
  ['container', ['ShippingContainerId', 'ContainerNumber']],
  ['tracking', ['TrackingNumber']],
  ['order', ['SalesOrderNumber', 'SalesOrderId', 'SalesId']],
  ['purchase_order', ['PurchaseOrderNumber', 'PurchaseOrderId', 'PurchId']],
  ['bill_of_lading', ['BillOfLadingId']],
  ['sku', ['ItemNumber', 'ItemId', 'ProductNumber']],
];

function referencesOf(event: unknown, issuer: string): readonly SubjectReference[] {
  return NAMED.flatMap(([kind, names]) =>
    referenceTo(
      kind,
      names.map((name) => textIn(event, name)).find((value) => value !== undefined),
      issuer,
    ),
  );
}

function noEvent(pointer: string): Rejection {
  return {
    part: pointer === '' ? 'payload' : `event ${pointer}`,
    pointer: `${pointer}/BusinessEventId`,
    detail: 'There is no business event.',
    mend: 'Send business events of finance and operations apps with their BusinessEventId, or changes of Dataverse with their PrimaryEntityName.',
  };
}
