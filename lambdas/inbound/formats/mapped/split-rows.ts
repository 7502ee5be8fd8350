/** One record of a table, and the line that it begins on. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
  /** A quote that is never closed, or a record of a size that none has: it was read as one line without quotes. */
  readonly isBroken?: true;
}

/** A record with more is no record: a quote was opened and never closed. */
const LONGEST_RECORD = 256 * 1024;

/**
 * Splits text with separators (RFC 4180: quotes around cells, doubled inside; line ends CR LF, LF or CR) as it comes. What begins with `=` is a text like any other.
 * Bounded: it never holds more than the longest record and one chunk.
 */
export function rowSplitter(separator: string): (chunk: string, isLast: boolean) => readonly Row[] {
  let rest = '';
  let line = 1;
  return (chunk, isLast) => {
    let text = rest + chunk;
    // A CR at the very end may have its LF in the next chunk.
    const held = !isLast && text.endsWith('\r') ? '\r' : '';
    if (held !== '') text = text.slice(0, -1);
    if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
    const rows: Row[] = [];
    let start = 0;
    let quote = 0;
    while (start < text.length) {
      // Looked for once, not from each record on: most tables have none.
      if (quote >= 0 && quote <= start) quote = text.indexOf('"', start);
      const found = recordAt(text, start, quote < 0 ? text.length : quote, separator, isLast);
      if (found === undefined) break;
      const { cells, end, lines, isBroken } = found;
      rows.push({ line, cells, ...(isBroken ? { isBroken } : {}) });
      line += lines;
      start = end;
    }
    rest = text.slice(start) + held;
    return rows;
  };
}

interface Read {
  readonly cells: readonly string[];
  readonly end: number;
  readonly lines: number;
  readonly isBroken: boolean;
}

/** Undefined where the record goes on behind the text. */
function recordAt(text: string, start: number, quote: number, separator: string, isLast: boolean): Read | undefined {
  const newline = text.indexOf('\n', start);
  if (newline < 0 && !isLast && text.length - start <= LONGEST_RECORD) return undefined;
  const lineEnd = newline < 0 ? text.length : newline;
  if (quote >= lineEnd) return plainLine(text, start, lineEnd, separator, lineEnd - start > LONGEST_RECORD);
  const quoted = quotedRecord(text, start, separator, isLast);
  if (quoted !== undefined) return quoted;
  // Its quote is not closed yet: it may be further on, but not without end.
  if (!isLast && text.length - start <= LONGEST_RECORD) return undefined;
  return plainLine(text, start, lineEnd, separator, true);
}

function plainLine(text: string, start: number, lineEnd: number, separator: string, isBroken: boolean): Read {
  const line = isBroken ? text.slice(start, Math.min(lineEnd, start + 1000)) : text.slice(start, lineEnd);
  return { cells: line.split(separator), end: lineEnd + 1, lines: 1, isBroken };
}

function quotedRecord(text: string, start: number, separator: string, isLast: boolean): Read | undefined {
  const cells: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    if (at - start > LONGEST_RECORD) return undefined;
    let cell: string;
    at = quoteBehindBlanks(text, at);
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close === undefined) return undefined;
      const inside = text.slice(at + 1, close);
      cell = inside.replaceAll('""', '"');
      lines += inside.split('\n').length - 1;
      at = close + 1;
    } else cell = '';
    const end = cellEnd(text, at, separator);
    // The text may go on with the other half of a doubled quote, or with the rest of the cell.
    if (end >= text.length && !isLast) return undefined;
    // What stands between a closing quote and the separator belongs to the cell.
    cells.push(cell + text.slice(at, end));
    at = end + 1;
    if (end >= text.length || text[end] === '\n') return { cells, end: at, lines, isBroken: false };
  }
}

/** Some put a blank between the separator and the quote, which then is no part of the cell. */
function quoteBehindBlanks(text: string, at: number): number {
  let quote = at;
  while (text[quote] === ' ' && quote - at < MOST_BLANKS) quote += 1;
  return text[quote] === '"' ? quote : at;
}
const MOST_BLANKS = 4;

function closingQuote(text: string, from: number): number | undefined {
  for (let at = from; at - from <= LONGEST_RECORD;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    if (text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
  return undefined;
}

function cellEnd(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n') at += 1;
  return at;
}
