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

/** Sentences and lines of a text as they were written, without empty ones. */
export function sentencesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n|(?<=[.!?。])\s+/, MOST_SENTENCES * 4);
  return lines
    .map((line) => line.trim().slice(0, 600))
    .filter((line) => /\p{L}{2}/u.test(line))
    .slice(0, MOST_SENTENCES);
}

/** What only may be: it reports nothing. In English, German, French, Spanish, Italian, Dutch, Portuguese and Polish, as `plainWords` writes them. */
const ONLY_IF =
  /\b(if|unless|in case|should (you|there|any|the|it|we)|whether|in the event|may(?! \d)|might|could be|please (let|advise|inform|confirm)|how to|what to do|wenn|falls|sollte(n|st)?|ob|bei fragen|si|en cas|al caso|qualora|als|indien|mocht|caso|jesli|jezeli|gdyby|w razie|w przypadku)\b/;

export const isOnlyPossible = (plain: string): boolean => ONLY_IF.test(plain) || plain.endsWith('?');
