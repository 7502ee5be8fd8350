import { escapeHtml } from './render-email.ts';

export interface Page {
  readonly title: string;
  readonly lines: readonly string[];
  /** Buttons that act, by what they send as `decision`; without any the page only tells. */
  readonly buttons?: Readonly<Record<string, string>>;
  /** What has to be said with any of them; sent as `reason`. */
  readonly asks?: string;
}

/** A page behind a link in a message. Works without scripts and without anything from elsewhere. */
export function renderPage({ title, lines, buttons = {}, asks }: Page): string {
  const field =
    asks === undefined
      ? ''
      : `<p><label>${escapeHtml(asks)}<br><textarea name="reason" rows="3" maxlength="2000" required></textarea></label></p>`;
  const choices = Object.entries(buttons).map(
    ([decision, label]) =>
      `<button type="submit" name="decision" value="${escapeHtml(decision)}">${escapeHtml(label)}</button>`,
  );
  const form =
    choices.length === 0
      ? ''
      : `<form method="post">${field}${choices.join(' ')}</form><p class="small">Nothing has happened yet. It does when you press a button.</p>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>:root{color-scheme:light dark}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}main{max-width:34rem;margin:12vh auto;padding:0 1.25rem}h1{font-size:1.4rem;line-height:1.3}button{font:inherit;font-weight:600;padding:.75rem 1.75rem;border:0;border-radius:.5rem;background:#1f5fa8;color:#fff;cursor:pointer}textarea{font:inherit;width:100%;box-sizing:border-box}.small{font-size:.85rem;opacity:.75}</style></head><body><main><h1>${escapeHtml(title)}</h1>${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}${form}<p class="small">Fairlead</p></main></body></html>`;
}
