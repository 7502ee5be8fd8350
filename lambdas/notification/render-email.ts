import type { Message } from './compose-message.ts';
import { HOW_TO_REPLY } from './how-to-reply.ts';
import { CARD, CARD_STYLE, DIM, escapeHtml, lineHtml, mailHead, previewHtml, SAID } from './mail-html.ts';
import { lineAsText } from './message-line.ts';
import type { Block, Line } from './message-line.ts';
import { furtherOf, pageButton } from './page-button.ts';

export interface Email {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const COLOURS: Readonly<Record<string, string>> = { S1: '#b3261e', S2: '#b25b00', S3: '#1f5fa8', S4: '#4a5568' };
const OVER = '#2e7d32';
const REPEATED = 'You may have got this message before: we could not learn whether it arrived.';

/** A message as mail. Tables and inline styles, because that is what mail programs agree on. */
export function renderEmail(message: Message): Email {
  const level = message.severity.slice(0, 2);
  const isOver = message.byWhen === undefined && message.acknowledgeUrl === undefined;
  const { headline, reference } = message;
  // A number is part of the name; words stand for themselves.
  const subject = `${headline}${reference.startsWith('#') ? '' : ','} ${reference}`;
  return {
    subject: isOver ? subject : `[${level}] ${subject}`,
    text: textOf(message),
    html: htmlOf(message, isOver ? OVER : (COLOURS[level] ?? '#4a5568')),
  };
}

/** The one thing that the message asks to be clicked. */
function linkOf(message: Message): { readonly label: string; readonly url: string } | undefined {
  const { acknowledgeUrl, decideUrl, takeOverUrl } = message;
  if (decideUrl !== undefined) return { label: 'Look at it and decide', url: decideUrl };
  if (takeOverUrl !== undefined) return { label: 'Take over', url: takeOverUrl };
  return acknowledgeUrl === undefined ? pageButton(message) : { label: 'I have it', url: acknowledgeUrl };
}

const plain = (lines: readonly (string | undefined)[]): readonly Line[] =>
  lines.flatMap((said) => (said === undefined ? [] : [{ said }]));

/** What is asked of the reader comes with what they need to know for it; all else stands below the button. */
function blocksOf(message: Message): { readonly above: readonly Block[]; readonly below: readonly Block[] } {
  const { happened, atStake, owner, nextStep, byWhen, otherwise, lists = [], tasks, tasksTitle } = message;
  const isSaid = ({ lines }: Block): boolean => lines.length > 0;
  return {
    above: [
      { title: 'What happened', lines: plain(happened) },
      { title: 'What is at stake', lines: plain(atStake) },
      { title: 'Who has it', lines: plain([owner]) },
      { title: 'What to do', lines: plain([nextStep, byWhen, otherwise]) },
    ].filter(isSaid),
    below: [
      ...lists,
      { title: tasksTitle ?? 'Tasks', lines: plain(tasks) },
      { title: 'More', lines: furtherOf(message) },
    ].filter(isSaid),
  };
}

function textOf(message: Message): string {
  const { above, below } = blocksOf(message);
  const block = ({ title, lines }: Block): string[] => [title, ...lines.map((line) => `  ${lineAsText(line)}`), ''];
  const link = linkOf(message);
  return [
    `${message.severity} - ${message.headline}`,
    message.because,
    '',
    ...above.flatMap(block),
    ...(link === undefined ? [] : [`${link.label} (opens a page that asks once more):`, link.url, '']),
    ...(message.acknowledgeUrl === undefined ? [] : [HOW_TO_REPLY, '']),
    ...below.flatMap(block),
    ...(message.possiblyRepeated ? [REPEATED, ''] : []),
    `Fairlead ${message.reference}`,
  ].join('\n');
}

function htmlOf(message: Message, colour: string): string {
  const { above, below } = blocksOf(message);
  const { headline, severity, reference, because, acknowledgeUrl, byWhen, atStake } = message;
  const section = ({ title, lines }: Block): string =>
    row(
      '14px 24px 0',
      `<div class="dim" style="${DIM};letter-spacing:.04em;text-transform:uppercase">${escapeHtml(title)}</div>${lines.map(lineHtml).join('')}`,
    );
  const rows = [
    `<tr><td style="background:${colour};padding:16px 24px;color:#ffffff"><div style="font-size:13px">${escapeHtml(severity)} &middot; ${escapeHtml(reference)}</div><div style="font-size:20px;font-weight:bold;line-height:28px;overflow-wrap:anywhere">${escapeHtml(headline)}</div></td></tr>`,
    row('16px 24px 0', `<div class="said" style="${SAID}">${escapeHtml(because)}</div>`),
    ...above.map(section),
    buttonRow(message, colour),
    acknowledgeUrl === undefined ? '' : row('4px 24px 0', small(HOW_TO_REPLY)),
    ...below.map(section),
    message.possiblyRepeated ? row('14px 24px 0', small(REPEATED)) : '',
    row('20px 24px', small(`Fairlead ${reference}`)),
  ];
  const preview = [byWhen ?? because, atStake[0]].filter((line) => line !== undefined).join(' ');
  return `<!doctype html><html lang="en">${mailHead(headline)}<body class="page" style="margin:0;background:#eef1f5;font-family:Segoe UI,Helvetica,Arial,sans-serif">${previewHtml(preview)}<table role="presentation" width="100%" cellspacing="0" cellpadding="0"><tr><td align="center" style="padding:16px 8px"><table ${CARD} style="${CARD_STYLE}">${rows.join('')}</table></td></tr></table></body></html>`;
}

function buttonRow(message: Message, colour: string): string {
  const link = linkOf(message);
  if (link === undefined) return '';
  const button = `<a href="${escapeHtml(link.url)}" style="display:inline-block;background:${colour};color:#ffffff;text-decoration:none;font-size:16px;font-weight:bold;padding:12px 28px;border-radius:6px">${link.label}</a>`;
  const note = `<div class="dim" style="${DIM};padding-top:8px">Opens a page that asks once more. Nothing changes by opening it.</div>`;
  return row('22px 24px 4px', `${button}${note}`);
}

function row(padding: string, html: string): string {
  return `<tr><td style="padding:${padding}">${html}</td></tr>`;
}

function small(words: string): string {
  return `<div class="dim" style="${DIM}">${escapeHtml(words)}</div>`;
}
