import type { Mapping, MappingWord, Money, Signal } from '../../../contracts/index.ts';
import { draftOf } from '../draft.ts';
import type { SentTime } from '../local-time.ts';
import { lookUp, shown } from '../look-up.ts';
import { referenceTo } from '../references.ts';
import type { Rejection, Sender, SignalDraft } from '../translator.ts';
import type { Where } from '../zone-of-place.ts';
import { holds } from './conditions.ts';
import type { Record as Asked } from './conditions.ts';
import { countryNamed } from './country-names.ts';
import { readDate } from './read-date.ts';
import { readNumber } from './read-number.ts';

/** One record of a payload: what a column says, trimmed; undefined where it is empty or not there. */
export type Cells = (column: string) => string | undefined;

export interface Mapped {
  readonly drafts: readonly SignalDraft[];
  readonly rejection?: Rejection;
  /** Columns whose text could not be read and does not matter, with what stood there. */
  readonly unread: readonly (readonly [string, string])[];
}

/** A cell that has to be a date or a number, and is a text. */
class Misfit extends Error {
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

/** Makes of a mapping what reads one record after the other. */
export function mapperOf(mapping: Mapping, sender: Sender): (cells: Cells, part: string) => Mapped {
  const blanks = new Set(mapping.input.blanks.map((blank) => blank.toLowerCase()));
  const dates = new Map<string, SentTime>();
  return (cells, part) => {
    const reading = new Reading(mapping, cells, blanks, dates, sender);
    try {
      return { ...mapRecord(reading, part), unread: reading.unread };
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      return { drafts: [], rejection: misfit(error, part), unread: [] };
    }
  };
}

const MOST_DATES = 10_000;

class Reading implements Asked {
  readonly unread: (readonly [string, string])[] = [];
  readonly mapping: Mapping;
  readonly sender: Sender;
  private readonly cells: Cells;
  private readonly blanks: ReadonlySet<string>;
  /** Records of one table have few different days. */
  private readonly dates: Map<string, SentTime>;
  private where: Where | undefined;

  constructor(
    mapping: Mapping,
    cells: Cells,
    blanks: ReadonlySet<string>,
    dates: Map<string, SentTime>,
    sender: Sender,
  ) {
    this.mapping = mapping;
    this.cells = cells;
    this.blanks = blanks;
    this.dates = dates;
    this.sender = sender;
  }

  text(column: string): string | undefined {
    const sent = this.cells(column);
    if (sent === undefined || this.blanks.size === 0) return sent;
    return this.blanks.has(sent.toLowerCase()) ? undefined : sent;
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

  time(column: string, clock?: string): SentTime | undefined {
    const day = this.text(column);
    if (day === undefined) return undefined;
    const sent = clock === undefined ? day : `${day} ${this.text(clock) ?? ''}`.trim();
    const where = this.whereItIs();
    const key = `${sent}\n${where.region ?? ''}\n${where.country ?? ''}`;
    const known = this.dates.get(key);
    if (known !== undefined) return known;
    const { dates, zone = this.sender.zone } = this.mapping.input;
    const read = readDate(sent, dates, where, zone);
    if (read === undefined) throw new Misfit(column, sent, `a date as ${dates.join(' or ')}`);
    if (this.dates.size < MOST_DATES) this.dates.set(key, read);
    return read;
  }

  date(column: string): number | undefined {
    const time = this.time(column);
    return time === undefined ? undefined : Date.parse(time.occurredAt);
  }

  number(column: string): string | undefined {
    const sent = this.text(column);
    if (sent === undefined) return undefined;
    const number = readNumber(sent, this.mapping.input.decimal);
    if (number === undefined) throw new Misfit(column, sent, `a number with a decimal ${this.mapping.input.decimal}`);
    return number;
  }

  /** A figure that is only shown: where it is a text, the record is taken without it. */
  figure(column: string): string | undefined {
    const sent = this.text(column);
    if (sent === undefined) return undefined;
    const number = readNumber(sent, this.mapping.input.decimal);
    if (number === undefined) this.unread.push([column, shown(sent)]);
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
      const { region, country } = this.place(this.mapping.place) ?? {};
      this.where = { region, country };
    }
    return this.where;
  }
}

function mapRecord(reading: Reading, part: string): Pick<Mapped, 'drafts' | 'rejection'> {
  const { mapping, sender } = reading;
  if (mapping.only !== undefined && !holds(mapping.only, reading)) return { drafts: [] };
  const troubles = mapping.troubles.filter(({ when }) => holds(when, reading));
  const step = mapping.progress.find(({ when }) => when === undefined || holds(when, reading));
  if (troubles.length === 0 && step === undefined) return { drafts: [] };
  const references = mapping.references.flatMap(({ kind, value, issuer, when }) =>
    when === undefined || holds(when, reading)
      ? referenceTo(kind, reading.word(value), reading.word(issuer) ?? sender.issuer)
      : [],
  );
  if (references.length === 0) return { drafts: [], rejection: nameless(mapping, part) };
  const common = { part, references, ...detailsOf(reading) };
  const told =
    troubles.length > 0
      ? troubles.map(({ type, reason }) => ({ trouble: type, milestone: undefined, reason }))
      : [{ trouble: undefined, milestone: step?.milestone, reason: step?.reason }];
  return {
    drafts: told.map(({ trouble, milestone, reason }) =>
      draftOf(
        { ...common, trouble, milestone, reason: reasonOf(reason, trouble ?? milestone?.name ?? 'other', reading) },
        sender,
      ),
    ),
  };
}

function detailsOf(reading: Reading) {
  const { occurredAt, place, lane, carrier, text, reportId } = reading.mapping;
  const time = occurredAt
    .map((one) => (typeof one === 'string' ? reading.time(one) : reading.time(one.date, one.time)))
    .find((read) => read !== undefined);
  return {
    reportId: reportId === undefined ? undefined : reading.text(reportId),
    time,
    place: reading.place(place),
    lane: { origin: reading.place(lane?.origin), destination: reading.place(lane?.destination) },
    carrier: { scac: reading.word(carrier?.scac), name: reading.word(carrier?.name) },
    quantities: quantitiesOf(reading),
    amounts: amountsOf(reading),
    text: text.flatMap((column) => reading.text(column) ?? []).join('. '),
  };
}

function reasonOf(
  reason: Mapping['troubles'][number]['reason'],
  code: string,
  reading: Reading,
): NonNullable<Signal['reason']> {
  const text = reading.word(reason?.text);
  return {
    scheme: reason?.scheme ?? `mapping:${reading.mapping.id}`.slice(0, 40),
    code: reading.word(reason?.code) ?? code,
    ...(text === undefined ? {} : { text }),
  };
}

function quantitiesOf(reading: Reading): Signal['quantities'] {
  return Object.fromEntries(
    Object.entries(reading.mapping.quantities).flatMap(([name, { column, unit }]) => {
      const value = reading.figure(column);
      return value === undefined ? [] : [[name, { value, unit: (reading.word(unit) ?? 'C62').slice(0, 20) }]];
    }),
  );
}

function amountsOf(reading: Reading): Record<string, Money> {
  return Object.fromEntries(
    Object.entries(reading.mapping.amounts).flatMap(([name, { column, currency }]) => {
      const amount = reading.figure(column);
      const code = reading.word(currency)?.toUpperCase() ?? '';
      return amount === undefined || !/^[A-Z]{3}$/.test(code) ? [] : [[name, { amount, currency: code }]];
    }),
  );
}

function misfit({ column, sent, wanted }: Misfit, part: string): Rejection {
  return {
    part,
    pointer: shown(column),
    detail: `"${shown(sent)}" is not ${wanted}.`,
    mend: `Send ${wanted}, or leave it empty; or change the mapping and have it read again.`,
  };
}

function nameless({ references }: Mapping, part: string): Rejection {
  const columns = references.map(({ value }) =>
    typeof value === 'string' ? value : 'column' in value ? value.column : '',
  );
  return {
    part,
    pointer: shown(columns[0] ?? ''),
    detail: 'The record names no shipment, order or anything else that is followed.',
    mend: `Fill in one of ${columns
      .filter((name) => name !== '')
      .slice(0, 5)
      .map(shown)
      .join(', ')}.`,
  };
}
