import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { returnReason } from '../codes/return-reason.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { placeOfParty } from '../places.ts';
import { nameOf, productsIn } from '../products.ts';
import { filled, referencesIn } from '../references.ts';
import { count, reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime } from '../segment-times.ts';
import type { SetReader } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 180, Return Merchandise Authorization and Notification: goods that come back because they are hurt or wrong (RDR02, of all or of one item). */
export const readReturn: SetReader = (reading) => {
  const { set, sender } = reading;
  const { header, loops } = loopsOf(set.segments, ['BLI']);
  const [, number, date, time, zone] = firstOf(header, 'BGN').elements;
  const ofAll = loops.length === 0 || hasReason(header) ? findingsIn(header, 'All', sender) : [];
  const ofItems = loops.flatMap(({ segments, number: line }) =>
    findingsIn(segments, nameOf(productsIn(firstOf(segments, 'BLI').elements, 0, sender), line), sender),
  );
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('customer_reference', number, sender.issuer),
        ...referencesIn(set.segments, sender.issuer, sender),
      ],
      place: placeOfParty(header, ['SF', 'SH', 'ST']),
    },
    time: documentTime({ date, time, zone }, undefined, sender),
    findings: ofItems.length > 0 ? ofItems : ofAll,
    named: 'BGN02',
  });
};

const hasReason = (segments: readonly Segment[]): boolean => segments.some(({ tag }) => tag === 'RDR');

function findingsIn(segments: readonly Segment[], name: string, sender: Sender): readonly Finding[] {
  const { elements: bli } = firstOf(segments, 'BLI');
  const references = productsIn(bli, 0, sender);
  const quantity = count(bli[2]);
  return segments.flatMap(({ tag, elements }): readonly Finding[] => {
    const code = tag === 'RDR' ? filled(elements[1], 10) : undefined;
    const known = returnReason.get(code ?? '');
    if (code === undefined || known?.trouble === undefined) return [];
    const own = filled(elements[2], 200);
    return [
      {
        trouble: known.trouble,
        reason: { scheme: 'x12:1293', code, text: known.meaning },
        says: `${[name, quantity === undefined ? '' : `(${quantity} ${bli[3] ?? ''})`].filter(Boolean).join(' ')}: ${known.meaning}${own === undefined ? '' : `, ${own}`}.`,
        references,
      },
    ];
  });
}
