import { expect, test, describe } from 'vitest';
import { key, n, openCases, s } from './dynamodb-fixture.ts';

const docs = 'https://docs.aws.amazon.com/amazondynamodb/latest';

describe(`Writing one item: ${docs}/developerguide/WorkingWithItems.html`, () => {
  test('put, get, replace and delete, with the old item on request', async () => {
    const { call } = openCases();
    expect(await call('PutItem', { Item: { ...key('c1'), state: s('open') }, ReturnValues: 'ALL_OLD' })).toEqual({});
    expect(await call('GetItem', { Key: key('c1') })).toEqual({ Item: { ...key('c1'), state: s('open') } });
    const replaced = await call('PutItem', { Item: { ...key('c1'), owner: s('a') }, ReturnValues: 'ALL_OLD' });
    expect(replaced).toEqual({ Attributes: { ...key('c1'), state: s('open') } });
    expect(await call('GetItem', { Key: key('c1') })).toEqual({ Item: { ...key('c1'), owner: s('a') } });
    await call('DeleteItem', { Key: key('c1') });
    expect(await call('GetItem', { Key: key('c1') })).toEqual({});
    expect(await call('DeleteItem', { Key: key('c1'), ReturnValues: 'ALL_OLD' })).toEqual({});
  });

  test('a failed condition changes nothing and carries the item only when asked for', async () => {
    const { call, failure } = openCases();
    await call('PutItem', { Item: { ...key('c1'), version: n(1) } });
    const again = { Item: { ...key('c1'), version: n(9) }, ConditionExpression: 'attribute_not_exists(pk)' };
    expect(await failure('PutItem', again)).toBe('ConditionalCheckFailedException: The conditional request failed');
    await expect(call('PutItem', again)).rejects.not.toHaveProperty('members.Item');
    await expect(call('PutItem', { ...again, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      members: { Item: { version: n(1) } },
    });
    expect((await call('GetItem', { Key: key('c1') })).Item.version).toEqual(n(1));
  });

  test('what was given and what was returned is not shared with what is kept', async () => {
    const { call } = openCases();
    const item = { ...key('c1'), facts: { M: { a: s('1') } } };
    await call('PutItem', { Item: item });
    item.facts.M.a.S = 'changed';
    const first = await call('GetItem', { Key: key('c1') });
    first.Item.facts.M.a.S = 'changed';
    expect((await call('GetItem', { Key: key('c1') })).Item.facts).toEqual({ M: { a: s('1') } });
  });

  test('binary comes back as bytes', async () => {
    const { call } = openCases();
    const bytes = new Uint8Array([0, 255, 7]);
    await call('PutItem', { Item: { ...key('c1'), raw: { B: bytes }, all: { L: [{ BS: [bytes] }] } } });
    const { Item } = await call('GetItem', { Key: key('c1') });
    expect(Item.raw.B).toEqual(bytes);
    expect(Item.all.L[0].BS[0]).toBeInstanceOf(Uint8Array);
  });

  test.each<[string, object, string]>([
    ['no sort key', { pk: s('a') }, 'Missing the key sk in the item'],
    ['number as key', { pk: n(1), sk: s('a') }, 'Type mismatch for key pk expected: S actual: N'],
    ['empty key', { pk: s(''), sk: s('a') }, 'cannot contain an empty string value. Key: pk'],
    ['long key', key('a', 'x'.repeat(1025)), 'range keys has exceeded the size limit of 1024 bytes'],
    ['wrong index key', { ...key('a'), due: s('soon') }, 'Type mismatch for Index Key due Expected: N Actual: S'],
    ['empty index key', { ...key('a'), team: s('') }, 'IndexName: byTeam, IndexKey: team'],
    ['empty set', { ...key('a'), tags: { SS: [] } }, 'An string set  may not be empty'],
    ['doubles in a set', { ...key('a'), tags: { NS: ['1', '1.0'] } }, 'contains duplicates'],
    ['no number', { ...key('a'), x: n('ten') }, 'cannot be converted to a numeric value: ten'],
    ['39 digits', { ...key('a'), x: n('1'.repeat(39)) }, 'more than 38 significant digits'],
    ['too large a number', { ...key('a'), x: n('1E126') }, 'Number overflow'],
    ['too small a number', { ...key('a'), x: n('1E-131') }, 'Number underflow'],
    ['two types', { ...key('a'), x: { S: 'a', N: '1' } }, 'more than one datatypes set'],
    ['no type', { ...key('a'), x: {} }, 'Supplied AttributeValue is empty'],
    ['400 KB', { ...key('a'), x: s('x'.repeat(400 * 1024)) }, 'Item size has exceeded the maximum allowed size'],
  ])('refused: %s', async (_, Item, message) => {
    const { call, failure } = openCases();
    const answer = await failure('PutItem', { Item });
    expect(answer).toMatch(/^ValidationException: /);
    expect(answer).toContain(message);
    expect((await call('Scan', {})).Count).toBe(0);
  });

  test('numbers are kept to 38 digits and returned plain', async () => {
    const { call } = openCases();
    const x = { NS: ['0012.500', '-0', '1e3', '99999999999999999999999999999999999999', '1E-3'] };
    await call('PutItem', { Item: { ...key('c1'), x } });
    expect((await call('GetItem', { Key: key('c1') })).Item.x.NS).toEqual([
      '12.5',
      '0',
      '1000',
      '99999999999999999999999999999999999999',
      '0.001',
    ]);
  });

  test('an item of just under 400 KB is stored, names counted', async () => {
    const { call, failure } = openCases();
    const rest = 400 * 1024 - Buffer.byteLength('pkc1skcasex');
    await call('PutItem', { Item: { ...key('c1'), x: s('x'.repeat(rest)) } });
    expect(await failure('PutItem', { Item: { ...key('c2'), x: s('x'.repeat(rest + 1)) } })).toContain('Item size');
  });

  test.each([
    ['PutItem', { Item: key('a'), Expected: {} }, 'Expected'],
    ['UpdateItem', { Key: key('a'), AttributeUpdates: {} }, 'AttributeUpdates'],
    ['Query', { KeyConditions: {} }, 'KeyConditions'],
    ['Scan', { TotalSegments: 2, Segment: 0 }, 'TotalSegments'],
    ['GetItem', { Key: key('a'), AttributesToGet: [] }, 'AttributesToGet'],
  ])('%s with a legacy or unsupported parameter fails by its name', async (operation, input, parameter) => {
    const answer = await openCases().failure(operation, input);
    expect(answer).toMatch(/^UnsupportedError/);
    expect(answer).toContain(parameter);
  });

  test('an unknown table', async () => {
    expect(await openCases().failure('GetItem', { TableName: 'other', Key: key('a') })).toBe(
      'ResourceNotFoundException: Requested resource not found',
    );
  });
});

describe(`Update expressions: ${docs}/developerguide/Expressions.UpdateExpressions.html`, () => {
  const before = {
    ...key('c1'),
    hits: n(5),
    tags: { SS: ['a', 'b'] },
    entries: { L: [s('0'), s('1'), s('2'), s('3')] },
    facts: { M: { eta: s('x'), deep: { M: { n: n(1) } } } },
  };
  test.each<[string, string, object | undefined, object]>([
    ['SET adds', 'SET sumup = hits + :v', { ':v': n('0.1') }, { sumup: n('5.1') }],
    ['SET subtracts', 'SET hits = hits - :v', { ':v': n(7) }, { hits: n(-2) }],
    ['if_not_exists takes what is there', 'SET a = if_not_exists(facts.eta, :v)', { ':v': n(1) }, { a: s('x') }],
    ['if_not_exists takes the other', 'SET a = if_not_exists(facts.nil, :v)', { ':v': n(1) }, { a: n(1) }],
    ['a counter that starts', 'SET a = if_not_exists(a, :z) + :v', { ':v': n(2), ':z': n(0) }, { a: n(2) }],
    ['list_append behind', 'SET l = list_append(tail, :v)', { ':v': { L: [s('9')] } }, { l: { L: [s('t'), s('9')] } }],
    ['list_append before', 'SET l = list_append(:v, tail)', { ':v': { L: [s('9')] } }, { l: { L: [s('9'), s('t')] } }],
    ['operands are those before', 'SET a = tags, tags = :v', { ':v': n(1) }, { a: { SS: ['a', 'b'] }, tags: n(1) }],
    [
      'nested SET',
      'SET facts.deep.m = :v',
      { ':v': n(2) },
      { facts: { M: { eta: s('x'), deep: { M: { n: n(1), m: n(2) } } } } },
    ],
    ['beyond the end is at the end', 'SET tail[9] = :v', { ':v': s('u') }, { tail: { L: [s('t'), s('u')] } }],
    ['REMOVE by positions before', 'REMOVE entries[0], entries[2]', undefined, { entries: { L: [s('1'), s('3')] } }],
    [
      'REMOVE and SET in one list',
      'SET entries[3] = :v REMOVE entries[0]',
      { ':v': s('z') },
      { entries: { L: [s('1'), s('2'), s('z')] } },
    ],
    ['REMOVE what is not there', 'REMOVE nothing', undefined, {}],
    ['ADD to a number', 'ADD hits :v', { ':v': n(-5) }, { hits: n(0) }],
    ['ADD starts at zero', 'ADD fresh :v', { ':v': n(3) }, { fresh: n(3) }],
    ['ADD to a set', 'ADD tags :v', { ':v': { SS: ['b', 'c'] } }, { tags: { SS: ['a', 'b', 'c'] } }],
    ['DELETE from a set', 'DELETE tags :v', { ':v': { SS: ['b', 'z'] } }, { tags: { SS: ['a'] } }],
  ])('%s', async (_, expression, values, changed) => {
    const { call } = openCases();
    const full = { ...before, tail: { L: [s('t')] } };
    await call('PutItem', { Item: full });
    const { Attributes } = await call('UpdateItem', {
      Key: key('c1'),
      UpdateExpression: expression,
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
      ReturnValues: 'ALL_NEW',
    });
    expect(Attributes).toEqual({ ...full, ...changed });
    expect((await call('GetItem', { Key: key('c1') })).Item).toEqual(Attributes);
  });

  test('DELETE of the last element takes the attribute away', async () => {
    const { call } = openCases();
    await call('PutItem', { Item: before });
    await call('UpdateItem', {
      Key: key('c1'),
      UpdateExpression: 'DELETE tags :v',
      ExpressionAttributeValues: { ':v': { SS: ['a', 'b'] } },
    });
    expect((await call('GetItem', { Key: key('c1') })).Item).not.toHaveProperty('tags');
  });

  test('an update of no item makes one, and of a nested path of no item fails', async () => {
    const { call, failure } = openCases();
    const values = { ExpressionAttributeValues: { ':v': n(1) } };
    await call('UpdateItem', { Key: key('new'), UpdateExpression: 'SET a = :v', ...values });
    expect((await call('GetItem', { Key: key('new') })).Item).toEqual({ ...key('new'), a: n(1) });
    expect(await failure('UpdateItem', { Key: key('new2'), UpdateExpression: 'SET a.b = :v', ...values })).toBe(
      'ValidationException: The document path provided in the update expression is invalid for update',
    );
    expect(await call('GetItem', { Key: key('new2') })).toEqual({});
  });

  test.each<[string, object]>([
    ['ALL_OLD', { ...before }],
    ['UPDATED_OLD', { facts: { M: { deep: { M: { n: n(1) } } } } }],
    ['UPDATED_NEW', { facts: { M: { deep: { M: { n: n(2) } } } }, fresh: n(2) }],
  ])('ReturnValues %s', async (ReturnValues, expected) => {
    const { call } = openCases();
    await call('PutItem', { Item: before });
    const { Attributes } = await call('UpdateItem', {
      Key: key('c1'),
      UpdateExpression: 'SET facts.deep.n = :v, fresh = :v',
      ExpressionAttributeValues: { ':v': n(2) },
      ReturnValues,
    });
    expect(Attributes).toEqual(expected);
  });

  test.each<[string, string, object | undefined, string]>([
    ['a key', 'SET sk = :v', { ':v': s('x') }, 'Cannot update attribute sk. This attribute is part of the key'],
    ['the same path twice', 'SET a = :v, a = :v', { ':v': n(1) }, 'Two document paths overlap with each other'],
    [
      'a path within a path',
      'SET facts.eta = :v REMOVE facts',
      { ':v': n(1) },
      'path one: [facts, eta], path two: [facts]',
    ],
    ['a map as a list', 'SET facts.eta = :v, facts[0] = :v', { ':v': n(1) }, 'Two document paths conflict'],
    ['a section twice', 'SET a = :v SET b = :v', { ':v': n(1) }, 'The "SET" section can only be used once'],
    [
      'a reserved word',
      'SET status = :v',
      { ':v': n(1) },
      'Attribute name is a reserved keyword; reserved keyword: status',
    ],
    ['an undefined value', 'SET a = :w', { ':v': n(1) }, 'attribute value: :w'],
    ['an unused value', 'SET a = :v', { ':v': n(1), ':u': n(1) }, 'unused in expressions: keys: {:u}'],
    ['an undefined name', 'SET #x = :v', { ':v': n(1) }, 'attribute name: #x'],
    ['an unknown function', 'SET a = coalesce(b, :v)', { ':v': n(1) }, 'Invalid function name; function: coalesce'],
    ['ADD of a string', 'ADD a :v', { ':v': s('x') }, 'operator: ADD, operand type: STRING'],
    ['DELETE of a number', 'DELETE tags :v', { ':v': n(1) }, 'operator: DELETE, operand type: NUMBER'],
    [
      'ADD of a number to a set',
      'ADD tags :v',
      { ':v': n(1) },
      'An operand in the update expression has an incorrect data type',
    ],
    ['adding to a string', 'SET a = facts.eta + :v', { ':v': n(1) }, 'incorrect data type'],
    ['a missing operand', 'SET a = absent', undefined, 'refers to an attribute that does not exist in the item'],
    ['an index key of the wrong type', 'SET due = :v', { ':v': s('x') }, 'Type mismatch for Index Key due'],
    ['no end', 'SET a = ', undefined, 'Syntax error; token: "<EOF>"'],
    ['nothing', ' ', undefined, 'The expression can not be empty'],
    ['a strange sign', 'SET a = :v;', { ':v': n(1) }, 'Syntax error; token: ";"'],
  ])('refused: %s', async (_, UpdateExpression, values, message) => {
    const { call, failure } = openCases();
    await call('PutItem', { Item: before });
    const answer = await failure('UpdateItem', {
      Key: key('c1'),
      UpdateExpression,
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    });
    expect(answer).toMatch(/^ValidationException: /);
    expect(answer).toContain(message);
    expect((await call('GetItem', { Key: key('c1') })).Item).toEqual(before);
  });
});

describe(`Conditions: ${docs}/developerguide/Expressions.OperatorsAndFunctions.html`, () => {
  const item = {
    ...key('c1'),
    a: n('10'),
    words: s('hello'),
    tags: { SS: ['x', 'y'] },
    nums: { NS: ['1', '2.5'] },
    entries: { L: [n(1), s('two')] },
    flag: { BOOL: true },
    nil: { NULL: true },
    bytes: { B: new Uint8Array([1, 2, 3]) },
    m: { M: { k: s('v') } },
  };
  test.each<[string, Record<string, object> | undefined, boolean]>([
    ['attribute_exists(m.k)', undefined, true],
    ['attribute_exists(m.z)', undefined, false],
    ['attribute_not_exists(zz)', undefined, true],
    ['attribute_exists(nil)', undefined, true],
    ['attribute_type(tags, :v)', { ':v': s('SS') }, true],
    ['attribute_type(words, :v)', { ':v': s('N') }, false],
    ['begins_with(words, :v)', { ':v': s('he') }, true],
    ['begins_with(a, :v)', { ':v': s('1') }, false],
    ['begins_with(bytes, :v)', { ':v': { B: new Uint8Array([1, 2]) } }, true],
    ['contains(words, :v)', { ':v': s('ell') }, true],
    ['contains(tags, :v)', { ':v': s('x') }, true],
    ['contains(tags, :v)', { ':v': s('z') }, false],
    ['contains(nums, :v)', { ':v': n('2.50') }, true],
    ['contains(entries, :v)', { ':v': s('two') }, true],
    ['contains(entries, :v)', { ':v': n(2) }, false],
    ['size(words) = :v', { ':v': n(5) }, true],
    ['size(tags) > :v', { ':v': n(2) }, false],
    ['size(bytes) = :v', { ':v': n(3) }, true],
    ['size(zz) = :v', { ':v': n(0) }, false],
    ['a = :v', { ':v': n('10.0') }, true],
    ['a = :v', { ':v': s('10') }, false],
    ['a <> :v', { ':v': s('10') }, true],
    ['a > :v', { ':v': n('9') }, true],
    ['a > :v', { ':v': s('9') }, false],
    ['zz <> :v', { ':v': n(1) }, true],
    ['zz < :v', { ':v': n(1) }, false],
    ['NOT zz = :v', { ':v': n(1) }, true],
    ['a BETWEEN :v AND :w', { ':v': n(2), ':w': n(10) }, true],
    ['a IN (:v, :w)', { ':v': n(2), ':w': n('1E1') }, true],
    ['tags = :v', { ':v': { SS: ['y', 'x'] } }, true],
    ['m = :v', { ':v': { M: { k: s('v') } } }, true],
    ['entries[1] = :v', { ':v': s('two') }, true],
    ['entries[2] = :v', { ':v': s('two') }, false],
    ['a = :v OR a = :w AND words = :v', { ':v': n(10), ':w': n(1) }, true],
    ['a = :v AND a = :w OR flag = :t', { ':v': n(1), ':w': n(2), ':t': { BOOL: true } }, true],
    ['(a = :v OR a = :w) AND words = :v', { ':v': n(10), ':w': n(1) }, false],
    ['NOT a = :v AND flag = :w', { ':v': n(1), ':w': { BOOL: true } }, true],
    ['not (a = :v and flag = :w)', { ':v': n(10), ':w': { BOOL: true } }, false],
    ['words < :v', { ':v': s('hellp') }, true],
    ['words < :v', { ':v': s('Hello') }, false],
  ])('%s with %j', async (ConditionExpression, values, expected) => {
    const { call, failure } = openCases();
    await call('PutItem', { Item: item });
    const answer = await failure('DeleteItem', {
      Key: key('c1'),
      ConditionExpression,
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    });
    expect(answer.startsWith(expected ? 'answered' : 'ConditionalCheckFailedException')).toBe(true);
  });

  test.each<[string, object | undefined, string]>([
    ['a = ', undefined, 'Syntax error; token: "<EOF>"'],
    ['a == :v', { ':v': n(1) }, 'Syntax error; token: "="'],
    ['size(a)', undefined, 'The function is not allowed to be used this way in an expression; function: size'],
    ['exists(a)', undefined, 'Invalid function name; function: exists'],
    ['contains(a)', undefined, 'number of operands: 1'],
    ['attribute_exists(:v)', { ':v': n(1) }, 'Operator or function requires a document path'],
    ['begins_with(a, :v)', { ':v': n(1) }, 'operator or function: begins_with, operand type: N'],
    ['attribute_type(a, :v)', { ':v': s('X') }, 'Invalid attribute type name found; type: X'],
    ['a BETWEEN :v AND :w', { ':v': n(2), ':w': n(1) }, 'upper bound to be greater than or equal to lower bound'],
    ['a = a', undefined, 'The first operand must be distinct'],
    ['((a = :v))', { ':v': n(1) }, 'redundant parentheses'],
    ['size = :v', { ':v': n(1) }, 'reserved keyword: size'],
    ['a = :v AND', { ':v': n(1) }, 'Syntax error; token: "<EOF>"'],
    [`a = :v OR ${'a = :v OR '.repeat(600)}a = :v`, { ':v': n(1) }, 'Expression size has exceeded the maximum'],
  ])('refused: %s', async (ConditionExpression, values, message) => {
    const answer = await openCases().failure('DeleteItem', {
      Key: key('c1'),
      ConditionExpression,
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    });
    expect(answer).toMatch(/^ValidationException: Invalid ConditionExpression: /);
    expect(answer).toContain(message);
  });
});
