import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { bundling } from '../../lib/bundle.ts';
import { ROOT } from './templates.ts';

const folder = mkdtempSync(join(tmpdir(), 'slim-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A source as a function has it in its bundle; `slim: false` as its packages come. */
async function bundled(name: string, contents: string, { slim = true } = {}): Promise<{ it: any; text: string }> {
  const outfile = join(folder, `${name}-${String(slim)}.mjs`);
  const plugins = slim ? {} : { plugins: [] };
  await build({ ...bundling(ROOT), ...plugins, stdin: { contents, resolveDir: ROOT }, outfile });
  return { it: await import(outfile), text: readFileSync(outfile, 'utf8') };
}

const json = (body: object): string => JSON.stringify(body);
const REFUSALS = [
  {
    client: 'dynamodb.DynamoDBClient',
    command: 'dynamodb.GetItemCommand',
    input: { TableName: 'none', Key: {} },
    statusCode: 400,
    body: json({ __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message: 'no such table' }),
  },
  {
    client: 'dynamodb.DynamoDBClient',
    command: 'dynamodb.TransactWriteItemsCommand',
    input: { TransactItems: [] },
    statusCode: 400,
    body: json({
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      Message: 'cancelled',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    }),
  },
  {
    client: 's3.S3Client',
    command: 's3.GetObjectCommand',
    input: { Bucket: 'raw', Key: 'none' },
    statusCode: 404,
    body: '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>none</Key></Error>',
  },
  {
    client: 's3.S3Client',
    command: 's3.HeadObjectCommand',
    input: { Bucket: 'raw', Key: 'none' },
    statusCode: 404,
    body: '',
  },
  {
    client: 'lambda.LambdaClient',
    command: 'lambda.InvokeCommand',
    input: { FunctionName: 'none' },
    statusCode: 413,
    headers: { 'x-amzn-errortype': 'RequestTooLargeException' },
    body: json({ message: 'too large' }),
  },
];

test('an exception of which our code knows nothing has no class in a bundle, and says the same; one that it names says all that it has', async () => {
  const contents = `import { Readable } from 'node:stream';
import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
const dynamodb = { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand };
const s3 = { GetObjectCommand, HeadObjectCommand, S3Client };
const lambda = { InvokeCommand, LambdaClient };
export async function refused({ client, command, input, statusCode, headers = {}, body }) {
  const classOf = (path) => path.split('.').reduce((from, name) => from[name], { dynamodb, s3, lambda });
  const response = { statusCode, headers, body: Readable.from([Buffer.from(body)]) };
  const asked = new (classOf(client))({
    region: 'eu-central-1', maxAttempts: 1, credentials: { accessKeyId: 'A', secretAccessKey: 's' },
    requestHandler: { handle: () => Promise.resolve({ response }) },
  });
  return asked.send(new (classOf(command))(input)).catch((error) => ({
    name: error.name, message: error.message, status: error.$metadata?.httpStatusCode, fault: error.$fault,
    reasons: error.CancellationReasons, isError: error instanceof Error,
  }));
}`;
  const slim = await bundled('refusals', contents);
  const whole = await bundled('refusals', contents, { slim: false });
  const told = async ({ it }: { it: any }): Promise<any[]> =>
    Promise.all(REFUSALS.map((refusal) => it.refused(refusal)));
  const said = await told(slim);
  expect(said).toEqual(await told(whole));
  expect(said.map(({ name }) => name)).toEqual([
    'ResourceNotFoundException',
    'TransactionCanceledException',
    'NoSuchKey',
    'NotFound',
    'RequestTooLargeException',
  ]);
  expect(said[1].reasons).toEqual([{ Code: 'ConditionalCheckFailed' }]);
  expect(whole.text).toContain('BackupNotFoundException');
  expect(slim.text).not.toContain('BackupNotFoundException');
});

test('S3 is asked in a bundle as its client asks; an operation that would send XML says why it does not', async () => {
  const contents = `import * as s3 from '@aws-sdk/client-s3';
export async function asked(command, input) {
  let sent;
  const client = new s3.S3Client({
    region: 'eu-central-1', maxAttempts: 1, credentials: { accessKeyId: 'A', secretAccessKey: 's' },
    requestHandler: { handle: (request) => { sent = request; return Promise.reject(new Error('not sent')); } },
  });
  const message = await client.send(new s3[command](input)).catch((error) => error.message);
  const { method, path, query, body, headers = {} } = sent ?? {};
  const told = Object.entries(headers).filter(([name]) => !/authorization|date|invocation|request|user-agent/.test(name));
  return { message, method, path, query, body: body === undefined ? undefined : String(body), headers: Object.fromEntries(told) };
}`;
  const questions: readonly [string, object][] = [
    ['PutObjectCommand', { Bucket: 'raw', Key: 'a b', Body: '{"a":1}', Metadata: { kind: 'x12' }, Tagging: 'a=b' }],
    ['PutObjectCommand', { Bucket: 'raw', Key: 'bytes', Body: Buffer.from('bytes'), ContentType: 'text/plain' }],
    ['GetObjectCommand', { Bucket: 'raw', Key: 'a/b', VersionId: '7' }],
    ['ListObjectsV2Command', { Bucket: 'raw', Prefix: 'a/', MaxKeys: 5 }],
    ['DeleteObjectCommand', { Bucket: 'raw', Key: 'a' }],
    ['CopyObjectCommand', { Bucket: 'raw', Key: 'b', CopySource: 'raw/a' }],
  ];
  // The engine answers before a request is written, so whoever calls another operation asks for it here.
  const called = globSync('lambdas/**/*.ts', { cwd: ROOT }).flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^import \{([^}]+)\} from '@aws-sdk\/client-s3';$/gm)].flatMap(
      ([, names = '']) => names.match(/\w+Command\b/g) ?? [],
    ),
  );
  expect([...new Set(called)].sort()).toEqual([...new Set(questions.map(([command]) => command))].sort());
  const slim = await bundled('s3', contents);
  const whole = await bundled('s3', contents, { slim: false });
  const told = async ({ it }: { it: any }): Promise<any[]> =>
    Promise.all(questions.map(([command, input]) => it.asked(command, input)));
  const said = await told(slim);
  expect(said).toEqual(await told(whole));
  expect(said.map(({ message }) => message)).toEqual(questions.map(() => 'not sent'));
  expect(said[0].body).toBe('{"a":1}');
  const objects = ['DeleteObjectsCommand', { Bucket: 'raw', Delete: { Objects: [{ Key: 'a' }] } }] as const;
  expect((await whole.it.asked(...objects)).message).toBe('not sent');
  expect(await slim.it.asked(...objects)).toMatchObject({
    message: 'Requests in XML are left out of functions',
    method: undefined,
  });
});

test('of a module of Node a bundle has the names that it uses, however they are imported; what is made when it is asked for is made when it is used', async () => {
  const contents = `import crypto, { createHash } from 'node:crypto';
import * as path from 'node:path';
import { ReadStream } from 'node:fs';
export const digest = (text) => createHash('sha256').update(text).digest('hex');
export const uuid = () => crypto.randomUUID();
export const joined = (...parts) => path.join(...parts);
export const isStream = (one) => one instanceof ReadStream;
export const later = async () => (await import('node:os')).EOL;`;
  const { it, text } = await bundled('node', contents);
  expect(it.digest('x')).toBe('2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881');
  expect(it.uuid()).toMatch(/^[\da-f-]{36}$/);
  expect(it.joined('a', 'b')).toBe('a/b');
  expect(it.isStream({})).toBe(false);
  expect(await it.later()).toBe('\n');
  expect(text).not.toContain('randomFillSync');
  expect(text).toContain('getBuiltinModule("node:crypto")');
  expect(text).toMatch(/instanceof \w+\.ReadStream/);
});

test('a schema without a word of its own is made once in a bundle, and what is built upon it leaves it as it was', async () => {
  const { it } = await bundled('zod', `export * as z from 'zod';`);
  const { z } = it;
  expect(z.string()).toBe(z.string());
  expect(z.strictObject({})._zod.def.catchall).toBe(z.strictObject({})._zod.def.catchall);
  const short = z.string().min(1).max(2);
  const other = z.string({ error: 'a word is missing' });
  expect(short.safeParse('abc').success).toBe(false);
  expect(z.string().safeParse('abc').success).toBe(true);
  expect(z.string().safeParse('').success).toBe(true);
  expect(other.safeParse(1).error.issues[0].message).toBe('a word is missing');
  expect(z.string().safeParse(1).error.issues[0].message).not.toBe('a word is missing');
  expect(z.strictObject({ a: z.int().min(3) }).safeParse({ a: 2 }).success).toBe(false);
  expect(z.int().safeParse(2).success).toBe(true);
  expect(z.strictObject({ a: z.int() }).safeParse({ a: 2, b: 1 }).success).toBe(false);
});
