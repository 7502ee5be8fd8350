import { AwsError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Kernel, Operation } from '../../kernel/types.ts';
import { keyRequests } from '../kms/index.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { batchGet, describeSecret, getSecretValue } from './read-secret.ts';
import {
  addVersion,
  findSecret,
  findVersion,
  insertSecret,
  markDeleted,
  notFound,
  removeSecret,
  setStage,
  stagesByVersion,
  updateSecret,
  usableSecret,
  versionAt,
} from './secret-store.ts';
import type { SecretValue } from './secret-store.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const MAX_BYTES = 65_536;
const DAY = 86_400_000;
export const DELETE_JOB = 'secretsmanager.delete';

type Actions = Parameters<typeof keyRequests>[3];

function requestsOf(
  kernel: Kernel,
  action: string,
  input: any,
  keyActions: Actions = [],
): readonly AuthorizationRequest[] {
  const secret = findSecret(kernel, input.SecretId);
  const context: Record<string, string> = { 'secretsmanager:SecretId': secret?.arn ?? input.SecretId };
  if (typeof input.VersionStage === 'string') context['secretsmanager:VersionStage'] = input.VersionStage;
  if (typeof input.VersionId === 'string') context['secretsmanager:VersionId'] = input.VersionId;
  const resource =
    secret?.arn ??
    (input.SecretId.startsWith('arn:') ? input.SecretId : kernel.arn('secretsmanager', `secret:${input.SecretId}`));
  return [
    { action: `secretsmanager:${action}`, resource, context },
    ...keysOf(kernel, input.KmsKeyId ?? secret?.key_id, resource, keyActions),
  ];
}

const keysOf = (
  kernel: Kernel,
  keyId: string | null | undefined,
  arn: string,
  actions: Actions,
): readonly AuthorizationRequest[] =>
  keyRequests(kernel, keyId ?? undefined, 'secretsmanager', actions, { SecretARN: arn });

function valueOf(input: any): SecretValue | undefined {
  const { SecretString: text, SecretBinary: bytes } = input;
  if (text === undefined && bytes === undefined) return undefined;
  if (text !== undefined && bytes !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  if (Buffer.byteLength(text ?? bytes) > MAX_BYTES) {
    throw new AwsError('InvalidParameterException', `The secret value exceeds ${MAX_BYTES} bytes.`);
  }
  return { text, bytes };
}

function createSecret(kernel: Kernel, input: any): object {
  refuseUnknown('CreateSecret', input, [
    'Name',
    'ClientRequestToken',
    'Description',
    'KmsKeyId',
    'SecretString',
    'SecretBinary',
    'Tags',
  ]);
  const value = valueOf(input);
  const id: string = input.ClientRequestToken ?? kernel.uuid();
  const known = findSecret(kernel, input.Name);
  if (known !== undefined) {
    usableSecret(kernel, input.Name);
    if (findVersion(kernel, known.arn, id) === undefined) {
      throw new AwsError(
        'ResourceExistsException',
        `The operation failed because the secret ${input.Name} already exists.`,
      );
    }
  }
  const secret =
    known ??
    insertSecret(kernel, { name: input.Name, description: input.Description, keyId: input.KmsKeyId, tags: input.Tags });
  if (value !== undefined) addVersion(kernel, secret.arn, id, value, ['AWSCURRENT']);
  return { ARN: secret.arn, Name: secret.name, ...(value === undefined ? {} : { VersionId: id }) };
}

function putSecretValue(kernel: Kernel, input: any): object {
  refuseUnknown('PutSecretValue', input, [
    'SecretId',
    'ClientRequestToken',
    'SecretString',
    'SecretBinary',
    'VersionStages',
  ]);
  const value = valueOf(input);
  if (value === undefined) {
    throw new AwsError('InvalidRequestException', 'You must provide either SecretString or SecretBinary.');
  }
  const secret = usableSecret(kernel, input.SecretId);
  const id: string = input.ClientRequestToken ?? kernel.uuid();
  addVersion(kernel, secret.arn, id, value, input.VersionStages ?? ['AWSCURRENT']);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    VersionStages: stagesByVersion(kernel, secret.arn).get(id) ?? [],
  };
}

function update(kernel: Kernel, input: any): object {
  refuseUnknown('UpdateSecret', input, [
    'SecretId',
    'ClientRequestToken',
    'Description',
    'KmsKeyId',
    'SecretString',
    'SecretBinary',
  ]);
  const value = valueOf(input);
  const secret = usableSecret(kernel, input.SecretId);
  const id: string = input.ClientRequestToken ?? kernel.uuid();
  if (value !== undefined) addVersion(kernel, secret.arn, id, value, ['AWSCURRENT']);
  updateSecret(kernel, secret.arn, { description: input.Description, keyId: input.KmsKeyId });
  return { ARN: secret.arn, Name: secret.name, ...(value === undefined ? {} : { VersionId: id }) };
}

function moveStage(kernel: Kernel, input: any): object {
  refuseUnknown('UpdateSecretVersionStage', input, [
    'SecretId',
    'VersionStage',
    'RemoveFromVersionId',
    'MoveToVersionId',
  ]);
  const { VersionStage: stage, RemoveFromVersionId: from, MoveToVersionId: to } = input;
  const secret = usableSecret(kernel, input.SecretId);
  const at = versionAt(kernel, secret.arn, stage);
  if (at !== undefined && at !== to && at !== from) {
    throw new AwsError(
      'InvalidParameterException',
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${at}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  if (stage === 'AWSCURRENT' && to === undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.',
    );
  }
  if (to !== undefined && findVersion(kernel, secret.arn, to) === undefined) throw notFound();
  setStage(kernel, secret.arn, stage, to);
  return { ARN: secret.arn, Name: secret.name };
}

function deleteSecret(kernel: Kernel, input: any): object {
  refuseUnknown('DeleteSecret', input, ['SecretId', 'RecoveryWindowInDays', 'ForceDeleteWithoutRecovery']);
  const { RecoveryWindowInDays: days = 30, ForceDeleteWithoutRecovery: force } = input;
  if (force === true && input.RecoveryWindowInDays !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (days < 7 || days > 30) {
    throw new AwsError(
      'InvalidParameterException',
      'RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
    );
  }
  const secret = usableSecret(kernel, input.SecretId);
  const deletesAt = force === true ? kernel.now() : kernel.now() + days * DAY;
  if (force === true) {
    removeSecret(kernel, secret.arn);
  } else {
    markDeleted(kernel, secret.arn, deletesAt);
    kernel.jobs.add(DELETE_JOB, deletesAt, { arn: secret.arn }, secret.arn);
  }
  return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(deletesAt) };
}

function restoreSecret(kernel: Kernel, input: any): object {
  refuseUnknown('RestoreSecret', input, ['SecretId']);
  const secret = findSecret(kernel, input.SecretId);
  if (secret === undefined) throw notFound();
  kernel.jobs.cancel(DELETE_JOB, secret.arn);
  markDeleted(kernel, secret.arn, null);
  return { ARN: secret.arn, Name: secret.name };
}

/** Writing a secret needs both: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
const WRITE_KEY: Actions = ['kms:GenerateDataKey', 'kms:Decrypt'];

export function createOperations(kernel: Kernel): Readonly<Record<string, Operation>> {
  const operation = (
    name: string,
    run: (kernel: Kernel, input: any) => object,
    keyActions: Actions = [],
  ): [string, Operation] => [
    name,
    {
      authorize: (input) => requestsOf(kernel, name, input, keyActions),
      run: (input) => {
        kernel.meter.count('secretsmanager', 'Requests', 1);
        return run(kernel, input);
      },
    },
  ];
  const get: typeof getSecretValue = (_, input) => {
    refuseUnknown('GetSecretValue', input, ['SecretId', 'VersionId', 'VersionStage']);
    return getSecretValue(kernel, input);
  };
  return {
    ...Object.fromEntries([
      operation('GetSecretValue', get, ['kms:Decrypt']),
      operation('PutSecretValue', putSecretValue, WRITE_KEY),
      operation('UpdateSecret', update, WRITE_KEY),
      operation('UpdateSecretVersionStage', moveStage),
      operation('DescribeSecret', describeSecret),
      operation('DeleteSecret', deleteSecret),
      operation('RestoreSecret', restoreSecret),
    ]),
    CreateSecret: {
      authorize: (input) => {
        // The suffix is not yet known; policies name it with wildcards, which any six characters match.
        const resource = kernel.arn('secretsmanager', `secret:${input.Name}-xxxxxx`);
        return [
          { action: 'secretsmanager:CreateSecret', resource },
          ...keysOf(kernel, input.KmsKeyId, resource, WRITE_KEY),
        ];
      },
      run: (input) => {
        kernel.meter.count('secretsmanager', 'Requests', 1);
        return createSecret(kernel, input);
      },
    },
    BatchGetSecretValue: {
      authorize: (input) => [
        { action: 'secretsmanager:BatchGetSecretValue', resource: '*' },
        ...input.SecretIdList.flatMap((SecretId: string) =>
          requestsOf(kernel, 'GetSecretValue', { SecretId }, ['kms:Decrypt']),
        ),
      ],
      run: (input) => {
        kernel.meter.count('secretsmanager', 'Requests', 1);
        return batchGet(kernel, input);
      },
    },
  };
}
