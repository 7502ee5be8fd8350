import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTexts } from '../../local/services/dynamodb/compare.ts';
import { addNumbers, compareNumbers, normalizeNumber, sortableNumber } from '../../local/services/dynamodb/numbers.ts';
import { CASES, n, openCases, s } from './dynamodb-fixture.ts';

const docs = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';

interface ModelItem {
  readonly pk: string;
  readonly sk: number;
  readonly team: string | undefined;
  readonly due: number;
  readonly version: number;
}

const numbered = {
  ...CASES,
  AttributeDefinitions: CASES.AttributeDefinitions.map((definition) =>
    definition.AttributeName === 'sk' ? { AttributeName: 'sk', AttributeType: 'N' } : definition,
  ),
};

const partition = fc.constantFrom('a', 'b');
const position = fc.constantFrom(-10.5, -2, 0, 0.25, 3, 20, 100);
const team = fc.constantFrom('north', 'south', undefined);
const due = fc.integer({ min: -3, max: 3 });
const version = fc.integer({ min: 0, max: 2 });
const command = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), pk: partition, sk: position, team, due, version }),
  fc.record({ kind: fc.constant('bump' as const), pk: partition, sk: position, version, due }),
  fc.record({ kind: fc.constant('delete' as const), pk: partition, sk: position, version }),
  fc.record({ kind: fc.constant('both' as const), pk: partition, sk: position, other: position, version }),
);
type Command = typeof command extends fc.Arbitrary<infer One> ? One : never;

const nameOf = (pk: string, sk: number): string => `${pk} ${String(sk)}`;

/** The same rules said in a few lines: what the engine must agree with. Returns whether the condition held. */
function live(model: Map<string, ModelItem>, one: Command): boolean {
  const name = nameOf(one.pk, one.sk);
  const there = model.get(name);
  switch (one.kind) {
    case 'put':
      if (there !== undefined && there.version !== one.version) return false;
      model.set(name, { pk: one.pk, sk: one.sk, team: one.team, due: one.due, version: one.version });
      return true;
    case 'bump':
      if (there?.version !== one.version) return false;
      model.set(name, { ...there, version: there.version + 1, due: there.due + one.due });
      return true;
    case 'delete':
      if (there === undefined || there.version < one.version) return false;
      model.delete(name);
      return true;
    case 'both': {
      const other = nameOf(one.pk, one.other);
      if (one.sk === one.other || there?.version !== one.version || model.has(other)) return false;
      model.delete(name);
      model.set(other, { ...there, sk: one.other });
      return true;
    }
  }
}

const itemOf = ({ pk, sk, team: of, due: at, version: at2 }: ModelItem): object => ({
  pk: s(pk),
  sk: n(sk),
  ...(of === undefined ? {} : { team: s(of) }),
  due: n(at),
  version: n(at2),
});

function requestOf(model: ReadonlyMap<string, ModelItem>, one: Command): [string, object] {
  const Key = { pk: s(one.pk), sk: n(one.sk) };
  const ExpressionAttributeValues = { ':v': n(one.version) };
  switch (one.kind) {
    case 'put':
      return [
        'PutItem',
        {
          Item: itemOf(one),
          ConditionExpression: 'attribute_not_exists(pk) OR version = :v',
          ExpressionAttributeValues,
        },
      ];
    case 'bump':
      return [
        'UpdateItem',
        {
          Key,
          UpdateExpression: 'SET version = version + :one, due = due + :d',
          ConditionExpression: 'version = :v',
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ':one': n(1), ':d': n(one.due) },
        },
      ];
    case 'delete':
      return ['DeleteItem', { Key, ConditionExpression: 'version >= :v', ExpressionAttributeValues }];
    case 'both': {
      const there = model.get(nameOf(one.pk, one.sk));
      const TableName = 'cases';
      const moved = there === undefined ? { pk: s(one.pk), sk: n(one.other) } : itemOf({ ...there, sk: one.other });
      return [
        'TransactWriteItems',
        {
          TransactItems: [
            { Delete: { TableName, Key, ConditionExpression: 'version = :v', ExpressionAttributeValues } },
            { Put: { TableName, Item: moved, ConditionExpression: 'attribute_not_exists(pk)' } },
          ],
        },
      ];
    }
  }
}

const byDue = (one: ModelItem, two: ModelItem): number =>
  one.due - two.due || compareTexts(one.pk, two.pk) || one.sk - two.sk;

test(`conditional writes, queries and index queries agree with a simple model: ${docs}/WorkingWithItems.html`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(command, { maxLength: 40 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 4 }),
      async (commands, forward, Limit) => {
        const { call, failure, kernel, dynamodb, streamArn } = openCases({}, numbered);
        const model = new Map<string, ModelItem>();
        for (const one of commands) {
          const [operation, input] = requestOf(model, one);
          const held = live(model, one);
          expect((await failure(operation, input)).startsWith('answered')).toBe(held);
        }
        kernel.restart();
        const pages = async (input: object): Promise<object[]> => {
          const items: object[] = [];
          let start: object = {};
          for (;;) {
            const page = await call('Query', { ...input, ...start, Limit, ScanIndexForward: forward });
            items.push(...page.Items);
            if (page.LastEvaluatedKey === undefined) return items;
            start = { ExclusiveStartKey: page.LastEvaluatedKey };
          }
        };
        const ordered = (items: readonly ModelItem[]): object[] => (forward ? items : items.toReversed()).map(itemOf);
        for (const pk of ['a', 'b']) {
          const expected = [...model.values()].filter((item) => item.pk === pk && item.sk >= -2 && item.sk < 100);
          const found = await pages({
            KeyConditionExpression: 'pk = :p AND sk BETWEEN :low AND :high',
            ExpressionAttributeValues: { ':p': s(pk), ':low': n(-2), ':high': n('99.9') },
          });
          expect(found).toEqual(ordered(expected.toSorted((x, y) => x.sk - y.sk)));
        }
        for (const of of ['north', 'south']) {
          const expected = [...model.values()].filter((item) => item.team === of);
          const found = await pages({
            IndexName: 'byTeam',
            KeyConditionExpression: 'team = :t',
            ExpressionAttributeValues: { ':t': s(of) },
          });
          expect(found).toEqual(ordered(expected.toSorted(byDue)));
        }
        // What the stream tells, applied to nothing, gives the table.
        const replayed = new Map<string, object>();
        for (const shard of dynamodb().streams.shardsOf(streamArn))
          for (const { dynamodb: record } of dynamodb().streams.readStream(streamArn, shard, undefined, 1_000)) {
            if (record.NewImage === undefined) replayed.delete(JSON.stringify(record.Keys));
            else replayed.set(JSON.stringify(record.Keys), record.NewImage);
          }
        const all = (await call('Scan', {})).Items;
        expect(all).toHaveLength(model.size);
        expect(new Set(replayed.values())).toEqual(new Set(all));
      },
    ),
    { numRuns: 150 },
  );
});

const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: -30, max: 30 }))
  .map(([negative, digits, exponent]) => `${negative ? '-' : ''}${String(digits)}e${String(exponent)}`);

/** Scaled by 10^30, so that every number above is whole. */
function whole(text: string): bigint {
  const [digits, exponent] = text.split('e');
  return BigInt(digits ?? '0') * 10n ** BigInt(30 + Number(exponent));
}

const sign = (value: number | bigint): number => (value < 0 ? -1 : value > 0 ? 1 : 0);

test(`numbers are decimals: ${docs}/HowItWorks.NamingRulesDataTypes.html`, () => {
  fc.assert(
    fc.property(decimal, decimal, (one, two) => {
      const order = sign(whole(one) - whole(two));
      const [a, b] = [normalizeNumber(one), normalizeNumber(two)];
      expect(sign(compareNumbers(a, b))).toBe(order);
      expect(sign(compareTexts(sortableNumber(a), sortableNumber(b)))).toBe(order);
      expect(normalizeNumber(a)).toBe(a);
      expect(a === b).toBe(order === 0);
    }),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
      fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
      (one, two) => {
        expect(addNumbers(String(one), String(two))).toBe(String(one + two));
        const tenth = (value: bigint): string => normalizeNumber(`${String(value)}e-7`);
        expect(addNumbers(tenth(one), tenth(two))).toBe(tenth(one + two));
      },
    ),
    { numRuns: 2_000 },
  );
});

test(`strings sort by their UTF-8 bytes: ${docs}/HowItWorks.NamingRulesDataTypes.html`, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, two) => {
      expect(sign(compareTexts(one, two))).toBe(sign(Buffer.compare(Buffer.from(one), Buffer.from(two))));
    }),
    { numRuns: 2_000 },
  );
});
