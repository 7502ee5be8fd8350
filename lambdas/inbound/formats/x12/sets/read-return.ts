import type { SubjectReference } from '../../../../contracts/index.ts';
import { referenceTo } from '../../references.ts';
import { returnReason } from '../codes/return-reason.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { placeOfParty } from '../places.ts';
import { nameOf, productsIn } from '../products.ts';
import { filled, referencesIn } from '../references.ts';
import { count, reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime } from '../segment-times.ts';
import type { SetReader, SetReading } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 180, Return Merchandise Authorization and Notification: goods that come back because they are hurt or wrong (RDR02, of all or of one item). */
export const readReturn: SetReader = (reading) => {
  const { set, sender } = reading;
  const { header, loops } = loopsOf(set.segments, ['BLI']);
  const [purpose, number, date, time, zone] = firstOf(header, 'BGN').elements;
  const ofAll = reasonsIn(header);
  const ofItems = loops.flatMap(({ segments, number: line }) => {
    const own = reasonsIn(segments);
    const { elements } = firstOf(segments, 'BLI');
    const products = productsIn(elements, 0, sender);
    const item = { name: nameOf(products, line), quantity: count(elements[2]), unit: elements[3] ?? '', products };
    // What is said of all of it holds for each item of which nothing else is said.
    return findingsOf(own.length > 0 ? own : ofAll, item);
  });
  warnOfReasons([...ofAll, ...loops.flatMap(({ segments }) => reasonsIn(segments))], reading);
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('customer_reference', number, sender.issuer),
        ...referencesIn(set.segments, sender.issuer, sender),
      ],
      place: placeOfParty(header, ['SF', 'SH', 'ST']),
    },
    time: documentTime({ date, time, zone }, undefined, sender),
    findings:
      loops.length > 0 ? ofItems : findingsOf(ofAll, { name: 'All', quantity: undefined, unit: '', products: [] }),
    purpose,
    named: 'BGN02',
  });
};

interface Reason {
  readonly code: string;
  /** In the sender's words. */
  readonly words: string | undefined;
}

function reasonsIn(segments: readonly Segment[]): readonly Reason[] {
  return segments.flatMap(({ tag, elements }) => {
    const code = tag === 'RDR' ? filled(elements[1], 10) : undefined;
    return code === undefined ? [] : [{ code, words: filled(elements[2], 200) }];
  });
}

/** A reason that no list knows is told, and not guessed at. */
function warnOfReasons(reasons: readonly Reason[], { part, found }: SetReading): void {
  for (const code of new Set(reasons.map((reason) => reason.code)))
    if (!returnReason.has(code))
      found.warnings.push(`${part}: "${code}" is not in the X12 code list 1293, reasons of returns`);
}

interface Item {
  readonly name: string;
  readonly quantity: number | undefined;
  readonly unit: string;
  readonly products: readonly SubjectReference[];
}

function findingsOf(reasons: readonly Reason[], { name, quantity, unit, products }: Item): readonly Finding[] {
  const what = quantity === undefined ? name : `${name} (${quantity} ${unit.slice(0, 20)})`;
  return reasons.flatMap(({ code, words }): readonly Finding[] => {
    const known = returnReason.get(code);
    if (known?.trouble === undefined) return [];
    return [
      {
        trouble: known.trouble,
        reason: { scheme: 'x12:1293', code, text: known.meaning },
        says: `${what}: ${known.meaning}${words === undefined ? '' : `, ${words}`}.`,
        references: products,
      },
    ];
  });
}
