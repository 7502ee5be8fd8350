import type { Mail } from './read-mail.ts';

/** The line that mail programs put before what they forward, and before what they answer. */
const FORWARDED =
  /^[> \t]*(?:-{2,20}[ \t]?)?(?:begin forwarded message|forwarded message|weitergeleitete nachricht|message transfere|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|wiadomosc przekazana|wiadomość przekazana|mensagem encaminhada|original message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|oorspronkelijk bericht|oryginalna wiadomość)[ \t]?:?[ \t]?-{0,20}[ \t]{0,5}\r?$/im;
/** Outlook puts only the header before it. */
const HEADER_BLOCK =
  /^[> \t]*_{10,80}\r?$|^[> \t]*(?:\*?)(?:from|von|de|da|van|od):\*? .{0,300}\n[> \t]*\*?(?:sent|date|gesendet|datum|envoyé|enviado|fecha|inviato|data|verzonden|wysłano|subject|betreff|to|an):/im;
const ANSWERED =
  /^[> \t]*(?:on .{5,200} wrote|am .{5,200} schrieb .{0,120}|le .{5,200} a écrit|el .{5,200} escribió|il .{5,200} ha scritto|op .{5,200} schreef .{0,120}|w dniu .{5,200} (?:pisze|napisał).{0,20}) ?:[ \t]{0,5}\r?$/im;
const IS_FORWARD = /^\s*(?:fwd?|wg|tr|rv|i|inoltro|doorst|pd|enc|vs)\s*:/i;

const MOST_LEVELS = 5;

/** What was written last, without what it answers; where a mail was forwarded, what was forwarded, with its writer and subject. A forwarded forward is followed five levels deep. */
export function unwrapped(mail: Mail): Mail {
  let inner = mail;
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const at = startOf(inner.text);
    if (at === undefined) return inner;
    const below = inner.text.slice(at).replace(/^[ \t]*(?:> ?)+/gm, '');
    if (!IS_FORWARD.test(inner.subject)) return { ...inner, text: inner.text.slice(0, at) };
    const from = headerIn(below, 'from|von|de|da|van|od');
    const subject = headerIn(below, 'subject|betreff|objet|asunto|oggetto|onderwerp|temat|assunto');
    if (from === '' && subject === '') return inner;
    const address = /[^\s<>"'()[\]:,;]{1,64}@[a-z0-9.-]{3,200}/i.exec(from)?.[0] ?? '';
    inner = {
      ...inner,
      from: address === '' ? inner.from : address.toLowerCase(),
      subject: subject === '' ? inner.subject : subject,
      text: below.slice(below.search(/\n[ \t]*\n/) + 1),
    };
  }
  return inner;
}

function startOf(text: string): number | undefined {
  const found = [FORWARDED, HEADER_BLOCK, ANSWERED].map((pattern) => text.search(pattern)).filter((at) => at >= 0);
  return found.length === 0 ? undefined : Math.min(...found);
}

function headerIn(text: string, names: string): string {
  return (
    new RegExp(`^[ \\t]*\\*?(?:${names}):\\*?[ \\t]*(.{1,300})$`, 'im').exec(text.slice(0, 4000))?.[1]?.trim() ?? ''
  );
}
