import { firstOf } from '../loops.ts';
import { nameOf, productsIn } from '../products.ts';
import type { Finding } from '../report-document.ts';
import type { SetReader } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';
import { reportOrderAnswer } from './read-order-answer.ts';

/** X12 865, Purchase Order Change Acknowledgment/Request, Seller Initiated: the answer of an order (855) about its changes, or a change that the seller makes. */
export const readChangeAnswer: SetReader = (reading) => {
  const { set, sender } = reading;
  const isOwn = firstOf(set.segments, 'BCA').elements[0] === SELLER_INITIATED;
  const segments = set.segments.map(asOrderAnswer);
  const own = isOwn
    ? set.segments
        .filter(({ tag }) => tag === 'POC')
        .flatMap(({ elements }, index): readonly Finding[] => {
          const meaning = LESS.get(elements[1] ?? '');
          const products = productsIn(elements, 7, sender);
          if (meaning === undefined) return [];
          return [
            {
              trouble: 'supply.shortfall',
              reason: { scheme: 'x12:670', code: elements[1] ?? '', text: meaning },
              says: `${nameOf(products, index + 1)}: ${meaning}.`,
              references: products,
            },
          ];
        })
    : [];
  reportOrderAnswer({ ...reading, set: { ...set, segments } }, own, 'BCA03');
};

/** X12 353: the seller himself changes the order; else he answers a change that we asked for, and less is what we wanted. */
const SELLER_INITIATED = '19';

/** X12 670, line item change code: less comes. */
const LESS: ReadonlyMap<string, string> = new Map([
  ['DI', 'Delete Item(s)'],
  ['QD', 'Quantity Decrease'],
]);

/** BCA and POC hold what BAK and PO1 do, at other places. */
function asOrderAnswer(segment: Segment): Segment {
  const { tag, elements, position } = segment;
  const at = (index: number): string => elements[index] ?? '';
  if (tag === 'BCA')
    return { tag: 'BAK', elements: [at(0), at(1), at(2), at(5), at(3), at(6), at(7), at(8), at(9)], position };
  if (tag === 'POC')
    return { tag: 'PO1', elements: [at(0), at(2), at(4), at(5), at(6), ...elements.slice(7)], position };
  return segment;
}
