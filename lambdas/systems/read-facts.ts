import { factSet } from '../contracts/index.ts';
import type { FactSet, FactSource, SystemQuestion } from '../contracts/index.ts';
import { listOf, numberIn, textIn, valueAt } from '../inbound/formats/tree.ts';

type Facts = FactSet['facts'];
type Fact = Facts[string];
type Where = NonNullable<SystemQuestion['pick']>;

const LONGEST = 200;
const MOST = 50;

/** The records of an answer: a list, or the one record that it is. */
export function recordsIn(body: unknown, records: string | undefined): readonly unknown[] {
  const found = records === undefined ? body : valueAt(body, records);
  if (Array.isArray(found)) return listOf(found);
  return typeof found === 'object' && found !== null ? [found] : [];
}

/** The record that is meant; undefined: none of them fits yet. */
export function fitting(records: readonly unknown[], pick: SystemQuestion['pick']): unknown {
  return pick === undefined ? records[0] : records.find((record) => holds(pick, record));
}

/** What a record says, by the sources of a question. What it leaves out, or says in another kind, is no fact. */
export function factsOf(record: unknown, sources: SystemQuestion['facts']): Facts {
  const found = Object.entries(sources).flatMap(([name, source]) => {
    const fact = factSet.shape.facts.safeParse({ [name]: factIn(record, source) });
    return fact.success ? Object.entries(fact.data) : [];
  });
  return Object.fromEntries(found);
}

function holds({ path, is, not }: Where, record: unknown): boolean {
  const said = textIn(record, path)?.toLowerCase();
  const isOneOf = (words: readonly string[]): boolean => words.some((word) => word.toLowerCase() === said);
  return is === undefined ? said !== undefined && not !== undefined && !isOneOf(not) : isOneOf(is);
}

function factIn(record: unknown, source: FactSource): Fact | undefined {
  if (typeof source === 'string') return plain(valueAt(record, source));
  if ('amount' in source) return moneyIn(record, source);
  if ('list' in source) {
    const items = listOf(valueAt(record, source.list)).filter(
      (item) => source.where === undefined || holds(source.where, item),
    );
    const said = items.flatMap((item) => textOf(source.of === undefined ? item : valueAt(item, source.of)) ?? []);
    return said.slice(0, MOST);
  }
  if ('first' in source) {
    const item = listOf(valueAt(record, source.first)).find((one) => holds(source.where, one));
    return plain(valueAt(item, source.of));
  }
  const text = textIn(record, source.path);
  if (text === undefined) return undefined;
  const word = source.words === undefined ? text : translated(text, source.words);
  return word === undefined ? undefined : asKind(word, source.as);
}

function translated(text: string, words: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(words).find(([theirs]) => theirs.toLowerCase() === text.toLowerCase())?.[1];
}

const YES = ['true', 'yes', 'y', '1', 'x'];
const NO = ['false', 'no', 'n', '0'];

function asKind(text: string, kind: 'text' | 'number' | 'yes-no' | 'instant'): Fact | undefined {
  switch (kind) {
    case 'text':
      return text.slice(0, LONGEST);
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'yes-no':
      if (YES.includes(text.toLowerCase())) return true;
      return NO.includes(text.toLowerCase()) ? false : undefined;
    case 'instant': {
      // A time without an offset is of nobody knows which zone.
      const at = /(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? Date.parse(text) : Number.NaN;
      return Number.isNaN(at) ? undefined : new Date(at).toISOString();
    }
  }
}

function moneyIn(
  record: unknown,
  { amount, currency }: Extract<FactSource, { readonly amount: string }>,
): Fact | undefined {
  const value = textIn(record, amount);
  const code = typeof currency === 'string' ? textIn(record, currency) : currency.text;
  // Decimals are kept as they were sent; a number in JSON is one too.
  return value === undefined || code === undefined || numberIn(record, amount) === undefined
    ? undefined
    : { amount: value, currency: code };
}

function plain(value: unknown): Fact | undefined {
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? value : textOf(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number'
    ? textIn({ value }, 'value')?.slice(0, LONGEST)
    : undefined;
}
