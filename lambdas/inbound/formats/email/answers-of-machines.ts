interface Head {
  readonly from: string;
  readonly subject: string;
  /** By its name in small letters; empty where it is not there. */
  readonly header: (name: string) => string;
}

/**
 * How mailboxes answer for somebody who is away, as Outlook, Exchange and Gmail put it before the subject in their languages, and how a machine says that it could not deliver. From memory of such mails:
 * nobody publishes a list.
 */
const SUBJECTS =
  /^\s*(?:gelesen|gelezen|le[íi]do|letto|przeczytano|ungelesen gel[öo]scht)\s*:|^\s*(?:automatic reply|auto(?:matic)? ?response|auto-?reply|out of (?:the )?office|automatische antwort|abwesen(?:d|heit)\s*:|abwesenheitsnotiz|abwesenheitsnachricht|r[ée]ponse automatique|message d['’]absence|respuesta autom[áa]tica|risposta automatica|fuori ufficio|automatisch antwoord|afwezigheidsbericht|resposta autom[áa]tica|odpowied[źz] automatyczna|autosvar|automatisk svar|automatick[áa] odpov[ěe][ďd]|automaattinen vastaus|otomatik yan[ıi]t|автоматический ответ|автоответ|自动回复|自动答复|自動回覆|自動応答|自動返信|자동 회신)|^\s*(?:undelivered mail returned to sender|mail delivery failed|delivery status notification|failure notice|undeliverable|unzustellbar|non remis|no se puede entregar|niet te bezorgen|niedostarczalne)\s*(?:$|[:(])/i;

const ANSWERS = /^\s*(?:re|aw|antw|sv|odp|res|r)\s*:/i;

/** Whether a subject is that of an answer: its words are those of the mail that it answers. */
export function isAnswer(subject: string): boolean {
  return ANSWERS.test(subject.slice(0, 20));
}

/** Written by a machine in answer to a mail: an absence, a receipt, a mail that could not be delivered, or that somebody comes to a meeting. It tells nothing of goods, whatever mail it repeats. */
export function isAnswerOfMachine({ from, subject, header }: Head): boolean {
  const type = header('content-type');
  return (
    /multipart\/report/i.test(type) ||
    (/text\/calendar/i.test(type) && /method=["']?(?:reply|counter)\b/i.test(type)) ||
    /^(mailer-daemon|postmaster)@/i.test(from) ||
    /auto-replied/i.test(header('auto-submitted')) ||
    // What a machine says without being asked is no answer; with the subject of one it is.
    (/auto-generated/i.test(header('auto-submitted')) && isAnswer(subject)) ||
    /auto_?reply/i.test(header('precedence')) ||
    ['x-autoreply', 'x-autorespond'].some((name) => header(name) !== '') ||
    SUBJECTS.test(subject.slice(0, 200))
  );
}
