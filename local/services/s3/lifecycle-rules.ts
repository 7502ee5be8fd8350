import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html */
export interface LifecycleRule {
  readonly prefix: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly expirationDays: number | undefined;
  readonly noncurrentDays: number | undefined;
  /** So many noncurrent versions stay whatever their age. */
  readonly newerNoncurrent: number;
  readonly expiredDeleteMarkers: boolean;
}

/** Settings about storage classes and uploads in parts: neither exists here. */
const MEANINGLESS = [
  'AbortIncompleteMultipartUpload',
  'NoncurrentVersionTransition',
  'NoncurrentVersionTransitions',
  'Transition',
  'Transitions',
];

export function parseLifecycle(setting: any): readonly LifecycleRule[] {
  // The minimum size is about transitions only.
  refuseUnknown('LifecycleConfiguration', setting, ['Rules', 'TransitionDefaultMinimumObjectSize']);
  const rules: readonly any[] = setting?.Rules ?? [];
  return rules.filter((rule) => rule.Status === 'Enabled').map(parseRule);
}

function parseRule(rule: any): LifecycleRule {
  refuseUnknown('a lifecycle rule', rule, [
    'ExpirationInDays',
    'ExpiredObjectDeleteMarker',
    'Id',
    'NoncurrentVersionExpiration',
    'NoncurrentVersionExpirationInDays',
    'Prefix',
    'Status',
    'TagFilters',
    ...MEANINGLESS,
  ]);
  const noncurrent = rule.NoncurrentVersionExpiration;
  refuseUnknown('NoncurrentVersionExpiration', noncurrent, ['NewerNoncurrentVersions', 'NoncurrentDays']);
  refuseOther('ExpiredObjectDeleteMarker', rule.ExpiredObjectDeleteMarker, undefined, true, false);
  return {
    prefix: rule.Prefix ?? '',
    tags: rule.TagFilters ?? [],
    expirationDays: rule.ExpirationInDays,
    noncurrentDays: noncurrent?.NoncurrentDays ?? rule.NoncurrentVersionExpirationInDays,
    newerNoncurrent: noncurrent?.NewerNoncurrentVersions ?? 0,
    expiredDeleteMarkers: rule.ExpiredObjectDeleteMarker === true,
  };
}
