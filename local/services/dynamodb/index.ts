import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { CallContext, Kernel, Operation, ResourceDeclaration, Service } from '../../kernel/types.ts';
import { createAuthorizer } from './authorize.ts';
import { createCatalogTable, enterTable } from './catalog.ts';
import { tableNameOf } from './database.ts';
import type { Database, OpenTable } from './database.ts';
import { COMMON_PROPERTIES, IGNORED_SETTINGS, readTable } from './declare-table.ts';
import { createFaults, errorOfFault } from './faults.ts';
import type { Faults, FaultState } from './faults.ts';
import { createItemStore } from './item-store.ts';
import { createKeyUse } from './key-use.ts';
import { batchGetItem, batchWriteItem } from './operations/batch.ts';
import { describeTable } from './operations/describe-table.ts';
import { getItem } from './operations/get-item.ts';
import { assertParameters } from './operations/parameters.ts';
import { query, scan } from './operations/read-many.ts';
import { cancelled, transactGetItems, transactWriteItems } from './operations/transact.ts';
import { deleteItem, putItem, updateItem } from './operations/write-one.ts';
import { createStreamReader } from './stream-reader.ts';
import { createStreams } from './streams.ts';
import type { Streams } from './streams.ts';
import { createExpiry } from './expiry.ts';
import { runSweeps } from './time-to-live.ts';
import { createRequestTokens } from './tokens-of-requests.ts';

export type { Streams } from './streams.ts';

export interface Dynamodb extends Service {
  readonly faults: Faults;
  /** What the readers of streams need beside the authorized read: see {@link createStreamReader}. */
  readonly streams: Pick<Streams, 'shardsOf' | 'latestSequence' | 'onStreamWrite' | 'readStream'>;
  /** The service `dynamodbstreams`; register it too. */
  readonly streamService: Service;
}

type Run = (input: any, partly: boolean) => unknown;

export function createDynamodb(kernel: Kernel): Dynamodb {
  createCatalogTable(kernel);
  const tables = new Map<string, OpenTable>();
  const database: Database = {
    kernel,
    tables,
    streams: createStreams(kernel),
    expiry: createExpiry(kernel),
    faults: createFaults(() => kernel.now()),
  };
  const tokens = createRequestTokens(kernel);
  const authorizer = createAuthorizer(kernel, tables);
  const keyUse = createKeyUse(kernel, tables);
  runSweeps(database);

  const operation = (
    name: string,
    authorize: Operation['authorize'],
    tablesOf: (input: any) => readonly string[],
    run: Run,
  ): Operation => ({
    authorize,
    run: (input: any, context: CallContext) => {
      assertParameters(name, input);
      const named = tablesOf(input);
      const partly = meetFault(database.faults, name, named, input);
      keyUse.count(context.principal, named);
      return run(input, partly);
    },
  });
  const onOne = (input: any): readonly string[] => [tableNameOf(input.TableName)];
  const single = (name: string, itemOf: (input: any) => unknown, run: Run): Operation =>
    operation(name, (input: any) => authorizer.ofTable(name, input, [itemOf(input)]), onOne, run);
  const page = (name: string, run: Run): Operation =>
    operation(name, (input: any) => authorizer.ofPage(name, input), onOne, run);
  const batch = (name: string, run: Run): Operation =>
    operation(name, (input: any) => authorizer.ofBatch(name, input), batchTables, run);
  const transaction = (name: string, run: Run): Operation =>
    operation(name, (input: any) => authorizer.ofTransaction(input), transactionTables, run);

  const create = (resource: ResourceDeclaration): ReturnType<Service['resourceTypes'][number]['create']> => {
    const declaration = readTable(resource, kernel);
    if (tables.has(declaration.name)) throw new Error(`two tables named ${declaration.name}`);
    const { table, newSlots, mustDerive } = enterTable(kernel, declaration);
    const items = createItemStore(kernel.store, table, newSlots);
    if (mustDerive) items.derive();
    tables.set(table.name, { table, items });
    database.streams.open(table);
    return {
      ref: table.name,
      attributes: {
        Arn: table.arn,
        TableId: String(table.id),
        ...(table.stream === undefined ? {} : { StreamArn: table.stream.arn }),
      },
    };
  };

  return {
    name: 'dynamodb',
    operations: {
      GetItem: single(
        'GetItem',
        (input: any) => input.Key,
        (input) => getItem(database, input),
      ),
      PutItem: single(
        'PutItem',
        (input: any) => input.Item,
        (input) => putItem(database, input),
      ),
      UpdateItem: single(
        'UpdateItem',
        (input: any) => input.Key,
        (input) => updateItem(database, input),
      ),
      DeleteItem: single(
        'DeleteItem',
        (input: any) => input.Key,
        (input) => deleteItem(database, input),
      ),
      Query: page('Query', (input) => query(database, input)),
      Scan: page('Scan', (input) => scan(database, input)),
      BatchGetItem: batch('BatchGetItem', (input, partly) => batchGetItem(database, input, partly)),
      BatchWriteItem: batch('BatchWriteItem', (input, partly) => batchWriteItem(database, input, partly)),
      TransactWriteItems: transaction('TransactWriteItems', (input) => transactWriteItems(database, tokens, input)),
      TransactGetItems: transaction('TransactGetItems', (input) => transactGetItems(database, input)),
      DescribeTable: single(
        'DescribeTable',
        () => undefined,
        (input) => describeTable(database, input),
      ),
    },
    resourceTypes: [
      {
        type: 'AWS::DynamoDB::Table',
        properties: COMMON_PROPERTIES,
        ignored: IGNORED_SETTINGS,
        create,
      },
      { type: 'AWS::DynamoDB::GlobalTable', properties: [...COMMON_PROPERTIES, 'Replicas'], create },
    ],
    start: () => {
      database.streams.start();
      for (const { table, items } of tables.values()) database.expiry.start(table, items);
    },
    faults: database.faults,
    streams: database.streams,
    streamService: createStreamReader(database, authorizer),
  };
}

function batchTables(input: any): readonly string[] {
  return Object.keys(input.RequestItems ?? {}).map(tableNameOf);
}

function transactionTables(input: any): readonly string[] {
  const names = [...(input.TransactItems ?? [])].flatMap((entry: any) =>
    Object.values(entry).map((request: any) => tableNameOf(request?.TableName)),
  );
  return [...new Set(names)];
}

/** True when a batch is to leave some of its work undone. */
function meetFault(faults: FaultState, operation: string, tables: readonly string[], input: any): boolean {
  const fault = faults.of(operation, tables);
  if (fault === undefined) return false;
  if (fault === 'unprocessed') {
    if (!operation.startsWith('Batch')) throw new UnsupportedError(`the fault unprocessed on dynamodb ${operation}`);
    return true;
  }
  if (fault !== 'TransactionConflict') throw errorOfFault(fault);
  const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
  if (!operation.startsWith('Transact')) throw new AwsError('TransactionConflictException', conflict.Message);
  throw cancelled(
    [...(input.TransactItems ?? [])].map((_, position) => (position === 0 ? conflict : { Code: 'None' })),
  );
}
