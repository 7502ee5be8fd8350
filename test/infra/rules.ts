import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ofType, ROOT } from './templates.ts';
import type { Resource, Synthesized } from './templates.ts';

/** What a rule found: one line for each violation, and how many resources it looked at, so that "none" is not "looked at nothing". */
export interface Verdict {
  readonly seen: number;
  readonly violations: readonly string[];
}

type Judge = (resource: Resource, app: Synthesized) => readonly (string | false)[];

function judgeEach(app: Synthesized, type: string, judge: Judge): Verdict {
  const found = ofType(app, type);
  return {
    seen: found.length,
    violations: found.flatMap((resource) =>
      judge(resource, app)
        .filter((problem) => problem !== false)
        .map((problem) => `${resource.stack}/${resource.id}: ${problem}`),
    ),
  };
}

/** An alarm says whom it hurts and where to read what to do, and somebody is told. */
export function alarmsAreActionable(app: Synthesized): Verdict {
  return judgeEach(app, 'AWS::CloudWatch::Alarm', ({ properties }) => {
    const description = String(properties.AlarmDescription ?? '');
    const [impact = '', rest = ''] = description.split(' What to do: ');
    const article = /^docs\/runbook\/([a-z-]+)\.md$/.exec(rest)?.[0];
    return [
      impact.split(' ').length < 5 && 'says no impact on people',
      article === undefined && `names no runbook: "${description}"`,
      article !== undefined && !existsSync(join(ROOT, article)) && `its runbook ${article} does not exist`,
      (properties.AlarmActions ?? []).length === 0 && 'tells nobody',
    ];
  });
}

/** `<stack>/<logical id>` of every queue that something names as its dead-letter target. */
function deadLetterTargets(app: Synthesized): ReadonlySet<string> {
  const targets = new Set<string>();
  const note = (stack: string, arn: any): void => {
    const id = arn?.['Fn::GetAtt']?.[0];
    if (id !== undefined) targets.add(`${stack}/${id}`);
  };
  const visit = (stack: string, value: any): void => {
    if (typeof value !== 'object' || value === null) return;
    note(stack, value.deadLetterTargetArn);
    note(stack, value.DeadLetterConfig?.Arn);
    for (const inner of Object.values(value)) visit(stack, inner);
  };
  for (const { stack, properties } of app.resources) visit(stack, properties);
  return targets;
}

function hasAlarmOnMessages(app: Synthesized, { stack, id }: Resource): boolean {
  return ofType(app, 'AWS::CloudWatch::Alarm').some(
    ({ stack: where, properties }) =>
      where === stack &&
      properties.Namespace === 'AWS/SQS' &&
      properties.MetricName === 'ApproximateNumberOfMessagesVisible' &&
      properties.Threshold === 1 &&
      properties.Dimensions?.some((dimension: any) => dimension.Value?.['Fn::GetAtt']?.[0] === id),
  );
}

/** What fails goes to a dead-letter queue, and a dead-letter queue with something in it rings. */
export function queuesLoseNothing(app: Synthesized): Verdict {
  const targets = deadLetterTargets(app);
  return judgeEach(app, 'AWS::SQS::Queue', (queue) => {
    const isTarget = targets.has(`${queue.stack}/${queue.id}`);
    return [
      !isTarget && queue.properties.RedrivePolicy === undefined && 'has no redrive policy and is no dead-letter queue',
      isTarget && !hasAlarmOnMessages(app, queue) && 'is a dead-letter queue without an alarm',
      queue.properties.KmsMasterKeyId === undefined && 'is not encrypted with the house key',
    ];
  });
}

/** Data, keys, secrets, people and logs. */
export const STATEFUL = [
  'AWS::DynamoDB::Table',
  'AWS::S3::Bucket',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::Cognito::UserPool',
  'AWS::Logs::LogGroup',
] as const;

/** The second one keeps all but what a deployment has made that fails. */
const KEPT = ['Retain', 'RetainExceptOnCreate'];

/** Nothing that holds state goes with its stack, nor with a change that replaces it. */
export function stateIsRetained(app: Synthesized): Verdict {
  const verdicts = STATEFUL.map((type) =>
    judgeEach(app, type, ({ deletionPolicy, updateReplacePolicy }) => [
      !KEPT.includes(String(deletionPolicy)) && `would be lost with its stack (${String(deletionPolicy)})`,
      updateReplacePolicy !== 'Retain' && `would be lost when it is replaced (${String(updateReplacePolicy)})`,
    ]),
  );
  return {
    // Each kind must be there: a kind that is gone from the templates is not a kind that is retained.
    seen: Math.min(...verdicts.map(({ seen }) => seen)),
    violations: verdicts.flatMap(({ violations }) => violations),
  };
}

export function functionsAreOfTheHouse(app: Synthesized): Verdict {
  const groups = ofType(app, 'AWS::Logs::LogGroup');
  const users = new Map<string, number>();
  for (const { stack, properties } of ofType(app, 'AWS::Lambda::Function')) {
    const key = `${stack}/${properties.LoggingConfig?.LogGroup?.Ref}`;
    users.set(key, (users.get(key) ?? 0) + 1);
  }
  return judgeEach(app, 'AWS::Lambda::Function', ({ stack, properties }) => {
    const ref = properties.LoggingConfig?.LogGroup?.Ref;
    const group = groups.find((candidate) => candidate.stack === stack && candidate.id === ref);
    return [
      JSON.stringify(properties.Architectures) !== '["arm64"]' && 'does not run on arm64',
      properties.Runtime !== 'nodejs24.x' && `runs on ${properties.Runtime}`,
      properties.TracingConfig?.Mode !== 'Active' && 'is not traced',
      group === undefined && 'has no log group of its own',
      group !== undefined && users.get(`${stack}/${ref}`) !== 1 && 'shares its log group',
      group !== undefined && group.properties.RetentionInDays === undefined && 'keeps its log for ever',
      group !== undefined && group.properties.KmsKeyId === undefined && 'has a log that the house key does not encrypt',
    ];
  });
}

/** No resources can be named for these: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html, vended log delivery. */
const WITHOUT_RESOURCES = new Set([
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
]);

/** What roles may do, is said action by action and resource by resource. */
export function rolesMayLittle(app: Synthesized): Verdict {
  const policies = [
    ...ofType(app, 'AWS::IAM::Policy').map((policy) => ({ policy, documents: [policy.properties.PolicyDocument] })),
    ...ofType(app, 'AWS::IAM::ManagedPolicy').map((policy) => ({
      policy,
      documents: [policy.properties.PolicyDocument],
    })),
    ...ofType(app, 'AWS::IAM::Role').map((policy) => ({
      policy,
      documents: (policy.properties.Policies ?? []).map((inline: any) => inline.PolicyDocument),
    })),
  ];
  const statements = policies.flatMap(({ policy, documents }) =>
    documents.flatMap((document: any) => document.Statement.map((statement: any) => ({ policy, statement }))),
  );
  return {
    seen: statements.length,
    violations: statements.flatMap(({ policy, statement }: { policy: Resource; statement: any }) => {
      const actions: string[] = [statement.Action].flat();
      const place = `${policy.stack}/${policy.id}`;
      const isEverywhere = [statement.Resource].flat().includes('*');
      return [
        ...actions.filter((action) => action.includes('*')).map((action) => `${place}: may ${action}`),
        ...actions
          .filter((action) => isEverywhere && !WITHOUT_RESOURCES.has(action))
          .map((action) => `${place}: may ${action} on everything`),
      ];
    }),
  };
}

/** Functions get names of secrets and read them when they need them. */
export function environmentsHoldNoSecret(app: Synthesized): Verdict {
  return judgeEach(app, 'AWS::Lambda::Function', ({ properties }) =>
    Object.entries<any>(properties.Environment?.Variables ?? {}).flatMap(([name, value]) => {
      const text = JSON.stringify(value);
      const pointsToSecret = typeof value === 'object' && /ExportsOutputRef\w*Secret|"Ref":"\w*Secret/.test(text);
      return [
        /\{\{resolve:/.test(text) && `${name} is resolved when the stack is deployed, and can be read there`,
        /SECRET|TOKEN|PASSWORD|API_?KEY|CREDENTIAL/.test(name) && !pointsToSecret && `${name} is no ARN of a secret`,
        typeof value === 'string' && /^[A-Za-z0-9+=_-]{32,}$/.test(value) && `${name} looks like a secret`,
      ];
    }),
  );
}

export function tablesAreSafe(app: Synthesized, { isProd }: { readonly isProd: boolean }): Verdict {
  return judgeEach(app, 'AWS::DynamoDB::Table', ({ properties }) => [
    properties.SSESpecification?.SSEEnabled !== true && 'is not encrypted by a key of KMS',
    properties.SSESpecification?.KMSMasterKeyId === undefined && 'is not encrypted with the house key',
    properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled !== true &&
      'cannot be restored to a point in time',
    isProd && properties.DeletionProtectionEnabled !== true && 'can be deleted by one call',
  ]);
}

export function bucketsAreClosed(app: Synthesized): Verdict {
  return judgeEach(app, 'AWS::S3::Bucket', ({ stack, id, properties }) => {
    const block = properties.PublicAccessBlockConfiguration ?? {};
    const policies = ofType(app, 'AWS::S3::BucketPolicy').filter(
      (policy) => policy.stack === stack && policy.properties.Bucket?.Ref === id,
    );
    const refusesPlainHttp = policies.some((policy) =>
      policy.properties.PolicyDocument.Statement.some(
        (statement: any) =>
          statement.Effect === 'Deny' && String(statement.Condition?.Bool?.['aws:SecureTransport']) === 'false',
      ),
    );
    return [
      ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map(
        (name) => block[name] !== true && `does not set ${name}`,
      ),
      !refusesPlainHttp && 'can be read without TLS',
    ];
  });
}
