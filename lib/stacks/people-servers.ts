import { Stack } from 'aws-cdk-lib';
import type { Server } from '../../lambdas/contracts/api/routes.ts';
import type { AppFunction } from '../constructs/app-function.ts';
import { explain } from '../constructs/nag.ts';
import type { DataStack } from './data-stack.ts';
import { allowRuns } from './policy-errands.ts';
import type { PolicyErrands } from './policy-errands.ts';
import { allowQuarantine } from './source-registry.ts';
import { allowTable, CASE_COMMAND, READ } from './setting.ts';

/** Id, handler, environment, impact and runbook of the function for people with a token. */
export function peopleServer(data: DataStack) {
  return [
    'ServeApi',
    'api/serve-api',
    { CASES_TABLE: data.cases.tableName, REFERENCE_TABLE: data.reference.tableName, RAW_BUCKET: data.raw.bucketName },
    'People cannot see, acknowledge or resolve cases by API or console; links in messages still work.',
    'api-failing',
  ] as const;
}

export function allowPeople(serve: AppFunction, data: DataStack): void {
  allowTable(serve, data.cases.tableArn, [...CASE_COMMAND, 'BatchGetItem'], ['queue', 'subjects']);
  allowTable(serve, data.reference.tableArn, ['GetItem', 'Query']);
  allowDocuments(serve, data, 's3:GetObject');
}

/** Documents that partners have sent. */
function allowDocuments(serve: AppFunction, data: DataStack, action: 's3:GetObject' | 's3:PutObject'): void {
  serve.allow([action], [data.raw.arnForObjects('raw/partner/*')]);
  explain(
    serve,
    `AwsSolutions-IAM5[Resource::${data.rawArnInFindings}/raw/partner/*]`,
    'Documents are objects with names of their own below one prefix.',
  );
  serve.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [data.key.keyArn]);
}

/** As `peopleServer`, of policies; and its memory. */
export function policyServer(data: DataStack, stage: string) {
  return [
    'ServePolicies',
    'api/serve-policies',
    { REFERENCE_TABLE: data.reference.tableName, STAGE: stage },
    'Policies cannot be written, published or taken back; what holds goes on, and what was published for a time holds from then on.',
    'api-failing',
    // A whole core: a pack is checked once for each combination of region and unit.
    1769,
  ] as const;
}

export function allowPolicies(serve: AppFunction, data: DataStack, stage: string): void {
  allowTable(serve, data.reference.tableArn, ['GetItem', 'Query', 'PutItem']);
  // Addresses of calendars lead where links in messages do.
  const publicUrl = { service: 'ssm', resource: `parameter/fairlead/${stage}/public-url` };
  serve.allow(['ssm:GetParameter'], [Stack.of(serve).formatArn(publicUrl)]);
}

/** As `peopleServer`, of what is asked of policies and takes longer than a call. */
export function policyRunServer(data: DataStack, { errands, moves }: PolicyErrands) {
  return [
    'ServePolicyRuns',
    'api/serve-policy-runs',
    {
      REFERENCE_TABLE: data.reference.tableName,
      RAW_BUCKET: data.raw.bucketName,
      ERRANDS_QUEUE: errands.queueUrl,
      MOVES_QUEUE: moves.queueUrl,
    },
    'Simulations and moves of open cases can be neither begun nor read; what has begun goes on.',
    'api-failing',
  ] as const;
}

export function allowPolicyRuns(serve: AppFunction, data: DataStack, { errands, moves }: PolicyErrands): void {
  allowTable(serve, data.reference.tableArn, ['GetItem', 'Query', 'PutItem']);
  // What it signs may be put there by whoever has the address.
  allowRuns(serve, data, ['s3:GetObject', 's3:PutObject']);
  serve.allow(['sqs:SendMessage'], [errands.queueArn, moves.queueArn]);
}

/** As `peopleServer`, of the feeds of rotas. */
function feedServer(data: DataStack) {
  return [
    'ServeRotaFeed',
    'api/serve-rota-feed',
    { REFERENCE_TABLE: data.reference.tableName },
    'Calendar programs are not told who is on duty; the API and the console are.',
    'api-failing',
  ] as const;
}

/** As `peopleServer`, of the description of the API. */
const contractServer = [
  'ServeContracts',
  'api/serve-contracts',
  {},
  'Nobody can read the description of API and events there; the same files stand in docs/api.',
  'api-failing',
] as const;

/** As `peopleServer`, for links in messages. */
function linkServer(data: DataStack, stage: string) {
  return [
    'AnswerLink',
    'notification/answer-link',
    {
      CASES_TABLE: data.cases.tableName,
      REFERENCE_TABLE: data.reference.tableName,
      LINK_SECRET: data.linkSecret.secretArn,
      SETTINGS_PREFIX: `/fairlead/${stage}`,
    },
    'Links in messages do not work: people cannot acknowledge with one click.',
    'api-failing',
  ] as const;
}

/** As `peopleServer`, for links to what there is to see. */
function viewServer(data: DataStack) {
  return [
    'ShowCase',
    'notification/show-case',
    {
      CASES_TABLE: data.cases.tableName,
      REFERENCE_TABLE: data.reference.tableName,
      LINK_SECRET: data.linkSecret.secretArn,
    },
    'People cannot look at a case by the link in a message; what the message says and its button still hold.',
    'api-failing',
  ] as const;
}

function allowViews(show: AppFunction, data: DataStack): void {
  allowTable(show, data.cases.tableArn, ['GetItem', 'Query', 'BatchGetItem'], ['queue']);
  allowTable(show, data.reference.tableArn, READ);
  show.allow(['secretsmanager:GetSecretValue'], [data.linkSecret.secretArn]);
}

function allowLinks(answer: AppFunction, data: DataStack): void {
  allowTable(answer, data.cases.tableArn, CASE_COMMAND, ['queue']);
  allowTable(answer, data.reference.tableArn, ['GetItem', 'PutItem']);
  answer.allow(['secretsmanager:GetSecretValue'], [data.linkSecret.secretArn]);
}

/** As `peopleServer`, for links about mails that wait for a person. */
function mailLinkServer(data: DataStack) {
  return [
    'AnswerMail',
    'notification/answer-mail',
    {
      REFERENCE_TABLE: data.reference.tableName,
      RAW_BUCKET: data.raw.bucketName,
      EVENT_BUS: data.bus.eventBusName,
      LINK_SECRET: data.linkSecret.secretArn,
    },
    'Links about mails that wait for a person do not work: they are decided by API only.',
    'api-failing',
  ] as const;
}

function allowMailLinks(answer: AppFunction, data: DataStack): void {
  allowQuarantine(answer, data);
  answer.allow(['secretsmanager:GetSecretValue'], [data.linkSecret.secretArn]);
}

/** As `peopleServer`, for links of partners. */
function partnerServer(data: DataStack) {
  return [
    'AnswerPartner',
    'notification/answer-partner',
    { CASES_TABLE: data.cases.tableName, RAW_BUCKET: data.raw.bucketName, LINK_SECRET: data.linkSecret.secretArn },
    'Carriers and suppliers cannot answer by their links: they have to be called.',
    'api-failing',
  ] as const;
}

function allowPartners(answer: AppFunction, data: DataStack): void {
  allowTable(answer, data.cases.tableArn, CASE_COMMAND);
  allowDocuments(answer, data, 's3:PutObject');
  answer.allow(['secretsmanager:GetSecretValue'], [data.linkSecret.secretArn]);
}

/** As `peopleServer`, for buttons in Slack. */
function slackServer(data: DataStack) {
  return [
    'AnswerSlack',
    'notification/answer-slack',
    {
      CASES_TABLE: data.cases.tableName,
      REFERENCE_TABLE: data.reference.tableName,
      SLACK_SIGNING_SECRET: data.slackSigningSecret.secretArn,
    },
    'Buttons in Slack messages do not work: people acknowledge by the link in the message.',
    'slack-replies',
  ] as const;
}

function allowSlack(answer: AppFunction, data: DataStack): void {
  allowTable(answer, data.cases.tableArn, CASE_COMMAND);
  allowTable(answer, data.reference.tableArn, READ);
  answer.allow(['secretsmanager:GetSecretValue'], [data.slackSigningSecret.secretArn]);
}

export interface OpenServer {
  readonly handler: Server;
  readonly server: readonly [id: string, handler: string, env: Record<string, string>, impact: string, runbook: string];
  readonly allow: (serve: AppFunction) => void;
  readonly why: string;
}

/** Functions that anybody can call: who they are for, and why they need no authorizer. */
export function openServers(data: DataStack, stage: string): readonly OpenServer[] {
  return [
    {
      handler: 'notification/answer-link',
      server: linkServer(data, stage),
      allow: (serve: AppFunction) => {
        allowLinks(serve, data);
      },
      why: 'The token in the path is the authorization: signed, short-lived, bound to person, case and action; GET changes nothing.',
    },
    {
      handler: 'notification/show-case',
      server: viewServer(data),
      allow: (serve: AppFunction) => {
        allowViews(serve, data);
      },
      why: 'The token in the path is the authorization: signed, short-lived, bound to person and case; the function may write nothing.',
    },
    {
      handler: 'notification/answer-mail',
      server: mailLinkServer(data),
      allow: (serve: AppFunction) => {
        allowMailLinks(serve, data);
      },
      why: 'The token in the path is the authorization: signed, short-lived, bound to person and mail; GET changes nothing, and a POST needs what the page has put into its form.',
    },
    {
      handler: 'notification/answer-partner',
      server: partnerServer(data),
      allow: (serve: AppFunction) => {
        allowPartners(serve, data);
      },
      why: 'The token in the path is the authorization: signed, short-lived, revocable, for one case; GET changes nothing, and a POST needs what the page has put into its form and the address that the link was made for.',
    },
    {
      handler: 'notification/answer-opt-out',
      server: optOutServer(data),
      allow: (serve: AppFunction) => {
        allowOptOuts(serve, data);
      },
      why: 'The token in the path is the authorization: signed, bound to one address by its digest, and good for ending messages to it; GET changes nothing.',
    },
    {
      handler: 'notification/answer-slack',
      server: slackServer(data),
      allow: (serve: AppFunction) => {
        allowSlack(serve, data);
      },
      why: 'The signature of Slack over body and time is the authorization, checked by the handler before anything is read; an authorizer does not see the body.',
    },
    {
      handler: 'api/serve-rota-feed',
      server: feedServer(data),
      allow: (serve: AppFunction) => {
        allowTable(serve, data.reference.tableArn, READ);
      },
      why: 'The token in the path is the authorization: unguessable, kept as a hash, revocable, and good for reading one rota.',
    },
    {
      handler: 'api/serve-contracts',
      server: contractServer,
      allow: () => undefined,
      why: 'What it answers is the same for everybody, and says nothing that is secret.',
    },
  ];
}

/** As `peopleServer`, for the way out of messages to customers. */
function optOutServer(data: DataStack) {
  return [
    'AnswerOptOut',
    'notification/answer-opt-out',
    { CASES_TABLE: data.cases.tableName, LINK_SECRET: data.linkSecret.secretArn },
    'Customers cannot end messages to them by their link; they go on getting them until somebody enters it by API.',
    'api-failing',
  ] as const;
}

function allowOptOuts(answer: AppFunction, data: DataStack): void {
  allowTable(answer, data.cases.tableArn, CASE_COMMAND);
  answer.allow(['secretsmanager:GetSecretValue'], [data.linkSecret.secretArn]);
}
