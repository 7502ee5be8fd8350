import { loadAction, replyToAction } from '../../actions/index.ts';
import type { ActionStores } from '../../actions/index.ts';
import { messageIn } from '../../customers/index.ts';
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
  if (form === undefined) {
    if (action.state !== 'awaiting_approval') return { status: 200, page: done(action.state) };
    const isMail = action.type === 'customer_message';
    const letter = isMail ? messageIn(await stores.cases.journal(caseId), action) : undefined;
    if (letter?.ok === false) return { status: 409, page: { title: 'Nothing to decide', lines: [letter.why] } };
    const lines = [
      action.title,
      `For the case: ${record.title}`,
      ...action.governance.reasons.map(({ text }) => text),
      'What you agree to is exactly this; if anything about it changes, you are asked again.',
    ];
    return {
      status: 200,
      page: {
        title: isMail ? 'Send this to the customer?' : `Change this in the ${action.system.toUpperCase()}?`,
        lines,
        ...(letter === undefined
          ? {}
          : { quotes: [`To: ${letter.message.to}`, letter.message.subject, letter.message.text] }),
        buttons: isMail ? { approve: 'Yes, send it', refuse: 'No' } : BUTTONS,
      },
    };
  }
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

const BUTTONS = { approve: 'Yes, change it', refuse: 'No' };

function approved(state: string): Page {
  return state === 'approved'
    ? { title: 'Approved', lines: ['It is done now. You hear of it again only if that fails.'] }
    : { title: 'Approved', lines: ['It takes somebody else, too, before anything is done.'] };
}

function done(state: string): Page {
  return { title: 'Nothing to decide', lines: [`The proposal is ${state.replace('_', ' ')}.`] };
}
