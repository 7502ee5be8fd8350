import type { Case } from '../contracts/index.ts';
import { isLater } from './duration.ts';

/** When the goods come, as the carrier has said last. What was said before counts no more, however late it arrives. */
export function heardOfArrival(
  record: Case,
  arrival: { readonly expectedAt: string; readonly saidAt: string } | undefined,
): Case {
  if (arrival === undefined) return record;
  const { expectedAt, saidAt } = arrival;
  const { expectedSaidAt } = record;
  if (expectedSaidAt !== undefined && isLater(expectedSaidAt, saidAt)) return record;
  return { ...record, expectedAt, expectedSaidAt: saidAt };
}

/** A report was taken back, perhaps the one that said so; what a partner has answered stands. */
export function afterRetraction(record: Case): Case {
  return record.partner?.arrivesAt !== undefined && record.partner.arrivesAt === record.expectedAt
    ? record
    : withoutArrival(record);
}

/** The trouble is there again: what was said before it had ended is about another time. */
export function sinceTheEnd(record: Case): Case {
  const { expectedSaidAt, resolvedAt, withdrawnAt } = record;
  const end = resolvedAt ?? withdrawnAt;
  return expectedSaidAt !== undefined && end !== undefined && isLater(expectedSaidAt, end)
    ? record
    : withoutArrival(record);
}

export function withoutArrival({ expectedAt: _at, expectedSaidAt: _said, ...record }: Case): Case {
  return record;
}
