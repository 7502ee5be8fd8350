import type { SubjectReference } from '../../../../contracts/index.ts';
import { shown } from '../../look-up.ts';
import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { adjustmentReason } from '../codes/adjustment-reason.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { placeOfParty } from '../places.ts';
import { gtin, nameOf, productsIn } from '../products.ts';
import { filled, referencesIn } from '../references.ts';
import { count, lacking, reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime } from '../segment-times.ts';
import type { SetReader } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 947, Warehouse Inventory Adjustment Advice: each item (W19) of which the warehouse corrects how many there are, or in which state, with the reason. */
export const readInventoryAdjustment: SetReader = (reading) => {
  const { set, sender, part, found } = reading;
  const { header, loops } = loopsOf(set.segments, ['W19']);
  const [date, number, ours, purpose] = firstOf(header, 'W15').elements;
  for (const code of new Set(loops.flatMap(({ segments }) => segments[0]?.elements[0] ?? [])))
    if (!adjustmentReason.has(code))
      found.warnings.push(`${part}: "${shown(code)}" is not in the X12 code list 181, reasons of an adjustment`);
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('customer_reference', number, sender.issuer),
        ...referenceTo('customer_reference', ours, sender.issuer),
        ...referencesIn(set.segments, sender.issuer, sender),
      ],
      place: placeOfParty(header, ['WH', 'SF']),
    },
    time: documentTime({ date }, undefined, sender),
    findings: loops.flatMap(({ segments, number: line }) => findingsIn(segments, line, sender)),
    purpose,
    named: 'W1502',
  });
};

function findingsIn(segments: readonly Segment[], line: number, sender: Sender): readonly Finding[] {
  const { elements } = firstOf(segments, 'W19');
  const [code = '', sent, unit, upc] = elements;
  const known = adjustmentReason.get(code);
  const changed = count(sent);
  if (known?.trouble === undefined || changed === 0) return [];
  const products = productsOf(elements, upc, sender);
  const counted = changed === undefined ? '' : ` ${changed > 0 ? '+' : ''}${changed} ${unit?.slice(0, 20) ?? ''}`;
  const affected = changed === undefined ? undefined : lacking(Math.abs(changed), unit)?.['lacking'];
  return [
    {
      trouble: known.trouble,
      reason: { scheme: 'x12:181', code, text: known.meaning },
      says: `${nameOf(products, line)}:${counted} ${known.meaning}.`,
      references: products,
      ...(affected === undefined ? {} : { quantities: { affected } }),
    },
  ];
}

function productsOf(elements: readonly string[], upc: string | undefined, sender: Sender): readonly SubjectReference[] {
  const lot = filled(elements[8]);
  return [
    ...productsIn(elements.slice(0, 8), 4, sender),
    ...gtin(upc),
    ...(lot === undefined ? [] : [{ kind: 'lot' as const, value: lot, issuer: sender.issuer }]),
  ];
}
