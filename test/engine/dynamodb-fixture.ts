import { createDynamodb } from '../../local/services/dynamodb/index.ts';
import type { Dynamodb } from '../../local/services/dynamodb/index.ts';
import { testKernel } from '../support/kernel.ts';
import type { TestKernel, TestKernelOptions } from '../support/kernel.ts';

export interface DynamodbFixture {
  readonly kernel: TestKernel;
  /** The service of now: another one after a restart. */
  readonly dynamodb: () => Dynamodb;
  /** Calls an operation on table `cases`. */
  readonly call: (operation: string, input: object) => Promise<any>;
  /** Name and message of the failure, or what was answered although it must not be. */
  readonly failure: (operation: string, input: object) => Promise<string>;
  readonly streamArn: string;
}

export const CASES = {
  TableName: 'cases',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'team', AttributeType: 'S' },
    { AttributeName: 'due', AttributeType: 'N' },
    { AttributeName: 'subject', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byTeam',
      KeySchema: [
        { AttributeName: 'team', KeyType: 'HASH' },
        { AttributeName: 'due', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
    {
      IndexName: 'bySubject',
      KeySchema: [{ AttributeName: 'subject', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
    },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
};

export function openCases(options: TestKernelOptions = {}, properties: object = CASES): DynamodbFixture {
  let current: Dynamodb | undefined;
  const kernel = testKernel((inner) => {
    current = createDynamodb(inner);
    return [current, current.streamService];
  }, options);
  const created = kernel.provision('AWS::DynamoDB::Table', 'Cases', properties);
  const call = (operation: string, input: object): Promise<any> =>
    kernel.call(
      'dynamodb',
      operation,
      'TableName' in input || !single(operation) ? input : { TableName: 'cases', ...input },
    );
  return {
    kernel,
    dynamodb: () => {
      if (current === undefined) throw new Error('no service');
      return current;
    },
    call,
    failure: async (operation, input) => {
      try {
        return `answered ${JSON.stringify(await call(operation, input))}`;
      } catch (error) {
        return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      }
    },
    streamArn: String(created.attributes?.['StreamArn']),
  };
}

function single(operation: string): boolean {
  return !operation.startsWith('Batch') && !operation.startsWith('Transact');
}

export const s = (text: string): { S: string } => ({ S: text });
export const n = (value: number | string): { N: string } => ({ N: String(value) });
export const key = (pk: string, sk = 'case'): { pk: { S: string }; sk: { S: string } } => ({ pk: s(pk), sk: s(sk) });
