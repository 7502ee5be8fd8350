import { mrkdwnToHtml } from './mrkdwn.ts';
import { escapeHtml, htmlPage, readableTime, safeUrl } from './page.ts';
import type { SlackMessage } from './slack-messages.ts';
import { isRecord } from './types.ts';

/** All messages as those who got them see them, newest first. */
export function slackPage(messages: readonly SlackMessage[]): Response {
  const items = messages.map(messageToHtml).reverse();
  return htmlPage('Slack', items.length === 0 ? '<p>No messages yet.</p>' : items.join(''));
}

function messageToHtml({ channel, at, text, blocks, editedAt, threadTs }: SlackMessage): string {
  const notes = [
    `to <b>${escapeHtml(channel)}</b>`,
    `${readableTime(at)} UTC`,
    ...(threadTs === undefined ? [] : ['in a thread']),
    ...(editedAt === undefined ? [] : [`edited ${readableTime(editedAt)}`]),
  ];
  // With blocks, the text is what a notification shows.
  const body = blocks.length === 0 ? `<p>${mrkdwnToHtml(text)}</p>` : blocks.map(blockToHtml).join('');
  return `<div class="message"><div class="meta">${notes.join(' · ')}</div>${body}</div>`;
}

function blockToHtml(block: unknown): string {
  if (!isRecord(block)) return '';
  const elements = Array.isArray(block['elements']) ? block['elements'] : [];
  switch (block['type']) {
    case 'header':
      return `<h2>${textToHtml(block['text'])}</h2>`;
    case 'section':
      return sectionToHtml(block);
    case 'context':
      return `<p class="meta">${elements.map(textToHtml).join(' ')}</p>`;
    case 'actions':
      return `<p>${elements.map(elementToHtml).join(' ')}</p>`;
    case 'divider':
      return '<hr>';
    default:
      return `<p class="meta">(${escapeHtml(block['type'])} is not shown here)</p>`;
  }
}

function sectionToHtml(block: Readonly<Record<string, unknown>>): string {
  const fields = Array.isArray(block['fields']) ? block['fields'] : [];
  return [
    block['text'] === undefined ? '' : `<p>${textToHtml(block['text'])}</p>`,
    fields.length === 0 ? '' : `<ul>${fields.map((field) => `<li>${textToHtml(field)}</li>`).join('')}</ul>`,
    block['accessory'] === undefined ? '' : `<p>${elementToHtml(block['accessory'])}</p>`,
  ].join('');
}

function textToHtml(text: unknown): string {
  if (!isRecord(text) || typeof text['text'] !== 'string') return '';
  return text['type'] === 'mrkdwn' ? mrkdwnToHtml(text['text']) : escapeHtml(text['text']).replaceAll('\n', '<br>');
}

/** A button that leads somewhere is a link; one that would call the app back is shown and does nothing. */
function elementToHtml(element: unknown): string {
  if (!isRecord(element) || element['type'] !== 'button') return '';
  const style = element['style'] === 'primary' || element['style'] === 'danger' ? ` ${element['style']}` : '';
  const url = safeUrl(element['url']);
  const target = url === undefined ? '' : ` href="${escapeHtml(url)}"`;
  return `<a class="button${style}"${target}>${textToHtml(element['text'])}</a>`;
}
