import type { SubjectReference } from '../../../contracts/index.ts';
import { shown } from '../look-up.ts';
import { receivingCondition } from './codes/receiving-condition.ts';
import { count, lacking } from './report-document.ts';
import type { Finding } from './report-document.ts';
import type { SetReading } from './set-reading.ts';

/** Who reports a condition that no list knows has found something: it is told, and not guessed at. */
export function warnOfConditions(codes: readonly (string | undefined)[], { part, found }: SetReading): void {
  for (const code of new Set(codes))
    if (code !== undefined && code !== '' && !receivingCondition.has(code))
      found.warnings.push(`${part}: "${shown(code)}" is not in the X12 code list 412, receiving conditions`);
}

/** What a receiving condition (X12 412) says of a line, where it says that something is wrong. */
export function conditionFinding(
  code: string,
  name: string,
  references: readonly SubjectReference[],
  affected: { readonly value?: string | undefined; readonly unit?: string | undefined } = {},
): readonly Finding[] {
  const known = receivingCondition.get(code);
  if (known?.trouble === undefined) return [];
  const value = count(affected.value);
  // Some send each condition with a count, also where it is none.
  if (value === 0) return [];
  const counted = value === undefined ? '' : ` ${value} ${affected.unit?.slice(0, 20) ?? ''}`;
  const quantities = value === undefined ? undefined : lacking(value, affected.unit);
  return [
    {
      trouble: known.trouble,
      reason: { scheme: 'x12:412', code, text: known.meaning },
      says: `${name}:${counted} ${known.meaning}.`,
      references,
      ...(quantities?.['lacking'] === undefined ? {} : { quantities: { affected: quantities['lacking'] } }),
    },
  ];
}

/** Whether what is complained of is enough for the difference: what was damaged may be counted among what was received, or not. */
export function explains(
  complaints: readonly (string | undefined)[],
  shipped: number | undefined,
  received: number | undefined,
): boolean {
  const complained = complaints.reduce((sum, one) => sum + Math.abs(count(one) ?? 0), 0);
  return Math.abs((shipped ?? 0) - (received ?? 0)) <= complained;
}

interface Difference {
  readonly shipped: number | undefined;
  readonly received: number | undefined;
  readonly unit: string | undefined;
  readonly name: string;
  readonly products: readonly SubjectReference[];
}

/** Less or more received than was shipped. */
export function differenceFindings({ shipped, received, unit, name, products }: Difference): readonly Finding[] {
  if (shipped === undefined || received === undefined || shipped === received) return [];
  const isShort = received < shipped;
  return [
    {
      trouble: isShort ? 'inventory.shortfall' : 'inventory.mismatch',
      says: `${name}: ${received} received of ${shipped} ${unit?.slice(0, 20) ?? ''}.`,
      references: products,
      ...(isShort ? { quantities: lacking(shipped - received, unit) } : {}),
    },
  ];
}
