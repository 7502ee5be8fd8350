import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '../../local/kernel/errors.ts';
import type { Principal } from '../../local/kernel/types.ts';
import { createAccess } from '../../local/services/iam/index.ts';
import { createKms } from '../../local/services/kms/index.ts';
import { testKernel } from '../support/kernel.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Worker';
const worker: Principal = { kind: 'role', roleArn: ROLE };

function open(properties: object = {}) {
  const access = createAccess('111122223333', 'eu-central-1');
  const engine = testKernel((kernel) => [createKms(kernel)], { access });
  const { ref, attributes } = engine.provision('AWS::KMS::Key', 'Key', properties);
  engine.provision('AWS::KMS::Alias', 'Alias', { AliasName: 'alias/app', TargetKeyId: attributes?.['Arn'] });
  const call = (operation: string, input: object, principal?: Principal) =>
    engine.call('kms', operation, input, principal);
  return { engine, access, id: ref, arn: String(attributes?.['Arn']), call };
}
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array) => new TextDecoder().decode(value);

// https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html, API_Decrypt.html
describe('Encrypt and Decrypt', () => {
  test.each(['id', 'ARN', 'alias', 'alias ARN'])('by %s, also after a restart', async (way) => {
    const { engine, id, arn, call } = open();
    const names = { id, ARN: arn, alias: 'alias/app', 'alias ARN': 'arn:aws:kms:eu-central-1:111122223333:alias/app' };
    const { CiphertextBlob, KeyId } = await call('Encrypt', {
      KeyId: names[way as keyof typeof names],
      Plaintext: bytes('pallet 7'),
    });
    expect(KeyId).toBe(arn);
    expect(Buffer.from(CiphertextBlob).includes('pallet')).toBe(false);
    engine.restart();
    const { Plaintext } = await call('Decrypt', { CiphertextBlob });
    expect(text(Plaintext)).toBe('pallet 7');
  });

  test('the encryption context must be the same, in any order', async () => {
    const { id, call } = open();
    const { CiphertextBlob } = await call('Encrypt', {
      KeyId: id,
      Plaintext: bytes('x'),
      EncryptionContext: { a: '1', b: '2' },
    });
    const { Plaintext } = await call('Decrypt', { CiphertextBlob, EncryptionContext: { b: '2', a: '1' } });
    expect(text(Plaintext)).toBe('x');
    for (const EncryptionContext of [undefined, { a: '1' }, { a: '1', b: '3' }]) {
      await expect(call('Decrypt', { CiphertextBlob, EncryptionContext })).rejects.toMatchObject({
        name: 'InvalidCiphertextException',
      });
    }
  });

  test('a ciphertext that was touched is refused', async () => {
    const { id, call } = open();
    const { CiphertextBlob } = await call('Encrypt', { KeyId: id, Plaintext: bytes('xyz') });
    CiphertextBlob[CiphertextBlob.length - 1] ^= 1;
    await expect(call('Decrypt', { CiphertextBlob })).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    await expect(call('Decrypt', { CiphertextBlob: bytes('nonsense') })).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });

  test('failures have their names', async () => {
    const { engine, id, call } = open();
    const other = engine.provision('AWS::KMS::Key', 'Other', {}).ref;
    const off = engine.provision('AWS::KMS::Key', 'Off', { Enabled: false }).ref;
    const Plaintext = bytes('x');
    const { CiphertextBlob } = await call('Encrypt', { KeyId: id, Plaintext });
    await expect(call('Decrypt', { CiphertextBlob, KeyId: other })).rejects.toMatchObject({
      name: 'IncorrectKeyException',
    });
    await expect(call('Encrypt', { KeyId: off, Plaintext })).rejects.toMatchObject({ name: 'DisabledException' });
    await expect(call('Encrypt', { KeyId: 'none', Plaintext })).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(call('Encrypt', { KeyId: 'alias/none', Plaintext })).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    await expect(call('Encrypt', { KeyId: id, Plaintext: new Uint8Array(4097) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(call('Encrypt', { KeyId: id, Plaintext, GrantTokens: ['x'] })).rejects.toThrow(UnsupportedError);
  });
});

// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
test('a data key comes in plain and encrypted', async () => {
  const { call, id } = open();
  const { Plaintext, CiphertextBlob } = await call('GenerateDataKey', { KeyId: id, KeySpec: 'AES_256' });
  expect(Plaintext).toHaveLength(32);
  expect((await call('Decrypt', { CiphertextBlob })).Plaintext).toEqual(Plaintext);
  await expect(call('GenerateDataKey', { KeyId: id })).rejects.toMatchObject({ name: 'ValidationException' });
});

// https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html, API_VerifyMac.html
test('HMAC keys', async () => {
  const { engine, id, call } = open();
  const KeyId = engine.provision('AWS::KMS::Key', 'Mac', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }).ref;
  const Message = bytes('reply 4711');
  const { Mac } = await call('GenerateMac', { KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' });
  expect(Mac).toHaveLength(32);
  const material = engine.kernel.store.get<{ material: Uint8Array }>(
    'SELECT material FROM kms_keys WHERE id = ?',
    KeyId,
  )?.material;
  expect(Buffer.from(Mac)).toEqual(
    createHmac('sha256', material ?? '')
      .update(Message)
      .digest(),
  );
  expect(await call('VerifyMac', { KeyId, Message, Mac, MacAlgorithm: 'HMAC_SHA_256' })).toMatchObject({
    MacValid: true,
  });
  await expect(
    call('VerifyMac', { KeyId, Message: bytes('reply 4712'), Mac, MacAlgorithm: 'HMAC_SHA_256' }),
  ).rejects.toMatchObject({
    name: 'KMSInvalidMacException',
  });
  await expect(call('GenerateMac', { KeyId, Message, MacAlgorithm: 'HMAC_SHA_512' })).rejects.toMatchObject({
    name: 'InvalidKeyUsageException',
  });
  await expect(call('Encrypt', { KeyId, Plaintext: Message })).rejects.toMatchObject({
    name: 'InvalidKeyUsageException',
  });
  await expect(call('GenerateMac', { KeyId: id, Message, MacAlgorithm: 'HMAC_SHA_256' })).rejects.toMatchObject({
    name: 'InvalidKeyUsageException',
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
test('the key policy decides, and delegates by default', async () => {
  const { access, arn, id, call } = open();
  access.addRole(ROLE, {
    trust: { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } },
  });
  const encrypt = (context?: Record<string, string>) =>
    call('Encrypt', { KeyId: id, Plaintext: bytes('x'), EncryptionContext: context }, worker);
  await expect(encrypt()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  access.addIdentityPolicy(ROLE, {
    Statement: {
      Effect: 'Allow',
      Action: 'kms:Encrypt',
      Resource: arn,
      Condition: { StringEquals: { 'kms:EncryptionContext:tenant': 'a' } },
    },
  });
  await expect(encrypt()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(encrypt({ tenant: 'b' })).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(await encrypt({ tenant: 'a' })).toHaveProperty('CiphertextBlob');
});

test.each([{ KeySpec: 'RSA_2048' }, { MultiRegion: true }, { Origin: 'EXTERNAL' }, { KeySpec: 'HMAC_256' }])(
  '%j is refused',
  (properties) => {
    expect(() => open(properties)).toThrow(UnsupportedError);
  },
);

test('DescribeKey, and requests are counted', async () => {
  const { engine, id, arn, call } = open({ Description: 'cases' });
  const { KeyMetadata } = await call('DescribeKey', { KeyId: 'alias/app' });
  expect(KeyMetadata).toMatchObject({ KeyId: id, Arn: arn, Description: 'cases', KeyState: 'Enabled' });
  expect(engine.kernel.meter.totals()).toEqual([{ service: 'kms', unit: 'Requests', resource: id, amount: 1 }]);
});
