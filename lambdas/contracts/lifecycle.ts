import * as z from 'zod';
import { owner, severity } from './case.ts';
import { factSet, impact } from './fact.ts';
import { caseId, systemOfRecord, traceparent } from './primitives.ts';

/** Input of an execution of case-lifecycle, named `<caseId>-<generation>`. */
export const lifecycleInput = z.strictObject({
  caseId,
  generation: z.int().min(1),
  traceparent,
  triage: z.boolean().meta({ description: 'False where an earlier generation has triaged the case.' }),
});
export type LifecycleInput = z.infer<typeof lifecycleInput>;

/** Input of triage (Express), and of each "ask a system" task with its system. */
export const triageInput = z.strictObject({ caseId, traceparent });
export const askSystemInput = z.strictObject({ caseId, traceparent, system: systemOfRecord });
export type AskSystemInput = z.infer<typeof askSystemInput>;

/** score-severity: facts in, severity and impact out. */
export const scoreInput = z.strictObject({ caseId, traceparent, facts: z.array(factSet) });
export const scoreOutput = z.strictObject({ severity, impact });

/** name-owner: severity and impact in, owner out. */
export const ownerInput = z.strictObject({ caseId, traceparent, facts: z.array(factSet), severity, impact });
export const ownerOutput = z.strictObject({ owner });

/** record-triage: the whole result, committed to case and journal. */
export const recordTriageInput = z.strictObject({
  caseId,
  traceparent,
  facts: z.array(factSet),
  severity,
  impact,
  owner,
});

/** decide-next-step: what the lifecycle does next. `seconds` is at least 1. */
export const decideInput = z.strictObject({ caseId, generation: z.int().min(1), traceparent, execution: z.string() });
export const nextStep = z.discriminatedUnion('next', [
  z.strictObject({ next: z.literal('call'), noticeIds: z.array(z.string()) }),
  z.strictObject({
    next: z.literal('wait'),
    seconds: z.int().min(1),
    until: z.string(),
    version: z
      .int()
      .meta({
        description:
          'Case version that the decision was made on; a newer one by the time of waiting means: decide again.',
      }),
  }),
  z.strictObject({ next: z.literal('finish'), reason: z.string() }),
]);
export type NextStep = z.infer<typeof nextStep>;
