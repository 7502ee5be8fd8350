import { draftOf } from './draft.ts';
import { isAnswer } from './email/answers-of-machines.ts';
import { classifyText } from './email/classify-text.ts';
import type { Candidate, MailClassifier } from './email/classify-text.ts';
import { daysIn } from './email/days-in-text.ts';
import { unwrapped } from './email/forwarded.ts';
import { domainOf, isAllowed, isDoubtful, isOfItsDomain, isProven, refusalOf } from './email/judge-writer.ts';
import type { Verdicts } from './email/judge-writer.ts';
import { carrierOfAddress, isAutomatic } from './email/mail-carriers.ts';
import type { MailCarrier } from './email/mail-carriers.ts';
import { numbersInText, numbersOfNotice } from './email/numbers-in-text.ts';
import { placesIn } from './email/places-in-text.ts';
import { readMails } from './email/read-mail.ts';
import type { Mail } from './email/read-mail.ts';
import { readNotice } from './email/read-notice.ts';
import { common, draftAnnounced, draftByWords, draftOfNotice, inWords } from './email/report-mail.ts';
import type { Rejection, Sender, SignalDraft, SlowTranslator } from './translator.ts';

const FORMAT = 'email';

export interface Reading {
  readonly classify: MailClassifier;
  /** Below it, for trouble as for none, a person decides. */
  readonly confidence: number;
  /** What was found out about who sent it; absent where whoever handed it over answers for it (a webhook that is signed, a file in an inbox). */
  readonly verdicts?: Verdicts | undefined;
}

interface MailRead {
  readonly draft?: SignalDraft;
  readonly rejection?: Rejection;
  readonly warning?: string;
}

/** Mail, raw as it was received: carriers' notices by sender and shape, what people write by probability. */
export function emailTranslator(usual: Reading): SlowTranslator {
  return async ({ bytes }, sender) => {
    const reading = { ...usual, confidence: sender.confidence ?? usual.confidence };
    const mails = bytes.length === 0 ? undefined : await readMails(bytes);
    if (mails === undefined) return { format: FORMAT, drafts: [], rejections: [notReadable], warnings: [] };
    const refused = reading.verdicts === undefined ? undefined : refusalOf(reading.verdicts);
    if (refused !== undefined) return { format: FORMAT, drafts: [], rejections: [notOpened(refused)], warnings: [] };
    const [outer] = mails;
    const strange = outer === undefined ? undefined : await ofNobodyAllowed(outer, reading, sender);
    if (strange !== undefined) return { format: FORMAT, drafts: [], rejections: [strange], warnings: [] };
    const read: MailRead[] = [];
    for (const mail of mails) read.push(await readOne(mail, reading, sender));
    return {
      format: FORMAT,
      drafts: read.flatMap(({ draft }) => draft ?? []),
      rejections: read.flatMap(({ rejection }) => rejection ?? []),
      warnings: read.flatMap(({ warning }) => warning ?? []),
    };
  };
}

/** Where no policy says otherwise. */
export const USUAL_CONFIDENCE = 0.8;

export const translateEmail = emailTranslator({ classify: classifyText, confidence: USUAL_CONFIDENCE });

const notReadable: Rejection = {
  part: 'mail',
  pointer: 'mail',
  detail: 'This is no mail, or it has more lines, or parts deeper in each other, than any mail needs.',
  mend: 'Send the mail as it was received, with all its headers.',
};

const notOpened = (why: 'virus' | 'spam'): Rejection => ({
  part: 'mail',
  pointer: 'mail',
  detail: why === 'virus' ? 'A virus was found in it.' : 'It was taken for spam.',
  mend:
    why === 'virus'
      ? 'Discard it, and tell who seems to have sent it.'
      : 'Discard it; if it is none, have its sender reported as wanted.',
});

/** Where a rejection for its writer's sake points to. */
export const WRITER = 'mail, From';

/** Of a mailbox that takes mail of some only: what others send is not read; what comes in the name of one of them without proof is for a person. */
async function ofNobodyAllowed(mail: Mail, reading: Reading, sender: Sender): Promise<Rejection | undefined> {
  const { allowedSenders } = sender;
  if (allowedSenders === undefined) return undefined;
  if (!isAllowed(allowedSenders, mail.from)) return notAllowed(mail.from);
  const { verdicts, classify } = reading;
  if (verdicts === undefined || isOfItsDomain(mail.from, allowedSenders, { found: verdicts, results: mail.results }))
    return undefined;
  const doubt = `It comes in the name of ${domainOf(mail.from)}, which may write to this mailbox, and neither DMARC, DKIM nor SPF proves that.`;
  return { ...toRead(mail, doubt, await classify(`${mail.subject}\n${mail.text}`), sender), pointer: WRITER };
}

const notAllowed = (from: string): Rejection => ({
  part: 'mail',
  pointer: WRITER,
  detail:
    from === ''
      ? 'It names nobody who wrote it, and this mailbox takes mail of some senders only.'
      : `Who wrote it, of ${domainOf(from)}, is not among those who may write to this mailbox.`,
  mend: 'Discard it; or let the source allow its sender (allowedSenders), and replay it.',
});

async function readOne(received: Mail, reading: Reading, sender: Sender): Promise<MailRead> {
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
  const { verdicts } = reading;
  const isOfWriter = part === 'mail' && mail.from === received.from;
  const carrier = verdicts === undefined || isOfWriter ? carrierOfAddress(mail.from) : undefined;
  const isNotice = carrier !== undefined && (isAutomatic(mail.from) || mail.isBulk);
  const isBelieved = verdicts === undefined || carrier === undefined || isProven(carrier, verdicts, received.results);
  if (carrier !== undefined && !isBelieved) return { rejection: await forged(mail, carrier, reading, sender) };
  return isNotice ? readFromCarrier(mail, carrier, reading, sender) : readFreeText(mail, reading, sender);
}

async function readFromCarrier(mail: Mail, carrier: MailCarrier, reading: Reading, sender: Sender): Promise<MailRead> {
  const { part, subject, text } = mail;
  const notice = readNotice(subject, text);
  const references = numbersOfNotice(`${text}\n${subject}`, carrier);
  const about = `a notice of ${carrier.carrier.name ?? carrier.issuer}`;
  if (references.length === 0) {
    if (notice?.code.trouble === undefined) return { warning: `${part}: ${about} names no parcel and no order.` };
    const detail = `It is ${about} of ${notice.code.trouble}, and no number stands in it by which to know the parcel.`;
    return { rejection: { part, pointer: part, detail, mend: 'Somebody has to read it and report what it is about.' } };
  }
  if (notice !== undefined) return { draft: draftOfNotice(mail, notice, { carrier, references }, sender) };
  // Carriers have more shapes and languages than we know.
  const [first] = await reading.classify(`${subject}\n${text}`);
  if (first !== undefined && isSure(first, reading.confidence))
    return { draft: draftByWords(mail, first, references, sender) };
  const draft = draftOfNotice(mail, undefined, { carrier, references }, sender);
  return { draft, warning: `${part}: ${about} has no shape that we know.` };
}

async function readFreeText(
  mail: Mail,
  { classify, confidence, verdicts }: Reading,
  sender: Sender,
): Promise<MailRead> {
  const { part, subject, text } = mail;
  const whole = `${subject}\n${text}`;
  const candidates = await classify(whole);
  const references = numbersInText(whole, sender.issuer);
  const [first] = candidates;
  const notice = isAnswer(subject) ? undefined : readNotice(subject, '');
  const isOfMachine = isAutomatic(mail.from);
  const isTrouble = notice?.code.trouble !== undefined;
  // A machine that has such a subject means what it says, whoever runs it: a shop, a broker, a carrier that we do not know.
  if (isOfMachine && isTrouble && references.length > 0 && !(verdicts !== undefined && isDoubtful(verdicts)))
    return { draft: draftAnnounced(mail, notice, references, sender) };
  const none = candidates.find(({ type }) => type === 'none')?.probability ?? 0;
  // Of a person such a subject is not enough, and too much for a report of nothing.
  const isOrdinary = !isTrouble && ((isOfMachine && notice !== undefined) || none >= confidence);
  if (first === undefined || (isOrdinary && !isSure(first, confidence)))
    return references.length === 0
      ? { warning: `${part}: reports no trouble and names no shipment.` }
      : { draft: draftOf({ ...common(mail, references), time: mail.sent }, sender) };
  if (references.length === 0 && mail.isBulk) return { warning: `${part}: was sent to many and names no shipment.` };
  const doubt =
    references.length === 0
      ? 'It names no shipment, order or container that we know by its shape.'
      : !isSure(first, confidence)
        ? 'What it reports is not sure enough.'
        : verdicts !== undefined && isDoubtful(verdicts)
          ? 'Whoever sent it is not who the address says.'
          : undefined;
  if (doubt !== undefined) return { rejection: toRead(mail, doubt, candidates, sender) };
  return { draft: draftByWords(mail, first, references, sender) };
}

const isSure = ({ type, probability }: Candidate, confidence: number): boolean =>
  type !== 'none' && probability >= confidence;

/** Who writes in the name of a carrier and cannot prove it is not believed, and not passed over either: some carriers sign badly. */
async function forged(
  mail: Mail,
  { carrier, issuer }: MailCarrier,
  { classify }: Reading,
  sender: Sender,
): Promise<Rejection> {
  const doubt = `It comes in the name of ${carrier.name ?? issuer}, and neither DKIM nor SPF proves that.`;
  return toRead(mail, doubt, await classify(`${mail.subject}\n${mail.text}`), sender);
}

const MOST_CANDIDATES = 4;

function toRead(mail: Mail, doubt: string, all: readonly Candidate[], sender: Sender): Rejection {
  const { part, subject, text } = mail;
  const whole = `${subject}\n${text}`;
  const candidates = all.slice(0, MOST_CANDIDATES).map(({ type, probability }) => ({
    type,
    probability: Math.round(probability * 1000) / 1000,
  }));
  const listed = candidates.map(({ type, probability }) => `${type} ${inWords(probability)}`);
  const written = { day: (mail.sent?.occurredAt ?? sender.receivedAt).slice(0, 10), zone: sender.zone };
  return {
    part,
    pointer: part,
    detail: `${doubt} By its words: ${listed.join(', ')}.`,
    mend: 'Somebody has to read it, and report what it says or discard it with a reason.',
    toDecide: {
      candidates,
      references: [...numbersInText(whole, sender.issuer)],
      days: daysIn(whole, written).map(({ day }) => day),
      places: placesIn(whole),
    },
  };
}
