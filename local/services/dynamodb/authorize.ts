import { Buffer } from 'node:buffer';
import type { AuthorizationRequest, Kernel } from '../../kernel/types.ts';
import { tableNameOf } from './database.ts';
import type { OpenTable } from './database.ts';
import { expressionsOf } from './expressions/compile.ts';
import type { Condition } from './expressions/condition.ts';
import { headOf } from './expressions/path.ts';
import type { KeyAttribute, Table } from './table.ts';

export interface Authorizer {
  ofTable(action: string, input: any, items: readonly any[]): readonly AuthorizationRequest[];
  ofPage(action: string, input: any): readonly AuthorizationRequest[];
  ofBatch(action: string, input: any): readonly AuthorizationRequest[];
  ofTransaction(input: any): readonly AuthorizationRequest[];
  ofStream(streamArn: string, table: Table | undefined): readonly AuthorizationRequest[];
}

/** In a transaction each item asks for the action of its own; the transaction itself has no action.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

export function createAuthorizer(kernel: Kernel, tables: ReadonlyMap<string, OpenTable>): Authorizer {
  const tableOf = (given: unknown): Table | undefined => tables.get(tableNameOf(given))?.table;
  const arnOf = (given: unknown): string => kernel.arn('dynamodb', `table/${tableNameOf(given)}`);
  /**
   * DynamoDB unwraps the table's key in the name of the caller, for reads and writes alike.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-kms-authz
   */
  const ofKey = (table: Table | undefined): readonly AuthorizationRequest[] =>
    table?.encryptionKey === undefined
      ? []
      : [
          {
            action: 'kms:Decrypt',
            resource: table.encryptionKey,
            context: {
              'kms:ViaService': `dynamodb.${kernel.region}.amazonaws.com`,
              'kms:CallerAccount': kernel.account,
              'kms:EncryptionContext:aws:dynamodb:tableName': table.name,
              'kms:EncryptionContext:aws:dynamodb:subscriberId': kernel.account,
              'kms:EncryptionContextKeys': ['aws:dynamodb:tableName', 'aws:dynamodb:subscriberId'],
            },
          },
        ];
  const ofItems = (action: string, given: unknown, items: readonly any[]): AuthorizationRequest => ({
    action: `dynamodb:${action}`,
    resource: arnOf(given),
    ...leadingKeys(tableOf(given), items),
  });

  return {
    ofTable: (action, input, items) => [
      ofItems(action, input.TableName, items),
      ...(action === 'DescribeTable' ? [] : ofKey(tableOf(input.TableName))),
    ],
    ofPage: (action, input) => [
      {
        action: `dynamodb:${action}`,
        resource: arnOf(input.TableName) + (input.IndexName === undefined ? '' : `/index/${String(input.IndexName)}`),
        ...pageContext(action, tableOf(input.TableName), input),
      },
      ...ofKey(tableOf(input.TableName)),
    ],
    ofBatch: (action, input) =>
      Object.entries(input.RequestItems ?? {}).flatMap(([name, request]) => [
        ofItems(action, name, batchItems(request)),
        ...ofKey(tableOf(name)),
      ]),
    ofTransaction: (input) => {
      const groups = new Map<string, { action: string; table: string; items: any[] }>();
      for (const entry of input.TransactItems ?? []) {
        for (const kind in entry) {
          const request = entry[kind];
          const action = ACTIONS[kind];
          if (request === undefined || action === undefined) continue;
          const name = `${action} ${String(request.TableName)}`;
          const group = groups.get(name) ?? { action, table: String(request.TableName), items: noItems() };
          group.items.push(request.Item ?? request.Key);
          groups.set(name, group);
        }
      }
      const named = [...new Set([...groups.values()].map(({ table }) => table))];
      return [
        ...[...groups.values()].map(({ action, table, items }) => ofItems(action, table, items)),
        ...named.flatMap((name) => ofKey(tableOf(name))),
      ];
    },
    ofStream: (streamArn, table) => [
      ...['DescribeStream', 'GetShardIterator', 'GetRecords'].map((action) => ({
        action: `dynamodb:${action}`,
        resource: streamArn,
      })),
      ...ofKey(table),
    ],
  };
}

function pageContext(action: string, table: Table | undefined, input: any): Pick<AuthorizationRequest, 'context'> {
  const hash = (table?.indexes.find(({ name }) => name === input.IndexName) ?? table)?.key.hash;
  const key = action === 'Query' && hash !== undefined ? queriedKey(hash, input) : undefined;
  const select: string | undefined = input.Select;
  if (key === undefined && select === undefined) return {};
  return {
    context: {
      ...(key === undefined ? {} : { 'dynamodb:LeadingKeys': [key] }),
      ...(select === undefined ? {} : { 'dynamodb:Select': select }),
    },
  };
}

function queriedKey(hash: KeyAttribute, input: any): string | undefined {
  const { keyCondition } = expressionsOf(input);
  const name = keyCondition === undefined ? undefined : valueEqualTo(hash.name, keyCondition);
  return name === undefined ? undefined : leadingKey(hash, { [hash.name]: input.ExpressionAttributeValues?.[name] });
}

/** The name of the value that the condition wants the attribute to equal. */
function valueEqualTo(attribute: string, condition: Condition): string | undefined {
  if (condition.kind === 'and')
    return valueEqualTo(attribute, condition.left) ?? valueEqualTo(attribute, condition.right);
  if (condition.kind !== 'compare' || condition.comparator !== '=') return undefined;
  const { left, right } = condition;
  return left.kind === 'path' && headOf(left.path) === attribute && right.kind === 'value' ? right.name : undefined;
}

function batchItems(request: any): readonly any[] {
  if (Array.isArray(request)) return request.map((write: any) => write.PutRequest?.Item ?? write.DeleteRequest?.Key);
  return request?.Keys ?? [];
}

/** The partition keys that the request names. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
function leadingKeys(table: Table | undefined, items: readonly any[]): Pick<AuthorizationRequest, 'context'> {
  if (table === undefined || items.length === 0) return {};
  const keys = items.map((item) => leadingKey(table.key.hash, item)).filter((key) => key !== undefined);
  return keys.length === 0 ? {} : { context: { 'dynamodb:LeadingKeys': keys } };
}

function leadingKey({ name, type }: KeyAttribute, item: any): string | undefined {
  const value: unknown = item?.[name]?.[type];
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'string' ? value : undefined;
}

function noItems(): any[] {
  return [];
}
