import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSignature, signBody } from '../../../lambdas/inbound/authenticate.ts';

const body = Buffer.from('{"kind":"exception","text":"Lieferung verspätet"}');
const secret = 'f3a1c7';
const signedAt = 1_772_438_400;
const header = signBody(body, secret, signedAt);
const check = (given: string | undefined, over: Uint8Array = body, secrets = [secret], now = signedAt) =>
  checkSignature(given, over, secrets, now, 300);

describe('signature over the raw body', () => {
  it('is what a sender computes with nothing but HMAC', () => {
    const mac = createHmac('sha256', secret)
      .update(Buffer.concat([Buffer.from(`${signedAt}.`), body]))
      .digest('hex');
    expect(header).toBe(`t=${signedAt},v1=${mac}`);
  });

  // Computed with `printf '1772438400.{"a":1}' | openssl dgst -sha256 -hmac whsec_test`.
  it('fits a vector made elsewhere', () => {
    const mac = 'c737f27285d7ea19e8a7d8e1914486a20bee96c2e347edf54a62599c3a0e9bb9';
    expect(check(`t=1772438400,v1=${mac}`, Buffer.from('{"a":1}'), ['whsec_test'])).toEqual({ ok: true });
  });

  it.each([
    ['as it was made', header],
    ['in upper case', header.replace(/v1=.*/, (mac) => `v1=${mac.slice(3).toUpperCase()}`)],
    ['with blanks', header.replace(',', ' , ')],
    ['in another order, with a field of a later version', `v2=abc,${header.split(',').reverse().join(',')}`],
  ])('is taken %s', (_how, given) => {
    expect(check(given)).toEqual({ ok: true });
  });

  it.each([
    ['nothing', undefined, 'missing'],
    ['an empty header', '', 'missing'],
    ['no time', header.replace(/t=\d+,/, ''), 'malformed'],
    ['no signature', `t=${signedAt}`, 'malformed'],
    ['a time with a sign', header.replace('t=', 't=-'), 'malformed'],
    ['a time with a fraction', header.replace(',', '.5,'), 'malformed'],
    ['a signature one digit short', header.slice(0, -1), 'malformed'],
    ['a signature one digit long', `${header}0`, 'malformed'],
    ['a signature that is not hexadecimal', `${header.slice(0, -1)}g`, 'malformed'],
    ['the name of a field only', 't,v1', 'malformed'],
    ['another time than was signed', header.replace(String(signedAt), String(signedAt + 1)), 'wrong'],
  ])('is refused with %s', (_what, given, why) => {
    expect(check(given)).toEqual({ ok: false, why });
  });

  it.each([
    [-301, false],
    [-300, true],
    [0, true],
    [300, true],
    [301, false],
  ])('is taken %i seconds from its time: %s', (seconds, ok) => {
    expect(check(header, body, [secret], signedAt + seconds)).toEqual(ok ? { ok } : { ok, why: 'stale' });
  });

  it('says wrong and not stale of a wrong signature: nobody learns that a time would have been right', () => {
    expect(check(header, body, ['other'], signedAt + 9999)).toEqual({ ok: false, why: 'wrong' });
  });

  it('fits each of two secrets while they are rotated, and no third', () => {
    const old = signBody(body, 'old', signedAt);
    expect(check(old, body, [secret, 'old'])).toEqual({ ok: true });
    expect(check(header, body, [secret, 'old'])).toEqual({ ok: true });
    expect(check(old, body, [secret])).toEqual({ ok: false, why: 'wrong' });
    expect(check(old, body, [])).toEqual({ ok: false, why: 'wrong' });
  });

  it('is wrong when one byte of the body differs, whichever', () => {
    for (let index = 0; index < body.length; index += 1) {
      const changed = Buffer.from(body);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(check(header, changed)).toEqual({ ok: false, why: 'wrong' });
    }
    expect(check(header, Buffer.concat([body, Buffer.from('\n')]))).toEqual({ ok: false, why: 'wrong' });
    expect(check(header, body.subarray(0, -1))).toEqual({ ok: false, why: 'wrong' });
  });

  it('covers any bytes, not only text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), fc.nat({ max: 4_000_000_000 }), (bytes, key, now) => {
        expect(check(signBody(bytes, key, now), bytes, [key], now)).toEqual({ ok: true });
      }),
    );
  });

  it('is never taken and never thrown at for a header that is noise', () => {
    fc.assert(fc.property(fc.string(), (noise) => !check(noise).ok));
  });
});
