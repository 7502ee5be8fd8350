import type { SubjectReference } from '../../../../contracts/index.ts';
import { declineReason, reservationAction } from '../codes/reservation-action.ts';
import { firstOf } from '../loops.ts';
import { filled, referencesIn } from '../references.ts';
import { remarksIn } from '../remarks.ts';
import { draftOf } from '../report.ts';
import { documentTime } from '../segment-times.ts';
import { rejectSet } from '../set-reading.ts';
import type { SetReader } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 990, Response to a Load Tender: B1 accepts, declines or offers other terms; K1 and V9 say why. */
export const readTenderResponse: SetReader = (reading) => {
  const { set, sender, part, found } = reading;
  const b1 = firstOf(set.segments, 'B1');
  const [carrier, shipment, third, fourth, , declined] = b1.elements;
  // Who leaves the date out often forgets its place, too.
  const isMoved = filled(fourth) === undefined && reservationAction.has((third ?? '').toUpperCase());
  const [date, sent] = isMoved ? [undefined, third ?? ''] : [third, filled(fourth, 10) ?? ''];
  const code = sent.toUpperCase();
  if (isMoved) found.warnings.push(`${part}: the answer "${code}" stands in B103, where the date belongs`);
  const action = reservationAction.get(code);
  const scac = filled(carrier, 10);
  const number = filled(shipment);
  const references: readonly SubjectReference[] = [
    // The number of our tender: unique only among what this sender carries for us.
    ...(number === undefined ? [] : [{ kind: 'shipment' as const, value: number, issuer: sender.issuer }]),
    ...referencesIn(set.segments, scac ?? sender.issuer, sender),
  ];
  if (action === undefined || references.length === 0) {
    rejectSet(reading, {
      pointer: `segment ${b1.position} (B1), ${action === undefined ? 'B104' : 'B102'}`,
      detail:
        action === undefined
          ? `The answer to the tender is "${code}", which is not in the X12 code list 558.`
          : 'The answer names no tender.',
      mend:
        action === undefined
          ? 'Send A, B, C, D, E or another code of the list.'
          : 'Send the number of the tender in B102.',
    });
    return;
  }
  const why = filled(declined, 10);
  const remarks = [
    ...(why === undefined ? [] : [declineReason.get(why) ?? why]),
    ...set.segments.flatMap((segment) => wordsOf(segment)),
  ];
  found.drafts.push(
    draftOf(
      { references, scac },
      {
        part,
        time: documentTime({ date }, undefined, sender),
        trouble: action.isTaken ? undefined : 'transport.capacity_rejected',
        reason: { scheme: 'x12:558', code, text: action.meaning },
        milestone: { name: action.isTaken ? 'booked' : 'other', at: 'actual' },
        remarks,
      },
      sender,
    ),
  );
};

/** Why, in words or codes of the carrier: remarks, the event and its reason (V9), and what stands beside references (N9, L11), of which `ZZ` is none. */
function wordsOf(segment: Segment): readonly string[] {
  const { tag, elements } = segment;
  if (tag === 'V9') return [elements.slice(0, 2).filter(Boolean).join(' ')];
  if (tag !== 'N9' && tag !== 'L11') return remarksIn([segment]);
  const [qualifier, value] = tag === 'N9' ? elements : [elements[1], elements[0]];
  return [qualifier === 'ZZ' ? value : undefined, elements[2]].flatMap((words) => filled(words) ?? []);
}
