import { heardFor, isLive, performCommand, waitsOf } from '../../case/index.ts';
import type { CommandResult } from '../../case/index.ts';
import type { Case } from '../../contracts/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { LINK_ACTS } from '../link-acts.ts';
import type { Asked, LinkAct } from '../link-acts.ts';
import type { LinkClaim } from '../link-token.ts';
import type { Page } from '../render-page.ts';
import { GONE_AWAY } from './answer-page.ts';
import type { PageAnswer } from './answer-page.ts';
import { findReplier } from './perform-reply.ts';
import type { ReplyStores } from './perform-reply.ts';
import { requestBy, USED } from './used-link.ts';

/** The page on which somebody does something to a case by themselves. Shown first (`form` is undefined). */
export async function answerAct(
  stores: ReplyStores,
  claim: LinkClaim & { readonly act: LinkAct },
  request: { readonly requestId: string; readonly traceparent: string },
  form: URLSearchParams | undefined,
): Promise<PageAnswer & { readonly outcome?: CommandResult['outcome'] }> {
  const asked = await askedIn(stores, claim);
  if (asked === 'unknownCase') return { status: 404, page: { title: 'There is no such case', lines: [] } };
  // Guard: who has left acts on nothing, however young the link is.
  if (asked === 'unknownPerson') return GONE_AWAY;
  const way = LINK_ACTS[claim.act];
  if (claim.act === 'end-task' && asked.task === undefined) return { status: 404, page: way.ask(asked) };
  if (form === undefined) return { status: 200, page: way.ask(asked) };
  const wanted = way.wish(form, asked);
  if ('missing' in wanted)
    return { status: 400, page: { title: wanted.missing, lines: ['Go back and try again. Nothing has happened.'] } };
  // Guard: a double click writes no second note.
  const isOnce = way.once !== undefined;
  const once = isOnce
    ? { requestId: requestBy(claim, way.once === 'words' ? form : undefined), once: true as const }
    : {};
  const by = { caseId: claim.caseId, actor: { kind: 'person', id: claim.person }, ...request, ...once } as const;
  let last: CommandResult | undefined;
  for (const command of wanted.commands) {
    const result = await performCommand(stores, by, command);
    if (result.outcome === 'refused')
      return { outcome: 'refused', status: result.problem.status, page: refused(result.problem.detail) };
    last = last?.outcome === 'changed' && result.outcome === 'unchanged' ? last : result;
  }
  if (last?.outcome === 'changed') return { outcome: 'changed', status: 200, page: way.done(last.record, form) };
  return { outcome: 'unchanged', ...unchanged(claim, last) };
}

/** What was so already, or was done by this very link. */
function unchanged(claim: LinkClaim & { readonly act: LinkAct }, last: CommandResult | undefined): PageAnswer {
  const { already: title, repeated } = LINK_ACTS[claim.act];
  if (last?.outcome !== 'unchanged') return { status: 200, page: { title, lines: [] } };
  if (last.isRepeated !== true) return { status: 200, page: { title, lines: [last.why] } };
  if (!holdsStill(claim, last.record)) return USED;
  return { status: 200, page: { title, lines: [repeated ?? last.why] } };
}

/** Whether what was done by the link is so still. */
function holdsStill({ act, person }: LinkClaim, record: Case): boolean {
  if (act === 'acknowledge') return !isLive(record) || record.acknowledgedBy === person;
  return act !== 'resolve' || !isLive(record);
}

function refused(why = ''): Page {
  return { title: 'That is not possible now', lines: [why] };
}

async function askedIn(
  stores: ReplyStores,
  { caseId, person: id, taskId }: LinkClaim,
): Promise<Asked | 'unknownCase' | 'unknownPerson'> {
  const found = await findReplier(stores, caseId, (person) => person.id === id);
  if (typeof found === 'string') return found;
  const { record, person } = found;
  const asked = { record, person, at: nowInstant() };
  if (taskId === undefined) return asked;
  const tasks = await stores.cases.tasks(caseId);
  const task = tasks.find((one) => one.id === taskId);
  return task === undefined
    ? asked
    : { ...asked, task, waits: waitsOf(task, tasks, await heardFor(stores.cases, record, tasks)) };
}
