import { durationMs } from '../case/duration.ts';
import type { Converted, FactSet, Money, PolicyPack, Reason } from '../contracts/index.ts';

type Rates = Pick<PolicyPack, 'reportingCurrency' | 'exchangeRates'>;

/** As a number for rules, in the reporting currency; undefined without a rate, because a wrong number is worse than none. */
export function inReportingCurrency(money: Money, { reportingCurrency, exchangeRates }: Rates): number | undefined {
  if (money.currency === reportingCurrency) return Number(money.amount);
  const rate = exchangeRates[money.currency]?.rate;
  return rate === undefined ? undefined : Number(money.amount) * rate;
}

/** As an amount for people, with the rate and its day; undefined where it is in the reporting currency already, or has no rate. */
export function convert(money: Money | undefined, pack: Rates): Converted | undefined {
  const known = money === undefined ? undefined : pack.exchangeRates[money.currency];
  if (money === undefined || known === undefined || money.currency === pack.reportingCurrency) return undefined;
  const amount = (Number(money.amount) * known.rate).toFixed(2);
  return { amount, currency: pack.reportingCurrency, rate: known.rate, asOf: known.asOf };
}

/** An amount that no rule could weigh is told: it would have made the trouble look smaller than it is. */
export function sayWhatHasNoRate(amounts: readonly Money[], pack: Rates): readonly Reason[] {
  return amounts
    .filter((money) => inReportingCurrency(money, pack) === undefined)
    .map(({ amount, currency }) => ({
      rule: 'no-rate',
      text: `The policy has no rate for ${currency}: ${amount} ${currency} count as not known.`,
    }));
}

export function isMoney(value: FactSet['facts'][string] | undefined): value is Money {
  return typeof value === 'object' && !Array.isArray(value);
}

/** An amount that was weighed by a rate of long ago may be another one today. */
export function sayWhatRateIsOld(
  amounts: readonly Money[],
  pack: Rates & Pick<PolicyPack, 'rateMaxAge'>,
  at: string,
): readonly Reason[] {
  const currencies = [...new Set(amounts.map(({ currency }) => currency))];
  return currencies.flatMap((currency) => {
    const asOf = currency === pack.reportingCurrency ? undefined : pack.exchangeRates[currency]?.asOf;
    if (asOf === undefined) return [];
    const age = Date.parse(at) - Date.parse(`${asOf}T00:00:00Z`);
    if (age <= durationMs(pack.rateMaxAge)) return [];
    return [
      {
        rule: 'old-rate',
        text: `${currency} is weighed by the rate of ${asOf}, which is ${String(Math.floor(age / DAY_MS))} days old.`,
      },
    ];
  });
}

const DAY_MS = 86_400_000;

/** Every amount that a system has told. */
export function amountsIn(factSets: readonly FactSet[]): readonly Money[] {
  return factSets.flatMap(({ state, facts }) => (state === 'missing' ? [] : Object.values(facts).filter(isMoney)));
}
