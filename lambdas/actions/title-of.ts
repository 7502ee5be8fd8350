import type { Action, ActionType } from '../contracts/index.ts';

type Values = Action['change'];
interface Told {
  readonly subject: string;
  readonly to: Values;
  readonly from: Values;
}

/** What is changed, in words for whoever approves it: all of the change is in them, because it is what they agree to. */
const TITLES: Readonly<Record<ActionType, (told: Told) => string>> = {
  promise_date: ({ subject, to, from }) =>
    `Promise order ${subject} for ${date(to['promisedAt'])} instead of ${date(from['promisedAt'])}`,
  shipment_status: ({ subject, ...both }) => `Set the status of shipment ${subject} to ${instead('status', both)}`,
  order_hold: ({ subject, to }) => `Hold order ${subject} (delivery block ${said(to['deliveryBlock'])})`,
  order_release: ({ subject, from }) => `Release order ${subject} from delivery block ${said(from['deliveryBlock'])}`,
  payment_hold: ({ subject, to }) => `Hold the payment of invoice ${subject} (block ${said(to['paymentBlock'])})`,
  payment_release: ({ subject, from }) =>
    `Release the payment of invoice ${subject} from block ${said(from['paymentBlock'])}`,
  customer_credit: ({ to }) =>
    `Credit ${said(to['amount'])} ${said(to['currency'])} to the customer of order ${said(to['order'])}`,
  reroute: ({ subject, ...both }) => `Send shipment ${subject} to ${instead('destination', both)}`,
  expedite: ({ subject, ...both }) => `Move shipment ${subject} to service ${instead('serviceLevel', both)}`,
  carrier_change: ({ subject, ...both }) => `Give shipment ${subject} to ${instead('carrier', both)}`,
  stock_reallocation: ({ to }) =>
    `Move ${said(to['units'])} of ${said(to['sku'])} from ${said(to['fromSite'])} to ${said(to['toSite'])}`,
  supplier_allocation: ({ to }) => `Buy ${said(to['units'])} of ${said(to['sku'])} from ${said(to['supplier'])}`,
  replacement_order: ({ to }) =>
    `Send ${said(to['units'])} of ${said(to['sku'])} again for order ${said(to['order'])}, without charge`,
  document_attachment: ({ to }) => `Attach document ${said(to['document'])} to ${said(to['reference'])}`,
  customer_message: ({ to }) =>
    `Tell the customer by mail (${said(to['template'])}, in ${languageName(said(to['language']))})`,
  penalty_review: ({ to }) =>
    `Ask finance whether the contract penalty of ${said(to['amount'])} ${said(to['currency'])} for ${said(to['reference'])} is due`,
  service_case: ({ to }) => `Open a service case for ${said(to['reference'])}: ${said(to['title'])}`,
};

export function titleOf(type: ActionType, subject: string, to: Values, from: Values): string {
  return TITLES[type]({ subject, to, from });
}

/** What an undoing says. */
export function undoingTitle({ type, title, subject, change }: Action, back: Values, why?: string): string {
  if (type === 'promise_date')
    return `Promise order ${subject} for ${date(back['promisedAt'])} again instead of ${date(change['promisedAt'])}${why === undefined ? '' : `: ${why}`}`;
  return `Take back: ${title}${why === undefined ? '' : ` (${why})`}`;
}

function instead(name: string, { to, from }: Pick<Told, 'to' | 'from'>): string {
  return `${said(to[name])} instead of ${said(from[name])}`;
}

function said(value: Values[string] | undefined): string {
  return value === undefined || value === '' ? 'none' : String(value);
}

/** `5 Mar 2026, 14:00 UTC`: the same for every reader, because it is what they approve. */
function date(instant: Values[string] | undefined): string {
  const moment = new Date(Date.parse(String(instant)));
  const day = moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${moment.toISOString().slice(11, 16)} UTC`;
}

/** `German`, as whoever approves it calls it. */
function languageName(tag: string): string {
  return new Intl.DisplayNames('en-GB', { type: 'language' }).of(tag) ?? tag;
}
