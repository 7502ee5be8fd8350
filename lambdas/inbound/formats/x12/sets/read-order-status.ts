import type { SubjectReference } from '../../../../contracts/index.ts';
import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { eventReason } from '../codes/event-reason.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { statusFindings } from '../order-statuses.ts';
import { productNumber, productsIn } from '../products.ts';
import { filled, referencesIn } from '../references.ts';
import { reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import type { ReadTime } from '../read-time.ts';
import { documentTime, isLaterDay, statedTime } from '../segment-times.ts';
import type { SetReader } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 870, Order Status Report: what a supplier says of orders (PRF) and of their lines (PO1, LIN) by statuses (ISR). */
export const readOrderStatus: SetReader = (reading) => {
  const { set, sender } = reading;
  const { header, loops } = loopsOf(set.segments, ['HL', 'PO1', 'LIN']);
  const [, , number, date] = firstOf(header, 'BSR').elements;
  const findings: Finding[] = [];
  let order: Order = { number: '', asked: askedIn(header, {}, sender) };
  for (const { segments } of loops) {
    const number = filled(firstOf(segments, 'PRF').elements[0], 40);
    // What stands above an order holds for all of them.
    if (number !== undefined) order = { number, asked: askedIn(header, {}, sender) };
    if (segments[0]?.tag === 'HL') order = { ...order, asked: askedIn(segments, order.asked, sender) };
    findings.push(...findingsIn(segments, order, sender));
  }
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('customer_reference', number, sender.issuer),
        ...referencesIn(set.segments, sender.issuer, sender),
      ],
    },
    time: documentTime({ date }, undefined, sender),
    findings,
    named: 'BSR03',
  });
};

/** Days on which the goods were wanted: to leave, and to be there. */
type Asked = Readonly<Partial<Record<'leaves' | 'comes', ReadTime>>>;

interface Order {
  readonly number: string;
  readonly asked: Asked;
}

/** X12 374. */
const WANTED = { leaves: ['010', '038', '118'], comes: ['002', '063', '074', '106'] } as const;

function askedIn(segments: readonly Segment[], above: Asked, sender: Sender): Asked {
  const leaves = statedTime(segments, WANTED.leaves, undefined, sender) ?? above.leaves;
  const comes = statedTime(segments, WANTED.comes, undefined, sender) ?? above.comes;
  return { ...(leaves === undefined ? {} : { leaves }), ...(comes === undefined ? {} : { comes }) };
}

/** One level: an order, or one line of it. */
function findingsIn(segments: readonly Segment[], order: Order, sender: Sender): readonly Finding[] {
  const products = productsOf(segments, sender);
  const name = nameIn(productNumber(products), order.number);
  const asked = askedIn(segments, order.asked, sender);
  return segments.flatMap(({ tag, elements }): readonly Finding[] => {
    if (tag !== 'ISR') return [];
    const [status = '', date, why] = elements;
    const beside = [filled(date, 20), eventReason.get(why ?? '')?.meaning].filter(Boolean).join(', ');
    const found = statusFindings(status, name, products, beside === '' ? '' : ` (${beside})`);
    if (found.length > 0) return found;
    const days = lateBy(status, documentTime({ date }, undefined, sender), asked);
    return days === undefined
      ? []
      : [
          {
            trouble: 'supply.late',
            reason: { scheme: 'x12:368', code: status, text: days },
            says: `${name}: ${days}.`,
            references: products,
          },
        ];
  });
}

/** X12 368: the date beside it is that on which the goods leave, or are there. */
const LEAVES: ReadonlySet<string> = new Set(['AS', 'ED', 'NS', 'PS', 'RD', 'SH']);
const COMES: ReadonlySet<string> = new Set(['EX']);

/** What leaves after the day on which it was wanted there is late, too. */
function lateBy(status: string, expected: ReadTime, { leaves, comes }: Asked): string | undefined {
  if (expected.timeBasis === 'received') return undefined;
  const wanted = LEAVES.has(status) ? (leaves ?? comes) : COMES.has(status) ? comes : undefined;
  return wanted !== undefined && isLaterDay(expected, wanted)
    ? `${expected.occurredAt.slice(0, 10)} instead of ${wanted.occurredAt.slice(0, 10)}`
    : undefined;
}

function productsOf(segments: readonly Segment[], sender: Sender): readonly SubjectReference[] {
  const [first] = segments;
  if (first?.tag === 'PO1') return productsIn(first.elements, 5, sender);
  return first?.tag === 'LIN' ? productsIn(first.elements, 1, sender) : [];
}

function nameIn(product: string | undefined, order: string): string {
  if (product === undefined) return order === '' ? 'The order' : `Order ${order}`;
  return order === '' ? product : `${product} of order ${order}`;
}
