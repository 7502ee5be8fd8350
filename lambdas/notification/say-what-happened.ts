import type { Case, Signal, SubjectReference } from '../contracts/index.ts';
import { INSTANT, timeAndDistance } from './say-time.ts';

/** Longer words of a sender are not read on a phone; all of them are with the case. */
const LONGEST_WORDS = 300;
/** So much later than it happened a report is news in itself. */
const LATE_MS = 3_600_000;
const MOST_REFERENCES = 4;
const MOST_NUMBERS = 6;

interface Reader {
  readonly zone: string;
  readonly at: string;
}

/** What the reports say, the newest word of each kind: when and where, which milestone, why, in whose words, how much, about what. */
export function happenedLines(record: Case, signals: readonly Signal[], { zone, at }: Reader): readonly string[] {
  const newestFirst = signals
    .filter(({ kind }) => kind === 'exception' || kind === 'correction')
    .toSorted((left, right) => (left.receivedAt < right.receivedAt ? 1 : -1));
  const time = (instant: string): string => timeAndDistance(instant, zone, at);
  const reason = reasonLine(record);
  const isLate = Date.parse(record.detectedAt) - Date.parse(record.occurredAt) > LATE_MS;
  return [
    `${record.title.split(',')[0] ?? record.title}, ${time(record.occurredAt)}${whereOf(record)}`,
    ...(record.flapping === undefined ? [] : [flappingLine(record.flapping, time)]),
    ...milestoneLines(newestFirst),
    ...(reason === undefined ? [] : [reason]),
    ...wordLines(newestFirst, record.reasonText, time),
    ...numberLines(newestFirst),
    ...referenceLines(record.references),
    ...(isLate ? [`First reported to us ${time(record.detectedAt)}`] : []),
    ...(record.signals > 1 ? [`Reported ${String(record.signals)} times`] : []),
  ];
}

function flappingLine({ times, since }: NonNullable<Case['flapping']>, time: (instant: string) => string): string {
  return `It comes and goes: ${String(times)} times since ${time(since)}. It stays one case until it has been quiet`;
}

function whereOf({ place }: Case): string {
  const where = [place?.locality ?? place?.name ?? place?.code, place?.region, place?.country].filter(Boolean);
  return where.length === 0 ? '' : `, ${where.join(', ')}`;
}

function milestoneLines(signals: readonly Signal[]): readonly string[] {
  const milestone = signals.find(({ milestone: named }) => named !== undefined && named.name !== 'other')?.milestone;
  if (milestone === undefined) return [];
  const stop = milestone.stop === undefined ? '' : `, stop ${milestone.stop}`;
  return [`Milestone: ${milestone.name.replaceAll('_', ' ')} (${milestone.at}${stop})`];
}

function reasonLine({ reasonText, reasonCode, carrier }: Case): string | undefined {
  const said = reasonText ?? reasonCode;
  if (said === undefined) return undefined;
  const code = reasonText === undefined || reasonCode === undefined ? '' : ` (${reasonCode})`;
  return `Reason given${carrier === undefined ? '' : ` by ${carrier}`}: ${said}${code}`;
}

/** What the sender wrote beside all codes is often the one thing that helps. */
function wordLines(
  signals: readonly Signal[],
  reasonText: string | undefined,
  time: (instant: string) => string,
): readonly string[] {
  const words = signals
    .find(({ text }) => text !== undefined)
    ?.text?.replaceAll(INSTANT, (instant) => (Number.isNaN(Date.parse(instant)) ? instant : time(instant)))
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (words === undefined || words === '' || words === reasonText) return [];
  return [`In the sender’s words: “${words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS - 1)}…` : words}”`];
}

function numberLines(signals: readonly Signal[]): readonly string[] {
  const name = (key: string): string => key.replaceAll('_', ' ');
  const quantities = signals.find(({ quantities: given }) => given !== undefined)?.quantities ?? {};
  const amounts = signals.find(({ amounts: given }) => given !== undefined)?.amounts ?? {};
  const said = [
    ...Object.entries(quantities)
      // Many formats fill a weight that nobody knows with zeros.
      .filter(([key, { value }]) => key !== 'weight' || Number(value) !== 0)
      .map(([key, { value, unit }]) => `${name(key)} ${value} ${UNITS.get(unit) ?? unit}`),
    ...Object.entries(amounts).map(([key, sum]) => `${name(key)} ${money(sum)}`),
  ];
  return said.length === 0 ? [] : [`Reported: ${said.slice(0, MOST_NUMBERS).join(' · ')}`];
}

/** Common codes of UN/ECE Recommendation 20, as people write them. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['CEL', '°C'],
  ['FAH', '°F'],
  ['KGM', 'kg'],
  ['LBR', 'lb'],
  ['TNE', 't'],
  ['MTQ', 'm³'],
  ['EA', 'pieces'],
  ['H87', 'pieces'],
]);

/** Kinds under which one number goes are said together. */
function referenceLines(references: readonly SubjectReference[]): readonly string[] {
  const kindsOf = new Map<string, string[]>();
  for (const { kind, value } of references)
    kindsOf.set(value, [...(kindsOf.get(value) ?? []), kind.replaceAll('_', ' ')]);
  const all = [...kindsOf].map(([value, kinds]) => `${[...new Set(kinds)].join(', ')} ${value}`);
  const more = all.length - MOST_REFERENCES;
  if (all.length === 0) return [];
  return [`References: ${all.slice(0, MOST_REFERENCES).join(' · ')}${more > 0 ? ` · and ${String(more)} more` : ''}`];
}

/** `1,010.30`, and `1,000` where there are no cents. */
let cents: Intl.NumberFormat | undefined;

export function money({ amount, currency }: { readonly amount: string; readonly currency: string }): string {
  // Made with the first amount: it takes longer than all else that the module does when it is loaded.
  cents ??= new Intl.NumberFormat('en-US', {
    maximumFractionDigits: 2,
    minimumFractionDigits: 2,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return `${cents.format(Number(amount))} ${currency}`;
}
