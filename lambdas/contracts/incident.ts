import * as z from 'zod';
import { caseId, instant, severityLevel, traceparent } from './primitives.ts';

/** What a report names and other reports can name too. A port is a place. */
export const causePart = z.enum([
  'place',
  'vessel',
  'carrier',
  'facility',
  'source',
  'origin',
  'destination',
  'country',
  'region',
  'business_unit',
  'reason',
  'type',
]);
export type CausePart = z.infer<typeof causePart>;

/** What many troubles can have in common: one part, several together (`parts`), or what an expression of the policy says (`key`). */
export const causeKind = z.enum([...causePart.options, 'parts', 'key']);
export type CauseKind = z.infer<typeof causeKind>;

/** One cause of many cases. Equal causes have equal kind and value. */
export const incidentCause = z.strictObject({
  kind: causeKind,
  value: z.string().min(1).meta({ description: 'Normalized: reports that spell it differently mean the same.' }),
  title: z.string().meta({ description: 'As people call it.' }),
});
export type IncidentCause = z.infer<typeof incidentCause>;

/** A cause that a case may share with others, with the grouping rule that looks for it. */
export const possibleCause = incidentCause.extend({ rule: z.string() });
export type PossibleCause = z.infer<typeof possibleCause>;

/** A page of work on the children of an incident: gather those that its cause already has, or let go those that it had. */
export const childPage = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('gather'),
    incidentId: caseId,
    shard: z.int(),
    since: instant,
    after: z.string().optional(),
    traceparent,
  }),
  z.strictObject({
    do: z.literal('release'),
    incidentId: caseId,
    shard: z.int(),
    after: z.string().optional(),
    traceparent,
  }),
  z.strictObject({
    do: z.literal('let_go'),
    incidentId: caseId,
    turns: z
      .array(z.strictObject({ caseId, callsFrom: instant.optional() }))
      .readonly()
      .meta({ description: 'Those that go on by themselves, with their turn to call.' }),
    traceparent,
  }),
  z.strictObject({
    do: z.literal('move'),
    incidentId: caseId,
    from: caseId.meta({ description: 'The incident that gives them away.' }),
    caseIds: z.array(caseId).readonly(),
    traceparent,
  }),
  z.strictObject({
    do: z.literal('these'),
    incidentId: caseId,
    caseIds: z
      .array(caseId)
      .readonly()
      .meta({ description: 'Those of a page that could not be written; the others are done.' }),
    traceparent,
  }),
]);
export type ChildPage = z.infer<typeof childPage>;

/** The incident that a case is a child of. */
export const membership = z.strictObject({
  id: caseId,
  cause: incidentCause,
  joinedAt: instant,
  callsAlone: z
    .array(severityLevel)
    .optional()
    .meta({ description: 'Severities that go on calling by themselves, by its grouping rule; absent: S1.' }),
});
export type Membership = z.infer<typeof membership>;

/** The children of an incident, counted. */
export const childCounts = z.strictObject({
  total: z.int(),
  open: z.int().meta({ description: 'Not yet resolved or closed.' }),
  bySeverity: z.strictObject({ S1: z.int(), S2: z.int(), S3: z.int(), S4: z.int() }),
});
export type ChildCounts = z.infer<typeof childCounts>;
