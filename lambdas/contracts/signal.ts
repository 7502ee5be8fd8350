import * as z from 'zod';
import { exceptionType } from './exception-type.ts';
import {
  instant,
  money,
  offsetInstant,
  place,
  quantity,
  signalId,
  sourceId,
  subjectReference,
  traceparent,
} from './primitives.ts';

export const signalKind = z.enum(['exception', 'progress', 'retraction', 'correction']);

/** The sender's code and what we took it for. */
export const senderReason = z.strictObject({
  scheme: z.string().meta({ description: 'Code list, e.g. `x12:1651`.' }),
  code: z.string().meta({ description: "The sender's code, verbatim." }),
  status: z
    .string()
    .optional()
    .meta({ description: 'The status code beside the reason, verbatim, e.g. X12 1650 `AH`.' }),
  text: z.string().optional().meta({ description: "Meaning of the code in its list, or the sender's own words." }),
});

export type SenderReason = z.infer<typeof senderReason>;

export const milestone = z.strictObject({
  name: z.enum([
    'booked',
    'picked_up',
    'departed',
    'arrived',
    'loaded',
    'unloaded',
    'customs_released',
    'out_for_delivery',
    'available_for_delivery',
    'delivered',
    'appointment',
    'in_transit',
    'resumed',
    'replenished',
    'other',
  ]),
  at: z
    .enum(['actual', 'estimated', 'scheduled'])
    .meta({ description: 'Whether it has happened, is expected, or was agreed.' }),
  stop: z.string().optional().meta({ description: 'Stop or leg that it belongs to, as the sender counts.' }),
  expectedAt: offsetInstant.optional().meta({
    description: 'When it is expected now, where the time of the report is another one: that it is late was said then.',
  }),
});

const body = {
  contract: z.literal('signal/1'),
  id: signalId,
  source: z.strictObject({
    id: sourceId,
    format: z.string().meta({ description: 'e.g. `x12-214`.' }),
    version: z.string().optional(),
  }),
  reason: senderReason
    .extend({
      rule: z.string().optional().meta({ description: 'Rule of `codes` in the policy that says what it means here.' }),
      byFormat: z
        .union([exceptionType, z.literal('none')])
        .optional()
        .meta({ description: 'Of what type it is by its format, where the rule reads it; `none`: no trouble.' }),
    })
    .optional(),
  references: z.array(subjectReference).min(1).max(50),
  place: place.optional(),
  lane: z.strictObject({ origin: place.optional(), destination: place.optional() }).optional(),
  carrier: z.strictObject({ scac: z.string().max(10).optional(), name: z.string().max(80).optional() }).optional(),
  region: z.string().optional().meta({ description: "Region of the source's business, from its registration." }),
  businessUnit: z.string().optional().meta({ description: "Business unit, from the source's registration." }),
  occurredAt: offsetInstant.meta({ description: 'When it happened, with the offset that was sent or assumed.' }),
  timeBasis: z.enum(['sent', 'place', 'source', 'received']).meta({
    description:
      'Where the offset comes from: sent with the message, zone of the place, zone of the source, or no time was sent and it is that of reception.',
  }),
  receivedAt: instant,
  milestone: milestone.optional(),
  quantities: z.record(z.string(), quantity).optional(),
  amounts: z.record(z.string(), money).optional(),
  text: z
    .string()
    .max(2000)
    .optional()
    .meta({ description: 'Free text of the sender. May hold personal data: never logged.' }),
  raw: z
    .strictObject({ key: z.string(), part: z.string().optional() })
    .meta({ description: 'Where the payload lies in the raw bucket, and which part of it.' }),
  traceparent,
};

/** One normalized report. */
export const signal = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...body, kind: z.literal('exception'), type: exceptionType }),
    z.strictObject({ ...body, kind: z.literal('progress'), milestone }),
    z.strictObject({ ...body, kind: z.literal('retraction'), retracts: signalId }),
    z.strictObject({ ...body, kind: z.literal('correction'), type: exceptionType, corrects: signalId }),
  ])
  .meta({ id: 'Signal', description: 'One normalized report. Progress never opens a case.' });
export type Signal = z.infer<typeof signal>;
export type ExceptionSignal = Extract<Signal, { kind: 'exception' }>;
export type ProgressSignal = Extract<Signal, { kind: 'progress' }>;
/** A report that may open a case. */
export type TroubleSignal = Extract<Signal, { kind: 'exception' | 'correction' }>;
