import type { SubjectReference } from '../../../../contracts/index.ts';
import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { conditionFinding, differenceFindings, explains, warnOfConditions } from '../conditions.ts';
import { receivingCondition } from '../codes/receiving-condition.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { placeOfParty } from '../places.ts';
import { nameOf, productsIn } from '../products.ts';
import { filled, referencesIn } from '../references.ts';
import { count, reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime, statedTime } from '../segment-times.ts';
import type { SetReader, SetReading } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 861, Receiving Advice/Acceptance Certificate: what was received, and in which condition. */
export const readReceivingAdvice: SetReader = (reading) => {
  const { set, sender } = reading;
  const { header, loops } = loopsOf(set.segments, ['RCD']);
  const { number, date, purpose, time, condition } = beginningOf(header, reading);
  const lines = loops.flatMap(({ segments, number: line }) => findingsIn(segments, line, sender));
  const whole = conditionFinding(condition, 'The receipt', []);
  warnOfConditions([condition, ...loops.flatMap(({ segments }) => conditionsOf(segments))], reading);
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('customer_reference', number, sender.issuer),
        ...referencesIn(set.segments, sender.issuer, sender),
      ],
      place: placeOfParty(header, ['ST', 'RC', 'BY']),
    },
    time: statedTime(header, ['050', '035'], undefined, sender) ?? documentTime({ date, time }, undefined, sender),
    milestone: { name: 'delivered', at: 'actual' },
    findings: lines.length > 0 ? lines : whole,
    purpose,
    named: 'BRA01',
  });
};

/** BRA: number, date, purpose, type, time, condition. Who is used to other sets begins with the purpose. */
function beginningOf(header: readonly Segment[], { part, found }: SetReading) {
  const bra = firstOf(header, 'BRA');
  const [first, second, third, , time, condition = ''] = bra.elements;
  const isMoved = /^\d{2}$/.test(first ?? '') && /^(\d{6}|\d{8})$/.test(third ?? '');
  if (!isMoved) return { number: first, date: second, purpose: third, time, condition };
  found.warnings.push(`${part}: segment ${bra.position} (BRA) begins with the purpose, which belongs into BRA03`);
  return { number: second, date: third, purpose: first, time, condition };
}

/** Quantity in question, its unit and its condition stand in RCD06 to RCD20, up to five times. */
const QUESTIONS = [5, 8, 11, 14, 17];

function conditionsOf(segments: readonly Segment[]): readonly (string | undefined)[] {
  const { elements } = firstOf(segments, 'RCD');
  return QUESTIONS.map((at) => filled(elements[at + 2]));
}

function findingsIn(segments: readonly Segment[], line: number, sender: Sender): readonly Finding[] {
  const { elements } = firstOf(segments, 'RCD');
  const products = productsIn(firstOf(segments, 'LIN').elements, 1, sender);
  const name = nameOf(products, line);
  const questioned = QUESTIONS.flatMap((at) =>
    conditionFinding(elements[at + 2] ?? '', name, products, { value: elements[at], unit: elements[at + 1] }),
  );
  const [, shipped, unit] = firstOf(segments, 'SN1').elements;
  const inOneUnit = [unit, elements[2]].every((one) => filled(one) === undefined || one === unit);
  const counts = { shipped: inOneUnit ? count(shipped) : undefined, received: count(elements[1]) };
  const difference = isExplained(elements, counts) ? [] : differenceFindings({ ...counts, unit, name, products });
  const isAnswered = questioned.length > 0 || conditionsOf(segments).some((code = '') => receivingCondition.has(code));
  return [...questioned, ...difference, ...(isAnswered ? [] : returnFinding(elements, name, products))];
}

/** A condition is an answer, also one that is good or none; one with a quantity answers for no more than that. */
function isExplained(
  elements: readonly string[],
  { shipped, received }: { readonly shipped: number | undefined; readonly received: number | undefined },
): boolean {
  const answers = QUESTIONS.filter((at) => receivingCondition.has(elements[at + 2] ?? ''));
  if (answers.length === 0) return false;
  const counted = answers.map((at) => elements[at]);
  return counted.some((one) => count(one) === undefined) || explains(counted, shipped, received);
}

/** RCD04: goods that went back to where they came from, and no condition says why. */
function returnFinding(
  elements: readonly string[],
  name: string,
  references: readonly SubjectReference[],
): readonly Finding[] {
  const returned = count(elements[3]) ?? 0;
  const unit = elements[4]?.slice(0, 20) ?? '';
  return returned > 0
    ? [{ trouble: 'inventory.mismatch', says: `${name}: ${returned} ${unit} returned.`, references }]
    : [];
}
