import type { SubjectReference } from '../../../../contracts/index.ts';
import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { placeOfParty } from '../places.ts';
import { nameOf, productsIn } from '../products.ts';
import { referencesIn } from '../references.ts';
import { count, lacking, reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime } from '../segment-times.ts';
import type { SetReader } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 673, quantity qualifier: what is there or can be sold, what has been promised and cannot be sent, and what should be there at least. */
const AVAILABLE: ReadonlySet<string> = new Set(['17', '26', '29', '33', '34', 'QA']);
const BACKORDERED: ReadonlySet<string> = new Set(['BQ']);

/** X12 846, Inventory Inquiry/Advice: stock below nothing, or promised and not there. An empty shelf is what a list of stock is there to tell. */
export const readInventoryAdvice: SetReader = (reading) => {
  const { set, sender } = reading;
  const { header, loops } = loopsOf(set.segments, ['LIN']);
  const [, , number, date, time] = firstOf(header, 'BIA').elements;
  const named = [
    ...referenceTo('customer_reference', number, sender.issuer),
    ...referencesIn(header, sender.issuer, sender),
  ];
  const findings = loops.flatMap(({ segments, number: line }) => findingsIn(segments, line, sender));
  reportDocument(reading, {
    subject: {
      // A list without a number is about what it lists; trouble only about that of which too little is there.
      references:
        named.length + findings.length > 0
          ? named
          : loops.slice(0, MOST_LISTED).flatMap(({ segments }) => productOf(segments, sender)),
      place: placeOfParty(header, ['WH', 'SF', 'ST']),
    },
    time: documentTime({ date, time }, undefined, sender),
    findings,
    named: 'BIA03',
  });
};

const MOST_LISTED = 20;

function productOf(segments: readonly Segment[], sender: Sender): readonly SubjectReference[] {
  return productsIn(firstOf(segments, 'LIN').elements, 1, sender);
}

function findingsIn(segments: readonly Segment[], line: number, sender: Sender): readonly Finding[] {
  const products = productOf(segments, sender);
  const name = nameOf(products, line);
  return segments.flatMap(({ tag, elements }): readonly Finding[] => {
    const [qualifier = '', quantity, unit] = elements;
    const value = tag === 'QTY' ? count(quantity) : undefined;
    if (value === undefined) return [];
    const isBelow = AVAILABLE.has(qualifier) && value < 0;
    const isPromised = BACKORDERED.has(qualifier) && value > 0;
    if (!isBelow && !isPromised) return [];
    return [
      {
        trouble: 'inventory.shortfall',
        reason: { scheme: 'x12:673', code: qualifier, text: isBelow ? 'Stock below nothing' : 'Backordered' },
        says: `${name}: ${isBelow ? 'stock' : 'backordered'} ${value} ${unit?.slice(0, 20) ?? ''}.`,
        references: products,
        quantities: lacking(Math.abs(value), unit),
      },
    ];
  });
}
