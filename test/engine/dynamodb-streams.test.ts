import { describe, expect, test } from 'vitest';
import type { Access, AuthorizationRequest } from '../../local/kernel/types.ts';
import { CASES, key, n, openCases, s } from './dynamodb-fixture.ts';
import type { DynamodbFixture } from './dynamodb-fixture.ts';

const docs = 'https://docs.aws.amazon.com/amazondynamodb/latest';

function records({ dynamodb, streamArn }: DynamodbFixture): any[] {
  const { streams } = dynamodb();
  return streams
    .shardsOf(streamArn)
    .flatMap((shard) => streams.readStream(streamArn, shard, undefined, 1_000))
    .toSorted((one, two) => (one.dynamodb.SequenceNumber < two.dynamodb.SequenceNumber ? -1 : 1));
}

describe(`Streams: ${docs}/developerguide/Streams.html`, () => {
  test('one record a change with both images, none for a write that changes nothing', async () => {
    const fixture = openCases();
    const { call, failure } = fixture;
    await call('PutItem', { Item: { ...key('c1'), a: n(1), tags: { SS: ['x', 'y'] } } });
    await call('PutItem', { Item: { tags: { SS: ['y', 'x'] }, a: n('1.0'), ...key('c1') } });
    await call('UpdateItem', {
      Key: key('c1'),
      UpdateExpression: 'SET a = :a',
      ExpressionAttributeValues: { ':a': n(1) },
    });
    await call('DeleteItem', { Key: key('none') });
    await failure('PutItem', { Item: key('c1'), ConditionExpression: 'attribute_not_exists(pk)' });
    await call('UpdateItem', {
      Key: key('c1'),
      UpdateExpression: 'SET a = :a',
      ExpressionAttributeValues: { ':a': n(2) },
    });
    await call('DeleteItem', { Key: key('c1') });
    const seen = records(fixture);
    expect(seen.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    expect(seen[0]).toMatchObject({
      eventSource: 'aws:dynamodb',
      eventSourceARN: fixture.streamArn,
      dynamodb: {
        Keys: key('c1'),
        NewImage: { a: n(1) },
        StreamViewType: 'NEW_AND_OLD_IMAGES',
        ApproximateCreationDateTime: Date.parse('2026-03-02T08:00:00Z') / 1000,
        // Keys and image: the names, the texts, two bytes for the number.
        SizeBytes: 'pkc1skcase'.length * 2 + 'a'.length + 2 + 'tagsxy'.length,
      },
    });
    expect(seen[0].dynamodb).not.toHaveProperty('OldImage');
    expect(seen[1].dynamodb).toMatchObject({ OldImage: { a: n(1) }, NewImage: { a: n(2) } });
    expect(seen[2].dynamodb).toMatchObject({ Keys: key('c1'), OldImage: { a: n(2) } });
    expect(seen[2].dynamodb).not.toHaveProperty('NewImage');
    expect(seen.some((record) => 'userIdentity' in record)).toBe(false);
  });

  test.each<[string, string[]]>([
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
  ])('the view %s', async (StreamViewType, images) => {
    const fixture = openCases({}, { ...CASES, StreamSpecification: { StreamViewType } });
    await fixture.call('PutItem', { Item: { ...key('c1'), a: n(1) } });
    await fixture.call('PutItem', { Item: { ...key('c1'), a: n(2) } });
    const last = records(fixture).at(-1)?.dynamodb;
    expect(last.Keys).toEqual(key('c1'));
    expect(Object.keys(last).filter((name) => name.endsWith('Image'))).toEqual(images);
  });

  test('in order per key, over several shards, read on from a sequence number, also after a restart', async () => {
    const fixture = openCases();
    const { call, dynamodb, kernel, streamArn } = fixture;
    const write = async (from: number, to: number): Promise<void> => {
      for (let version = from; version < to; version += 1)
        for (let index = 0; index < 12; index += 1)
          await call('PutItem', { Item: { ...key(`c${String(index)}`), version: n(version) } });
    };
    await write(0, 3);
    const shards = dynamodb().streams.shardsOf(streamArn);
    const checkpoints = shards.map((shard) => dynamodb().streams.latestSequence(streamArn, shard));
    expect(checkpoints.filter((checkpoint) => checkpoint !== undefined).length).toBeGreaterThan(1);
    const kept = records(fixture);
    kernel.restart();
    expect(records(fixture)).toEqual(kept);
    await write(3, 5);
    const later = shards.flatMap((shard, index) =>
      dynamodb().streams.readStream(streamArn, shard, checkpoints[index], 1_000),
    );
    expect(later).toHaveLength(24);
    const shardOf = new Map<string, string>();
    for (const shard of shards) {
      const versions = new Map<string, number>();
      for (const { dynamodb: record } of dynamodb().streams.readStream(streamArn, shard, undefined, 1_000)) {
        const pk = JSON.stringify(record.Keys['pk']);
        expect(shardOf.get(pk) ?? shard).toBe(shard);
        shardOf.set(pk, shard);
        expect(record.NewImage?.['version']).toEqual(n(versions.get(pk) ?? 0));
        versions.set(pk, (versions.get(pk) ?? 0) + 1);
      }
    }
    expect(shardOf.size).toBe(12);
  });

  test('readers are woken once an operation and shard, after its writes', async () => {
    const { call, dynamodb, streamArn } = openCases();
    const woken: number[] = [];
    dynamodb().streams.onStreamWrite(streamArn, (shard) => {
      woken.push(dynamodb().streams.readStream(streamArn, shard, undefined, 10).length);
    });
    await call('TransactWriteItems', {
      TransactItems: ['case', 'journal#1'].map((sk) => ({ Put: { TableName: 'cases', Item: key('c1', sk) } })),
    });
    expect(woken).toEqual([2]);
    await call('PutItem', { Item: key('c1') });
    expect(woken).toEqual([2]);
    await call('DeleteItem', { Key: key('c1') });
    expect(woken).toEqual([2, 3]);
  });

  test('records live for 24 hours, and sequences go on behind them', async () => {
    const fixture = openCases();
    const { call, dynamodb, kernel, streamArn } = fixture;
    await call('PutItem', { Item: { ...key('c1'), a: n(1) } });
    const shard =
      dynamodb()
        .streams.shardsOf(streamArn)
        .find((one) => dynamodb().streams.latestSequence(streamArn, one)) ?? '';
    const first = dynamodb().streams.latestSequence(streamArn, shard);
    await kernel.advance(23 * 3_600_000);
    expect(records(fixture)).toHaveLength(1);
    await kernel.advance(3 * 3_600_000);
    expect(records(fixture)).toHaveLength(0);
    kernel.restart();
    await call('PutItem', { Item: { ...key('c1'), a: n(2) } });
    expect(dynamodb().streams.readStream(streamArn, shard, first, 10)).toHaveLength(1);
  });
});

describe(`Time to live: ${docs}/developerguide/TTL.html`, () => {
  const now = Date.parse('2026-03-02T08:00:00Z') / 1000;

  test('expired items go within the hour, marked as the service’s own deletion, and cost nothing', async () => {
    const fixture = openCases();
    const { call, kernel } = fixture;
    await call('PutItem', { Item: { ...key('soon'), ttl: n(now + 60) } });
    await call('PutItem', { Item: { ...key('later'), ttl: n(now + 86_400) } });
    await call('PutItem', { Item: { ...key('text'), ttl: s(String(now + 60)) } });
    await call('PutItem', { Item: { ...key('ancient'), ttl: n(now - 6 * 365 * 86_400) } });
    await call('PutItem', { Item: { ...key('kept'), ttl: n(now + 60) } });
    await call('UpdateItem', {
      Key: key('kept'),
      UpdateExpression: 'REMOVE #t',
      ExpressionAttributeNames: { '#t': 'ttl' },
    });
    const before = kernel.kernel.meter.totals();
    await kernel.advance(120_000);
    expect((await call('GetItem', { Key: key('soon') })).Item).toBeDefined();
    kernel.restart();
    await kernel.advance(3_600_000);
    expect((await call('Scan', {})).Items.map((item: any) => item.pk.S).toSorted()).toEqual([
      'ancient',
      'kept',
      'later',
      'text',
    ]);
    expect(before.find(({ unit }) => unit === 'WriteRequestUnits')?.amount).toBe(6);
    expect(kernel.kernel.meter.totals().find(({ unit }) => unit === 'WriteRequestUnits')).toBeUndefined();
    const last = records(fixture).at(-1);
    expect(last).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { Keys: key('soon') },
    });
    await kernel.advance(86_400_000);
    expect((await call('GetItem', { Key: key('later') })).Item).toBeUndefined();
  });
});

test(`many expire at one time, and what is written meanwhile does not put them off: ${docs}/developerguide/TTL.html`, async () => {
  const { call, kernel } = openCases();
  const soon = Date.parse('2026-03-02T08:00:00Z') / 1000 + 60;
  for (let index = 0; index < 1_200; index += 1)
    await call('PutItem', { Item: { ...key(`c${String(index)}`), ttl: n(soon + (index % 50)) } });
  // Due at half past eight: the job waits, and a later expiry is written in the same moment.
  await kernel.advance(30 * 60_000 - 1);
  expect((await call('Scan', { Select: 'COUNT' })).Count).toBe(1_200);
  const late = call('PutItem', { Item: { ...key('late'), ttl: n(soon + 10 * 86_400) } });
  await kernel.advance(1);
  await late;
  await kernel.advance(60_000);
  expect((await call('Scan', { Select: 'COUNT' })).Count).toBe(1);
});

describe('Authorization', () => {
  const roleArn = 'arn:aws:iam::111122223333:role/worker';
  const tableArn = 'arn:aws:dynamodb:eu-central-1:111122223333:table/cases';
  const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/k1';

  const askedFor = async (service: string, operation: string, input: object, properties: object): Promise<string[]> => {
    const asked: AuthorizationRequest[] = [];
    const access: Access = {
      addResourcePolicy: () => undefined,
      assertAllowed: (_, requests) => {
        asked.push(...requests);
      },
    };
    const fixture = openCases({ access }, properties);
    const given = JSON.parse(JSON.stringify(input).replace('STREAM', fixture.streamArn));
    if (service === 'dynamodbstreams') given.ShardId = fixture.dynamodb().streams.shardsOf(fixture.streamArn)[0];
    await fixture.kernel.call(service, operation, given, { kind: 'role', roleArn });
    return asked.map(({ action, resource, context }) =>
      [action, resource.replace(/\/stream\/.*/, '/stream'), ...[context?.['dynamodb:LeadingKeys'] ?? []].flat()].join(
        ' ',
      ),
    );
  };

  test.each<[string, object, string[]]>([
    ['GetItem', { TableName: 'cases', Key: key('c1') }, [`dynamodb:GetItem ${tableArn} c1`]],
    ['PutItem', { TableName: 'cases', Item: key('c1') }, [`dynamodb:PutItem ${tableArn} c1`]],
    [
      'Query',
      {
        TableName: tableArn,
        IndexName: 'byTeam',
        KeyConditionExpression: 'team = :t',
        ExpressionAttributeValues: { ':t': s('t') },
      },
      [`dynamodb:Query ${tableArn}/index/byTeam t`],
    ],
    [
      'BatchGetItem',
      { RequestItems: { cases: { Keys: [key('a'), key('b')] } } },
      [`dynamodb:BatchGetItem ${tableArn} a b`],
    ],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'cases', Item: key('a') } },
          { Put: { TableName: 'cases', Item: key('b') } },
          { Delete: { TableName: 'cases', Key: key('c') } },
          { ConditionCheck: { TableName: 'cases', Key: key('d'), ConditionExpression: 'attribute_not_exists(pk)' } },
        ],
      },
      [
        `dynamodb:PutItem ${tableArn} a b`,
        `dynamodb:DeleteItem ${tableArn} c`,
        `dynamodb:ConditionCheckItem ${tableArn} d`,
      ],
    ],
  ])(
    `%s asks for what IAM asks: ${docs}/developerguide/transaction-apis-iam.html`,
    async (operation, input, expected) => {
      expect(await askedFor('dynamodb', operation, input, CASES)).toEqual(expected);
    },
  );

  test(`a customer's key is used in the caller's name: ${docs}/developerguide/encryption.usagenotes.html`, async () => {
    const encrypted = { ...CASES, SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn } };
    expect(await askedFor('dynamodb', 'GetItem', { TableName: 'cases', Key: key('c1') }, encrypted)).toEqual([
      `dynamodb:GetItem ${tableArn} c1`,
      `kms:Decrypt ${keyArn}`,
    ]);
    const TransactItems = ['a', 'b'].map((pk) => ({ Put: { TableName: 'cases', Item: key(pk) } }));
    expect(await askedFor('dynamodb', 'TransactWriteItems', { TransactItems }, encrypted)).toEqual([
      `dynamodb:PutItem ${tableArn} a b`,
      `kms:Decrypt ${keyArn}`,
    ]);
    expect(await askedFor('dynamodb', 'Scan', { TableName: 'cases', Select: 'COUNT' }, encrypted)).toEqual([
      `dynamodb:Scan ${tableArn}`,
      `kms:Decrypt ${keyArn}`,
    ]);
    expect(await askedFor('dynamodbstreams', 'ReadShard', { StreamArn: 'STREAM', Limit: 1 }, encrypted)).toEqual([
      `dynamodb:DescribeStream ${tableArn}/stream`,
      `dynamodb:GetShardIterator ${tableArn}/stream`,
      `dynamodb:GetRecords ${tableArn}/stream`,
      `kms:Decrypt ${keyArn}`,
    ]);
  });

  test(`the key is asked for once in five minutes: ${docs}/developerguide/encryption.usagenotes.html`, async () => {
    const fixture = openCases({}, { ...CASES, SSESpecification: { SSEEnabled: true, KMSMasterKeyId: keyArn } });
    const used = (): number | undefined =>
      fixture.kernel.kernel.meter.totals().find(({ service }) => service === 'kms')?.amount;
    await fixture.call('GetItem', { Key: key('a') });
    await fixture.call('GetItem', { Key: key('a') });
    expect(used()).toBe(1);
    await fixture.kernel.advance(300_000);
    await fixture.call('GetItem', { Key: key('a') });
    expect(used()).toBe(2);
  });
});
