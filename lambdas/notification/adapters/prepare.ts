import * as z from 'zod';
import { isShared, readerIn, waitingMailIn } from '../../contracts/index.ts';
import type { Case, Notice, Person, Signal } from '../../contracts/index.ts';
import { loadAction } from '../../actions/index.ts';
import { caseStore, countChildren, heardFor } from '../../case/index.ts';
import type { Begun, CaseStore } from '../../case/index.ts';
import { messageIn } from '../../customers/index.ts';
import { now, nowInstant, parseEnvironment, publicUrl, secretReader, settingReader } from '../../platform/index.ts';
import { packStore } from '../../policy/index.ts';
import { prepareHandover } from './prepare-handover.ts';
import { composeActionMessage } from '../compose-action-message.ts';
import { composeDigest } from '../compose-digest.ts';
import { composeMessage } from '../compose-message.ts';
import type { Message } from '../compose-message.ts';
import { signLink } from '../link-token.ts';
import type { LinkClaim } from '../link-token.ts';
import { signReply } from '../reply-token.ts';
import { signView } from '../view-token.ts';
import type { ViewClaim } from '../view-token.ts';

/** A link works for a night and a day: long enough for whoever was asleep, short enough for a forwarded mail. */
const LINK_LIFETIME_S = 24 * 3600;
/** A reply is bound to its sender as well, so it may come later than a click: notes are written days after the first message. */
const REPLY_LIFETIME_MS = 14 * 24 * 3600 * 1000;

export interface Prepared {
  readonly person: Person;
  readonly message: Message;
  /** With which this person may reply about the case, for as long as a case lives at most. */
  readonly replyToken: string;
}

/** `others`: notices to the same person that go along with it. */
export type Prepare = (notice: Notice, record: Case, others?: readonly Begun[]) => Promise<Prepared>;

/** Composes the message of a notice from the case as it is now, with a link that is signed for its recipient. */
export function preparer(): Prepare {
  const environment = parseEnvironment({ LINK_SECRET: z.string(), SETTINGS_PREFIX: z.string() });
  const packs = packStore();
  const cases = caseStore();
  const secret = secretReader();
  const setting = settingReader(environment.SETTINGS_PREFIX);
  const prepareOne = async (notice: Notice, record: Case): Promise<Prepared> => {
    const [{ pack }, linkSecret, base] = await Promise.all([
      packs.load(record.policyVersion),
      secret(environment.LINK_SECRET),
      publicUrl(setting),
    ]);
    const replyToken = signReply(
      { caseId: record.id, person: notice.person, expiresMs: now() + REPLY_LIFETIME_MS },
      linkSecret,
    );
    const { link, see } = linksIn(notice, record, { base, linkSecret });
    if (notice.shift !== undefined) {
      const links = {
        seeCase: (caseId: string) => see('case', caseId),
        seeAll: see('shift'),
        takeOver: link({ act: 'take-over' }),
      };
      return { ...(await prepareHandover({ cases, packs }, notice, notice.shift, links)), replyToken };
    }
    const caseUrl = see('case');
    const children = record.cause === undefined ? undefined : await countChildren(cases, record.id);
    const person = readerIn(pack, notice.person);
    if (person === undefined)
      throw new Error(`the policy version ${record.policyVersion} has no person ${notice.person}`);
    const at = nowInstant();
    if (notice.actionId !== undefined) {
      const action = await loadAction(cases, record.id, notice.actionId);
      if (action === undefined) throw new Error(`no action ${notice.actionId} of case ${record.id}`);
      const decideUrl = link({ act: 'decide-action', actionId: action.id, digest: action.digest });
      const letter = action.type === 'customer_message' ? messageIn(await cases.journal(record.id), action) : undefined;
      const words = letter?.ok === true ? { message: letter.message } : {};
      const taskUrl =
        action.byHand === undefined ? {} : { taskUrl: link({ act: 'end-task', taskId: action.byHand.taskId }) };
      const links = { decideUrl, caseUrl, ...taskUrl };
      const message = composeActionMessage({ action, record, notice, person, pack, at, ...links, ...words });
      return { person, message, replyToken };
    }
    const [tasks, signals] = await Promise.all([
      isToldTasks(notice, record) ? cases.tasks(record.id) : [],
      reportsOf(cases, record),
    ]);
    const heard = await heardFor(cases, record, tasks);
    // What several read has a button, and no page that would act as one of them.
    const shared = isShared(pack, notice.person);
    const acknowledgeUrl = shared ? base : link({ act: 'acknowledge' });
    const about =
      children === undefined
        ? {}
        : {
            children,
            casesUrl: see('incident'),
            ...(shared ? {} : { endUrl: link({ act: 'end-incident' }) }),
          };
    const mail = waitingMailIn(signals);
    const decide = mail === undefined || shared ? {} : { decideUrl: link({ act: 'decide-mail', ...mail }) };
    const [taskId, ...others] = notice.taskIds ?? [];
    const task =
      taskId === undefined || others.length > 0 || shared ? {} : { taskUrl: link({ act: 'end-task', taskId }) };
    const links = { acknowledgeUrl, caseUrl, ...task, ...decide };
    const said = await wordsOf(cases, notice, record);
    const known = { tasks, heard, signals, ...said, ...(shared ? { shared } : {}) };
    const message = composeMessage({ record, notice, person, pack, at, ...known, ...links, ...about });
    return { person, message, replyToken };
  };
  return async (notice, record, others = []) => {
    const prepared = await prepareOne(notice, record);
    const along = await Promise.all(others.map((other) => prepareOne(other.notice, other.record)));
    const messages = along.map(({ message }) => message);
    return { ...prepared, message: composeDigest(prepared.message, messages) };
  };
}

/** Links to one recipient of one notice. A page that several read shows, and lets none of them act as another. */
export function linksIn(
  { id: noticeId, person }: Pick<Notice, 'id' | 'person'>,
  { id: caseId }: Pick<Case, 'id'>,
  { base, linkSecret }: { readonly base: string; readonly linkSecret: string },
): {
  readonly link: (claim: Omit<LinkClaim, 'caseId' | 'noticeId' | 'person' | 'expires'>) => string;
  readonly see: (of: ViewClaim['of'], about?: string) => string;
} {
  const bound = { caseId, noticeId, person, expires: Math.floor(now() / 1000) + LINK_LIFETIME_S };
  return {
    link: (claim) => {
      const page = claim.act === 'decide-mail' ? 'mail-replies' : 'replies';
      return `${base}/v1/${page}/${signLink({ ...bound, ...claim }, linkSecret)}`;
    },
    see: (of, about = caseId) => `${base}/v1/views/${signView({ ...bound, of, caseId: about }, linkSecret)}`,
  };
}

/** Only who is asked to do something is told what the playbook says. */
function isToldTasks({ purpose }: Notice, { playbook }: Case): boolean {
  return ['call', 'task_late', 'task_set'].includes(purpose) && playbook !== undefined && playbook.open > 0;
}

/** What somebody has written that is told with it. */
async function wordsOf(
  cases: CaseStore,
  { purpose }: Notice,
  record: Case,
): Promise<{ readonly partnerNote?: string; readonly endNote?: string }> {
  if (purpose === 'partner') return partnerWords(cases, record);
  return purpose === 'resolved' && record.resolvedBy !== undefined ? endWords(cases, record) : {};
}

/** What whoever has resolved it has said to it, unless it was erased. */
async function endWords(cases: CaseStore, { id }: Case): Promise<{ readonly endNote?: string }> {
  const last = (await cases.journal(id)).findLast(({ happening }) => happening.what === 'CaseResolved');
  const endNote = last?.personal?.['text']?.value;
  return endNote === undefined ? {} : { endNote };
}

/** What a partner has written with their last answer, unless it was erased. */
async function partnerWords(cases: CaseStore, { id, partner }: Case): Promise<{ readonly partnerNote?: string }> {
  const journal = await cases.journal(id);
  const last = journal.findLast(({ happening, at }) => happening.what === 'PartnerAnswered' && at === partner?.at);
  const partnerNote = last?.personal?.['text']?.value;
  return partnerNote === undefined ? {} : { partnerNote };
}

/** So many reports of one trouble say little more than the case does, and reading them all would make each message slower. */
const MOST_REPORTS = 25;

export async function reportsOf(cases: CaseStore, { id, signals }: Case): Promise<readonly Signal[]> {
  return signals > MOST_REPORTS ? [] : cases.signals(id);
}
