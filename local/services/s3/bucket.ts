import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { ResourceDeclaration } from '../../kernel/types.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import { parseLifecycle } from './lifecycle-rules.ts';
import type { LifecycleRule } from './lifecycle-rules.ts';
import type { Notification } from './notification-rules.ts';

export interface DefaultRetention {
  readonly mode: string;
  readonly milliseconds: number;
}

/** A bucket's settings; they come from the template at every boot. */
export interface Bucket {
  readonly name: string;
  readonly arn: string;
  readonly versioning: 'Enabled' | 'Suspended' | 'Off';
  readonly encryption: {
    readonly algorithm: 'AES256' | 'aws:kms';
    readonly keyId: string | undefined;
    readonly bucketKey: boolean;
  };
  readonly objectLock: boolean;
  readonly retention: DefaultRetention | undefined;
  readonly lifecycle: readonly LifecycleRule[];
  /** By the resource that declares them: the bucket itself or CDK's custom resource. */
  readonly notifications: Map<string, readonly Notification[]>;
}

export type Buckets = Map<string, Bucket>;

const DAY = 86_400_000;
const MAX_NAME = 63;

export function bucketNamed(buckets: Buckets, name: string): Bucket {
  const bucket = buckets.get(name);
  if (bucket !== undefined) return bucket;
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
    httpStatusCode: 404,
    members: { BucketName: name },
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-serversideencryptionrule.html */
function parseEncryption(setting: any): Bucket['encryption'] {
  const rules: readonly any[] = setting?.ServerSideEncryptionConfiguration ?? [];
  refuseUnknown('BucketEncryption', setting, ['ServerSideEncryptionConfiguration']);
  const [rule] = rules;
  if (rules.length > 1) throw new UnsupportedError('more than one rule of BucketEncryption');
  refuseUnknown('a rule of BucketEncryption', rule, ['BucketKeyEnabled', 'ServerSideEncryptionByDefault']);
  const byDefault = rule?.ServerSideEncryptionByDefault;
  refuseUnknown('ServerSideEncryptionByDefault', byDefault, ['KMSMasterKeyID', 'SSEAlgorithm']);
  const algorithm = byDefault?.SSEAlgorithm ?? 'AES256';
  refuseOther('SSEAlgorithm', algorithm, 'AES256', 'aws:kms');
  return { algorithm, keyId: byDefault?.KMSMasterKeyID, bucketKey: rule?.BucketKeyEnabled === true };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-objectlockconfiguration.html */
function parseRetention(setting: any): DefaultRetention | undefined {
  refuseUnknown('ObjectLockConfiguration', setting, ['ObjectLockEnabled', 'Rule']);
  const retention = setting?.Rule?.DefaultRetention;
  if (retention === undefined) return undefined;
  refuseUnknown('DefaultRetention', retention, ['Days', 'Mode', 'Years']);
  refuseOther('Mode of DefaultRetention', retention.Mode, 'COMPLIANCE', 'GOVERNANCE');
  const days = Number(retention.Days ?? Number(retention.Years) * 365);
  return { mode: retention.Mode, milliseconds: days * DAY };
}

function parseVersioning(properties: any): Bucket['versioning'] {
  refuseUnknown('VersioningConfiguration', properties.VersioningConfiguration, ['Status']);
  // Object Lock works only with versions, and S3 turns them on with it.
  const status =
    properties.ObjectLockEnabled === true ? 'Enabled' : (properties.VersioningConfiguration?.Status ?? 'Off');
  refuseOther('Status of VersioningConfiguration', status, 'Enabled', 'Suspended', 'Off');
  return status;
}

export const BUCKET_PROPERTIES = [
  'AccessControl',
  'BucketEncryption',
  'BucketName',
  'LifecycleConfiguration',
  'NotificationConfiguration',
  'ObjectLockConfiguration',
  'ObjectLockEnabled',
  'VersioningConfiguration',
];

export const BUCKET_IGNORED = {
  CorsConfiguration: 'only browsers ask for it, and objects are not reached by browsers here',
  IntelligentTieringConfigurations: 'storage classes do not differ on one machine',
  LoggingConfiguration: 'access logs are delivered at best effort and nobody relies on them',
  MetricsConfigurations: 'there is no CloudWatch on one machine',
  OwnershipControls: 'access control lists are refused, so the bucket owns every object',
  PublicAccessBlockConfiguration: 'every caller is known, there is no public',
  Tags: 'no policy condition on tags is accepted',
} as const;

export function parseBucket({ properties, physicalName }: ResourceDeclaration, before: Bucket | undefined): Bucket {
  refuseOther('AccessControl of AWS::S3::Bucket', properties.AccessControl, undefined, 'Private');
  const name = bucketName(properties.BucketName, physicalName);
  return {
    name,
    arn: `arn:aws:s3:::${name}`,
    versioning: parseVersioning(properties),
    encryption: parseEncryption(properties.BucketEncryption),
    objectLock: properties.ObjectLockEnabled === true,
    retention: parseRetention(properties.ObjectLockConfiguration),
    lifecycle: parseLifecycle(properties.LifecycleConfiguration),
    notifications: before?.notifications ?? new Map(),
  };
}

/** Generated names are in lower case, as bucket names must be. */
export const bucketName = (given: string | undefined, physicalName: string): string =>
  given ?? physicalName.toLowerCase().slice(-MAX_NAME).replace(/^-/, '');
