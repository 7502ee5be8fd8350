import { escapeHtml } from './mail-html.ts';
import type { Block } from './message-line.ts';

export interface Page {
  /** Absent: English. */
  readonly language?: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** What there is to read, under titles of its own. */
  readonly blocks?: readonly Block[];
  /** Further pages: where something can be done, or seen. */
  readonly doors?: readonly Door[];
  /** Buttons that act, by what they send as `decision`; without any the page only tells. */
  readonly buttons?: Readonly<Record<string, string>>;
  /** What has to be said with any of them; sent as `reason`. */
  readonly asks?: string;
  /** Words of somebody else, as they stand. */
  readonly quotes?: readonly string[];
  /** What is asked beside; the name is that of the form. */
  readonly fields?: readonly Field[];
  /** Below the form, in its language: that nothing has happened yet. */
  readonly notYet?: string;
  /** Sent with the form, and not seen. */
  readonly hidden?: Readonly<Record<string, string>>;
}

export interface Door {
  readonly label: string;
  readonly url: string;
}

type Options = readonly { readonly value: string; readonly label: string }[];
export type Field =
  | { readonly kind: 'one'; readonly name: string; readonly label: string; readonly options: Options }
  /** All of them are chosen at first, unless `ticked` is false. */
  | {
      readonly kind: 'some';
      readonly name: string;
      readonly label: string;
      readonly options: Options;
      readonly ticked?: false;
    }
  | { readonly kind: 'line'; readonly name: string; readonly label: string }
  /** `time`: of the day, without a zone; `file`: sent with the form, which then has several parts. */
  | { readonly kind: 'time'; readonly name: string; readonly label: string }
  | { readonly kind: 'file'; readonly name: string; readonly label: string }
  | { readonly kind: 'address'; readonly name: string; readonly label: string }
  | { readonly kind: 'words'; readonly name: string; readonly label: string };

const NOT_YET = 'Nothing has happened yet. It does when you press a button.';

/** A page behind a link in a message. Works without scripts and without anything from elsewhere. */
export function renderPage(page: Page): string {
  const {
    language = 'en',
    title,
    lines,
    blocks = [],
    doors = [],
    buttons = {},
    asks,
    quotes = [],
    fields = [],
    notYet = NOT_YET,
    hidden = {},
  } = page;
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
      : `<form method="post"${fields.some(({ kind }) => kind === 'file') ? ' enctype="multipart/form-data"' : ''}>${hiddenOf(hidden)}${fields.map(renderField).join('')}${field}${choices.join(' ')}</form><p class="small">${escapeHtml(notYet)}</p>`;
  return `<!doctype html><html lang="${escapeHtml(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>:root{color-scheme:light dark}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}main{max-width:34rem;margin:clamp(1.5rem,6vh,5rem) auto;padding:0 1.25rem}h1{font-size:1.4rem;line-height:1.3}button{font:inherit;font-weight:600;padding:.75rem 1.75rem;border:0;border-radius:.5rem;background:#1f5fa8;color:#fff;cursor:pointer;margin:0 .25rem .5rem 0}textarea,select,input[type=text],input[type=email],input[type=datetime-local]{font:inherit;width:100%;box-sizing:border-box}pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;margin:0 0 1rem;padding:.5rem 1rem;border-left:3px solid #1f5fa8}h2{font-size:.8rem;letter-spacing:.04em;text-transform:uppercase;opacity:.75;margin:1.5rem 0 .25rem}ul{margin:0;padding:0;list-style:none}li{padding:.2rem 0;overflow-wrap:anywhere}a{color:LinkText}.door{display:inline-block;font-weight:600;padding:.6rem 1.25rem;margin:0 .5rem .5rem 0;border:1px solid #1f5fa8;border-radius:.5rem;text-decoration:none}.door:first-child{background:#1f5fa8;color:#fff}.small{font-size:.85rem;opacity:.75}</style></head><body><main><h1>${escapeHtml(title)}</h1>${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}${doorsHtml(doors)}${blocks.map(blockHtml).join('')}${quotes.map((words) => `<pre>${escapeHtml(words)}</pre>`).join('')}${form}<p class="small">Fairlead</p></main></body></html>`;
}

function doorsHtml(doors: readonly Door[]): string {
  const links = doors.map(({ label, url }) => `<a class="door" href="${escapeHtml(url)}">${escapeHtml(label)}</a>`);
  return links.length === 0 ? '' : `<p>${links.join('')}</p>`;
}

function blockHtml({ title, lines }: Block): string {
  if (lines.length === 0) return '';
  const items = lines.map(({ said, url, label = 'open' }) => {
    const link = url === undefined ? '' : `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;
    return `<li>${[escapeHtml(said), link].filter((part) => part !== '').join(' ')}</li>`;
  });
  return `<h2>${escapeHtml(title)}</h2><ul>${items.join('')}</ul>`;
}

function hiddenOf(hidden: Readonly<Record<string, string>>): string {
  return Object.entries(hidden)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
}

function renderField(field: Field): string {
  const [name, label] = [escapeHtml(field.name), escapeHtml(field.label)];
  if (field.kind === 'line')
    return `<p><label>${label}<br><input type="text" name="${name}" maxlength="80"></label></p>`;
  if (field.kind === 'words')
    return `<p><label>${label}<br><textarea name="${name}" rows="3" maxlength="2000"></textarea></label></p>`;
  if (field.kind === 'time') return `<p><label>${label}<br><input type="datetime-local" name="${name}"></label></p>`;
  if (field.kind === 'address')
    return `<p><label>${label}<br><input type="email" name="${name}" maxlength="200" required></label></p>`;
  if (field.kind === 'file')
    return `<p><label>${label}<br><input type="file" name="${name}" accept="application/pdf,image/png,image/jpeg"></label></p>`;
  const options = field.options.map(({ value, label: said }) => [escapeHtml(value), escapeHtml(said)] as const);
  if (field.kind === 'one')
    return `<p><label>${label}<br><select name="${name}">${options.map(([value, said]) => `<option value="${value}">${said}</option>`).join('')}</select></label></p>`;
  const boxes = options.map(
    ([value, said]) =>
      `<br><label><input type="checkbox" name="${name}" value="${value}"${field.ticked === false ? '' : ' checked'}> ${said}</label>`,
  );
  return boxes.length === 0 ? '' : `<p>${label}${boxes.join('')}</p>`;
}
