import type { SubjectReference } from '../../../contracts/index.ts';
import type { Sender } from '../translator.ts';
import { lineChangeReason } from './codes/line-change-reason.ts';
import { orderStatus } from './codes/line-status.ts';
import { loopsOf } from './loops.ts';
import { gtin, productNumber, productsIn } from './products.ts';
import { filled } from './references.ts';
import { count } from './report-document.ts';
import type { Segment } from './tokenize.ts';

/** One W12: a line of an order, or the part of it that lies on one pallet or is of one lot. */
interface Part {
  readonly products: readonly SubjectReference[];
  readonly unit: string | undefined;
  readonly ordered: number | undefined;
  readonly shipped: number | undefined;
  /** W1204: what the warehouse itself reckons to be missing. */
  readonly difference: number;
  /** X12 368. */
  readonly status: string;
  /** X12 892. */
  readonly change: string;
  readonly lot: string | undefined;
  /** The line of the order (N9 with LI), where the warehouse repeats it. */
  readonly line: string | undefined;
}

/** A line of an order, over all that holds a part of it. */
export interface ShippedLine {
  readonly products: readonly SubjectReference[];
  readonly unit: string | undefined;
  readonly ordered: number;
  readonly shipped: number | undefined;
  readonly difference: number;
  readonly status: string;
  readonly change: string;
}

/** What a warehouse has shipped (W12), line by line. */
export function shippedLines(segments: readonly Segment[], sender: Sender): readonly ShippedLine[] {
  const groups = new Map<string, Part[]>();
  for (const { segments: loop, number } of loopsOf(segments, ['W12']).loops) {
    const part = partOf(loop, sender);
    const name = productNumber(part.products) ?? `line ${number}`;
    const key = [name, part.unit ?? '', part.line ?? ''].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()].flatMap((parts) => (areOneLine(parts) ? [wholeOf(parts)] : parts.map(ownLine)));
}

function partOf(loop: readonly Segment[], sender: Sender): Part {
  const elements = loop[0]?.elements ?? [];
  const [status = '', ordered, shipped, difference, unit, upc] = elements;
  const named = (qualifier: string): string | undefined =>
    loop.find(({ tag, elements: [first] }) => tag === 'N9' && first === qualifier)?.elements[1];
  return {
    // What was ordered first, where another product was sent for it, stands in W1216 to W1218.
    products: [
      ...productsIn(elements.slice(0, 8), 6, sender),
      ...gtin(upc),
      ...productsIn(elements.slice(0, 18), 16, sender),
      ...gtin(elements[15]),
    ],
    unit,
    ordered: count(ordered),
    shipped: count(shipped),
    difference: isLess(ordered, shipped) ? Math.abs(count(difference) ?? 0) : 0,
    status,
    change: elements[18] ?? '',
    lot: filled(elements[8]) ?? filled(named('LT')),
    line: filled(named('LI')),
  };
}

/** More than ordered is a difference, too, and lacks nobody. Where one of both is not said, the difference is taken for what lacks. */
function isLess(ordered: string | undefined, shipped: string | undefined): boolean {
  const [wanted, sent] = [count(ordered), count(shipped)];
  return wanted === undefined || sent === undefined || sent < wanted;
}

/**
 * Pallets and lots repeat what was ordered, and together they hold no more than that. Where they hold more, the order has the product on several lines, and each W12 is one of them; several lots, and a line that
 * is named, are one line all the same.
 */
function areOneLine(parts: readonly Part[]): boolean {
  const [first] = parts;
  if (first?.line !== undefined || new Set(parts.map(({ lot }) => lot)).size > 1) return true;
  const { ordered, shipped } = wholeOf(parts);
  return (shipped ?? 0) <= ordered;
}

const ownLine = (part: Part): ShippedLine => wholeOf([part]);

function wholeOf(parts: readonly Part[]): ShippedLine {
  const sent = parts.flatMap(({ shipped }) => shipped ?? []);
  // Of one part of several the warehouse reckons against the whole: only where it says nothing else is its difference what lacks.
  const reckoned =
    parts.length === 1 ? parts : parts.filter(({ ordered, shipped }) => (ordered ?? shipped) === undefined);
  return {
    products: parts[0]?.products ?? [],
    unit: parts[0]?.unit,
    ordered: parts.reduce((most, { ordered = 0 }) => Math.max(most, ordered), 0),
    shipped: sent.length === 0 ? undefined : sent.reduce((sum, one) => sum + one, 0),
    difference: reckoned.reduce((sum, { difference }) => sum + difference, 0),
    status: lastOf(parts, ({ status }) => (orderStatus.has(status) ? status : undefined)) ?? parts[0]?.status ?? '',
    change: lastOf(parts, ({ change }) => (lineChangeReason.has(change) ? change : undefined)) ?? '',
  };
}

function lastOf(parts: readonly Part[], pick: (part: Part) => string | undefined): string | undefined {
  return parts.flatMap((part) => pick(part) ?? []).at(-1);
}
