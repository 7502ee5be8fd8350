/**
 * List prices in USD, us-east-1, without any free tier, from the AWS price lists of 2024 to 2026 (aws.amazon.com/<service>/pricing), checked in November 2026.
 * A meter line that has no price here stops the bench: a cost that is forgotten looks like a saving.
 */
export const PRICES_AS_OF = '2026-11';

interface Price {
  readonly service: string;
  readonly unit: string;
  readonly usd: number;
  readonly per: number;
}

const MILLION = 1_000_000;
const GB = 1024 ** 3;

export const PRICES: readonly Price[] = [
  { service: 'apigateway', unit: 'Requests', usd: 3.5, per: MILLION },
  { service: 'lambda', unit: 'Requests', usd: 0.2, per: MILLION },
  { service: 'lambda', unit: 'GBSeconds', usd: 0.0000133334, per: 1 },
  { service: 'sfn', unit: 'StateTransitions', usd: 0.025, per: 1000 },
  { service: 'sfn', unit: 'ExpressRequests', usd: 1, per: MILLION },
  { service: 'sfn', unit: 'ExpressGBSeconds', usd: 0.00001667, per: 1 },
  { service: 'eventbridge', unit: 'Events', usd: 1, per: MILLION },
  { service: 'scheduler', unit: 'Invocations', usd: 1, per: MILLION },
  { service: 'sqs', unit: 'Requests', usd: 0.4, per: MILLION },
  { service: 'sns', unit: 'Requests', usd: 0.5, per: MILLION },
  { service: 's3', unit: 'PutRequests', usd: 0.005, per: 1000 },
  { service: 's3', unit: 'GetRequests', usd: 0.0004, per: 1000 },
  { service: 'dynamodb', unit: 'WriteRequestUnits', usd: 0.625, per: MILLION },
  { service: 'dynamodb', unit: 'ReadRequestUnits', usd: 0.125, per: MILLION },
  { service: 'logs', unit: 'Bytes', usd: 0.5, per: GB },
  { service: 'kms', unit: 'Requests', usd: 0.03, per: 10_000 },
  { service: 'secretsmanager', unit: 'Requests', usd: 0.05, per: 10_000 },
  { service: 'xray', unit: 'Traces', usd: 5, per: MILLION },
  // Standard parameters at standard throughput cost nothing (aws.amazon.com/systems-manager/pricing).
  { service: 'ssm', unit: 'Requests', usd: 0, per: 1 },
  // Mail is not counted: its number is a decision of the ladder.
  { service: 'sesv2', unit: 'Messages', usd: 0, per: 1 },
];

/** USD for an amount of one unit. */
export function priceOf(service: string, unit: string, amount: number): number {
  const price = PRICES.find((one) => one.service === service && one.unit === unit);
  if (price === undefined) throw new Error(`there is no price for ${service} ${unit}: add it to bin/bench/prices.ts`);
  return (amount * price.usd) / price.per;
}

/**
 * What a message costs beside what is metered for it, by channel: SES takes 0.10 USD for 1,000 mails (aws.amazon.com/ses/pricing), Slack nothing for a message. Of text
 * messages there is no sender yet.
 */
export const MESSAGE_USD: Readonly<Record<string, number>> = { email: 0.0001, slack: 0 };
