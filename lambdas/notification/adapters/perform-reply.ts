import { performCommand } from '../../case/index.ts';
import type { CaseStore, Command, CommandResult } from '../../case/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { readerIn } from '../../contracts/index.ts';
import type { Case, Person, PolicyPack } from '../../contracts/index.ts';
import { answerDone, answerNotDone, answerNoted, answerRefused, replyRefusals } from '../answer-reply.ts';
import type { Wish } from '../read-wish.ts';

export interface ReplyStores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
}

export interface Replier {
  readonly record: Case;
  readonly person: Person;
  readonly pack: PolicyPack;
}

/** Who sees a case: one of the people of its policy version, or somebody who has come since, and does nothing to it. */
export interface Viewer extends Replier {
  readonly mayAct: boolean;
}

export interface ReplyRequest {
  readonly via: 'email' | 'sms';
  /** What the reply is known by when it comes again: done once. */
  readonly replyId: string;
  readonly traceparent: string;
}

export interface ReplyOutcome {
  readonly outcome: 'changed' | 'unchanged' | 'replayed' | 'refused';
  readonly tell: string;
}

/** Whoever a reply was meant for: one of the people of the pack. */
export function findReplier(
  stores: ReplyStores,
  caseId: string,
  isMeant: (person: Person) => boolean,
): Promise<Replier | 'unknownCase' | 'unknownPerson'> {
  return findReader(stores, caseId, ({ people }) => people.find(isMeant));
}

/** Whoever looks at a case by a link. */
export async function findViewer(
  stores: ReplyStores,
  caseId: string,
  id: string,
): Promise<Viewer | 'unknownCase' | 'unknownPerson'> {
  const find = (pack: PolicyPack): Person | undefined => readerIn(pack, id);
  const found = await findReader(stores, caseId, (pack, active) => find(pack) ?? find(active));
  return typeof found === 'string' ? found : { ...found, mayAct: find(found.pack) !== undefined };
}

/**
 * A reader as they are known now: with the case's own policy version, and only while the active one still has them. There may be no such case, or they are nobody here any more.
 */
async function findReader(
  { cases, packs }: ReplyStores,
  caseId: string,
  find: (pack: PolicyPack, active: PolicyPack) => Person | undefined,
): Promise<Replier | 'unknownCase' | 'unknownPerson'> {
  const record = await cases.load(caseId);
  if (record === undefined) return 'unknownCase';
  const [{ pack }, active] = await Promise.all([packs.load(record.policyVersion), packs.active(record)]);
  const person = find(pack, active.pack);
  // Guard: who has left acts on nothing and sees nothing, however long their case has lived.
  const isStillHere = person !== undefined && readerIn(active.pack, person.id) !== undefined;
  return person === undefined || !isStillHere ? 'unknownPerson' : { record, person, pack };
}

/** Does what a reply asks for, as that person, by the rules that hold now. Doing it twice does it once. */
export async function performReply(
  stores: ReplyStores,
  { record, person, pack }: Replier,
  wish: Wish,
  { via, replyId, traceparent }: ReplyRequest,
): Promise<ReplyOutcome> {
  if (wish.do === 'nothing')
    return { outcome: 'refused', tell: via === 'sms' ? replyRefusals.onlyCode : replyRefusals.nothingSaid };
  const by = { caseId: record.id, actor: { kind: 'person', id: person.id }, traceparent, once: true } as const;
  const [main, beside] = commandsOf(wish, via);
  const perform = (command: Command, which: number): Promise<CommandResult> =>
    performCommand(stores, { ...by, requestId: `${replyId}-${String(which)}` }, command);
  const result = await perform(main, 1);
  if (result.outcome === 'refused') {
    const after = (await stores.cases.load(record.id)) ?? record;
    return { outcome: 'refused', tell: answerRefused(after, person, pack, result.problem.detail ?? '') };
  }
  const isReplay = result.outcome === 'unchanged' && result.isRepeated === true;
  // What is resolved has the words with it; where somebody was faster they are kept beside it.
  const isBeside = wish.do === 'acknowledge' || (result.outcome === 'unchanged' && !isReplay);
  const noted = beside !== undefined && isBeside ? await perform(beside, 2) : undefined;
  if (result.outcome === 'changed') return { outcome: 'changed', tell: answerDone(result.record, wish, person) };
  const { record: now, why } = result;
  if (noted?.outcome === 'changed') return { outcome: 'changed', tell: answerNoted(now, person, pack, why) };
  return { outcome: isReplay ? 'replayed' : 'unchanged', tell: answerNotDone(now, person, pack, why, isReplay) };
}

/** What is asked for, and what is written beside it. */
function commandsOf(
  wish: Exclude<Wish, { do: 'nothing' }>,
  via: ReplyRequest['via'],
): readonly [Command, (Command | undefined)?] {
  const { note } = wish;
  const words: Command | undefined = note === undefined ? undefined : { kind: 'add-note', via, text: note };
  switch (wish.do) {
    case 'acknowledge':
      return [{ kind: 'acknowledge', via }, words];
    case 'resolve':
      return [{ kind: 'resolve', via, resolution: 'solved', ...(note === undefined ? {} : { note }) }, words];
    case 'note':
      return [{ kind: 'add-note', via, text: wish.note }];
  }
}
