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
  const [report = '', date, receipt, order, shipment] = firstOf(header, 'W17').elements;
  const [, carrier, , initial, number] = firstOf(header, 'W08').elements;
  const scac = filled(carrier, 10);
  const equipment = equipmentReference(initial, number);
  const counted = COUNTS.get(report);
  const lines = loops.flatMap(({ segments, number: line }) =>
    counted === undefined ? findingsIn(segments, line, sender) : countIn(segments, line, { report, counted }, sender),
  );
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

/** X12 514, reporting code: no goods have come, a count has found more or less than there should be. */
const COUNTS: ReadonlyMap<string, string> = new Map([
  ['O', 'Physical Inventory Overage'],
  ['S', 'Physical Inventory Shortage'],
]);

function countIn(
  segments: readonly Segment[],
  line: number,
  { report, counted }: { readonly report: string; readonly counted: string },
  sender: Sender,
): readonly Finding[] {
  const { elements } = firstOf(segments, 'W07');
  const [value, unit = ''] = elements;
  const products = productsOf(elements, sender);
  if (count(value) === 0) return [];
  return [
    {
      trouble: 'inventory.mismatch',
      reason: { scheme: 'x12:514', code: report, text: counted },
      says: `${nameOf(products, line)}: ${count(value) ?? ''} ${unit.slice(0, 20)} ${counted}.`,
      references: products,
    },
  ];
}

function findingsIn(segments: readonly Segment[], line: number, sender: Sender): readonly Finding[] {
  const { elements } = firstOf(segments, 'W07');
  const products = productsOf(elements, sender);
  return segments
    .filter(({ tag }) => tag === 'W13')
    .flatMap(({ elements: [value, unit, condition = ''] }) =>
      conditionFinding(condition, nameOf(products, line), products, { value, unit }),
    );
}

function productsOf(elements: readonly string[], sender: Sender): readonly SubjectReference[] {
  const lot = filled(elements[7]);
  return [
    ...productsIn(elements.slice(0, 7), 3, sender),
    ...gtin(elements[2]),
    ...(lot === undefined ? [] : [{ kind: 'lot' as const, value: lot, issuer: sender.issuer }]),
  ];
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
