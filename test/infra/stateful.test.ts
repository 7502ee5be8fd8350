import { expect, test } from 'vitest';
import { cdkContext, ofType, synthesize } from './templates.ts';

/**
 * What holds something that nobody can make again, by its place in the code: under another id CloudFormation makes an empty one, and what was stands beside it (in prod) or is deleted (in dev). Whoever moves one
 * keeps its id (`overrideLogicalId`), and whoever adds one adds it here. https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html#identifiers-logical-ids
 */
const STAND: Readonly<Record<string, readonly string[]>> = {
  'AWS::Cognito::UserPool': ['api/DirectoryPeople4792592D', 'api/SendersPool5FDB9018'],
  // Who signs in, and addresses that senders and links know.
  'AWS::Cognito::UserPoolClient': ['api/DirectoryPeopleClient4CBD643A'],
  'AWS::Cognito::UserPoolDomain': ['api/SendersPoolDomain66FE908B'],
  'AWS::ApiGateway::RestApi': ['api/ApiF70053CD'],
  'AWS::S3::Bucket': ['case-flow/ExportJournals85E494F7', 'data/Raw72517081'],
  'AWS::DynamoDB::Table': ['data/Cases80582F3E', 'data/Reference0C8B785E'],
  'AWS::KMS::Key': ['data/Key961B73FD'],
  'AWS::Events::EventBus': ['data/BusEA82B648'],
  'AWS::SecretsManager::Secret': [
    'data/LinkSecret6774D112',
    'data/SlackSecretEA96F13F',
    'data/SlackSigningSecret79196F0B',
    'data/SystemSecretcrm45AA0D2D',
    'data/SystemSecretdocuments1815C0A0',
    'data/SystemSecreterp1BF3BA76',
    'data/SystemSecretfinance095A2DA6',
    'data/SystemSecretprocurementA22478CE',
    'data/SystemSecrettms69AEFDD3',
    'data/SystemSecrettradeE198022E',
    'data/SystemSecretwms4AD33BBE',
    'data/TeamsSecret53D4827D',
    'data/WebhookSecretF21E29CC',
  ],
  // A number that was registered for weeks.
  'AWS::SMSVOICE::PhoneNumber': ['engagement/SmsNumber180802AB'],
};

test.each(['dev', 'prod'])('what holds data in %s keeps its id from one version to the next', (stage) => {
  const app = synthesize({ ...cdkContext(), stage });
  const placesOf = (type: string): readonly string[] =>
    ofType(app, type)
      .map(({ stack, id }) => `${stack.replace(`fairlead-${stage}-`, '')}/${id}`)
      .sort();
  expect(Object.fromEntries(Object.keys(STAND).map((type) => [type, placesOf(type)]))).toEqual(STAND);
});

test('the indexes of the cases are as they are: CloudFormation changes one of them in a deployment, and none in its keys', () => {
  const app = synthesize({ ...cdkContext(), stage: 'prod' });
  const keys = ofType(app, 'AWS::DynamoDB::Table').map(({ id, properties }) => [
    id,
    ...[properties, ...(properties.GlobalSecondaryIndexes ?? [])].map(({ IndexName, KeySchema }: any) =>
      [IndexName ?? 'table', ...KeySchema.map(({ AttributeName }: any): string => AttributeName)].join(' '),
    ),
  ]);
  expect(keys).toEqual([
    ['Cases80582F3E', 'table pk sk', 'queue queuePk queueSk', 'subjects subjectPk subjectSk', 'due duePk dueSk'],
    ['Reference0C8B785E', 'table pk sk'],
  ]);
});
