import type { SubjectReference } from '../../../../contracts/index.ts';
import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { amountsIn } from '../amounts.ts';
import { itemStatus } from '../codes/line-status.ts';
import { firstOf } from '../loops.ts';
import { statusFindings } from '../order-statuses.ts';
import { placeOfParty } from '../places.ts';
import { productNumber, productsIn } from '../products.ts';
import { equipmentReference, filled, referencesIn } from '../references.ts';
import { count, lacking, reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime, isLaterDay, statedTime } from '../segment-times.ts';
import type { SetReader, SetReading } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 856, Ship Notice/Manifest. */
export const readShipNotice: SetReader = (reading) => {
  const [purpose, number, date, time] = firstOf(reading.set.segments, 'BSN').elements;
  readNotice(reading, { purpose, number, date, time, element: 'BSN02' });
};

/** X12 857, Shipment and Billing Notice: the same levels, with what they cost. */
export const readBillingNotice: SetReader = (reading) => {
  const [, purpose, number, date, time] = firstOf(reading.set.segments, 'BHT').elements;
  readNotice(reading, { purpose, number, date, time, element: 'BHT03' });
};

interface Beginning {
  readonly purpose: string | undefined;
  readonly number: string | undefined;
  readonly date: string | undefined;
  readonly time: string | undefined;
  readonly element: string;
}

function readNotice(reading: SetReading, { purpose, number, date, time, element }: Beginning): void {
  const { set, sender } = reading;
  const scac = carrierIn(set.segments);
  const shipped = statedTime(set.segments, ['011'], undefined, sender);
  const amounts = amountsIn(set.segments);
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('shipment', number, sender.issuer),
        ...equipmentIn(set.segments),
        ...referencesIn(set.segments, scac ?? sender.issuer, sender),
      ],
      scac,
      lane: { origin: placeOfParty(set.segments, ['SF']), destination: placeOfParty(set.segments, ['ST']) },
      ...(amounts === undefined ? {} : { amounts }),
    },
    time: shipped ?? documentTime({ date, time }, undefined, sender),
    milestone: { name: shipped === undefined ? 'other' : 'departed', at: 'actual' },
    findings: [...routingIn(set.segments), ...linesIn(set.segments, sender), ...latenessIn(set.segments, sender)],
    purpose,
    named: element,
  });
}

/** TD506: the status of the whole shipment, or of an order in it. */
function routingIn(segments: readonly Segment[]): readonly Finding[] {
  const [sent] = segments.flatMap(({ tag, elements }) =>
    tag === 'TD5' ? statusFindings(elements[5], 'Shipment', []) : [],
  );
  return sent === undefined ? [] : [sent];
}

/** A line of an order, over all cartons and lots that hold a part of it. */
interface Line {
  readonly order: string;
  readonly products: readonly SubjectReference[];
  readonly unit: string | undefined;
  ordered: number;
  shipped: number;
  /** X12 668, where it says that part does not come. */
  refusal: string | undefined;
}

/** What an order has of one product: all of it together, and by the numbers of its lines. */
interface Ordered {
  readonly together: Line;
  readonly byNumber: Map<string, Line>;
}

/**
 * The levels of a notice come in order, so a line belongs to the last order (PRF) and the last product (LIN) before it. One line may lie in many cartons, each of which repeats
 * what was ordered: only all of them together are short. Where they hold more than that, the order has the product on several lines, if these have numbers, and each is short for itself.
 */
function linesIn(segments: readonly Segment[], sender: Sender): readonly Finding[] {
  const ordered = new Map<string, Ordered>();
  const byStatus: Finding[] = [];
  let order = '';
  let products: readonly SubjectReference[] = [];
  let number = '';
  for (const { tag, elements } of segments) {
    if (tag === 'HL') [products, number] = [[], ''];
    if (tag === 'PRF') order = elements[0] ?? '';
    else if (tag === 'LIN') [products, number] = [productsIn(elements, 1, sender), elements[0] ?? ''];
    else if (tag === 'IT1') [products, number] = [productsIn(elements, 5, sender), elements[0] ?? ''];
    else if (tag === 'SN1') addLine(ordered, { order, products, number: filled(elements[0]) ?? number }, elements);
    else if (tag === 'IT3')
      byStatus.push(...statusFindings(elements[2], productNumber(products) ?? `line ${number}`, products));
  }
  return [...byStatus, ...[...ordered.values()].flatMap(linesOf).flatMap(shortfallOf)];
}

function linesOf({ together, byNumber }: Ordered): readonly Line[] {
  return byNumber.size > 1 && together.shipped > together.ordered ? [...byNumber.values()] : [together];
}

interface Place {
  readonly order: string;
  readonly products: readonly SubjectReference[];
  readonly number: string;
}

function addLine(found: Map<string, Ordered>, place: Place, elements: readonly string[]): void {
  const { order, products, number } = place;
  const [, , unit] = elements;
  const key = `${order}\n${productNumber(products) ?? `line ${number}`}\n${unit ?? ''}`;
  const known = found.get(key) ?? { together: lineOf(place, unit), byNumber: new Map<string, Line>() };
  const own = known.byNumber.get(number) ?? lineOf(place, unit);
  found.set(key, known);
  known.byNumber.set(number, own);
  addTo(known.together, elements);
  addTo(own, elements);
}

function lineOf({ order, products }: Place, unit: string | undefined): Line {
  return { order, products, unit, ordered: 0, shipped: 0, refusal: undefined };
}

function addTo(line: Line, elements: readonly string[]): void {
  const [, shipped, unit, cumulative, ordered, orderedUnit, , status = ''] = elements;
  // What was shipped before counts, too, where the line says so.
  line.shipped = Math.max(line.shipped + (count(shipped) ?? 0), count(cumulative) ?? 0);
  if (orderedUnit === undefined || orderedUnit === '' || orderedUnit === unit)
    line.ordered = Math.max(line.ordered, count(ordered) ?? 0);
  if (itemStatus.get(status)?.says === 'short') line.refusal = status;
}

function shortfallOf({ order, products, unit, ordered, shipped, refusal }: Line): readonly Finding[] {
  if (ordered <= shipped && refusal === undefined) return [];
  const name = productNumber(products) ?? 'A line';
  const meaning = itemStatus.get(refusal ?? '')?.meaning;
  const counted = ordered > shipped ? ` ${shipped} of ${ordered} ${unit ?? ''}` : '';
  const quantities = ordered > shipped ? lacking(ordered - shipped, unit) : undefined;
  return [
    {
      trouble: 'supply.shortfall',
      ...(refusal === undefined || meaning === undefined
        ? {}
        : { reason: { scheme: 'x12:668', code: refusal, text: meaning } }),
      says: `${name}${order === '' ? '' : ` of order ${order.slice(0, 40)}`}:${counted}${meaning === undefined ? '' : ` ${meaning}`}.`,
      references: products,
      ...(quantities === undefined ? {} : { quantities }),
    },
  ];
}

/** X12 374: when it will be there and when it left, each with what was asked for. */
const DATES = [
  ['Expected', ['017', '067'], ['002', '063', '074', '106']],
  ['Shipped', ['011'], ['010', '038', '118']],
  // What leaves after the day on which it was wanted cannot be there in time.
  ['Shipped', ['011'], ['002', '063', '074', '106']],
] as const;

/** Expected, or shipped, after it was asked for, as far as the notice names both. */
function latenessIn(segments: readonly Segment[], sender: Sender): readonly Finding[] {
  for (const [word, told, wanted] of DATES) {
    const time = statedTime(segments, told, undefined, sender);
    const asked = statedTime(segments, wanted, undefined, sender);
    if (time === undefined || asked === undefined || !isLaterDay(time, asked)) continue;
    const days = `${time.occurredAt.slice(0, 10)} instead of ${asked.occurredAt.slice(0, 10)}`;
    return [{ trouble: 'supply.late', says: `${word} ${days}.` }];
  }
  return [];
}

/** TD5: the carrier by its SCAC. */
function carrierIn(segments: readonly Segment[]): string | undefined {
  const routing = segments.find(({ tag, elements }) => tag === 'TD5' && elements[1] === '2');
  return filled(routing?.elements[2], 10);
}

function equipmentIn(segments: readonly Segment[]): readonly SubjectReference[] {
  return segments.flatMap(({ tag, elements }) =>
    tag === 'TD3' ? (equipmentReference(elements[1], elements[2]) ?? []) : [],
  );
}
