import { UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, ResourceType, Service } from '../../kernel/types.ts';
import { refuseOther } from '../refuse-unknown.ts';
import { serveHttp } from '../serve-http.ts';
import type { HttpAnswer, HttpRequest, Listening, ListenOptions } from '../serve-http.ts';
import { BUCKET_IGNORED, BUCKET_PROPERTIES, parseBucket } from './bucket.ts';
import type { Bucket } from './bucket.ts';
import type { S3 } from './context.ts';
import { deleteOperations } from './delete-object.ts';
import { earliestExpiry, expireObjects } from './expire-objects.ts';
import { createFront, MOST_BYTES } from './front.ts';
import { listOperations } from './list-objects.ts';
import { parseNotifications } from './notification-rules.ts';
import { createNotifier } from './notify.ts';
import { settingOperations } from './object-settings.ts';
import { openObjectStore } from './object-store.ts';
import { readOperations } from './read-object.ts';
import { writeOperations } from './write-object.ts';

const EXPIRE_JOB = 's3.expire';

function setNotifications(bucket: Bucket, owner: string, setting: unknown): void {
  bucket.notifications.set(owner, parseNotifications(owner, setting));
}

function bucketType({ kernel, buckets }: S3): ResourceType {
  return {
    type: 'AWS::S3::Bucket',
    properties: BUCKET_PROPERTIES,
    ignored: BUCKET_IGNORED,
    create: (resource) => {
      const bucket = parseBucket(resource, undefined);
      buckets.set(bucket.name, bucket);
      setNotifications(bucket, resource.logicalId, resource.properties.NotificationConfiguration);
      const domain = `${bucket.name}.s3.amazonaws.com`;
      return {
        ref: bucket.name,
        attributes: {
          Arn: bucket.arn,
          DomainName: domain,
          DualStackDomainName: `${bucket.name}.s3.dualstack.${kernel.region}.amazonaws.com`,
          RegionalDomainName: `${bucket.name}.s3.${kernel.region}.amazonaws.com`,
        },
      };
    },
  };
}

const policyType = ({ kernel }: S3): ResourceType => ({
  type: 'AWS::S3::BucketPolicy',
  properties: ['Bucket', 'PolicyDocument'],
  create: ({ properties }) => {
    kernel.access.addResourcePolicy(`arn:aws:s3:::${properties.Bucket}`, properties.PolicyDocument);
    return { ref: properties.Bucket };
  },
});

/** CDK sets notifications by a function of its own, which is not run here. */
const notificationsType = ({ buckets }: S3): ResourceType => ({
  type: 'Custom::S3BucketNotifications',
  properties: ['BucketName', 'Managed', 'NotificationConfiguration'],
  ignored: {
    ServiceToken: 'the engine does what the function behind it would do',
    SkipDestinationValidation: 'destinations are checked by their first delivery',
  },
  create: ({ logicalId, properties }) => {
    const bucket = buckets.get(properties.BucketName);
    if (bucket === undefined)
      throw new UnsupportedError(
        `notifications of the bucket ${properties.BucketName}, which is not in the template: this`,
      );
    refuseOther('Managed of Custom::S3BucketNotifications', String(properties.Managed ?? true), 'true');
    setNotifications(bucket, logicalId, properties.NotificationConfiguration);
    return { ref: logicalId };
  },
});

const autoDeleteType: ResourceType = {
  type: 'Custom::S3AutoDeleteObjects',
  properties: [],
  ignored: {
    BucketName: 'it empties the bucket when the stack is deleted, and stacks are not deleted here',
    ServiceToken: 'the engine does what the function behind it would do',
  },
  create: ({ logicalId }) => ({ ref: logicalId }),
};

export interface ObjectStorage extends Service {
  /** A request by HTTP: presigned addresses only. */
  readonly handle: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Serves them on loopback. */
  listen(options: ListenOptions): Promise<Listening>;
}

export function createS3(kernel: Kernel): ObjectStorage {
  openObjectStore(kernel);
  const planExpiry = (bucketName: string): void => {
    const bucket = s3.buckets.get(bucketName);
    const due = bucket === undefined ? undefined : earliestExpiry(bucket, kernel.now());
    if (due === undefined) return;
    const planned = kernel.jobs.dueOf(EXPIRE_JOB, bucketName);
    if (planned === undefined || due < planned) kernel.jobs.add(EXPIRE_JOB, due, {}, bucketName);
  };
  const s3: S3 = { kernel, buckets: new Map(), notify: createNotifier(kernel), planExpiry };

  kernel.jobs.on(EXPIRE_JOB, ({ key = '' }) => {
    const bucket = s3.buckets.get(key);
    const next = bucket === undefined ? undefined : expireObjects(s3, bucket);
    if (next !== undefined) kernel.jobs.add(EXPIRE_JOB, next, {}, key);
  });

  const handle = createFront(kernel);
  return {
    name: 's3',
    handle,
    listen: (options) => serveHttp(kernel, { name: 's3', mostBytes: MOST_BYTES, answer: handle }, options),
    operations: {
      ...writeOperations(s3),
      ...readOperations(s3),
      ...deleteOperations(s3),
      ...listOperations(s3),
      ...settingOperations(s3),
    },
    resourceTypes: [bucketType(s3), policyType(s3), notificationsType(s3), autoDeleteType],
    start: () => {
      for (const bucket of s3.buckets.values()) {
        for (const notification of [...bucket.notifications.values()].flat()) s3.notify.test(bucket, notification);
        // A rule may be new to objects that are there already.
        if (bucket.lifecycle.length > 0) kernel.jobs.add(EXPIRE_JOB, kernel.now(), {}, bucket.name);
      }
    },
  };
}
