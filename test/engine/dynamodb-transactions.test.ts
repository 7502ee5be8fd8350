import { describe, expect, test } from 'vitest';
import { key, n, openCases, s } from './dynamodb-fixture.ts';

const docs = 'https://docs.aws.amazon.com/amazondynamodb/latest';
const put = (pk: string, more: object = {}): object => ({
  Put: { TableName: 'cases', Item: { ...key(pk), v: n(1) }, ...more },
});
const fresh = { ConditionExpression: 'attribute_not_exists(pk)' };

describe(`Transactions: ${docs}/developerguide/transaction-apis.html`, () => {
  test('all or nothing, with the reasons in order', async () => {
    const { call, failure } = openCases();
    await call('PutItem', { Item: { ...key('there'), v: n(7) } });
    const TransactItems = [
      put('new'),
      put('there', { ...fresh, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      { Update: { TableName: 'cases', Key: key('x'), UpdateExpression: 'SET a = absent' } },
      { ConditionCheck: { TableName: 'cases', Key: key('y'), ConditionExpression: 'attribute_exists(pk)' } },
    ];
    expect(await failure('TransactWriteItems', { TransactItems })).toBe(
      'TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError, ConditionalCheckFailed]',
    );
    await expect(call('TransactWriteItems', { TransactItems })).rejects.toMatchObject({
      members: {
        CancellationReasons: [
          { Code: 'None' },
          {
            Code: 'ConditionalCheckFailed',
            Message: 'The conditional request failed',
            Item: { ...key('there'), v: n(7) },
          },
          { Code: 'ValidationError' },
          { Code: 'ConditionalCheckFailed' },
        ],
      },
    });
    expect((await call('Scan', {})).Items).toEqual([{ ...key('there'), v: n(7) }]);
  });

  test('puts, updates, deletes and checks take effect together', async () => {
    const { call } = openCases();
    await call('PutItem', { Item: { ...key('a'), v: n(1) } });
    await call('PutItem', { Item: { ...key('b'), v: n(1) } });
    await call('TransactWriteItems', {
      TransactItems: [
        { ConditionCheck: { TableName: 'cases', Key: key('zz'), ConditionExpression: 'attribute_not_exists(pk)' } },
        {
          Update: {
            TableName: 'cases',
            Key: key('a'),
            UpdateExpression: 'SET v = v + :one',
            ConditionExpression: 'v = :one',
            ExpressionAttributeValues: { ':one': n(1) },
          },
        },
        { Delete: { TableName: 'cases', Key: key('b') } },
        put('c', fresh),
      ],
    });
    const read = await call('TransactGetItems', {
      TransactItems: ['a', 'b', 'c'].map((pk) => ({
        Get: { TableName: 'cases', Key: key(pk), ProjectionExpression: 'v' },
      })),
    });
    expect(read).toEqual({ Responses: [{ Item: { v: n(2) } }, {}, { Item: { v: n(1) } }] });
  });

  test.each<[string, object[], string]>([
    [
      'one item twice',
      [put('a'), { Delete: { TableName: 'cases', Key: key('a') } }],
      'cannot include multiple operations on one item',
    ],
    ['nothing', [], 'Member must have length'],
    ['101 items', Array.from({ length: 101 }, (_, index) => put(`c${String(index)}`)), 'less than or equal to 100'],
    [
      '4 MB',
      Array.from({ length: 11 }, (_, index) =>
        put(`c${String(index)}`, { Item: { ...key(`c${String(index)}`), x: s('x'.repeat(390_000)) } }),
      ),
      '4194304',
    ],
  ])('refused: %s', async (_, TransactItems, message) => {
    const { call, failure } = openCases();
    const answer = await failure('TransactWriteItems', { TransactItems });
    expect(answer).toMatch(/^ValidationException: /);
    expect(answer).toContain(message);
    expect((await call('Scan', {})).Count).toBe(0);
  });

  test(`a client token makes it once for ten minutes: ${docs}/APIReference/API_TransactWriteItems.html`, async () => {
    const { call, failure, kernel } = openCases();
    const count = {
      ClientRequestToken: 'token-1',
      TransactItems: [
        {
          Update: {
            TableName: 'cases',
            Key: key('a'),
            UpdateExpression: 'ADD v :one',
            ExpressionAttributeValues: { ':one': n(1) },
          },
        },
      ],
    };
    const value = async (): Promise<string> => (await call('GetItem', { Key: key('a') })).Item.v.N;
    await call('TransactWriteItems', count);
    await call('TransactWriteItems', count);
    expect(await value()).toBe('1');
    kernel.restart();
    await call('TransactWriteItems', count);
    expect(await value()).toBe('1');
    expect(await failure('TransactWriteItems', { ...count, TransactItems: [put('a')] })).toMatch(
      /^IdempotentParameterMismatchException/,
    );
    await kernel.advance(10 * 60 * 1000);
    await call('TransactWriteItems', count);
    expect(await value()).toBe('2');
  });

  test('a cancelled transaction does not use up its token', async () => {
    const { call, failure } = openCases();
    const once = {
      ClientRequestToken: 't',
      TransactItems: [put('a', { ConditionExpression: 'attribute_exists(pk)' })],
    };
    expect(await failure('TransactWriteItems', once)).toMatch(/^TransactionCanceledException/);
    await call('PutItem', { Item: key('a') });
    await call('TransactWriteItems', once);
    expect((await call('GetItem', { Key: key('a') })).Item.v).toEqual(n(1));
  });
});

describe(`Batches: ${docs}/APIReference/API_BatchWriteItem.html`, () => {
  test('writes and reads many, and says what is missing by leaving it out', async () => {
    const { call } = openCases();
    const written = await call('BatchWriteItem', {
      RequestItems: {
        cases: [
          { PutRequest: { Item: key('a') } },
          { PutRequest: { Item: key('b') } },
          { DeleteRequest: { Key: key('c') } },
        ],
      },
    });
    expect(written).toEqual({ UnprocessedItems: {} });
    const read = await call('BatchGetItem', { RequestItems: { cases: { Keys: [key('a'), key('b'), key('c')] } } });
    expect(read.Responses.cases).toHaveLength(2);
    expect(read.UnprocessedKeys).toEqual({});
  });

  test.each<[string, string, object, string]>([
    [
      '26 writes',
      'BatchWriteItem',
      { cases: Array.from({ length: 26 }, (_, index) => ({ PutRequest: { Item: key(`c${String(index)}`) } })) },
      'Too many items',
    ],
    [
      'one item twice',
      'BatchWriteItem',
      { cases: [{ PutRequest: { Item: key('a') } }, { DeleteRequest: { Key: key('a') } }] },
      'contains duplicates',
    ],
    [
      '101 keys',
      'BatchGetItem',
      { cases: { Keys: Array.from({ length: 101 }, (_, index) => key(`c${String(index)}`)) } },
      'Too many items',
    ],
    ['one key twice', 'BatchGetItem', { cases: { Keys: [key('a'), key('a')] } }, 'contains duplicates'],
    ['no table', 'BatchGetItem', {}, 'greater than or equal to 1'],
  ])('refused: %s', async (_, operation, RequestItems, message) => {
    const { call, failure } = openCases();
    expect(await failure(operation, { RequestItems })).toContain(message);
    expect((await call('Scan', {})).Count).toBe(0);
  });
});

describe(`Faults: ${docs}/developerguide/Programming.Errors.html`, () => {
  test('throttles, conflicts and unprocessed items on demand, and then no more', async () => {
    const { call, dynamodb, failure } = openCases();
    dynamodb().faults.onCall(({ operation }) => (operation === 'PutItem' ? 'ThrottlingException' : undefined));
    expect(await failure('PutItem', { Item: key('a') })).toMatch(/^ThrottlingException/);
    dynamodb().faults.onCall(() => 'TransactionConflict');
    expect(await failure('PutItem', { Item: key('a') })).toBe(
      'TransactionConflictException: Transaction is ongoing for the item',
    );
    await expect(call('TransactWriteItems', { TransactItems: [put('a'), put('b')] })).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      members: { CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }] },
    });
    dynamodb().faults.onCall(() => 'unprocessed');
    const requests = ['a', 'b', 'c'].map((pk) => ({ PutRequest: { Item: key(pk) } }));
    const partly = await call('BatchWriteItem', { RequestItems: { cases: requests } });
    expect(partly.UnprocessedItems).toEqual({ cases: [requests[2]] });
    dynamodb().faults.onCall(undefined);
    expect((await call('Scan', {})).Count).toBe(2);
  });
});

describe(`Capacity: ${docs}/developerguide/read-write-operations.html`, () => {
  const units = async (operation: string, input: object): Promise<number> => {
    const { call } = openCases();
    await call('PutItem', { Item: { ...key('old'), x: s('x'.repeat(5_000)), team: s('t'), due: n(1) } });
    const answer = await call(operation, { ...input, ReturnConsumedCapacity: 'TOTAL' });
    return [answer.ConsumedCapacity].flat()[0].CapacityUnits;
  };
  test.each<[string, string, object, number]>([
    ['a small write', 'PutItem', { Item: key('a') }, 1],
    ['per KB begun', 'PutItem', { Item: { ...key('a'), x: s('x'.repeat(2_048)) } }, 3],
    ['the larger of old and new, and the index entry that goes', 'PutItem', { Item: key('old') }, 5 + 5],
    ['an index entry more', 'PutItem', { Item: { ...key('a'), team: s('t'), due: n(1) } }, 2],
    [
      'an index entry moved',
      'UpdateItem',
      { Key: key('old'), UpdateExpression: 'SET due = :d', ExpressionAttributeValues: { ':d': n(2) } },
      5 + 10,
    ],
    ['deleting nothing', 'DeleteItem', { Key: key('nothing') }, 1],
    ['twice in a transaction', 'TransactWriteItems', { TransactItems: [put('a')] }, 2],
    ['reading', 'GetItem', { Key: key('old'), ConsistentRead: true }, 2],
    ['reading eventually', 'GetItem', { Key: key('old') }, 1],
    ['reading nothing', 'GetItem', { Key: key('nothing') }, 0.5],
    [
      'reading in a transaction',
      'TransactGetItems',
      { TransactItems: [{ Get: { TableName: 'cases', Key: key('old') } }] },
      4,
    ],
  ])('%s', async (_, operation, input, expected) => {
    expect(await units(operation, input)).toBe(expected);
  });

  test('is metered, a failed condition too, and per index on request', async () => {
    const { call, failure, kernel } = openCases();
    const answer = await call('PutItem', {
      Item: { ...key('a'), team: s('t'), due: n(1) },
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(answer.ConsumedCapacity).toEqual({
      TableName: 'cases',
      CapacityUnits: 2,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { byTeam: { CapacityUnits: 1 } },
    });
    await failure('PutItem', { Item: key('a'), ...fresh });
    await call('GetItem', { Key: key('a') });
    expect(kernel.kernel.meter.totals()).toEqual([
      { service: 'dynamodb', unit: 'WriteRequestUnits', resource: 'cases', amount: 3 },
      { service: 'dynamodb', unit: 'ReadRequestUnits', resource: 'cases', amount: 0.5 },
    ]);
  });
});

describe(`Reasons of single items: ${docs}/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors`, () => {
  test.each<[string, object, string]>([
    [
      'a key that does not fit',
      { Delete: { TableName: 'cases', Key: { pk: s('a') } } },
      'The provided key element does not match the schema',
    ],
    [
      'an item without its key',
      { Put: { TableName: 'cases', Item: { pk: s('a') } } },
      'Missing the key sk in the item',
    ],
    [
      'an index key of the wrong type',
      put('a', { Item: { ...key('a'), due: s('x') } }),
      'Type mismatch for Index Key due',
    ],
  ])('%s', async (_, entry, message) => {
    const { call } = openCases();
    await expect(call('TransactWriteItems', { TransactItems: [put('b'), entry] })).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      members: {
        CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError', Message: expect.stringContaining(message) }],
      },
    });
    expect((await call('Scan', {})).Count).toBe(0);
  });

  test('a wrong expression fails the request itself', async () => {
    const { failure } = openCases();
    const entry = put('a', { ConditionExpression: 'a = ' });
    expect(await failure('TransactWriteItems', { TransactItems: [entry] })).toMatch(
      /^ValidationException: Invalid ConditionExpression/,
    );
  });
});
