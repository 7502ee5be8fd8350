import { AwsError } from '../../kernel/errors.ts';
import type { CallContext, Operation } from '../../kernel/types.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import { onObject } from './authorize.ts';
import { bucketNamed } from './bucket.ts';
import { meter } from './context.ts';
import type { S3 } from './context.ts';
import { setRetention, setTags } from './object-store.ts';
import { findReadable } from './read-object.ts';

const MEMBERS = ['Bucket', 'ChecksumAlgorithm', 'ExpectedBucketOwner', 'Key', 'VersionId'];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html: what was promised is kept, or lengthened. */
function putRetention(s3: S3, input: any, context: CallContext): object {
  const { kernel, buckets } = s3;
  refuseUnknown('PutObjectRetention', input, [...MEMBERS, 'BypassGovernanceRetention', 'Retention']);
  if (!bucketNamed(buckets, input.Bucket).objectLock) {
    throw new AwsError('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  }
  const version = findReadable(s3, input, context, 'PutObjectRetention');
  const { Mode: mode, RetainUntilDate: until } = input.Retention ?? {};
  refuseOther('Mode of Retention', mode, 'COMPLIANCE', 'GOVERNANCE');
  const time = new Date(until).getTime();
  const held = version.retain_until !== null && version.retain_until > kernel.now();
  const weaker = held && (time < version.retain_until || (version.lock_mode === 'COMPLIANCE' && mode === 'GOVERNANCE'));
  if (weaker && (version.lock_mode === 'COMPLIANCE' || input.BypassGovernanceRetention !== true)) {
    throw new AwsError('AccessDenied', 'Access Denied because object protected by object lock.', {
      httpStatusCode: 403,
    });
  }
  setRetention(kernel, version.ord, mode, time);
  meter(s3, 'PutObjectRetention', input.Bucket);
  return {};
}

export const settingOperations = (s3: S3): Readonly<Record<string, Operation>> => ({
  GetObjectTagging: {
    authorize: (input) => [
      onObject(input.VersionId === undefined ? 'GetObjectTagging' : 'GetObjectVersionTagging', input.Bucket, input.Key),
    ],
    run: (input, context) => {
      refuseUnknown('GetObjectTagging', input, MEMBERS);
      meter(s3, 'GetObjectTagging', input.Bucket);
      return { TagSet: JSON.parse(findReadable(s3, input, context, 'GetObjectTagging').tags) };
    },
  },
  PutObjectTagging: {
    authorize: (input) => [
      onObject(input.VersionId === undefined ? 'PutObjectTagging' : 'PutObjectVersionTagging', input.Bucket, input.Key),
    ],
    run: (input, context) => {
      refuseUnknown('PutObjectTagging', input, [...MEMBERS, 'Tagging']);
      const version = findReadable(s3, input, context, 'PutObjectTagging');
      setTags(s3.kernel, version.ord, JSON.stringify(input.Tagging.TagSet));
      meter(s3, 'PutObjectTagging', input.Bucket);
      s3.notify(bucketNamed(s3.buckets, input.Bucket), {
        name: 'ObjectTagging:Put',
        reason: 'PutObjectTagging',
        version,
      });
      return {};
    },
  },
  GetObjectRetention: {
    authorize: (input) => [onObject('GetObjectRetention', input.Bucket, input.Key)],
    run: (input, context) => {
      refuseUnknown('GetObjectRetention', input, MEMBERS);
      const { lock_mode: Mode, retain_until: until } = findReadable(s3, input, context, 'GetObjectRetention');
      meter(s3, 'GetObjectRetention', input.Bucket);
      if (Mode === null || until === null) {
        throw new AwsError(
          'NoSuchObjectLockConfiguration',
          'The specified object does not have a ObjectLock configuration',
          { httpStatusCode: 404 },
        );
      }
      return { Retention: { Mode, RetainUntilDate: new Date(until) } };
    },
  },
  PutObjectRetention: {
    authorize: (input) => [
      onObject('PutObjectRetention', input.Bucket, input.Key),
      ...(input.BypassGovernanceRetention === true
        ? [onObject('BypassGovernanceRetention', input.Bucket, input.Key)]
        : []),
    ],
    run: (input, context) => putRetention(s3, input, context),
  },
});
