import { UnsupportedError } from '../../kernel/errors.ts';
import type { ResourceDeclaration, Kernel } from '../../kernel/types.ts';
import type { KeyAttribute, KeySchema, StreamView } from './table.ts';

/** What the template says of a table, read from `AWS::DynamoDB::Table` and `AWS::DynamoDB::GlobalTable` alike. */
export interface TableDeclaration {
  readonly name: string;
  readonly attributes: readonly KeyAttribute[];
  readonly key: KeySchema;
  readonly indexes: readonly IndexDeclaration[];
  readonly streamView: StreamView | undefined;
  readonly ttlAttribute: string | undefined;
  readonly encryptionKey: string | undefined;
}
export interface IndexDeclaration {
  readonly name: string;
  readonly key: KeySchema;
  readonly projectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  readonly included: readonly string[];
}

export const COMMON_PROPERTIES = [
  'TableName',
  'KeySchema',
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'StreamSpecification',
  'TimeToLiveSpecification',
  'SSESpecification',
] as const;

export const IGNORED_SETTINGS = {
  PointInTimeRecoverySpecification: 'there are no backups of the local state',
  DeletionProtectionEnabled: 'nothing deletes a table here',
  ContributorInsightsSpecification: 'there is no CloudWatch',
  TableClass: 'it changes the price of storage only',
  Tags: 'no policy of the app refers to tags',
} as const;

/** Properties of an index that mean nothing here. */
const IGNORED_IN_INDEX = ['ContributorInsightsSpecification'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html */
const IN_REPLICA = ['Region', 'SSESpecification', 'GlobalSecondaryIndexes', ...Object.keys(IGNORED_SETTINGS)];

export function readTable(resource: ResourceDeclaration, kernel: Kernel): TableDeclaration {
  const { properties } = resource;
  const where = `${resource.type} ${resource.logicalId}`;
  if (properties.BillingMode !== 'PAY_PER_REQUEST')
    throw new UnsupportedError(`${where}: BillingMode ${String(properties.BillingMode ?? 'PROVISIONED')}`);
  const attributes = readAttributes(properties.AttributeDefinitions);
  const replica = readReplica(properties.Replicas, where, kernel.region);
  return {
    name: properties.TableName ?? resource.physicalName,
    attributes,
    key: readKeySchema(properties.KeySchema, attributes, where),
    indexes: [...(properties.GlobalSecondaryIndexes ?? [])].map((index: any) => readIndex(index, attributes, where)),
    streamView: readStream(properties.StreamSpecification, where),
    ttlAttribute: readTimeToLive(properties.TimeToLiveSpecification, where),
    encryptionKey: readEncryption(properties.SSESpecification, replica?.SSESpecification, where),
  };
}

function readAttributes(definitions: any): readonly KeyAttribute[] {
  return [...definitions].map((definition: any) => ({
    name: definition.AttributeName,
    type: definition.AttributeType,
  }));
}

function readKeySchema(schema: any, attributes: readonly KeyAttribute[], where: string): KeySchema {
  const find = (keyType: string): KeyAttribute | undefined => {
    const elements = [...schema].filter((element: any) => element.KeyType === keyType);
    if (elements.length > 1) throw new UnsupportedError(`${where}: ${keyType} keys of several attributes`);
    const [element] = elements;
    if (element === undefined) return undefined;
    const attribute = attributes.find(({ name }) => name === element.AttributeName);
    if (attribute === undefined) throw new Error(`${where}: no AttributeDefinition for ${element.AttributeName}`);
    return attribute;
  };
  const hash = find('HASH');
  if (hash === undefined) throw new Error(`${where}: a key schema without HASH`);
  return { hash, range: find('RANGE') };
}

function readIndex(index: any, attributes: readonly KeyAttribute[], where: string): IndexDeclaration {
  assertOnly(
    index,
    ['IndexName', 'KeySchema', 'Projection', ...IGNORED_IN_INDEX],
    `${where}: index ${index.IndexName}`,
  );
  const projectionType = index.Projection?.ProjectionType;
  if (projectionType !== 'ALL' && projectionType !== 'KEYS_ONLY' && projectionType !== 'INCLUDE')
    throw new UnsupportedError(`${where}: ProjectionType ${String(projectionType)}`);
  return {
    name: index.IndexName,
    key: readKeySchema(index.KeySchema, attributes, where),
    projectionType,
    included: index.Projection.NonKeyAttributes ?? [],
  };
}

function readStream(specification: any, where: string): StreamView | undefined {
  if (specification === undefined) return undefined;
  assertOnly(specification, ['StreamViewType'], `${where}: StreamSpecification`);
  const view = specification.StreamViewType;
  if (view === 'NEW_AND_OLD_IMAGES' || view === 'NEW_IMAGE' || view === 'OLD_IMAGE' || view === 'KEYS_ONLY')
    return view;
  throw new UnsupportedError(`${where}: StreamViewType ${String(view)}`);
}

function readTimeToLive(specification: any, where: string): string | undefined {
  if (specification === undefined) return undefined;
  assertOnly(specification, ['AttributeName', 'Enabled'], `${where}: TimeToLiveSpecification`);
  return isTrue(specification.Enabled) ? specification.AttributeName : undefined;
}

/** A global table names its key at the replica. */
function readEncryption(specification: any, ofReplica: any, where: string): string | undefined {
  if (specification === undefined) return undefined;
  assertOnly(specification, ['SSEEnabled', 'SSEType', 'KMSMasterKeyId'], `${where}: SSESpecification`);
  if (!isTrue(specification.SSEEnabled)) return undefined;
  const key = specification.KMSMasterKeyId ?? ofReplica?.KMSMasterKeyId;
  if (key !== undefined && !String(key).startsWith('arn:'))
    throw new UnsupportedError(`${where}: KMSMasterKeyId that is not an ARN`);
  return key;
}

function readReplica(replicas: any, where: string, region: string): any {
  if (replicas === undefined) return undefined;
  if (replicas.length !== 1) throw new UnsupportedError(`${where}: more than one replica`);
  const [replica] = replicas;
  assertOnly(replica, IN_REPLICA, `${where}: replica`);
  if (replica.Region !== region) throw new UnsupportedError(`${where}: a replica in ${String(replica.Region)}`);
  for (const index of replica.GlobalSecondaryIndexes ?? [])
    assertOnly(index, ['IndexName', ...IGNORED_IN_INDEX], `${where}: index of the replica`);
  return replica;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function assertOnly(object: any, known: readonly string[], where: string): void {
  const unknown = Object.keys(object).find((name) => object[name] !== undefined && !known.includes(name));
  if (unknown !== undefined) throw new UnsupportedError(`${where}: ${unknown}`);
}
