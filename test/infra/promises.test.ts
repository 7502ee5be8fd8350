import { describe, expect, test } from 'vitest';
import { systemOfRecord } from '../../lambdas/contracts/index.ts';
import {
  alarmsAreActionable,
  bucketsAreClosed,
  environmentsHoldNoSecret,
  functionsAreOfTheHouse,
  queuesLoseNothing,
  rolesMayLittle,
  stateIsRetained,
  tablesAreSafe,
} from './rules.ts';
import type { Verdict } from './rules.ts';
import { cdkContext, handlersInTheTree, ofType, planted, statementsOfRole, synthesize } from './templates.ts';
import type { Resource, Synthesized } from './templates.ts';

const apps: Readonly<Record<'dev' | 'prod', Synthesized>> = {
  dev: synthesize({ ...cdkContext(), stage: 'dev' }),
  prod: synthesize({ ...cdkContext(), stage: 'prod' }),
};

function expectKept({ seen, violations }: Verdict): void {
  expect(seen).toBeGreaterThan(0);
  expect(violations).toEqual([]);
}

describe.each(['dev', 'prod'] as const)('the templates of %s', (stage) => {
  const app = apps[stage];

  test('every alarm says whom it hurts, names a runbook that exists, and tells somebody', () => {
    expectKept(alarmsAreActionable(app));
  });
  test('every queue passes on what fails, and every dead-letter queue has an alarm', () => {
    expectKept(queuesLoseNothing(app));
  });
  test('every function is arm64, Node 24, traced, with an encrypted log of its own that ends', () => {
    expectKept(functionsAreOfTheHouse(app));
  });
  test('no role may an action or a resource by wildcard, but those that AWS gives no names', () => {
    expectKept(rolesMayLittle(app));
  });
  test('no secret stands in an environment', () => {
    expectKept(environmentsHoldNoSecret(app));
  });
  test('every table is encrypted with the house key and can be restored', () => {
    expectKept(tablesAreSafe(app, { isProd: stage === 'prod' }));
  });
  test('every bucket is closed to the public and to plain HTTP', () => {
    expectKept(bucketsAreClosed(app));
  });
  test('every handler is deployed by exactly one function', () => {
    const deployed = ofType(app, 'AWS::Lambda::Function').map(({ properties }) => properties.Description);
    expect(deployed.sort()).toEqual(handlersInTheTree());
  });
  test('every function has an alarm on its errors', () => {
    const watched = ofType(app, 'AWS::CloudWatch::Alarm')
      .filter(({ properties }) => properties.Namespace === 'AWS/Lambda' && properties.MetricName === 'Errors')
      .flatMap(({ stack, properties }) => properties.Dimensions.map(({ Value }: any) => `${stack}/${Value.Ref}`));
    expect(watched.sort()).toEqual(
      ofType(app, 'AWS::Lambda::Function')
        .map(({ stack, id }) => `${stack}/${id}`)
        .sort(),
    );
  });
  test('what a schedule calls rings when it keeps failing, though it is seldom called', () => {
    const functions = new Map(ofType(app, 'AWS::Lambda::Function').map(({ stack, id }) => [`${stack}/${id}`, id]));
    const scheduled = ofType(app, 'AWS::Scheduler::Schedule').flatMap(({ stack, properties }) => {
      const target = `${stack}/${properties.Target.Arn['Fn::GetAtt'][0]}`;
      const minutes = /^cron\(1\/15 /.test(properties.ScheduleExpression) ? 15 : 1;
      return functions.has(target) ? [{ target, minutes }] : [];
    });
    expect(scheduled.map(({ minutes }) => minutes).sort()).toEqual([1, 1, 1, 15]);
    const errors = new Map(
      ofType(app, 'AWS::CloudWatch::Alarm')
        .filter(({ properties }) => properties.Namespace === 'AWS/Lambda')
        .map(({ stack, properties }) => [`${stack}/${properties.Dimensions[0].Value.Ref}`, properties]),
    );
    for (const { target, minutes } of scheduled) {
      const { Threshold, Period } = errors.get(target);
      const calls = Period / 60 / minutes;
      // A call that fails is tried twice more, the second time so late that it may count for the next period.
      expect({ target, mayRing: calls >= 1 && Threshold <= calls * 2 }).toEqual({ target, mayRing: true });
    }
  });
  test('every system that a type may name has a function, which triage finds and may call', () => {
    const { DefinitionString, DefinitionSubstitutions } = ofType(app, 'AWS::StepFunctions::StateMachine')
      .map(({ properties }) => properties)
      .find(({ StateMachineType }) => StateMachineType === 'EXPRESS');
    const text = JSON.stringify(DefinitionString);
    const looked = [...text.matchAll(/'(\w+)': '\$\{(\w+)\}'/g)].map(([, system, name]) => [system, name]);
    expect(looked.map(([system]) => system)).toEqual(systemOfRecord.options);
    const handlers = new Map(
      ofType(app, 'AWS::Lambda::Function').map(({ id, properties }) => [id, properties.Description]),
    );
    for (const [system, name] of looked) {
      const [id] = DefinitionSubstitutions[name ?? '']['Fn::GetAtt'];
      expect(handlers.get(id)).toBe(`enrichment/ask-${system ?? ''}`);
    }
    const policy = JSON.stringify(
      ofType(app, 'AWS::IAM::Policy').find(({ id }) => id.startsWith('TriageRole'))?.properties.PolicyDocument,
    );
    for (const { 'Fn::GetAtt': target } of Object.values<any>(DefinitionSubstitutions))
      expect(policy).toContain(target[0]);
  });
  test('the silence of the auditor is an alarm, also where nothing at all is measured', () => {
    const [alarm, ...others] = ofType(app, 'AWS::CloudWatch::Alarm').filter(
      ({ properties }) => properties.MetricName === 'AuditorRuns',
    );
    expect(others).toEqual([]);
    expect(alarm?.properties).toMatchObject({
      Namespace: expect.stringMatching(/^Fairlead\/(?:dev|prod)$/),
      Statistic: 'Sum',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
      AlarmActions: [expect.anything()],
    });
    expect(alarm?.properties.Period).toBeLessThanOrEqual(300);
  });
  test('whoever reads a stream has each right without which Lambda refuses the mapping', () => {
    const mappings = ofType(app, 'AWS::Lambda::EventSourceMapping').filter(({ properties }) =>
      JSON.stringify(properties.EventSourceArn).includes('StreamArn'),
    );
    expect(mappings).toHaveLength(2);
    for (const { stack, properties } of mappings) {
      const reader = ofType(app, 'AWS::Lambda::Function').find(
        ({ stack: where, id }) => where === stack && id === properties.FunctionName.Ref,
      );
      if (reader === undefined) throw new Error('nobody reads the stream');
      const actions = statementsOfRole(app, reader)
        .filter(({ Resource }: any) => JSON.stringify(Resource) === JSON.stringify(properties.EventSourceArn))
        .flatMap(({ Action }: any) => Action);
      expect(actions.sort()).toEqual([
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ]);
    }
  });
  test('all that set-up needs is an output', () => {
    for (const name of [
      'ApiUrl',
      'ApiId',
      'UserPoolId',
      'UserPoolClientId',
      'UsagePlanstandard',
      'UsagePlanlarge',
      'CasesTableName',
      'ReferenceTableName',
      'RawBucketName',
      'EventBusName',
      'KeyArnName',
      'SlackSecretName',
      'SlackSigningSecretName',
      ...systemOfRecord.options.map((system) => `SystemSecret${system}Name`),
      'DashboardName',
    ]) {
      expect(app.outputs[name], name).toBeDefined();
    }
  });
});

describe('whoever signs in', () => {
  test.each(Object.entries(apps))(
    '%s: is told who they are in the policy, and does not say so themselves',
    (_stage, app) => {
      const clients = ofType(app, 'AWS::Cognito::UserPoolClient').filter(({ properties }) =>
        properties.ExplicitAuthFlows?.includes('ALLOW_USER_SRP_AUTH'),
      );
      expect(clients).toHaveLength(1);
      const [{ ReadAttributes, WriteAttributes } = {}] = clients.map(({ properties }) => properties);
      expect(ReadAttributes).toContain('custom:person');
      // An empty list would be none.
      expect(WriteAttributes).toEqual(['locale']);
    },
  );
});

describe('prod', () => {
  test('keeps whatever holds state', () => {
    expectKept(stateIsRetained(apps.prod));
  });
  test('does not hand this rule to dev, which leaves nothing behind', () => {
    expect(stateIsRetained(apps.dev).violations).not.toEqual([]);
  });
  test('does not let its data stack be deleted', () => {
    const pools = ofType(apps.prod, 'AWS::Cognito::UserPool');
    expect(pools.map(({ properties }) => properties.DeletionProtection)).toEqual(['ACTIVE', 'ACTIVE']);
  });
});

describe('what is planted is caught', () => {
  const { prod } = apps;
  const set = (change: (properties: any) => void) => (resource: any) => {
    change(resource.properties);
  };
  const isDeadLetter = ({ id }: Resource): boolean => id.includes('DeadLetters');
  const cases: readonly [string, Verdict, string][] = [
    [
      'an alarm without a runbook',
      alarmsAreActionable(
        planted(
          prod,
          'AWS::CloudWatch::Alarm',
          set((p) => (p.AlarmDescription = 'Errors are above the threshold now.')),
        ),
      ),
      'names no runbook',
    ],
    [
      'an alarm whose runbook is not written',
      alarmsAreActionable(
        planted(
          prod,
          'AWS::CloudWatch::Alarm',
          set((p) => (p.AlarmDescription = 'Sources cannot report at all. What to do: docs/runbook/pray-and-wait.md')),
        ),
      ),
      'docs/runbook/pray-and-wait.md does not exist',
    ],
    [
      'an alarm without an impact',
      alarmsAreActionable(
        planted(
          prod,
          'AWS::CloudWatch::Alarm',
          set((p) => (p.AlarmDescription = ' What to do: docs/runbook/api-failing.md')),
        ),
      ),
      'says no impact',
    ],
    [
      'an alarm that tells nobody',
      alarmsAreActionable(
        planted(
          prod,
          'AWS::CloudWatch::Alarm',
          set((p) => (p.AlarmActions = [])),
        ),
      ),
      'tells nobody',
    ],
    [
      'a queue without a redrive policy',
      queuesLoseNothing(
        planted(
          prod,
          'AWS::SQS::Queue',
          set((p) => delete p.RedrivePolicy),
          (queue) => queue.properties.RedrivePolicy !== undefined,
        ),
      ),
      'has no redrive policy',
    ],
    [
      'a dead-letter queue whose alarm is gone',
      queuesLoseNothing(planted(prod, 'AWS::CloudWatch::Alarm', () => 'drop', isDeadLetter)),
      'without an alarm',
    ],
    [
      'a dead-letter queue whose alarm watches something else',
      queuesLoseNothing(
        planted(
          prod,
          'AWS::CloudWatch::Alarm',
          set((p) => (p.MetricName = 'ApproximateAgeOfOldestMessage')),
          isDeadLetter,
        ),
      ),
      'without an alarm',
    ],
    ...(
      [
        'AWS::DynamoDB::Table',
        'AWS::S3::Bucket',
        'AWS::KMS::Key',
        'AWS::SecretsManager::Secret',
        'AWS::Cognito::UserPool',
        'AWS::Logs::LogGroup',
      ] as const
    ).map((type): [string, Verdict, string] => [
      `a ${type} that goes with its stack`,
      stateIsRetained(
        planted(prod, type, (resource) => {
          resource.deletionPolicy = 'Delete';
        }),
      ),
      'would be lost with its stack',
    ]),
    [
      'a table that a change would replace',
      stateIsRetained(
        planted(prod, 'AWS::DynamoDB::Table', (resource) => {
          resource.updateReplacePolicy = 'Delete';
        }),
      ),
      'would be lost when it is replaced',
    ],
    [
      'a table without deletion protection',
      tablesAreSafe(
        planted(
          prod,
          'AWS::DynamoDB::Table',
          set((p) => (p.DeletionProtectionEnabled = false)),
        ),
        { isProd: true },
      ),
      'can be deleted by one call',
    ],
    [
      'a bucket whose policy lets plain HTTP in',
      bucketsAreClosed(planted(prod, 'AWS::S3::BucketPolicy', () => 'drop')),
      'without TLS',
    ],
    [
      'an open bucket',
      bucketsAreClosed(
        planted(
          prod,
          'AWS::S3::Bucket',
          set((p) => (p.PublicAccessBlockConfiguration.BlockPublicPolicy = false)),
        ),
      ),
      'BlockPublicPolicy',
    ],
    [
      'a function that is not traced',
      functionsAreOfTheHouse(
        planted(
          prod,
          'AWS::Lambda::Function',
          set((p) => delete p.TracingConfig),
        ),
      ),
      'is not traced',
    ],
    [
      'a log for ever',
      functionsAreOfTheHouse(
        planted(
          prod,
          'AWS::Logs::LogGroup',
          set((p) => delete p.RetentionInDays),
          ({ id }) => id.startsWith('SendEmail'),
        ),
      ),
      'keeps its log for ever',
    ],
    [
      'a wildcard action',
      rolesMayLittle(
        planted(
          prod,
          'AWS::IAM::Policy',
          set((p) => (p.PolicyDocument.Statement[0].Action = 'dynamodb:*')),
        ),
      ),
      'may dynamodb:*',
    ],
    [
      'a right on everything',
      rolesMayLittle(
        planted(
          prod,
          'AWS::IAM::Policy',
          set((p) => p.PolicyDocument.Statement.push({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })),
        ),
      ),
      'may s3:GetObject on everything',
    ],
    [
      'a secret in an environment',
      environmentsHoldNoSecret(
        planted(
          prod,
          'AWS::Lambda::Function',
          set((p) => (p.Environment.Variables.SLACK_SECRET = 'xoxb-1')),
        ),
      ),
      'SLACK_SECRET is no ARN of a secret',
    ],
    [
      'a secret that the deployment resolves',
      environmentsHoldNoSecret(
        planted(
          prod,
          'AWS::Lambda::Function',
          set((p) => (p.Environment.Variables.ERP = '{{resolve:secretsmanager:arn:SecretString}}')),
        ),
      ),
      'ERP is resolved',
    ],
  ];

  test.each(cases)('%s', (_name, { violations }, expected) => {
    expect(violations.length).toBeGreaterThan(0);
    expect(violations.join('\n')).toContain(expected);
  });
});
