import type { SubjectReference } from '../../../../contracts/index.ts';
import { shown } from '../../look-up.ts';
import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { applicationAcknowledgment } from '../codes/application-acknowledgment.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { filled, referencesIn } from '../references.ts';
import { reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime } from '../segment-times.ts';
import type { SetReader, SetReading } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 824, Application Advice: what became of documents that we sent (OTI), and what was wrong with them (TED, NTE). Each that was not taken is a report of its own. */
export const readApplicationAdvice: SetReader = (reading) => {
  const { set, sender, part } = reading;
  const { header, loops } = loopsOf(set.segments, ['OTI']);
  const [, number, date, time, zone] = firstOf(header, 'BGN').elements;
  const own = [
    ...referenceTo('customer_reference', number, sender.issuer),
    ...referencesIn(header, sender.issuer, sender),
  ];
  const advices = loops.map(({ segments }) => readAdvice(segments, reading));
  // Some say only what is wrong, and of no document in particular.
  const stray = loops.length > 0 ? [] : complaintsIn(header);
  const report = (
    references: readonly SubjectReference[],
    findings: readonly Finding[],
    code: string | undefined,
    of: string,
  ): void =>
    reportDocument(
      { ...reading, part: of },
      {
        subject: { references },
        time: documentTime({ date, time, zone }, undefined, sender),
        ...(code === undefined ? {} : { reason: { scheme: 'x12:110', code } }),
        findings,
        // Its notes are of one document each, and stand in what is found of it.
        remarks: [],
        named: 'BGN02',
      },
    );
  const refused = refusedIn(advices);
  for (const [document, { references, findings }] of refused)
    report(
      [...own, ...references],
      findings,
      undefined,
      refused.size === 1 ? part : `${part}, OTI ${document.slice(0, 60)}`,
    );
  if (stray.length > 0)
    report(own, [{ trouble: 'integration.payload_rejected', says: stray.join(' ') }], undefined, part);
  const taken = advices.filter(({ finding }) => finding === undefined);
  if (taken.length > 0 || refused.size + stray.length === 0)
    report([...taken.flatMap(({ references }) => references).slice(0, 20), ...own], [], taken[0]?.code, part);
};

interface Advice {
  /** Which document, in words. */
  readonly document: string;
  readonly code: string | undefined;
  readonly finding: Finding | undefined;
  readonly references: readonly SubjectReference[];
}

/** What was refused, by document: some answer each of its items. */
function refusedIn(advices: readonly Advice[]) {
  const refused = new Map<string, { references: SubjectReference[]; findings: Finding[] }>();
  for (const { document, finding, references } of advices) {
    if (finding === undefined) continue;
    const entry = refused.get(document) ?? { references: [], findings: [] };
    refused.set(document, entry);
    entry.references.push(...references);
    entry.findings.push(finding);
  }
  return refused;
}

/** Sets that ask for money. */
const INVOICES: ReadonlySet<string> = new Set(['110', '210', '310', '410', '810', '857', '859', '880', '894']);

function readAdvice(segments: readonly Segment[], { sender, found, part }: SetReading): Advice {
  const oti = firstOf(segments, 'OTI');
  const [sent = '', qualifier = '', value, , , , , , , set = ''] = oti.elements;
  const named = documentOf(oti, set, sender);
  const references = [...named, ...referencesIn(segments, sender.issuer, sender)];
  const document = [qualifier, value, set].join(' ');
  const code = filled(sent, 10);
  const known = applicationAcknowledgment.get(sent);
  if (known === undefined)
    found.warnings.push(`${part}: segment ${oti.position}, OTI01 "${shown(sent)}" is not in the X12 code list 110`);
  const complaints = complaintsIn(segments);
  // An answer that is in no list is read by whether it complains.
  if (known?.isAccepted ?? complaints.length === 0) return { document, code, finding: undefined, references };
  // Who leaves out which set it was says at least that its number is that of an invoice.
  const isInvoice = INVOICES.has(set) || (filled(set) === undefined && named.some(({ kind }) => kind === 'invoice'));
  const isDispute = isInvoice && isAboutMoney(segments);
  const what = [set, filled(value, 40)].filter(Boolean).join(' ');
  return {
    document,
    code,
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
  /\b(price[sd]?|pricing|amounts?|charges?|charged|overcharged?|rates?|totals?|tax(es)?|discounts?|allowances?|balance|cost|duplicates?|invoiced|quantit(y|ies)|qty)\b/i;
/** X12 647: duplicate, and total out of balance. */
const MONEY_CODES: ReadonlySet<string> = new Set(['006', '010']);

function isAboutMoney(segments: readonly Segment[]): boolean {
  return segments.some(({ tag, elements }) => {
    if (tag === 'NTE') return MONEY_WORDS.test((elements[1] ?? '').slice(0, 500));
    if (tag !== 'TED') return false;
    const [code, text = '', segment = ''] = elements;
    return MONEY_CODES.has(code ?? '') || MONEY_SEGMENTS.has(segment) || MONEY_WORDS.test(text.slice(0, 500));
  });
}
