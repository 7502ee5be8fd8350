import { replyToAction } from '../../actions/index.ts';
import { performCommand } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { answerToClick, clickRefusals } from '../answer-to-click.ts';
import { shortReference } from '../compose-message.ts';
import type { Click } from '../read-interaction.ts';
import { readButtonValue, readReplyValue, slackActions, slackLinks, slackReplies } from '../slack-actions.ts';
import { findReplier } from './perform-reply.ts';
import type { Replier } from './perform-reply.ts';

interface Stores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
}

interface Request {
  readonly requestId: string;
  readonly traceparent: string;
}

export interface ClickOutcome {
  readonly outcome:
    'changed' | 'unchanged' | 'refused' | 'opened' | 'unknown_person' | 'unknown_case' | 'unknown_button';
  readonly caseId?: string;
  /** What whoever clicked is told; nothing where the message itself will say it. */
  readonly tell?: string;
}

/** Does what a button asks for, as the person of the case's own policy version whose Slack account has clicked it. */
export async function answerClick(stores: Stores, click: Click, request: Request): Promise<ClickOutcome> {
  if (slackLinks.has(click.action)) return { outcome: 'opened' };
  const verb = Object.hasOwn(slackReplies, click.action) ? slackReplies[click.action] : undefined;
  if (verb !== undefined) return answerProposal(stores, click, verb, request);
  const command = Object.hasOwn(slackActions, click.action) ? slackActions[click.action] : undefined;
  const subject = readButtonValue(click.value);
  if (command === undefined || subject === undefined)
    return { outcome: 'unknown_button', tell: clickRefusals.unknownButton };
  const { caseId } = subject;
  const found = await clicker(stores, caseId, click);
  if ('outcome' in found) return found;
  const { record, pack, person } = found;
  const actor = { kind: 'person', id: person.id } as const;
  const result = await performCommand(stores, { caseId, actor, ...request }, command);
  switch (result.outcome) {
    case 'changed':
      return { outcome: 'changed', caseId };
    case 'unchanged':
      return { outcome: 'unchanged', caseId, tell: answerToClick(result.record, person, pack, result.why) };
    case 'refused': {
      // As it is now, not as it was when it was first looked at.
      const after = (await stores.cases.load(caseId)) ?? record;
      return { outcome: 'refused', caseId, tell: answerToClick(after, person, pack, result.problem.detail ?? '') };
    }
  }
}

/** The case, and who has clicked: the person of its own policy version with that Slack account, while they are still here. */
async function clicker(stores: Stores, caseId: string, { slackUser }: Click): Promise<ClickOutcome | Replier> {
  const found = await findReplier(stores, caseId, ({ slackId }) => slackId === slackUser);
  if (found === 'unknownCase') return { outcome: 'unknown_case', tell: clickRefusals.unknownCase };
  if (found === 'unknownPerson') return { outcome: 'unknown_person', caseId, tell: clickRefusals.unknownPerson };
  return found;
}

/** Yes or no to a proposal. That it was decided the message itself will say; that it takes others too it will not. */
async function answerProposal(
  stores: Stores,
  click: Click,
  verb: 'approve' | 'refuse',
  request: Request,
): Promise<ClickOutcome> {
  const subject = readReplyValue(click.value);
  if (subject === undefined) return { outcome: 'unknown_button', tell: clickRefusals.unknownButton };
  const { caseId, actionId, digest } = subject;
  const found = await clicker(stores, caseId, click);
  if ('outcome' in found) return found;
  const by = { caseId, actionId, person: found.person.id, ...request };
  const result = await replyToAction(stores, by, { verb, via: 'slack', digest });
  const about = shortReference(found.record);
  if (result.outcome === 'refused')
    return { outcome: 'refused', caseId, tell: `${about}: ${result.problem.detail ?? result.problem.title}` };
  if (result.outcome === 'unchanged') return { outcome: 'unchanged', caseId, tell: `${about}: ${result.why}` };
  const isOpen = result.action.state === 'awaiting_approval';
  return { outcome: 'changed', caseId, ...(isOpen ? { tell: `${about}: ${clickRefusals.othersToo}` } : {}) };
}
