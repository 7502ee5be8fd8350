import type { Message } from './compose-message.ts';
import { HOW_TO_REPLY } from './how-to-reply.ts';

export interface Email {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const COLOURS: Readonly<Record<string, string>> = { S1: '#b3261e', S2: '#b25b00', S3: '#1f5fa8', S4: '#4a5568' };

/** A message as mail. Tables and inline styles, because that is what mail programs agree on. */
export function renderEmail(message: Message): Email {
  const level = message.severity.slice(0, 2);
  const isOver = message.byWhen === undefined && message.acknowledgeUrl === undefined;
  return {
    subject: isOver
      ? `${message.headline} ${message.reference}`
      : `[${level}] ${message.headline} ${message.reference}`,
    text: textOf(message),
    html: htmlOf(message, isOver ? '#2e7d32' : (COLOURS[level] ?? '#4a5568')),
  };
}

/** The one thing that the message asks to be clicked. */
function linkOf({
  acknowledgeUrl,
  decideUrl,
  takeOverUrl,
}: Message): { readonly label: string; readonly url: string } | undefined {
  if (decideUrl !== undefined) return { label: 'Look at it and decide', url: decideUrl };
  if (takeOverUrl !== undefined) return { label: 'Take over', url: takeOverUrl };
  return acknowledgeUrl === undefined ? undefined : { label: 'I have it', url: acknowledgeUrl };
}

function textOf(message: Message): string {
  const block = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
  const link = linkOf(message);
  return [
    `${message.severity} - ${message.headline}`,
    message.because,
    '',
    ...block('What happened', message.happened),
    ...block('What is at stake', message.atStake),
    ...block('Who has it', [message.owner]),
    ...block(
      'What to do',
      [message.nextStep, message.byWhen, message.otherwise].filter((line) => line !== undefined),
    ),
    ...(link === undefined ? [] : [`${link.label} (opens a page that asks once more):`, link.url, '']),
    ...(message.acknowledgeUrl === undefined ? [] : [HOW_TO_REPLY, '']),
    ...(message.lists ?? []).flatMap(({ title, lines }) => block(title, lines)),
    ...block('Tasks', message.tasks),
    ...block('Later', message.further),
    ...(message.possiblyRepeated
      ? ['You may have got this message before: we could not learn whether it arrived.', '']
      : []),
    `Fairlead ${message.reference}`,
  ].join('\n');
}

function htmlOf(message: Message, colour: string): string {
  const section = (title: string, lines: readonly (string | undefined)[]): string => {
    const shown = lines.filter((line) => line !== undefined);
    if (shown.length === 0) return '';
    return `<tr><td style="padding:14px 24px 0"><div style="font-size:12px;letter-spacing:.04em;text-transform:uppercase;color:#5f6b7a">${title}</div>${shown
      .map((line) => `<div style="font-size:15px;line-height:22px;color:#1b2430">${escapeHtml(line)}</div>`)
      .join('')}</td></tr>`;
  };
  const link = linkOf(message);
  const button =
    link === undefined
      ? ''
      : `<tr><td style="padding:22px 24px 4px"><a href="${escapeHtml(link.url)}" style="display:inline-block;background:${colour};color:#ffffff;text-decoration:none;font-size:16px;font-weight:bold;padding:12px 28px;border-radius:6px">${link.label}</a><div style="font-size:12px;color:#5f6b7a;padding-top:8px">Opens a page that asks once more. Nothing changes by opening it.</div></td></tr>`;
  const reply =
    message.acknowledgeUrl === undefined
      ? ''
      : `<tr><td style="padding:4px 24px 0;font-size:12px;color:#5f6b7a">${escapeHtml(HOW_TO_REPLY)}</td></tr>`;
  const lists = (message.lists ?? []).map(({ title, lines }) => section(title, lines)).join('');
  const repeated = message.possiblyRepeated
    ? `<tr><td style="padding:14px 24px 0;font-size:13px;color:#5f6b7a">You may have got this message before: we could not learn whether it arrived.</td></tr>`
    : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(message.headline)}</title></head><body style="margin:0;background:#eef1f5;font-family:Segoe UI,Helvetica,Arial,sans-serif"><table role="presentation" width="100%" cellspacing="0" cellpadding="0"><tr><td align="center" style="padding:24px 12px"><table role="presentation" width="600" cellspacing="0" cellpadding="0" style="max-width:600px;background:#ffffff;border-radius:10px;overflow:hidden"><tr><td style="background:${colour};padding:16px 24px;color:#ffffff"><div style="font-size:13px">${escapeHtml(message.severity)} &middot; ${escapeHtml(message.reference)}</div><div style="font-size:20px;font-weight:bold;line-height:28px">${escapeHtml(message.headline)}</div></td></tr><tr><td style="padding:16px 24px 0;font-size:15px;line-height:22px;color:#1b2430">${escapeHtml(message.because)}</td></tr>${section('What happened', message.happened)}${section('What is at stake', message.atStake)}${section('Who has it', [message.owner])}${section('What to do', [message.nextStep, message.byWhen, message.otherwise])}${button}${reply}${lists}${section('Tasks', message.tasks)}${section('Later', message.further)}${repeated}<tr><td style="padding:20px 24px;font-size:12px;color:#5f6b7a">Fairlead ${escapeHtml(message.reference)}</td></tr></table></td></tr></table></body></html>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
