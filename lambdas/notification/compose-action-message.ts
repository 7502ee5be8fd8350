import { handTermsOf, instructionsFor } from '../actions/hand-over.ts';
import { personName } from '../contracts/index.ts';
import type { Action, ApprovalTerms, Case, Notice, Person, PolicyPack } from '../contracts/index.ts';
import type { ProposedMessage } from '../customers/message-in.ts';
import { LEVEL_WORDS, ownerLine, shortReference } from './compose-message.ts';
import type { Message, Standing } from './compose-message.ts';
import { instantsInWords, timeAndDistance } from './say-time.ts';
import { stakeLines } from './say-what-is-at-stake.ts';

export interface ActionComposition {
  readonly action: Action;
  readonly record: Case;
  readonly notice: Notice;
  readonly person: Person;
  readonly pack: PolicyPack;
  readonly at: string;
  readonly decideUrl?: string;
  /** Of one that is done by hand: where its task is ended. */
  readonly taskUrl?: string;
  readonly caseUrl?: string;
  /** Of a message to a customer: what they are to read. */
  readonly message?: ProposedMessage | undefined;
  /** How it was decided, of a message that asked for it. */
  readonly standing?: Standing;
}

/** A message about a change in a system of record: asked for an agreement, or told that it did not come about. */
export function composeActionMessage(composition: ActionComposition): Message {
  const { action, record, notice, pack, person, at, standing, decideUrl, taskUrl, caseUrl } = composition;
  const asks = notice.purpose === 'approval' && standing === undefined;
  const { id: actionId, digest } = action;
  return {
    headline: headlineOf(composition),
    severity: LEVEL_WORDS[record.severity?.level ?? 'S2'],
    because: becauseOf(composition),
    happened: [
      `${record.title}: ${record.references[0]?.value ?? shortReference(record)}`,
      action.title,
      ...letterLines(composition),
      `Proposed by ${proposerOf(action, pack)}`,
    ],
    atStake: [...action.governance.reasons.map(({ text }) => text), ...stakeLines(record, person.zone, at)].slice(0, 7),
    owner: ownerLine(record, pack),
    nextStep: standing === undefined ? nextStepOf(composition) : undefined,
    ...howByHand(composition),
    further: [],
    byWhen: standing === undefined ? byWhenOf(composition) : undefined,
    acknowledgeUrl: undefined,
    ...(asks && decideUrl !== undefined ? { decideUrl } : {}),
    ...(notice.purpose === 'by_hand' && standing === undefined && taskUrl !== undefined ? { taskUrl } : {}),
    ...(caseUrl === undefined ? {} : { caseUrl }),
    ...(asks && isWhole(composition) ? { proposal: { actionId, digest } } : {}),
    standing,
    about: { caseId: record.id, noticeId: notice.id },
    reference: shortReference(record),
    possiblyRepeated: notice.possiblyRepeated,
  };
}

/** The same as the task says, which has moments as the system writes them. */
function howByHand({ action, notice, pack }: ActionComposition): Pick<Message, 'tasks' | 'tasksTitle'> {
  if (notice.purpose !== 'by_hand') return { tasks: [] };
  const lines = instructionsFor(action, handTermsOf(action.type, pack));
  return { tasks: lines.map(instantsInWords), tasksTitle: 'How to do it' };
}

/** Why it was not written, as whoever reads it at night would say it. */
function problemOf({ problem }: Action, unknown: string): string {
  const said = instantsInWords(problem ?? unknown).replaceAll(
    /\b[a-z]+[A-Z][A-Za-z]*\b/g,
    (name) => FIELDS[name] ?? name,
  );
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}

const FIELDS: Readonly<Record<string, string>> = {
  promisedAt: 'the promised date',
  deliveryBlock: 'the delivery block',
  paymentBlock: 'the payment block',
  serviceLevel: 'the service',
};

/** Whether all that is agreed to stands in the message: of a letter, its words. */
function isWhole({ action, message }: ActionComposition): boolean {
  return !isMail(action) || (message !== undefined && oneLine(message.text).length <= MOST_OF_LETTER);
}

/** What the customer is to read, as far as it has room here; the page behind the button has all of it. */
function letterLines({ message }: ActionComposition): readonly string[] {
  if (message === undefined) return [];
  const text = oneLine(message.text);
  const cut = text.length > MOST_OF_LETTER ? `${text.slice(0, MOST_OF_LETTER).trimEnd()} …` : text;
  return [`To ${message.to}: “${message.subject}”`, `“${cut}”`];
}

const MOST_OF_LETTER = 600;
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function headlineOf({ action, notice }: ActionComposition): string {
  if (notice.purpose === 'approval') return `Approve? ${action.title}`;
  if (notice.purpose === 'approval_expired') return `Nobody approved in time: ${action.title}`;
  if (notice.purpose === 'by_hand') return `By hand, please: ${action.title}`;
  return `${isMail(action) ? 'Not sent' : 'Not written'}: ${action.title}`;
}

function becauseOf({ action, notice, standing }: ActionComposition): string {
  if (standing !== undefined) return 'You were asked for it.';
  if (notice.purpose === 'approval') {
    return `${roleIn(action.governance)} Nothing is ${isMail(action) ? 'sent' : 'written'} before that.`;
  }
  if (notice.purpose === 'approval_expired')
    return `You have the case. Nothing was ${isMail(action) ? 'sent' : 'written'}.`;
  if (notice.purpose === 'by_hand')
    return `${action.system.toUpperCase()} takes no change: ${problemOf(action, 'it gives no answer')} Nothing is written by itself once you have begun.`;
  return `You have the case. ${problemOf(action, 'The system gave no reason')}`;
}

function nextStepOf({ notice, action }: ActionComposition): string {
  if (notice.purpose === 'approval') return 'Look at it, then approve or refuse it.';
  if (isMail(action)) return 'Tell the customer another way, by phone say, and then say that they were told.';
  const system = action.system.toUpperCase();
  if (notice.purpose === 'by_hand')
    return `Take the task of the case, do it in the ${system}, and say in its note how you know that it is done.`;
  if (notice.purpose === 'approval_expired')
    return `Where it is still right: propose it again, or change it in the ${system} by hand.`;
  return `Look into the ${system}; then try it again, or change it there by hand.`;
}

function byWhenOf({ action, notice, record, person, at }: ActionComposition): string | undefined {
  const { expiresAt, otherwise } = action.governance;
  if (notice.purpose === 'approval' && expiresAt !== undefined) {
    const then = otherwise === undefined ? 'it expires' : `it goes to ${functionsIn(otherwise)}`;
    return `Decide by ${timeAndDistance(expiresAt, person.zone, at)}; after that ${then}.`;
  }
  if (notice.purpose === 'by_hand' && action.byHand !== undefined)
    return `Done by ${timeAndDistance(action.byHand.dueAt, person.zone, at)}.`;
  const { communicate } = record.clocks ?? {};
  if (isMail(action) && communicate !== undefined && communicate.stoppedAt === undefined)
    return `The customer was promised word by ${timeAndDistance(communicate.dueAt, person.zone, at)}.`;
  const due = record.clocks?.resolve.dueAt;
  return due === undefined ? undefined : `The case is to be resolved by ${timeAndDistance(due, person.zone, at)}.`;
}

/** For whom the reader answers, and whom else it takes. */
function roleIn(governance: Action['governance']): string {
  const names = functionsIn(governance);
  if (governance.of === 'each') return `It takes somebody for each of ${names}, and you may be one of them.`;
  const others = governance.count > 1 ? `; it takes ${COUNTS[governance.count] ?? String(governance.count)}` : '';
  return `You may agree to it for ${names}${others}.`;
}

const COUNTS: Readonly<Record<number, string>> = { 2: 'two', 3: 'three' };

/** Who agrees to it, as a sentence has it. */
export function functionsIn({ functions, of }: Pick<ApprovalTerms, 'functions' | 'of'>): string {
  return functions.map((name) => name.replaceAll('_', ' ')).join(of === 'each' ? ' and ' : ' or ');
}

function isMail({ system }: Action): boolean {
  return system === 'mail';
}

function proposerOf({ proposedBy }: Action, pack: PolicyPack): string {
  if (proposedBy.kind === 'person') return personName(proposedBy.id, pack);
  return proposedBy.kind === 'model' ? `a model (${proposedBy.id})` : 'the playbook';
}
