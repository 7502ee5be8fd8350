import type { Mapping, MappingWord } from '../../../contracts/index.ts';
import type { SentTime } from '../local-time.ts';
import { lookUp, shown } from '../look-up.ts';
import type { Sender } from '../translator.ts';
import type { Where } from '../zone-of-place.ts';
import type { Record as Asked } from './conditions.ts';
import { countryNamed } from './country-names.ts';
import { readDate } from './read-date.ts';
import { readNumber } from './read-number.ts';

/** One record of a payload: what a column says, trimmed; undefined where it is empty or not there. */
export type Cells = (column: string) => string | undefined;

/** Told of a column whose text could not be read and does not matter, with what stood there. */
export type Unread = (column: string, sent: string) => void;

/** A cell that has to be a date or a number, and is a text. */
export class Misfit extends Error {
  readonly column: string;
  readonly sent: string;
  readonly wanted: string;
  constructor(column: string, sent: string, wanted: string) {
    super(`${column}: ${wanted}`);
    this.column = column;
    this.sent = sent;
    this.wanted = wanted;
  }
}

/** What stays the same from record to record. */
export interface Shared {
  readonly mapping: Mapping;
  readonly sender: Sender;
  readonly unread: Unread;
  /** In small letters. */
  readonly blanks: ReadonlySet<string>;
  /** Records of one table have few different days. */
  readonly dates: Map<string, SentTime>;
}

export function sharedBy(mapping: Mapping, sender: Sender, unread: Unread): Shared {
  const blanks = new Set(mapping.input.blanks.map((blank) => blank.toLowerCase()));
  return { mapping, sender, unread, blanks, dates: new Map() };
}

const MOST_DATES = 10_000;
const NOWHERE: Where = {};

/** One record, asked by the names that its mapping has for it. */
export class Reading implements Asked {
  private readonly shared: Shared;
  private readonly cells: Cells;
  private where: Where | undefined;

  constructor(shared: Shared, cells: Cells) {
    this.shared = shared;
    this.cells = cells;
    const { region, country } = shared.mapping.place ?? {};
    this.where = region === undefined && country === undefined ? NOWHERE : undefined;
  }

  text(column: string): string | undefined {
    const sent = this.cells(column);
    if (sent === undefined || this.shared.blanks.size === 0) return sent;
    return this.shared.blanks.has(sent.toLowerCase()) ? undefined : sent;
  }

  word(word: MappingWord | undefined): string | undefined {
    if (word === undefined) return undefined;
    if (typeof word === 'string') return this.text(word);
    if ('text' in word) return word.text;
    const sent = this.text(word.column);
    if (sent === undefined) return undefined;
    const meant =
      lookUp(word.values, sent) ??
      Object.entries(word.values).find(([name]) => name.toLowerCase() === sent.toLowerCase())?.[1];
    return meant ?? word.otherwise;
  }

  /** What something is called. A spreadsheet that took a long number for a figure has kept fifteen of its digits: many parcels have one name then. */
  name(word: MappingWord): string | undefined {
    const sent = this.word(word);
    if (sent === undefined || !/^\d(?:[.,]\d+)?E\+\d{2}$/i.test(sent)) return sent;
    const column = typeof word === 'string' ? word : 'column' in word ? word.column : '';
    throw new Misfit(column, sent, 'a number with all its digits (format the column as text)');
  }

  time(column: string, clock?: string): SentTime | undefined {
    const day = this.text(column);
    if (day === undefined) return undefined;
    const sent = clock === undefined ? day : joined(day, this.text(clock));
    const { dates, mapping, sender } = this.shared;
    const where = this.whereItIs();
    const key = where === NOWHERE ? sent : `${sent}\n${where.region ?? ''}\n${where.country ?? ''}`;
    const known = dates.get(key);
    if (known !== undefined) return known;
    const formats = mapping.input.dates;
    // A date of a workbook is ISO, whatever people write into the cells beside it; nobody can take it for another.
    const read = readDate(sent, [...formats, 'iso'], where, mapping.input.zone ?? sender.zone);
    if (read === undefined) throw new Misfit(column, sent, `a date as ${formats.join(' or ')}`);
    if (dates.size < MOST_DATES) dates.set(key, read);
    return read;
  }

  date(column: string): number | undefined {
    const time = this.time(column);
    return time === undefined ? undefined : Date.parse(time.occurredAt);
  }

  number(column: string): string | undefined {
    const sent = this.text(column);
    if (sent === undefined) return undefined;
    const { decimal } = this.shared.mapping.input;
    const number = readNumber(sent, decimal);
    if (number === undefined) throw new Misfit(column, sent, `a number with a decimal ${decimal}`);
    return number;
  }

  /** A figure that is only shown: where it is a text, the record is taken without it. */
  figure(column: string): string | undefined {
    const sent = this.text(column);
    if (sent === undefined) return undefined;
    const number = readNumber(sent, this.shared.mapping.input.decimal);
    if (number === undefined) this.shared.unread(column, shown(sent));
    return number;
  }

  place(sent: Mapping['place']) {
    if (sent === undefined) return undefined;
    const named = this.word(sent.country);
    const country = named === undefined ? undefined : countryNamed(named);
    return {
      // A country that has no code is still the name of a place.
      name: this.word(sent.name) ?? (country === undefined ? named : undefined),
      locality: this.word(sent.locality),
      region: this.word(sent.region),
      country,
      postalCode: this.word(sent.postalCode),
      code: this.word(sent.code),
    };
  }

  private whereItIs(): Where {
    if (this.where === undefined) {
      const { region, country } = this.place(this.shared.mapping.place) ?? {};
      this.where = { region, country };
    }
    return this.where;
  }
}

/** A day and a clock of two columns. A cell of a workbook may have both and show one of them. */
function joined(day: string, clock = ''): string {
  const [onlyDay, onlyClock] = [
    day.replace(/^(\d{4}-\d{2}-\d{2})T.*$/, '$1'),
    clock.replace(/^\d{4}-\d{2}-\d{2}T/, ''),
  ];
  return clock === '' ? day : `${onlyDay} ${onlyClock}`;
}
