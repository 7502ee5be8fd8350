import * as z from 'zod';
import { systemOfRecord, slug, subjectKind } from './primitives.ts';

/** Addresses of the outside are https; on one machine the partners answer http on loopback or under a name of their own. */
const address = z
  .url({ protocol: /^https?$/, error: 'an address that begins with https://' })
  .refine((url) => url.startsWith('https:') || /^http:\/\/(127\.0\.0\.1|localhost|[\w.-]+\.test)(:|\/|$)/.test(url), {
    error: 'only https goes over a network: credentials are sent with each request',
  });

/** How the system knows us. What is secret stands in the secret of the system, under the name of the instance. */
export const systemAuthentication = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bearer') }).meta({ description: 'Secret: `apiKey`.' }),
  z.strictObject({ kind: z.literal('basic') }).meta({ description: 'Secret: `username`, `password`.' }),
  z
    .strictObject({ kind: z.literal('header'), name: z.string().regex(/^[\w-]{1,60}$/, 'the name of a header') })
    .meta({ description: 'Secret: `apiKey`.' }),
  z
    .strictObject({
      kind: z.literal('oauth2'),
      tokenUrl: address,
      scope: z.string().min(1).max(400).optional(),
      /** Asked by some servers; RFC 8707 calls it `resource`. */
      parameters: z.record(z.string().max(40), z.string().max(400)).default({}),
      /** Where the client says who it is (RFC 6749, 2.3.1). */
      client: z.enum(['header', 'body']).default('header'),
    })
    .meta({ description: 'OAuth 2.0 client credentials. Secret: `clientId`, `clientSecret`.' }),
]);
export type SystemAuthentication = z.infer<typeof systemAuthentication>;

/** What the system can bear, and when it is left alone. */
const limits = z.strictObject({
  timeoutMs: z.int().min(100).max(8_000).default(2_500),
  tries: z.int().min(1).max(4).default(2),
  rate: z
    .strictObject({ requests: z.int().min(1).max(100_000), seconds: z.int().min(1).max(3_600) })
    .optional()
    .meta({ description: 'Requests of all functions together in so many seconds; absent: not counted.' }),
  atOnce: z.int().min(1).max(200).optional().meta({
    description: 'Requests of all functions together that are under way at once; absent: not counted.',
  }),
  breaker: z
    .strictObject({ failures: z.int().min(1).max(100).default(5), pauseSeconds: z.int().min(1).max(600).default(30) })
    .prefault({}),
});
export type SystemLimits = z.infer<typeof limits>;

const words = z.array(z.string().min(1).max(60)).min(1).max(200);

/** Whose troubles an instance knows. What is not said narrows nothing. */
const serves = z.strictObject({
  regions: words.optional(),
  businessUnits: words.optional(),
  prefixes: words.optional().meta({ description: 'How the numbers begin that this instance gives.' }),
});

export const systemInstance = z.strictObject({
  name: slug,
  url: address,
  authentication: systemAuthentication.default({ kind: 'bearer' }),
  limits: limits.prefault({}),
  serves: serves.prefault({}),
});
export type SystemInstance = z.infer<typeof systemInstance>;

/** Where something stands in JSON: names and, in lists, numbers, e.g. `shipment/carrier/name`, `lines/0/sku`; as in a mapping. */
const path = z
  .string()
  .min(1)
  .max(120)
  .regex(/^[^/\s][^/]*(\/[^/]+)*$/, 'names with slashes between, such as `shipment/carrier/name`');

/** Holds where the text at the path is one of these; capitals do not matter. */
const where = z
  .strictObject({
    path,
    is: z.array(z.string()).min(1).max(50).optional(),
    not: z.array(z.string()).min(1).max(50).optional(),
  })
  .refine(({ is, not }) => (is === undefined) !== (not === undefined), { error: 'either `is` or `not`' });

/** What gives a fact. Text alone is a path, and the fact is what stands there. */
export const factSource = z.union([
  path,
  z.strictObject({
    path,
    as: z.enum(['text', 'number', 'yes-no', 'instant']).default('text'),
    words: z.record(z.string(), z.string()).optional().meta({
      description: 'What a word of theirs is called here; capitals do not matter. A word that is not there is no fact.',
    }),
  }),
  z.strictObject({ amount: path, currency: z.union([path, z.strictObject({ text: z.string().length(3) })]) }),
  z.strictObject({ list: path, of: path.optional(), where: where.optional() }),
  z.strictObject({ first: path, where, of: path }),
]);
export type FactSource = z.infer<typeof factSource>;

const MOST_PAGES = 10;
const pages = { pages: z.int().min(1).max(MOST_PAGES).default(3) };
const parameter = z.string().min(1).max(60);
const paging = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('link'), ...pages })
    .meta({ description: 'Header `Link` with rel="next" (RFC 8288).' }),
  z
    .strictObject({ kind: z.literal('next'), path, ...pages })
    .meta({ description: 'The address of the next page stands in the answer.' }),
  z.strictObject({ kind: z.literal('token'), path, parameter, ...pages }),
  z.strictObject({
    kind: z.literal('offset'),
    parameter,
    size: z.int().min(1).max(1_000),
    sizeParameter: parameter.optional(),
    ...pages,
  }),
]);

/** A question by GET: what is asked by which of our references, and what the answer says. */
export const systemQuestion = z.strictObject({
  path: z
    .string()
    .regex(
      /^\/(?!\/)[^\s?#]*$/,
      'a path below the address of the instance, without query: `/api/v1/shipments` or `/api/v1/shipments/{reference}`',
    ),
  by: z
    .partialRecord(subjectKind, parameter)
    .refine((kinds) => Object.keys(kinds).length > 0, { error: 'at least one kind of reference' })
    .meta({
      description:
        'Kinds of references, the most telling first, with the query parameter of each. Where the path has `{reference}` the first one goes there.',
    }),
  query: z.record(parameter, z.string().max(400)).default({}),
  headers: z
    .record(z.string().max(60), z.string().max(400))
    .refine((headers) => !Object.keys(headers).some((name) => /^(authorization|cookie|host)$/i.test(name)), {
      error: 'credentials stand in the secret of the system',
    })
    .default({}),
  records: path
    .optional()
    .meta({ description: 'Where the list of records stands; absent: the answer is the list, or the one record.' }),
  paging: paging.optional(),
  pick: where
    .optional()
    .meta({ description: 'Of several records the first for which it holds, else the first of all.' }),
  facts: z.record(z.string().max(60), factSource),
});
export type SystemQuestion = z.infer<typeof systemQuestion>;

/** How a system of record is reached: as data, so that another one needs no code. */
export const connection = z
  .strictObject({
    contract: z.literal('connection/1'),
    system: systemOfRecord,
    instances: z.array(systemInstance).min(1).max(20),
    questions: z
      .array(systemQuestion)
      .min(1)
      .max(5)
      .optional()
      .meta({ description: 'Asked in place of the connector that comes with the product.' }),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof connection>;
