import { readOrderReport } from './order-messages.ts';
import { groupsOf } from './reader.ts';
import type { Reader } from './reader.ts';
import type { Segment } from './tokenize.ts';

/** What stands above the orders is read again for each of them; a header has a few dates, parties and references. */
const MOST_ABOVE = 100;

/** UN/EDIFACT 1001: the paper that is reported on is a purchase order, or an order as its seller calls it. */
const ORDERS: ReadonlyMap<string, string> = new Map([
  ['105', 'ON'],
  ['220', 'ON'],
  ['231', 'VN'],
]);

/**
 * OSTRPT, order status report: each order (DOC) with its lines. Its statuses (STS) are of lists that partners agree, and decide nothing; what is on back order, and what comes later than it was asked for, are told by
 * quantities and dates.
 */
export function readOrderStatus(reader: Reader): void {
  const { before: header, groups } = groupsOf(reader.message.segments, ['DOC', 'UNS']);
  const orders = groups.filter(([first]) => first?.tag === 'DOC');
  for (const [index, order] of (orders.length === 0 ? [[]] : orders).entries()) {
    const segments = [...header.slice(0, MOST_ABOVE), ...order.flatMap(asReference)];
    const part = orders.length < 2 ? reader.part : `${reader.part}, DOC ${index + 1}`;
    readOrderReport({ ...reader, part, message: { ...reader.message, segments } });
  }
}

function asReference(segment: Segment): readonly Segment[] {
  const [code = ''] = segment.elements[0] ?? [];
  const qualifier = ORDERS.get(code.trim());
  const number = segment.elements[1]?.[0];
  return segment.tag === 'DOC' && qualifier !== undefined && number !== undefined
    ? [{ ...segment, tag: 'RFF', elements: [[qualifier, number]] }]
    : [segment];
}
