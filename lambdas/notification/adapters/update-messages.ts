import * as z from 'zod';
import { readerIn } from '../../contracts/index.ts';
import type { Case, Notice, PolicyPack, Signal } from '../../contracts/index.ts';
import { loadAction } from '../../actions/index.ts';
import { caseStore } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import { messageIn } from '../../customers/index.ts';
import { nowInstant, parseEnvironment, publicUrl, secretReader, settingReader } from '../../platform/index.ts';
import { packStore } from '../../policy/index.ts';
import { composeActionMessage } from '../compose-action-message.ts';
import { composeMessage } from '../compose-message.ts';
import { renderSlack } from '../render-slack.ts';
import type { SlackPost } from '../render-slack.ts';
import { readMessageId } from '../slack-message-id.ts';
import { standingOfNotice, standingOfProposal } from '../standing.ts';
import { linksIn, reportsOf } from './prepare.ts';
import { openConversation, updateMessage } from './slack.ts';
import type { Called, SlackAccess } from './slack.ts';

export interface Updated {
  readonly done: number;
  /** Slack does not let them be changed any more: deleted, or too old. */
  readonly refused: number;
  /** Slack wants to be left alone; what is left comes then. */
  readonly retryAfterSeconds?: number;
}

/** `givenOnAt`: when whoever had the case lost it, where that is what has happened. */
export type UpdateMessages = (record: Case, notices: readonly Notice[], givenOnAt?: string) => Promise<Updated>;

/** Says anew in Slack what its messages about a case said, each in the words for its reader. */
export function messageUpdater(): UpdateMessages {
  const environment = parseEnvironment({
    SLACK_SECRET: z.string(),
    LINK_SECRET: z.string(),
    SETTINGS_PREFIX: z.string(),
  });
  const packs = packStore();
  const cases = caseStore();
  const secret = secretReader();
  const setting = settingReader(environment.SETTINGS_PREFIX);
  return async (record, notices, givenOnAt) => {
    if (notices.length === 0) return { done: 0, refused: 0 };
    const [{ pack }, signals, token, apiUrl, linkSecret, base] = await Promise.all([
      packs.load(record.policyVersion),
      reportsOf(cases, record),
      secret(environment.SLACK_SECRET),
      setting('slack/api-url'),
      secret(environment.LINK_SECRET),
      publicUrl(setting),
    ]);
    const access = { linkSecret, base };
    const counts = { done: 0, refused: 0 };
    for (const notice of notices) {
      const about = { record, pack, caseUrl: linksIn(notice, record, access).see('case') };
      const post =
        notice.actionId === undefined
          ? sayAnew(notice, about, signals, givenOnAt)
          : await sayDecided(cases, notice, about);
      if (post === undefined) continue;
      const called = await change({ apiUrl, token }, notice, pack, post);
      if (called.ok) counts.done += 1;
      else if (called.why === 'final') counts.refused += 1;
      else return { ...counts, retryAfterSeconds: called.retryAfterSeconds };
    }
    return counts;
  };
}

interface About {
  readonly record: Case;
  readonly pack: PolicyPack;
  readonly caseUrl: string;
}

/** Undefined: what the message says is still true, or nobody of the pack reads it. */
function sayAnew(
  notice: Notice,
  { record, pack, caseUrl }: About,
  signals: readonly Signal[],
  givenOnAt: string | undefined,
): SlackPost | undefined {
  const person = readerIn(pack, notice.person);
  if (person === undefined) return undefined;
  const standing = standingOfNotice(notice, record, person, pack, givenOnAt);
  if (standing === undefined) return undefined;
  return renderSlack(composeMessage({ record, notice, person, pack, at: nowInstant(), standing, signals, caseUrl }));
}

/** Undefined: it is still asked for, or nobody of the pack reads it. */
async function sayDecided(
  cases: CaseStore,
  notice: Notice,
  { record, pack, caseUrl }: About,
): Promise<SlackPost | undefined> {
  const person = readerIn(pack, notice.person);
  const action = await loadAction(cases, record.id, notice.actionId ?? '');
  if (person === undefined || action === undefined) return undefined;
  const journal = await cases.journal(record.id);
  const standing = standingOfProposal(action, journal, person, pack, notice.claimedAt);
  if (standing === undefined) return undefined;
  const letter = action.type === 'customer_message' ? messageIn(journal, action) : undefined;
  const words = letter?.ok === true ? { message: letter.message } : {};
  return renderSlack(
    composeActionMessage({ action, record, notice, person, pack, at: nowInstant(), standing, caseUrl, ...words }),
  );
}

async function change(
  access: SlackAccess,
  { person, providerMessageId = '' }: Notice,
  pack: PolicyPack,
  post: SlackPost,
): Promise<Called<unknown>> {
  const { conversation, ts } = readMessageId(providerMessageId);
  if (conversation !== undefined) return updateMessage(access, { conversation, ts }, post);
  const slackId = readerIn(pack, person)?.slackId ?? '';
  const found = await openConversation(access, slackId);
  return found.ok ? updateMessage(access, { conversation: found.value, ts }, post) : found;
}
