import { mrkdwnToHtml } from './mrkdwn.ts';
import { escapeHtml, htmlPage, readableTime, safeUrl } from './page.ts';
import type { SlackInteractions } from './slack-app.ts';
import type { SlackMessage } from './slack-messages.ts';
import { isRecord } from './types.ts';

/** What the page knows beside the messages: whispers, clicks that went wrong, and whether buttons lead anywhere. */
type Interactions = Pick<SlackInteractions, 'whispers' | 'warnings' | 'isConnected'>;

/** What a click on a button of a message tells beside the button. */
interface Clicker {
  readonly ts: string;
  readonly reader: string;
}

/** Nothing is loaded and no script runs; forms come back here. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'";

/** All messages as those who got them see them, newest first. After a click the page looks again, because the message may change by it. */
export function slackPage(messages: readonly SlackMessage[], interactions: Interactions, clicked: boolean): Response {
  const known = [...new Set(messages.map(({ channel }) => channel).filter((channel) => /^[UW]/.test(channel)))].sort();
  const users = `<datalist id="users">${known.map((user) => `<option>${escapeHtml(user)}</option>`).join('')}</datalist>`;
  const items = messages.map((message) => messageToHtml(message, interactions)).reverse();
  const page = htmlPage('Slack', items.length === 0 ? '<p>No messages yet.</p>' : items.join('') + users, POLICY);
  if (clicked) page.headers.set('refresh', '2; url=./');
  return page;
}

function messageToHtml(message: SlackMessage, interactions: Interactions): string {
  const { ts, channel, at, text, blocks, editedAt, threadTs } = message;
  const notes = [
    `to <b>${escapeHtml(channel)}</b>`,
    `${readableTime(at)} UTC`,
    ...(threadTs === undefined ? [] : ['in a thread']),
    ...(editedAt === undefined ? [] : [`edited ${readableTime(editedAt)}`]),
  ];
  const clicker = interactions.isConnected() ? { ts, reader: channel } : undefined;
  // With blocks, the text is what a notification shows.
  const body =
    blocks.length === 0 ? `<p>${mrkdwnToHtml(text)}</p>` : blocks.map((block) => blockToHtml(block, clicker)).join('');
  return `<div class="message"><div class="meta">${notes.join(' · ')}</div>${body}${belowMessage(ts, interactions)}</div>`;
}

function belowMessage(ts: string, { whispers, warnings }: Interactions): string {
  const warning = warnings.get(ts);
  return [
    ...(warning === undefined ? [] : [`<p class="warning">⚠️ The click was not taken: ${escapeHtml(warning)}</p>`]),
    ...whispers
      .filter((whisper) => whisper.ts === ts)
      .map(
        ({ user, at, text }) =>
          `<div class="whisper"><span class="meta">only ${escapeHtml(user)} sees this · ${readableTime(at)}</span><p>${mrkdwnToHtml(text)}</p></div>`,
      ),
  ].join('');
}

function blockToHtml(block: unknown, clicker: Clicker | undefined): string {
  if (!isRecord(block)) return '';
  const elements = Array.isArray(block['elements']) ? block['elements'] : [];
  switch (block['type']) {
    case 'header':
      return `<h2>${textToHtml(block['text'])}</h2>`;
    case 'section':
      return sectionToHtml(block, clicker);
    case 'context':
      return `<p class="meta">${elements.map(textToHtml).join(' ')}</p>`;
    case 'actions':
      return actionsToHtml(elements, clicker);
    case 'divider':
      return '<hr>';
    default:
      return `<p class="meta">(${escapeHtml(block['type'])} is not shown here)</p>`;
  }
}

function sectionToHtml(block: Readonly<Record<string, unknown>>, clicker: Clicker | undefined): string {
  const fields = Array.isArray(block['fields']) ? block['fields'] : [];
  return [
    block['text'] === undefined ? '' : `<p>${textToHtml(block['text'])}</p>`,
    fields.length === 0 ? '' : `<ul>${fields.map((field) => `<li>${textToHtml(field)}</li>`).join('')}</ul>`,
    block['accessory'] === undefined ? '' : actionsToHtml([block['accessory']], clicker),
  ].join('');
}

function textToHtml(text: unknown): string {
  if (!isRecord(text) || typeof text['text'] !== 'string') return '';
  return text['type'] === 'mrkdwn' ? mrkdwnToHtml(text['text']) : escapeHtml(text['text']).replaceAll('\n', '<br>');
}

/** Buttons that call the app back stand in a form that also says who clicks. */
function actionsToHtml(elements: readonly unknown[], clicker: Clicker | undefined): string {
  const shown = elements.map((element) => elementToHtml(element, clicker !== undefined)).join(' ');
  const doesCallBack = elements.some((element) => isRecord(element) && isCallingBack(element));
  if (clicker === undefined || !doesCallBack) return `<p>${shown}</p>`;
  return `<form method="post" action="click"><input type="hidden" name="ts" value="${escapeHtml(clicker.ts)}">${shown} <label class="meta">as <input name="user" list="users" size="12" value="${escapeHtml(clicker.reader)}" required></label></form>`;
}

function isCallingBack(element: Readonly<Record<string, unknown>>): boolean {
  return element['type'] === 'button' && typeof element['action_id'] === 'string' && element['url'] === undefined;
}

/** A button that leads somewhere is a link; one that calls the app back is one in a form, and nothing where no app is connected. */
function elementToHtml(element: unknown, isConnected: boolean): string {
  if (!isRecord(element) || element['type'] !== 'button') return '';
  const style = element['style'] === 'primary' || element['style'] === 'danger' ? ` ${element['style']}` : '';
  const label = textToHtml(element['text']);
  if (isConnected && isCallingBack(element)) {
    return `<button class="button${style}" name="action" value="${escapeHtml(element['action_id'])}">${label}</button>`;
  }
  const url = safeUrl(element['url']);
  const target = url === undefined ? '' : ` href="${escapeHtml(url)}"`;
  return `<a class="button${style}"${target}>${label}</a>`;
}
