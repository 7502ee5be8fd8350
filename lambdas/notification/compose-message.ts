import { personName } from '../contracts/index.ts';
import type {
  Case,
  ChildCounts,
  Notice,
  Person,
  PolicyPack,
  ProgressSignal,
  Signal,
  SubjectReference,
  Task,
} from '../contracts/index.ts';
import { ladderOf } from '../case/ladder.ts';
import { withWhom } from '../case/passed-on.ts';
import { isLive } from '../case/states.ts';
import { clockBecause, clockHeadline } from './describe-clock.ts';
import { overLine } from './describe-end.ts';
import { whatHappened, whatIsAtStake } from './describe-case.ts';
import { grownBecause, sizeOf } from './describe-incident.ts';
import { partnerBecause, partnerHeadline } from './describe-partner.ts';
import { tasksBecause, tasksByWhen, tasksDueAt, tasksHeadline, taskLines } from './describe-tasks.ts';
import type { Line } from './message-line.ts';
import { deadlineOf } from './say-deadline.ts';
import { localTime, timeAndDistance } from './say-time.ts';

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
  /** What they are, where they are no tasks of the playbook. */
  readonly tasksTitle?: string;
  /** What a hand-over lists. */
  readonly lists?: readonly { readonly title: string; readonly lines: readonly Line[] }[];
  readonly byWhen: string | undefined;
  /** Of a message about tasks: by when, for where words have to be short. */
  readonly dueAt?: string | undefined;
  /** What happens while nobody does anything. */
  readonly otherwise?: string | undefined;
  readonly acknowledgeUrl: string | undefined;
  /** Several read it: it has a button, and nothing that is bound to one of them. */
  readonly shared?: boolean;
  /** Further ways, of an incident: for later, so they stand below what is asked first. */
  readonly further: readonly Line[];
  /** Where somebody agrees to a change in a system of record or refuses it, or says what a mail reports. */
  readonly decideUrl?: string;
  /** The proposal, where all of what is agreed to stands in the message, so that it can be answered there. */
  readonly proposal?: { readonly actionId: string; readonly digest: string };
  /** Where whoever comes on duty takes cases over. */
  readonly takeOverUrl?: string;
  /** Where somebody says how a task stands. */
  readonly taskUrl?: string;
  /** The case as it is when it is opened. */
  readonly caseUrl?: string;
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
  /** Of a mail that waits for a person: where it is decided. */
  readonly decideUrl?: string;
  /** Of a message about one task. */
  readonly taskUrl?: string;
  readonly caseUrl?: string;
  readonly standing?: Standing;
  readonly tasks?: readonly Task[];
  /** What has happened since, where a task waits for it. */
  readonly heard?: readonly ProgressSignal[];
  /** The reports of the case, or the newest of them. */
  readonly signals?: readonly Signal[];
  /** What a partner has written, where it is told. */
  readonly partnerNote?: string;
  /** All in a channel read it. */
  readonly shared?: boolean;
  /** What whoever has resolved it has said to it. */
  readonly endNote?: string;
  /** Of an incident: its children, and where they are listed. */
  readonly children?: ChildCounts;
  readonly casesUrl?: string;
  /** Where whoever has an incident ends it, and says what becomes of its children. */
  readonly endUrl?: string;
}

export const LEVEL_WORDS = { S1: 'S1 critical', S2: 'S2 high', S3: 'S3 medium', S4: 'S4 low' } as const;
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** What happened, what is at stake, who has it, what to do next, by when: in that order, for somebody who was asleep a minute ago. */
export function composeMessage(composition: Composition): Message {
  const { record, notice, pack, standing } = composition;
  const over = isAboutTheEnd(record, notice);
  const isOthers = notice.purpose === 'passed_on';
  const asksForNothing = over || isOthers || standing !== undefined;
  return {
    headline: headlineOf(composition),
    severity: LEVEL_WORDS[record.severity?.level ?? 'S2'],
    because: becauseOf(composition),
    happened: whatHappened(composition),
    atStake: over || isOthers ? [] : whatIsAtStake(composition, notice),
    owner: over ? overLine(record, pack, composition.endNote) : ownerLine(record, pack),
    nextStep: asksForNothing ? undefined : nextStepOf(composition),
    tasks: asksForNothing ? [] : taskLines(composition),
    byWhen: asksForNothing
      ? undefined
      : (tellByLine(composition) ??
        tasksByWhen(composition, composition.at) ??
        deadlineOf(record, { zone: composition.person.zone, at: composition.at })),
    ...(asksForNothing ? {} : { dueAt: tasksDueAt(composition) }),
    otherwise: asksForNothing ? undefined : otherwiseLine(composition),
    acknowledgeUrl: asksForNothing || isOnlyNews(composition) ? undefined : composition.acknowledgeUrl,
    further: furtherLines(composition),
    ...(composition.shared === true ? { shared: true } : {}),
    ...(asksForNothing || composition.decideUrl === undefined ? {} : { decideUrl: composition.decideUrl }),
    ...(asksForNothing || composition.taskUrl === undefined ? {} : { taskUrl: composition.taskUrl }),
    ...(composition.caseUrl === undefined ? {} : { caseUrl: composition.caseUrl }),
    standing,
    about: { caseId: record.id, noticeId: notice.id },
    reference: shortReference(record),
    possiblyRepeated: notice.possiblyRepeated,
  };
}

/** Of a case that is over nothing is asked, but to tell a customer whom nobody has told. */
function isAboutTheEnd(record: Case, { purpose }: Notice): boolean {
  return ['resolved', 'withdrawn', 'merged'].includes(purpose) || (purpose === 'partner' && !isLive(record));
}

/** That an incident has grown is no call where somebody has it, nor is how a clock or the severity stands. */
function isOnlyNews({ record, notice: { purpose, clock } }: Composition): boolean {
  if (purpose === 'grown') return record.acknowledgedBy !== undefined;
  if (purpose === 'clock') return clock !== 'acknowledge';
  return ['raised', 'partner', 'customer_not_told', 'task_late', 'task_set'].includes(purpose);
}

/** A case as people call it. */
export function shortReference({ id }: Pick<Case, 'id'>): string {
  return shortId(id);
}

function shortId(caseId: string): string {
  return `#${caseId.slice(5, 13).toUpperCase()}`;
}

function headlineOf(composition: Composition): string {
  const { record, notice } = composition;
  const subject = mainReference(record.references);
  const about = record.cause === undefined ? subject : sizeOf(record, composition.children);
  const what = about === undefined ? record.title : `${record.title} (${about})`;
  if (notice.taskIds !== undefined)
    return `${tasksHeadline(composition)} (${[record.title, about].filter(Boolean).join(', ')})`;
  if (notice.purpose === 'grown') return `Much larger: ${what}`;
  if (notice.purpose === 'resolved') return `Resolved: ${what}`;
  if (notice.purpose === 'merged') return `Merged: ${what}`;
  if (notice.purpose === 'clock') return `${clockHeadline(notice)}: ${what}`;
  if (notice.purpose === 'partner') return `${partnerHeadline(record)}: ${what}`;
  if (notice.purpose === 'raised') return `Raised to ${record.severity?.level ?? 'S2'}: ${what}`;
  if (notice.purpose === 'passed_on') return `No longer yours: ${what}`;
  if (notice.purpose === 'customer_not_told') return `Tell the customer: ${what}`;
  return notice.purpose === 'withdrawn' ? `Withdrawn: ${what}` : what;
}

export function mainReference(references: readonly SubjectReference[]): string | undefined {
  const [first] = references;
  return first === undefined ? undefined : `${first.kind.replaceAll('_', ' ')} ${first.value}`;
}

function becauseOf(composition: Composition): string {
  const { record, notice, standing, person } = composition;
  if (standing !== undefined) return 'You were called for it.';
  if (notice.purpose === 'resolved')
    return 'You were called for this case. It is resolved; there is nothing left to do.';
  if (notice.purpose === 'withdrawn')
    return `You were called for this case. ${record.retracted > 0 ? 'The sender has taken the report back' : 'Somebody has withdrawn it'}; ${record.customer?.state === 'told' ? 'the customer was told of it, so tell them that it no longer holds' : 'there is nothing left to do'}.`;
  if (notice.purpose === 'merged')
    return `You were called for this case. It goes on in ${shortId(record.mergedInto ?? record.id)}; whoever has that one has this one too.`;
  const clock = clockBecause(notice, record, (instant) => localTime(instant, person.zone));
  if (clock !== undefined) return clock;
  if (notice.purpose === 'raised') return raisedBecause(record);
  if (notice.purpose === 'partner') return partnerBecause(record, composition.partnerNote, person.zone, composition.at);
  if (notice.purpose === 'customer_not_told')
    return `${isLive(record) ? 'You have it.' : 'The case is over, and nobody has told its customer.'} No message reaches the customer: ${record.customer?.why ?? 'nobody knows why'}.`;
  if (notice.purpose === 'passed_on') return passedOnBecause(record, composition.pack);
  if (notice.taskIds !== undefined) return tasksBecause(composition);
  const grown = grownBecause(notice);
  if (grown !== undefined) return grown;
  const { level, round } = record.escalation;
  if (composition.shared === true && round <= 1 && level <= 1)
    return 'It is for all who read here: whoever clicks has it, and the others see that.';
  const isGiven = record.owner?.assigned === true && record.owner.person === person.id;
  if (isGiven && (round > 1 || level <= 1)) return 'The case was given to you.';
  if (round > 1) return againBecause(record);
  if (level <= 1) return 'You are on duty for it.';
  return `Nobody has acknowledged it: this is the ${ORDINALS[level - 1] ?? `${String(level)}th`} call.`;
}

/** Why the ladder has begun again. The clock to acknowledge stops with the first who takes a case, and stays so whatever becomes of that. */
function againBecause({ clocks, reopens }: Case): string {
  if (clocks?.acknowledge.stoppedAt !== undefined)
    return 'Somebody had the case and has it no longer: you are on duty now.';
  return reopens > 0
    ? 'It was over and has come back: you are on duty now.'
    : 'People were called before, and nobody has it: you are on duty now.';
}

function raisedBecause({ severity }: Case): string {
  const from = severity?.raised?.from;
  return `You have it, and it has become more severe${from === undefined ? '' : `: it was ${from}`}.`;
}

function passedOnBecause(record: Case, pack: PolicyPack): string {
  const now = withWhom(record);
  const given = record.acknowledgedBy === undefined ? `It was given to ${personName(now, pack)}` : undefined;
  const how = now === undefined ? 'Others are called for it now' : (given ?? `${personName(now, pack)} has it now`);
  return `You had this case. ${how}; you need do nothing more for it.`;
}

function furtherLines({ notice, casesUrl, endUrl }: Composition): readonly Line[] {
  return [
    // Of one that was merged the cases are in the other.
    ...(casesUrl === undefined || notice.purpose === 'merged'
      ? []
      : [{ said: '', label: 'All of its cases', url: casesUrl }]),
    ...(endUrl === undefined || notice.purpose !== 'call'
      ? []
      : [{ said: '', label: 'When it is over, end it here', url: endUrl }]),
  ];
}

export function ownerLine(record: Case, pack: PolicyPack): string {
  const team = pack.teams.find(({ id }) => id === record.owner?.team)?.title ?? 'nobody yet';
  if (record.acknowledgedBy !== undefined) return `${personName(record.acknowledgedBy, pack)} has it, for ${team}.`;
  return record.owner?.person === undefined
    ? `Owned by ${team}.`
    : `Owned by ${team}; on duty: ${personName(record.owner.person, pack)}.`;
}

/** Whoever is too tired to answer knows who is woken next. */
function otherwiseLine({ record, notice, pack }: Composition): string | undefined {
  if (notice.purpose !== 'call' || record.acknowledgedBy !== undefined) return undefined;
  const { steps } = ladderOf(record, pack);
  const next = steps[record.escalation.nextStep];
  if (next === undefined) return 'Until somebody has it, all of you are called again.';
  return `Until somebody has it, others are called: ${next.title} next.`;
}

function nextStepOf({ record, notice, pack }: Composition): string | undefined {
  if (notice.taskIds !== undefined) return 'Do it and say so, or say what blocks it or why it is not needed.';
  return notice.purpose === 'customer_not_told'
    ? 'Tell the customer yourself, by phone say, and then say in Fairlead that they were told.'
    : pack.types[record.type]?.nextStep;
}

/** Of a message that is about nothing else than that. */
function tellByLine({ record, notice, person, at }: Composition): string | undefined {
  const { communicate } = record.clocks ?? {};
  if (notice.purpose !== 'customer_not_told' || communicate === undefined) return undefined;
  return communicate.stoppedAt === undefined
    ? `The customer was promised word by ${timeAndDistance(communicate.dueAt, person.zone, at)}.`
    : undefined;
}
