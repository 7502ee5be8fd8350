import { performCommand } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { personName } from '../../contracts/index.ts';
import type { Case, PolicyPack } from '../../contracts/index.ts';
import { loadHandover } from '../../handover/index.ts';
import { inGroups } from '../../platform/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { shortReference } from '../compose-message.ts';
import type { LinkClaim } from '../link-token.ts';
import type { Page } from '../render-page.ts';
import { GONE_AWAY } from './answer-page.ts';
import type { PageAnswer } from './answer-page.ts';

interface Stores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
}

const AT_A_TIME = 5;

/** The page on which whoever has come on duty takes cases over. Shown first (`form` is undefined); only what is open and was handed over can be taken. */
export async function answerTakeOver(
  stores: Stores,
  { caseId, noticeId, person }: LinkClaim,
  request: { readonly requestId: string; readonly traceparent: string },
  form: URLSearchParams | undefined,
): Promise<PageAnswer> {
  const notice = await stores.cases.loadNotice(caseId, noticeId);
  if (notice?.shift === undefined || notice.person !== person)
    return { status: 404, page: { title: 'There is no such hand-over', lines: [] } };
  const { cases, pack } = await loadHandover(stores, notice.shift);
  // Guard: who has left since does nothing by an old link.
  if (!pack.people.some(({ id }) => id === person)) return GONE_AWAY;
  const open = cases.filter(({ acknowledgedBy }) => acknowledgedBy !== person);
  if (form === undefined) return { status: 200, page: question(open, pack) };
  const chosen = new Map(form.getAll('cases').map((value) => [caseIn(value), value]));
  const wanted = open.filter(({ id }) => chosen.has(id));
  const fates = await inGroups(wanted, AT_A_TIME, (record) => {
    // Guard: what somebody else has taken since the page was shown stays theirs, also where a page is sent once more.
    if (chosen.get(record.id) !== offer(record))
      return Promise.resolve({ isTaken: false, said: `${whoHas(record, pack)} by now. Look at the page again.` });
    return takeOver(stores, record, person, request, pack);
  });
  const lines = wanted.map((record, index) => {
    const fate = fates[index];
    const said = fate?.status === 'fulfilled' ? fate.value.said : 'that did not work; try again';
    return `${shortReference(record)} ${record.title}: ${said}`;
  });
  if (fates.some((fate) => fate.status === 'fulfilled' && fate.value.isTaken))
    return { status: 200, page: { title: 'Taken over', lines } };
  const none = 'None of them was chosen, or they are yours already.';
  return { status: 200, page: { title: 'Nothing was taken over', lines: lines.length === 0 ? [none] : lines } };
}

/** A case as it is offered: from whoever has it. No id has a space. */
function offer({ id, acknowledgedBy = '' }: Case): string {
  return `${id} ${acknowledgedBy}`;
}

function caseIn(offered: string): string {
  return offered.split(' ')[0] ?? '';
}

function whoHas({ acknowledgedBy }: Case, pack: PolicyPack): string {
  return acknowledgedBy === undefined ? 'nobody has it' : `${personName(acknowledgedBy, pack)} has it`;
}

/** Each for itself: one that has ended meanwhile keeps none of the others. What nobody has is acknowledged as by anybody who is called. */
async function takeOver(
  stores: Stores,
  { id: caseId, acknowledgedBy }: Case,
  person: string,
  request: { readonly requestId: string; readonly traceparent: string },
  pack: PolicyPack,
): Promise<{ readonly isTaken: boolean; readonly said: string }> {
  const reason = `Taken over at the beginning of the shift, from ${personName(acknowledgedBy, pack)}.`;
  const result = await performCommand(
    stores,
    { caseId, actor: { kind: 'person', id: person }, ...request },
    acknowledgedBy === undefined
      ? { kind: 'acknowledge', via: 'link' }
      : { kind: 'assign', via: 'link', person, reason },
  );
  if (result.outcome === 'refused') return { isTaken: false, said: result.problem.detail ?? result.problem.title };
  if (result.outcome === 'unchanged') return { isTaken: false, said: result.why };
  const isAlone = result.record.acknowledgedBy === person;
  return { isTaken: true, said: isAlone ? 'you have it' : 'you are one of them; it takes somebody else, too' };
}

function question(open: readonly Case[], pack: PolicyPack): Page {
  if (open.length === 0) return { title: 'Nothing to take over', lines: ['All of it is yours, or over.'] };
  const options = open.map((record) => {
    const { title, severity } = record;
    const label = `${severity?.level ?? 'S2'} ${shortReference(record)} ${title}: ${whoHas(record, pack)}`;
    return { value: offer(record), label };
  });
  return {
    title: 'Take over what you go on with?',
    lines: ['Whoever has one of them gives it to you, and it is recorded. What you do not take stays as it is.'],
    fields: [{ kind: 'some', name: 'cases', label: 'Cases', options }],
    buttons: { 'take-over': 'Take them over' },
  };
}
