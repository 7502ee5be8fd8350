import type { Case, ChildCounts, Notice, PolicyPack, SeverityLevel } from '../contracts/index.ts';
import { callingAlone, inWordsOf } from '../incident/say-cause.ts';

/** What a message about an incident says of its children, in place of references and facts. */
export function incidentLines(record: Case, pack: PolicyPack, children: ChildCounts | undefined): readonly string[] {
  const known = Math.max(children?.total ?? 0, record.toldChildren ?? 0);
  const shared = record.cause === undefined ? 'a cause' : inWordsOf(record.cause);
  return [
    `${String(known)} cases share ${shared}`,
    ...(children === undefined || children.total === 0 ? [] : [callingLine(callingAlone(record, pack), children)]),
  ];
}

function callingLine(alone: readonly SeverityLevel[], { bySeverity }: ChildCounts): string {
  const count = alone.reduce((sum, level) => sum + bySeverity[level], 0);
  const levels = alone.join(' or ');
  const who =
    count === 0
      ? `None of them is ${levels}`
      : count === 1
        ? `1 of them is ${levels} and calls by itself`
        : `${String(count)} of them are ${levels} and call by themselves`;
  return `${who}; for all others only this incident calls`;
}

/** Why somebody hears of an incident again. */
export function grownBecause(notice: Notice): string | undefined {
  return notice.purpose === 'grown' ? 'You were called for this incident. It has become much larger since.' : undefined;
}
