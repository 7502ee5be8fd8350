import type { Line } from './message-line.ts';

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Inline styles are what all mail programs agree on; the dark ones are for those that read a style sheet, at night above all. */
const DARK = `<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){.page{background:#10151c!important}.card{background:#1b232d!important}.said{color:#e6eaf0!important}.dim{color:#a9b4c2!important}.link{color:#8ab8f0!important}}</style>`;

/** Program and reader are told that there is a dark form, so that none of them turns the colours round by itself. */
export function mailHead(title: string): string {
  return `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(title)}</title>${DARK}</head>`;
}

/** What a list of mails shows below the subject; without it that would be the subject once more. */
export function previewHtml(words: string): string {
  return `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(words)}${'&#847;&zwnj;&nbsp;'.repeat(40)}</div>`;
}

/** As wide as there is room, and not wider than is read well; the attribute is for Outlook on Windows, which knows no greatest width. */
export const CARD = 'role="presentation" width="600" cellspacing="0" cellpadding="0" class="card"';
export const CARD_STYLE =
  'width:100%;max-width:600px;table-layout:fixed;background:#ffffff;border-radius:10px;overflow:hidden';
export const SAID = 'font-size:15px;line-height:22px;color:#1b2430;overflow-wrap:anywhere';
export const DIM = 'font-size:12px;line-height:18px;color:#5f6b7a';

export function lineHtml({ said, url, label = 'open' }: Line): string {
  const link =
    url === undefined ? '' : `<a href="${escapeHtml(url)}" class="link" style="color:#1f5fa8">${escapeHtml(label)}</a>`;
  return `<div class="said" style="${SAID};padding:1px 0 4px">${[escapeHtml(said), link].filter((part) => part !== '').join(' ')}</div>`;
}
