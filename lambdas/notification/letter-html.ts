import { DIM, escapeHtml, mailHead } from './mail-html.ts';

export interface Letter {
  readonly language: string;
  readonly title: string;
  /** One below the other; line breaks within one stay. */
  readonly paragraphs: readonly string[];
  readonly button?: { readonly label: string; readonly url: string };
  /** In small letters at the end; HTML. */
  readonly below: string;
}

const SAID = 'font-size:16px;line-height:24px;color:#1b2430;margin:0 0 16px;overflow-wrap:anywhere';
const BUTTON =
  'display:inline-block;background:#1f5fa8;color:#ffffff;text-decoration:none;font-weight:bold;padding:12px 28px;border-radius:6px';

/** A mail to somebody outside: plain paper, no level, no reference of ours. */
export function letterHtml({ language, title, paragraphs, button, below }: Letter): string {
  const said = paragraphs
    .map((words) => `<p class="said" style="${SAID}">${escapeHtml(words).replaceAll('\n', '<br>')}</p>`)
    .join('');
  const link =
    button === undefined
      ? ''
      : `<p style="margin:0 0 20px"><a href="${escapeHtml(button.url)}" style="${BUTTON}">${escapeHtml(button.label)}</a></p>`;
  return `<!doctype html><html lang="${escapeHtml(language)}">${mailHead(title)}<body class="card" style="margin:0;background:#ffffff;font-family:Segoe UI,Helvetica,Arial,sans-serif"><div style="max-width:600px;margin:0 auto;padding:24px">${said}${link}<div class="dim" style="border-top:1px solid #d5dbe3;padding-top:12px;${DIM};overflow-wrap:anywhere">${below}</div></div></body></html>`;
}
