import * as z from 'zod';
import { formatNames, sayUnknownFormat } from './formats.ts';
import { duration, isZone, slug, sourceId, weeklyHours, zone } from './primitives.ts';
import { clientCertificate, sourceAuthentication } from './source-authentication.ts';

/** Usage plans of the template, by name: rate, burst and quota of each stand in `lib/stacks/source-registry.ts`. */
export const sourceTier = z.enum(['standard', 'large']);
export type SourceTier = z.infer<typeof sourceTier>;

const limits = z.strictObject({
  tier: sourceTier.default('standard'),
  quotaPerDay: z.int().min(1).max(100_000_000).optional().meta({
    description: 'Requests a day (UTC) that are counted by us, to the last one; without it only the usage plan counts.',
  }),
});

export const silenceCalendar = z
  .strictObject({
    zone: zone.refine(isZone, 'no zone of that name, e.g. Europe/Berlin').optional().meta({
      description: 'Zone of its hours; that of the source where absent.',
    }),
    hours: z.array(weeklyHours).min(1).max(14).meta({
      description: 'When it works: only then its silence counts. `to` at or before `from` runs over midnight.',
    }),
    holidays: z.array(z.iso.date()).max(200).default([]).meta({ description: 'Days on which it does not work.' }),
  })
  .meta({ id: 'SilenceCalendar' });
export type SilenceCalendar = z.infer<typeof silenceCalendar>;

const silence = z.strictObject({ allowed: duration, calendar: silenceCalendar.optional() }).meta({
  description:
    'How long it may say nothing before somebody asks. With a calendar that many hours of its work; a day is 24 of them.',
});

const plans = z.strictObject({ grace: duration }).meta({
  description:
    'It plans shipments: a milestone that it reports as scheduled is expected, and one that nobody has reported by its time plus this grace is trouble.',
});

const mediaType = z
  .string()
  .regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/)
  .meta({ description: 'Media type without parameters, in lower case.' });

const mailSender = z
  .string()
  .max(254)
  .regex(/^(?:[^\s@<>A-Z]{1,64}@)?(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}$/, 'an address or a domain, in lower case')
  .meta({
    description: '`desk@forwarder.example`; or `forwarder.example`, which is all of that domain and those below it.',
  });

/** What somebody decides about a source. */
const wanted = {
  id: sourceId,
  title: z.string(),
  format: z
    .string()
    .meta({ description: 'Format of the webhook body, e.g. `x12-214`; `canonical` for POST /v1/signals.' }),
  formatVersion: z.string().min(1).max(40).optional().meta({
    description: 'What the sender says that it sends, e.g. `004010`; a payload says its own.',
  }),
  mapping: slug.optional().meta({ description: 'Mapping of a format that is read by one.' }),
  contentTypes: z
    .array(mediaType)
    .min(1)
    .max(10)
    .optional()
    .meta({ description: 'The only media types that are taken; whatever the format takes where absent.' }),
  authentication: sourceAuthentication,
  clientCertificates: z.array(clientCertificate).min(1).max(10).optional().meta({
    description: 'It must come by the domain with mutual TLS and show one of these, whatever else it proves.',
  }),
  limits: limits.default({ tier: 'standard' }),
  zone: zone.meta({ description: 'Times without an offset are read in it where the place tells nothing.' }),
  region: z.string(),
  businessUnit: z.string(),
  issuer: z
    .string()
    .min(1)
    .max(63)
    .optional()
    .meta({ description: 'Default issuer of its references (SCAC, GLN ...); the source id where absent.' }),
  partner: z.string().min(1).max(120).optional().meta({ description: 'The company that it reports for.' }),
  testData: z.enum(['take', 'refuse']).optional().meta({
    description:
      'What becomes of an interchange that calls itself a test (ISA15 `T`, UNB 0035 `1`). `refuse` keeps it in quarantine; absent, it is read like any other, with a warning: senders leave the mark on for years.',
  }),
  allowedSenders: z.array(mailSender).min(1).max(200).optional().meta({
    description:
      'Of a mailbox (format `email`): who may write to it. Mail of anybody else waits in quarantine, unread; who only says to be one of them is shown to a person. Absent, anybody may.',
  }),
  silence: silence.optional(),
  plans: plans.optional(),
  contact: z.string().optional().meta({ description: 'Whom to ask when it errs.' }),
};

interface Proofs {
  readonly authentication: z.infer<typeof sourceAuthentication>;
  readonly clientCertificates?: readonly unknown[] | undefined;
}
const isProven = ({ authentication, clientCertificates }: Proofs): boolean =>
  authentication.scheme !== 'mutual-tls' || clientCertificates !== undefined;
const unproven = {
  path: ['clientCertificates'],
  message: 'with mutual-tls the certificate is the only proof: name at least one',
};

/** A system that reports, as it is registered. What later versions have added is optional or has a default: older items are read as they lie. */
export const sourceRegistration = z
  .strictObject({
    contract: z.literal('source/1'),
    ...wanted,
    version: z.int().min(1).default(1).meta({ description: 'Counts the changes; who changes it names the one seen.' }),
    pathKey: z
      .string()
      .regex(/^[A-Za-z0-9_-]{24,64}$/)
      .meta({ description: 'The unguessable last part of its webhook path.' }),
    apiKeyId: z.string().optional().meta({ description: 'API Gateway key; ties the source to a usage plan.' }),
    apiKeyValue: z
      .string()
      .optional()
      .meta({ description: 'Value of that key, returned by the authorizer as usage identifier.' }),
    secretsInRotation: z
      .boolean()
      .default(false)
      .meta({ description: 'The secret before the current one is valid still.' }),
    enabled: z.boolean(),
  })
  .refine(isProven, unproven)
  .meta({ id: 'Source' });
export type SourceRegistration = z.infer<typeof sourceRegistration>;

/** What a person or a file asks for; paths, keys and secrets are made by us. */
export const sourceWish = z
  .strictObject({
    ...wanted,
    title: z.string().min(1).max(120),
    region: z.string().min(1).max(40),
    businessUnit: z.string().min(1).max(40),
    authentication: sourceAuthentication.default({ scheme: 'fairlead-hmac', toleranceSeconds: 300 }),
  })
  .refine(({ authentication }) => !('secretId' in authentication) || authentication.secretId === undefined, {
    path: ['authentication', 'secretId'],
    message: 'leave it out: the secret is made, or given beside, when the source is registered',
  })
  .refine(isProven, unproven)
  // Of a wish only: what was registered once is read as it lies.
  .superRefine(({ format }, context) => {
    if (formatNames.includes(format)) return;
    context.addIssue({ code: 'custom', path: ['format'], message: sayUnknownFormat(format) });
  })
  // Of a wish only, too.
  .refine(({ zone: own }) => isZone(own), { path: ['zone'], message: 'no zone of that name, e.g. Europe/Berlin' })
  .refine(({ id }) => id !== 'reply', {
    path: ['id'],
    message: 'mail to reply+…@ answers our own messages: choose another id',
  })
  .refine(({ format, allowedSenders }) => allowedSenders === undefined || format === 'email', {
    path: ['allowedSenders'],
    message: 'only a mailbox has them: format email',
  })
  .meta({ id: 'SourceWish' });
export type SourceWish = z.infer<typeof sourceWish>;
