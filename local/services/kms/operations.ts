import { AwsError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Kernel, Operation } from '../../kernel/types.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import { decrypt, encrypt, keyIdOf, mac, sameMac } from './cipher.ts';
import type { EncryptionContext } from './cipher.ts';
import { findKey, randomBytes, resolveKeyArn } from './key-store.ts';
import type { Key } from './key-store.ts';
import { encryptionContextKeys } from './via-service.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html and API_GenerateMac.html */
const MAX_BYTES = 4096;
const NONCE_BYTES = 12;

function bytesOf(value: unknown, member: string): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length < 1 || value.length > MAX_BYTES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length between 1 and ${MAX_BYTES}`,
    );
  }
  return value;
}

function usableKey(kernel: Kernel, keyId: string, usage: string): Key {
  const key = findKey(kernel, keyId);
  if (!key.enabled) throw new AwsError('DisabledException', `${key.arn} is disabled.`);
  if (key.usage !== usage) {
    throw new AwsError(
      'InvalidKeyUsageException',
      `${key.arn} key usage is ${key.usage} which is not valid for this operation.`,
    );
  }
  return key;
}

function requestOf(
  kernel: Kernel,
  action: string,
  keyId: string,
  context: EncryptionContext = {},
): readonly AuthorizationRequest[] {
  return [{ action: `kms:${action}`, resource: resolveKeyArn(kernel, keyId), context: encryptionContextKeys(context) }];
}

function dataKeyLength(input: { KeySpec?: string; NumberOfBytes?: number }): number {
  if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined)) {
    throw new AwsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  if (input.NumberOfBytes !== undefined) return input.NumberOfBytes;
  refuseOther('KeySpec of GenerateDataKey', input.KeySpec, 'AES_256', 'AES_128');
  return input.KeySpec === 'AES_256' ? 32 : 16;
}

function metadataOf(kernel: Kernel, key: Key): object {
  return {
    AWSAccountId: kernel.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: key.enabled,
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.enabled ? 'Enabled' : 'Disabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: key.spec,
    CustomerMasterKeySpec: key.spec,
    ...(key.usage === 'ENCRYPT_DECRYPT'
      ? { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] }
      : { MacAlgorithms: [macAlgorithm(key)] }),
    MultiRegion: false,
  };
}

const macAlgorithm = (key: Key): string => key.spec.replace('HMAC_', 'HMAC_SHA_');

function macKey(kernel: Kernel, input: any): Key {
  const key = usableKey(kernel, input.KeyId, 'GENERATE_VERIFY_MAC');
  if (input.MacAlgorithm !== macAlgorithm(key)) {
    throw new AwsError(
      'InvalidKeyUsageException',
      `Algorithm ${input.MacAlgorithm} is incompatible with key spec ${key.spec}.`,
    );
  }
  return key;
}

export function createOperations(kernel: Kernel): Readonly<Record<string, Operation>> {
  const count = (key: Key): void => {
    kernel.meter.count('kms', 'Requests', 1, key.id);
  };
  const seal = (key: Key, plaintext: Uint8Array, context: EncryptionContext = {}): Uint8Array =>
    encrypt(key, plaintext, context, randomBytes(kernel, NONCE_BYTES));

  return {
    Encrypt: {
      authorize: (input) => requestOf(kernel, 'Encrypt', input.KeyId, input.EncryptionContext),
      run: (input) => {
        refuseUnknown('Encrypt', input, ['KeyId', 'Plaintext', 'EncryptionContext', 'EncryptionAlgorithm']);
        refuseOther('EncryptionAlgorithm', input.EncryptionAlgorithm, undefined, 'SYMMETRIC_DEFAULT');
        const plaintext = bytesOf(input.Plaintext, 'plaintext');
        const key = usableKey(kernel, input.KeyId, 'ENCRYPT_DECRYPT');
        count(key);
        return {
          KeyId: key.arn,
          CiphertextBlob: seal(key, plaintext, input.EncryptionContext),
          EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        };
      },
    },
    Decrypt: {
      authorize: (input) => requestOf(kernel, 'Decrypt', keyIdOf(input.CiphertextBlob), input.EncryptionContext),
      run: (input) => {
        refuseUnknown('Decrypt', input, ['KeyId', 'CiphertextBlob', 'EncryptionContext', 'EncryptionAlgorithm']);
        refuseOther('EncryptionAlgorithm', input.EncryptionAlgorithm, undefined, 'SYMMETRIC_DEFAULT');
        const key = usableKey(kernel, keyIdOf(input.CiphertextBlob), 'ENCRYPT_DECRYPT');
        if (input.KeyId !== undefined && resolveKeyArn(kernel, input.KeyId) !== key.arn) {
          throw new AwsError(
            'IncorrectKeyException',
            'The key ID in the request does not identify a CMK that can perform this operation.',
          );
        }
        const plaintext = decrypt(key, input.CiphertextBlob, input.EncryptionContext ?? {});
        count(key);
        return { KeyId: key.arn, Plaintext: plaintext, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
      },
    },
    GenerateDataKey: {
      authorize: (input) => requestOf(kernel, 'GenerateDataKey', input.KeyId, input.EncryptionContext),
      run: (input) => {
        refuseUnknown('GenerateDataKey', input, ['KeyId', 'KeySpec', 'NumberOfBytes', 'EncryptionContext']);
        const length = dataKeyLength(input);
        const key = usableKey(kernel, input.KeyId, 'ENCRYPT_DECRYPT');
        const plaintext = randomBytes(kernel, length);
        count(key);
        return { KeyId: key.arn, Plaintext: plaintext, CiphertextBlob: seal(key, plaintext, input.EncryptionContext) };
      },
    },
    GenerateMac: {
      authorize: (input) => requestOf(kernel, 'GenerateMac', input.KeyId),
      run: (input) => {
        refuseUnknown('GenerateMac', input, ['KeyId', 'Message', 'MacAlgorithm']);
        const message = bytesOf(input.Message, 'message');
        const key = macKey(kernel, input);
        count(key);
        return { KeyId: key.arn, Mac: mac(key, message), MacAlgorithm: input.MacAlgorithm };
      },
    },
    VerifyMac: {
      authorize: (input) => requestOf(kernel, 'VerifyMac', input.KeyId),
      run: (input) => {
        refuseUnknown('VerifyMac', input, ['KeyId', 'Message', 'Mac', 'MacAlgorithm']);
        const message = bytesOf(input.Message, 'message');
        const key = macKey(kernel, input);
        count(key);
        if (!sameMac(mac(key, message), input.Mac)) throw new AwsError('KMSInvalidMacException', 'UnknownError');
        return { KeyId: key.arn, MacValid: true, MacAlgorithm: input.MacAlgorithm };
      },
    },
    DescribeKey: {
      authorize: (input) => requestOf(kernel, 'DescribeKey', input.KeyId),
      run: (input) => {
        refuseUnknown('DescribeKey', input, ['KeyId']);
        const key = findKey(kernel, input.KeyId);
        count(key);
        return { KeyMetadata: metadataOf(kernel, key) };
      },
    },
  };
}
