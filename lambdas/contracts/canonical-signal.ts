import * as z from 'zod';
import { exceptionType } from './exception-type.ts';
import { money, offsetInstant, place, quantity, signalId, subjectKind } from './primitives.ts';
import { milestone, senderReason } from './signal.ts';

/** Names of what is counted or priced; a signal has to stay a small event. */
const named = <Value extends z.ZodType>(value: Value) =>
  z
    .record(z.string().min(1).max(40), value)
    .refine((entries) => Object.keys(entries).length <= 20, 'at most 20 entries');

const shortMilestone = milestone.extend({ stop: z.string().max(40).optional() });

const shared = {
  references: z
    .array(
      z.strictObject({
        kind: subjectKind,
        value: z.string().trim().min(1).max(80),
        issuer: z.string().trim().min(1).max(63).optional(),
      }),
    )
    .min(1, 'name at least one shipment, order, container …')
    .max(50),
  occurredAt: offsetInstant,
  reason: senderReason
    .extend({
      scheme: z.string().max(40),
      code: z.string().max(40),
      status: z.string().max(40).optional(),
      text: z.string().max(500).optional(),
    })
    .optional(),
  place: place.optional(),
  lane: z.strictObject({ origin: place.optional(), destination: place.optional() }).optional(),
  carrier: z.strictObject({ scac: z.string().max(10).optional(), name: z.string().max(80).optional() }).optional(),
  quantities: named(quantity.extend({ unit: z.string().min(1).max(40) })).optional(),
  amounts: named(money).optional(),
  text: z.string().max(2000).optional(),
  id: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "The sender's own id of the report: with it, the same content may be reported twice." }),
};

const shortType = exceptionType.max(80);

const { references, carrier, lane, id } = shared;
/** What shall happen to a shipment, and when: one scheduled milestone for each. */
const planned = {
  references,
  carrier,
  lane,
  id,
  milestones: z
    .array(
      z.strictObject({
        name: shortMilestone.shape.name,
        stop: shortMilestone.shape.stop,
        place: place.optional(),
        expectedAt: offsetInstant,
      }),
    )
    .min(1, 'name at least one milestone')
    .max(50),
};

/** What `POST /v1/signals` takes: a signal without what we add ourselves, or a plan. */
export const canonicalSignal = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...shared, kind: z.literal('exception'), type: shortType, milestone: shortMilestone.optional() }),
    z.strictObject({ ...shared, kind: z.literal('progress'), milestone: shortMilestone }),
    z.strictObject({ ...shared, kind: z.literal('retraction'), retracts: signalId }),
    z.strictObject({ ...shared, kind: z.literal('correction'), type: shortType, corrects: signalId }),
    z.strictObject({ ...planned, kind: z.literal('plan') }),
  ])
  .meta({
    id: 'CanonicalSignal',
    description:
      'A report in our own shape: a signal without what is added when it is received, or a plan of milestones.',
  });
