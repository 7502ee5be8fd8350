import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { sharePackages } from '../../bin/share-packages.ts';
import { lambdaTest } from './lambda-support.ts';

const root = mkdtempSync(join(tmpdir(), 'fairlead-shared-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(root, 'node_modules'));
writeFileSync(join(root, 'package.json'), '{}');

const write = (path: string, text: string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

const handler = `
  import * as z from 'zod';
  import { seen } from '../platform/seen.ts';
  import { shape } from '../contracts/index.ts';
  import { inner } from '../contracts/inner/shape.ts';
  const loaded = (globalThis.fairleadLoaded ??= { packages: [], contracts: [] });
  loaded.packages.push(z.object);
  loaded.contracts.push(shape, inner);
  export const handler = async () => ({
    seen: ++seen.times,
    packages: new Set(loaded.packages).size,
    contracts: new Set(loaded.contracts).size,
    reads: shape.parse({ name: 'a' }),
  });
`;

test('a package in CommonJS keeps its names', async () => {
  write(
    'lambdas/three/read.handler.ts',
    `import { parse } from 'yaml';\n export const handler = async () => parse('read: true');`,
  );
  const engine = lambdaTest({ code: await sharePackages(root) });
  engine.provision('AWS::Lambda::Function', 'three', {
    FunctionName: 'three',
    Description: 'three/read',
    Code: { S3Bucket: 'b', S3Key: `${'f'.repeat(64)}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: 'arn:aws:iam::111122223333:role/r',
  });
  expect(await engine.invoke('three')).toMatchObject({ Payload: { read: true } });
});

test('a package that has a default export only, and another face in CommonJS, is taken as it is', async () => {
  write(
    'lambdas/four/read.handler.ts',
    `import ICAL from 'ical.js';\n export const handler = async () => ICAL.Component.fromString('BEGIN:VCALENDAR\\r\\nEND:VCALENDAR').name;`,
  );
  const engine = lambdaTest({ code: await sharePackages(root) });
  engine.provision('AWS::Lambda::Function', 'four', {
    FunctionName: 'four',
    Description: 'four/read',
    Code: { S3Bucket: 'b', S3Key: `${'f'.repeat(64)}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: 'arn:aws:iam::111122223333:role/r',
  });
  expect(await engine.invoke('four')).toMatchObject({ Payload: 'vcalendar' });
});

test('functions share packages and contracts, one instance of each, and nothing else of ours', async () => {
  write('lambdas/platform/seen.ts', 'export const seen = { times: 0 };');
  write(
    'lambdas/contracts/inner/shape.ts',
    `import * as z from 'zod';\n export const inner = z.object({ name: z.string() });`,
  );
  write('lambdas/contracts/index.ts', `export { inner as shape } from './inner/shape.ts';`);
  write('lambdas/one/count.handler.ts', handler);
  write('lambdas/two/count.handler.ts', handler);
  const engine = lambdaTest({ code: await sharePackages(root) });
  for (const name of ['one', 'two'])
    engine.provision('AWS::Lambda::Function', name, {
      FunctionName: name,
      Description: `${name}/count`,
      Code: { S3Bucket: 'b', S3Key: `${'f'.repeat(64)}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: 'arn:aws:iam::111122223333:role/r',
    });
  await engine.invoke('one');
  await engine.invoke('one');
  expect(await engine.invoke('one')).toMatchObject({ Payload: { seen: 3 } });
  expect(await engine.invoke('two')).toMatchObject({
    Payload: { seen: 1, packages: 1, contracts: 1, reads: { name: 'a' } },
  });
});
