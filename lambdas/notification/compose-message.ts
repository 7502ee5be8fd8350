import type { Case, ChildCounts, Notice, Person, PolicyPack, SubjectReference, Task } from '../contracts/index.ts';
import { grownBecause, incidentLines } from './describe-incident.ts';

/** What a message says, before it is put into the form of a channel. All texts are plain: escaping is the channel's business. */
export interface Message {
  readonly headline: string;
  readonly severity: string;
  /** Why this person gets it. */
  readonly because: string;
  readonly happened: readonly string[];
  readonly atStake: readonly string[];
  readonly owner: string;
  readonly nextStep: string | undefined;
  /** Tasks of the playbook that can be done now, with their due times. */
  readonly tasks: readonly string[];
  readonly byWhen: string | undefined;
  readonly acknowledgeUrl: string | undefined;
  /** Where somebody agrees to a change in a system of record, or refuses it. */
  readonly decideUrl?: string;
  /** Only of a message that was sent before and has to stay true: how the case stands now. */
  readonly standing: Standing | undefined;
  readonly about: { readonly caseId: string; readonly noticeId: string };
  readonly reference: string;
  /** It may be the second time that this message is sent. */
  readonly possiblyRepeated: boolean;
}

/** How a case stands now, for somebody who was called for it earlier. */
export interface Standing {
  readonly mark: string;
  readonly line: string;
}

export interface Composition {
  readonly record: Case;
  readonly notice: Notice;
  readonly person: Person;
  readonly pack: PolicyPack;
  readonly at: string;
  readonly acknowledgeUrl?: string;
  readonly standing?: Standing;
  readonly tasks?: readonly Task[];
  /** Of an incident: its children, and where they are listed. */
  readonly children?: ChildCounts;
  readonly casesUrl?: string;
  /** Where whoever has an incident ends it, and says what becomes of its children. */
  readonly endUrl?: string;
}

const LEVEL_WORDS = { S1: 'S1 critical', S2: 'S2 high', S3: 'S3 medium', S4: 'S4 low' } as const;
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** What happened, what is at stake, who has it, what to do next, by when: in that order, for somebody who was asleep a minute ago. */
export function composeMessage(composition: Composition): Message {
  const { record, notice, pack, standing } = composition;
  const over = ['resolved', 'withdrawn', 'merged'].includes(notice.purpose);
  const asksForNothing = over || standing !== undefined;
  return {
    headline: headlineOf(record, notice),
    severity: LEVEL_WORDS[record.severity?.level ?? 'S2'],
    because: becauseOf(composition),
    happened: happenedLines(composition),
    atStake: over ? [] : stakeLines(composition),
    owner: over ? overLine(record, pack) : ownerLine(record, pack),
    nextStep: asksForNothing ? undefined : pack.types[record.type]?.nextStep,
    tasks: asksForNothing ? [] : taskLines(composition),
    byWhen: asksForNothing ? undefined : deadlineLine(composition),
    acknowledgeUrl: asksForNothing || isOnlyNews(composition) ? undefined : composition.acknowledgeUrl,
    standing,
    about: { caseId: record.id, noticeId: notice.id },
    reference: shortReference(record),
    possiblyRepeated: notice.possiblyRepeated,
  };
}

/** That an incident has grown is no call where somebody has it. */
function isOnlyNews({ record, notice }: Composition): boolean {
  return notice.purpose === 'grown' && record.acknowledgedBy !== undefined;
}

/** A case as people call it. */
export function shortReference(record: Case): string {
  return shortId(record.id);
}

function shortId(caseId: string): string {
  return `#${caseId.slice(5, 13).toUpperCase()}`;
}

function headlineOf(record: Case, notice: Notice): string {
  const subject = mainReference(record.references);
  const what = subject === undefined ? record.title : `${record.title} (${subject})`;
  if (notice.purpose === 'resolved') return `Resolved: ${what}`;
  if (notice.purpose === 'merged') return `Merged: ${what}`;
  return notice.purpose === 'withdrawn' ? `Withdrawn: ${what}` : what;
}

function mainReference(references: readonly SubjectReference[]): string | undefined {
  const [first] = references;
  return first === undefined ? undefined : `${first.kind.replaceAll('_', ' ')} ${first.value}`;
}

function becauseOf({ record, notice, standing }: Composition): string {
  if (standing !== undefined) return 'You were called for it.';
  if (notice.purpose === 'resolved')
    return 'You were called for this case. It is resolved; there is nothing left to do.';
  if (notice.purpose === 'withdrawn')
    return 'You were called for this case. The sender has taken the report back; there is nothing left to do.';
  if (notice.purpose === 'merged')
    return `You were called for this case. It goes on in ${shortId(record.mergedInto ?? record.id)}; whoever has that one has this one too.`;
  const grown = grownBecause(notice);
  if (grown !== undefined) return grown;
  const { level, round } = record.escalation;
  if (round > 1) return 'The case was taken on and then stood still, or nobody has it yet: you are on duty now.';
  if (level <= 1) return 'You are on duty for it.';
  return `Nobody has acknowledged it: this is the ${ORDINALS[level - 1] ?? `${String(level)}th`} call.`;
}

function happenedLines({ record, person, pack, children, casesUrl, endUrl, notice }: Composition): readonly string[] {
  if (record.cause !== undefined) {
    const since = `First reported ${localTime(record.occurredAt, person.zone)}`;
    const end = endUrl === undefined || notice.purpose !== 'call' ? [] : [`When it is over, end it here: ${endUrl}`];
    return [since, ...incidentLines(record, pack, children, casesUrl), ...end];
  }
  const where = [
    record.place?.locality ?? record.place?.name ?? record.place?.code,
    record.place?.region,
    record.place?.country,
  ]
    .filter(Boolean)
    .join(', ');
  const lines = [
    `${record.title.split(',')[0] ?? record.title}, ${localTime(record.occurredAt, person.zone)}${where === '' ? '' : `, ${where}`}`,
  ];
  if (record.reasonText !== undefined || record.reasonCode !== undefined) {
    lines.push(
      `Reason given${record.carrier === undefined ? '' : ` by ${record.carrier}`}: ${record.reasonText ?? ''}${record.reasonCode === undefined ? '' : ` (${record.reasonCode})`}`,
    );
  }
  const references = record.references.slice(0, 4).map(({ kind, value }) => `${kind.replaceAll('_', ' ')} ${value}`);
  if (references.length > 0) lines.push(`References: ${references.join(' · ')}`);
  if (record.signals > 1) lines.push(`Reported ${String(record.signals)} times`);
  return lines;
}

export function stakeLines({ record, person }: Composition): readonly string[] {
  const { impact, severity } = record;
  const lines: string[] = [];
  if (impact?.customerName !== undefined)
    lines.push(
      `Customer: ${impact.customerName}${impact.customerTier === undefined ? '' : ` (${impact.customerTier})`}`,
    );
  if (impact?.valueAtRisk !== undefined) lines.push(`Value: ${amount(impact.valueAtRisk)}`);
  if (impact?.penalty !== undefined) lines.push(`Contract penalty: ${amount(impact.penalty)}`);
  if (impact?.promisedAt !== undefined) lines.push(`Promised for ${localTime(impact.promisedAt, person.zone)}`);
  if (impact?.freeTimeEndsAt !== undefined)
    lines.push(`Free time ends ${localTime(impact.freeTimeEndsAt, person.zone)}`);
  for (const { text, rule } of severity?.reasons ?? []) {
    if (!REASONS_SAID_ALREADY.has(rule)) lines.push(text);
  }
  return lines.slice(0, 7);
}

/** Their facts stand in lines of their own. */
const REASONS_SAID_ALREADY: ReadonlySet<string> = new Set([
  'value-high',
  'value-medium',
  'value-low',
  'penalty',
  'tier-top',
  'tier-gold',
  'free-time-ends',
]);

/** `1,010.30`, and `1,000` where there are no cents. */
const cents = new Intl.NumberFormat('en-US', {
  maximumFractionDigits: 2,
  minimumFractionDigits: 2,
  trailingZeroDisplay: 'stripIfInteger',
});

function amount({ amount: value, currency }: { amount: string; currency: string }): string {
  return `${cents.format(Number(value))} ${currency}`;
}

export function ownerLine(record: Case, pack: PolicyPack): string {
  const team = pack.teams.find(({ id }) => id === record.owner?.team)?.title ?? 'nobody yet';
  if (record.acknowledgedBy !== undefined) return `${personName(record.acknowledgedBy, pack)} has it, for ${team}.`;
  return record.owner?.person === undefined
    ? `Owned by ${team}.`
    : `Owned by ${team}; on duty: ${personName(record.owner.person, pack)}.`;
}

function overLine(record: Case, pack: PolicyPack): string {
  return record.resolution === undefined ? 'Nobody has to do anything.' : `${resolvedLine(record, pack)}.`;
}

/** How it ended, without a full stop: by whom, or by what. */
export function resolvedLine({ resolution, resolvedBy }: Case, pack: PolicyPack): string {
  if (resolution === 'with_incident') return 'It was solved with the incident that it belongs to';
  if (resolvedBy !== undefined) return `${personName(resolvedBy, pack)} has resolved it`;
  return resolution?.replace(/\.$/, '') ?? 'It is resolved';
}

/** Who that is, as the pack calls them. */
export function personName(id: string | undefined, pack: PolicyPack): string {
  return pack.people.find((person) => person.id === id)?.name ?? id ?? 'Somebody';
}

function deadlineLine({ record, person, at }: Composition): string | undefined {
  const { clocks } = record;
  if (clocks === undefined) return undefined;
  return `Acknowledge by ${localTime(clocks.acknowledge.dueAt, person.zone)} (${distance(at, clocks.acknowledge.dueAt)}), resolve by ${localTime(clocks.resolve.dueAt, person.zone)}.`;
}

/** Longer lists are not read on a phone. */
const MOST_TASKS = 4;

/** Open tasks that wait for no other, those of the owning function first. */
function taskLines({ record, tasks = [], person }: Composition): readonly string[] {
  const open = tasks.filter(({ state }) => state === 'open');
  const isOpen = (id: string): boolean => open.some((task) => task.id === id);
  const rank = ({ function: name }: Task): number => (name === record.owner?.function ? 0 : 1);
  const ready = open.filter(({ after }) => !after.some(isOpen)).sort((left, right) => rank(left) - rank(right));
  const shown = ready.slice(0, MOST_TASKS);
  const lines = shown.map(
    ({ title, function: name, dueAt }) =>
      `${title} (${name.replaceAll('_', ' ')}, by ${localTime(dueAt, person.zone)})`,
  );
  const more = open.length - shown.length;
  return lines.length === 0 || more === 0 ? lines : [...lines, `Then ${String(more)} more`];
}

/** `Mon 2 Mar, 09:05 CET`: the reader's own zone, by the name that its people use; British English knows none for America. */
export function localTime(instant: string, zone: string): string {
  return formatOf(zone).format(Date.parse(instant));
}

/** By zone: making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(zone.startsWith('America/') ? 'en-CA' : 'en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formats.set(zone, made);
  return made;
}

function distance(from: string, to: string): string {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  const size = Math.abs(minutes);
  const text = size < 90 ? `${String(size)} minutes` : `${String(Math.round(size / 60))} hours`;
  return minutes < 0 ? `${text} ago` : `in ${text}`;
}
