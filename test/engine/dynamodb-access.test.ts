import { expect, test } from 'vitest';
import { createAccess } from '../../local/services/iam/access.ts';
import type { PolicyStatement } from '../../local/kernel/types.ts';
import { CASES, key, openCases, s } from './dynamodb-fixture.ts';

const docs = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const roleArn = 'arn:aws:iam::111122223333:role/worker';
const tableArn = 'arn:aws:dynamodb:eu-central-1:111122223333:table/cases';
const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/k1';
const encrypted = { ...CASES, SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn } };

const write: PolicyStatement = { Effect: 'Allow', Action: ['dynamodb:PutItem'], Resource: tableArn };
const decrypt: PolicyStatement = {
  Effect: 'Allow',
  Action: ['kms:Decrypt'],
  Resource: keyArn,
  Condition: {
    StringEquals: {
      'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com',
      'kms:EncryptionContext:aws:dynamodb:tableName': 'cases',
    },
  },
};
const query: PolicyStatement = { Effect: 'Allow', Action: 'dynamodb:Query', Resource: `${tableArn}/index/*` };
const owned: PolicyStatement = {
  Effect: 'Allow',
  Action: 'dynamodb:PutItem',
  Resource: tableArn,
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['mine#*'] } },
};

const put = { TableName: 'cases', Item: key('mine#1') };
const byTeam = {
  TableName: 'cases',
  IndexName: 'byTeam',
  KeyConditionExpression: 'team = :t',
  ExpressionAttributeValues: { ':t': s('north') },
};

test.each<[string, readonly PolicyStatement[], string, object, boolean]>([
  ['both permissions', [write, decrypt], 'PutItem', put, true],
  ['without the key', [write], 'PutItem', put, false],
  ['without the table', [decrypt], 'PutItem', put, false],
  ['another action', [write, decrypt], 'DeleteItem', { TableName: 'cases', Key: key('mine#1') }, false],
  [
    'a transaction by the permission of its parts',
    [write, decrypt],
    'TransactWriteItems',
    { TransactItems: [{ Put: put }] },
    true,
  ],
  [
    'a transaction with a part that is not allowed',
    [write, decrypt],
    'TransactWriteItems',
    { TransactItems: [{ Put: put }, { Delete: { TableName: 'cases', Key: key('b') } }] },
    false,
  ],
  ['an index', [query, decrypt], 'Query', byTeam, true],
  [
    'the table by the permission of an index',
    [query, decrypt],
    'Query',
    { ...byTeam, IndexName: undefined, KeyConditionExpression: 'pk = :t' },
    false,
  ],
  ['an own partition', [owned, decrypt], 'PutItem', put, true],
  ['the partition of another', [owned, decrypt], 'PutItem', { ...put, Item: key('yours#1') }, false],
])(
  `policies decide: %s (${docs}/using-identity-based-policies.html)`,
  async (_, Statement, operation, input, allowed) => {
    const access = createAccess('111122223333', 'eu-central-1');
    access.addRole(roleArn, {
      trust: {
        Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      },
    });
    access.addIdentityPolicy(roleArn, { Statement });
    access.addResourcePolicy(keyArn, {
      Statement: {
        Effect: 'Allow',
        Action: 'kms:*',
        Resource: '*',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      },
    });
    const { kernel } = openCases({ access }, encrypted);
    const answer = kernel.call('dynamodb', operation, input, { kind: 'role', roleArn });
    if (allowed) await expect(answer).resolves.toBeDefined();
    else await expect(answer).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied/) });
  },
);
