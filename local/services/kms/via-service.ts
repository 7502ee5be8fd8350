import type { AuthorizationRequest, Kernel } from '../../kernel/types.ts';
import { resolveKeyArn } from './key-store.ts';

/**
 * What a caller must be allowed on the customer managed key of an encrypted resource, when a service uses the key for him. AWS managed keys
 * (`alias/aws/s3`) ask nothing of the caller.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 *
 * `service` is the part of `kms:ViaService` before the Region: `s3`, `sqs`, `dynamodb`, `secretsmanager`, `ssm`, `sns`.
 */
export function keyRequests(
  kernel: Kernel,
  keyId: string | undefined,
  service: string,
  actions: readonly `kms:${'GenerateDataKey' | 'Decrypt' | 'Encrypt' | 'ReEncryptFrom' | 'ReEncryptTo'}`[],
  encryptionContext: Readonly<Record<string, string>> = {},
): readonly AuthorizationRequest[] {
  if (keyId === undefined || /(?:^|:)alias\/aws\//.test(keyId)) return [];
  const resource = resolveKeyArn(kernel, keyId);
  const context = {
    'kms:ViaService': `${service}.${kernel.region}.amazonaws.com`,
    ...encryptionContextKeys(encryptionContext),
  };
  return actions.map((action) => ({ action, resource, context }));
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context */
export function encryptionContextKeys(
  encryptionContext: Readonly<Record<string, string>>,
): Readonly<Record<string, string | readonly string[]>> {
  const entries = Object.entries(encryptionContext);
  if (entries.length === 0) return {};
  return {
    ...Object.fromEntries(entries.map(([key, value]) => [`kms:EncryptionContext:${key}`, value])),
    'kms:EncryptionContextKeys': entries.map(([key]) => key),
  };
}
