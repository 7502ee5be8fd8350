import { draftOf } from '../draft.ts';
import type { Report } from '../draft.ts';
import type { SentTime } from '../local-time.ts';
import type { Sender, SignalDraft } from '../translator.ts';
import type { Candidate } from './classify-text.ts';
import type { MailCarrier } from './mail-carriers.ts';
import { placesIn } from './places-in-text.ts';
import { timeSaid } from './read-mail.ts';
import type { Mail } from './read-mail.ts';
import type { Notice } from './read-notice.ts';
import { sentencesOf } from './sentences.ts';

type References = Report['references'];

/** What a carrier's notice says; one of no shape that we know only tells that there is news. */
export function draftOfNotice(
  mail: Mail,
  notice: Notice | undefined,
  { carrier, references }: { readonly carrier: MailCarrier; readonly references: References },
  sender: Sender,
): SignalDraft {
  const { trouble, milestone, why } = notice?.code ?? {};
  return draftOf(
    {
      ...common(mail, references),
      time: timeOf(mail, notice, sender.zone),
      trouble,
      milestone: trouble === undefined ? { name: milestone ?? 'other', at: 'actual' } : undefined,
      reason: notice === undefined ? undefined : { scheme: 'email:notice', code: notice.kind, text: why },
      carrier: carrier.carrier,
      text: trouble === undefined || notice === undefined ? undefined : withoutPersons(notice.said),
    },
    sender,
  );
}

/** What a text is taken for by its words. */
export function draftByWords(
  mail: Mail,
  { type, probability, said }: Candidate,
  references: References,
  sender: Sender,
): SignalDraft {
  const places = placesIn(said);
  return draftOf(
    {
      ...common(mail, references),
      time: mail.sent,
      trouble: type,
      reason: { scheme: 'email:text', code: type, text: `Read from its text, probability ${inWords(probability)}.` },
      place: places.length === 1 ? places[0] : undefined,
      text: withoutPersons(said),
    },
    sender,
  );
}

/** When the notice says that it happened; a time to come is an expectation. */
function timeOf({ sent }: Mail, notice: Notice | undefined, zone: string): SentTime | undefined {
  const said = notice === undefined ? undefined : timeSaid(notice.around, zone);
  if (said === undefined || sent === undefined) return sent;
  return Date.parse(said.occurredAt) <= Date.parse(sent.occurredAt) ? said : sent;
}

/** What the subject of a machine that is no carrier says. */
export function draftAnnounced(
  mail: Mail,
  { kind, code }: Notice,
  references: References,
  sender: Sender,
): SignalDraft {
  const said = [mail.subject, ...sentencesOf(mail.text).slice(0, 3)].join(' ').slice(0, MOST_SAID);
  return draftOf(
    {
      ...common(mail, references),
      time: mail.sent,
      trouble: code.trouble,
      reason: { scheme: 'email:notice', code: kind, text: code.why },
      text: withoutPersons(said),
    },
    sender,
  );
}

const MOST_SAID = 500;

export function common(
  { part, messageId }: Mail,
  references: References,
): Pick<Report, 'part' | 'reportId' | 'references'> {
  return { part, reportId: messageId === undefined ? undefined : `${messageId} ${part}`, references };
}

export const inWords = (probability: number): string => probability.toFixed(2);

/** Addresses and telephone numbers of persons stay in the raw payload. */
function withoutPersons(text: string): string {
  return text
    .replace(/[^\s<>]{1,64}@[^\s<>]{3,200}/g, '…')
    .replace(/\+\d[\d ()/-]{7,20}\d|\(\d{3}\) ?\d{3}-\d{4}/g, '…');
}
