/**
 * Default quotas of an AWS account, for each second where nothing else is said. Read in November 2026 on the pages that stand beside them; where a page
 * gives several Regions, `big` is us-east-1 (and mostly us-west-2 and eu-west-1), `small` the least of what other Regions of Europe and North America have.
 */
export interface Quota {
  /** What waits when it is reached. */
  readonly stage: string;
  readonly limit: string;
  readonly big: number;
  readonly small: number;
  /** How much of it one case takes, of what was metered. */
  readonly perCase: (metering: Metering) => number;
  /** The name under which more is asked for, or what helps instead. */
  readonly raise: string;
  readonly source: string;
}

/** What one case takes, webhook to acknowledgement, as `npm run bench -- capacity` has metered it. */
export interface Metering {
  readonly takenOn: string;
  /** By `service unit`, as billed. */
  readonly units: Readonly<Record<string, number>>;
  /** By `service operation`. */
  readonly calls: Readonly<Record<string, number>>;
}

/** What a function takes on AWS, with the calls that it waits for; this machine cannot tell. Five times the slowest that was seen on it. */
const SECONDS_OF_A_FUNCTION = 0.1;

const unit =
  (name: string) =>
  ({ units }: Metering) =>
    units[name] ?? 0;
const call =
  (...names: readonly string[]) =>
  ({ calls }: Metering) =>
    names.reduce((sum, name) => sum + (calls[name] ?? 0), 0);

export const QUOTAS: readonly Quota[] = [
  {
    stage: 'Mail to owners',
    limit: 'SES sending rate after the sandbox (14/s; in the sandbox 1/s and 200 a day)',
    big: 14,
    small: 14,
    perCase: unit('sesv2 Messages'),
    raise: 'SES, "Sending rate" and "Sending quota" (50,000 a day at first), before going live',
    source:
      'docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html; the first rate is what accounts are given, the page says that it varies',
  },
  {
    stage: 'Lifecycle',
    limit: 'Step Functions state transitions, Standard (bucket 5,000; 800)',
    big: 1_500,
    small: 500,
    perCase: unit('sfn StateTransitions'),
    raise: 'Step Functions, "StateTransition throttle token refill rate per second"',
    source: 'docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
  },
  {
    stage: 'Start of the lifecycle',
    limit: 'Step Functions StartExecution, Standard (bucket 1,300; 800)',
    big: 300,
    small: 150,
    perCase: call('sfn StartExecution'),
    raise: 'Step Functions, "StartExecution throttle token refill rate per second"',
    source: 'docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
  },
  {
    stage: 'Waking the lifecycle',
    limit: 'Step Functions SendTaskSuccess (bucket 3,000; 1,500)',
    big: 500,
    small: 300,
    perCase: call('sfn SendTaskSuccess', 'sfn SendTaskFailure'),
    raise: 'Step Functions, "SendTaskSuccess throttle token refill rate per second"',
    source: 'docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
  },
  {
    stage: 'Triage',
    limit: 'Step Functions StartSyncExecution: 1,000 synchronous Express executions at a time',
    big: 1_000,
    small: 1_000,
    perCase: (metering) => call('sfn StartSyncExecution')(metering) * 4 * SECONDS_OF_A_FUNCTION,
    raise: 'Step Functions, "Synchronous Express Workflows concurrent executions"',
    source: 'docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
  },
  {
    stage: 'Every function',
    limit: `Lambda concurrent executions, at ${String(SECONDS_OF_A_FUNCTION)} s an invocation (new accounts are given less, often 10)`,
    big: 1_000,
    small: 1_000,
    perCase: (metering) => unit('lambda Requests')(metering) * SECONDS_OF_A_FUNCTION,
    raise: 'Lambda, "Concurrent executions"',
    source: 'docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  },
  {
    stage: 'Webhooks',
    limit: 'API Gateway requests (bucket 5,000; newer Regions a quarter)',
    big: 10_000,
    small: 2_500,
    perCase: unit('apigateway Requests'),
    raise: 'API Gateway, "Throttle rate"',
    source: 'docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  },
  {
    stage: 'Webhooks of one source',
    limit: 'usage plan of its tier, which is ours (`standard` 50/s; `large` 500/s)',
    big: 50,
    small: 50,
    perCase: () => 1,
    raise: 'the tier of the source, or several sources',
    source: '`lib/stacks`',
  },
  {
    stage: 'Bus',
    limit: 'EventBridge PutEvents entries',
    big: 10_000,
    small: 400,
    perCase: unit('eventbridge Events'),
    raise: 'EventBridge, "PutEvents throttle limit in transactions per second"',
    source: 'docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
  },
  {
    stage: 'Notices',
    limit: 'SNS messages published',
    big: 30_000,
    small: 300,
    perCase: unit('sns Requests'),
    raise: 'SNS, "Messages published per second"',
    source: 'docs.aws.amazon.com/general/latest/gr/sns.html',
  },
  {
    stage: 'Journal and cases',
    limit:
      'DynamoDB write units of one table on demand; a new table bears 4,000 at once and doubles within half an hour',
    big: 40_000,
    small: 40_000,
    perCase: unit('dynamodb WriteRequestUnits'),
    raise: 'DynamoDB, "Table-level write throughput limit"; warm throughput before a known peak',
    source: 'docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html',
  },
  {
    stage: 'Journal and cases, on the first day',
    limit: 'DynamoDB write units that a new table on demand bears at once',
    big: 4_000,
    small: 4_000,
    perCase: unit('dynamodb WriteRequestUnits'),
    raise: 'nothing to ask for: set the warm throughput of the table, or let the traffic grow over hours',
    source: 'docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html',
  },
  {
    stage: 'Queue of one team',
    limit: 'DynamoDB write units of one partition, here that of a team in the index `queue`',
    big: 1_000,
    small: 1_000,
    perCase: call('dynamodb QueueIndexWrites'),
    raise: 'nothing to ask for: a team that gets more than that in a second is several teams',
    source: 'docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
  },
  {
    stage: 'Raw payloads',
    limit: 'S3 PUT for each prefix',
    big: 3_500,
    small: 3_500,
    perCase: unit('s3 PutRequests'),
    raise: 'nothing to ask for: S3 splits prefixes by itself',
    source: 'docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html',
  },
];
