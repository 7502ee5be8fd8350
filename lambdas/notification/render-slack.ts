import type { Button, KnownBlock } from '@slack/types';
import type { Message } from './compose-message.ts';
import type { Line } from './message-line.ts';
import { furtherOf, pageButton } from './page-button.ts';
import { writeButtonValue, writeReplyValue } from './slack-actions.ts';

export interface SlackPost {
  /** What a phone shows before anything is opened. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

const MARKS: Readonly<Record<string, string>> = { S1: '🔴', S2: '🟠', S3: '🔵', S4: '⚪' };

/** A header takes 150 characters, a section 3,000 (Slack, Block Kit reference). */
const HEADER_LIMIT = 150;
const SECTION_LIMIT = 3000;
/** Text of a confirmation dialog (Slack, composition objects). */
const CONFIRM_LIMIT = 300;
const TITLE_ROOM = 60;

/** A message in Block Kit. */
export function renderSlack(message: Message): SlackPost {
  const isOver = message.byWhen === undefined && message.acknowledgeUrl === undefined;
  const mark = message.standing?.mark ?? (isOver ? '✅' : (MARKS[message.severity.slice(0, 2)] ?? '⚪'));
  const toDo = [message.nextStep, message.byWhen, message.otherwise].filter((line) => line !== undefined);
  const section = (text: string): KnownBlock => ({
    type: 'section',
    text: { type: 'mrkdwn', text: cut(text, SECTION_LIMIT) },
  });
  const list = (title: string, lines: readonly (string | Line)[]): readonly KnownBlock[] =>
    lines.length === 0 ? [] : [section([`*${title}*`, ...lines.map((line) => `• ${lineOf(line)}`)].join('\n'))];
  return {
    text: `${mark} ${escapeSlack(message.standing?.line ?? `${message.severity}:`)} ${escapeSlack(message.headline)}`,
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: cut(`${mark} ${message.headline}`, HEADER_LIMIT), emoji: true },
      },
      ...(message.standing === undefined ? [] : [section(`*${escapeSlack(message.standing.line)}*`)]),
      section(`*${message.severity}* · ${escapeSlack(message.because)}`),
      ...list('What happened', message.happened),
      ...list('What is at stake', message.atStake),
      ...(message.standing === undefined ? [section(`*Who has it*\n${escapeSlack(message.owner)}`)] : []),
      ...(toDo.length === 0 ? [] : [section(`*What to do*\n${escapeSlack(toDo.join('\n'))}`)]),
      ...buttons(message),
      ...(message.lists ?? []).flatMap(({ title, lines }) =>
        inParts(lines).flatMap((part, index) => list(index === 0 ? title : `${title}, further`, part)),
      ),
      ...list(message.tasksTitle ?? 'Tasks', message.tasks),
      ...list('More', furtherOf(message)),
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: footer(message) }],
      },
    ],
  };
}

/** Both ways to answer: the button, and the page for when Slack cannot reach us. Neither does anything by being shown. */
function buttons(message: Message): readonly KnownBlock[] {
  const { acknowledgeUrl, decideUrl, takeOverUrl, about, proposal } = message;
  const decide = {
    type: 'button',
    text: { type: 'plain_text', text: 'Look at it and decide' },
    ...(proposal === undefined ? { style: 'primary' as const } : {}),
    action_id: 'decide-action',
  } as const;
  const acknowledge = {
    type: 'button',
    text: { type: 'plain_text', text: 'I have it' },
    ...(decideUrl === undefined ? { style: 'primary' as const } : {}),
    action_id: 'acknowledge',
    value: writeButtonValue(about),
  } as const;
  const takeOver = {
    type: 'button',
    text: { type: 'plain_text', text: 'Take over' },
    style: 'primary',
    action_id: 'take-over',
  } as const;
  const opens = pageButton(message);
  const elements = [
    ...(takeOverUrl === undefined ? [] : [{ ...takeOver, url: takeOverUrl }]),
    ...answers(message),
    ...(decideUrl === undefined ? [] : [{ ...decide, url: decideUrl }]),
    ...(acknowledgeUrl === undefined ? [] : [acknowledge]),
    ...(opens === undefined ? [] : [pageOf(opens)]),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function pageOf({ action, label, url }: NonNullable<ReturnType<typeof pageButton>>): Button {
  return { type: 'button', text: { type: 'plain_text', text: label }, style: 'primary', action_id: action, url };
}

/** Yes and no to a proposal. Slack asks once more before it tells us: a slip of the thumb is no approval. */
function answers({ proposal, about: { caseId }, happened }: Message): readonly Button[] {
  if (proposal === undefined) return [];
  const value = writeReplyValue({ caseId, ...proposal });
  const asked = (title: string, yes: string) =>
    ({
      title: { type: 'plain_text', text: title },
      text: { type: 'plain_text', text: cut(happened[1] ?? title, CONFIRM_LIMIT) },
      confirm: { type: 'plain_text', text: yes },
      deny: { type: 'plain_text', text: 'Back' },
    }) as const;
  return [
    {
      type: 'button',
      text: { type: 'plain_text', text: 'Approve' },
      style: 'primary',
      action_id: 'approve-action',
      value,
      confirm: asked('Approve this?', 'Approve'),
    },
    {
      type: 'button',
      text: { type: 'plain_text', text: 'Refuse' },
      style: 'danger',
      action_id: 'refuse-action',
      value,
      confirm: asked('Refuse this?', 'Refuse'),
    },
  ];
}

function footer({ acknowledgeUrl, shared, reference, possiblyRepeated }: Message): string {
  return [
    `Fairlead ${reference}`,
    ...(acknowledgeUrl === undefined || shared === true
      ? []
      : [`if the button does not work, <${acknowledgeUrl}|confirm on a page>`]),
    ...(possiblyRepeated ? ['you may have got this before: we could not learn whether it arrived'] : []),
  ].join(' · ');
}

/** The three characters that Slack asks to escape. */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function lineOf(line: string | Line): string {
  if (typeof line === 'string') return escapeSlack(line);
  const { said, url, label = 'open' } = line;
  const link = url === undefined ? '' : `<${escapeSlack(url)}|${escapeSlack(label)}>`;
  return [escapeSlack(said), link].filter((part) => part !== '').join(' ');
}

/** Of a long list, so that no line is cut: as many lines as a section has room for. */
function inParts(lines: readonly Line[]): readonly (readonly Line[])[] {
  const parts: Line[][] = [];
  let room = 0;
  for (const line of lines) {
    const size = lineOf(line).length + '• \n'.length;
    if (size > room) {
      parts.push([]);
      room = SECTION_LIMIT - TITLE_ROOM;
    }
    parts.at(-1)?.push(line);
    room -= size;
  }
  return parts;
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
