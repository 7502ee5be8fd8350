import { AwsError } from '../../../kernel/errors.ts';
import { addUsed, NOTHING_USED, totalOf, writeUnits } from '../capacity.ts';
import type { Used } from '../capacity.ts';
import { applyChange } from '../changes.ts';
import type { Change } from '../changes.ts';
import { meterWrites, openTable } from '../database.ts';
import type { Database } from '../database.ts';
import { expressionsOf } from '../expressions/compile.ts';
import { invalid, SchemaMismatch } from '../failures.ts';
import type { Stored } from '../item-store.ts';
import { changeOf, conditionHolds, draftWrite } from '../prepare-write.ts';
import type { WriteKind } from '../prepare-write.ts';
import type { Key, Table } from '../table.ts';
import type { RequestTokens } from '../tokens-of-requests.ts';
import { outputOfStored } from '../values.ts';
import { readOne, shown } from './get-item.ts';
import { assertParameters } from './parameters.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
const MOST_ITEMS = 100;
const LARGEST = 4 * 1024 * 1024;
/** Each item is prepared and committed: two units where another write takes one. */
const FACTOR = 2;

const KINDS: readonly WriteKind[] = ['Put', 'Update', 'Delete', 'ConditionCheck'];

export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

interface Decided {
  readonly kind: WriteKind;
  readonly table: Table;
  /** Undefined when the key itself does not fit. */
  readonly key: Key | undefined;
  readonly before: Stored | undefined;
  /** Undefined when there is a reason against it. */
  readonly change: Change | undefined;
  readonly reason: CancellationReason;
}

const NO_REASON: CancellationReason = { Code: 'None' };

export function cancelled(reasons: readonly CancellationReason[]): AwsError {
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    { members: { CancellationReasons: reasons } },
  );
}

export function transactWriteItems(database: Database, tokens: RequestTokens, input: any): unknown {
  const actions = actionsOf(input, KINDS, 'TransactWriteItems');
  const token: string | undefined = input.ClientRequestToken;
  if (token !== undefined && tokens.hasSucceeded(token, input)) return {};
  const decided = actions.map(({ kind, request }) => decide(database, kind, request));
  assertDistinct(decided);
  if (decided.some(({ reason }) => reason !== NO_REASON)) {
    meterCancelled(database, decided);
    throw cancelled(decided.map(({ reason }) => reason));
  }
  assertSize(decided);
  const used = new Map<string, Used>();
  for (const one of decided) count(used, one.table, apply(database, one));
  if (token !== undefined) tokens.remember(token, input);
  database.streams.announce();
  return capacityOf(input, used, 'WriteCapacityUnits');
}

function actionsOf<Kind extends string>(
  input: any,
  kinds: readonly Kind[],
  operation: string,
): readonly { kind: Kind; request: any }[] {
  const items = [...(input.TransactItems ?? [])];
  if (items.length === 0 || items.length > MOST_ITEMS)
    throw invalid(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${items.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 100'}`,
    );
  return items.map((item: any) => {
    const given = kinds.filter((kind) => item[kind] !== undefined);
    const [kind] = given;
    if (kind === undefined || given.length > 1)
      throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
    assertParameters(`${operation} ${kind}`, item[kind]);
    return { kind, request: item[kind] };
  });
}

/** What is wrong with an item itself is a reason among the others; what is wrong with the request is thrown. */
function decide(database: Database, kind: WriteKind, request: any): Decided {
  if (kind === 'ConditionCheck' && request.ConditionExpression === undefined)
    throw invalid('The expression can not be empty;');
  if (kind === 'Update' && request.UpdateExpression === undefined) throw invalid('The expression can not be empty;');
  const { table } = openTable(database, request.TableName);
  const draft = attempt(
    () => draftWrite(database, kind, request),
    (error) => error instanceof SchemaMismatch,
  );
  if ('Code' in draft) return { kind, table, key: undefined, before: undefined, change: undefined, reason: draft };
  const { key } = draft;
  const before = draft.open.items.get(key);
  if (!conditionHolds(draft.expressions, before)) {
    const shownItem = request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && before !== undefined;
    const reason = {
      Code: 'ConditionalCheckFailed',
      Message: 'The conditional request failed',
      ...(shownItem ? { Item: outputOfStored(before) } : {}),
    };
    return { kind, table, key, before, change: undefined, reason };
  }
  const change = attempt(
    () => changeOf(draft, before),
    (error) => error.name === 'ValidationException',
  );
  if ('Code' in change) return { kind, table, key, before, change: undefined, reason: change };
  return { kind, table, key, before, change, reason: NO_REASON };
}

function attempt<Result extends object>(
  action: () => Result,
  isReason: (error: AwsError) => boolean,
): Result | CancellationReason {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof AwsError) || !isReason(error)) throw error;
    return { Code: 'ValidationError', Message: error.message };
  }
}

function apply(database: Database, { kind, table, before, change }: Decided): Used {
  if (kind !== 'ConditionCheck' && change !== undefined) return applyChange(database, change, { factor: FACTOR });
  const used = { table: FACTOR * writeUnits(before?.size ?? 0), indexes: {} };
  meterWrites(database, table, used);
  return used;
}

function meterCancelled(database: Database, decided: readonly Decided[]): void {
  for (const { table, before, change } of decided)
    meterWrites(database, table, {
      table: FACTOR * writeUnits(Math.max(before?.size ?? 0, change?.after?.size ?? 0)),
      indexes: {},
    });
}

function assertDistinct(decided: readonly Decided[]): void {
  const seen = new Set<string>();
  for (const { table, key } of decided) {
    if (key === undefined) continue;
    const name = `${String(table.id)} ${String(key.pk.length)} ${key.pk} ${key.sk}`;
    if (seen.has(name)) throw invalid('Transaction request cannot include multiple operations on one item');
    seen.add(name);
  }
}

function assertSize(decided: readonly Decided[]): void {
  const size = decided.reduce((sum, { change }) => sum + (change?.after?.size ?? 0), 0);
  if (size > LARGEST)
    throw invalid('Member must have aggregate size less than or equal to 4194304 bytes in a transaction');
}

export function transactGetItems(database: Database, input: any): unknown {
  const actions = actionsOf(input, ['Get'], 'TransactGetItems');
  const wanted = actions.map(({ request }) => ({
    request,
    open: openTable(database, request.TableName),
    projection: expressionsOf(request).projection,
  }));
  const used = new Map<string, Used>();
  const responses = wanted.map(({ request, open, projection }) => {
    const read = readOne(database, open, request.Key, FACTOR);
    count(used, open.table, { table: read.used, indexes: {} });
    return read.stored === undefined ? {} : { Item: shown(read.stored, projection) };
  });
  return { Responses: responses, ...capacityOf(input, used, 'ReadCapacityUnits') };
}

function count(used: Map<string, Used>, { name }: Table, units: Used): void {
  used.set(name, addUsed(used.get(name) ?? NOTHING_USED, units));
}

function capacityOf(
  input: any,
  used: ReadonlyMap<string, Used>,
  unit: 'ReadCapacityUnits' | 'WriteCapacityUnits',
): object {
  if (input.ReturnConsumedCapacity !== 'TOTAL' && input.ReturnConsumedCapacity !== 'INDEXES') return {};
  return {
    ConsumedCapacity: [...used].map(([name, units]) => ({
      TableName: name,
      CapacityUnits: totalOf(units),
      [unit]: totalOf(units),
    })),
  };
}
