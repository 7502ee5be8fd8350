import type { SubjectReference } from '../../contracts/index.ts';
import { decimalOf } from './decimals.ts';
import { draftOf } from './draft.ts';
import { readJson } from './json.ts';
import { readIsoTime } from './local-time.ts';
import { shown } from './look-up.ts';
import type { Meaning } from './meaning.ts';
import { referenceTo } from './references.ts';
import {
  cancelReason,
  disputeReason,
  fulfillmentStatus,
  holdReason,
  returnReason,
  shipmentStatus,
} from './shopify/codes.ts';
import { otherThingIn, resourcesIn } from './shopify/resources.ts';
import type { Found } from './shopify/resources.ts';
import type { Payload, Rejection, Sender, SignalDraft, Translator } from './translator.ts';
import { listOf, numberIn, textIn, treeOf, valueAt } from './tree.ts';
import type { Tree } from './tree.ts';

/** Webhooks of Shopify, told by the header X-Shopify-Topic or by their shape, and answers of its Admin API. */
export const translateShopify: Translator = ({ bytes, headers }, sender) => {
  const body = readJson(bytes);
  if ('detail' in body) return { format: 'shopify', drafts: [], rejections: [body], warnings: [] };
  const { value, topic, version } = deliveredIn(body.value, headers);
  const found = resourcesIn(value, topic);
  const drafts: SignalDraft[] = [];
  const other = found === undefined ? otherThingIn(value, topic) : undefined;
  const warnings: string[] =
    other === undefined ? [] : [`${shown(other)} is about nothing that is followed, and was passed over`];
  for (const one of found ?? []) {
    const draft = readOne(one, sender, warnings);
    if (draft === undefined)
      warnings.push(`${one.resource} ${one.pointer}: it names nothing that is followed, and was passed over`);
    else drafts.push(draft);
  }
  const rejections: readonly Rejection[] = found === undefined && other === undefined ? [nothing()] : [];
  return { format: 'shopify', ...(version === undefined ? {} : { version }), drafts, rejections, warnings };
};

/** A webhook has its topic in a header; through EventBridge it comes as a detail, with what were headers beside it (from memory) */
function deliveredIn(body: unknown, headers: Payload['headers']) {
  const payload = treeOf(valueAt(body, 'detail/payload'));
  const attribute = (name: string): string | undefined =>
    payload === undefined ? headers[name.toLowerCase()] : textIn(body, `detail/metadata/${name}`);
  return {
    value: payload ?? body,
    topic: attribute('X-Shopify-Topic'),
    version: attribute('X-Shopify-API-Version')?.slice(0, 40),
  };
}

interface Judged extends Meaning {
  readonly scheme: string;
  readonly code: string;
}

function readOne({ resource, pointer, tree }: Found, sender: Sender, warnings: string[]): SignalDraft | undefined {
  const references = referencesOf({ resource, pointer, tree }, sender.issuer);
  if (references.length === 0) return undefined;
  const part = pointer === '' ? resource : `${resource} ${pointer}`;
  const { scheme, code, text, trouble, milestone } = judge({ resource, pointer, tree }, (warning) =>
    warnings.push(`${part}: ${warning}`),
  );
  const available = decimalOf(textIn(tree, 'available'));
  const company = textIn(tree, 'tracking_company') ?? textIn(tree, 'tracking_info/company');
  return draftOf(
    {
      part,
      references,
      time: timeOf(tree, sender.zone),
      trouble,
      milestone: trouble === undefined ? { name: milestone ?? 'other', at: 'actual' } : undefined,
      reason: { scheme, code, text },
      place: placeOf({ resource, pointer, tree }),
      carrier: company === undefined ? undefined : { name: company },
      quantities: available === undefined ? undefined : { available: { value: available, unit: 'C62' } },
      amounts: resource === 'dispute' ? disputedIn(tree) : undefined,
    },
    sender,
  );
}

function judge({ resource, tree }: Found, warn: (warning: string) => void): Judged {
  const by = (scheme: string, path: string, meanings: ReadonlyMap<string, Meaning>): Judged => {
    const code = (textIn(tree, path) ?? '').toLowerCase();
    const meaning = meanings.get(code);
    if (meaning === undefined && code !== '') warn(`${scheme} "${shown(code)}" is not one of Shopify's`);
    return { scheme: `shopify:${scheme}`, code: code === '' ? resource : code, ...(meaning ?? { text: resource }) };
  };
  switch (resource) {
    case 'fulfillment_event':
      return by('shipment_status', 'status', shipmentStatus);
    case 'fulfillment':
      // What tracking says is newer than what became of the request; a cancelled fulfillment is followed no more.
      return textIn(tree, 'status') === 'cancelled' || textIn(tree, 'shipment_status') === undefined
        ? by('fulfillment_status', 'status', fulfillmentStatus)
        : by('shipment_status', 'shipment_status', shipmentStatus);
    case 'fulfillment_order':
      return judgeFulfillmentOrder(tree, by);
    case 'inventory_level':
      return judgeStock(tree);
    case 'return':
      return by('return_reason', badIn(tree, 'return_line_items', 'return_reason', returnReason), returnReason);
    case 'dispute':
      return judgeDispute(tree);
    case 'order':
      // Its fulfillments report for themselves.
      return textIn(tree, 'cancelled_at') === undefined
        ? {
            scheme: 'shopify:order',
            code: textIn(tree, 'fulfillment_status') ?? 'unfulfilled',
            text: 'order',
            milestone: 'booked',
          }
        : by('cancel_reason', 'cancel_reason', cancelReason);
    case 'refund':
      return { scheme: 'shopify:refund', code: 'refund', text: 'money was paid back' };
  }
}

/** Where the reason of the first line stands that is trouble of ours; of the first line where none is. */
function badIn(tree: Tree, list: string, name: string, meanings: ReadonlyMap<string, Meaning>): string {
  const lines = listOf(valueAt(tree, list)).slice(0, MOST_LINES);
  const at = lines.findIndex((line) => meanings.get((textIn(line, name) ?? '').toLowerCase())?.trouble !== undefined);
  return `${list}/${Math.max(0, at)}/${name}`;
}

const MOST_LINES = 500;

type By = (scheme: string, path: string, meanings: ReadonlyMap<string, Meaning>) => Judged;

function judgeFulfillmentOrder(tree: Tree, by: By): Judged {
  const status = (textIn(tree, 'status') ?? '').toLowerCase();
  if (status === 'on_hold')
    return by('hold_reason', badIn(tree, 'fulfillment_holds', 'reason', holdReason), holdReason);
  const request = (textIn(tree, 'request_status') ?? '').toLowerCase();
  // It had accepted, and cannot complete it as was asked.
  if (status === 'incomplete')
    return {
      scheme: 'shopify:status',
      code: status,
      text: 'the fulfillment service cannot complete it',
      trouble: 'transport.capacity_rejected',
    };
  const isOpen = status !== 'closed' && status !== 'cancelled';
  // Who should pick and ship it has said no: it needs another place to go out from.
  if (request === 'rejected' && isOpen)
    return {
      scheme: 'shopify:request_status',
      code: request,
      text: 'the fulfillment service has refused it',
      trouble: 'transport.capacity_rejected',
    };
  return {
    scheme: 'shopify:request_status',
    code: request === '' ? 'fulfillment_order' : request,
    text: `fulfillment order ${status}`,
    milestone: 'booked',
  };
}

/** Less than nothing is promised goods that are not there. Nothing is only what cannot be sold any more; how low is too low is for the pack and the ERP to say. */
function judgeStock(tree: Tree): Judged {
  const available = numberIn(tree, 'available');
  const judged = {
    scheme: 'shopify:inventory_level',
    code: available === undefined ? 'not tracked' : String(available),
  };
  return available !== undefined && available < 0
    ? { ...judged, text: 'more was sold than is there', trouble: 'inventory.shortfall' }
    : { ...judged, text: 'stock level' };
}

function judgeDispute(tree: Tree): Judged {
  const code = textIn(tree, 'reason') ?? 'dispute';
  const isOpen = ['needs_response', 'under_review'].includes(textIn(tree, 'status') ?? '');
  const meaning = disputeReason.get(code);
  return { scheme: 'shopify:dispute', code, ...(isOpen && meaning !== undefined ? meaning : { text: 'dispute' }) };
}

function referencesOf({ resource, tree }: Found, issuer: string): readonly SubjectReference[] {
  const id = (path: string): string | undefined => textIn(tree, path)?.replace(/^gid:\/\/shopify\/\w+\//, '');
  const company = textIn(tree, 'tracking_company') ?? textIn(tree, 'tracking_info/company') ?? issuer;
  const numbers = [
    textIn(tree, 'tracking_number'),
    ...listOf(valueAt(tree, 'tracking_numbers')).map((_number, index) =>
      textIn(valueAt(tree, 'tracking_numbers'), String(index)),
    ),
  ];
  return [
    ...referenceTo('shipment', resource === 'fulfillment' ? id('id') : id('fulfillment_id'), issuer),
    ...numbers.flatMap((number) => referenceTo('tracking', number, company)),
    ...referenceTo('delivery', resource === 'fulfillment_order' ? id('id') : undefined, issuer),
    ...referenceTo('order', resource === 'order' ? id('id') : (id('order_id') ?? id('order/id')), issuer),
    ...referenceTo(
      'customer_reference',
      resource === 'order' || resource === 'return' ? textIn(tree, 'name') : undefined,
      issuer,
    ),
    ...referenceTo(
      'customer_reference',
      resource === 'dispute' && id('order_id') === undefined ? id('id') : undefined,
      issuer,
    ),
    ...referenceTo('sku', id('inventory_item_id'), issuer),
  ];
}

function timeOf(tree: Tree, zone: string) {
  const sent = ['happened_at', 'cancelled_at', 'updated_at', 'processed_at', 'created_at', 'initiated_at'].map((name) =>
    textIn(tree, name),
  );
  return sent
    .map((text) => (text === undefined ? undefined : readIsoTime(text, {}, zone)))
    .find((time) => time !== undefined);
}

function disputedIn(tree: Tree) {
  const [amount, currency] = [decimalOf(textIn(tree, 'amount')), textIn(tree, 'currency') ?? ''];
  return amount === undefined || !/^[A-Z]{3}$/.test(currency) ? undefined : { disputed: { amount, currency } };
}

/** Where the parcel was, or the stock is. Streets are left where they are. */
function placeOf({ resource, tree }: Found) {
  if (resource === 'inventory_level') return { code: textIn(tree, 'location_id') };
  if (resource !== 'fulfillment_event') return undefined;
  return {
    locality: textIn(tree, 'city'),
    region: textIn(tree, 'province'),
    country: textIn(tree, 'country'),
    postalCode: textIn(tree, 'zip'),
    latitude: numberIn(tree, 'latitude'),
    longitude: numberIn(tree, 'longitude'),
  };
}

function nothing(): Rejection {
  return {
    part: 'payload',
    pointer: '',
    detail: 'It is neither an order nor a fulfillment, a stock level, a return, a refund or a dispute.',
    mend: 'Subscribe this address only to topics of orders, fulfillments, inventory levels, returns, refunds and disputes.',
  };
}
