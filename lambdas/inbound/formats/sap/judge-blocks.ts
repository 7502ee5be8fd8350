import { field } from './documents-in.ts';
import type { Fields } from './documents-in.ts';
import type { Verdict } from './verdict.ts';

interface Block {
  readonly fields: readonly string[];
  readonly trouble: string;
  readonly scheme: string;
  readonly text: string;
}

/** Fields that are filled only where somebody or a check has set a block; the codes behind are the installation's own (tables TVLS, TVFS), so that one is set is what counts. */
const REASONS: readonly Block[] = [
  // The goods stay where they are until somebody lifts it.
  {
    fields: [
      'DeliveryBlockReason',
      'DelivBlockReasonForSchedLine',
      'HeaderDeliveryBlockReason',
      'ItemDeliveryBlockReason',
    ],
    trouble: 'transport.delay',
    scheme: 'sap:LIFSK',
    text: 'Delivery block',
  },
  { fields: ['ShipmentBlockReason'], trouble: 'transport.delay', scheme: 'sap:TRSPG', text: 'Shipment block' },
  // What was delivered cannot be invoiced before finance has looked at it.
  {
    fields: ['HeaderBillingBlockReason', 'ItemBillingBlockReason', 'BillingBlockReason'],
    trouble: 'finance.invoice_dispute',
    scheme: 'sap:FAKSK',
    text: 'Billing block',
  },
];

/** Statuses of blocks and of the credit check; what else they can be (blank, A, C and D of a credit check) holds nothing up. */
const STATUSES: readonly (Block & { readonly bad: Readonly<Record<string, string>> })[] = [
  {
    fields: ['TotalCreditCheckStatus', 'OverallCreditCheckStatus', 'CreditBlockStatus'],
    trouble: 'transport.delay',
    scheme: 'sap:CMGST',
    text: 'Credit check',
    // Domain CMGST: A passed, B not passed, C partially released, D released.
    bad: { B: 'not passed: the order is not delivered before it is released' },
  },
  {
    fields: ['DeliveryBlockStatus', 'OverallDeliveryBlockStatus'],
    trouble: 'transport.delay',
    scheme: 'sap:LSSTK',
    text: 'Delivery block',
    bad: { B: 'for some items', C: 'for all items' },
  },
  {
    fields: ['BillingBlockStatus', 'OverallBillingBlockStatus'],
    trouble: 'finance.invoice_dispute',
    scheme: 'sap:FSSTK',
    text: 'Billing block',
    bad: { B: 'for some items', C: 'for all items' },
  },
];

/** Blocks that a document is under, each once. */
export function blocksOn(fields: Fields): readonly Verdict[] {
  const found = new Map<string, Verdict>();
  for (const { fields: names, trouble, scheme, text } of REASONS) {
    const code = field(fields, ...names);
    if (code !== undefined) found.set(text, { trouble, reason: { scheme, code, text } });
  }
  for (const { fields: names, trouble, scheme, text, bad } of STATUSES) {
    const code = field(fields, ...names) ?? '';
    const why = Object.hasOwn(bad, code) ? bad[code] : undefined;
    if (why !== undefined && !found.has(text))
      found.set(text, { trouble, reason: { scheme, code, text: `${text} ${why}` } });
  }
  return [...found.values()];
}
