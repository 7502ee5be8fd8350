import { isDay } from '../local-time.ts';
import { monthNamed } from '../month-names.ts';
import { plainWords } from './sentences.ts';

/** A day that a text names: `2026-03-02`. */
export interface DaySaid {
  readonly said: string;
  readonly day: string;
}

export interface WrittenOn {
  /** Day of the mail: what "yesterday" and a day without year are counted from. */
  readonly day: string;
  /** IANA zone of who wrote it. */
  readonly zone: string;
}

/** First letters of months, as `monthNamed` and `plainWords` have them. */
const MONTH = String.raw`(jan|ene|gen|sty|feb|fev|lut|mar|maa|mrt|apr|avr|abr|kwi|may|mai|mei|mag|maj|jun|juin|giu|cze|jul|juil|lug|lip|aug|aou|ago|sie|sep|set|wrz|oct|okt|out|ott|paz|nov|lis|dec|dez|dic|gru)[a-z]{0,8}`;

/** Days by name, counted from the mail. A word that is one of another language too ("morgen" is also the morning) is left out. */
const BY_NAME: readonly (readonly [number, RegExp])[] = [
  [
    -2,
    /\b(day before yesterday|vorgestern|avant-hier|anteayer|altro ieri|l'altro ieri|eergisteren|anteontem|przedwczoraj)\b/,
  ],
  [
    -1,
    /\b(?<!before )(yesterday|last night|gestern|hier (?:apres|matin|soir)|ayer|ieri|gisteren|ontem|wczoraj|d'hier)\b/,
  ],
  [
    0,
    /\b(today|this (?:morning|afternoon)|tonight|heute|aujourd'hui|ce matin|hoy|oggi|stamattina|vandaag|vanmorgen|hoje|dzis|dzisiaj)\b/,
  ],
  [2, /\b(day after tomorrow|ubermorgen|apres-demain|pasado manana|dopodomani|overmorgen|depois de amanha|pojutrze)\b/],
  [1, /\b(?<!after )(tomorrow|demain|domani|jutro|amanha)\b/],
];

/** In a zone of these the month stands before the day. */
const MONTH_FIRST =
  /^(US\/|America\/(New_York|Detroit|Chicago|Denver|Phoenix|Los_Angeles|Anchorage|Boise|Indiana|Kentucky|Puerto_Rico)|Pacific\/(Honolulu|Guam))/;

const ISO = /(?<![\d-])(20\d\d)-(\d{2})-(\d{2})(?![\d-])/g;
const NUMERIC = /(?<![\d.,/-])(\d{1,2})([./-])(\d{1,2})\2(?:(20\d\d|\d\d)(?![\d.,/-]))?(?!\d)/g;
/** Without a year only where a point or slash is followed by nothing more: 18.12. or 18/12. */
const SHORT = /(?<![\d.,/-])(\d{1,2})([./])(\d{1,2})(?![\d.,/-]*\d)/g;
const DAY_BEFORE = new RegExp(
  String.raw`(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)? ?(?:of |de |del )?-?${MONTH}\b\.?,?-? ?(?:de )?(20\d\d)?`,
  'g',
);
const DAY_BEHIND = new RegExp(String.raw`\b${MONTH}\.? (\d{1,2})(?:st|nd|rd|th)?(?!\d)(?:,? (20\d\d))?`, 'g');

const MOST_DAYS = 12;
const MOST_LETTERS = 4000;

/** Days that a text names, in the order in which they stand. The order of day and month follows from who wrote it; what may be both is read so. */
export function daysIn(text: string, { day, zone }: WrittenOn): readonly DaySaid[] {
  const words = plainWords(text.slice(0, MOST_LETTERS));
  const found: (DaySaid & { readonly at: number })[] = [];
  const add = (at: number, said: string, year: string | undefined, month: number, dayOfMonth: number): void => {
    const one = dayOf(year, month, dayOfMonth, day);
    if (one !== undefined && !found.some((each) => each.at === at)) found.push({ at, said: said.trim(), day: one });
  };
  for (const { index, 0: said, 1: year, 2: month, 3: dayOfMonth } of words.matchAll(ISO))
    add(index, said, year, Number(month), Number(dayOfMonth));
  for (const pattern of [NUMERIC, SHORT]) {
    for (const { index, 0: said, 1: first, 2: sign, 3: second, 4: year } of words.matchAll(pattern)) {
      const isMonthFirst =
        (sign === '/' || sign === '-') && MONTH_FIRST.test(zone) ? Number(first) <= 12 : Number(second) > 12;
      const [month, dayOfMonth] = isMonthFirst ? [first, second] : [second, first];
      add(index, said, year, Number(month), Number(dayOfMonth));
    }
  }
  for (const { index, 0: said, 1: dayOfMonth, 2: name = '', 3: year } of words.matchAll(DAY_BEFORE))
    add(index, said, year, monthNamed(name), Number(dayOfMonth));
  for (const { index, 0: said, 1: name = '', 2: dayOfMonth, 3: year } of words.matchAll(DAY_BEHIND))
    add(index, said, year, monthNamed(name), Number(dayOfMonth));
  for (const [days, pattern] of BY_NAME) {
    const { index, 0: said = '' } = pattern.exec(words) ?? {};
    if (index !== undefined) found.push({ at: index, said, day: plusDays(day, days) });
  }
  return found
    .toSorted((one, other) => one.at - other.at)
    .filter((one, at, all) => at === all.findIndex((each) => each.day === one.day))
    .slice(0, MOST_DAYS)
    .map(({ said, day: named }) => ({ said, day: named }));
}

/** A day without a year is the one that is nearest to the mail. */
function dayOf(year: string | undefined, month: number, dayOfMonth: number, written: string): string | undefined {
  const sent = Number(written.slice(0, 4));
  const years = year === undefined ? [sent - 1, sent, sent + 1] : [Number(year.length === 2 ? `20${year}` : year)];
  const days = years
    .filter((each) => isDay(each, month, dayOfMonth))
    .map((each) => `${String(each)}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`);
  const distance = (one: string): number => Math.abs(Date.parse(one) - Date.parse(written));
  return days.toSorted((one, other) => distance(one) - distance(other))[0];
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
