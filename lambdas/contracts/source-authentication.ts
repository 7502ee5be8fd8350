import * as z from 'zod';

const headerName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
  .meta({ description: 'Name of an HTTP header, in lower case.' });
const secretId = z.string().optional().meta({
  description:
    'Made at registration. Secrets Manager: JSON `{ "current": …, "previous"?: … }`; both are valid, for rotation.',
});
const toleranceSeconds = z
  .int()
  .min(1)
  .max(3600)
  .default(300)
  .meta({ description: 'How far the signed time may be away; of no account where the sender signs no time.' });

/** How a sender makes an HMAC of a body: all that differs from vendor to vendor, as data. */
export const hmacRecipe = z
  .strictObject({
    header: headerName.meta({ description: 'The header that carries the signature.' }),
    algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
    encoding: z.enum(['hex', 'base64']).default('hex'),
    prefix: z
      .string()
      .max(40)
      .default('')
      .meta({ description: 'What stands before the signature, e.g. `sha256=`. Blanks part several signatures.' }),
    field: z.string().max(20).optional().meta({
      description: 'For a header of fields (`t=…,v1=…`): the one with the signature, e.g. `v1`.',
    }),
    key: z.enum(['text', 'nfkd', 'base64', 'hex']).default('text').meta({
      description:
        'What the secret is to the HMAC: its UTF-8 bytes, those of its NFKD form, or the bytes that it encodes.',
    }),
    signed: z
      .string()
      .max(80)
      .regex(/^[^{}]*(\{(time|id)\}[^{}]*)*\{body\}[^{}]*$/, 'write {body} once, and {time} and {id} only before it')
      .default('{body}')
      .meta({ description: 'What is signed, e.g. `{time}.{body}`.' }),
    timeField: z.string().max(20).optional().meta({ description: 'Field of the header with the signed time.' }),
    timeHeader: headerName.optional().meta({ description: 'Header with the signed time.' }),
    timeFormat: z.enum(['seconds', 'milliseconds', 'iso']).default('seconds'),
    idHeader: headerName.optional().meta({ description: 'Header with the signed id of the delivery.' }),
  })
  .refine(
    ({ signed, timeField, timeHeader }) => !signed.includes('{time}') || (timeField ?? timeHeader) !== undefined,
    {
      path: ['signed'],
      message: '{time} is signed: say where it stands, by timeHeader or timeField',
    },
  )
  .refine(({ signed, idHeader }) => !signed.includes('{id}') || idHeader !== undefined, {
    path: ['signed'],
    message: '{id} is signed: say where it stands, by idHeader',
  });
export type HmacRecipe = z.infer<typeof hmacRecipe>;

/** Schemes of which everything is known but the secret. */
export const knownScheme = z.enum([
  'fairlead-hmac',
  'standard-webhooks',
  '17track',
  'aftership',
  'easypost',
  'fedex',
  'motive',
  'samsara',
  'shippo',
  'shopify',
  'terminal49',
  'ups',
  'usps',
]);
export type KnownScheme = z.infer<typeof knownScheme>;

/** Keys of vendors are fetched from these hosts only: a registration must not make us call anything else. */
const KEY_HOSTS: readonly string[] = ['api.shipengine.com'];
/** A user pool of Cognito, as the tokens name it that it gives. */
const USER_POOL =
  /^https:\/\/cognito-idp\.[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d\.amazonaws\.com\/[a-z0-9-]{5,30}_[A-Za-z0-9]{1,55}$/;

export const userPoolKeys = (issuer: string): string => `${issuer}/.well-known/jwks.json`;

/** Whether keys may be fetched from there. */
export function mayHaveKeys(url: string): boolean {
  return KEY_HOSTS.includes(new URL(url).host) || USER_POOL.test(url.replace(/\/\.well-known\/jwks\.json$/, ''));
}

const SENDERS_SCOPE = 'fairlead/report';

/** Tokens that the sender fetches: with the client that it has in a pool that is named, or with one that is made for it in the pool of senders. */
const byToken = z
  .strictObject({
    scheme: z.literal('oauth'),
    issuer: z.string().regex(USER_POOL).optional().meta({
      description:
        'The user pool that gives the tokens: `https://cognito-idp.<region>.amazonaws.com/<pool>`. Absent: the pool of senders, where a client is made at registration.',
    }),
    clientId: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .meta({ description: 'The client of this source alone, in that pool. Made at registration where it is absent.' }),
    tokenUrl: z.url().optional().meta({
      description: 'Where the sender fetches tokens with its client; said of a client that was made at registration.',
    }),
    scope: z
      .string()
      .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/)
      .default(SENDERS_SCOPE)
      .meta({ description: 'The scope that a token must have: resource server and scope.' }),
  })
  .refine(({ issuer, clientId }) => (issuer === undefined) === (clientId === undefined), {
    path: ['clientId'],
    message: 'name a user pool and a client of it, or neither: then one is made',
  })
  .refine(({ clientId, scope }) => clientId !== undefined || scope === SENDERS_SCOPE, {
    path: ['scope'],
    message: `a client that is made here has the scope ${SENDERS_SCOPE}`,
  });

/** How the sender proves who it is; checked over the raw body, in constant time. */
export const sourceAuthentication = z.discriminatedUnion('scheme', [
  z.strictObject({ scheme: knownScheme, secretId, toleranceSeconds }),
  z.strictObject({ scheme: z.literal('hmac'), secretId, toleranceSeconds, recipe: hmacRecipe }),
  z.strictObject({
    scheme: z.literal('token'),
    secretId,
    header: headerName.default('authorization'),
    prefix: z.string().max(40).default('').meta({ description: 'What stands before the secret, e.g. `Bearer `.' }),
  }),
  z.strictObject({
    scheme: z.literal('basic'),
    secretId,
    username: z
      .string()
      .min(1)
      .max(120)
      .regex(/^[^:]+$/),
  }),
  z.strictObject({
    scheme: z.literal('shipengine'),
    toleranceSeconds,
    jwksUrl: z
      .url({ protocol: /^https$/ })
      .refine((url) => KEY_HOSTS.includes(new URL(url).host), { message: `keys come from ${KEY_HOSTS.join(', ')}` })
      .default('https://api.shipengine.com/jwks')
      .meta({ description: 'Where the public keys are, by key id.' }),
  }),
  byToken,
  z.strictObject({ scheme: z.literal('mutual-tls') }),
]);
export type SourceAuthentication = z.infer<typeof sourceAuthentication>;

/** A certificate that the sender may show on the domain with mutual TLS. */
export const clientCertificate = z
  .strictObject({
    fingerprint: z
      .string()
      .regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/)
      .optional()
      .meta({ description: 'SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` writes it.' }),
    subject: z
      .string()
      .min(1)
      .max(400)
      .optional()
      .meta({ description: 'Distinguished name of the subject, as API Gateway writes it: CN=…,O=…' }),
    issuer: z.string().min(1).max(400).optional(),
  })
  .refine(({ fingerprint, subject }) => fingerprint !== undefined || subject !== undefined, {
    message: 'name a fingerprint or a subject',
  });
export type ClientCertificate = z.infer<typeof clientCertificate>;
