import { escapeHtml, safeUrl } from './page.ts';
import { isRecord } from './types.ts';

const COLOURS: Readonly<Record<string, string>> = {
  attention: '#f9dcdc',
  warning: '#fdecd2',
  accent: '#dbe8fa',
  emphasis: '#eceef1',
  good: '#dcf2e0',
};

/** A card as Teams draws it, as far as our cards go: containers, texts with mentions and lists, buttons that open an address. */
export function cardToHtml(card: Readonly<Record<string, unknown>>): string {
  const actions = itemsOf(card['actions']).map((action) => {
    const url = safeUrl(action['url']);
    return url === undefined
      ? ''
      : `<a class="button primary" style="background:#5b5fc7;border-color:#5b5fc7;margin-right:.6rem" href="${escapeHtml(url)}">${escapeHtml(action['title'])}</a>`;
  });
  return `${itemsOf(card['body']).map(elementToHtml).join('')}<p>${actions.join('')}</p>`;
}

function elementToHtml(element: Readonly<Record<string, unknown>>): string {
  if (element['type'] === 'Container') {
    const colour = COLOURS[String(element['style'])] ?? '#ffffff';
    const items = itemsOf(element['items']).map(elementToHtml).join('');
    return `<div style="background:${colour};color:#1b1b1b;margin:-.8rem -1.1rem .6rem;padding:.5rem 1.1rem;border-radius:.6rem .6rem 0 0">${items}</div>`;
  }
  const weight = element['weight'] === 'Bolder' ? 'font-weight:600;' : '';
  const size = element['size'] === 'Large' ? 'font-size:1.2rem;' : '';
  const subtle = element['isSubtle'] === true ? 'opacity:.7;' : '';
  const space = element['spacing'] === 'None' ? '.1rem' : '.6rem';
  return `<div style="${weight}${size}${subtle}margin-top:${space}">${markdown(element['text'])}</div>`;
}

/** Of Markdown: escapes and lists. */
function markdown(text: unknown): string {
  const lines = String(text).split(/\r\n?|\n/);
  return lines
    .map((line) => {
      const plain = escapeHtml(line.replaceAll(/\\([\\*_[\]`~])/g, '$1')).replaceAll(
        /&lt;at&gt;(.*?)&lt;\/at&gt;/g,
        '<b style="color:#5b5fc7">$1</b>',
      );
      return plain.startsWith('- ')
        ? `<div style="padding-left:1rem">• ${plain.slice(2)}</div>`
        : `<div>${plain}</div>`;
    })
    .join('');
}

function itemsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
