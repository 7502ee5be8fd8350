import { countChildren, isLive, performCommand } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { Case } from '../../contracts/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { shortReference } from '../compose-message.ts';
import type { LinkClaim } from '../link-token.ts';
import type { Page } from '../render-page.ts';
import type { PageAnswer } from './answer-page.ts';
import { requestBy, USED } from './used-link.ts';

const BUTTONS = {
  close: 'It is solved, and its cases with it',
  continue: 'It is over, but its cases go on by themselves',
};

/** The page on which somebody ends an incident and says what becomes of its children. Shown first (`form` is undefined). */
export async function answerAboutEnd(
  stores: { readonly cases: CaseStore; readonly packs: PackStore },
  claim: LinkClaim,
  request: { readonly requestId: string; readonly traceparent: string },
  form: URLSearchParams | undefined,
): Promise<PageAnswer> {
  const { caseId, person } = claim;
  const record = await stores.cases.load(caseId);
  if (record === undefined) return { status: 404, page: { title: 'There is no such case', lines: [] } };
  if (form === undefined) return { status: 200, page: await question(stores.cases, record) };
  const [decision, reason] = [form.get('decision') ?? '', (form.get('reason') ?? '').trim().slice(0, 2000)];
  if (!Object.hasOwn(BUTTONS, decision) || reason === '')
    return { status: 400, page: { title: 'Say why, and press one of the buttons', lines: ['Nothing has happened.'] } };
  // Guard: a storm that has come back is not ended by a page that was sent before.
  const requestId = requestBy(claim);
  const result = await performCommand(
    stores,
    { caseId, actor: { kind: 'person', id: person }, ...request, requestId, once: true },
    {
      kind: 'resolve',
      via: 'link',
      resolution: 'solved',
      note: reason,
      ...(decision === 'continue' ? { children: 'continue' } : {}),
    },
  );
  if (result.outcome === 'refused') {
    const { status, detail = '' } = result.problem;
    return { status, page: { title: 'That is not possible now', lines: [detail] } };
  }
  if (result.outcome === 'unchanged' && result.isRepeated === true && isLive(result.record)) return USED;
  if (result.outcome === 'unchanged') return { status: 200, page: { title: 'It is over', lines: [result.why] } };
  const becomes =
    decision === 'continue'
      ? 'Its cases call their owners by themselves from now on.'
      : 'Its cases are solved with it; whoever was called for one of them hears so.';
  return { status: 200, page: { title: 'It is over', lines: [record.title, becomes] } };
}

async function question(cases: CaseStore, record: Case): Promise<Page> {
  if (!isLive(record))
    return { title: 'Nothing to do', lines: [`The incident is ${record.state.replace('_', ' ')} already.`] };
  const { open } = await countChildren(cases, record.id);
  return {
    title: `Is ${shortReference(record)} over?`,
    lines: [record.title, `${String(open)} of its cases are open. What becomes of them?`],
    asks: 'Why? It stands in the journal.',
    buttons: BUTTONS,
  };
}
