import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mayHaveKeys, sourceAuthentication, userPoolKeys } from '../../../lambdas/contracts/index.ts';
import { authenticateSender } from '../../../lambdas/inbound/adapters/authenticate-sender.ts';
import { signatureProblem } from '../../../lambdas/inbound/refuse.ts';
import { schemeOf } from '../../../lambdas/inbound/signatures/index.ts';
import { now } from '../../../lambdas/platform/index.ts';
import type { SourceRegistration } from '../../../lambdas/contracts/index.ts';
import type { Scheme, SignatureVerdict } from '../../../lambdas/inbound/signatures/scheme.ts';
import { needsSecret } from '../../../lambdas/inbound/signatures/secret.ts';
import { AT, publicKey, rsa } from './signatures.ts';

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123';
const authentication = sourceAuthentication.parse({ scheme: 'oauth', issuer, clientId: 'ups-client' });
const scheme = schemeOf(authentication) as Scheme;
const keys = [JSON.stringify(publicKey('now'))];

/** As Cognito writes an access token of the client credentials grant: developer guide, "Understanding the access token". */
const granted = {
  sub: 'ups-client',
  token_use: 'access',
  scope: 'fairlead/report fairlead/other',
  auth_time: AT - 60,
  iss: issuer,
  exp: AT + 3540,
  iat: AT - 60,
  version: 2,
  jti: '5f2c7e9b-1111-2222-3333-444455556666',
  client_id: 'ups-client',
};
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function tokenOf(claims: object = {}, head: object = {}, by: 'now' | 'next' = 'now'): string {
  const signed = `${part({ kid: 'now', alg: 'RS256', ...head })}.${part({ ...granted, ...claims })}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), rsa[by].privateKey).toString('base64url')}`;
}
const check = (authorization?: string, nowSeconds = AT, with_ = keys): SignatureVerdict =>
  scheme.check({ headers: authorization === undefined ? {} : { authorization }, body: Buffer.from('{}') }, with_, {
    nowSeconds,
    toleranceSeconds: 0,
  });
const bearer = (...made: Parameters<typeof tokenOf>): SignatureVerdict => check(`Bearer ${tokenOf(...made)}`);

describe('an access token', () => {
  it('of the client of this source is taken until it expires', () => {
    expect(bearer()).toEqual({ ok: true });
    expect(check(`bearer ${tokenOf()}`, AT + 3539)).toEqual({ ok: true });
    const expired = check(`Bearer ${tokenOf()}`, AT + 3540);
    expect(expired).toMatchObject({ ok: false, why: 'stale' });
    const problem = expired.ok ? undefined : signatureProblem(scheme, expired, 0);
    expect(problem).toMatchObject({ status: 401, detail: expect.stringContaining('Fetch a new one') as unknown });
    expect(problem?.detail).not.toContain('seconds');
  });

  it.each<[string, SignatureVerdict]>([
    ['of another source', bearer({ client_id: 'dhl-client', sub: 'dhl-client' })],
    ['of another user pool', bearer({ iss: `${issuer}9` })],
    ['without the scope', bearer({ scope: 'fairlead/other fairlead/reporting' })],
    ['from the future', bearer({ iat: AT + 61 })],
    ['signed by somebody else', bearer({}, {}, 'next')],
    ['that names a key which is not published', bearer({}, { kid: 'next' }, 'next')],
    // Nobody learns that a forged token would have been in time.
    ['forged, and expired', bearer({ exp: AT - 1 }, {}, 'next')],
  ])('%s is wrong', (_what, verdict) => {
    expect(verdict).toEqual({ ok: false, why: 'wrong', header: 'authorization' });
  });

  it('whose claims were changed is wrong', () => {
    const [head, , signature] = tokenOf({ client_id: 'dhl-client' }).split('.');
    expect(check(`Bearer ${head ?? ''}.${part(granted)}.${signature ?? ''}`)).toMatchObject({ why: 'wrong' });
  });

  it.each<[string, SignatureVerdict]>([
    ['an identity token', bearer({ token_use: 'id' })],
    ['no algorithm', bearer({}, { alg: 'none' })],
    ['an HMAC with the public key', bearer({}, { alg: 'HS256' })],
    ['a token without a time', bearer({ exp: undefined })],
    ['no token', check('Bearer nothing')],
    ['a password', check('Basic dXNlcjpwYXNz')],
    ['more than any token', check(`Bearer ${'a'.repeat(9000)}.b.c`)],
  ])('%s is malformed', (_what, verdict) => {
    expect(verdict).toEqual({ ok: false, why: 'malformed', header: 'authorization' });
  });

  it('is missing where there is none, and wrong cut or without keys', () => {
    expect(check()).toMatchObject({ why: 'missing' });
    expect(check(`Bearer ${tokenOf().slice(0, -1)}`)).toMatchObject({ why: 'wrong' });
    expect(check(`Bearer ${tokenOf()}0`)).toMatchObject({ why: 'wrong' });
    expect(check(`Bearer ${tokenOf()}`, AT, [])).toMatchObject({ why: 'wrong' });
  });
});

describe('a source with tokens', () => {
  it('is known by the keys of its user pool, new ones too, and no secret is read', async () => {
    const asked: string[] = [];
    const published = [[JSON.stringify(publicKey('now'))], keys.concat(JSON.stringify(publicKey('next')))];
    const proofs = {
      secret: () => Promise.reject(new Error('there is none')),
      publicKeys: (url: string) => {
        asked.push(url);
        return Promise.resolve(published[Math.min(asked.length, published.length) - 1] ?? []);
      },
    };
    const source = { id: 'ups', authentication } as unknown as SourceRegistration;
    // Issued by the clock of the function, which is not that of these tokens.
    const issued = Math.floor(now() / 1000);
    const token = tokenOf({ iat: issued, exp: issued + 3600 }, { kid: 'next' }, 'next');
    const send = (value: string) =>
      authenticateSender(
        proofs,
        source,
        { bytes: Buffer.from('{}'), contentType: 'application/json', headers: { authorization: value } },
        undefined,
      );
    expect(await send(`Bearer ${token}`)).toBeUndefined();
    expect(asked).toEqual([userPoolKeys(issuer), userPoolKeys(issuer)]);
    expect(await send('Bearer of bad news')).toMatchObject({
      status: 401,
      type: expect.stringContaining('malformed') as unknown,
    });
  });

  it('has no secret of ours, and its keys come from its user pool only', () => {
    expect(needsSecret(authentication)).toBe(false);
    expect(mayHaveKeys(userPoolKeys(issuer))).toBe(true);
    for (const elsewhere of [
      'https://cognito-idp.eu-central-1.amazonaws.com.evil.example/eu-central-1_AbCdEf123',
      'https://evil.example/eu-central-1_AbCdEf123',
      'http://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123',
      'https://cognito-idp.eu-central-1.amazonaws.com/../eu-central-1_AbCdEf123',
    ]) {
      expect(mayHaveKeys(userPoolKeys(elsewhere)), elsewhere).toBe(false);
      expect(sourceAuthentication.safeParse({ scheme: 'oauth', issuer: elsewhere, clientId: 'x' }).success).toBe(false);
    }
  });
});
