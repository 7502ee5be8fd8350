import { escapeHtml, htmlPage, timeCell } from './page.ts';
import { json } from './types.ts';
import type { Answer, PartnerOptions } from './types.ts';

/** What a phone, or its carrier, does with a text. */
export type PhoneBehaviour = 'delivered' | 'unreachable' | 'invalid' | 'blocked' | 'silent';

export interface ReceivedText {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export interface Phones {
  readonly texts: readonly ReceivedText[];
  /** What becomes of texts to a number from now on. */
  behave(number: string, behaviour: PhoneBehaviour): void;
  /** What was said of a number, if anything. */
  readonly outcomeOf: (number: string) => PhoneBehaviour | undefined;
  readonly answer: Answer;
  deliver(text: ReceivedText): void;
}

/** Where all SMS end up, to be read in a browser. */
export function createPhones({ onEvent }: PartnerOptions): Phones {
  const texts: ReceivedText[] = [];
  const behaviours = new Map<string, PhoneBehaviour>();
  return {
    texts,
    behave: (number, behaviour) => {
      behaviours.set(number, behaviour);
    },
    outcomeOf: (number) => behaviours.get(number),
    deliver: (text) => {
      texts.push(text);
      onEvent?.({ kind: 'phones.delivered', text });
    },
    answer: async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/') return textsPage(texts);
      return pathname === '/texts.json' ? json(texts) : new Response('not found', { status: 404 });
    },
  };
}

function textsPage(texts: readonly ReceivedText[]): Response {
  const rows = texts
    .toReversed()
    .map(
      ({ at, to, text }) =>
        `<tr>${timeCell(at)}<td>${escapeHtml(to)}</td><td>${escapeHtml(text)}</td><td>${String(text.length)}</td></tr>`,
    );
  const table = `<table><tr><th>Time (UTC)</th><th>To</th><th>Text</th><th>Characters</th></tr>${rows.join('')}</table>`;
  return htmlPage('PHONES: SMS that came', rows.length === 0 ? '<p>Nothing yet.</p>' : table);
}
