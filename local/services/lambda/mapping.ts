import { createHash } from 'node:crypto';
import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { ResourceDeclaration } from '../../kernel/types.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import { checkDestination } from './destinations.ts';
import { createFilter } from './filter.ts';
import type { RecordFilter } from './filter.ts';

interface MappingBase {
  readonly id: string;
  readonly sourceArn: string;
  readonly functionName: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly reportsItemFailures: boolean;
  readonly filter: RecordFilter;
}
export interface QueueMapping extends MappingBase {
  readonly kind: 'queue';
  readonly maximumConcurrency: number;
}
export interface StreamMapping extends MappingBase {
  readonly kind: 'stream';
  readonly fromLatest: boolean;
  readonly parallelization: number;
  /** Infinity: until the record is gone. */
  readonly maxRetries: number;
  readonly maxAgeSeconds: number;
  readonly bisect: boolean;
  readonly onFailure: string | undefined;
}
export type Mapping = QueueMapping | StreamMapping;

const ONLY_STREAMS = [
  'StartingPosition',
  'ParallelizationFactor',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
];
export const MAPPING_PROPERTIES = [
  'EventSourceArn',
  'FunctionName',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'FilterCriteria',
  'ScalingConfig',
  ...ONLY_STREAMS,
];

/** Bounds and defaults: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
function numberIn(properties: any, name: string, least: number, most: number, otherwise: number): number {
  const value = Number(properties[name] ?? otherwise);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new AwsError('InvalidParameterValueException', `${name} must be from ${least} to ${most}`);
}

/** A number whose -1 means no bound. */
function boundIn(properties: any, name: string, least: number, most: number): number {
  const value = numberIn(properties, name, -1, most, -1);
  if (value === -1) return Infinity;
  if (value < least)
    throw new AwsError('InvalidParameterValueException', `${name} must be -1 or from ${least} to ${most}`);
  return value;
}

function reportsItemFailures(properties: any): boolean {
  const types: readonly string[] = properties.FunctionResponseTypes ?? [];
  for (const type of types) refuseOther('FunctionResponseTypes', type, 'ReportBatchItemFailures');
  return types.length > 0;
}

/** Lambda's id of a mapping is a UUID; here it is the same at every boot. */
function idOf({ stack, logicalId }: ResourceDeclaration): string {
  const hex = createHash('md5').update(`${stack}/${logicalId}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function readBase(declaration: ResourceDeclaration, kind: Mapping['kind'], defaultBatch: number): MappingBase {
  const { properties } = declaration;
  const batchSize = numberIn(properties, 'BatchSize', 1, 10_000, defaultBatch);
  const windowSeconds = numberIn(properties, 'MaximumBatchingWindowInSeconds', 0, 300, 0);
  if (kind === 'queue' && batchSize > 10 && windowSeconds === 0) {
    throw new AwsError(
      'InvalidParameterValueException',
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  return {
    id: idOf(declaration),
    sourceArn: properties.EventSourceArn,
    functionName: properties.FunctionName,
    enabled: properties.Enabled ?? true,
    batchSize,
    windowSeconds,
    reportsItemFailures: reportsItemFailures(properties),
    filter: createFilter(kind, properties.FilterCriteria),
  };
}

function readQueueMapping(declaration: ResourceDeclaration): QueueMapping {
  const { properties } = declaration;
  for (const name of ONLY_STREAMS) {
    if (properties[name] !== undefined) throw new UnsupportedError(`${name} of a mapping of a queue`);
  }
  refuseUnknown('ScalingConfig', properties.ScalingConfig, ['MaximumConcurrency']);
  return {
    ...readBase(declaration, 'queue', 10),
    kind: 'queue',
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
    maximumConcurrency: numberIn(properties.ScalingConfig ?? {}, 'MaximumConcurrency', 2, 1000, 1000),
  };
}

function readStreamMapping(declaration: ResourceDeclaration): StreamMapping {
  const { properties } = declaration;
  if (properties.ScalingConfig !== undefined) throw new UnsupportedError('ScalingConfig of a mapping of a stream');
  refuseOther('StartingPosition', properties.StartingPosition, 'TRIM_HORIZON', 'LATEST');
  refuseUnknown('DestinationConfig', properties.DestinationConfig, ['OnFailure']);
  return {
    ...readBase(declaration, 'stream', 100),
    kind: 'stream',
    fromLatest: properties.StartingPosition === 'LATEST',
    parallelization: numberIn(properties, 'ParallelizationFactor', 1, 10, 1),
    maxRetries: boundIn(properties, 'MaximumRetryAttempts', 0, 10_000),
    maxAgeSeconds: boundIn(properties, 'MaximumRecordAgeInSeconds', 60, 604_800),
    bisect: properties.BisectBatchOnFunctionError ?? false,
    onFailure: checkDestination(properties.DestinationConfig?.OnFailure?.Destination, ['sqs', 'sns', 's3']),
  };
}

/** An event source mapping from its CloudFormation properties. */
export function readMapping(declaration: ResourceDeclaration): Mapping {
  const source = String(declaration.properties.EventSourceArn);
  if (/^arn:aws:sqs:/.test(source)) return readQueueMapping(declaration);
  if (/^arn:aws:dynamodb:.*\/stream\//.test(source)) return readStreamMapping(declaration);
  throw new UnsupportedError(`an event source mapping of ${source}`);
}
