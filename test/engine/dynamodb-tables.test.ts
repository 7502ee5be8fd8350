import { describe, expect, test } from 'vitest';
import { createKernel } from '../../local/kernel/kernel.ts';
import type { RunnableKernel } from '../../local/kernel/kernel.ts';
import { createDynamodb } from '../../local/services/dynamodb/index.ts';
import { CASES, key, n, openCases, s } from './dynamodb-fixture.ts';

const docs = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide';

/** As CDK's TableV2 synthesizes it. */
const GLOBAL = {
  ...CASES,
  SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
  Replicas: [
    {
      Region: 'eu-central-1',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { KMSMasterKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/k1' },
      GlobalSecondaryIndexes: [{ IndexName: 'byTeam', ContributorInsightsSpecification: { Enabled: true } }],
      Tags: [{ Key: 'a', Value: 'b' }],
    },
  ],
};

function boot(
  properties: object,
  type = 'AWS::DynamoDB::Table',
  over?: RunnableKernel,
): { kernel: RunnableKernel; created: any } {
  const kernel = createKernel({
    time: { kind: 'virtual', startAt: over?.now() ?? Date.parse('2026-03-02T08:00:00Z') },
    ...(over === undefined ? {} : { store: over.ownedStore }),
  });
  const dynamodb = createDynamodb(kernel);
  kernel.register(dynamodb);
  const resourceType = dynamodb.resourceTypes.find((candidate) => candidate.type === type);
  const created = resourceType?.create({
    stack: 'Test',
    logicalId: 'Cases',
    type,
    properties,
    metadata: {},
    physicalName: 'Test-Cases',
    assemblyDirectory: '/nowhere',
  });
  kernel.start();
  return { kernel, created };
}

describe(`Tables from the template: ${docs}/aws-resource-dynamodb-globaltable.html`, () => {
  test('a global table with one replica, its key at the replica', async () => {
    const { kernel, created } = boot(GLOBAL, 'AWS::DynamoDB::GlobalTable');
    const tableArn = 'arn:aws:dynamodb:eu-central-1:111122223333:table/cases';
    expect(created).toEqual({
      ref: 'cases',
      attributes: { Arn: tableArn, StreamArn: `${tableArn}/stream/2026-03-02T08:00:00.000`, TableId: '1' },
    });
    const { Table } = await kernel.call({ kind: 'root' }, 'dynamodb', 'DescribeTable', { TableName: 'cases' });
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      LatestStreamArn: created.attributes.StreamArn,
      SSEDescription: { KMSMasterKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/k1' },
      GlobalSecondaryIndexes: [
        { IndexName: 'byTeam' },
        { Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] } },
      ],
    });
  });

  test('a name made up by CloudFormation', () => {
    expect(boot({ ...CASES, TableName: undefined }).created.ref).toBe('Test-Cases');
  });

  test.each<[string, object, string]>([
    ['provisioned capacity', { BillingMode: 'PROVISIONED' }, 'BillingMode PROVISIONED'],
    ['no billing mode', { BillingMode: undefined }, 'BillingMode PROVISIONED'],
    ['a second replica', { Replicas: [{ Region: 'eu-central-1' }, { Region: 'us-east-1' }] }, 'more than one replica'],
    ['a replica elsewhere', { Replicas: [{ Region: 'us-east-1' }] }, 'a replica in us-east-1'],
    [
      'a resource policy of a replica',
      { Replicas: [{ Region: 'eu-central-1', ResourcePolicy: {} }] },
      'ResourcePolicy',
    ],
    [
      'a stream with a policy',
      { StreamSpecification: { StreamViewType: 'NEW_IMAGE', ResourcePolicy: {} } },
      'ResourcePolicy',
    ],
    [
      'throughput of an index',
      { GlobalSecondaryIndexes: [{ ...CASES.GlobalSecondaryIndexes[0], OnDemandThroughput: {} }] },
      'OnDemandThroughput',
    ],
  ])('refused: %s', (_, properties, message) => {
    expect(() => boot({ ...CASES, ...properties })).toThrow(message);
  });

  test('local secondary indexes and unknown properties are on no list, so the loader refuses them', () => {
    const { kernel } = boot(CASES);
    for (const { properties, ignored } of kernel.service('dynamodb')?.resourceTypes ?? [])
      for (const name of [
        'LocalSecondaryIndexes',
        'ProvisionedThroughput',
        'ResourcePolicy',
        'KinesisStreamSpecification',
      ])
        expect([...properties, ...Object.keys(ignored ?? {})]).not.toContain(name);
  });
});

describe(`A later template over the same data: ${docs}/aws-resource-dynamodb-table.html`, () => {
  const root = { kind: 'root' } as const;

  test('a new index holds what was there before, and one that comes back is not stale', async () => {
    const without = {
      ...CASES,
      GlobalSecondaryIndexes: CASES.GlobalSecondaryIndexes.slice(1),
      TimeToLiveSpecification: undefined,
    };
    const item = (pk: string, due: number): object => ({
      TableName: 'cases',
      Item: { ...key(pk), team: s('north'), due: n(due), ttl: n(Date.parse('2026-03-02T09:00:00Z') / 1000) },
    });
    const found = async (kernel: RunnableKernel): Promise<string[]> =>
      (
        await kernel.call(root, 'dynamodb', 'Query', {
          TableName: 'cases',
          IndexName: 'byTeam',
          KeyConditionExpression: 'team = :t',
          ExpressionAttributeValues: { ':t': s('north') },
        })
      ).Items.map((one: any) => one.pk.S);
    const first = boot(without).kernel;
    await first.call(root, 'dynamodb', 'PutItem', item('c1', 2));
    first.kill();
    const second = boot(CASES, undefined, first).kernel;
    expect(await found(second)).toEqual(['c1']);
    second.kill();
    const third = boot(without, undefined, second).kernel;
    await third.call(root, 'dynamodb', 'PutItem', item('c2', 1));
    third.kill();
    const fourth = boot(CASES, undefined, third).kernel;
    expect(await found(fourth)).toEqual(['c2', 'c1']);
    await fourth.advance(2 * 3_600_000);
    expect(await found(fourth)).toEqual([]);
  });

  test('an index that keeps its name and changes its key is filled anew', async () => {
    const first = boot(CASES).kernel;
    await first.call(root, 'dynamodb', 'PutItem', {
      TableName: 'cases',
      Item: { ...key('c1'), team: s('north'), subject: s('ship') },
    });
    first.kill();
    const [byTeam, bySubject] = CASES.GlobalSecondaryIndexes;
    const KeySchema = [{ AttributeName: 'team', KeyType: 'HASH' }];
    const changed = { ...CASES, GlobalSecondaryIndexes: [byTeam, { ...bySubject, KeySchema }] };
    const second = boot(changed, undefined, first).kernel;
    const { Items } = await second.call(root, 'dynamodb', 'Query', {
      TableName: 'cases',
      IndexName: 'bySubject',
      KeyConditionExpression: 'team = :t',
      ExpressionAttributeValues: { ':t': s('north') },
    });
    expect(Items).toEqual([{ ...key('c1'), team: s('north') }]);
  });

  test('another key schema is refused instead of losing the data', () => {
    const first = boot(CASES).kernel;
    first.kill();
    expect(() => boot({ ...CASES, KeySchema: CASES.KeySchema.slice(0, 1) }, undefined, first)).toThrow(
      'start with fresh data',
    );
  });

  test('everything is there after a restart', async () => {
    const { call, kernel } = openCases();
    await call('PutItem', { Item: { ...key('c1'), team: s('north'), due: n(1) } });
    kernel.restart();
    expect((await call('GetItem', { Key: key('c1') })).Item.due).toEqual(n(1));
  });
});
