import type { AwsError } from '../../../kernel/errors.ts';
import { invalid } from '../failures.ts';
import { assertOrdinaryName } from '../values.ts';
import type { Path } from './path.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import { tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

export type Names = Readonly<Record<string, string>>;

/** Walks over the tokens of one expression; the grammars of conditions, updates and projections stand on it. */
export interface Reader {
  readonly usedNames: Set<string>;
  readonly usedValues: Set<string>;
  peek(ahead?: number): Token;
  next(): Token;
  /** Takes the symbol if it comes next. */
  takes(symbol: string): boolean;
  /** Takes the keyword, in any case, if it comes next. */
  takesWord(word: string): boolean;
  expect(symbol: string): void;
  expectEnd(): void;
  readPath(): Path;
  /** The name of a `:value`. */
  readValue(): string;
  syntaxError(token: Token): AwsError;
  fail(detail: string): AwsError;
}

export function createReader(parameter: string, text: string, names: Names): Reader {
  const tokens = tokenize(parameter, text);
  const usedNames = new Set<string>();
  const usedValues = new Set<string>();
  const end = tokens.at(-1) ?? { kind: 'end', text: '<EOF>', start: 0, end: 0 };
  let index = 0;

  const fail = (detail: string): AwsError => invalid(`Invalid ${parameter}: ${detail}`);
  const peek = (ahead = 0): Token => tokens[index + ahead] ?? end;
  const next = (): Token => {
    const token = peek();
    index += 1;
    return token;
  };
  const syntaxError = (token: Token): AwsError => {
    const at = tokens.indexOf(token);
    const before = tokens[at - 1] ?? token;
    const after = tokens[at + 1] ?? token;
    return fail(`Syntax error; token: "${token.text}", near: "${text.slice(before.start, after.end)}"`);
  };
  const takes = (symbol: string): boolean => {
    const token = peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    index += 1;
    return true;
  };
  const resolveName = (token: Token): string => {
    const name = names[token.text];
    if (name === undefined)
      throw fail(
        `An expression attribute name used in the document path is not defined; attribute name: ${token.text}`,
      );
    assertOrdinaryName(name);
    usedNames.add(token.text);
    return name;
  };
  const readName = (): string => {
    const token = next();
    if (token.kind === 'name') return resolveName(token);
    if (token.kind !== 'word') throw syntaxError(token);
    if (RESERVED_WORDS.has(token.text.toUpperCase()))
      throw fail(`Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    assertOrdinaryName(token.text);
    return token.text;
  };
  const readIndex = (): number => {
    const token = next();
    if (token.kind !== 'digits') throw syntaxError(token);
    if (!takes(']')) throw syntaxError(peek());
    return Number(token.text);
  };

  return {
    usedNames,
    usedValues,
    peek,
    next,
    takes,
    takesWord: (word) => {
      const token = peek();
      if (token.kind !== 'word' || token.text.toUpperCase() !== word) return false;
      index += 1;
      return true;
    },
    expect: (symbol) => {
      if (!takes(symbol)) throw syntaxError(peek());
    },
    expectEnd: () => {
      if (peek().kind !== 'end') throw syntaxError(peek());
    },
    readPath: () => {
      const path: (string | number)[] = [readName()];
      for (;;) {
        if (takes('.')) path.push(readName());
        else if (takes('[')) path.push(readIndex());
        else return path;
      }
    },
    readValue: () => {
      const token = next();
      if (token.kind !== 'value') throw syntaxError(token);
      usedValues.add(token.text);
      return token.text;
    },
    syntaxError,
    fail,
  };
}
