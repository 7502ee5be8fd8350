import { listIn, shelvesOf } from './kept.ts';
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
  /** Who takes the answers that are written on the page. */
  connect(takeReply: (reply: Pick<ReceivedText, 'from' | 'to' | 'text'>) => boolean): void;
}

/** Where all SMS end up, to be read in a browser. */
export function createPhones(options: PartnerOptions): Phones {
  const { onEvent } = options;
  const list = listIn<ReceivedText>(shelvesOf(options)('texts'));
  const texts = list.all;
  const behaviours = new Map<string, PhoneBehaviour>();
  let takeReply: Parameters<Phones['connect']>[0] | undefined;
  return {
    texts,
    behave: (number, behaviour) => {
      behaviours.set(number, behaviour);
    },
    outcomeOf: (number) => behaviours.get(number),
    deliver: (text) => {
      list.add(text);
      onEvent?.({ kind: 'phones.delivered', text });
    },
    connect: (taker) => {
      takeReply = taker;
    },
    answer: async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/' && request.method === 'POST') {
        const form = new URLSearchParams(await request.text());
        const of = (name: string): string => form.get(name) ?? '';
        const wasTaken = takeReply?.({ from: of('from'), to: of('to'), text: of('words') }) ?? false;
        return textsPage(
          texts,
          takeReply !== undefined,
          wasTaken ? 'Your text was taken in.' : 'Nobody takes that text.',
        );
      }
      if (pathname === '/') return textsPage(texts, takeReply !== undefined);
      return pathname === '/texts.json' ? json(texts) : new Response('not found', { status: 404 });
    },
  };
}

/** `answered`: what became of a text that was sent from the page. */
function textsPage(texts: readonly ReceivedText[], canReply: boolean, answered?: string): Response {
  const rows = texts
    .toReversed()
    .map(
      ({ at, from, to, text }) =>
        `<tr>${timeCell(at)}<td>${escapeHtml(to)}</td><td>${escapeHtml(text)}</td><td>${String(text.length)}</td><td>${canReply ? replyForm(from, to, text) : ''}</td></tr>`,
    );
  const table = `<table><tr><th>Time (UTC)</th><th>To</th><th>Text</th><th>Characters</th><th>Reply</th></tr>${rows.join('')}</table>`;
  const said = answered === undefined ? '' : `<p>${escapeHtml(answered)}</p>`;
  return htmlPage('PHONES: SMS that came', `${said}${rows.length === 0 ? '<p>Nothing yet.</p>' : table}`);
}

/** From the phone that has the text, to the number that sent it; with the code that the text asks for. */
function replyForm(ours: string, phone: string, text: string): string {
  const asked = /Reply (ACK \w+)/.exec(text)?.[1] ?? '';
  const hidden = (name: string, value: string): string =>
    `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
  return `<form method="post">${hidden('from', phone)}${hidden('to', ours)}<input name="words" size="14" value="${escapeHtml(asked)}" required aria-label="Reply"><button class="button">Send</button></form>`;
}
