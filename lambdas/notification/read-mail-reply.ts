import { unwrapped } from '../inbound/formats/email/forwarded.ts';
import { isOfItsDomain, refusalOf } from '../inbound/formats/email/judge-writer.ts';
import type { Verdicts } from '../inbound/formats/email/judge-writer.ts';
import { readMails } from '../inbound/formats/email/read-mail.ts';

/** A reply by mail: what was newly written, by whom, and whether that can be believed. */
export interface MailReply {
  readonly from: string;
  /** SES has seen that whoever may send for that domain has sent it, and found nothing bad in it. */
  readonly isProven: boolean;
  /** An absence, a mail that did not arrive, a newsletter: nobody has said anything, and an answer would go round for ever. */
  readonly isOfMachine: boolean;
  readonly messageId: string | undefined;
  readonly subject: string;
  readonly text: string;
}

const REPLY_PREFIX = /^\s*(?:(?:re|aw|sv|antw|odp|res|ref|fwd?|wg|tr|rv)\s*(?:\[\d{1,3}\])?\s*:\s*)+/i;
/** RFC 3676, section 4.3: the line before a signature; phones write their own. */
const SIGNATURE =
  /^(?:-- ?|_{5,80}|sent from my .{1,60}|von meinem .{1,60} gesendet|envoyé de mon .{1,60}|enviado desde mi .{1,60})\r?$/im;

/** Undefined: it is no mail, or one that is nested or long beyond reason. */
export async function readMailReply(bytes: Uint8Array, verdicts: Verdicts): Promise<MailReply | undefined> {
  const [mail] = (await readMails(bytes)) ?? [];
  if (mail === undefined) return undefined;
  // Whoever answers a forwarded message still answers: what they forward is not their word.
  const { text } = unwrapped({ ...mail, subject: mail.subject.replace(REPLY_PREFIX, '') });
  return {
    from: mail.from,
    isProven:
      refusalOf(verdicts) === undefined && isOfItsDomain(mail.from, [], { found: verdicts, results: mail.results }),
    isOfMachine: mail.isAutomatic || mail.isAnswerOfMachine || mail.isBulk,
    messageId: mail.messageId,
    subject: mail.subject,
    text: written(text),
  };
}

/** Without what is quoted and without the signature. */
function written(text: string): string {
  const end = text.search(SIGNATURE);
  return (end < 0 ? text : text.slice(0, end))
    .split(/\r?\n/)
    .filter((line) => !line.trimStart().startsWith('>'))
    .join('\n')
    .trim();
}
