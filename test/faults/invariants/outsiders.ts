import { isLive } from '../../../lambdas/case/states.ts';
import type { CaseHistory, History, Moment } from '../history.ts';
import { isOfAction } from './actions.ts';
import type { Invariant } from './invariant.ts';

/** Between the last look at who wants no mail and the mail service; a slow call waits two seconds at most. */
const ON_ITS_WAY = 10_000;
const PATIENCE = 15 * 60_000;

type Mailed = Extract<Moment, { what: 'mailed' }>;

/** SES knows no key: so what it may have taken is not sent again, but by a person who wants it again. */
export const toldOnce: Invariant = {
  says: 'a customer is told once what was promised to them',
  broken: ({ moments }) => {
    const mails = new Map<string, number>();
    const words = new Map<string, string>();
    const again = new Map<string, number>();
    return moments.flatMap((moment) => {
      if (moment.what === 'entry' && moment.entry.happening.what === 'ActionRetried') {
        const { actionId } = moment.entry.happening;
        again.set(actionId, (again.get(actionId) ?? 0) + 1);
      }
      if (moment.what !== 'mailed' || !isOfAction(moment)) return [];
      const { about, caseId, to } = moment;
      const times = (mails.get(about) ?? 0) + 1;
      mails.set(about, times);
      const same = `${caseId} ${to} ${moment.words}`;
      const before = words.get(same) ?? about;
      words.set(same, about);
      if (times > 1 + (again.get(about) ?? 0)) return [`${about} was mailed ${String(times)} times`];
      return before === about ? [] : [`${about} has the words of ${before}`];
    });
  },
};

export const silentAfterOptOut: Invariant = {
  says: 'nobody is written to who wants no more mail',
  broken: ({ moments }) => {
    const out = new Map<string, number>();
    return moments.flatMap((moment) => {
      if (moment.what === 'opted-out') out.set(moment.address, moment.at);
      if (moment.what !== 'mailed' || !isOfAction(moment)) return [];
      const since = out.get(moment.to);
      return since === undefined || moment.at < since + ON_ITS_WAY ? [] : [`${moment.about} went to who wants no mail`];
    });
  },
};

/** Also where the case was over by then; while it lives, its call or whoever has it says so, and this is held by what wakes it. */
export const lostWordIsWithSomebody: Invariant = {
  says: 'that a message has not reached the customer of a case that is over is with somebody',
  broken: ({ cases, endedAt }) =>
    cases.flatMap(({ record, journal, notices }) => {
      const { customer, id } = record;
      if (isLive(record) || customer?.state !== 'not_told' || customer.actionId === undefined) return [];
      if (Date.parse(journal.at(-1)?.at ?? '') > endedAt - PATIENCE) return [];
      const isTold = notices.some(
        ({ purpose, state, claimedAt }) =>
          claimedAt >= customer.at && ['customer_not_told', 'call'].includes(purpose) && state !== 'suppressed',
      );
      return isTold ? [] : [`of ${id} nobody knows that ${customer.actionId} has not arrived`];
    }),
};

/** Either it has left, or whoever asked knows that it has not. */
export const askedOnce: Invariant = {
  says: 'a partner is asked once by a link, or somebody knows that they were not',
  broken: (history: History) => {
    const mails = history.moments.filter((moment): moment is Mailed => moment.what === 'mailed');
    const links = mails.filter((mail) => !isOfAction(mail)).map(({ about }) => about);
    const twice = links.filter((id, index) => links.indexOf(id) !== index).map((id) => `${id} was mailed twice`);
    return [...twice, ...history.cases.flatMap((one) => forgottenIn(one, history))];
  },
};

const ENDS_OF_MAIL: ReadonlySet<string> = new Set(['PartnerMailed', 'PartnerNotReached', 'PartnerLinkRevoked']);

function forgottenIn({ journal }: CaseHistory, { endedAt, deadLetters }: History): readonly string[] {
  const ended = new Set(
    journal.flatMap(({ happening }) =>
      ENDS_OF_MAIL.has(happening.what) && 'linkId' in happening ? [happening.linkId] : [],
    ),
  );
  return journal.flatMap(({ at, happening }) => {
    if (happening.what !== 'PartnerAsked' || ended.has(happening.linkId)) return [];
    // Whoever looks after dead letters has it.
    const isDead = deadLetters.some(({ body }) => body.includes(happening.linkId));
    return isDead || Date.parse(at) > endedAt - PATIENCE
      ? []
      : [`${happening.linkId} was never mailed, and nobody knows`];
  });
}

export const takenAsSaid: Invariant = {
  says: 'what a partner was thanked for stands in the journal, once',
  broken: ({ cases, taken }) =>
    [...taken].flatMap((note) => {
      const entries = cases
        .flatMap(({ journal }) => journal)
        .filter(
          ({ happening, personal }) => happening.what === 'PartnerAnswered' && personal?.['text']?.value === note,
        );
      return entries.length === 1 ? [] : [`an answer of a partner stands in ${String(entries.length)} entries`];
    }),
};

export const openLinksOnly: Invariant = {
  says: 'nobody answers by a link that was taken back or has ended',
  broken: ({ cases }) =>
    cases.flatMap(({ journal }) => {
      const until = new Map<string, string>();
      return journal.flatMap(({ at, happening }) => {
        if (happening.what === 'PartnerAsked') until.set(happening.linkId, happening.until);
        if (happening.what === 'PartnerLinkRevoked') until.set(happening.linkId, '');
        if (happening.what !== 'PartnerAnswered') return [];
        return at < (until.get(happening.linkId) ?? '') ? [] : [`${happening.linkId} was answered at ${at}`];
      });
    }),
};
