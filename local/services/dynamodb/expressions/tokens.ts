import { invalid } from '../failures.ts';

export type TokenKind = 'word' | 'name' | 'value' | 'digits' | 'symbol' | 'end';
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN = /\s*(?:(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z_][A-Za-z0-9_]*)|(\d+)|(<>|<=|>=|[<>=()[\],.+-]))/y;
const KINDS: readonly TokenKind[] = ['name', 'value', 'word', 'digits', 'symbol'];

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
const LONGEST_EXPRESSION = 4096;

/** `parameter` is the request parameter that holds the expression; DynamoDB names it in each complaint. */
export function tokenize(parameter: string, text: string): readonly Token[] {
  if (text.trim() === '') throw invalid(`Invalid ${parameter}: The expression can not be empty;`);
  if (text.length > LONGEST_EXPRESSION)
    throw invalid(
      `Invalid ${parameter}: Expression size has exceeded the maximum allowed size; expression size: ${String(text.length)}`,
    );
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (match === null) {
      if (text.slice(position).trim() === '') break;
      throw strangeCharacter(parameter, text, position);
    }
    const group = KINDS.findIndex((_, index) => match[index + 1] !== undefined);
    const token = match[group + 1] ?? '';
    tokens.push({
      kind: KINDS[group] ?? 'end',
      text: token,
      start: TOKEN.lastIndex - token.length,
      end: TOKEN.lastIndex,
    });
    position = TOKEN.lastIndex;
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: text.length, end: text.length });
  return tokens;
}

function strangeCharacter(parameter: string, text: string, position: number): Error {
  const start = position + (text.slice(position).length - text.slice(position).trimStart().length);
  const token = text.charAt(start);
  const near = text.slice(Math.max(0, start - 8), start + 8).trim();
  return invalid(`Invalid ${parameter}: Syntax error; token: "${token}", near: "${near}"`);
}
