import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { sourceAuthentication } from '../../../lambdas/contracts/index.ts';
import type { SourceAuthentication } from '../../../lambdas/contracts/index.ts';

/** What a vendor sends, made here with nothing but HMAC, hashes and RSA: never by the code under test. */
export interface Vendor {
  readonly authentication: SourceAuthentication;
  readonly secret: string;
  /** Another secret of the same form. */
  readonly other: string;
  /** The header with the proof. */
  readonly header: string;
  readonly body: string;
  readonly sign: (body: Buffer, secret: string, at: number) => Record<string, string>;
  /** A value that is of another form than this vendor's. */
  readonly malformed: string;
  readonly signsTime?: true;
  /** A token in a header says nothing of the body. */
  readonly blindToBody?: true;
}

export const AT = 1_772_438_400;
const mac = (algorithm: string, key: string | Buffer, ...parts: (string | Buffer)[]): Buffer =>
  createHmac(algorithm, key)
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();
const sha256 = (key: string | Buffer, ...parts: (string | Buffer)[]): Buffer => mac('sha256', key, ...parts);
const scheme = (settings: object): SourceAuthentication => sourceAuthentication.parse(settings);
const text = { secret: 'correct horse battery', other: 'staple of another source' };
const encoded = { secret: Buffer.alloc(32, 1).toString('base64'), other: Buffer.alloc(32, 2).toString('base64') };
const json = '{"event":"tracker.updated","text":"Lieferung verspätet"}';

export const rsa = {
  now: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  next: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
export const publicKey = (kid: 'now' | 'next'): object => ({
  ...rsa[kid].publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
});
const jwkText = (kid: 'now' | 'next'): string => JSON.stringify(publicKey(kid));
const iso = (at: number): string => new Date(at * 1000).toISOString();

function plain(
  header: string,
  encoding: 'hex' | 'base64',
  { algorithm = 'sha256', prefix = '', name = {} } = {},
): Omit<Vendor, 'authentication'> {
  return {
    ...text,
    header,
    body: json,
    malformed: 'certainly not a signature',
    sign: (body, secret) => ({ [header]: `${prefix}${mac(algorithm, secret, body).toString(encoding)}` }),
    ...name,
  };
}

export const vendors: Readonly<Record<string, Vendor>> = {
  'our own': {
    ...text,
    authentication: scheme({ scheme: 'fairlead-hmac' }),
    header: 'fairlead-signature',
    body: json,
    malformed: 't=12,v1=zz',
    signsTime: true,
    sign: (body, secret, at) => ({
      'fairlead-signature': `t=${at},v1=${sha256(secret, `${at}.`, body).toString('hex')}`,
    }),
  },
  'Standard Webhooks': {
    secret: `whsec_${encoded.secret}`,
    other: `whsec_${encoded.other}`,
    authentication: scheme({ scheme: 'standard-webhooks' }),
    header: 'webhook-signature',
    body: json,
    malformed: 'v2,AAAA',
    signsTime: true,
    sign: (body, secret, at) => ({
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(at),
      'webhook-signature': `v1,${sha256(Buffer.from(secret.slice(6), 'base64'), `msg_1.${at}.`, body).toString('base64')}`,
    }),
  },
  AfterShip: { authentication: scheme({ scheme: 'aftership' }), ...plain('aftership-hmac-sha256', 'base64') },
  EasyPost: {
    authentication: scheme({ scheme: 'easypost' }),
    ...plain('x-hmac-signature', 'hex'),
    secret: 's\u00e9cret \ufb01x',
    sign: (body, secret) => ({
      'x-hmac-signature': `hmac-sha256-hex=${sha256(secret.normalize('NFKD'), body).toString('hex')}`,
    }),
  },
  FedEx: { authentication: scheme({ scheme: 'fedex' }), ...plain('fdx-signature', 'base64') },
  Motive: {
    authentication: scheme({ scheme: 'motive' }),
    ...plain('x-kt-webhook-signature', 'hex', { algorithm: 'sha1' }),
  },
  Samsara: {
    ...encoded,
    authentication: scheme({ scheme: 'samsara' }),
    header: 'x-samsara-signature',
    body: json,
    malformed: 'v1=abc',
    signsTime: true,
    sign: (body, secret, at) => ({
      'x-samsara-timestamp': String(at),
      'x-samsara-signature': `v1=${sha256(Buffer.from(secret, 'base64'), `v1:${at}:`, body).toString('hex')}`,
    }),
  },
  Shippo: {
    ...text,
    authentication: scheme({ scheme: 'shippo' }),
    header: 'shippo-auth-signature',
    body: json,
    malformed: 't=,v1=',
    signsTime: true,
    sign: (body, secret, at) => ({
      'shippo-auth-signature': `t=${at},v1=${sha256(secret, `${at}.`, body).toString('hex')}`,
    }),
  },
  Shopify: { authentication: scheme({ scheme: 'shopify' }), ...plain('x-shopify-hmac-sha256', 'base64') },
  Terminal49: { authentication: scheme({ scheme: 'terminal49' }), ...plain('x-t49-webhook-signature', 'hex') },
  '17TRACK': {
    authentication: scheme({ scheme: '17track' }),
    ...plain('sign', 'hex'),
    sign: (body, secret) => ({
      sign: createHash('sha256')
        .update(Buffer.concat([body, Buffer.from(`/${secret}`)]))
        .digest('hex'),
    }),
  },
  USPS: {
    authentication: scheme({ scheme: 'usps' }),
    ...plain('x-hmac', 'base64'),
    body: JSON.stringify({ timestamp: '2026-03-02T08:00:00Z', payload: '{"trackingNumber":"9400"}' }),
    sign: (body, secret) => {
      const signed = /"timestamp":"([^"]*)","payload":"(.*)"}/.exec(body.toString());
      const payload = (signed?.[2] ?? '').replaceAll('\\"', '"');
      return { 'x-hmac': sha256(secret, `${signed?.[1] ?? ''}${payload}`).toString('base64') };
    },
  },
  UPS: {
    ...text,
    authentication: scheme({ scheme: 'ups' }),
    header: 'credential',
    body: json,
    malformed: 'x'.repeat(5000),
    blindToBody: true,
    sign: (_body, secret) => ({ credential: secret }),
  },
  'a bearer token': {
    ...text,
    authentication: scheme({ scheme: 'token', prefix: 'Bearer ' }),
    header: 'authorization',
    body: json,
    malformed: 'Basic abc',
    blindToBody: true,
    sign: (_body, secret) => ({ authorization: `bearer ${secret}` }),
  },
  'user name and password': {
    ...text,
    authentication: scheme({ scheme: 'basic', username: 'dhl-push' }),
    header: 'authorization',
    body: json,
    malformed: 'Bearer abc',
    blindToBody: true,
    sign: (_body, secret) => ({ authorization: `Basic ${Buffer.from(`dhl-push:${secret}`).toString('base64')}` }),
  },
  ShipEngine: {
    secret: jwkText('now'),
    other: jwkText('next'),
    authentication: scheme({ scheme: 'shipengine' }),
    header: 'x-shipengine-rsa-sha256-signature',
    body: json,
    malformed: 'not base64 of 256 bytes',
    signsTime: true,
    sign: (body, key, at) => {
      const kid = key === jwkText('now') ? 'now' : 'next';
      const signed = Buffer.concat([Buffer.from(`${iso(at)}.`), body]);
      return {
        'x-shipengine-rsa-sha256-key-id': kid,
        'x-shipengine-timestamp': iso(at),
        'x-shipengine-rsa-sha256-signature': sign('sha256', signed, rsa[kid].privateKey).toString('base64'),
      };
    },
  },
  'a recipe: SHA-512, base64, milliseconds, an id': {
    secret: '00ff'.repeat(12),
    other: '11ee'.repeat(12),
    authentication: scheme({
      scheme: 'hmac',
      recipe: {
        header: 'x-acme-signature',
        algorithm: 'sha512',
        encoding: 'base64',
        prefix: 'sha512=',
        key: 'hex',
        signed: 'POST|{id}|{time}|{body}|end',
        timeHeader: 'x-acme-time',
        timeFormat: 'milliseconds',
        idHeader: 'x-acme-id',
      },
    }),
    header: 'x-acme-signature',
    body: json,
    malformed: 'sha512=abc',
    signsTime: true,
    sign: (body, secret, at) => ({
      'x-acme-id': '7',
      'x-acme-time': `${at}000`,
      'x-acme-signature': `sha512=${mac('sha512', Buffer.from(secret, 'hex'), `POST|7|${at}000|`, body, '|end').toString('base64')}`,
    }),
  },
};
