import { expect, test } from 'vitest';
import { UnsupportedError } from '../../local/kernel/errors.ts';
import { createAccess } from '../../local/services/iam/index.ts';
import { createKms } from '../../local/services/kms/index.ts';
import { createSsm } from '../../local/services/ssm/index.ts';
import { createSts } from '../../local/services/sts/index.ts';
import { testKernel } from '../support/kernel.ts';

function open() {
  const access = createAccess('111122223333', 'eu-central-1');
  const engine = testKernel((kernel) => [createKms(kernel), createSsm(kernel), createSts(kernel)], { access });
  return { access, engine, call: (operation: string, input: object) => engine.call('ssm', operation, input) };
}

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
test('a parameter of the template, by name, ARN and version', async () => {
  const { engine, call } = open();
  expect(
    engine.provision('AWS::SSM::Parameter', 'Bus', { Name: '/fairlead/bus', Type: 'String', Value: 'b' }).ref,
  ).toBe('/fairlead/bus');
  const arn = 'arn:aws:ssm:eu-central-1:111122223333:parameter/fairlead/bus';
  for (const Name of ['/fairlead/bus', arn, '/fairlead/bus:1']) {
    expect((await call('GetParameter', { Name })).Parameter).toMatchObject({
      Name: '/fairlead/bus',
      Value: 'b',
      Version: 1,
      Type: 'String',
      ARN: arn,
    });
  }
  await expect(call('GetParameter', { Name: '/fairlead/none' })).rejects.toMatchObject({ name: 'ParameterNotFound' });
  await expect(call('GetParameter', { Name: '/fairlead/bus:2' })).rejects.toMatchObject({
    name: 'ParameterVersionNotFound',
  });
});

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
test('PutParameter keeps versions, and refuses to overwrite unasked', async () => {
  const { call } = open();
  expect(await call('PutParameter', { Name: 'x', Type: 'String', Value: '1' })).toMatchObject({ Version: 1 });
  await expect(call('PutParameter', { Name: 'x', Type: 'String', Value: '2' })).rejects.toMatchObject({
    name: 'ParameterAlreadyExists',
  });
  expect(await call('PutParameter', { Name: 'x', Value: '2', Overwrite: true })).toMatchObject({ Version: 2 });
  expect((await call('GetParameter', { Name: 'x' })).Parameter.Value).toBe('2');
  expect((await call('GetParameter', { Name: 'x:1' })).Parameter.Value).toBe('1');
  await expect(call('PutParameter', { Name: 'y', Value: '2' })).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(
    call('PutParameter', { Name: 'x', Type: 'SecureString', Value: '2', Overwrite: true }),
  ).rejects.toMatchObject({
    name: 'HierarchyTypeMismatchException',
  });
  await expect(call('PutParameter', { Name: 'y', Type: 'String', Value: 'x'.repeat(4097) })).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await expect(call('PutParameter', { Name: 'y', Type: 'String', Value: 'x', Policies: '[]' })).rejects.toThrow(
    UnsupportedError,
  );
  await call('DeleteParameter', { Name: 'x' });
  await expect(call('GetParameter', { Name: 'x' })).rejects.toMatchObject({ name: 'ParameterNotFound' });
  await expect(call('DeleteParameter', { Name: 'x' })).rejects.toMatchObject({ name: 'ParameterNotFound' });
});

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
test('by path: one level or all, in pages of ten; and several by name', async () => {
  const { call } = open();
  const names = Array.from({ length: 12 }, (_, index) => `/a/p${String(index).padStart(2, '0')}`);
  for (const Name of [...names, '/a/deep/q', '/ab/z'])
    await call('PutParameter', { Name, Type: 'String', Value: Name });
  const namesOf = (page: { Parameters: { Name: string }[] }) => page.Parameters.map(({ Name }) => Name);
  const first = await call('GetParametersByPath', { Path: '/a' });
  expect(namesOf(first)).toEqual(names.slice(0, 10));
  const second = await call('GetParametersByPath', { Path: '/a/', NextToken: first.NextToken });
  expect(namesOf(second)).toEqual(names.slice(10));
  expect(second.NextToken).toBeUndefined();
  expect(namesOf(await call('GetParametersByPath', { Path: '/a/deep', Recursive: true }))).toEqual(['/a/deep/q']);
  expect(namesOf(await call('GetParametersByPath', { Path: '/a', Recursive: true, MaxResults: 2 }))).toEqual([
    '/a/deep/q',
    '/a/p00',
  ]);
  const several = await call('GetParameters', { Names: ['/ab/z', '/none'] });
  expect(namesOf(several)).toEqual(['/ab/z']);
  expect(several.InvalidParameters).toEqual(['/none']);
});

// https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
test('a secure string is hidden, and its key is asked for', async () => {
  const { access, engine, call } = open();
  const key = engine.provision('AWS::KMS::Key', 'Key', {});
  const roleArn = 'arn:aws:iam::111122223333:role/Reader';
  access.addRole(roleArn, {
    trust: { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } },
  });
  access.addIdentityPolicy(roleArn, { Statement: { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' } });
  await call('PutParameter', { Name: '/s', Type: 'SecureString', Value: 'secret', KeyId: key.ref });
  expect((await call('GetParameter', { Name: '/s' })).Parameter.Value).not.toContain('secret');
  const read = () =>
    engine.call('ssm', 'GetParameter', { Name: '/s', WithDecryption: true }, { kind: 'role', roleArn });
  await expect(read()).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('kms:Decrypt'),
  });
  access.addIdentityPolicy(roleArn, {
    Statement: {
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: String(key.attributes?.['Arn']),
      Condition: { StringEquals: { 'kms:ViaService': 'ssm.eu-central-1.amazonaws.com' } },
    },
  });
  expect((await read()).Parameter.Value).toBe('secret');
});

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks.html
test('a restart keeps what was written since the template', async () => {
  const { engine, call } = open();
  engine.provision('AWS::SSM::Parameter', 'Bus', { Name: 'bus', Type: 'String', Value: 'from template' });
  await call('PutParameter', { Name: 'bus', Value: 'by hand', Overwrite: true });
  engine.restart();
  expect((await call('GetParameter', { Name: 'bus' })).Parameter).toMatchObject({ Value: 'by hand', Version: 2 });
});

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
test('GetCallerIdentity needs no permission', async () => {
  const { engine } = open();
  const roleArn = 'arn:aws:iam::111122223333:role/Reader';
  expect(await engine.call('sts', 'GetCallerIdentity', {}, { kind: 'role', roleArn })).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:sts::111122223333:assumed-role/Reader/Reader',
  });
  await expect(engine.call('sts', 'AssumeRole', {})).rejects.toThrow(UnsupportedError);
});
