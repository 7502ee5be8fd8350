import type { Segment } from './tokenize.ts';

/**
 * Early releases of the 214 (003020: https://doc.chinlinktech.com/x12/003020/transaction-set/214) have status and place in one segment, Q5. It comes out as the AT7 and MS1 of later ones.
 * A status of one letter is followed by 1 there: `D` has become `D1`.
 */
export function withoutStatusDetails(segments: readonly Segment[]): readonly Segment[] {
  if (segments.some(({ tag }) => tag === 'AT7')) return segments;
  return segments.flatMap((segment) => (segment.tag === 'Q5' ? splitStatus(segment) : [segment]));
}

function splitStatus({ elements, position }: Segment): readonly Segment[] {
  const [status = '', date = '', time = '', timeCode = '', reason = '', ...place] = elements;
  const code = status.length === 1 ? `${status}1` : status;
  return [
    { tag: 'AT7', elements: [code, reason, '', '', date, time, timeCode], position },
    { tag: 'MS1', elements: place.slice(0, 3), position },
  ];
}
