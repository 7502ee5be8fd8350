import type { Rates } from './simulate-history.ts';

/** By list prices of eu-central-1 and what the bench has metered of a case; a test holds these figures to both (`bin/policy/rates.ts`). */
export const LIST_RATES: Rates = {
  perCase: 0.000398,
  perFurtherCall: 0.000143,
  perMessage: { email: 0.0001, slack: 0 },
};
