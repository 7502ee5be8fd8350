import { draftOf } from '../draft.ts';
import { distinctReferences } from '../references.ts';
import { linesOf, numberIn } from './lines.ts';
import type { Line } from './lines.ts';
import { firstOf, timesIn } from './read-time.ts';
import { groupsOf, noSubject, partnerIn, referencesOr } from './reader.ts';
import type { Reader } from './reader.ts';
import type { Segment } from './tokenize.ts';

/** UN/EDIFACT 4499, reason for inventory movement (https://service.unece.org/trade/untdid/d97b/uncl/uncl4499.htm): those by which something is wrong. Receipts, deliveries, transfers and what is repaired are not. */
const REASONS: ReadonlyMap<string, { readonly trouble: string; readonly text: string }> = new Map([
  ['3', { trouble: 'cargo.damaged', text: 'Scrapped parts' }],
  ['4', { trouble: 'inventory.mismatch', text: 'Difference' }],
  ['8', { trouble: 'cargo.damaged', text: 'Defects (technical)' }],
]);

/** UN/EDIFACT 4501. */
const OUT = '1';

const MOST_NAMED = 20;

/** INVRPT, inventory report: what a list of stock is there to tell is progress; a movement (INV) whose reason is a difference or a defect is trouble of its line. */
export function readInventoryReport(reader: Reader): void {
  const { message, sender, part } = reader;
  const { before: header } = groupsOf(message.segments, ['LIN', 'UNS']);
  const partner = partnerIn(header, ['WH', 'SU', 'MS'], reader);
  const shared = distinctReferences(referencesOr(header, partner, reader));
  const lines = linesOf(message.segments, partner, reader);
  if (shared.length + lines.flatMap(({ references }) => references).length === 0) {
    noSubject(reader);
    return;
  }
  const time = firstOf(timesIn(header, {}, sender.zone), ['179', '366', '137']);
  const before = reader.drafts.length;
  for (const line of lines)
    for (const { trouble, code, text, amount, unit } of troublesOf(line))
      reader.drafts.push(
        draftOf(
          {
            part: `${part}, ${line.name}`,
            references: [...shared, ...line.references],
            time,
            trouble,
            reason: { scheme: 'edifact:4499', code, text },
            quantities: amount === undefined ? {} : { affected: { value: amount, unit } },
            text: [`${text}.`, ...line.remarks].join(' '),
          },
          sender,
        ),
      );
  if (reader.drafts.length > before) return;
  const references = [...shared, ...lines.slice(0, MOST_NAMED).flatMap((line) => line.references)];
  reader.drafts.push(draftOf({ part, references, time }, sender));
}

interface Movement {
  readonly trouble: string;
  readonly code: string;
  readonly text: string;
  readonly amount: string | undefined;
  readonly unit: string;
}

/** Each quantity (QTY) says with its INV where it went, and why. */
function troublesOf(line: Line): readonly Movement[] {
  return groupsOf(line.segments, ['QTY']).groups.flatMap((group): readonly Movement[] => {
    const [, , reason] = wordsOf(group.find(({ tag }) => tag === 'INV'));
    const known = REASONS.get(reason ?? '');
    const [, value, unit = ''] = group[0]?.elements[0] ?? [];
    const moved = numberIn(value);
    if (known === undefined || moved === 0) return [];
    const [direction] = wordsOf(group.find(({ tag }) => tag === 'INV'));
    const amount = moved === undefined ? undefined : String(Math.abs(moved));
    const counted = amount === undefined ? '' : `: ${direction === OUT || (moved ?? 0) < 0 ? '-' : ''}${amount}`;
    return [
      {
        trouble: known.trouble,
        code: reason ?? '',
        text: `${known.text}${counted}`,
        amount: amount !== undefined && /^\d{1,15}(\.\d{1,6})?$/.test(amount) ? amount : undefined,
        unit: (unit.trim() || line.unit).slice(0, 20),
      },
    ];
  });
}

function wordsOf(segment: Segment | undefined): readonly (string | undefined)[] {
  return (segment?.elements ?? []).map(([word]) => word?.trim());
}
