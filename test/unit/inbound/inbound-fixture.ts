import type * as z from 'zod';
import { sourceWish } from '../../../lambdas/contracts/index.ts';
import type { SourceRegistration } from '../../../lambdas/contracts/index.ts';
import { sourceManager } from '../../../lambdas/inbound/index.ts';
import type { SourceManager } from '../../../lambdas/inbound/index.ts';
import { callAsSdk } from '../../../local/seam/sdk-call.ts';
import { createApiGateway } from '../../../local/services/apigateway/index.ts';
import { createDynamodb } from '../../../local/services/dynamodb/index.ts';
import { createKms } from '../../../local/services/kms/index.ts';
import { createS3 } from '../../../local/services/s3/index.ts';
import { createSecretsManager } from '../../../local/services/secretsmanager/index.ts';
import { testKernel } from '../../support/kernel.ts';

const SEAM = Symbol.for('fairlead.runtime');
const REFERENCE = {
  TableName: 'reference',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
};

/** What the bus does with a batch: takes all (undefined), refuses entries by index, or fails. */
export type BusMood = (batch: number, entries: readonly any[]) => readonly number[] | Error | undefined;

export interface InboundFixture {
  /** Entries that the bus took, in order. */
  readonly published: any[];
  /** Calls of PutEvents, with the number of their entries. */
  readonly batches: number[];
  /** Pauses that were made between tries, in milliseconds. */
  readonly pauses: number[];
  busIs(mood: BusMood): void;
  setTime(instant: string): void;
  call(service: string, operation: string, input: object): Promise<any>;
  /** Keys of the raw bucket below a prefix. */
  keys(prefix: string): Promise<string[]>;
  text(key: string): Promise<string>;
  /** Usage plans, as the api stack makes them. */
  readonly usagePlans: Readonly<Record<'standard' | 'large', string>>;
  readonly keyArn: string;
  close(): void;
}

/** The inbound room over the engine's tables, buckets, secrets and keys; the bus is a double, because it has to fail as told. */
export function openInbound(startAt = '2026-03-02T14:00:00.000Z'): InboundFixture {
  const engine = testKernel((kernel) => {
    const dynamodb = createDynamodb(kernel);
    const gateway = createApiGateway(kernel);
    const others = [createKms(kernel), createS3(kernel), createSecretsManager(kernel), gateway];
    return [dynamodb, dynamodb.streamService, ...others];
  });
  engine.provision('AWS::DynamoDB::Table', 'Reference', REFERENCE);
  engine.provision('AWS::S3::Bucket', 'Raw', { BucketName: 'raw-bucket' });
  const keyArn = String(engine.provision('AWS::KMS::Key', 'Key', {}).attributes?.['Arn']);
  const plan = (name: string): string => engine.provision('AWS::ApiGateway::UsagePlan', name, {}).ref;
  const usagePlans = { standard: plan('Standard'), large: plan('Large') };
  let now = Date.parse(startAt);
  let mood: BusMood = () => undefined;
  let seed = 7;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const published: any[] = [];
  const batches: number[] = [];
  const pauses: number[] = [];

  const putEvents = ({ Entries }: { Entries: readonly any[] }): object => {
    const refused = mood(batches.length, Entries);
    batches.push(Entries.length);
    if (refused instanceof Error) throw refused;
    const took = Entries.map((entry, index) => {
      if (refused?.includes(index) === true) return { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };
      published.push(entry);
      return { EventId: `event-${published.length}` };
    });
    return { Entries: took, FailedEntryCount: refused?.length ?? 0 };
  };
  Reflect.set(globalThis, SEAM, {
    now: () => now,
    sleep: async (milliseconds: number) => {
      pauses.push(milliseconds);
    },
    random,
    uuid: () => '00000000-0000-4000-8000-000000000000',
    call: async (client: string, command: string, input: any) =>
      client === 'EventBridgeClient' && command === 'PutEventsCommand'
        ? putEvents(input)
        : callAsSdk(engine.kernel, { kind: 'root' }, client, command, input),
    fetch: () => Promise.reject(new Error('no network')),
  });

  return {
    published,
    batches,
    pauses,
    busIs: (next) => (mood = next),
    setTime: (instant) => (now = Date.parse(instant)),
    call: (service, operation, input) => engine.call(service, operation, input),
    keys: async (Prefix) => {
      const { Contents = [] } = await engine.call('s3', 'ListObjectsV2', { Bucket: 'raw-bucket', Prefix });
      return Contents.map(({ Key }: { Key: string }) => Key);
    },
    text: async (Key) => {
      const { Body } = await engine.call('s3', 'GetObject', { Bucket: 'raw-bucket', Key });
      return Body.transformToString();
    },
    usagePlans,
    keyArn,
    close: () => {
      Reflect.deleteProperty(globalThis, SEAM);
      engine.kernel.kill();
    },
  };
}

export interface RegisteredSource {
  readonly registration: SourceRegistration;
  readonly secret: string;
}

export function sourcesFor({ usagePlans, keyArn }: InboundFixture): SourceManager {
  const usagePlanOf = (tier: 'standard' | 'large') => Promise.resolve(usagePlans[tier]);
  return sourceManager({
    stage: 'test',
    referenceTable: 'reference',
    kmsKeyId: keyArn,
    senders: { id: 'eu-central-1_senders', tokenUrl: 'https://senders.test/oauth2/token' },
    usagePlanOf,
  });
}

/** Registers a source with what a test says of it. */
export async function registerFor(
  fixture: InboundFixture,
  wish: Pick<z.input<typeof sourceWish>, 'id' | 'format'> & Partial<z.input<typeof sourceWish>>,
  secret?: string,
): Promise<RegisteredSource> {
  const common = { title: 'North', zone: 'America/Chicago', region: 'na', businessUnit: 'retail' };
  const actor = { kind: 'system', id: 'set-up' } as const;
  const result = await sourcesFor(fixture).register(sourceWish.parse({ ...common, ...wish }), actor, secret);
  if (!result.ok) throw new Error(result.problem.detail);
  return { registration: result.registration, secret: result.secret ?? '' };
}
