import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '../../local/kernel/errors.ts';
import { createAccess } from '../../local/services/iam/index.ts';
import { createKms } from '../../local/services/kms/index.ts';
import { createSecretsManager } from '../../local/services/secretsmanager/index.ts';
import { testKernel } from '../support/kernel.ts';

const DAY = 86_400_000;
const ROLE = 'arn:aws:iam::111122223333:role/Reader';

function open() {
  const access = createAccess('111122223333', 'eu-central-1');
  access.addRole(ROLE, {
    trust: { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } },
  });
  const engine = testKernel((kernel) => [createKms(kernel), createSecretsManager(kernel)], { access });
  const call = (operation: string, input: object) => engine.call('secretsmanager', operation, input);
  const read = async (SecretId: string, more: object = {}) =>
    (await call('GetSecretValue', { SecretId, ...more })).SecretString;
  return { access, engine, call, read };
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
describe('a secret of the template', () => {
  test('its ARN ends in six characters and stays over a restart, as does its value', async () => {
    const { engine, read } = open();
    const { ref } = engine.provision('AWS::SecretsManager::Secret', 'Slack', {
      Name: 'slack',
      GenerateSecretString: {},
    });
    expect(ref).toMatch(/^arn:aws:secretsmanager:eu-central-1:111122223333:secret:slack-[A-Za-z0-9]{6}$/);
    const value = await read(ref);
    engine.restart();
    expect(
      engine.provision('AWS::SecretsManager::Secret', 'Slack', { Name: 'slack', GenerateSecretString: {} }).ref,
    ).toBe(ref);
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html: name, ARN, ARN without suffix
    for (const id of ['slack', ref, ref.slice(0, -7)]) expect(await read(id)).toBe(value);
    await expect(read(`${ref.slice(0, -6)}abcdef`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('a value written since stays; a changed template writes anew', async () => {
    const { engine, call, read } = open();
    engine.provision('AWS::SecretsManager::Secret', 'S', { Name: 's', SecretString: 'template' });
    await call('PutSecretValue', { SecretId: 's', SecretString: 'by hand' });
    engine.restart();
    expect(await read('s')).toBe('by hand');
    engine.provision('AWS::SecretsManager::Secret', 'S', { Name: 's', SecretString: 'template 2' });
    expect(await read('s')).toBe('template 2');
    expect(await read('s', { VersionStage: 'AWSPREVIOUS' })).toBe('by hand');
  });

  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html
  test.each<[object, RegExp]>([
    [{}, /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w\s]).{32}$/],
    [{ PasswordLength: 12, ExcludePunctuation: true }, /^[A-Za-z0-9]{12}$/],
    [
      { ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true, ExcludeCharacters: 'aeiou' },
      /^[b-df-hj-np-tv-z]{32}$/,
    ],
    [
      { SecretStringTemplate: '{"user":"ops"}', GenerateStringKey: 'key', ExcludePunctuation: true, PasswordLength: 5 },
      /^\{"user":"ops","key":"[A-Za-z0-9]{5}"\}$/,
    ],
  ])('generated with %j', async (GenerateSecretString, expected) => {
    const { engine, read } = open();
    expect(await read(engine.provision('AWS::SecretsManager::Secret', 'S', { GenerateSecretString }).ref)).toMatch(
      expected,
    );
  });

  test('what is not acted upon is refused', () => {
    const { engine } = open();
    expect(() => engine.provision('AWS::SecretsManager::Secret', 'S', { GenerateSecretString: { Length: 3 } })).toThrow(
      UnsupportedError,
    );
    expect(() =>
      engine.provision('AWS::SecretsManager::Secret', 'S', { GenerateSecretString: {}, SecretString: 'x' }),
    ).toThrow(UnsupportedError);
  });
});

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
test('stages move as values come', async () => {
  const { call, read } = open();
  const first = await call('CreateSecret', { Name: 's', SecretString: '1' });
  await call('PutSecretValue', { SecretId: 's', SecretString: '2' });
  const third = await call('PutSecretValue', { SecretId: 's', SecretString: '3', VersionStages: ['AWSPENDING'] });
  expect(await read('s')).toBe('2');
  expect(await read('s', { VersionStage: 'AWSPREVIOUS' })).toBe('1');
  expect(await read('s', { VersionStage: 'AWSPENDING' })).toBe('3');
  expect(await read('s', { VersionId: first.VersionId })).toBe('1');
  await expect(read('s', { VersionId: first.VersionId, VersionStage: 'AWSCURRENT' })).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
  await expect(read('s', { VersionStage: 'NONE' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  const move = (more: object) =>
    call('UpdateSecretVersionStage', {
      SecretId: 's',
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: third.VersionId,
      ...more,
    });
  await expect(move({})).rejects.toMatchObject({ name: 'InvalidParameterException' });
  const { VersionIdsToStages } = await call('DescribeSecret', { SecretId: 's' });
  const current = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id].includes('AWSCURRENT'));
  await move({ RemoveFromVersionId: current });
  expect(await read('s')).toBe('3');
  expect(await read('s', { VersionStage: 'AWSPREVIOUS' })).toBe('2');
});

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
test('a repeated request changes nothing; another value under its token is refused', async () => {
  const { call, read } = open();
  const token = 'a3d2c6de-6d1b-4a52-9f54-1c1c1c1c1c1c';
  await call('CreateSecret', { Name: 's', SecretString: '1' });
  const put = (SecretString: string) =>
    call('PutSecretValue', { SecretId: 's', SecretString, ClientRequestToken: token });
  await put('2');
  await call('PutSecretValue', { SecretId: 's', SecretString: '3' });
  await put('2');
  expect(await read('s')).toBe('3');
  await expect(put('4')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  await expect(call('CreateSecret', { Name: 's', SecretString: '1' })).rejects.toMatchObject({
    name: 'ResourceExistsException',
  });
  await expect(call('PutSecretValue', { SecretId: 's' })).rejects.toMatchObject({ name: 'InvalidRequestException' });
});

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
test('a deleted secret can be restored within its window, and its name is free after', async () => {
  const { engine, call, read } = open();
  await call('CreateSecret', { Name: 's', SecretString: '1' });
  await expect(call('DeleteSecret', { SecretId: 's', RecoveryWindowInDays: 3 })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await call('DeleteSecret', { SecretId: 's', RecoveryWindowInDays: 7 });
  await expect(read('s')).rejects.toMatchObject({ name: 'InvalidRequestException' });
  await expect(call('CreateSecret', { Name: 's' })).rejects.toMatchObject({ name: 'InvalidRequestException' });
  await engine.advance(6 * DAY);
  await call('RestoreSecret', { SecretId: 's' });
  expect(await read('s')).toBe('1');
  await engine.advance(2 * DAY);
  expect(await read('s')).toBe('1');
  await call('DeleteSecret', { SecretId: 's', RecoveryWindowInDays: 7 });
  engine.restart();
  await engine.advance(7 * DAY);
  await expect(read('s')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await call('CreateSecret', { Name: 's', SecretString: '2' });
  await call('DeleteSecret', { SecretId: 's', ForceDeleteWithoutRecovery: true });
  await expect(read('s')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
test('a customer managed key is asked of the reader', async () => {
  const { access, engine } = open();
  const key = engine.provision('AWS::KMS::Key', 'Key', {});
  const { ref } = engine.provision('AWS::SecretsManager::Secret', 'S', {
    SecretString: 'x',
    KmsKeyId: key.attributes?.['Arn'],
  });
  access.addIdentityPolicy(ROLE, {
    Statement: { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: ref },
  });
  const read = () =>
    engine.call('secretsmanager', 'GetSecretValue', { SecretId: ref }, { kind: 'role', roleArn: ROLE });
  await expect(read()).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('kms:Decrypt'),
  });
  access.addIdentityPolicy(ROLE, { Statement: { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' } });
  expect(await read()).toMatchObject({ SecretString: 'x' });
});

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
test('several at once, with what was not found', async () => {
  const { call } = open();
  await call('CreateSecret', { Name: 'a', SecretString: '1' });
  const { SecretValues, Errors } = await call('BatchGetSecretValue', { SecretIdList: ['a', 'b'] });
  expect(SecretValues).toMatchObject([{ Name: 'a', SecretString: '1' }]);
  expect(Errors).toMatchObject([{ SecretId: 'b', ErrorCode: 'ResourceNotFoundException' }]);
});
