import { escapeHtml, safeUrl } from './page.ts';

/* Slack's mrkdwn as HTML, https://docs.slack.dev/messaging/formatting-message-text/ */

/** Around the number of a piece that is HTML already and must not be formatted again; private use, so no sender means them. */
const HELD = /\uE000(\d+)\uE001/g;
const HOLDERS = /[\uE000\uE001]/g;

/** `*bold*` stands at the edges of words, so that `2*3*4` and `file_name_x` stay as they are. */
function spans(mark: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}${mark}])[${mark}](?=\\S)([^${mark}\\n]+?)(?<=\\S)[${mark}](?![\\p{L}\\p{N}${mark}])`,
    'gu',
  );
}
const STYLES = [
  [spans('*'), 'b'],
  [spans('_'), 'i'],
  [spans('~'), 's'],
] as const;

export function mrkdwnToHtml(text: string): string {
  const held: string[] = [];
  const hold = (html: string): string => {
    held.push(html);
    return `\uE000${held.length - 1}\uE001`;
  };
  const code = (_: string, content: string): string => hold(`<code>${escapeText(content)}</code>`);
  const withoutCode = text
    .replaceAll(HOLDERS, '')
    .replaceAll(/```([^`]+)```/g, code)
    .replaceAll(/`([^`\n]+)`/g, code);
  const withoutControls = withoutCode.replaceAll(/<([^<>\n]+)>/g, (_, content: string) => hold(controlToHtml(content)));
  const styled = STYLES.reduce(
    (result, [pattern, tag]) => result.replaceAll(pattern, `<${tag}>$1</${tag}>`),
    escapeText(withoutControls),
  );
  return release(styled, held).replaceAll('\n', '<br>');
}

/** A link's label may hold what was held before it, so pieces are put back until none is left. */
function release(html: string, held: readonly string[]): string {
  const result = html.replaceAll(HELD, (_, index: string) => held[Number(index)] ?? '');
  return result === html ? html : release(result, held);
}

/** Slack's senders escape three characters; whoever forgot it is shown as plain text all the same. */
function escapeText(text: string): string {
  return escapeHtml(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
}

/** What stands between angle brackets: a link, a person, a channel, or a call to many. */
function controlToHtml(content: string): string {
  const [target, label] = splitOnce(content);
  const kind = target.slice(0, 1);
  if (kind === '@' || kind === '#') return `<b>${escapeText(label === undefined ? target : kind + label)}</b>`;
  if (kind === '!') return `<b>@${escapeText(label ?? target.slice(1))}</b>`;
  const url = safeUrl(target.replaceAll('&amp;', '&'));
  if (url === undefined) return escapeText(`<${content}>`);
  return `<a href="${escapeHtml(url)}">${escapeText(label ?? target)}</a>`;
}

function splitOnce(content: string): [string, string?] {
  const mark = content.indexOf('|');
  return mark < 0 ? [content] : [content.slice(0, mark), content.slice(mark + 1)];
}
