/** Words as they are compared: in lower case, without accents, quotes and links, one blank between. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ł/gi, 'l')
    .replace(/https?:\S{1,2000}/g, ' ')
    .replace(/[’‘`´]/g, "'")
    .replace(/[\s\u00a0_*>|]+/g, ' ')
    .toLowerCase()
    .trim();
}

const MOST_SENTENCES = 400;

/** A point behind a figure may belong to a day (`5.3.`, `5. März`); there a sentence ends only before a capital that begins no month. */
const BETWEEN =
  /\r?\n|(?<=[!?。]|[^\d]\.)\s+|(?<=\d\.)\s+(?=\p{Lu})(?!(?:Jan|Feb|M[äa]r|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))/u;

/** Sentences and lines of a text as they were written, without empty ones. */
export function sentencesOf(text: string): readonly string[] {
  const lines = text.split(BETWEEN, MOST_SENTENCES * 4);
  return lines
    .map((line) => line.trim().slice(0, 600))
    .filter((line) => /\p{L}{2}/u.test(line))
    .slice(0, MOST_SENTENCES);
}

/** How people begin before they come to the matter in the same sentence, as `plainWords` writes it; what the greeting says is ordinary. */
const GREETING =
  /^(dear|hello|hi|hey|good (morning|afternoon|evening|day)|hallo|moin|guten (tag|morgen|abend)|sehr geehrte|lieber?|bonjour|bonsoir|hola|buen(os|as) (dias|tardes|noches)|buon(giorno|asera)|salve|goede(morgen|middag|navond)|goedendag|beste|bom dia|boa (tarde|noite)|ola|prezad[oa]s?|dzien dobry|witam|szanown[ia])\b[^,:;!?]{0,40}[,:!] (?=\S)/;

export const withoutGreeting = (plain: string): string => plain.replace(GREETING, '');

/**
 * What only may be: it reports nothing. In English, German, French, Spanish, Italian, Dutch, Portuguese and Polish, as `plainWords` writes them. What is `if` in one of them is another word in the next: `als` is than in
 * German, `si` is itself in Italian, May is a month; there the next word tells.
 */
const ONLY_IF = new RegExp(
  [
    String.raw`\b(if|unless|in case|should (you|there|any|the|it|we)|whether|in the event|might|could be|please (let|advise|inform|confirm)|how to|what to do)\b`,
    String.raw`\bmay (also |not |still )?(be|have|take|experience|arrive|result|cause|vary|require|differ|contain|occur|need|change|apply|incur|become|see|receive|contact|ask|use|request|lead)\b`,
    String.raw`^sollten? |\b(wenn|falls|ob|bei fragen)\b`,
    String.raw`\bsi (vous|votre|vos|le|la|les|un|une|il|elle|nous|cela|ce|cette|tu|no|el|los|las|su|sus|usted|tiene|desea|necesita|quiere|ya|hay|alguna?)\b|\bsi l'|\bs'ils?\b|\ben cas\b`,
    String.raw`\b(in|nel|en|no|em|al) caso\b|\bcaso (nao|o|a|os|as|haja|tenha|deseje|precise|seja|queira)\b|\bqualora\b`,
    String.raw`\bals (u|je|jij|het|de|wij|we|dit|dat|een|uw|jouw)\b|\bindien\b|\bmocht\b`,
    String.raw`\b(jesli|jezeli|gdyby|w razie|w przypadku)\b`,
  ].join('|'),
);

export const isOnlyPossible = (plain: string): boolean => ONLY_IF.test(plain) || plain.endsWith('?');
