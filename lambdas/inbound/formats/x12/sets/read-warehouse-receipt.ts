import type { SubjectReference } from '../../../../contracts/index.ts';
import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { conditionFinding, differenceFindings, explains, warnOfConditions } from '../conditions.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { placeOfParty } from '../places.ts';
import { gtin, nameOf, productsIn } from '../products.ts';
import { equipmentReference, filled, referencesIn } from '../references.ts';
import { count, reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime } from '../segment-times.ts';
import type { SetReader } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 944, Warehouse Stock Transfer Receipt Advice: exceptions of an item stand in W13, totals in W14. */
export const readWarehouseReceipt: SetReader = (reading) => {
  const { set, sender } = reading;
  const { header, loops } = loopsOf(set.segments, ['W07']);
  const [, date, receipt, order, shipment] = firstOf(header, 'W17').elements;
  const [, carrier, , initial, number] = firstOf(header, 'W08').elements;
  const scac = filled(carrier, 10);
  const equipment = equipmentReference(initial, number);
  const lines = loops.flatMap(({ segments, number: line }) => findingsIn(segments, line, sender));
  const exceptions = set.segments.filter(({ tag }) => tag === 'W13');
  warnOfConditions(
    exceptions.map(({ elements }) => elements[2]),
    reading,
  );
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('delivery', order, sender.issuer),
        ...referenceTo('shipment', shipment, sender.issuer),
        ...referenceTo('customer_reference', receipt, sender.issuer),
        ...(equipment === undefined ? [] : [equipment]),
        ...referencesIn(header, scac ?? sender.issuer, sender),
      ],
      place: placeOfParty(header, ['WH', 'ST']),
      scac,
    },
    time: documentTime({ date }, undefined, sender),
    milestone: { name: 'unloaded', at: 'actual' },
    findings: [...lines, ...totalsIn(set.segments, exceptions, lines)],
    named: 'W1703',
  });
};

function findingsIn(segments: readonly Segment[], line: number, sender: Sender): readonly Finding[] {
  const { elements } = firstOf(segments, 'W07');
  const lot = filled(elements[7]);
  const products: readonly SubjectReference[] = [
    ...productsIn(elements.slice(0, 7), 3, sender),
    ...gtin(elements[2]),
    ...(lot === undefined ? [] : [{ kind: 'lot' as const, value: lot, issuer: sender.issuer }]),
  ];
  return segments
    .filter(({ tag }) => tag === 'W13')
    .flatMap(({ elements: [value, unit, condition = ''] }) =>
      conditionFinding(condition, nameOf(products, line), products, { value, unit }),
    );
}

/** W14 has no unit: what it counts is what the lines count. What no exception of an item tells, the totals do. */
function totalsIn(
  segments: readonly Segment[],
  exceptions: readonly Segment[],
  lines: readonly Finding[],
): readonly Finding[] {
  const [received, sent, damaged] = firstOf(segments, 'W14').elements;
  const counts = { shipped: count(sent), received: count(received) };
  const told = exceptions.map(({ elements: [value] }) => value);
  const isTold = lines.length > 0 && explains(told, counts.shipped, counts.received);
  const isHurt = (count(damaged) ?? 0) > 0 && lines.every(({ trouble }) => trouble !== 'cargo.damaged');
  return [
    ...(isTold ? [] : differenceFindings({ ...counts, unit: undefined, name: 'In all', products: [] })),
    ...(isHurt ? conditionFinding('01', 'In all', [], { value: damaged }) : []),
  ];
}
