import type { Bucket } from './bucket.ts';
import type { S3 } from './context.ts';
import { deleteLatest, deleteVersion, isLocked } from './delete-object.ts';
import type { LifecycleRule } from './lifecycle-rules.ts';
import { listVersions } from './object-store.ts';
import type { ObjectVersion } from './object-store.ts';

const DAY = 86_400_000;
const PAGE = 500;

/**
 * Days are counted from the creation and rounded up to the next midnight UTC.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days
 */
export const dueAfter = (since: number, days: number): number => Math.ceil((since + days * DAY) / DAY) * DAY;

const covers = (rule: LifecycleRule, version: ObjectVersion): boolean => {
  if (!version.key.startsWith(rule.prefix)) return false;
  if (rule.tags.length === 0) return true;
  const tags: readonly { Key: string; Value: string }[] = JSON.parse(version.tags);
  return rule.tags.every(({ Key, Value }) => tags.some((tag) => tag.Key === Key && tag.Value === Value));
};

/** When the rule ends this version; undefined: not as things are. `newer` is how many noncurrent versions of the key are younger. */
function endOf(rule: LifecycleRule, version: ObjectVersion, newer: number, alone: boolean): number | undefined {
  if (!covers(rule, version)) return undefined;
  if (version.is_latest === 0) {
    if (rule.noncurrentDays === undefined || newer < rule.newerNoncurrent) return undefined;
    return dueAfter(version.noncurrent_at ?? version.modified_at, rule.noncurrentDays);
  }
  if (version.delete_marker === 1) {
    // A marker that hides nothing any more.
    return rule.expiredDeleteMarkers && alone ? dueAfter(version.modified_at, 1) : undefined;
  }
  return rule.expirationDays === undefined ? undefined : dueAfter(version.modified_at, rule.expirationDays);
}

function end(s3: S3, bucket: Bucket, version: ObjectVersion): void {
  if (version.is_latest === 1 && version.delete_marker === 0) {
    deleteLatest(s3, bucket, version.key, 'Lifecycle Expiration');
  } else {
    deleteVersion(s3, bucket, version, 'Lifecycle Expiration');
  }
}

interface Ending {
  readonly version: ObjectVersion;
  readonly at: number;
}

/** Each version that a rule will end, with the moment. */
function* endings(s3: S3, bucket: Bucket): Generator<Ending> {
  let after = { key: '', ord: 0 };
  let key = '';
  let newer = 0;
  for (;;) {
    const page = listVersions(s3.kernel, bucket.name, '', after, PAGE);
    for (const [index, version] of page.entries()) {
      newer = version.key === key ? newer : 0;
      key = version.key;
      const follower = page[index + 1] ?? listVersions(s3.kernel, bucket.name, key, { key, ord: version.ord }, 1)[0];
      const moments = bucket.lifecycle.map((rule) => endOf(rule, version, newer, follower?.key !== key));
      const at = Math.min(...moments.map((moment) => moment ?? Infinity));
      if (at < Infinity)
        yield { version, at: isLocked(s3.kernel, version, false) ? Math.max(at, version.retain_until ?? 0) : at };
      if (version.is_latest === 0) newer += 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = { key: last.key, ord: last.ord };
  }
}

/** Ends what is due. Gives the next moment at which something will be, as far as is known now. */
export function expireObjects(s3: S3, bucket: Bucket): number | undefined {
  const now = s3.kernel.now();
  // What is ended now changes what follows, so all is looked at before anything goes.
  const due = [...endings(s3, bucket)].filter(({ at }) => at <= now);
  for (const { version } of due) end(s3, bucket, version);
  let next: number | undefined;
  for (const { at } of endings(s3, bucket)) next = Math.min(next ?? Infinity, Math.max(at, now + 1));
  return next;
}

/** The earliest moment at which an object that is written or hidden now could fall under a rule. */
export function earliestExpiry(bucket: Bucket, now: number): number | undefined {
  const days = bucket.lifecycle.flatMap((rule) => [
    ...(rule.expirationDays === undefined ? [] : [rule.expirationDays]),
    ...(rule.noncurrentDays === undefined ? [] : [rule.noncurrentDays]),
    ...(rule.expiredDeleteMarkers ? [1] : []),
  ]);
  return days.length === 0 ? undefined : dueAfter(now, Math.min(...days));
}
