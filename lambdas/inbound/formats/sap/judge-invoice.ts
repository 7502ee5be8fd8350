import { decimalOf } from '../decimals.ts';
import { field } from './documents-in.ts';
import type { Fields, SapDocument } from './documents-in.ts';
import type { Verdict } from './verdict.ts';

/**
 * Why an item of an incoming invoice is blocked, as the view of its items has it (I_SuplrInvcItemPurOrdRefAPI01): the check of the invoice sets one where price, quantity or date is out of tolerance against order and
 * receipt.
 */
const VARIANCES: readonly (readonly [string, string])[] = [
  ['SuplrInvcItemHasPriceVariance', 'price'],
  ['SuplrInvcItemHasQtyVariance', 'quantity'],
  ['SuplrInvcItemHasDateVariance', 'date'],
  ['SuplrInvcItemHasOrdPrcQtyVarc', 'quantity of the order price'],
  ['SuplrInvcItmHasQualityVariance', 'quality'],
  ['SuplrInvcItemHasAmountOutsdTol', 'amount'],
  ['SuplrInvcItemHasOtherVariance', 'another reason'],
];

/** Payment blocks of SAP (table T008, from memory) that hold nothing back for a dispute: skip account, incoming payment in work, payment request, payment clearing. All others, also the installation's own, do. */
const NO_DISPUTE: ReadonlySet<string> = new Set(['*', 'N', 'P', 'V']);

/**
 * An incoming invoice (API_SUPPLIERINVOICE_PROCESS_SRV, https://api.sap.com/api/API_SUPPLIERINVOICE_PROCESS_SRV): what blocks its payment, with what its items are blocked for. One that was reversed is disputed no more.
 */
export function judgeInvoice(invoice: SapDocument): Verdict {
  const { kind, fields, inside } = invoice;
  const block = field(fields, 'PaymentBlockingReason') ?? '';
  const why = variancesOf([fields, ...inside.map((item) => item.fields)]);
  const isBlocked = (block !== '' && !NO_DISPUTE.has(block)) || why.length > 0;
  const amounts = totalOf(fields);
  return {
    ...(isBlocked && !isReversed(fields) ? { trouble: 'finance.invoice_dispute' } : {}),
    ...(kind === 'supplier invoice item' ? { isOfItem: true as const } : {}),
    milestone: { name: 'other', at: 'actual' },
    reason: { scheme: 'sap:ZLSPR', code: block === '' ? 'invoice' : block, text: textOf(block, why) },
    ...(amounts === undefined ? {} : { amounts }),
  };
}

function textOf(block: string, why: readonly string[]): string {
  if (why.length > 0) return `Invoice blocked: ${why.join(', ')}`;
  return block === '' ? 'Supplier invoice' : 'Payment block of a supplier invoice';
}

/** `true` of OData, `X` of ABAP. */
const isSet = (value: string | undefined): boolean => value === 'true' || value === 'X';

function variancesOf(all: readonly Fields[]): readonly string[] {
  return VARIANCES.flatMap(([name, word]) => (all.some((fields) => isSet(fields.get(name))) ? [word] : []));
}

function isReversed(fields: Fields): boolean {
  return isSet(fields.get('IsReversed')) || isSet(fields.get('IsReversal')) || fields.has('ReverseDocument');
}

function totalOf(fields: Fields): Verdict['amounts'] {
  const amount = decimalOf(fields.get('InvoiceGrossAmount'));
  const currency = fields.get('DocumentCurrency') ?? '';
  return amount === undefined || !/^[A-Z]{3}$/.test(currency) ? undefined : { total: { amount, currency } };
}
