import * as z from 'zod';

/** Ids carry what they name, so that a person who sees one in a log knows where to look. */
export const signalId = z
  .string()
  .regex(/^sig_[0-9a-f]{32}$/)
  .meta({ description: 'Signal id; derived from source and content, so the same report has the same id.' });
export const caseId = z
  .string()
  .regex(/^case_[0-9a-f]{32}$/)
  .meta({ description: 'Case id; derived from the signal that opened it.' });
export const noticeId = z
  .string()
  .regex(/^ntc_[0-9a-f]{32}$/)
  .meta({ description: 'Notice id; derived from case, step, round, person and channel.' });
export const sourceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,62}$/)
  .meta({ description: 'Id of a registered source, e.g. `canadapost-edi`.' });
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

/** UTC instant with milliseconds at most: `2026-03-02T08:00:00.000Z`. */
export const instant = z.iso.datetime({ offset: false }).meta({ description: 'UTC instant, ISO 8601.' });
/** An instant as the sender wrote it, with an offset. */
export const offsetInstant = z.iso
  .datetime({ offset: true })
  .meta({ description: 'Instant with its offset, ISO 8601.' });
export const duration = z.iso.duration().meta({ description: 'ISO 8601 duration, e.g. PT15M.' });
export const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const weekday = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']);
/** `to` at or before `from` runs over midnight; the night belongs to the day on which it begins. */
export const weeklyHours = z.strictObject({ days: z.array(weekday).min(1), from: localTime, to: localTime });
export type WeeklyHours = z.infer<typeof weeklyHours>;
/** Whether the runtime knows a time zone of that name. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
export const zone = z.string().min(1).meta({ description: 'IANA time zone, e.g. Europe/Berlin.' });
export const traceparent = z
  .string()
  .regex(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
  .meta({ description: 'W3C trace context of what caused this.' });

/** Decimal as text: money is never a float. */
export const decimal = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/);
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ description: 'ISO 4217' });
export const money = z
  .strictObject({ amount: decimal, currency })
  .meta({ id: 'Money', description: 'Amount with its currency, kept as sent.' });
export type Money = z.infer<typeof money>;
export const quantity = z
  .strictObject({
    value: decimal,
    unit: z.string().min(1).meta({ description: "UN/ECE Recommendation 20 code or the sender's unit, verbatim." }),
  })
  .meta({ id: 'Quantity', description: 'Quantity with its unit, kept as sent.' });

/** What a report is about. The first seven identify one physical or legal thing and may open or join a case; the rest are shown to people. */
export const strongSubjectKinds = [
  'shipment',
  'container',
  'delivery',
  'tracking',
  'invoice',
  'declaration',
  'source',
] as const;
export const weakSubjectKinds = [
  'order',
  'purchase_order',
  'booking',
  'bill_of_lading',
  'sku',
  'lot',
  'load',
  'vessel',
  'customer_reference',
  // Another case, which this one follows from.
  'case',
] as const;
/** What follows from several references, or from one where nothing finer is named: one product of one order, one product at one site, a consignment under one bill or booking, and one vessel at one port. */
export const composedSubjects = ['order_line', 'stock', 'consignment', 'port_call'] as const;
export const subjectKind = z.enum([...strongSubjectKinds, ...weakSubjectKinds]);
export type SubjectKind = z.infer<typeof subjectKind>;

export const subjectReference = z
  .strictObject({
    kind: subjectKind,
    value: z.string().min(1).max(80).meta({ description: 'As the sender wrote it, trimmed.' }),
    // A source id has at most 63 characters, and stands here where a source names no issuer.
    issuer: z.string().min(1).max(63).meta({
      description:
        'Who gave the number (SCAC, source id, GS1 prefix ...): two carriers may use the same number for two shipments.',
    }),
  })
  .meta({ id: 'SubjectReference', description: 'A reference to a shipment, order, container ...' });
export type SubjectReference = z.infer<typeof subjectReference>;

export const place = z
  .strictObject({
    name: z.string().max(120).optional(),
    locality: z.string().max(80).optional().meta({ description: 'City or town.' }),
    region: z.string().max(40).optional().meta({ description: 'State or province, as sent.' }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional()
      .meta({ description: 'ISO 3166-1 alpha-2.' }),
    postalCode: z.string().max(16).optional(),
    code: z.string().max(60).optional().meta({ description: 'UN/LOCODE, SPLC, GLN ... as sent.' }),
    latitude: z.number().min(-90).max(90).optional(),
    longitude: z.number().min(-180).max(180).optional(),
  })
  .meta({ id: 'Place', description: 'Where it happened.' });
export type Place = z.infer<typeof place>;

export const severityLevel = z.enum(['S1', 'S2', 'S3', 'S4']).meta({ description: 'S1 is the most severe.' });
export type SeverityLevel = z.infer<typeof severityLevel>;

export const clockName = z.enum(['acknowledge', 'resolve', 'communicate']);
export type ClockName = z.infer<typeof clockName>;

export const outsideDeadline = z.enum(['promised_date', 'cut_off', 'free_time_end']).meta({
  description:
    'A time that others have set: the date promised to the customer, the cut-off of the carrier, the end of free time.',
});
export type OutsideDeadline = z.infer<typeof outsideDeadline>;

export const businessFunction = z.enum([
  'transport_planning',
  'warehouse',
  'customer_service',
  'account_management',
  'procurement',
  'fulfilment',
  'finance',
  'accounts_payable',
  'logistics',
  'trade_compliance',
  'operations_management',
  'platform',
]);
export type BusinessFunction = z.infer<typeof businessFunction>;

export const role = z.enum([
  'viewer',
  'responder',
  'lead',
  'approver',
  'policy_author',
  'policy_publisher',
  'platform_admin',
  'auditor',
  'partner',
]);
export type Role = z.infer<typeof role>;

/** Roles of which somebody can have a case: who may acknowledge it. */
export const OWNING_ROLES: readonly Role[] = ['responder', 'lead'];

/** Each has its connector in enrichment: what triage can ask. */
export const systemOfRecord = z.enum(['erp', 'tms', 'crm', 'wms', 'procurement', 'trade', 'documents', 'finance']);
export type SystemOfRecord = z.infer<typeof systemOfRecord>;

/** What was asked for every case before its type decided it: so is read what was stored without `asks`. */
export const ASKED_BEFORE: SystemOfRecord[] = ['erp', 'tms', 'crm'];

export const channel = z.enum(['slack', 'email', 'sms', 'teams', 'webhook']);
export type Channel = z.infer<typeof channel>;

/** Why a decision came out as it did, in words for a person, with the rule that said it. */
export const reason = z
  .strictObject({
    rule: z.string().meta({ description: 'Id of the rule in the policy pack, or of the built-in rule.' }),
    text: z.string(),
    points: z.number().optional(),
  })
  .meta({ id: 'Reason' });
export type Reason = z.infer<typeof reason>;
