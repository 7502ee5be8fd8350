import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Period } from 'aws-cdk-lib/aws-apigateway';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { AppFunction } from '../constructs/app-function.ts';
import { explain } from '../constructs/nag.ts';
import type { Senders } from '../constructs/senders.ts';
import type { DataStack } from './data-stack.ts';
import { allowTable, sourceSecrets } from './setting.ts';

/** Best effort of the gateway: requests a second, burst, requests a day. `sourceTier` of the contracts has the same names. */
const USAGE_PLANS = [
  ['standard', 50, 200, 1_000_000],
  ['large', 500, 2_000, 20_000_000],
] as const;

/** A few tiers; the key of a source is made when it is registered and joins one of them. */
export function addUsagePlans(scope: Stack, api: RestApi, stage: string): void {
  for (const [tier, rate, burst, quota] of USAGE_PLANS) {
    const plan = api.addUsagePlan(`Plan-${tier}`, {
      throttle: { rateLimit: rate, burstLimit: burst },
      quota: { limit: quota, period: Period.DAY },
      apiStages: [{ stage: api.deploymentStage }],
    });
    // A setting and not environment: a plan needs the stage of the API, and that needs the function of the registry.
    new StringParameter(scope, `UsagePlanSetting${tier}`, {
      parameterName: `/fairlead/${stage}/usage-plans/${tier}`,
      stringValue: plan.usagePlanId,
      description: `Usage plan of the tier ${tier}: the registry of sources puts keys there`,
    });
    new CfnOutput(scope, `UsagePlan${tier}`, {
      value: plan.usagePlanId,
      description: `Usage plan of the tier ${tier}`,
    });
  }
}

/** Id, handler, environment, impact and runbook of the function behind the registry. */
export function registryServer(data: DataStack, stage: string, senders: Senders) {
  return [
    'ServeSources',
    'api/serve-sources',
    {
      STAGE: stage,
      REFERENCE_TABLE: data.reference.tableName,
      KEY_ARN: data.key.keyArn,
      SENDER_POOL: senders.pool.userPoolId,
      OAUTH_ENDPOINT: senders.tokenUrl,
    },
    'Sources cannot be registered, changed or given new secrets; those that are there go on reporting.',
    'api-failing',
  ] as const;
}

/** What registering a source takes: its items, its secret or client, its key and a place in a plan. */
export function allowRegistry(serve: AppFunction, data: DataStack, stage: string, senders: Senders): void {
  const { region, account } = Stack.of(serve);
  allowTable(serve, data.reference.tableArn, ['GetItem', 'Query', 'PutItem']);
  serve.allow(
    ['secretsmanager:CreateSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
    [sourceSecrets(Stack.of(serve), stage)],
  );
  serve.allow(
    [
      'cognito-idp:ListUserPoolClients',
      'cognito-idp:CreateUserPoolClient',
      'cognito-idp:DescribeUserPoolClient',
      'cognito-idp:AddUserPoolClientSecret',
      'cognito-idp:ListUserPoolClientSecrets',
      'cognito-idp:DeleteUserPoolClientSecret',
    ],
    [senders.pool.userPoolArn],
  );
  serve.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
  serve.allow(['apigateway:GET', 'apigateway:POST'], [`arn:aws:apigateway:${region}::/apikeys`]);
  const members = `arn:aws:apigateway:${region}::/usageplans/*/keys`;
  serve.allow(['apigateway:POST'], [members]);
  serve.allow(['apigateway:DELETE'], [`${members}/*`]);
  const settings = `parameter/fairlead/${stage}/usage-plans/*`;
  serve.allow(['ssm:GetParameter'], [`arn:aws:ssm:${region}:${account}:${settings}`]);
  for (const resource of [
    `arn:aws:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:fairlead/${stage}/source/*`,
    'arn:aws:apigateway:<AWS::Region>::/usageplans/*/keys',
    'arn:aws:apigateway:<AWS::Region>::/usageplans/*/keys/*',
    `arn:aws:ssm:<AWS::Region>:<AWS::AccountId>:${settings}`,
  ])
    explain(
      serve,
      `AwsSolutions-IAM5[Resource::${resource}]`,
      'Secrets and keys of sources are made at registration, and plans after this function: the template knows only their prefix.',
    );
}

/** As `registryServer`, of uploads: a function of its own, because what it signs may be put into an inbox by whoever has the address. */
export function uploadGranter(data: DataStack) {
  return [
    'GrantUpload',
    'inbound/grant-upload',
    { REFERENCE_TABLE: data.reference.tableName, RAW_BUCKET: data.raw.bucketName },
    'Payloads over 4 MB cannot be sent: their sources get a 500 where they ask for an address to upload to.',
    'files-not-taken-in',
  ] as const;
}

/** What an upload takes: the source and its secret, and whatever S3 asks of whoever puts a file into an inbox. */
export function allowUploads(grant: AppFunction, data: DataStack, stage: string): void {
  allowTable(grant, data.reference.tableArn, ['GetItem', 'UpdateItem']);
  grant.allow(['secretsmanager:GetSecretValue'], [sourceSecrets(Stack.of(grant), stage)]);
  grant.allow(['s3:PutObject'], [data.raw.arnForObjects('inbox/*/uploads/*')]);
  grant.allow(['s3:GetObject'], [data.raw.arnForObjects('reports/*/uploads/*')]);
  grant.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
  for (const resource of [
    `arn:aws:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:fairlead/${stage}/source/*`,
    `${data.rawArnInFindings}/inbox/*/uploads/*`,
    `${data.rawArnInFindings}/reports/*/uploads/*`,
  ])
    explain(
      grant,
      `AwsSolutions-IAM5[Resource::${resource}]`,
      'Secrets of sources are made at registration; uploads, and the reports on them, are objects with names of their own below their source.',
    );
}

/** As `registryServer`, of mappings. */
export function mappingServer(data: DataStack) {
  return [
    'ServeMappings',
    'api/serve-mappings',
    { REFERENCE_TABLE: data.reference.tableName },
    'Mappings cannot be changed or tried; what sources send is read by those that hold.',
    'quarantine',
  ] as const;
}

export function allowMappings(serve: AppFunction, data: DataStack): void {
  allowTable(serve, data.reference.tableArn, ['GetItem', 'Query', 'PutItem']);
}

/** As `registryServer`, of quarantine. */
export function quarantineServer(data: DataStack) {
  return [
    'ServeQuarantine',
    'api/serve-quarantine',
    {
      REFERENCE_TABLE: data.reference.tableName,
      RAW_BUCKET: data.raw.bucketName,
      EVENT_BUS: data.bus.eventBusName,
    },
    'What could not be read cannot be looked at or replayed; it stays in quarantine.',
    'quarantine',
  ] as const;
}

/** What mending quarantine takes: its items, the payloads, and the way on for what is read now. */
export function allowQuarantine(serve: AppFunction, data: DataStack): void {
  allowTable(serve, data.reference.tableArn, ['GetItem', 'Query', 'PutItem']);
  serve.allow(['s3:GetObject'], [data.raw.arnForObjects('raw/*')]);
  serve.allow(['s3:PutObject'], [data.raw.arnForObjects('pending/*')]);
  serve.allow(['events:PutEvents'], [data.bus.eventBusArn]);
  serve.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
  for (const prefix of ['raw', 'pending'])
    explain(
      serve,
      `AwsSolutions-IAM5[Resource::${data.rawArnInFindings}/${prefix}/*]`,
      'Payloads are objects with names of their own below one prefix.',
    );
}

/** As `registryServer`, of mails that wait for a person. */
export function mailServer(data: DataStack) {
  return [
    'ServeMails',
    'api/serve-mails',
    {
      CASES_TABLE: data.cases.tableName,
      REFERENCE_TABLE: data.reference.tableName,
      RAW_BUCKET: data.raw.bucketName,
      EVENT_BUS: data.bus.eventBusName,
    },
    'Mails that a person has to read cannot be decided; each has a case that goes on calling its owner.',
    'mail-not-taken-in',
  ] as const;
}

export function allowMails(serve: AppFunction, data: DataStack): void {
  allowQuarantine(serve, data);
  allowTable(serve, data.cases.tableArn, ['GetItem']);
}
