import { openTable } from '../database.ts';
import type { Database } from '../database.ts';
import { keyAttributesOf } from '../table.ts';
import type { Index, KeySchema, Table } from '../table.ts';

export function describeTable(database: Database, input: any): unknown {
  const { table, items } = openTable(database, input.TableName);
  return {
    Table: {
      TableName: table.name,
      TableArn: table.arn,
      TableStatus: 'ACTIVE',
      CreationDateTime: new Date(table.created),
      KeySchema: schemaOf(table.key),
      AttributeDefinitions: table.attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      ItemCount: items.count(),
      ...(table.indexes.length === 0
        ? {}
        : { GlobalSecondaryIndexes: table.indexes.map((index) => describeIndex(table, index)) }),
      ...describeStream(table),
      ...(table.encryptionKey === undefined
        ? {}
        : { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: table.encryptionKey } }),
    },
  };
}

function schemaOf({ hash, range }: KeySchema): unknown {
  const hashElement = { AttributeName: hash.name, KeyType: 'HASH' };
  return range === undefined ? [hashElement] : [hashElement, { AttributeName: range.name, KeyType: 'RANGE' }];
}

function describeIndex(table: Table, { name, arn, key, projectionType, projected }: Index): unknown {
  const own = new Set([...keyAttributesOf(table.key), ...keyAttributesOf(key)].map((attribute) => attribute.name));
  const included = [...(projected ?? [])].filter((attribute) => !own.has(attribute));
  return {
    IndexName: name,
    IndexArn: arn,
    IndexStatus: 'ACTIVE',
    KeySchema: schemaOf(key),
    Projection: {
      ProjectionType: projectionType,
      ...(projectionType === 'INCLUDE' ? { NonKeyAttributes: included } : {}),
    },
  };
}

function describeStream({ stream }: Table): object {
  if (stream === undefined) return {};
  return {
    StreamSpecification: { StreamEnabled: true, StreamViewType: stream.view },
    LatestStreamArn: stream.arn,
    LatestStreamLabel: stream.label,
  };
}
