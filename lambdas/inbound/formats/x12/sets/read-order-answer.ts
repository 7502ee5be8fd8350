import type { SubjectReference } from '../../../../contracts/index.ts';
import { referenceTo } from '../../references.ts';
import type { Sender } from '../../translator.ts';
import { itemStatus, refusedOrder } from '../codes/line-status.ts';
import { firstOf, loopsOf } from '../loops.ts';
import { placeOfParty } from '../places.ts';
import { nameOf, productsIn } from '../products.ts';
import type { ReadTime } from '../read-time.ts';
import { filled, referencesIn } from '../references.ts';
import { count, lacking, reportDocument } from '../report-document.ts';
import type { Finding } from '../report-document.ts';
import { documentTime, isLaterDay, statedTime } from '../segment-times.ts';
import type { SetReader, SetReading } from '../set-reading.ts';
import type { Segment } from '../tokenize.ts';

/** X12 855, Purchase Order Acknowledgment: lines that are refused, cut or backordered are a shortfall; a date after the one that was asked for is late. */
export const readOrderAnswer: SetReader = (reading) => {
  reportOrderAnswer(reading, [], 'BAK03');
};

/** The answer as its lines tell it, and what else is known of them; `named` is where the number of the order stands. */
export function reportOrderAnswer(reading: SetReading, besides: readonly Finding[], named: string): void {
  const { set, sender } = reading;
  const { header, loops } = loopsOf(set.segments, ['PO1']);
  const [, type = '', order, ordered, , , , own, answered] = firstOf(header, 'BAK').elements;
  const asked = askedIn(header, sender);
  const lines = [...besides, ...loops.flatMap(({ segments, number }) => findingsIn(segments, asked, number, sender))];
  const whole = refusedOrder.get(type);
  const refused: readonly Finding[] =
    whole === undefined || lines.length > 0
      ? []
      : [
          {
            trouble: whole.says === 'late' ? 'supply.late' : 'supply.shortfall',
            reason: { scheme: 'x12:587', code: type, text: whole.meaning },
            says: `The whole order: ${whole.meaning}.`,
          },
        ];
  reportDocument(reading, {
    subject: {
      references: [
        ...referenceTo('purchase_order', order, sender.issuer),
        ...referenceTo('order', own, sender.issuer),
        ...referencesIn(header, sender.issuer, sender),
      ],
      lane: { origin: placeOfParty(header, ['SF']), destination: placeOfParty(header, ['ST']) },
    },
    time: documentTime({ date: filled(answered) ?? ordered }, undefined, sender),
    ...(type === '' ? {} : { reason: { scheme: 'x12:587', code: type.slice(0, 10) } }),
    findings: [...refused, ...(lines.some(isLate) ? [] : latenessOfAll(header, asked, sender)), ...lines],
    named,
  });
}

const isLate = ({ trouble }: Finding): boolean => trouble === 'supply.late';

/** Of the whole order at once: dates of its header (DTM), where its lines tell none. */
function latenessOfAll(header: readonly Segment[], asked: Asked, sender: Sender): readonly Finding[] {
  for (const nature of ['ship', 'deliver'] as const) {
    const promised = promisesIn(header, PROMISED[nature], sender).find(({ time }) => isLaterDay(time, asked[nature]));
    const due = asked[nature]?.occurredAt.slice(0, 10);
    if (promised === undefined || due === undefined) continue;
    const days = `${promised.time.occurredAt.slice(0, 10)} instead of ${due}`;
    return [lateBy(promised.told, 'The whole order', days, [])];
  }
  return [];
}

interface Line {
  readonly segments: readonly Segment[];
  readonly name: string;
  readonly products: readonly SubjectReference[];
  readonly ordered: number | undefined;
  readonly unit: string | undefined;
}

function findingsIn(segments: readonly Segment[], asked: Asked, number: number, sender: Sender): readonly Finding[] {
  const { elements } = firstOf(segments, 'PO1');
  const products = productsIn(elements, 5, sender);
  const line = { segments, products, name: nameOf(products, number), ordered: count(elements[1]), unit: elements[2] };
  return [...shortfallOf(line), ...latenessOf(line, asked, sender)];
}

/** What the line's answers (ACK) leave out: refused or backordered by code, or fewer in sum than were ordered. */
function shortfallOf({ segments, name, products, ordered, unit }: Line): readonly Finding[] {
  const answers = segments.filter(({ tag }) => tag === 'ACK').map(({ elements }) => elements);
  const refusal = answers.find(([code = '']) => itemStatus.get(code)?.says === 'short');
  const taken = answers.filter(([code = '']) => itemStatus.get(code)?.says === 'fine');
  const counts = taken.flatMap(([, quantity, own]) =>
    own === undefined || own === unit || own === '' ? (count(quantity) ?? []) : [],
  );
  const promised = counts.reduce((sum, quantity) => sum + quantity, 0);
  const isCut = ordered !== undefined && counts.length > 0 && promised < ordered;
  if (refusal === undefined && !isCut) return [];
  const code = refusal?.[0] ?? taken.find(([, quantity]) => count(quantity) !== undefined)?.[0] ?? '';
  const meaning = itemStatus.get(code)?.meaning;
  const quantities = isCut ? lacking(ordered - promised, unit) : undefined;
  const counted = isCut ? ` ${promised} of ${ordered} ${unit ?? ''}` : '';
  return [
    {
      trouble: 'supply.shortfall',
      reason: { scheme: 'x12:668', code, ...(meaning === undefined ? {} : { text: meaning }) },
      says: `${name}:${counted}${meaning === undefined ? '' : ` ${meaning}`}.`,
      references: products,
      ...(quantities === undefined ? {} : { quantities }),
    },
  ];
}

/** X12 374: dates on which goods leave, and dates on which they are there. Only like is compared with like. */
const ASKED = { ship: ['010', '038', '118'], deliver: ['002', '063', '074', '106'] } as const;
type Asked = Readonly<Record<'ship' | 'deliver', ReadTime | undefined>>;

function askedIn(segments: readonly Segment[], sender: Sender): Asked {
  return {
    ship: statedTime(segments, ASKED.ship, undefined, sender),
    deliver: statedTime(segments, ASKED.deliver, undefined, sender),
  };
}

const PROMISED = {
  ship: ['010', '011', '068', '078', '079', '118'],
  deliver: ['002', '017', '035', '067', '069', '076', '106'],
} as const;

function latenessOf({ segments, name, products }: Line, ofAll: Asked, sender: Sender): readonly Finding[] {
  const held = segments.find(
    ({ tag, elements }) => tag === 'ACK' && itemStatus.get(elements[0] ?? '')?.says === 'late',
  );
  if (held !== undefined) {
    const code = held.elements[0] ?? '';
    return [lateBy({ scheme: 'x12:668', code }, name, itemStatus.get(code)?.meaning ?? '', products)];
  }
  const own = askedIn(segments, sender);
  for (const nature of ['ship', 'deliver'] as const) {
    const asked = own[nature] ?? ofAll[nature];
    const promised = promisesIn(segments, PROMISED[nature], sender).find((promise) => isLaterDay(promise.time, asked));
    if (promised === undefined || asked === undefined) continue;
    const days = `${promised.time.occurredAt.slice(0, 10)} instead of ${asked.occurredAt.slice(0, 10)}`;
    return [lateBy(promised.told, name, days, products)];
  }
  return [];
}

function lateBy(told: Told, name: string, why: string, references: readonly SubjectReference[]): Finding {
  return {
    trouble: 'supply.late',
    reason: { ...told, text: why },
    says: `${name}: ${why}.`,
    references,
  };
}

/** The code that tells it: the status of a line, or what a date is. */
interface Told {
  readonly scheme: 'x12:668' | 'x12:374';
  readonly code: string;
}

interface Promised {
  readonly told: Told;
  readonly time: ReadTime;
}

/** Where a segment says what the date behind it is. */
const QUALIFIER: Readonly<Record<string, number>> = { ACK: 3, SCH: 4, DTM: 0 };
/** A date that stands by itself (DTM) is a promise where it cannot be one that was asked for. */
const SCHEDULED = ['017', '067', '068', '079'];

function promisesIn(segments: readonly Segment[], qualifiers: readonly string[], sender: Sender): readonly Promised[] {
  return segments.flatMap(({ tag, elements }): readonly Promised[] => {
    const at = Object.hasOwn(QUALIFIER, tag) ? (QUALIFIER[tag] ?? -1) : -1;
    const nature = elements[at] ?? '';
    if (at < 0 || !qualifiers.includes(nature) || (tag === 'DTM' && !SCHEDULED.includes(nature))) return [];
    const time = documentTime({ date: elements[at + 1] }, undefined, sender);
    const code = tag === 'ACK' ? (elements[0] ?? '') : 'DR';
    const told: Told = tag === 'DTM' ? { scheme: 'x12:374', code: nature } : { scheme: 'x12:668', code };
    return time.timeBasis === 'received' ? [] : [{ told, time }];
  });
}
