import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { presignPut } from '../../lambdas/platform/index.ts';
import type { SessionCredentials } from '../../local/services/iam/session-credentials.ts';
import { signerOf } from '../../local/services/s3/presigned-query.ts';
import type { SignedRequest } from '../../local/services/s3/presigned-query.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html: key, time and signature of the page's example. */
const AWS_EXAMPLE: SessionCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: '',
  roleArn: 'arn:aws:iam::111122223333:role/Example',
};
const SIGNATURE = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
const exampleRequest = (signature = SIGNATURE): SignedRequest => ({
  method: 'GET',
  path: '/test.txt',
  rawQuery: `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=${signature}`,
  headers: [['Host', 'examplebucket.s3.amazonaws.com']],
});
const DAY = 86_400_000;
const SIGNED_AT = Date.parse('2013-05-24T00:00:00Z');
const find = (id: string) => (id === AWS_EXAMPLE.accessKeyId ? AWS_EXAMPLE : undefined);
const read = (request: SignedRequest, now = SIGNED_AT, region = 'us-east-1'): string => {
  try {
    return signerOf(request, find, { region, now }).accessKeyId;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
};

describe('a presigned address', () => {
  test('is good as AWS has signed its example, until its time is over', () => {
    expect(read(exampleRequest())).toBe(AWS_EXAMPLE.accessKeyId);
    expect(read(exampleRequest(), SIGNED_AT + DAY)).toBe(AWS_EXAMPLE.accessKeyId);
    expect(read(exampleRequest(), SIGNED_AT + DAY + 1)).toBe('AccessDenied: Request has expired');
    expect(read(exampleRequest(), SIGNED_AT - 16 * 60_000)).toBe('AccessDenied: Request is not yet valid');
  });

  test.each([
    ['another signature', exampleRequest(`0${SIGNATURE.slice(1)}`), 'SignatureDoesNotMatch'],
    ['another method', { ...exampleRequest(), method: 'PUT' }, 'SignatureDoesNotMatch'],
    ['another key', { ...exampleRequest(), path: '/test2.txt' }, 'SignatureDoesNotMatch'],
    ['another bucket', { ...exampleRequest(), headers: [['host', 'other.s3.amazonaws.com']] }, 'SignatureDoesNotMatch'],
    [
      'one more parameter',
      { ...exampleRequest(), rawQuery: `${exampleRequest().rawQuery}&versionId=3` },
      'SignatureDoesNotMatch',
    ],
    [
      'a header that was not signed',
      { ...exampleRequest(), headers: [...exampleRequest().headers, ['x-amz-acl', 'private']] },
      'AccessDenied',
    ],
    [
      'a part left out',
      { ...exampleRequest(), rawQuery: exampleRequest().rawQuery.replace('&X-Amz-Expires=86400', '') },
      'AuthorizationQueryParametersError',
    ],
    [
      'more than a week',
      { ...exampleRequest(), rawQuery: exampleRequest().rawQuery.replace('=86400', '=604801') },
      'AuthorizationQueryParametersError',
    ],
    [
      'a token that is not ours',
      { ...exampleRequest(), rawQuery: `${exampleRequest().rawQuery}&X-Amz-Security-Token=x` },
      'InvalidToken',
    ],
    ['nothing signed at all', { ...exampleRequest(), rawQuery: '' }, 'AccessDenied'],
  ] as readonly (readonly [string, SignedRequest, string])[])('with %s is refused', (_what, request, code) => {
    expect(read(request).split(':')[0]).toBe(code);
  });

  test('of another region, or of nobody, is refused', () => {
    expect(read(exampleRequest(), SIGNED_AT, 'eu-central-1')).toContain("the region 'us-east-1' is wrong");
    const nobody = {
      ...exampleRequest(),
      rawQuery: exampleRequest().rawQuery.replace('AKIAIOSFODNN7EXAMPLE', 'AKIANOBODY'),
    };
    expect(read(nobody)).toContain('InvalidAccessKeyId');
  });
});

describe('what a function signs', () => {
  const SEAM = Symbol.for('fairlead.runtime');
  const before = { ...process.env };
  beforeAll(() => {
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: AWS_EXAMPLE.accessKeyId,
      AWS_SECRET_ACCESS_KEY: AWS_EXAMPLE.secretAccessKey,
    });
    delete process.env['AWS_SESSION_TOKEN'];
    Reflect.set(globalThis, SEAM, { now: () => SIGNED_AT, call: () => Promise.reject(new Error('no calls')) });
  });
  afterAll(() => {
    for (const name of [
      'AWS_REGION',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_ENDPOINT_URL_S3',
    ]) {
      const value = before[name];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    Reflect.deleteProperty(globalThis, SEAM);
  });

  const sign = (key: string) =>
    presignPut({
      bucket: 'inbox',
      key,
      headers: { 'content-length': '3', 'x-amz-checksum-sha256': 'abc=' },
      expiresInSeconds: 60,
    });
  const asRequest = (address: string, headers: Readonly<Record<string, string>>): SignedRequest => {
    const { host, pathname, search } = new URL(address);
    return { method: 'PUT', path: pathname, rawQuery: search.slice(1), headers: Object.entries({ host, ...headers }) };
  };

  test.each(["inbox/a/b (1)'s file, ü+@=.edi", 'inbox/a/plain.edi'])(
    'is read by what AWS documents: %s',
    async (key) => {
      const address = await sign(key);
      expect(address).toMatch(/^https:\/\/inbox\.s3\.us-east-1\.amazonaws\.com\/inbox\/a\//);
      expect(new URL(address).searchParams.get('X-Amz-SignedHeaders')).toBe(
        'content-length;host;x-amz-checksum-sha256',
      );
      const right = { 'content-length': '3', 'x-amz-checksum-sha256': 'abc=' };
      expect(read(asRequest(address, right))).toBe(AWS_EXAMPLE.accessKeyId);
      expect(read(asRequest(address, { ...right, 'content-length': '4' }))).toContain('SignatureDoesNotMatch');
      expect(read(asRequest(address, right), SIGNED_AT + 61_000)).toContain('expired');
    },
  );

  test('goes where S3 is said to be, by path', async () => {
    process.env['AWS_ENDPOINT_URL_S3'] = 'http://127.0.0.1:8810';
    const address = await sign('inbox/a/b.edi');
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:8810\/inbox\/inbox\/a\/b\.edi\?/);
    expect(read(asRequest(address, { 'content-length': '3', 'x-amz-checksum-sha256': 'abc=' }))).toBe(
      AWS_EXAMPLE.accessKeyId,
    );
  });
});
