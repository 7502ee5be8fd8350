import { callAsSdk } from '../../../local/seam/sdk-call.ts';
import { createDynamodb } from '../../../local/services/dynamodb/index.ts';
import { createCaseStore } from '../../../lambdas/case/index.ts';
import type { CaseStore } from '../../../lambdas/case/index.ts';
import { testKernel } from '../../support/kernel.ts';

const S = 'S';
const attribute = (name: string): { AttributeName: string; AttributeType: string } => ({
  AttributeName: name,
  AttributeType: S,
});
const keySchema = (pk: string, sk: string): { AttributeName: string; KeyType: string }[] => [
  { AttributeName: pk, KeyType: 'HASH' },
  { AttributeName: sk, KeyType: 'RANGE' },
];
const index = (name: string, prefix: string, Projection: object): object => ({
  IndexName: name,
  KeySchema: keySchema(`${prefix}Pk`, `${prefix}Sk`),
  Projection,
});

/** The table `cases` as the data stack declares it. */
const CASES = {
  TableName: 'cases',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'queuePk', 'queueSk', 'subjectPk', 'subjectSk', 'duePk', 'dueSk'].map(attribute),
  KeySchema: keySchema('pk', 'sk'),
  GlobalSecondaryIndexes: [
    index('queue', 'queue', { ProjectionType: 'INCLUDE', NonKeyAttributes: ['summary'] }),
    index('subjects', 'subject', { ProjectionType: 'KEYS_ONLY' }),
    index('due', 'due', { ProjectionType: 'KEYS_ONLY' }),
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};
const REFERENCE = {
  TableName: 'reference',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk'].map(attribute),
  KeySchema: keySchema('pk', 'sk'),
};

export interface SentCall {
  readonly client: string;
  readonly command: string;
  readonly input: any;
}

/** What answers for the services that are not the tables; a call that no test foresaw throws. */
export type Partner = (call: SentCall) => unknown;

export interface StoreFixture {
  readonly store: CaseStore;
  /** Every call that reached a service, in order. */
  readonly calls: SentCall[];
  /** Sets the time of the product. */
  setTime(instant: string): void;
  /** Dies at the call with this number (0 is the next): before it reaches the service, or after it was done. */
  dieAt(number: number, when: 'before' | 'after'): void;
  liveOn(): void;
  /** Runs once just before the next call of this command reaches its service: what another writer does meanwhile. */
  meanwhile(command: string, act: () => Promise<unknown>): void;
  answer(partner: Partner): void;
  /** What answers over the network; nothing does at first. */
  network(fetch: (request: Request) => Promise<Response>): void;
  /** All items of a partition, as attribute values. */
  items(pk: string): Promise<any[]>;
  raw(operation: string, input: object): Promise<any>;
  close(): void;
}

export class Died extends Error {
  override name = 'Died';
}

const SEAM = Symbol.for('fairlead.runtime');

/** The product's stores over the engine's tables, through the same seam as on the machine of a newcomer. */
export function openStores(startAt = '2026-03-02T08:00:00.000Z'): StoreFixture {
  const engine = testKernel((kernel) => {
    const dynamodb = createDynamodb(kernel);
    return [dynamodb, dynamodb.streamService];
  });
  engine.provision('AWS::DynamoDB::Table', 'Cases', CASES);
  engine.provision('AWS::DynamoDB::Table', 'Reference', REFERENCE);
  let now = Date.parse(startAt);
  let count = 0;
  let death: { readonly at: number; readonly when: 'before' | 'after' } | undefined;
  let interruption: { readonly command: string; readonly act: () => Promise<unknown> } | undefined;
  let partner: Partner = ({ client, command }) => {
    throw new Error(`nobody expected ${client} ${command}`);
  };
  let network: (request: Request) => Promise<Response> = () => Promise.reject(new Error('no network'));
  const calls: SentCall[] = [];
  let seed = 1;
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };

  const call = async (client: string, command: string, input: unknown): Promise<unknown> => {
    if (interruption?.command === command) {
      const { act } = interruption;
      interruption = undefined;
      await act();
    }
    const number = count;
    count += 1;
    if (death !== undefined && number >= death.at && (death.when === 'before' || number > death.at))
      throw new Died(`before ${command}`);
    calls.push({ client, command, input });
    const output =
      client === 'DynamoDBClient'
        ? await callAsSdk(engine.kernel, { kind: 'root' }, client, command, input)
        : partner({ client, command, input });
    if (death?.at === number) throw new Died(`after ${command}`);
    return output;
  };
  Reflect.set(globalThis, SEAM, {
    now: () => now,
    sleep: async () => Promise.resolve(),
    random,
    uuid: () => '00000000-0000-4000-8000-000000000000',
    call,
    fetch: (input: string | URL, init?: RequestInit) => network(new Request(input, init)),
  });

  return {
    store: createCaseStore('cases'),
    calls,
    setTime: (instant) => (now = Date.parse(instant)),
    dieAt: (number, when) => (death = { at: count + number, when }),
    liveOn: () => (death = undefined),
    meanwhile: (command, act) => (interruption = { command, act }),
    answer: (next) => (partner = next),
    network: (next) => (network = next),
    items: async (pk) => {
      const { Items } = await engine.call('dynamodb', 'Query', {
        TableName: 'cases',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
      });
      return Items;
    },
    raw: (operation, input) => engine.call('dynamodb', operation, input),
    close: () => {
      Reflect.deleteProperty(globalThis, SEAM);
      engine.kernel.kill();
    },
  };
}
