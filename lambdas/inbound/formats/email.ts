import { draftOf } from './draft.ts';
import type { Report } from './draft.ts';
import { classifyText } from './email/classify-text.ts';
import type { Candidate, ClassifyText } from './email/classify-text.ts';
import { unwrapped } from './email/forwarded.ts';
import { carrierOfAddress, isAutomatic } from './email/mail-carriers.ts';
import type { MailCarrier } from './email/mail-carriers.ts';
import { numbersInText, numbersOfNotice } from './email/numbers-in-text.ts';
import { readMails, timeSaid } from './email/read-mail.ts';
import type { Mail } from './email/read-mail.ts';
import { readNotice } from './email/read-notice.ts';
import type { Notice } from './email/read-notice.ts';
import type { SentTime } from './local-time.ts';
import type { Rejection, Sender, SignalDraft, SlowTranslator } from './translator.ts';

const FORMAT = 'email';

export interface Reading {
  readonly classify: ClassifyText;
  /** Below it, for trouble as for none, a person decides. */
  readonly confidence: number;
}

interface MailRead {
  readonly draft?: SignalDraft;
  readonly rejection?: Rejection;
  readonly warning?: string;
}

/** Mail, raw as it was received: carriers' notices by sender and shape, what people write by probability. */
export function emailTranslator(reading: Reading): SlowTranslator {
  return async ({ bytes }, sender) => {
    const mails = bytes.length === 0 ? undefined : await readMails(bytes);
    if (mails === undefined) return { format: FORMAT, drafts: [], rejections: [notReadable], warnings: [] };
    const read = mails.map((mail) => readOne(mail, reading, sender));
    return {
      format: FORMAT,
      drafts: read.flatMap(({ draft }) => draft ?? []),
      rejections: read.flatMap(({ rejection }) => rejection ?? []),
      warnings: read.flatMap(({ warning }) => warning ?? []),
    };
  };
}

export const translateEmail = emailTranslator({ classify: classifyText, confidence: 0.8 });

const notReadable: Rejection = {
  part: 'mail',
  pointer: 'mail',
  detail: 'This is no mail, or it has more lines, or parts deeper in each other, than any mail needs.',
  mend: 'Send the mail as it was received, with all its headers.',
};

function readOne(received: Mail, reading: Reading, sender: Sender): MailRead {
  const { part } = received;
  if (received.isAnswerOfMachine)
    return { warning: `${part}: an answer of a machine (absence, or not delivered) was passed over.` };
  const mail = unwrapped(received);
  if (mail.from === '' && mail.subject === '' && mail.text.trim() === '')
    return {
      rejection: {
        part,
        pointer: part,
        detail: 'There is no sender, subject or text in it.',
        mend: 'Send the mail as it was received.',
      },
    };
  const carrier = carrierOfAddress(mail.from);
  return carrier !== undefined && (isAutomatic(mail.from) || mail.isBulk)
    ? readFromCarrier(mail, carrier, sender)
    : readFreeText(mail, reading, sender);
}

function readFromCarrier(mail: Mail, carrier: MailCarrier, sender: Sender): MailRead {
  const { part, subject, text } = mail;
  const notice = readNotice(subject, text);
  const references = numbersOfNotice(`${text}\n${subject}`, carrier);
  const about = `a notice of ${carrier.carrier.name ?? carrier.issuer}`;
  if (references.length === 0) {
    if (notice?.code.trouble === undefined) return { warning: `${part}: ${about} names no parcel and no order.` };
    const detail = `It is ${about} of ${notice.code.trouble}, and no number stands in it by which to know the parcel.`;
    return { rejection: { part, pointer: part, detail, mend: 'Somebody has to read it and report what it is about.' } };
  }
  const draft = draftOf(
    {
      ...common(mail, references),
      time: timeOf(mail, notice, sender.zone),
      trouble: notice?.code.trouble,
      milestone:
        notice?.code.trouble === undefined ? { name: notice?.code.milestone ?? 'other', at: 'actual' } : undefined,
      reason: notice === undefined ? undefined : { scheme: 'email:notice', code: notice.kind, text: notice.code.why },
      carrier: carrier.carrier,
      text: notice?.code.trouble === undefined ? undefined : withoutPersons(notice.said),
    },
    sender,
  );
  return notice === undefined ? { draft, warning: `${part}: ${about} has no shape that we know.` } : { draft };
}

/** When the notice says that it happened; a time to come is an expectation. */
function timeOf({ sent }: Mail, notice: Notice | undefined, zone: string): SentTime | undefined {
  const said = notice === undefined ? undefined : timeSaid(notice.around, zone);
  if (said === undefined || sent === undefined) return sent;
  return Date.parse(said.occurredAt) <= Date.parse(sent.occurredAt) ? said : sent;
}

function readFreeText(mail: Mail, { classify, confidence }: Reading, sender: Sender): MailRead {
  const { part, subject, text } = mail;
  const whole = `${subject}\n${text}`;
  const candidates = classify(whole);
  const references = numbersInText(whole, sender.issuer);
  const [first] = candidates;
  const none = candidates.find(({ type }) => type === 'none')?.probability ?? 0;
  if (first === undefined || none >= confidence)
    return references.length === 0
      ? { warning: `${part}: reports no trouble and names no shipment.` }
      : { draft: draftOf({ ...common(mail, references), time: mail.sent }, sender) };
  if (references.length === 0 && mail.isBulk) return { warning: `${part}: was sent to many and names no shipment.` };
  if (first.type === 'none' || first.probability < confidence || references.length === 0)
    return { rejection: toRead(part, candidates, references.length === 0) };
  const { type, probability, said } = first;
  const reason = { scheme: 'email:text', code: type, text: `Read from its text, probability ${inWords(probability)}.` };
  return {
    draft: draftOf(
      { ...common(mail, references), time: mail.sent, trouble: type, reason, text: withoutPersons(said) },
      sender,
    ),
  };
}

function common(
  { part, messageId }: Mail,
  references: Report['references'],
): Pick<Report, 'part' | 'reportId' | 'references'> {
  return { part, reportId: messageId === undefined ? undefined : `${messageId} ${part}`, references };
}

const MOST_CANDIDATES = 4;

function toRead(part: string, candidates: readonly Candidate[], isAboutNothing: boolean): Rejection {
  const listed = candidates.slice(0, MOST_CANDIDATES).map(({ type, probability }) => `${type} ${inWords(probability)}`);
  const detail = isAboutNothing
    ? 'It names no shipment, order or container that we know by its shape.'
    : 'What it reports is not sure enough.';
  return {
    part,
    pointer: part,
    detail: `${detail} By its words: ${listed.join(', ')}.`,
    mend: 'Somebody has to read it, and report what it says or discard it with a reason.',
  };
}

const inWords = (probability: number): string => probability.toFixed(2);

/** Addresses and telephone numbers of persons stay in the raw payload. */
function withoutPersons(text: string): string {
  return text
    .replace(/[^\s<>]{1,64}@[^\s<>]{3,200}/g, '…')
    .replace(/\+\d[\d ()/-]{7,20}\d|\(\d{3}\) ?\d{3}-\d{4}/g, '…');
}
