import type { SubjectReference } from '../../../../contracts/index.ts';
import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { orderStatus } from '../codes/line-status.ts';
import type { LineStatus } from '../codes/line-status.ts';
import { firstOf } from '../loops.ts';
import { placeOfParty } from '../places.ts';
import { gtin, productNumber, productsIn } from '../products.ts';
import { equipmentReference, filled, referencesIn } from '../references.ts';
import { count, lacking, reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime, statedTime } from '../segment-times.ts';
import type { SetReader } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

const TROUBLE: Readonly<Record<Exclude<LineStatus['says'], 'fine'>, string>> = {
  short: 'inventory.shortfall',
  late: 'transport.delay',
  damaged: 'cargo.damaged',
};

/** X12 945, Warehouse Shipping Advice: lines (W12) of which less was shipped than was ordered. */
export const readWarehouseShipment: SetReader = (reading) => {
  const { set, sender } = reading;
  const [, order, date, shipment, agent, purchase] = firstOf(set.segments, 'W06').elements;
  const w27 = firstOf(set.segments, 'W27').elements;
  const scac = filled(w27[1], 10);
  const equipment = equipmentReference(w27[5], w27[6]);
  const shipped = statedTime(set.segments, ['11', '011'], undefined, sender);
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('delivery', order, sender.issuer),
        ...referenceTo('shipment', shipment, sender.issuer),
        ...referenceTo('purchase_order', purchase, sender.issuer),
        ...referenceTo('customer_reference', agent, sender.issuer),
        ...(equipment === undefined ? [] : [equipment]),
        ...referencesIn(set.segments, scac ?? sender.issuer, sender),
      ],
      scac,
      lane: { origin: placeOfParty(set.segments, ['WH', 'SF']), destination: placeOfParty(set.segments, ['ST']) },
    },
    time: shipped ?? documentTime({ date }, undefined, sender),
    milestone: { name: 'departed', at: 'actual' },
    findings: linesIn(set.segments, sender),
    named: 'W0602',
  });
};

/** A line, over all pallets and lots that hold a part of it. */
interface Line {
  readonly products: readonly SubjectReference[];
  readonly unit: string | undefined;
  ordered: number;
  shipped: number | undefined;
  /** W1204: what the warehouse itself reckons to be missing. */
  difference: number;
  /** X12 368, where it says that something is wrong. */
  status: string | undefined;
}

function linesIn(segments: readonly Segment[], sender: Sender): readonly Finding[] {
  const lines = new Map<string, Line>();
  for (const { tag, elements } of segments) {
    if (tag !== 'W12') continue;
    const [status = '', ordered, shipped, difference, unit, upc] = elements;
    const products = [...productsIn(elements.slice(0, 8), 6, sender), ...gtin(upc)];
    const key = products.length === 0 ? `line ${lines.size + 1}` : `${productNumber(products) ?? ''}\n${unit ?? ''}`;
    const line = lines.get(key) ?? { products, unit, ordered: 0, shipped: undefined, difference: 0, status: undefined };
    lines.set(key, line);
    line.ordered = Math.max(line.ordered, count(ordered) ?? 0);
    const sent = count(shipped);
    if (sent !== undefined) line.shipped = (line.shipped ?? 0) + sent;
    line.difference += Math.abs(count(difference) ?? 0) * (isLess(ordered, shipped) ? 1 : 0);
    if (orderStatus.has(status)) line.status = status;
  }
  return [...lines.values()].flatMap(findingOf);
}

/** More than ordered is a difference, too, and lacks nobody. Where one of both is not said, the difference is taken for what lacks. */
function isLess(ordered: string | undefined, shipped: string | undefined): boolean {
  const [wanted, sent] = [count(ordered), count(shipped)];
  return wanted === undefined || sent === undefined || sent < wanted;
}

function findingOf({ products, unit, ordered, shipped, difference, status }: Line): readonly Finding[] {
  const known = status === undefined ? undefined : orderStatus.get(status);
  const lacks = Math.max(difference, shipped === undefined ? 0 : ordered - shipped);
  const isWhole = shipped !== undefined && ordered > 0 && shipped >= ordered && difference === 0;
  // The numbers are worth more than a word: what came whole was not short.
  const says = known === undefined || (known.says === 'short' && isWhole) ? (lacks > 0 ? 'short' : 'fine') : known.says;
  if (says === 'fine') return [];
  const name = productNumber(products) ?? 'A line';
  const counted = lacks > 0 ? ` ${shipped ?? ordered - lacks} of ${ordered} ${unit?.slice(0, 20) ?? ''}` : '';
  const quantities = lacks > 0 ? lacking(lacks, unit) : undefined;
  return [
    {
      trouble: TROUBLE[says],
      ...(status === undefined || known === undefined
        ? {}
        : { reason: { scheme: 'x12:368', code: status, text: known.meaning } }),
      says: `${name}:${counted}${known === undefined ? '' : ` ${known.meaning}`}.`,
      references: products,
      ...(quantities === undefined ? {} : { quantities }),
    },
  ];
}
