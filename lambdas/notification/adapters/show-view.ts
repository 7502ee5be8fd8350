import { actionsOf, mayApprove, mayRefuse } from '../../actions/index.ts';
import { countChildren, heardFor, listedChildren, summariesOf } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { isShared, readerIn } from '../../contracts/index.ts';
import type { Case } from '../../contracts/index.ts';
import { loadHandover } from '../../handover/index.ts';
import { nowInstant } from '../../platform/index.ts';
import { casePage, incidentPage } from '../case-page.ts';
import type { PageLinks } from '../case-page.ts';
import { composeHandover } from '../compose-handover.ts';
import { signLink } from '../link-token.ts';
import { signView } from '../view-token.ts';
import type { ViewClaim } from '../view-token.ts';
import { GONE_AWAY } from './answer-page.ts';
import type { PageAnswer } from './answer-page.ts';
import { findViewer } from './perform-reply.ts';
import type { Replier, ReplyStores } from './perform-reply.ts';
import { reportsOf } from './prepare.ts';

/** More rows are no page any more. */
const MOST_ROWS = 100;

const NO_SUCH: PageAnswer = { status: 404, page: { title: 'There is no such case', lines: [] } };

/** What a link for seeing shows, as things are now. */
export async function showView(stores: ReplyStores, claim: ViewClaim, key: string): Promise<PageAnswer> {
  // As taking over by link it is by the policy that holds now: whoever has come since the first of its cases began sees the list.
  if (claim.of === 'shift') return shiftAsPage(stores, claim, linksOf(claim, key));
  const found = await findViewer(stores, claim.caseId, claim.person);
  if (found === 'unknownCase') return NO_SUCH;
  if (found === 'unknownPerson') return GONE_AWAY;
  const { record, pack, mayAct } = found;
  const links = linksOf(claim, key, mayAct && !isShared(pack, claim.person) ? record.version : undefined);
  const page =
    claim.of === 'case'
      ? await caseAsPage(stores.cases, found, links)
      : await childrenAsPage(stores.cases, record, links);
  return { status: 200, page };
}

/** Relative, so that they lead to wherever the page was opened. Without `asOf` it is a page on which nothing is done. */
function linksOf({ caseId: about, noticeId, person, expires }: ViewClaim, key: string, asOf?: number): PageLinks {
  const bound = { noticeId, person, expires };
  return {
    see: (of, caseId) => `../views/${signView({ ...bound, of, caseId }, key)}`,
    ...(asOf === undefined
      ? {}
      : { act: (claim) => `../replies/${signLink({ ...bound, asOf, caseId: about, ...claim }, key)}` }),
  };
}

async function caseAsPage(cases: CaseStore, { record, person, pack }: Replier, links: PageLinks) {
  const [tasks, signals, actions, children] = await Promise.all([
    cases.tasks(record.id),
    reportsOf(cases, record),
    actionsOf(cases, record.id),
    record.cause === undefined ? undefined : countChildren(cases, record.id),
  ]);
  const at = nowInstant();
  const heard = await heardFor(cases, record, tasks);
  const asked = actions.filter(
    (action) =>
      action.state === 'awaiting_approval' &&
      (mayApprove(person.id, action, pack, at).ok || mayRefuse(person.id, action, pack, at).ok),
  );
  const askedOf = new Set(asked.map(({ id }) => id));
  const about = { record, person, pack, at, signals, ...(children === undefined ? {} : { children }) };
  return casePage({ ...about, tasks, heard, actions, askedOf, links });
}

async function childrenAsPage(cases: CaseStore, record: Case, links: PageLinks) {
  const { here } = await listedChildren(cases, record.id);
  const order = ({ isOver, level = 'S2', caseId }: (typeof here)[number]): string =>
    `${isOver ? '1' : '0'} ${level} ${caseId}`;
  const ids = here.toSorted((one, other) => (order(one) < order(other) ? -1 : 1)).map(({ caseId }) => caseId);
  return incidentPage(record, await summariesOf(cases, ids.slice(0, MOST_ROWS)), here.length, links);
}

async function shiftAsPage(stores: ReplyStores, claim: ViewClaim, links: PageLinks): Promise<PageAnswer> {
  const notice = await stores.cases.loadNotice(claim.caseId, claim.noticeId);
  if (notice?.shift === undefined || notice.person !== claim.person)
    return { status: 404, page: { title: 'There is no such hand-over', lines: [] } };
  const loaded = await loadHandover(stores, notice.shift, MOST_ROWS);
  const person = readerIn(loaded.pack, claim.person);
  if (person === undefined) return GONE_AWAY;
  const {
    headline,
    because,
    byWhen,
    lists = [],
  } = composeHandover({
    ...loaded,
    notice,
    shift: notice.shift,
    person,
    at: nowInstant(),
    links: { seeCase: (caseId) => links.see('case', caseId) },
  });
  return {
    status: 200,
    page: { title: headline, lines: [because, ...(byWhen === undefined ? [] : [byWhen])], blocks: lists },
  };
}
