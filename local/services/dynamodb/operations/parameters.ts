import { UnsupportedError } from '../../../kernel/errors.ts';
import { invalid } from '../failures.ts';

const CONDITION = ['ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
const WRITE = [
  'TableName',
  ...CONDITION,
  'ReturnValues',
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
  'ReturnValuesOnConditionCheckFailure',
];
const READ = [
  'TableName',
  'ExpressionAttributeNames',
  'ProjectionExpression',
  'ConsistentRead',
  'ReturnConsumedCapacity',
];
const PAGE = [
  ...READ,
  'IndexName',
  'Limit',
  'ExclusiveStartKey',
  'FilterExpression',
  'ExpressionAttributeValues',
  'Select',
];
const IN_TRANSACTION = ['TableName', ...CONDITION, 'ReturnValuesOnConditionCheckFailure'];

/** The parameters that are acted upon; the legacy ones (Expected, AttributeUpdates, KeyConditions ...) are not among them. */
const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  GetItem: new Set([...READ, 'Key']),
  PutItem: new Set([...WRITE, 'Item']),
  UpdateItem: new Set([...WRITE, 'Key', 'UpdateExpression']),
  DeleteItem: new Set([...WRITE, 'Key']),
  Query: new Set([...PAGE, 'KeyConditionExpression', 'ScanIndexForward']),
  Scan: new Set(PAGE),
  BatchGetItem: new Set(['RequestItems', 'ReturnConsumedCapacity']),
  'BatchGetItem table': new Set(['Keys', 'ExpressionAttributeNames', 'ProjectionExpression', 'ConsistentRead']),
  BatchWriteItem: new Set(['RequestItems', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics']),
  TransactGetItems: new Set(['TransactItems', 'ReturnConsumedCapacity']),
  'TransactGetItems Get': new Set(['TableName', 'Key', 'ExpressionAttributeNames', 'ProjectionExpression']),
  TransactWriteItems: new Set([
    'TransactItems',
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
    'ClientRequestToken',
  ]),
  'TransactWriteItems Put': new Set([...IN_TRANSACTION, 'Item']),
  'TransactWriteItems Update': new Set([...IN_TRANSACTION, 'Key', 'UpdateExpression']),
  'TransactWriteItems Delete': new Set([...IN_TRANSACTION, 'Key']),
  'TransactWriteItems ConditionCheck': new Set([...IN_TRANSACTION, 'Key']),
  DescribeTable: new Set(['TableName']),
};

export function assertParameters(operation: string, input: any): void {
  const known = KNOWN[operation];
  for (const parameter in input) {
    if (input[parameter] !== undefined && known?.has(parameter) !== true)
      throw new UnsupportedError(`dynamodb ${operation} with ${parameter}`);
  }
}

export function assertOneOf(parameter: string, given: string | undefined, allowed: readonly string[]): void {
  if (given === undefined || allowed.includes(given)) return;
  throw invalid(
    `1 validation error detected: Value '${given}' at '${parameter.charAt(0).toLowerCase()}${parameter.slice(1)}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
  );
}
