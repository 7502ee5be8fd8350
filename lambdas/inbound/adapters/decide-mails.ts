import type { Actor, MailDecision, Refusal, SourceRegistration } from '../../contracts/index.ts';
import { nowInstant, traceparentFrom } from '../../platform/index.ts';
import { afterDecision, decidedSignals, decisionOn, isToDecide } from '../decide-mail.ts';
import { hasPayload } from '../decide-quarantine.ts';
import type { Quarantined } from '../decide-quarantine.ts';
import { readMails } from '../formats/email/read-mail.ts';
import { quarantineProblem, sourceProblem } from '../refuse-administration.ts';
import { createQuarantine } from './quarantine.dynamo.ts';
import { createRawStore } from './raw-store.ts';
import { signalBus } from './signal-bus.ts';
import { createSourceStore } from './source-store.dynamo.ts';
import { passOn } from './take-in.ts';
import type { QuarantineSettings } from './tend-quarantine.ts';

export type MailDecided =
  { readonly ok: true; readonly mail: Quarantined; readonly signals: readonly string[] } | Refusal;

/** A mail as a person has to read it. */
export interface MailWords {
  readonly part: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

const MOST_LISTED = 100;
const PAGE = 100;
const MOST_PAGES = 10;
const MOST_WORDS = 8000;

/**
 * Mails that a person has to decide. A decision is noted first, under condition, then published: of two at once one wins. Who dies between the two leaves the case of the mail open, so that its
 * clock goes on; and whoever decides again publishes what was noted, under the same ids.
 */
export function mailDesk({ referenceTable, rawBucket, eventBus, log }: QuarantineSettings) {
  const store = createQuarantine(referenceTable);
  const sources = createSourceStore(referenceTable);
  const raw = createRawStore(rawBucket);
  const publish = signalBus(eventBus, log);

  const openOf = async (sourceId: string): Promise<readonly Quarantined[]> => {
    const open: Quarantined[] = [];
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES && open.length < MOST_LISTED; page += 1) {
      const listed = await store.list(sourceId, { limit: PAGE, after });
      open.push(...listed.items.filter(({ state, rejections }) => state === 'open' && isToDecide(rejections)));
      after = listed.after;
      if (after === undefined) break;
    }
    return open;
  };

  const publishDecision = async (source: SourceRegistration, mail: Quarantined): Promise<readonly string[]> => {
    const decided = decisionOn(mail);
    if (decided === undefined) return [];
    const signals = decidedSignals(decided.decision, decided.by, {
      source,
      quarantineId: mail.id,
      rawKey: mail.rawKey,
      receivedAt: mail.at,
      traceparent: traceparentFrom(undefined),
    });
    await passOn({ publish, raw }, signals, `${nowInstant()}-${mail.id}`);
    return signals.map(({ id }) => id);
  };

  return {
    /** Those that wait, the oldest first. */
    waiting: async (): Promise<readonly Quarantined[]> => {
      const mailboxes = (await sources.list()).filter(({ format }) => format === 'email');
      const waiting = await Promise.all(mailboxes.map(({ id }) => openOf(id)));
      return waiting
        .flat()
        .toSorted((one, other) => one.at.localeCompare(other.at))
        .slice(0, MOST_LISTED);
    },

    read: async (sourceId: string, id: string): Promise<Quarantined | undefined> => {
      const found = await store.read(sourceId, id);
      return found !== undefined && isToDecide(found.rejections) ? found : undefined;
    },

    words: async (mail: Quarantined): Promise<readonly MailWords[]> => {
      if (!hasPayload(mail, nowInstant())) return [];
      const mails = (await readMails(await raw.read(mail.rawKey))) ?? [];
      return mails.map(({ part, from, subject, text }) => ({ part, from, subject, text: text.slice(0, MOST_WORDS) }));
    },

    decide: async (sourceId: string, id: string, decision: MailDecision, actor: Actor): Promise<MailDecided> => {
      const source = await sources.byId(sourceId);
      if (source === undefined) return { ok: false, problem: sourceProblem('no-such-source', sourceId) };
      let found: Quarantined | undefined;
      const next = await store.change(sourceId, id, (fresh) => {
        found = fresh;
        return fresh === undefined ? undefined : afterDecision(fresh, decision, { at: nowInstant(), actor });
      });
      if (next !== undefined) return { ok: true, mail: next, signals: await publishDecision(source, next) };
      if (found === undefined || !isToDecide(found.rejections))
        return { ok: false, problem: quarantineProblem('no-such-mail', id) };
      // Whoever decided may have died before it was published.
      const signals = await publishDecision(source, found);
      const isSame = JSON.stringify(decisionOn(found)?.decision) === JSON.stringify(decision);
      return isSame
        ? { ok: true, mail: found, signals }
        : { ok: false, problem: quarantineProblem('decided-already', id) };
    },
  };
}
