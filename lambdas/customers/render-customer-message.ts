import type { CustomerMessages, CustomerTemplate, CustomerVariable } from '../contracts/index.ts';
import { letterHtml } from '../notification/letter-html.ts';
import { escapeHtml } from '../notification/mail-html.ts';
import { VARIABLES } from './variables.ts';
import type { Values } from './variables.ts';

/** What a customer reads: exactly this is approved, and exactly this is sent. */
export interface CustomerText {
  readonly subject: string;
  readonly text: string;
}

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** Names of the variables that a text uses, as it writes them. */
export function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))];
}

/** The language of the customer where the template has it, with or without the country; else the one that the pack falls back to. */
export function chooseLanguage(
  wanted: string | undefined,
  { texts }: Pick<CustomerTemplate, 'texts'>,
  { fallbackLanguage }: Pick<CustomerMessages, 'fallbackLanguage'>,
): string {
  const [base = ''] = (wanted ?? '').split('-');
  return [wanted ?? '', base].find((language) => Object.hasOwn(texts, language)) ?? fallbackLanguage;
}

/** Days in the words of the language: `12 March 2026`, `12. März 2026`. */
export function renderTexts(
  { subject, text }: CustomerText,
  values: Values,
  { language, zone }: { readonly language: string; readonly zone: string },
): CustomerText {
  const day = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: zone });
  const say = (name: string): string => {
    const known = isVariable(name) ? values[name] : undefined;
    if (known === undefined || !isVariable(name)) throw new Error(`no value for ${name}`);
    // A value of a system is one line, whatever it holds.
    return VARIABLES[name].kind === 'day' ? day.format(Date.parse(known)) : known.replaceAll(/\s+/g, ' ').trim();
  };
  const fill = (words: string): string => words.replaceAll(PLACEHOLDER, (_whole, name: string) => say(name));
  return { subject: fill(subject), text: fill(text) };
}

export function isVariable(name: string): name is CustomerVariable {
  return Object.hasOwn(VARIABLES, name);
}

export interface CustomerMail extends CustomerText {
  readonly html: string;
}

/** Where a link leads, as far as a person reads it. */
function shortened(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.slice(0, 16)}…`;
}

/** The approved text as mail, with the way out below it. The frame says nothing of its own, so it needs no approval. */
export function mailOf(
  { subject, text }: CustomerText,
  footer: string,
  optOutUrl: string,
  language: string,
): CustomerMail {
  const link = `<a href="${escapeHtml(optOutUrl)}" class="dim" style="color:#5f6b7a">${escapeHtml(shortened(optOutUrl))}</a>`;
  return {
    subject,
    text: `${text.trim()}\n\n--\n${footer.replaceAll('{opt_out}', () => optOutUrl)}\n`,
    html: letterHtml({
      language,
      title: subject,
      paragraphs: text.trim().split(/\n\s*\n/),
      below: footer.split('{opt_out}').map(escapeHtml).join(link),
    }),
  };
}
