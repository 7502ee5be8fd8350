import { runningClocks } from '../case/clocks.ts';
import { isLater } from '../case/duration.ts';
import { counted, personName } from '../contracts/index.ts';
import type { BeginningShift, Case, ClockName, Notice, Person, PolicyPack } from '../contracts/index.ts';
import { LEVEL_WORDS, mainReference, shortReference } from './compose-message.ts';
import type { Message } from './compose-message.ts';
import type { Line } from './message-line.ts';
import { localTime, timeAndDistance } from './say-time.ts';

export interface HandoverComposition {
  readonly notice: Notice;
  readonly shift: BeginningShift;
  readonly person: Person;
  readonly pack: PolicyPack;
  /** The most severe first; not more than a message has room for. */
  readonly cases: readonly Case[];
  readonly total: number;
  readonly isMore: boolean;
  readonly approvals: readonly { readonly caseId: string; readonly title: string; readonly since: string }[];
  readonly at: string;
  readonly links: {
    readonly seeCase: (caseId: string) => string;
    /** Where all of them are listed. */
    readonly seeAll?: string;
    readonly takeOver?: string;
  };
}

/** What waits for an approval is shorter than what is open, and not what a shift begins with. */
const MOST_APPROVALS = 5;

/** A shift's open cases in one message: each in one line, with who has it and what is due next. */
export function composeHandover(composition: HandoverComposition): Message {
  const { notice, shift, person, cases, total, isMore, links, at } = composition;
  const count = `${isMore ? 'more than ' : ''}${counted(total, 'open case')}`;
  const [worst] = cases.map(({ severity }) => severity?.level ?? 'S2').toSorted();
  return {
    headline: `Your shift: ${count}`,
    severity: LEVEL_WORDS[worst ?? 'S2'],
    because: becauseOf(composition),
    happened: [],
    atStake: [],
    owner: 'Whoever has a case keeps it until you take it over; for what nobody has, people are called as always.',
    nextStep: 'Read them, and take over what you go on with.',
    tasks: [],
    lists: [
      { title: 'Open cases, the most severe first', lines: cases.map((record) => caseLine(record, composition)) },
      { title: 'Waits for an approval', lines: approvalLines(composition) },
    ],
    byWhen: nextLine(cases, person.zone, at),
    acknowledgeUrl: undefined,
    ...(links.takeOver === undefined ? {} : { takeOverUrl: links.takeOver }),
    further: restLines(composition),
    standing: undefined,
    about: { caseId: notice.caseId, noticeId: notice.id },
    reference: `shift of ${localTime(shift.startedAt, person.zone)}`,
    possiblyRepeated: notice.possiblyRepeated,
  };
}

function becauseOf({ shift, pack }: HandoverComposition): string {
  const teams = shift.teams.map(({ team }) => pack.teams.find(({ id }) => id === team)?.title ?? team);
  const before = [...new Set(shift.teams.flatMap(({ from }) => from ?? []))].map((id) => personName(id, pack));
  const had = before.length === 0 ? 'Nobody was on duty before you' : `Before you it was ${listed(before)}`;
  return `You are on duty now for ${listed([...new Set(teams)])}. ${had}.`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function caseLine(record: Case, { pack, person, at, links }: HandoverComposition): Line {
  const subject = mainReference(record.references);
  const what = subject === undefined ? record.title : `${record.title} (${subject})`;
  const who =
    record.acknowledgedBy === undefined
      ? `nobody has it${overdue(record, person.zone, at)}`
      : `${personName(record.acknowledgedBy, pack)} has it`;
  const due = dueOf(record, person.zone, at);
  const said = `${record.severity?.level ?? 'S2'} ${shortReference(record)} ${what}: ${[who, due].join('; ')}.`;
  return { said, url: links.seeCase(record.id) };
}

/** That nobody has it although somebody should is what a shift begins with. */
function overdue({ clocks }: Case, zone: string, at: string): string {
  const due = clocks?.acknowledge.dueAt;
  return due === undefined || isLater(due, at) ? '' : `, and was to have it by ${timeAndDistance(due, zone, at)}`;
}

const SAID: Readonly<Record<ClockName, string>> = {
  acknowledge: 'to be acknowledged',
  resolve: 'to be resolved',
  communicate: 'customer to be told',
};

function dueOf(record: Case, zone: string, at: string): string {
  const { pause, snoozedUntil } = record;
  if (pause !== undefined) return `waits for the ${pause.waitingFor} until ${localTime(pause.until, zone)}`;
  if (snoozedUntil !== undefined && snoozedUntil > at) return `snoozed until ${localTime(snoozedUntil, zone)}`;
  const next = nextDeadline(record);
  if (next !== undefined) return `${SAID[next.clock]} by ${timeAndDistance(next.dueAt, zone, at)}`;
  const late = record.clocks?.resolve.dueAt;
  return late === undefined ? 'not assessed yet' : `was to be resolved by ${timeAndDistance(late, zone, at)}`;
}

function nextDeadline({ clocks }: Case): { readonly clock: ClockName; readonly dueAt: string } | undefined {
  if (clocks === undefined) return undefined;
  return runningClocks(clocks)
    .map((clock) => ({ clock, dueAt: clocks[clock].dueAt }))
    .toSorted((left, right) => (left.dueAt < right.dueAt ? -1 : 1))[0];
}

function nextLine(cases: readonly Case[], zone: string, at: string): string {
  const [first] = cases
    .flatMap((record) => nextDeadline(record) ?? [])
    .toSorted((left, right) => (left.dueAt < right.dueAt ? -1 : 1));
  return first === undefined
    ? 'No deadline is running.'
    : `The first deadline is ${timeAndDistance(first.dueAt, zone, at)}.`;
}

function approvalLines({ approvals, person, at, links }: HandoverComposition): readonly Line[] {
  const lines = approvals.slice(0, MOST_APPROVALS).map(({ caseId, title, since }) => ({
    said: `${shortReference({ id: caseId })} ${title}, until ${timeAndDistance(since, person.zone, at)}`,
    url: links.seeCase(caseId),
  }));
  const more = approvals.length - lines.length;
  return more === 0 ? lines : [...lines, { said: `And ${String(more)} more` }];
}

/** Where the rest is; nothing where all of them are in the message. */
function restLines({ cases, total, isMore, links }: HandoverComposition): readonly Line[] {
  if (links.seeAll === undefined || (total === cases.length && !isMore)) return [];
  return [{ said: '', label: 'All of them', url: links.seeAll }];
}
