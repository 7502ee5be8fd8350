import type { Rates } from '../../lambdas/simulation/simulate-history.ts';
import metering from '../bench/metering.json' with { type: 'json' };
import { MESSAGE_USD, priceOf } from '../bench/prices.ts';

/**
 * One more call of a case: the lifecycle decides, calls and waits (four transitions); functions that decide, call, relay and send on two channels; the case, its
 * entry and two notices with their indexes, twice. Counted from the code and not metered, so an estimate.
 */
const FURTHER_CALL: Readonly<Record<string, number>> = {
  'sfn StateTransitions': 4,
  'lambda Requests': 5,
  'dynamodb WriteRequestUnits': 60,
  'dynamodb ReadRequestUnits': 8,
  'sqs Requests': 6,
  'sns Requests': 1,
  'eventbridge Events': 1,
};

/** List prices: a case as the bench has metered it, to the acknowledgement at the first level. */
export function ratesByMetering(): Rates {
  return { perCase: usdOf(metering.units), perFurtherCall: usdOf(FURTHER_CALL), perMessage: MESSAGE_USD };
}

function usdOf(units: Readonly<Record<string, number>>): number {
  return Object.entries(units).reduce((sum, [name, amount]) => {
    const [service = '', unit = ''] = name.split(' ');
    return sum + priceOf(service, unit, amount);
  }, 0);
}
