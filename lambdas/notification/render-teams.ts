import type { Person } from '../contracts/index.ts';
import type { Message } from './compose-message.ts';
import type { Line } from './message-line.ts';
import { furtherOf, pageButton } from './page-button.ts';

/** What a workflow of Teams, or an incoming webhook, takes: a message with one Adaptive Card. */
export interface TeamsPost {
  readonly type: 'message';
  readonly attachments: readonly [
    { readonly contentType: 'application/vnd.microsoft.card.adaptive'; readonly content: AdaptiveCard },
  ];
}

export interface AdaptiveCard {
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly type: 'AdaptiveCard';
  /** The newest that all clients of Teams draw (Microsoft Learn, "Cards reference"). */
  readonly version: '1.4';
  readonly body: readonly CardElement[];
  readonly actions: readonly CardAction[];
  readonly msteams: { readonly width: 'Full'; readonly entities: readonly Mention[] };
}

export type CardElement = TextBlock | Container;

export interface TextBlock {
  readonly type: 'TextBlock';
  readonly text: string;
  readonly wrap: true;
  readonly weight?: 'Bolder';
  readonly size?: 'Large' | 'Medium' | 'Small';
  readonly isSubtle?: true;
  readonly spacing?: 'Medium' | 'None';
}

export interface Container {
  readonly type: 'Container';
  readonly style: 'attention' | 'warning' | 'accent' | 'emphasis' | 'good';
  readonly bleed: true;
  readonly items: readonly TextBlock[];
}

export interface CardAction {
  readonly type: 'Action.OpenUrl';
  readonly title: string;
  readonly url: string;
  readonly style?: 'positive';
}

interface Mention {
  readonly type: 'mention';
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
}

const STYLES = { S1: 'attention', S2: 'warning', S3: 'accent', S4: 'emphasis' } as const;
const MOST_CHARACTERS = 900;

/** A message as an Adaptive Card. Whoever it is for is mentioned, since a card in a channel calls nobody. */
export function renderTeams(message: Message, person: Person): TeamsPost {
  const isOver = message.byWhen === undefined && message.acknowledgeUrl === undefined;
  const level = message.severity.slice(0, 2);
  const style = isOver ? 'good' : level === 'S1' || level === 'S2' || level === 'S3' ? STYLES[level] : STYLES.S4;
  const toDo = [message.nextStep, message.byWhen, message.otherwise].filter((line) => line !== undefined);
  const mention = `<at>${person.name}</at>`;
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            {
              type: 'Container',
              style,
              bleed: true,
              items: [
                { ...text(message.headline), weight: 'Bolder', size: 'Large' },
                { ...text(`${message.severity} · ${message.reference}`), isSubtle: true, spacing: 'None' },
              ],
            },
            plain(`${mention} ${escapeCard(message.because)}`),
            ...section('What happened', message.happened),
            ...section('What is at stake', message.atStake),
            ...section('Who has it', [message.owner]),
            ...section('What to do', toDo),
            ...(message.lists ?? []).flatMap(({ title, lines }) =>
              lines.length === 0
                ? []
                : [{ ...plain(title), weight: 'Bolder' as const, spacing: 'Medium' as const }, ...lines.map(lineText)],
            ),
            ...section(message.tasksTitle ?? 'Tasks', message.tasks),
            ...furtherOf(message).map(lineText),
            ...(message.possiblyRepeated
              ? [text('You may have got this before: we could not learn whether it arrived.')]
              : []),
          ],
          actions: actionsOf(message),
          msteams: {
            width: 'Full',
            entities: [{ type: 'mention', text: mention, mentioned: { id: person.email, name: person.name } }],
          },
        },
      },
    ],
  };
}

/** Buttons open the page that asks once more: a webhook takes no answers. */
function actionsOf(message: Message): readonly CardAction[] {
  const { acknowledgeUrl, decideUrl, takeOverUrl } = message;
  const opens = pageButton(message);
  const open = (title: string, url: string): CardAction => ({ type: 'Action.OpenUrl', title, url, style: 'positive' });
  return [
    ...(takeOverUrl === undefined ? [] : [open('Take over', takeOverUrl)]),
    ...(decideUrl === undefined ? [] : [open('Look at it and decide', decideUrl)]),
    ...(acknowledgeUrl === undefined ? [] : [open('I have it', acknowledgeUrl)]),
    ...(opens === undefined ? [] : [open(opens.label, opens.url)]),
  ];
}

function section(title: string, lines: readonly string[]): readonly TextBlock[] {
  if (lines.length === 0) return [];
  const [first = '', ...rest] = lines.map(escapeCard);
  const said = rest.length === 0 ? first : [first, ...rest].map((line) => `- ${line}`).join('\r');
  return [
    { ...plain(title), weight: 'Bolder', spacing: 'Medium' },
    { ...plain(said), spacing: 'None' },
  ];
}

function lineText({ said, url, label = 'open' }: Line): TextBlock {
  const link = url === undefined ? '' : `[${escapeCard(label)}](${url})`;
  return plain([escapeCard(said), link].filter((part) => part !== '').join(' '));
}

function text(words: string): TextBlock {
  return plain(escapeCard(words));
}

function plain(words: string): TextBlock {
  const cut = words.length <= MOST_CHARACTERS ? words : `${words.slice(0, MOST_CHARACTERS - 1)}…`;
  return { type: 'TextBlock', text: cut, wrap: true };
}

/** A TextBlock reads a part of Markdown, and mentions: what others wrote is neither. */
function escapeCard(words: string): string {
  return words.replaceAll(/[\\*_[\]`~]/g, (mark) => `\\${mark}`).replaceAll(/<(?=\/?at>)/g, '‹');
}
