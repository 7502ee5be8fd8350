import type { Case, ChildCounts, Notice } from '../contracts/index.ts';

/** What a message about an incident says of its children, in place of references and facts. */
export function incidentLines(
  record: Case,
  children: ChildCounts | undefined,
  casesUrl: string | undefined,
): readonly string[] {
  const known = Math.max(children?.total ?? 0, record.toldChildren ?? 0);
  const worst = children?.bySeverity.S1 ?? 0;
  return [
    `${String(known)} cases share the ${record.cause?.kind ?? 'cause'} ${record.cause?.title ?? ''}`,
    ...(children === undefined || children.total === 0
      ? []
      : [
          `${worst === 0 ? 'None of them is S1' : `${String(worst)} of them ${worst === 1 ? 'is' : 'are'} S1 and ${worst === 1 ? 'calls' : 'call'} by ${worst === 1 ? 'itself' : 'themselves'}`}; for all others only this incident calls`,
        ]),
    ...(casesUrl === undefined ? [] : [`All of them: ${casesUrl}`]),
  ];
}

/** Why somebody hears of an incident again. */
export function grownBecause(notice: Notice): string | undefined {
  return notice.purpose === 'grown' ? 'You were called for this incident. It has become much larger since.' : undefined;
}
