/** One element as it is met: start tags with their attributes, and the text inside up to its end tag. Only what SpreadsheetML needs, in one pass over the text. */
export interface Element {
  readonly attributes: string;
  readonly inside: string;
}

/** Elements of a name, one after the other, under the namespace prefix of their document (`x:`, mostly none). What is never closed ends the pass. */
export function* elementsOf(text: string, name: string, prefix: string): Generator<Element> {
  const open = `<${prefix}${name}`;
  const close = `</${prefix}${name}>`;
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at)) {
    const after = text.charAt(at + open.length);
    at += open.length;
    if (after !== ' ' && after !== '>' && after !== '/' && after !== '\n' && after !== '\r' && after !== '\t') continue;
    const tagEnd = text.indexOf('>', at);
    if (tagEnd < 0) return;
    const attributes = text.slice(at, tagEnd);
    if (attributes.endsWith('/')) {
      yield { attributes: attributes.slice(0, -1), inside: '' };
      at = tagEnd;
      continue;
    }
    const end = text.indexOf(close, tagEnd);
    if (end < 0) return;
    yield { attributes, inside: text.slice(tagEnd + 1, end) };
    at = end + close.length;
  }
}

export function attributeOf(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(`${name}=`); at >= 0; at = attributes.indexOf(`${name}=`, at + 1)) {
    const start = at + name.length + 2;
    const quote = attributes.charAt(start - 1);
    if ((quote !== '"' && quote !== "'") || (at > 0 && !/\s/.test(attributes.charAt(at - 1)))) continue;
    const end = attributes.indexOf(quote, start);
    return end < 0 ? undefined : plainText(attributes.slice(start, end));
  }
  return undefined;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text with its entities as characters. `_x000D_` is how Excel writes a control character. */
export function plainText(text: string): string {
  if (!text.includes('&') && !text.includes('_x')) return text;
  return text
    .replace(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
      (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
        if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
        const point = Number.parseInt(hex ?? decimal ?? '', hex === undefined ? 10 : 16);
        return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '';
      },
    )
    .replace(/_x([0-9A-F]{4})_/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The prefix that a part of a workbook gives its elements: that of its root. */
export function prefixOf(document: string): string {
  return (
    /<(\w{1,20}:)?(?:worksheet|workbook|sst|styleSheet|Relationships)[\s>]/.exec(document.slice(0, 4000))?.[1] ?? ''
  );
}
