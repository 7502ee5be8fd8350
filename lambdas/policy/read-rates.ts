import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod';
import type { PolicyPack } from '../contracts/index.ts';

export type Rates = PolicyPack['exchangeRates'];
export type ReadRates =
  { readonly ok: true; readonly day: string; readonly rates: Rates } | { readonly ok: false; readonly why: string };

/** Units of each currency for one euro, on a day. */
interface EuroRates {
  readonly day: string;
  readonly perEuro: ReadonlyMap<string, number>;
}

/**
 * The reference rates of the European Central Bank as it publishes them each working day (https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/),
 * as XML (`eurofxref-daily.xml`) or CSV (`eurofxref.csv`, `eurofxref-hist.csv`: the latest day of it), turned into units of the reporting currency for one unit of each.
 */
export function readRates(text: string, reportingCurrency: string): ReadRates {
  const read = text.trimStart().startsWith('<') ? fromXml(text) : fromCsv(text);
  if (typeof read === 'string') return { ok: false, why: read };
  const { day, perEuro } = read;
  const own = reportingCurrency === 'EUR' ? 1 : perEuro.get(reportingCurrency);
  if (own === undefined)
    return { ok: false, why: `there is no rate of the reporting currency ${reportingCurrency} in it` };
  const others = [...perEuro].filter(([currency]) => currency !== reportingCurrency);
  const euro: readonly [string, number][] = reportingCurrency === 'EUR' ? [] : [['EUR', 1]];
  const rates = Object.fromEntries(
    [...euro, ...others]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([currency, rate]) => [currency, { rate: significant(own / rate), asOf: day }]),
  );
  return Object.keys(rates).length === 0 ? { ok: false, why: 'there is no rate in it' } : { ok: true, day, rates };
}

/** As many digits as the bank's own rates have, and no more. */
function significant(rate: number): number {
  return Number(rate.toPrecision(6));
}

const rateText = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?$/)
  .transform(Number)
  .refine((rate) => rate > 0);
const currencyText = z.string().regex(/^[A-Z]{3}$/);
const cube = z.object({
  Envelope: z.object({
    Cube: z.object({
      Cube: z.object({
        '@time': z.iso.date(),
        Cube: z.array(z.object({ '@currency': currencyText, '@rate': rateText })).min(1),
      }),
    }),
  }),
});

function fromXml(text: string): EuroRates | string {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    removeNSPrefix: true,
    parseAttributeValue: false,
    processEntities: false,
    isArray: (_name, path) => path === 'Envelope.Cube.Cube.Cube',
  });
  let parsed: unknown;
  try {
    parsed = parser.parse(text);
  } catch (error) {
    return `it is no XML: ${error instanceof Error ? error.message : String(error)}`;
  }
  const read = cube.safeParse(parsed);
  if (!read.success) return "it is not the bank's daily file: one Cube with a time, and in it one for each currency";
  const { '@time': day, Cube } = read.data.Envelope.Cube.Cube;
  return { day, perEuro: new Map(Cube.map((one) => [one['@currency'], one['@rate']])) };
}

/** A head with the currencies, and a line for each day, the latest first; what is not known on a day is `N/A` or empty. */
function fromCsv(text: string): EuroRates | string {
  const [head = [], ...lines] = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim()));
  const [first] = lines;
  if (head[0] !== 'Date' || first === undefined)
    return 'its first line must begin with Date and name the currencies, and a line with a day and the rates must follow';
  const day = dayOf(first[0] ?? '');
  if (day === undefined) return `${first[0] ?? ''} is no day; the bank writes 27 November 2026 or 2026-11-27`;
  const perEuro = new Map<string, number>();
  for (const [index, currency] of head.entries()) {
    const [name, rate] = [currencyText.safeParse(currency), rateText.safeParse(first[index] ?? '')];
    if (name.success && rate.success) perEuro.set(name.data, rate.data);
  }
  return { day, perEuro };
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

function dayOf(text: string): string | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text) ?? [];
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  const iso = year === '' ? text : `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return z.iso.date().safeParse(iso).success ? iso : undefined;
}
