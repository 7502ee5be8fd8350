import { performCommand } from '../../case/index.ts';
import type { CaseStore, Command, CommandResult } from '../../case/index.ts';
import type { PackStore } from '../../policy/index.ts';
import type { Case, Person, PolicyPack } from '../../contracts/index.ts';
import { answerDone, answerNotDone, answerRefused, replyRefusals } from '../answer-reply.ts';
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

/**
 * Whoever a reply was meant for, as they are known now: with the case's own policy version, and only while the active one still has them. Undefined: there is no such case, or they are
 * nobody here any more.
 */
export async function findReplier(
  { cases, packs }: ReplyStores,
  caseId: string,
  isMeant: (person: Person) => boolean,
): Promise<Replier | 'unknownCase' | 'unknownPerson'> {
  const record = await cases.load(caseId);
  if (record === undefined) return 'unknownCase';
  const [{ pack }, active] = await Promise.all([packs.load(record.policyVersion), packs.active()]);
  const person = pack.people.find(isMeant);
  // Guard: who has left acts on nothing, however long their case has lived.
  const isStillHere = active.pack.people.some(({ id }) => id === person?.id);
  return person === undefined || !isStillHere ? 'unknownPerson' : { record, person, pack };
}

/** Does what a reply asks for, as that person, by the rules that hold now. Doing it twice does it once. */
export async function performReply(
  stores: ReplyStores,
  { record, person, pack }: Replier,
  wish: Wish,
  { via, replyId, traceparent }: ReplyRequest,
): Promise<ReplyOutcome> {
  if (wish.do === 'nothing') return { outcome: 'refused', tell: replyRefusals.nothingSaid };
  const by = { caseId: record.id, actor: { kind: 'person', id: person.id }, traceparent, once: true } as const;
  const commands = commandsOf(wish, via);
  let last: CommandResult | undefined;
  for (const [index, command] of commands.entries()) {
    const result = await performCommand(stores, { ...by, requestId: `${replyId}-${String(index + 1)}` }, command);
    if (result.outcome === 'refused') {
      const after = (await stores.cases.load(record.id)) ?? record;
      return { outcome: 'refused', tell: answerRefused(after, person, pack, result.problem.detail ?? '') };
    }
    // A note is worth keeping even where somebody has the case already.
    last = last?.outcome === 'changed' ? last : result;
  }
  if (last?.outcome === 'changed') return { outcome: 'changed', tell: answerDone(last.record, wish) };
  const [now, why, isReplay] =
    last?.outcome === 'unchanged' ? [last.record, last.why, last.isRepeated === true] : [record, '', false];
  return {
    outcome: isReplay ? 'replayed' : 'unchanged',
    tell: answerNotDone(now, person, pack, why, isReplay),
  };
}

function commandsOf(wish: Exclude<Wish, { do: 'nothing' }>, via: ReplyRequest['via']): readonly Command[] {
  const { note } = wish;
  switch (wish.do) {
    case 'acknowledge':
      return [
        { kind: 'acknowledge', via },
        ...(note === undefined ? [] : [{ kind: 'add-note', via, text: note } as const]),
      ];
    case 'resolve':
      return [{ kind: 'resolve', via, resolution: 'solved', ...(note === undefined ? {} : { note }) }];
    case 'note':
      return [{ kind: 'add-note', via, text: wish.note }];
  }
}
