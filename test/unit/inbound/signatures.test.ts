import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownScheme, sourceAuthentication } from '../../../lambdas/contracts/index.ts';
import { signBody } from '../../../lambdas/inbound/index.ts';
import { knownSchemes, schemeOf } from '../../../lambdas/inbound/signatures/index.ts';
import type { Scheme, SignatureVerdict } from '../../../lambdas/inbound/signatures/scheme.ts';
import { needsSecret, secretFrom, secretProblem } from '../../../lambdas/inbound/signatures/secret.ts';
import { AT, vendors } from './signatures.ts';

const SAMPLES = new URL('../../../../shared/samples/', import.meta.url);
const schemeFor = (settings: object): Scheme => {
  const scheme = schemeOf(sourceAuthentication.parse(settings));
  if (scheme === undefined) throw new Error('no scheme');
  return scheme;
};
const ok: SignatureVerdict = { ok: true };

describe.each(Object.entries(vendors))('%s', (_name, vendor) => {
  const { secret, other, header, malformed, signsTime, blindToBody } = vendor;
  const scheme = schemeFor(vendor.authentication);
  const body = Buffer.from(vendor.body);
  const right = vendor.sign(body, secret, AT);
  const check = (headers: Record<string, string>, over = body, keys = [secret], nowSeconds = AT): SignatureVerdict =>
    scheme.check({ headers, body: over }, keys, { nowSeconds, toleranceSeconds: 300 });
  const refused = (why: string): object => ({ ok: false, why });

  it('is taken as the vendor signs', () => {
    expect(check(right)).toEqual(ok);
    expect(scheme.header).toBe(header);
    expect(scheme.signsTime).toBe(signsTime ?? false);
  });

  it('fits each of two keys while they are rotated, whichever stands first, and none that is retired', () => {
    const old = vendor.sign(body, other, AT);
    expect([check(right, body, [other, secret]), check(old, body, [secret, other])]).toEqual([ok, ok]);
    expect(check(old, body, [secret])).toMatchObject(refused('wrong'));
    expect(check(right, body, [])).toMatchObject(refused('wrong'));
  });

  it('is refused where it is missing or empty, and names the header', () => {
    for (const absent of Object.keys(right)) {
      const { [absent]: _gone, ...rest } = right;
      expect(check(rest)).toEqual({ ok: false, why: 'missing', header: absent });
      expect(check({ ...rest, [absent]: ' ' })).toEqual({ ok: false, why: 'missing', header: absent });
    }
  });

  it('is refused where it is malformed', () => {
    expect(check({ ...right, [header]: malformed })).toEqual({ ok: false, why: 'malformed', header });
  });

  it('is never taken with a header that is cut, longer or noise', () => {
    const value = right[header] ?? '';
    // Padding says nothing: without it the bytes are the same.
    for (const given of [value.replace(/=*$/, '').slice(0, -1), `${value}0`, `${value}\u00e9`, value.slice(1)])
      expect(check({ ...right, [header]: given }).ok, given).toBe(false);
    fc.assert(
      fc.property(fc.string(), (noise) => !check({ ...right, [header]: noise }).ok),
      { numRuns: 30 },
    );
  });

  // A token or a password proves nothing about the body.
  if (blindToBody === undefined)
    it('is wrong when one byte of what is signed differs', () => {
      // USPS signs two fields of its envelope, not what is around them.
      const signed =
        header === 'x-hmac' ? [...vendor.body.matchAll(/\d/g)].map(({ index }) => index) : [...body.keys()];
      for (const index of signed) {
        const changed = Buffer.from(body);
        changed[index] = (changed[index] ?? 0) ^ 1;
        expect(check(right, changed), String(index)).toMatchObject(refused('wrong'));
      }
    });

  if (signsTime !== undefined)
    it('is stale beyond the tolerance, in both directions, and wrong with another time', () => {
      expect([-301, -300, 300, 301].map((away) => check(right, body, [secret], AT + away))).toMatchObject([
        refused('stale'),
        ok,
        ok,
        refused('stale'),
      ]);
      const later = vendor.sign(body, secret, AT + 1);
      const moved = Object.fromEntries(
        Object.keys(right).map((name) => [name, name === header ? (right[name] ?? '') : (later[name] ?? '')]),
      );
      if (Object.keys(right).length > 1) expect(check(moved)).toMatchObject(refused('wrong'));
      // Nobody learns that a time would have been right.
      expect(check(right, body, [other], AT + 9999)).toMatchObject(refused('wrong'));
    });
  else
    it('is as good a year later: its replay is known by the body', () => {
      expect(check(right, body, [secret], AT + 365 * 86_400)).toEqual(ok);
    });
});

describe('published vectors', () => {
  const file = new URL('signatures/vectors.json', SAMPLES);
  const vectors: any[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const bodyOf = (vendor: string, said: string): Buffer =>
    vendor === 'easypost'
      ? Buffer.from(readFileSync(new URL('easypost/tracker_updated_event_body.json', SAMPLES), 'utf8').trimEnd())
      : Buffer.from(said);
  const secretOf = (said: string): string => said.replace(' (normalise NFKD)', '');

  it.skipIf(vectors.length === 0)('are taken (skipped where the samples are not beside the checkout)', () => {
    for (const { vendor, header, value, secret, body } of vectors) {
      const scheme = schemeFor({ scheme: vendor });
      expect(scheme.header).toBe(header.toLowerCase());
      const message = { headers: { [header.toLowerCase()]: value }, body: bodyOf(vendor, body) };
      const allowance = { nowSeconds: AT, toleranceSeconds: 300 };
      expect(scheme.check(message, [secretOf(secret)], allowance), vendor).toEqual(ok);
      expect(scheme.check(message, ['another secret'], allowance), vendor).toMatchObject({ why: 'wrong' });
    }
    expect(vectors.map(({ vendor }) => vendor)).toEqual(expect.arrayContaining(['easypost', 'motive']));
  });

  // github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Signature scheme"
  it('of Standard Webhooks', () => {
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    const allowance = { nowSeconds: 1_614_265_330, toleranceSeconds: 300 };
    const message = { headers, body: Buffer.from('{"test": 2432232314}') };
    expect(
      schemeFor({ scheme: 'standard-webhooks' }).check(message, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], allowance),
    ).toEqual(ok);
  });

  // Not the vendor's: the tests of SQLPage (github.com/sqlpage/SQLPage, tests of sqlpage.hmac) have a webhook of Shopify with its value, made by code that has nothing to do with ours.
  it('of Shopify, by a third party', () => {
    const message = {
      headers: { 'x-shopify-hmac-sha256': 'QNyObTlKbMx2qDlPF/ZOZcBqg5OgPg+2oky3zldc0Gw=' },
      body: Buffer.from('{"id":1234567890,"email":"customer@example.com","total_price":"123.45"}'),
    };
    const allowance = { nowSeconds: AT, toleranceSeconds: 300 };
    expect(schemeFor({ scheme: 'shopify' }).check(message, ['test-webhook-secret'], allowance)).toEqual(ok);
    expect(schemeFor({ scheme: 'shopify' }).check(message, ['test-webhook-secrets'], allowance).ok).toBe(false);
  });

  // Computed with `printf '1772438400.{"a":1}' | openssl dgst -sha256 -hmac whsec_test`.
  it('of our own scheme, made elsewhere', () => {
    const mac = 'c737f27285d7ea19e8a7d8e1914486a20bee96c2e347edf54a62599c3a0e9bb9';
    expect(signBody(Buffer.from('{"a":1}'), 'whsec_test', AT)).toBe(`t=${AT},v1=${mac}`);
  });
});

describe('a header of fields', () => {
  const scheme = schemeFor({ scheme: 'fairlead-hmac' });
  const body = Buffer.from('{}');
  const header = signBody(body, 'secret one', AT);
  const check = (value: string): SignatureVerdict =>
    scheme.check({ headers: { 'fairlead-signature': value }, body }, ['secret one'], {
      nowSeconds: AT,
      toleranceSeconds: 300,
    });

  it.each([
    ['in upper case', header.replace(/v1=.*/, (mac) => `v1=${mac.slice(3).toUpperCase()}`)],
    ['with blanks', header.replace(',', ' , ')],
    ['in another order, with a field of a later version', `v2=abc,${header.split(',').reverse().join(',')}`],
    ['with the signature of the next secret beside it', `${header},v1=${'0'.repeat(64)}`],
  ])('is taken %s', (_how, given) => {
    expect(check(given)).toEqual(ok);
  });

  it.each([
    ['no time', header.replace(/t=\d+,/, ''), 'malformed'],
    ['no signature', `t=${AT}`, 'malformed'],
    ['a time with a sign', header.replace('t=', 't=-'), 'malformed'],
    ['a time with a fraction', header.replace(',', '.5,'), 'malformed'],
    ['a signature one digit short', header.slice(0, -1), 'malformed'],
    ['a signature one digit long', `${header}0`, 'malformed'],
    ['more signatures than a rotation has', `${header}${`,v1=${'0'.repeat(64)}`.repeat(5)}`, 'malformed'],
    ['the names of fields only', 't,v1', 'malformed'],
    ['another time than was signed', header.replace(String(AT), String(AT + 1)), 'wrong'],
  ])('is refused with %s', (_what, given, why) => {
    expect(check(given)).toMatchObject({ ok: false, why });
  });
});

describe('secrets', () => {
  it('are made in the form that the vendor takes, and fit it', () => {
    const random = '5a'.repeat(32);
    for (const { authentication } of Object.values(vendors)) {
      if (!needsSecret(authentication)) continue;
      expect(secretProblem(authentication, secretFrom(authentication, random))).toBeUndefined();
    }
    expect(secretFrom(sourceAuthentication.parse({ scheme: 'samsara' }), random)).toMatch(/^[\w+/]{43}=$/);
    expect(secretFrom(sourceAuthentication.parse({ scheme: 'easypost' }), random)).toBe(random);
  });

  it.each([
    ['samsara', 'not base64 at all!', 'is not base64'],
    ['standard-webhooks', 'whsec_AAAA', 'fewer than 16 bytes'],
    ['fedex', 'short', 'fewer than 8 characters'],
  ])('of %s are refused: %s', (scheme, secret, why) => {
    expect(secretProblem(sourceAuthentication.parse({ scheme }), secret)).toContain(why);
  });
});

describe('a recipe', () => {
  const recipe = (settings: object) =>
    sourceAuthentication.safeParse({ scheme: 'hmac', recipe: { header: 'x-signature', ...settings } }).success;

  it.each<[string, object, boolean]>([
    ['of the body alone', {}, true],
    ['without the body', { signed: '{time}', timeHeader: 'x-time' }, false],
    ['with the body twice', { signed: '{body}{body}' }, false],
    ['with a time that stands nowhere', { signed: '{time}{body}' }, false],
    ['with an id that stands nowhere', { signed: '{id}{body}' }, false],
    ['with a placeholder that nobody knows', { signed: '{path}{body}' }, false],
    ['with a header in capitals', { header: 'X-Signature' }, false],
  ])('%s is %s', (_what, settings, expected) => {
    expect(recipe(settings)).toBe(expected);
  });

  it('is there for every scheme that is known by name', () => {
    expect(Object.keys(knownSchemes).sort()).toEqual([...knownScheme.options].sort());
  });
});

describe('what is no proof is no scheme', () => {
  it.each([
    { scheme: 'none' },
    { scheme: 'shipengine', jwksUrl: 'https://keys.example.com/jwks' },
    { scheme: 'shipengine', jwksUrl: 'http://api.shipengine.com/jwks' },
  ])('%o', (settings) => {
    expect(sourceAuthentication.safeParse(settings).success).toBe(false);
  });
});
