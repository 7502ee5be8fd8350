import { describe, expect, test } from 'vitest';
import { CASES, key, n, openCases, s } from './dynamodb-fixture.ts';

const docs = 'https://docs.aws.amazon.com/amazondynamodb/latest';

const sortKeys = ({ Items }: any): string[] => Items.map((item: any) => item.sk.S ?? item.sk.N);

describe(`Query: ${docs}/developerguide/Query.KeyConditionExpressions.html`, () => {
  test.each<[string, object, string[]]>([
    ['pk = :p', {}, ['a', 'a#1', 'a#2', 'a$', 'b', 'Ω', '￿', '😀']],
    ['pk = :p AND sk = :v', { ':v': s('b') }, ['b']],
    ['pk = :p AND sk < :v', { ':v': s('a#2') }, ['a', 'a#1']],
    ['pk = :p AND sk <= :v', { ':v': s('a#2') }, ['a', 'a#1', 'a#2']],
    ['pk = :p AND sk > :v', { ':v': s('b') }, ['Ω', '￿', '😀']],
    ['sk >= :v AND pk = :p', { ':v': s('￿') }, ['￿', '😀']],
    ['(pk = :p) AND (sk BETWEEN :v AND :w)', { ':v': s('a#1'), ':w': s('b') }, ['a#1', 'a#2', 'a$', 'b']],
    ['pk = :p AND begins_with(sk, :v)', { ':v': s('a#') }, ['a#1', 'a#2']],
    ['pk = :p AND begins_with(sk, :v)', { ':v': s('￿') }, ['￿']],
  ])('%s: strings in the order of their UTF-8 bytes', async (KeyConditionExpression, values, expected) => {
    const { call } = openCases();
    for (const sk of ['😀', 'b', 'a#2', '￿', 'a', 'Ω', 'a$', 'a#1']) await call('PutItem', { Item: key('p', sk) });
    await call('PutItem', { Item: key('other', 'a') });
    const input = { KeyConditionExpression, ExpressionAttributeValues: { ':p': s('p'), ...values } };
    expect(sortKeys(await call('Query', input))).toEqual(expected);
    expect(sortKeys(await call('Query', { ...input, ScanIndexForward: false }))).toEqual(expected.toReversed());
  });

  test('numbers sort as numbers, negative and fractional ones too', async () => {
    const { call } = openCases(
      {},
      {
        ...CASES,
        AttributeDefinitions: [
          ...CASES.AttributeDefinitions.filter(({ AttributeName }) => AttributeName !== 'sk'),
          { AttributeName: 'sk', AttributeType: 'N' },
        ],
      },
    );
    const ordered = [
      '-100',
      '-11',
      '-2.5',
      '-2',
      '-0.001',
      '0',
      '0.0005',
      '0.1',
      '1',
      '1.5',
      '2',
      '10',
      '100000000000000000001',
    ];
    for (const sk of ordered.toSorted()) await call('PutItem', { Item: { pk: s('p'), sk: n(sk) } });
    const values = { ':p': s('p') };
    const all = await call('Query', { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: values });
    expect(sortKeys(all)).toEqual(ordered);
    const some = await call('Query', {
      KeyConditionExpression: 'pk = :p AND sk BETWEEN :a AND :b',
      ExpressionAttributeValues: { ...values, ':a': n('-2'), ':b': n('1e0') },
    });
    expect(sortKeys(some)).toEqual(['-2', '-0.001', '0', '0.0005', '0.1', '1']);
  });

  test.each<[string, object, string]>([
    ['sk = :v', { ':v': s('a') }, 'Query condition missed key schema element: pk'],
    ['pk > :v', { ':v': s('a') }, 'Query key condition not supported'],
    ['pk = :v OR sk = :v', { ':v': s('a') }, 'Invalid operator used in KeyConditionExpression: OR'],
    ['pk = :v AND sk = :v AND sk > :v', { ':v': s('a') }, 'must only contain one condition per key'],
    ['pk = :v AND elsewhere = :v', { ':v': s('a') }, 'Query condition missed key schema element: sk'],
    ['pk = :v', { ':v': n(1) }, 'Condition parameter type does not match schema type'],
    ['pk = :v', { ':v': s('') }, 'cannot contain an empty string value'],
    ['pk = :v AND sk <> :v', { ':v': s('a') }, 'Invalid operator used in KeyConditionExpression: <>'],
    ['pk = :v AND contains(sk, :v)', { ':v': s('a') }, 'Invalid operator used in KeyConditionExpression: contains'],
  ])('refused: %s', async (KeyConditionExpression, ExpressionAttributeValues, message) => {
    const answer = await openCases().failure('Query', { KeyConditionExpression, ExpressionAttributeValues });
    expect(answer).toMatch(/^ValidationException: /);
    expect(answer).toContain(message);
  });
});

describe(`Pages: ${docs}/developerguide/Query.Pagination.html`, () => {
  const everything = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': s('p') } };
  const fill = async (call: (operation: string, input: object) => Promise<any>, count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1)
      await call('PutItem', { Item: { ...key('p', String(index).padStart(3, '0')), odd: { BOOL: index % 2 === 1 } } });
  };

  test.each([true, false])('a limit ends the page before the filter is asked, forward %s', async (ScanIndexForward) => {
    const { call } = openCases();
    await fill(call, 7);
    const input = {
      ...everything,
      ScanIndexForward,
      Limit: 3,
      FilterExpression: 'odd = :t',
      ExpressionAttributeValues: { ':p': s('p'), ':t': { BOOL: true } },
    };
    const seen: string[] = [];
    const scanned: number[] = [];
    let ExclusiveStartKey: object | undefined;
    do {
      const page = await call('Query', { ...input, ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }) });
      seen.push(...sortKeys(page));
      scanned.push(page.ScannedCount);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    expect(seen).toEqual(ScanIndexForward ? ['001', '003', '005'] : ['005', '003', '001']);
    expect(scanned).toEqual([3, 3, 1]);
  });

  test('a limit that the items just fill still says that more may follow', async () => {
    const { call } = openCases();
    await fill(call, 2);
    const page = await call('Query', { ...everything, Limit: 2 });
    expect(page.LastEvaluatedKey).toEqual(key('p', '001'));
    const rest = await call('Query', { ...everything, Limit: 2, ExclusiveStartKey: page.LastEvaluatedKey });
    expect(rest).toEqual({ Items: [], Count: 0, ScannedCount: 0 });
  });

  test('a page holds at most 1 MB', async () => {
    const { call } = openCases();
    for (let index = 0; index < 5; index += 1)
      await call('PutItem', { Item: { ...key('p', String(index)), x: s('x'.repeat(300_000)) } });
    const first = await call('Query', everything);
    expect(sortKeys(first)).toEqual(['0', '1', '2']);
    const second = await call('Query', { ...everything, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(sortKeys(second)).toEqual(['3', '4']);
    expect(second).not.toHaveProperty('LastEvaluatedKey');
  });

  test('more than one chunk of the store, without limit', async () => {
    const { call } = openCases();
    await fill(call, 250);
    const page = await call('Query', everything);
    expect(page.Count).toBe(250);
    expect(sortKeys(page)).toEqual(sortKeys(page).toSorted());
    expect(await call('Query', { ...everything, Select: 'COUNT' })).toEqual({ Count: 250, ScannedCount: 250 });
  });

  test('a start key outside of the condition or the schema is refused', async () => {
    const { failure } = openCases();
    expect(await failure('Query', { ...everything, ExclusiveStartKey: key('q') })).toContain(
      'outside query boundaries',
    );
    expect(await failure('Query', { ...everything, ExclusiveStartKey: { pk: s('p') } })).toContain(
      'starting key is invalid',
    );
    expect(await failure('Query', { ...everything, Limit: 0 })).toContain('greater than or equal to 1');
  });

  test('scan reads all, in pages', async () => {
    const { call } = openCases();
    for (const pk of ['b', 'a', 'c']) for (const sk of ['1', '2']) await call('PutItem', { Item: key(pk, sk) });
    const first = await call('Scan', { Limit: 4 });
    const second = await call('Scan', { Limit: 4, ExclusiveStartKey: first.LastEvaluatedKey });
    expect([first.Count, second.Count]).toEqual([4, 2]);
    expect(new Set([...first.Items, ...second.Items].map((item) => JSON.stringify(item))).size).toBe(6);
    expect(second).not.toHaveProperty('LastEvaluatedKey');
  });
});

describe(`Projection and filter: ${docs}/developerguide/Expressions.ProjectionExpressions.html`, () => {
  test('nested paths, closed-up lists, and nothing for what is not there', async () => {
    const { call, failure } = openCases();
    await call('PutItem', {
      Item: { ...key('c1'), m: { M: { a: n(1), b: n(2) } }, l: { L: [s('0'), s('1'), s('2')] }, z: n(1) },
    });
    const read = {
      Key: key('c1'),
      ProjectionExpression: 'm.b, #l[2], #l[0], nothing.x',
      ExpressionAttributeNames: { '#l': 'l' },
    };
    expect(await call('GetItem', read)).toEqual({ Item: { m: { M: { b: n(2) } }, l: { L: [s('0'), s('2')] } } });
    expect(await failure('GetItem', { Key: key('c1'), ProjectionExpression: 'm, m.b' })).toContain('paths overlap');
    expect(await failure('GetItem', { Key: key('c1'), ProjectionExpression: 'name' })).toContain(
      'reserved keyword: name',
    );
  });

  test('the same text means what its names say', async () => {
    const { call } = openCases();
    await call('PutItem', { Item: { ...key('c1'), a: n(1), b: n(2) } });
    for (const [attribute, value] of [
      ['a', n(1)],
      ['b', n(2)],
    ] as const)
      expect(
        await call('GetItem', {
          Key: key('c1'),
          ProjectionExpression: '#x',
          ExpressionAttributeNames: { '#x': attribute },
        }),
      ).toEqual({ Item: { [attribute]: value } });
  });

  test('a filter on the keys is refused in a query', async () => {
    const answer = await openCases().failure('Query', {
      KeyConditionExpression: 'pk = :p',
      FilterExpression: 'sk = :p',
      ExpressionAttributeValues: { ':p': s('p') },
    });
    expect(answer).toContain(
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
    );
  });
});

describe(`Global secondary indexes: ${docs}/developerguide/GSI.html`, () => {
  const team = (extra: object = {}): object => ({
    IndexName: 'byTeam',
    KeyConditionExpression: 'team = :t',
    ExpressionAttributeValues: { ':t': s('north') },
    ...extra,
  });

  test('sparse, ordered by number, and following every change', async () => {
    const { call } = openCases();
    await call('PutItem', { Item: { ...key('c1'), team: s('north'), due: n(10) } });
    await call('PutItem', { Item: { ...key('c2'), team: s('north'), due: n(9) } });
    await call('PutItem', { Item: { ...key('c3'), team: s('north') } });
    const found = async (): Promise<string[]> => (await call('Query', team())).Items.map((item: any) => item.pk.S);
    expect(await found()).toEqual(['c2', 'c1']);
    await call('UpdateItem', {
      Key: key('c2'),
      UpdateExpression: 'SET due = :d',
      ExpressionAttributeValues: { ':d': n(11) },
    });
    expect(await found()).toEqual(['c1', 'c2']);
    await call('UpdateItem', { Key: key('c1'), UpdateExpression: 'REMOVE team' });
    expect(await found()).toEqual(['c2']);
    await call('DeleteItem', { Key: key('c2') });
    expect(await found()).toEqual([]);
    expect((await call('Scan', { IndexName: 'byTeam' })).Count).toBe(0);
  });

  test.each([true, false])('paging through equal index keys, forward %s', async (ScanIndexForward) => {
    const { call } = openCases();
    for (let index = 0; index < 7; index += 1)
      await call('PutItem', { Item: { ...key(`c${String(index)}`), team: s('north'), due: n(index < 5 ? 1 : 2) } });
    const seen: string[] = [];
    let start: object = {};
    for (;;) {
      const page = await call('Query', team({ Limit: 2, ScanIndexForward, ...start }));
      seen.push(...page.Items.map((item: any) => item.pk.S));
      if (page.LastEvaluatedKey === undefined) break;
      expect(Object.keys(page.LastEvaluatedKey).toSorted()).toEqual(['due', 'pk', 'sk', 'team']);
      start = { ExclusiveStartKey: page.LastEvaluatedKey };
    }
    const expected = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
    expect(seen).toEqual(ScanIndexForward ? expected : expected.toReversed());
  });

  test('only what is projected comes back, and nothing else can be asked for', async () => {
    const { call, failure } = openCases();
    await call('PutItem', { Item: { ...key('c1'), subject: s('ship'), title: s('late'), secret: s('x') } });
    const read = {
      IndexName: 'bySubject',
      KeyConditionExpression: 'subject = :s',
      ExpressionAttributeValues: { ':s': s('ship') },
    };
    expect((await call('Query', read)).Items).toEqual([{ ...key('c1'), subject: s('ship'), title: s('late') }]);
    expect(await failure('Query', { ...read, ProjectionExpression: 'secret' })).toContain('does not project [secret]');
    expect(await failure('Query', { ...read, Select: 'ALL_ATTRIBUTES' })).toContain('ALL_ATTRIBUTES is not supported');
    expect(await failure('Query', { ...read, ConsistentRead: true })).toContain('Consistent reads are not supported');
    expect(await failure('Query', { ...read, IndexName: 'none' })).toContain('does not have the specified index: none');
  });

  test('a lagging index shows what was, in order, and the table what is', async () => {
    const { call, dynamodb, kernel } = openCases();
    await call('PutItem', { Item: { ...key('c1'), team: s('north'), due: n(1) } });
    await kernel.advance(1_000);
    dynamodb().faults.lagIndexes('cases', 500);
    await call('PutItem', { Item: { ...key('c1'), team: s('north'), due: n(4) } });
    await call('PutItem', { Item: { ...key('c1'), team: s('north'), due: n(5) } });
    await call('PutItem', { Item: { ...key('c2'), team: s('north'), due: n(3) } });
    const found = async (extra?: object): Promise<string[]> =>
      (await call('Query', team(extra))).Items.map((item: any) => `${String(item.pk.S)} ${String(item.due.N)}`);
    expect(await found()).toEqual(['c1 1']);
    expect((await call('GetItem', { Key: key('c1') })).Item.due).toEqual(n(5));
    await kernel.advance(499);
    expect(await found()).toEqual(['c1 1']);
    await kernel.advance(1);
    expect(await found()).toEqual(['c2 3', 'c1 5']);
    await call('DeleteItem', { Key: key('c2') });
    expect(await found({ ScanIndexForward: false })).toEqual(['c1 5', 'c2 3']);
    dynamodb().faults.lagIndexes('cases', 0);
    expect(await found()).toEqual(['c1 5']);
  });
});
