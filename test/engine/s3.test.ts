import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { AwsError, UnsupportedError } from '../../local/kernel/errors.ts';
import type { Principal, Service } from '../../local/kernel/types.ts';
import { createAccess } from '../../local/services/iam/index.ts';
import { createKms } from '../../local/services/kms/index.ts';
import { createS3 } from '../../local/services/s3/index.ts';
import { testKernel } from '../support/kernel.ts';

const DAY = 86_400_000;
const ROLE = 'arn:aws:iam::111122223333:role/Worker';
const worker: Principal = { kind: 'role', roleArn: ROLE };

interface Sent {
  readonly to: string;
  readonly principal: Principal;
  readonly input: any;
}

function open(properties: object = {}) {
  const access = createAccess('111122223333', 'eu-central-1');
  access.addRole(ROLE, {
    trust: { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } },
  });
  const sent: Sent[] = [];
  const failures: AwsError[] = [];
  const fake = (name: string, operation: string): Service => ({
    name,
    resourceTypes: [],
    operations: {
      [operation]: {
        authorize: () => [],
        run: (input, { principal }) => {
          const failure = failures.shift();
          if (failure !== undefined) throw failure;
          sent.push({ to: name, principal, input });
          return {};
        },
      },
    },
  });
  const engine = testKernel(
    (kernel) => [
      createKms(kernel),
      createS3(kernel),
      fake('sqs', 'SendMessage'),
      fake('sns', 'Publish'),
      fake('lambda', 'Invoke'),
      fake('eventbridge', 'PutEvents'),
    ],
    { access },
  );
  engine.provision('AWS::S3::Bucket', 'Inbox', { BucketName: 'inbox', ...properties });
  const call = (operation: string, input: object = {}, principal?: Principal) =>
    engine.call('s3', operation, { Bucket: 'inbox', ...input }, principal);
  const put = (Key: string, Body = 'x', more: object = {}) => call('PutObject', { Key, Body, ...more });
  const get = async (Key: string, more: object = {}): Promise<string> =>
    (await call('GetObject', { Key, ...more })).Body.transformToString();
  const allow = (Action: string | string[], Resource: string | string[] = '*') => {
    access.addIdentityPolicy(ROLE, { Statement: { Effect: 'Allow', Action, Resource } });
  };
  return { access, engine, call, put, get, allow, sent, failures };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html and API_PutObject.html
describe('put and get', () => {
  test('what was written comes back, also after a restart', async () => {
    const { engine, call, put } = open();
    const { ETag } = await put('a/b.txt', 'Palette fünf', {
      ContentType: 'text/plain',
      Metadata: { Source: 'acme' },
      CacheControl: 'no-store',
    });
    expect(ETag).toBe(`"${createHash('md5').update('Palette fünf').digest('hex')}"`);
    engine.restart();
    const { Body, ...rest } = await call('GetObject', { Key: 'a/b.txt' });
    expect(rest).toMatchObject({
      ETag,
      ContentType: 'text/plain',
      ContentLength: 13,
      CacheControl: 'no-store',
      Metadata: { source: 'acme' },
      LastModified: new Date('2026-03-02T08:00:00Z'),
    });
    expect(await Body.transformToString()).toBe('Palette fünf');
    expect(Buffer.from(await Body.transformToByteArray()).toString()).toBe('Palette fünf');
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await call('GetObject', { Key: 'a/b.txt' })).Body) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('Palette fünf');
    expect(await call('HeadObject', { Key: 'a/b.txt' })).toMatchObject({ ETag, ContentLength: 13 });
  });

  test.each<[string, unknown]>([
    ['text', 'abc'],
    ['bytes', new TextEncoder().encode('abc')],
    ['a stream', Readable.from(['a', Buffer.from('bc')])],
    ['a blob', new Blob(['abc'])],
  ])('a body of %s', async (_, Body) => {
    const { call, get } = open();
    await call('PutObject', { Key: 'k', Body });
    expect(await get('k')).toBe('abc');
  });

  test('failures have their names', async () => {
    const { call, put, engine } = open();
    await expect(call('GetObject', { Key: 'none' })).rejects.toMatchObject({ name: 'NoSuchKey', httpStatusCode: 404 });
    await expect(call('HeadObject', { Key: 'none' })).rejects.toMatchObject({ name: 'NotFound', httpStatusCode: 404 });
    await expect(call('GetObject', { Key: 'none', VersionId: 'x' })).rejects.toMatchObject({ name: 'NoSuchVersion' });
    await expect(engine.call('s3', 'GetObject', { Bucket: 'nope', Key: 'k' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
      httpStatusCode: 404,
    });
    await expect(put('k'.repeat(1025))).rejects.toMatchObject({ name: 'KeyTooLongError' });
    await expect(put('k', 'x', { ACL: 'public-read' })).rejects.toThrow(UnsupportedError);
    await expect(put('k', 'x', { StorageClass: 'GLACIER' })).rejects.toThrow(UnsupportedError);
    await expect(call('CreateMultipartUpload', { Key: 'k' })).rejects.toThrow(UnsupportedError);
  });

  test.each([
    ['bytes=0-2', 'abc', 'bytes 0-2/6'],
    ['bytes=4-', 'ef', 'bytes 4-5/6'],
    ['bytes=-2', 'ef', 'bytes 4-5/6'],
    ['bytes=3-99', 'def', 'bytes 3-5/6'],
  ])('range %s', async (Range, text, ContentRange) => {
    const { call, put } = open();
    await put('k', 'abcdef');
    const answer = await call('GetObject', { Key: 'k', Range });
    expect(answer).toMatchObject({ ContentRange, ContentLength: text.length });
    expect(await answer.Body.transformToString()).toBe(text);
    await expect(call('GetObject', { Key: 'k', Range: 'bytes=6-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
  test('checksums are compared and kept', async () => {
    const { call, put } = open();
    const ChecksumSHA256 = createHash('sha256').update('x').digest('base64');
    await put('k', 'x', { ChecksumSHA256 });
    expect(await call('HeadObject', { Key: 'k', ChecksumMode: 'ENABLED' })).toMatchObject({ ChecksumSHA256 });
    expect(await call('HeadObject', { Key: 'k' })).not.toHaveProperty('ChecksumSHA256');
    await expect(put('k', 'y', { ChecksumSHA256 })).rejects.toMatchObject({ name: 'BadDigest' });
  });
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
test('conditional writes: only the first of two wins', async () => {
  const { call, put, get } = open();
  const [one, two] = await Promise.allSettled([
    put('k', '1', { IfNoneMatch: '*' }),
    put('k', '2', { IfNoneMatch: '*' }),
  ]);
  expect([one.status, two.status]).toEqual(['fulfilled', 'rejected']);
  await expect(put('k', '3', { IfNoneMatch: '*' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
    httpStatusCode: 412,
  });
  expect(await get('k')).toBe('1');
  const { ETag } = await call('HeadObject', { Key: 'k' });
  await put('k', '4', { IfMatch: ETag });
  await expect(put('k', '5', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(put('none', '5', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  await call('DeleteObject', { Key: 'k' });
  await put('k', '6', { IfNoneMatch: '*' });
  expect(await get('k')).toBe('6');
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
describe('versions', () => {
  const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
  test('a deletion hides, and can be taken back', async () => {
    const { call, put, get } = open(versioned);
    const first = await put('k', '1');
    const second = await put('k', '2');
    expect(first.VersionId).not.toBe(second.VersionId);
    expect(await get('k')).toBe('2');
    expect(await get('k', { VersionId: first.VersionId })).toBe('1');
    const marker = await call('DeleteObject', { Key: 'k' });
    expect(marker).toMatchObject({ DeleteMarker: true });
    await expect(get('k')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(get('k', { VersionId: marker.VersionId })).rejects.toMatchObject({ name: 'MethodNotAllowed' });
    const list = await call('ListObjectVersions', {});
    expect(list.Versions.map((version: any) => [version.VersionId, version.IsLatest])).toEqual([
      [second.VersionId, false],
      [first.VersionId, false],
    ]);
    expect(list.DeleteMarkers).toMatchObject([{ VersionId: marker.VersionId, IsLatest: true }]);
    await put('k', '3', { IfNoneMatch: '*' });
    await call('DeleteObject', { Key: 'k', VersionId: (await call('HeadObject', { Key: 'k' })).VersionId });
    await call('DeleteObject', { Key: 'k', VersionId: marker.VersionId });
    expect(await get('k')).toBe('2');
  });

  test('versions in pages', async () => {
    const { call, put } = open(versioned);
    for (const body of ['1', '2', '3']) await put('a', body);
    await put('b');
    const seen: string[] = [];
    let page = await call('ListObjectVersions', { MaxKeys: 2 });
    for (;;) {
      seen.push(...page.Versions.map((version: any) => `${version.Key}${version.IsLatest}`));
      if (!page.IsTruncated) break;
      page = await call('ListObjectVersions', {
        MaxKeys: 2,
        KeyMarker: page.NextKeyMarker,
        VersionIdMarker: page.NextVersionIdMarker,
      });
    }
    expect(seen).toEqual(['atrue', 'afalse', 'afalse', 'btrue']);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
  test.each([
    ['GOVERNANCE', true],
    ['COMPLIANCE', false],
  ])('Object Lock in %s mode: bypass %s', async (Mode, bypass) => {
    const { engine, call, put, get, allow } = open({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode, Days: 10 } } },
    });
    const { VersionId } = await put('audit', '1');
    const remove = (BypassGovernanceRetention?: boolean) =>
      call('DeleteObject', { Key: 'audit', VersionId, BypassGovernanceRetention });
    await expect(remove()).rejects.toMatchObject({ name: 'AccessDenied' });
    const shorten = call('PutObjectRetention', {
      Key: 'audit',
      Retention: { Mode, RetainUntilDate: new Date(engine.kernel.now() + DAY) },
    });
    await expect(shorten).rejects.toMatchObject({ name: 'AccessDenied' });
    allow(['s3:DeleteObjectVersion']);
    await expect(
      call('DeleteObject', { Key: 'audit', VersionId, BypassGovernanceRetention: true }, worker),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('BypassGovernanceRetention'),
    });
    if (bypass) await remove(true);
    else await expect(remove(true)).rejects.toMatchObject({ name: 'AccessDenied' });
    if (bypass) return;
    await call('DeleteObject', { Key: 'audit' });
    expect(await get('audit', { VersionId })).toBe('1');
    await engine.advance(10 * DAY);
    await remove();
    await expect(get('audit', { VersionId })).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
describe('ListObjectsV2', () => {
  const keys = ['a/1', 'a/2', 'a/deep/3', 'a.txt', 'b/4', 'zebra', 'Ärger'];
  const walk = async (input: object): Promise<readonly string[][]> => {
    const { call, put } = open();
    for (const key of keys) await put(key);
    await put('a/gone');
    await call('DeleteObject', { Key: 'a/gone' });
    const pages: string[][] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await call('ListObjectsV2', { ...input, ContinuationToken });
      pages.push([
        ...(page.Contents ?? []).map(({ Key }: any) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }: any) => Prefix),
      ]);
      expect(page.KeyCount).toBe(pages.at(-1)?.length);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return pages;
  };
  test.each<[object, string[][]]>([
    [{}, [['a.txt', 'a/1', 'a/2', 'a/deep/3', 'b/4', 'zebra', 'Ärger']]],
    [{ Prefix: 'a/' }, [['a/1', 'a/2', 'a/deep/3']]],
    [{ Delimiter: '/' }, [['a.txt', 'zebra', 'Ärger', 'a/', 'b/']]],
    [{ Prefix: 'a/', Delimiter: '/' }, [['a/1', 'a/2', 'a/deep/']]],
    [{ MaxKeys: 3 }, [['a.txt', 'a/1', 'a/2'], ['a/deep/3', 'b/4', 'zebra'], ['Ärger']]],
    [{ Delimiter: '/', MaxKeys: 2 }, [['a.txt', 'a/'], ['zebra', 'b/'], ['Ärger']]],
    [{ StartAfter: 'b' }, [['b/4', 'zebra', 'Ärger']]],
    [{ Prefix: 'none' }, [[]]],
  ])('%j', async (input, expected) => {
    expect(await walk(input)).toEqual(expected);
  });
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
test('DeleteObjects answers for each object by itself', async () => {
  const { call, put, get, allow } = open();
  await put('mine/1');
  await put('other/1');
  allow('s3:DeleteObject', 'arn:aws:s3:::inbox/mine/*');
  const Delete = { Objects: [{ Key: 'mine/1' }, { Key: 'other/1' }, { Key: 'mine/none' }] };
  const answer = await call('DeleteObjects', { Delete }, worker);
  expect(answer.Deleted).toEqual([{ Key: 'mine/1' }, { Key: 'mine/none' }]);
  expect(answer.Errors).toMatchObject([{ Key: 'other/1', Code: 'AccessDenied' }]);
  expect(await get('other/1')).toBe('x');
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
test('CopyObject', async () => {
  const { engine, call, put, get } = open();
  engine.provision('AWS::S3::Bucket', 'Archive', { BucketName: 'archive' });
  await put('a b/ü.txt', 'body', { Metadata: { x: '1' }, Tagging: 'kind=edi' });
  await engine.call('s3', 'CopyObject', {
    Bucket: 'archive',
    Key: 'c',
    CopySource: `inbox/${encodeURIComponent('a b/ü.txt')}`,
  });
  const copy = await engine.call('s3', 'GetObject', { Bucket: 'archive', Key: 'c' });
  expect(copy).toMatchObject({ Metadata: { x: '1' }, TagCount: 1 });
  await call('CopyObject', { Key: 'd', CopySource: '/archive/c', MetadataDirective: 'REPLACE', Metadata: { y: '2' } });
  expect((await call('HeadObject', { Key: 'd' })).Metadata).toEqual({ y: '2' });
  expect(await get('d')).toBe('body');
  expect(await call('GetObjectTagging', { Key: 'd' })).toEqual({ TagSet: [{ Key: 'kind', Value: 'edi' }] });
  await expect(call('CopyObject', { Key: 'e', CopySource: 'inbox/none' })).rejects.toMatchObject({ name: 'NoSuchKey' });
});

describe('who may', () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: 404 only for those who may list
  test('a missing key is refused to those who may not list', async () => {
    const { call, allow } = open();
    allow('s3:GetObject');
    await expect(call('GetObject', { Key: 'none' }, worker)).rejects.toMatchObject({
      name: 'AccessDenied',
      httpStatusCode: 403,
    });
    await expect(call('HeadObject', { Key: 'none' }, worker)).rejects.toMatchObject({ name: '403' });
    allow('s3:ListBucket');
    await expect(call('GetObject', { Key: 'none' }, worker)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
  test.each([true, false])(
    'a customer managed key must be allowed as well (bucket key %s)',
    async (BucketKeyEnabled) => {
      const { engine, access, allow } = open();
      const key = engine.provision('AWS::KMS::Key', 'Key', {});
      const KMSMasterKeyID = String(key.attributes?.['Arn']);
      engine.provision('AWS::S3::Bucket', 'Sealed', {
        BucketName: 'sealed',
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { BucketKeyEnabled, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } },
          ],
        },
      });
      const call = (operation: string, input: object = {}) =>
        engine.call('s3', operation, { Bucket: 'sealed', Key: 'k', ...input }, worker);
      allow(['s3:PutObject', 's3:GetObject']);
      await expect(call('PutObject', { Body: 'x' })).rejects.toMatchObject({
        name: 'AccessDenied',
        message: expect.stringContaining('kms:GenerateDataKey'),
      });
      access.addIdentityPolicy(ROLE, {
        Statement: {
          Effect: 'Allow',
          Action: 'kms:GenerateDataKey',
          Resource: KMSMasterKeyID,
          Condition: {
            StringEquals: {
              'kms:ViaService': 's3.eu-central-1.amazonaws.com',
              'kms:EncryptionContext:aws:s3:arn': BucketKeyEnabled ? 'arn:aws:s3:::sealed' : 'arn:aws:s3:::sealed/k',
            },
          },
        },
      });
      expect(await call('PutObject', { Body: 'x' })).toMatchObject({
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: KMSMasterKeyID,
      });
      await expect(call('GetObject')).rejects.toMatchObject({ message: expect.stringContaining('kms:Decrypt') });
      allow('kms:Decrypt', KMSMasterKeyID);
      expect(await (await call('GetObject')).Body.transformToString()).toBe('x');
      const kms = engine.kernel.meter.totals().filter(({ service }) => service === 'kms');
      expect(kms.map(({ amount }) => amount)).toEqual(BucketKeyEnabled ? [] : [2]);
    },
  );

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
  test('a bucket policy', async () => {
    const { engine, call, put, allow } = open();
    await put('k');
    engine.provision('AWS::S3::BucketPolicy', 'Policy', {
      Bucket: 'inbox',
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 's3:*',
            Resource: ['arn:aws:s3:::inbox', 'arn:aws:s3:::inbox/*'],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
          { Effect: 'Allow', Principal: { AWS: ROLE }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::inbox/*' },
        ],
      },
    });
    expect(await call('GetObject', { Key: 'k' }, worker)).toHaveProperty('Body');
    await expect(call('DeleteObject', { Key: 'k' }, worker)).rejects.toMatchObject({ name: 'AccessDenied' });
    allow('s3:PutObject');
    await expect(call('PutObject', { Key: 'k', Body: '', IfMatch: 'x' }, worker)).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
describe('notifications', () => {
  const QUEUE = 'arn:aws:sqs:eu-central-1:111122223333:files';
  const queueOnly = {
    QueueConfigurations: [
      {
        Event: 's3:ObjectCreated:*',
        Queue: QUEUE,
        Filter: {
          S3Key: {
            Rules: [
              { Name: 'prefix', Value: 'in/' },
              { Name: 'suffix', Value: '.edi' },
            ],
          },
        },
      },
    ],
  };

  test('a new queue gets a test message, once', async () => {
    const { engine, sent } = open({ NotificationConfiguration: queueOnly });
    await engine.settle();
    engine.restart();
    await engine.settle();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.input.QueueUrl).toBe('https://sqs.eu-central-1.amazonaws.com/111122223333/files');
    expect(JSON.parse(sent[0]?.input.MessageBody)).toMatchObject({
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Bucket: 'inbox',
    });
  });

  test('prefix and suffix decide; the bucket is the source', async () => {
    const { engine, put, call, sent } = open({ NotificationConfiguration: queueOnly });
    await engine.settle();
    sent.length = 0;
    for (const key of ['in/a b+ü.edi', 'in/a.txt', 'out/a.edi']) await put(key, 'abc');
    await call('DeleteObject', { Key: 'in/a b+ü.edi' });
    expect(sent).toHaveLength(0);
    await engine.settle();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.principal).toEqual({
      kind: 'service',
      service: 's3.amazonaws.com',
      sourceArn: 'arn:aws:s3:::inbox',
    });
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    expect(JSON.parse(sent[0]?.input.MessageBody).Records).toMatchObject([
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: '2026-03-02T08:00:00.000Z',
        s3: { bucket: { name: 'inbox', arn: 'arn:aws:s3:::inbox' }, object: { key: 'in/a+b%2B%C3%BC.edi', size: 3 } },
      },
    ]);
  });

  test("by CDK's custom resource: Lambda, topic and EventBridge", async () => {
    const { engine, put, call, sent } = open({ VersioningConfiguration: { Status: 'Enabled' } });
    engine.provision('Custom::S3BucketNotifications', 'Notes', {
      ServiceToken: 'x',
      BucketName: 'inbox',
      Managed: true,
      NotificationConfiguration: {
        EventBridgeConfiguration: {},
        LambdaFunctionConfigurations: [
          {
            Events: ['s3:ObjectCreated:Put'],
            LambdaFunctionArn: 'arn:f',
            Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.pdf' }] } },
          },
        ],
        TopicConfigurations: [{ Events: ['s3:ObjectRemoved:DeleteMarkerCreated'], TopicArn: 'arn:t' }],
      },
    });
    await engine.settle();
    sent.length = 0;
    await put('a b.pdf');
    await call('DeleteObject', { Key: 'a b.pdf' });
    await engine.settle();
    const of = (to: string) => sent.filter((message) => message.to === to);
    expect(of('lambda')).toHaveLength(1);
    expect(of('lambda')[0]?.input).toMatchObject({ FunctionName: 'arn:f', InvocationType: 'Event' });
    expect(JSON.parse(of('sns')[0]?.input.Message).Records[0].eventName).toBe('ObjectRemoved:DeleteMarkerCreated');
    const [created, deleted] = of('eventbridge').map(({ input }) => input.Entries[0]);
    expect(created).toMatchObject({
      Source: 'aws.s3',
      DetailType: 'Object Created',
      Resources: ['arn:aws:s3:::inbox'],
    });
    expect(JSON.parse(created.Detail)).toMatchObject({
      bucket: { name: 'inbox' },
      object: { key: 'a b.pdf' },
      reason: 'PutObject',
    });
    expect(JSON.parse(deleted.Detail)).toMatchObject({ 'deletion-type': 'Delete Marker Created' });
  });

  test('a delivery that fails is tried again; one that is refused is not', async () => {
    const { engine, put, sent, failures } = open({ NotificationConfiguration: queueOnly });
    await engine.settle();
    sent.length = 0;
    failures.push(
      new AwsError('ThrottlingException', 'slow down'),
      new AwsError('InternalError', 'sorry', { httpStatusCode: 500 }),
    );
    await put('in/1.edi');
    engine.restart();
    await engine.advance(10_000);
    expect(sent).toHaveLength(1);
    failures.push(new AwsError('AccessDeniedException', 'no'));
    await put('in/2.edi');
    await engine.advance(DAY);
    expect(sent).toHaveLength(1);
    expect(engine.events.map(({ kind }) => kind)).toContain('aws.s3.delivery-lost');
  });

  test.each([
    { QueueConfigurations: [{ Event: 's3:Replication:*', Queue: QUEUE }] },
    {
      QueueConfigurations: [
        { Event: 's3:ObjectCreated:*', Queue: QUEUE, Filter: { S3Key: { Rules: [{ Name: 'regex', Value: 'x' }] } } },
      ],
    },
    { Everything: true },
  ])('%j is refused', (NotificationConfiguration) => {
    expect(() => open({ NotificationConfiguration })).toThrow(UnsupportedError);
  });
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
describe('lifecycle', () => {
  const rules = (...Rules: object[]) => ({
    LifecycleConfiguration: { Rules: Rules.map((rule) => ({ Status: 'Enabled', ...rule })) },
  });

  test('objects go at the midnight after their days', async () => {
    const { engine, put, get } = open(rules({ ExpirationInDays: 2, Prefix: 'tmp/' }));
    await put('tmp/a');
    await put('keep/a');
    await engine.advance(2 * DAY);
    expect(await get('tmp/a')).toBe('x');
    await put('tmp/b');
    engine.restart();
    await engine.advance(DAY * (16 / 24));
    await expect(get('tmp/a')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await get('tmp/b')).toBe('x');
    expect(await get('keep/a')).toBe('x');
    await engine.advance(2 * DAY);
    await expect(get('tmp/b')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('old versions go, except the newest of them; a lone marker goes', async () => {
    const { engine, call, put } = open({
      VersioningConfiguration: { Status: 'Enabled' },
      ...rules({
        NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 1 },
        ExpiredObjectDeleteMarker: true,
      }),
    });
    for (const body of ['1', '2', '3']) await put('k', body);
    const gone = await put('gone');
    await call('DeleteObject', { Key: 'gone' });
    await call('DeleteObject', { Key: 'gone', VersionId: gone.VersionId });
    await engine.advance(3 * DAY);
    const list = await call('ListObjectVersions');
    expect(list.Versions.map(({ Key, IsLatest }: any) => `${Key} ${IsLatest}`)).toEqual(['k true', 'k false']);
    expect(list.DeleteMarkers).toEqual([]);
  });

  test('without rules nothing is planned, and other settings are refused', async () => {
    const { engine, put } = open();
    await put('k');
    await engine.settle();
    expect(engine.kernel.nextDue()).toBeUndefined();
    expect(() => open(rules({ ExpirationDate: '2026-01-01' }))).toThrow(UnsupportedError);
  });
});

test.each([
  { AccessControl: 'PublicRead' },
  {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse' } }],
    },
  },
  { VersioningConfiguration: { Status: 'Enabled', MFADelete: 'Enabled' } },
])('%j is refused', (properties) => {
  expect(() => open(properties)).toThrow(UnsupportedError);
});

test('requests are counted as they are billed', async () => {
  const { engine, put, get, call } = open();
  await put('k');
  await get('k');
  await call('ListObjectsV2');
  await call('DeleteObject', { Key: 'k' });
  expect(engine.kernel.meter.totals().map(({ unit, amount }) => [unit, amount])).toEqual([
    ['PutRequests', 2],
    ['GetRequests', 1],
  ]);
});
