import type { Case, Converted, Impact } from '../contracts/index.ts';
import { timeAndDistance } from './say-time.ts';
import { helpLines } from './say-what-helps.ts';
import { money } from './say-what-happened.ts';

const MOST_LINES = 7;
type FreeTime = NonNullable<Impact['freeTime']>;

/** What the trouble costs, and why it is as severe as it is; never nothing, because that reads as if nothing were at stake. */
export function stakeLines({ impact, severity, type }: Case, zone: string, at: string): readonly string[] {
  const time = (instant: string): string => timeAndDistance(instant, zone, at);
  const tier = impact?.customerTier === undefined ? '' : ` (${impact.customerTier})`;
  const lines = [
    ...(impact?.customerName === undefined ? [] : [`Customer: ${impact.customerName}${tier}`]),
    ...(impact?.valueAtRisk === undefined
      ? []
      : [`Value at risk: ${money(impact.valueAtRisk)}${converted(impact.inReportingCurrency?.valueAtRisk)}`]),
    ...(impact?.penalty === undefined
      ? []
      : [`Contract penalty: ${money(impact.penalty)}${converted(impact.inReportingCurrency?.penalty)}`]),
    ...(impact?.promisedAt === undefined ? [] : [`Promised for ${time(impact.promisedAt)}`]),
    ...(impact?.freeTimeEndsAt === undefined ? [] : [`Free time ends ${time(impact.freeTimeEndsAt)}`]),
    ...(impact?.freeTime === undefined ? [] : [freeTimeLine(impact.freeTime)]),
    ...helpLines(impact, type),
  ];
  const isSaid = ({ rule }: { readonly rule: string }): boolean =>
    REASONS_SAID_ALREADY.has(rule) || (impact?.promisedAt !== undefined && SAID_BY_PROMISE.has(rule));
  const reasons = (severity?.reasons ?? []).filter((reason) => !isSaid(reason)).map(({ text }) => text);
  const all = [...lines, ...reasons].slice(0, MOST_LINES);
  return all.length === 0 ? ['Not known yet: no system names a value, a customer or a promised date for it.'] : all;
}

/** What rules have weighed, with the day of the rate: an amount of another currency is another one tomorrow. */
function converted(amount: Converted | undefined): string {
  return amount === undefined ? '' : ` (${money(amount)} by the rate of ${amount.asOf})`;
}

/** `Demurrage: last free day 3 Mar 2026, then 55.00 GBP a day; 110.00 GBP by 5 Mar 2026, 440.00 GBP when it is out on 11 Mar 2026`. */
function freeTimeLine({ kind, lastFreeDay, asOf, soFar, perDay, until, forecast }: FreeTime): string {
  const name = kind === 'demurrage' ? 'Demurrage' : 'Detention';
  const ends = `${name}: last free day ${day(lastFreeDay)}, then ${money(perDay)} a day`;
  const owed = asOf > lastFreeDay ? [`${money(soFar)} by ${day(asOf)}`] : [];
  const out = kind === 'demurrage' ? 'out' : 'back';
  const expected =
    forecast === undefined || until === undefined ? [] : [`${money(forecast)} when it is ${out} on ${day(until)}`];
  const told = [...owed, ...expected];
  return told.length === 0 ? ends : `${ends}; ${told.join(', ')}`;
}

function day(date: string): string {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** Their facts stand in lines of their own. */
const REASONS_SAID_ALREADY: ReadonlySet<string> = new Set([
  'value-high',
  'value-medium',
  'value-low',
  'penalty',
  'tier-top',
  'tier-gold',
  'free-time-ends',
  'free-time-over',
  'free-time-costs',
  'documents-missing',
]);

const SAID_BY_PROMISE: ReadonlySet<string> = new Set(['promise-broken', 'promise-today', 'promise-soon']);
