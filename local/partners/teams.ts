import { misbehave } from './behaviour.ts';
import { listIn, shelvesOf } from './kept.ts';
import { htmlPage } from './page.ts';
import { cardToHtml } from './teams-card.ts';
import { decodePath } from './system.ts';
import { isRecord, json } from './types.ts';
import type { Answer, Behaviour, PartnerOptions } from './types.ts';

/** Beyond what every partner may do: too many requests, told by status or, as incoming webhooks of the old kind do, in words below a 200; and no such workflow any more. */
export type TeamsBehaviour = Behaviour | { readonly rateLimited: number } | 'rate-limited-in-words' | 'gone';

export interface TeamsCard {
  readonly at: number;
  /** Path of the workflow's URL. */
  readonly workflow: string;
  readonly card: Readonly<Record<string, unknown>>;
}

export interface TeamsPartner {
  readonly cards: readonly TeamsCard[];
  readonly answer: Answer;
  behave(behaviour: TeamsBehaviour): void;
}

/** Microsoft Learn, "Incoming Webhook": a message is refused above 28 KB. */
const LARGEST = 28 * 1024;

/** Workflows of Teams that post a card into a channel. */
export function createTeams(
  options: PartnerOptions,
  onCard: (card: TeamsCard) => void = () => undefined,
): TeamsPartner {
  const list = listIn<TeamsCard>(shelvesOf(options)('cards'));
  const cards = list.all;
  let behaviour: TeamsBehaviour = 'well';
  const misbehaved = async (): Promise<Response | undefined> => {
    if (behaviour === 'gone') return json({ error: { code: 'WorkflowNotFound' } }, 404);
    if (behaviour === 'rate-limited-in-words')
      return new Response(
        'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429',
      );
    if (typeof behaviour === 'string') return misbehave(behaviour, options);
    return json({ error: { code: 'TooManyRequests' } }, 429, { 'retry-after': String(behaviour.rateLimited) });
  };
  const post = async (request: Request): Promise<Response> => {
    const body = await request.text();
    if (Buffer.byteLength(body) > LARGEST) return json({ error: { code: 'RequestEntityTooLarge' } }, 413);
    const content = cardIn(body);
    if (content === undefined) return json({ error: { code: 'TriggerInputSchemaMismatch' } }, 400);
    const card = { at: options.now(), workflow: decodePath(new URL(request.url).pathname), card: content };
    list.add(card);
    options.onEvent?.({ kind: 'teams.posted', card });
    onCard(card);
    return new Response(null, { status: 202 });
  };
  return {
    cards,
    behave: (next) => {
      behaviour = next;
    },
    answer: async (request) => {
      const { pathname } = new URL(request.url);
      if (request.method === 'GET' && pathname === '/') return teamsPage(cards);
      if (request.method !== 'POST') return json({ message: 'Allowed: POST.' }, 405, { allow: 'POST' });
      return (await misbehaved()) ?? (await post(request));
    },
  };
}

function teamsPage(cards: readonly TeamsCard[]): Response {
  const shown = cards.map(({ card }) => `<div class="message">${cardToHtml(card)}</div>`).reverse();
  return htmlPage('TEAMS: cards that came', shown.length === 0 ? '<p>Nothing yet.</p>' : shown.join(''));
}

function cardIn(text: string): TeamsCard['card'] | undefined {
  const body: unknown = JSON.parse(text);
  if (!isRecord(body) || body['type'] !== 'message' || !Array.isArray(body['attachments'])) return undefined;
  const [attachment] = body['attachments'];
  if (!isRecord(attachment) || attachment['contentType'] !== 'application/vnd.microsoft.card.adaptive')
    return undefined;
  const { content } = attachment;
  return isRecord(content) && content['type'] === 'AdaptiveCard' && Array.isArray(content['body'])
    ? content
    : undefined;
}
