import type { SubjectReference } from '../../../../contracts/index.ts';
import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { applicationAcknowledgment } from '../codes/application-acknowledgment.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { filled, referencesIn } from '../references.ts';
import { reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime } from '../segment-times.ts';
import type { SetReader } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 824, Application Advice: what became of a document that we sent (OTI), and what was wrong with it (TED, NTE). */
export const readApplicationAdvice: SetReader = (reading) => {
  const { set, sender } = reading;
  const { header, loops } = loopsOf(set.segments, ['OTI']);
  const [, number, date, time, zone] = firstOf(header, 'BGN').elements;
  const advices = loops.map(({ segments }) => readAdvice(segments, sender));
  // Some say only what is wrong, and of no document in particular.
  const stray = loops.length > 0 ? [] : complaintsIn(header);
  const findings: readonly Finding[] = [
    ...advices.flatMap(({ finding }) => finding ?? []),
    ...(stray.length === 0 ? [] : [{ trouble: 'integration.payload_rejected', says: stray.join(' ') }]),
  ];
  const code = filled(firstOf(set.segments, 'OTI').elements[0], 10);
  reportDocument(reading, {
    subject: {
      references: [
        ...advices.flatMap(({ finding, references }) => (finding === undefined ? references : [])).slice(0, 20),
        ...referenceTo('customer_reference', number, sender.issuer),
        ...referencesIn(header, sender.issuer, sender),
      ],
    },
    time: documentTime({ date, time, zone }, undefined, sender),
    ...(code === undefined ? {} : { reason: { scheme: 'x12:110', code } }),
    findings,
    named: 'BGN02',
  });
};

/** Sets that ask for money. */
const INVOICES: ReadonlySet<string> = new Set(['110', '210', '310', '410', '810', '857', '859', '880', '894']);

function readAdvice(
  segments: readonly Segment[],
  sender: Sender,
): { readonly finding: Finding | undefined; readonly references: readonly SubjectReference[] } {
  const oti = firstOf(segments, 'OTI');
  const [sent = '', , value, , , , , , , set = ''] = oti.elements;
  const references = [...documentOf(oti, set, sender), ...referencesIn(segments, sender.issuer, sender)];
  const known = applicationAcknowledgment.get(sent);
  const complaints = complaintsIn(segments);
  // An answer that is in no list is read by whether it complains.
  if (known?.isAccepted ?? complaints.length === 0) return { finding: undefined, references };
  const isDispute = INVOICES.has(set) && isAboutMoney(segments);
  const what = [set, filled(value, 40)].filter(Boolean).join(' ');
  return {
    references,
    finding: {
      trouble: isDispute ? 'finance.invoice_dispute' : 'integration.payload_rejected',
      reason: { scheme: 'x12:110', code: sent.slice(0, 10), ...(known === undefined ? {} : { text: known.meaning }) },
      says: [`${what}: ${known?.meaning ?? sent.slice(0, 10)}.`, ...complaints].join(' '),
      references,
    },
  };
}

/** OTI02 and OTI03 name the document. A number of a set that asks for money is that of the invoice, unless another kind is said. */
function documentOf({ elements }: Segment, set: string, sender: Sender): readonly SubjectReference[] {
  const [, qualifier = '', value = ''] = elements;
  const asReference: Segment = { tag: 'REF', elements: [qualifier, value], position: 0 };
  const known = referencesIn([asReference], sender.issuer, sender);
  if (known.length > 0) return known;
  return referenceTo(INVOICES.has(set) ? 'invoice' : 'customer_reference', value, sender.issuer);
}

function complaintsIn(segments: readonly Segment[]): readonly string[] {
  return segments.slice(0, 500).flatMap(({ tag, elements }) => {
    if (tag === 'TED') return [`${[elements[0], elements[1], elements[6]].filter(Boolean).join(' ').slice(0, 200)}.`];
    return tag === 'NTE' && filled(elements[1]) !== undefined ? [`${(elements[1] ?? '').slice(0, 200)}.`] : [];
  });
}

/** Segments of an invoice that hold prices, charges and totals. */
const MONEY_SEGMENTS: ReadonlySet<string> = new Set([
  'TDS',
  'SAC',
  'AMT',
  'CTP',
  'L1',
  'L3',
  'TXI',
  'ITA',
  'G39',
  'G31',
  'G33',
  'G72',
]);
const MONEY_WORDS =
  /\b(price[sd]?|pricing|amounts?|charges?|charged|overcharged?|rates?|totals?|tax(es)?|discounts?|allowances?|balance|cost)\b/i;
/** X12 647: total out of balance. */
const OUT_OF_BALANCE = '010';

function isAboutMoney(segments: readonly Segment[]): boolean {
  return segments.some(({ tag, elements }) => {
    if (tag === 'NTE') return MONEY_WORDS.test((elements[1] ?? '').slice(0, 500));
    if (tag !== 'TED') return false;
    const [code, text = '', segment = ''] = elements;
    return code === OUT_OF_BALANCE || MONEY_SEGMENTS.has(segment) || MONEY_WORDS.test(text.slice(0, 500));
  });
}
