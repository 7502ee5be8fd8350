import type { Signal, SubjectReference } from '../../../contracts/index.ts';
import { timesIn } from './read-time.ts';
import type { Times } from './read-time.ts';
import { groupsOf } from './reader.ts';
import type { Reader } from './reader.ts';
import { referencesIn, remarksIn } from './references.ts';
import type { Segment } from './tokenize.ts';

/** One LIN with what belongs to it. */
export interface Line {
  readonly name: string;
  /** Product and line of the order; empty where neither is named. */
  readonly of: string;
  readonly segments: readonly Segment[];
  /** UN/EDIFACT 1229. */
  readonly action: string;
  readonly references: readonly SubjectReference[];
  /** By UN/EDIFACT 6063; more of one kind are summed, as deliveries are split over dates. */
  readonly quantities: ReadonlyMap<string, number>;
  readonly unit: string;
  /** As sent, by UN/EDIFACT 6063. */
  readonly units: ReadonlyMap<string, string>;
  readonly variances: readonly { readonly value: number; readonly code: string }[];
  readonly times: Times;
  readonly remarks: readonly string[];
}

/** Tags at which the last line ends. */
const BEHIND = ['LIN', 'CPS', 'UNS', 'UNT'];

export function linesOf(segments: readonly Segment[], partner: string, reader: Reader): readonly Line[] {
  return groupsOf(segments, BEHIND)
    .groups.filter(([first]) => first?.tag === 'LIN')
    .map((group, index) => {
      const elements = group[0]?.elements ?? [];
      const number = elements[0]?.[0]?.trim() ?? '';
      const name = `line ${number === '' ? index + 1 : number.slice(0, 20)}`;
      const amounts = group.filter(({ tag }) => tag === 'QTY').map((segment) => segment.elements[0] ?? []);
      const quantities = new Map<string, number>();
      const units = new Map<string, string>();
      for (const [qualifier = '', value, unit = ''] of amounts) {
        const amount = numberIn(value);
        if (unit !== '') units.set(qualifier, unit.trim());
        if (amount === undefined) reader.warn(`${reader.part}, ${name}: QTY+${qualifier.slice(0, 10)} has no number`);
        else quantities.set(qualifier, (quantities.get(qualifier) ?? 0) + amount);
      }
      return {
        name,
        of: group.flatMap(nameOfLine).join('\n'),
        segments: group,
        action: elements[1]?.[0]?.trim() ?? '',
        references: referencesIn(group, partner, reader.sender),
        quantities,
        units,
        unit: (amounts.find(([, , unit = '']) => unit !== '')?.[2] ?? 'C62').trim().slice(0, 20) || 'C62',
        variances: group.filter(({ tag }) => tag === 'QVR').map(varianceOf),
        times: timesIn(group, {}, reader.sender.zone, (text) => reader.warn(`${reader.part}, ${name}: ${text}`)),
        remarks: remarksIn(group),
      };
    });
}

/** LIN, PIA and RFF+ON: what is on this line, and of which line of which order. */
function nameOfLine({ tag, elements }: Segment): readonly string[] {
  if (tag === 'LIN') return elements[2]?.[0] === undefined ? [] : elements[2];
  if (tag === 'PIA') return elements.slice(1).flat();
  return tag === 'RFF' && elements[0]?.[0] === 'ON' ? elements[0] : [];
}

/**
 * One line of an order may lie in many packages, each of which repeats what was ordered of it: together they are one line again. `repeated` is the quantity that each of them tells as a whole.
 */
export function joinAlike(lines: readonly Line[], repeated: string): readonly Line[] {
  const joined = new Map<string, Line>();
  for (const [index, line] of lines.entries()) {
    const key = line.of === '' ? String(index) : line.of;
    const first = joined.get(key);
    joined.set(key, first === undefined ? line : together(first, line, repeated));
  }
  return [...joined.values()];
}

function together(first: Line, line: Line, repeated: string): Line {
  const quantities = new Map(first.quantities);
  for (const [qualifier, amount] of line.quantities) {
    const before = quantities.get(qualifier) ?? 0;
    quantities.set(qualifier, qualifier === repeated ? Math.max(before, amount) : before + amount);
  }
  return {
    ...first,
    quantities,
    segments: [...first.segments, ...line.segments],
    variances: [...first.variances, ...line.variances],
    remarks: [...first.remarks, ...line.remarks].slice(0, 20),
  };
}

/** Whether amounts of these kinds are counted in one unit: cases are not compared with pieces. */
export function inOneUnit({ units }: Line, qualifiers: readonly string[]): boolean {
  return new Set(qualifiers.flatMap((qualifier) => units.get(qualifier) ?? [])).size < 2;
}

function varianceOf({ elements }: Segment): { readonly value: number; readonly code: string } {
  return { value: numberIn(elements[0]?.[0]) ?? 0, code: elements[1]?.[0]?.trim() ?? '' };
}

/** Decimal comma or point; a sign before or behind. */
export function numberIn(text = ''): number | undefined {
  const plain = text
    .trim()
    .replace(',', '.')
    .replace(/^(.*)-$/, '-$1');
  return /^[+-]?(\d{1,15}(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : undefined;
}

/** Quantities of a line under our names, as far as they were sent. */
export function quantitiesOf(
  line: Line,
  names: Readonly<Record<string, readonly string[]>>,
): NonNullable<Signal['quantities']> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, qualifiers]) => {
      const amount = amountOf(line, qualifiers);
      const value = amount === undefined ? '' : String(Number(amount.toFixed(6)));
      return /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? [[name, { value, unit: line.unit }] as const] : [];
    }),
  );
}

export function amountOf({ quantities }: Line, qualifiers: readonly string[]): number | undefined {
  return qualifiers.map((qualifier) => quantities.get(qualifier)).find((amount) => amount !== undefined);
}
