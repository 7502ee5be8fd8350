import { counted } from '../contracts/index.ts';
import { isLive } from '../case/states.ts';
import type { Case, ChildCounts, Notice, PolicyPack, SeverityLevel } from '../contracts/index.ts';
import { callingAlone, inWordsOf } from '../incident/say-cause.ts';

const LEVELS: readonly SeverityLevel[] = ['S1', 'S2', 'S3', 'S4'];

/** How many there are, by what is known now and what people were told. */
function known(record: Case, children: ChildCounts | undefined): number {
  return Math.max(children?.total ?? 0, record.toldChildren ?? 0);
}

/** `320 cases`, for where the size is all that there is room for. */
export function sizeOf(record: Case, children: ChildCounts | undefined): string | undefined {
  const count = known(record, children);
  return count === 0 ? undefined : counted(count, 'case');
}

/** What a message about an incident says of its children, in place of references and facts. */
export function incidentLines(record: Case, pack: PolicyPack, children: ChildCounts | undefined): readonly string[] {
  const shared = record.cause === undefined ? 'a cause' : inWordsOf(record.cause);
  const size = `${String(known(record, children))} cases share ${shared}`;
  if (!isLive(record)) return [size, ...afterwards(record)];
  return [
    size,
    ...(children === undefined || children.total === 0 ? [] : [callingLine(callingAlone(record, pack), children)]),
  ];
}

/** What becomes of the cases of an incident that is over. */
function afterwards({ state, childrenAfter }: Case): readonly string[] {
  if (state === 'merged') return ['They go on below the other one'];
  return state === 'withdrawn' || childrenAfter === 'continue'
    ? ['Its cases go on by themselves, and call their owners']
    : ['Its cases are solved with it'];
}

function callingLine(alone: readonly SeverityLevel[], { bySeverity }: ChildCounts): string {
  const count = alone.reduce((sum, level) => sum + bySeverity[level], 0);
  const levels = alone.join(' or ');
  const who =
    count === 0
      ? `None of them is ${levels} so far`
      : count === 1
        ? `1 of them is ${levels} and calls by itself`
        : `${String(count)} of them are ${levels} and call by themselves`;
  return `${who}; for ${count === 0 ? 'them' : 'all others'} only this incident calls`;
}

/** How severe its cases are, and why it is what it is: an incident has no value of its own. */
export function incidentStakes(record: Case, children: ChildCounts | undefined): readonly string[] {
  const { severity } = record;
  const counted = LEVELS.map((level) => [level, children?.bySeverity[level] ?? 0] as const);
  const rest = known(record, children) - counted.reduce((sum, [, count]) => sum + count, 0);
  const said = [
    ...counted.filter(([, count]) => count > 0).map(([level, count]) => `${String(count)} ${level}`),
    ...(rest > 0 ? [`${String(rest)} not assessed yet`] : []),
  ];
  return [
    ...(said.length === 0 ? [] : [`Its cases: ${said.join(', ')}`]),
    ...(severity?.reasons ?? []).map(({ text }) => `Why it is ${severity?.level ?? 'S2'}: ${text}`),
  ];
}

/** Why somebody hears of an incident again. */
export function grownBecause(notice: Notice): string | undefined {
  return notice.purpose === 'grown' ? 'You were called for this incident. It has become much larger since.' : undefined;
}
