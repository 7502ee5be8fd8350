import * as z from 'zod';
import { factSet } from './fact.ts';
import { systemOfRecord, caseId, channel, instant, noticeId, subjectReference, traceparent } from './primitives.ts';

/** Input of an execution of case-lifecycle, named `<caseId>-<generation>`. */
export const lifecycleInput = z.strictObject({
  caseId,
  generation: z.int().min(1),
  traceparent,
  triage: z.boolean().meta({ description: 'False where an earlier generation has triaged the case.' }),
  asks: z.array(systemOfRecord).meta({ description: 'Systems that triage asks, now and whenever it is repeated.' }),
});
export type LifecycleInput = z.infer<typeof lifecycleInput>;

/** Input of triage (Express), and of each "ask a system" task with its system. */
export const triageInput = z.strictObject({ caseId, traceparent, asks: z.array(systemOfRecord) });
export const askSystemInput = z.strictObject({
  caseId,
  traceparent,
  system: systemOfRecord,
  startedAt: instant
    .optional()
    .meta({ description: 'When this triage has begun: what it may wait for counts from there.' }),
  learnt: z
    .array(subjectReference)
    .max(50)
    .default([])
    .meta({ description: 'Numbers that other systems have told; present when a system is asked once more.' }),
});
export type AskSystemInput = z.infer<typeof askSystemInput>;

/** assess-case: facts in; severity, impact and owner are committed to case and journal. */
export const assessInput = z.strictObject({ caseId, traceparent, facts: z.array(factSet) });

/** decide-next-step: `triageFailed` when this execution has tried to triage and could not. */
export const decideInput = z.strictObject({
  caseId,
  generation: z.int().min(1),
  traceparent,
  execution: z.string(),
  triageFailed: z.boolean(),
});
export type DecideInput = z.infer<typeof decideInput>;

/** A notice by id, with the channel that it goes to. */
export const claimedNotice = z.strictObject({ noticeId, channel });

const wait = {
  until: instant.meta({ description: 'When to decide again if nothing happens.' }),
  attention: z.int().meta({
    description: 'The value of the case that this was decided on; the wait is registered only while it holds.',
  }),
};

/** What the lifecycle does next. `call` hands claimed notices over and then waits. */
export const nextStep = z.discriminatedUnion('next', [
  z.strictObject({ next: z.literal('triage') }),
  z.strictObject({ next: z.literal('call'), notices: z.array(claimedNotice), ...wait }),
  z.strictObject({ next: z.literal('wait'), ...wait }),
  z.strictObject({
    next: z.literal('finish'),
    notices: z.array(claimedNotice).meta({ description: 'Last messages, claimed, to hand over.' }),
    reason: z.string(),
  }),
]);
export type NextStep = z.infer<typeof nextStep>;

/** call-people: hands the claimed notices to the notices topic. */
export const callInput = z.strictObject({ caseId, traceparent, notices: z.array(claimedNotice) });
export type CallInput = z.infer<typeof callInput>;
