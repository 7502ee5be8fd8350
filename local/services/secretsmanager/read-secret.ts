import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { findSecret, findVersion, notFound, stagesByVersion, usableSecret, versionAt } from './secret-store.ts';
import type { Secret } from './secret-store.ts';

/** Which version is meant: by id, by stage, or the current one. */
function wantedVersion(kernel: Kernel, secret: Secret, input: { VersionId?: string; VersionStage?: string }): string {
  const { VersionId: id, VersionStage: stage } = input;
  if (id === undefined) {
    const at = versionAt(kernel, secret.arn, stage ?? 'AWSCURRENT');
    if (at !== undefined) return at;
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for staging label: ${stage ?? 'AWSCURRENT'}`,
    );
  }
  if (stage !== undefined && versionAt(kernel, secret.arn, stage) !== id) {
    throw new AwsError(
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    );
  }
  return id;
}

export function getSecretValue(kernel: Kernel, input: any): object {
  const secret = usableSecret(kernel, input.SecretId);
  const id = wantedVersion(kernel, secret, input);
  const version = findVersion(kernel, secret.arn, id);
  if (version === undefined) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for VersionId: ${id}`,
    );
  }
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    ...(version.text === null ? { SecretBinary: version.bytes } : { SecretString: version.text }),
    VersionStages: stagesByVersion(kernel, secret.arn).get(id) ?? [],
    CreatedDate: new Date(version.created_at),
  };
}

export function describeSecret(kernel: Kernel, input: any): object {
  refuseUnknown('DescribeSecret', input, ['SecretId']);
  const secret = findSecret(kernel, input.SecretId);
  if (secret === undefined) throw notFound();
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description === null ? {} : { Description: secret.description }),
    ...(secret.key_id === null ? {} : { KmsKeyId: secret.key_id }),
    Tags: JSON.parse(secret.tags),
    CreatedDate: new Date(secret.created_at),
    LastChangedDate: new Date(secret.changed_at),
    ...(secret.deleted_at === null ? {} : { DeletedDate: new Date(secret.deleted_at) }),
    VersionIdsToStages: Object.fromEntries(stagesByVersion(kernel, secret.arn)),
  };
}

export function batchGet(kernel: Kernel, input: any): object {
  refuseUnknown('BatchGetSecretValue', input, ['SecretIdList']);
  const ids: readonly string[] = input.SecretIdList;
  const SecretValues: object[] = [];
  const Errors: object[] = [];
  for (const SecretId of ids) {
    try {
      SecretValues.push(getSecretValue(kernel, { SecretId }));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Errors.push({ SecretId, ErrorCode: error.name, Message: error.message });
    }
  }
  return { SecretValues, Errors };
}
