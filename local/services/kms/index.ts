import type { Kernel, PolicyDocument, ResourceType, Service } from '../../kernel/types.ts';
import { refuseOther } from '../refuse-unknown.ts';
import { declareAlias, declareKey, isKeySpec, openKeyStore } from './key-store.ts';
import { createOperations } from './operations.ts';

export { resolveKeyArn } from './key-store.ts';
export { keyRequests } from './via-service.ts';

/** What a key has whose policy is not given: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
const defaultPolicy = (account: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
});

function keyType(kernel: Kernel): ResourceType {
  return {
    type: 'AWS::KMS::Key',
    properties: ['Description', 'Enabled', 'KeyPolicy', 'KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
    ignored: {
      BypassPolicyLockoutSafetyCheck: 'the owner of the machine cannot be locked out',
      EnableKeyRotation: 'new key material is not seen by callers on AWS either',
      PendingWindowInDays: 'keys are not deleted here',
      RotationPeriodInDays: 'new key material is not seen by callers on AWS either',
      Tags: 'no policy condition on tags is accepted',
    },
    create: ({ stack, logicalId, properties }) => {
      const spec: string = properties.KeySpec ?? 'SYMMETRIC_DEFAULT';
      const usage = spec.startsWith('HMAC_') ? 'GENERATE_VERIFY_MAC' : 'ENCRYPT_DECRYPT';
      refuseOther(`KeySpec ${spec} of AWS::KMS::Key:`, isKeySpec(spec), true);
      refuseOther('KeyUsage of AWS::KMS::Key', properties.KeyUsage ?? 'ENCRYPT_DECRYPT', usage);
      refuseOther('MultiRegion of AWS::KMS::Key', properties.MultiRegion ?? false, false);
      refuseOther('Origin of AWS::KMS::Key', properties.Origin ?? 'AWS_KMS', 'AWS_KMS');
      const id = declareKey(kernel, {
        owner: `${stack}/${logicalId}`,
        spec,
        usage,
        enabled: properties.Enabled ?? true,
        description: properties.Description ?? '',
      });
      const arn = kernel.arn('kms', `key/${id}`);
      kernel.access.addResourcePolicy(arn, properties.KeyPolicy ?? defaultPolicy(kernel.account));
      return { ref: id, attributes: { Arn: arn, KeyId: id } };
    },
  };
}

function aliasType(kernel: Kernel): ResourceType {
  return {
    type: 'AWS::KMS::Alias',
    properties: ['AliasName', 'TargetKeyId'],
    create: ({ properties }) => {
      const target: string = properties.TargetKeyId;
      declareAlias(kernel, properties.AliasName, target.split('key/').at(-1) ?? target);
      return { ref: properties.AliasName };
    },
  };
}

/** Symmetric and HMAC keys with real cryptography; the key material is kept in the store. */
export function createKms(kernel: Kernel): Service {
  openKeyStore(kernel);
  return {
    name: 'kms',
    operations: createOperations(kernel),
    resourceTypes: [keyType(kernel), aliasType(kernel)],
  };
}
