/** `property eq 'literal'`, as one of several alternatives. */
export interface Equality {
  readonly property: string;
  readonly literal: string;
}

export type ParsedFilter =
  | { readonly ok: true; readonly alternatives: readonly Equality[] }
  | { readonly ok: false; readonly status: 400 | 501; readonly message: string };

/** In a literal a quote is written twice. https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html */
const TOKEN = /\s*(?:'((?:[^']|'')*)'|([A-Za-z_][\w/]*)|(\S))/y;

type Token = { readonly literal: string } | { readonly word: string } | { readonly sign: string };

/** Reads `A eq 'x' or A eq 'y'`, with parentheses. OData asks a service to answer 501 to what it does not support. */
export function parseFilter(filter: string): ParsedFilter {
  const tokens = tokensOf(filter.trim());
  const alternatives: Equality[] = [];
  let position = 0;

  const isWord = (word: string): boolean => {
    const token = tokens[position];
    return token !== undefined && 'word' in token && token.word === word;
  };
  const isSign = (sign: string): boolean => {
    const token = tokens[position];
    return token !== undefined && 'sign' in token && token.sign === sign;
  };
  const comparison = (): boolean => {
    const [property, operator, value] = tokens.slice(position, position + 3);
    if (property === undefined || operator === undefined || value === undefined) return false;
    if (!('word' in property) || !('word' in operator) || operator.word !== 'eq' || !('literal' in value)) return false;
    alternatives.push({ property: property.word, literal: value.literal });
    position += 3;
    return true;
  };
  const term = (): boolean => {
    if (!isSign('(')) return comparison();
    position += 1;
    if (!expression() || !isSign(')')) return false;
    position += 1;
    return true;
  };
  const expression = (): boolean => {
    if (!term()) return false;
    while (isWord('or')) {
      position += 1;
      if (!term()) return false;
    }
    return true;
  };

  if (tokens.some((token) => 'sign' in token && token.sign === "'")) {
    return { ok: false, status: 400, message: 'A literal of $filter is not closed.' };
  }
  if (!expression() || position < tokens.length) {
    return { ok: false, status: 501, message: 'Only comparisons by eq with a string, joined by or, are supported.' };
  }
  return { ok: true, alternatives };
}

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(new RegExp(TOKEN, 'gy'))].map(([, literal, word, sign = '']) => {
    if (literal !== undefined) return { literal: literal.replaceAll("''", "'") };
    return word === undefined ? { sign } : { word };
  });
}
