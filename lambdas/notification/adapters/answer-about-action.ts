import { loadAction, mayApprove, mayRefuse, replyToAction } from '../../actions/index.ts';
import type { ActionStores } from '../../actions/index.ts';
import type { Action, Case } from '../../contracts/index.ts';
import { messageIn } from '../../customers/index.ts';
import { nowInstant } from '../../platform/index.ts';
import type { LinkClaim } from '../link-token.ts';
import type { Page } from '../render-page.ts';
import type { PageAnswer } from './answer-page.ts';

const VERBS: Readonly<Record<string, 'approve' | 'refuse'>> = { approve: 'approve', refuse: 'refuse' };

/** The page on which somebody agrees to a change or refuses it. Shown first (`form` is undefined); what was shown is what is agreed to. */
export async function answerAboutAction(
  stores: ActionStores,
  claim: LinkClaim,
  request: { readonly requestId: string; readonly traceparent: string },
  form: URLSearchParams | undefined,
): Promise<PageAnswer> {
  const { caseId, actionId = '', person, digest = '' } = claim;
  const [action, record] = await Promise.all([loadAction(stores.cases, caseId, actionId), stores.cases.load(caseId)]);
  if (action === undefined || record === undefined)
    return { status: 404, page: { title: 'There is no such proposal', lines: [] } };
  if (form === undefined) return askAbout(stores, action, record, person);
  const said = form.get('decision') ?? '';
  const verb = Object.hasOwn(VERBS, said) ? VERBS[said] : undefined;
  if (verb === undefined)
    return { status: 400, page: { title: 'Say yes or no', lines: ['Go back and press one of the buttons.'] } };
  const result = await replyToAction(stores, { caseId, actionId, person, ...request }, { verb, via: 'link', digest });
  if (result.outcome === 'refused')
    return {
      status: result.problem.status,
      page: { title: 'That is not possible now', lines: [result.problem.detail ?? ''] },
    };
  if (result.outcome === 'unchanged') return { status: 200, page: { title: 'It is done', lines: [result.why] } };
  return { status: 200, page: verb === 'approve' ? approved(result.action.state) : done(result.action.state) };
}

/** The question, with the answers that this person may give now. */
async function askAbout(stores: ActionStores, action: Action, record: Case, person: string): Promise<PageAnswer> {
  const [at, { pack }] = [nowInstant(), await stores.packs.load(record.policyVersion)];
  const { state, governance, title, type, system } = action;
  if (state !== 'awaiting_approval') return { status: 200, page: done(state) };
  if (governance.expiresAt !== undefined && governance.expiresAt <= at) return { status: 200, page: done('expired') };
  const isMail = type === 'customer_message';
  const letter = isMail ? messageIn(await stores.cases.journal(record.id), action) : undefined;
  if (letter?.ok === false) return { status: 409, page: { title: 'Nothing to decide', lines: [letter.why] } };
  const approve = mayApprove(person, action, pack, at);
  const buttons = {
    ...(approve.ok ? { approve: isMail ? 'Yes, send it' : 'Yes, change it' } : {}),
    ...(mayRefuse(person, action, pack, at).ok ? { refuse: 'No' } : {}),
  };
  const lines = [
    title,
    `For the case: ${record.title}`,
    ...governance.reasons.map(({ text }) => text),
    approve.ok ? 'What you agree to is exactly this; if anything about it changes, you are asked again.' : approve.why,
  ];
  const words = letter === undefined ? undefined : letter.message;
  return {
    status: 200,
    page: {
      title: isMail ? 'Send this to the customer?' : `Change this in the ${system.toUpperCase()}?`,
      lines,
      ...(words === undefined ? {} : { quotes: [`To: ${words.to}`, words.subject, words.text] }),
      buttons,
    },
  };
}

function approved(state: string): Page {
  return state === 'approved'
    ? { title: 'Approved', lines: ['It is done now. You hear of it again only if that fails.'] }
    : { title: 'Approved', lines: ['It takes somebody else, too, before anything is done.'] };
}

function done(state: string): Page {
  return { title: 'Nothing to decide', lines: [`The proposal is ${state.replace('_', ' ')}.`] };
}
