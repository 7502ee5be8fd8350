import type { Kernel } from '../../kernel/types.ts';
import { createDelivery } from '../deliver-as-service.ts';
import type { Bucket } from './bucket.ts';
import type { Notification } from './notification-rules.ts';
import type { ObjectVersion } from './object-store.ts';

const SUBJECT = 'Amazon S3 Notification';

/** What happened, in the words of both event formats. */
export interface ObjectEvent {
  /** `ObjectCreated:Put` */
  readonly name: string;
  /** `PutObject`, for EventBridge. */
  readonly reason: string;
  readonly version: ObjectVersion;
}

const sequencer = (version: ObjectVersion): string => version.ord.toString(16).toUpperCase().padStart(18, '0');

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html: keys are form-encoded. */
const encodeKey = (key: string): string => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

function recordOf(kernel: Kernel, bucket: Bucket, notification: Notification, { name, version }: ObjectEvent): object {
  const removed = !name.startsWith('ObjectCreated');
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: kernel.region,
    eventTime: new Date(kernel.now()).toISOString(),
    eventName: name,
    userIdentity: { principalId: `AWS:${kernel.account}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': sequencer(version), 'x-amz-id-2': sequencer(version) },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: notification.id,
      bucket: { name: bucket.name, ownerIdentity: { principalId: kernel.account }, arn: bucket.arn },
      object: {
        key: encodeKey(version.key),
        ...(removed ? {} : { size: version.size }),
        ...(removed && version.delete_marker === 0 ? {} : { eTag: version.etag }),
        ...(version.version_id === 'null' ? {} : { versionId: version.version_id }),
        sequencer: sequencer(version),
      },
    },
  };
}

const DETAIL_TYPES: Readonly<Record<string, string>> = {
  ObjectCreated: 'Object Created',
  ObjectRemoved: 'Object Deleted',
  LifecycleExpiration: 'Object Deleted',
  ObjectTagging: 'Object Tags Added',
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html: keys are as they are. */
function detailOf(kernel: Kernel, bucket: Bucket, { name, reason, version }: ObjectEvent): object {
  const created = name.startsWith('ObjectCreated');
  const deleted = DETAIL_TYPES[name.split(':')[0] ?? ''] === 'Object Deleted';
  return {
    version: '0',
    bucket: { name: bucket.name },
    object: {
      key: version.key,
      ...(created ? { size: version.size } : {}),
      etag: version.etag,
      ...(version.version_id === 'null' ? {} : { 'version-id': version.version_id }),
      sequencer: sequencer(version),
    },
    'request-id': sequencer(version),
    requester: kernel.account,
    'source-ip-address': '127.0.0.1',
    ...(name.startsWith('ObjectTagging') ? {} : { reason }),
    ...(deleted
      ? { 'deletion-type': name.endsWith('DeleteMarkerCreated') ? 'Delete Marker Created' : 'Permanently Deleted' }
      : {}),
  };
}

export interface Notifier {
  (bucket: Bucket, event: ObjectEvent): void;
  /** S3 sends a test message to each new queue and topic: notification-content-structure.html. */
  test(bucket: Bucket, notification: Notification): void;
}

/** Notifications come at least once, and after the write that they tell of. */
export function createNotifier(kernel: Kernel): Notifier {
  const deliver = createDelivery(kernel, { principal: 's3.amazonaws.com', source: 'aws.s3' });
  const notify = (bucket: Bucket, event: ObjectEvent): void => {
    for (const notification of [...bucket.notifications.values()].flat()) {
      if (!notification.wants(event.name, event.version.key)) continue;
      const { destination } = notification;
      const bridged = destination.kind === 'eventbridge';
      const content = bridged
        ? detailOf(kernel, bucket, event)
        : { Records: [recordOf(kernel, bucket, notification, event)] };
      const title = bridged ? (DETAIL_TYPES[event.name.split(':')[0] ?? ''] ?? '') : SUBJECT;
      deliver({ destination, sourceArn: bucket.arn, body: JSON.stringify(content), title });
    }
  };
  const test: Notifier['test'] = (bucket, { destination }) => {
    if (destination.kind !== 'sqs' && destination.kind !== 'sns') return;
    const { changes } = kernel.store.run(
      'INSERT OR IGNORE INTO s3_tested_destinations (bucket, destination) VALUES (?, ?)',
      bucket.name,
      destination.arn,
    );
    if (changes === 0) return;
    const message = {
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Time: new Date(kernel.now()).toISOString(),
      Bucket: bucket.name,
      RequestId: kernel.uuid(),
      HostId: kernel.uuid(),
    };
    deliver({ destination, sourceArn: bucket.arn, body: JSON.stringify(message), title: SUBJECT });
  };
  return Object.assign(notify, { test });
}
