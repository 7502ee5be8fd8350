/** `property eq 'literal'`, as one of several that are joined. */
export interface Equality {
  readonly property: string;
  readonly literal: string;
}

export type ParsedFilter =
  | { readonly ok: true; readonly equalities: readonly Equality[]; readonly joinedBy: 'or' | 'and' }
  | { readonly ok: false; readonly status: 400 | 501; readonly message: string };

/** In a literal a quote is written twice. https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html */
const TOKEN = /\s*(?:'((?:[^']|'')*)'|([A-Za-z_][\w/]*)|(\S))/y;

type Token = { readonly literal: string } | { readonly word: string } | { readonly sign: string };

/** Reads `A eq 'x' or A eq 'y'`, or all joined by `and`, with parentheses. OData asks a service to answer 501 to what it does not support. */
export function parseFilter(filter: string): ParsedFilter {
  const tokens = tokensOf(filter.trim());
  const equalities: Equality[] = [];
  const joints = new Set<string>();
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
    equalities.push({ property: property.word, literal: value.literal });
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
    while (isWord('or') || isWord('and')) {
      joints.add(isWord('or') ? 'or' : 'and');
      position += 1;
      if (!term()) return false;
    }
    return true;
  };

  if (tokens.some((token) => 'sign' in token && token.sign === "'")) {
    return { ok: false, status: 400, message: 'A literal of $filter is not closed.' };
  }
  if (!expression() || position < tokens.length || joints.size > 1) {
    return {
      ok: false,
      status: 501,
      message: 'Only comparisons by eq with a string, all joined alike, are supported.',
    };
  }
  return { ok: true, equalities, joinedBy: joints.has('and') ? 'and' : 'or' };
}

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(new RegExp(TOKEN, 'gy'))].map(([, literal, word, sign = '']) => {
    if (literal !== undefined) return { literal: literal.replaceAll("''", "'") };
    return word === undefined ? { sign } : { word };
  });
}
