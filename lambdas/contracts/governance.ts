import * as z from 'zod';
import { actionType } from './action.ts';
import { businessFunction, duration } from './primitives.ts';
import { handProof } from './task.ts';

const approvalTerms = z.strictObject({
  functions: z.array(businessFunction).min(1).max(3),
  of: z
    .enum(['any', 'each'])
    .optional()
    .meta({ description: 'each: one person for every function, nobody for two. Absent: any of them.' }),
  count: z.int().min(1).max(3),
  within: duration,
});
const approval = approvalTerms.extend({
  otherwise: approvalTerms.optional().meta({
    description:
      'Who is asked when the time is over without an answer; absent: it expires. They decide from the beginning.',
  }),
});
const governanceLimits = {
  automaticUpTo: z.number().min(0).optional().meta({
    description: 'In the reporting currency; absent: never without approval. An unknown amount is never automatic.',
  }),
  forbiddenAbove: z.number().positive().optional(),
  approval,
};
export const governanceRule = z.strictObject({
  action: actionType,
  ...governanceLimits,
  unless: z
    .array(
      z.strictObject({
        when: z
          .strictObject({
            customerTiers: z.array(z.string()).min(1).optional(),
            proposedBy: z
              .array(z.enum(['person', 'system', 'model']))
              .min(1)
              .optional(),
            confidenceFrom: z.number().min(0).max(1).optional(),
            confidenceBelow: z.number().min(0).max(1).optional(),
            penaltyFrom: z.number().positive().optional().meta({
              description: 'A contract penalty of so much, in the reporting currency.',
            }),
          })
          .refine((when) => Object.keys(when).length > 0, 'say when it holds'),
        ...governanceLimits,
        forbiddenAbove: governanceLimits.forbiddenAbove.meta({ description: 'Absent: as the rule has it.' }),
        approval: approval.optional().meta({ description: 'Absent: as the rule has it.' }),
        reason: z.string().min(1),
      }),
    )
    .default([])
    .meta({
      description:
        'The first that holds says how much is automatic in place of the rule, and is the only way in which what a model proposes is automatic.',
    }),
});

export const byHandRule = z
  .strictObject({
    action: actionType,
    after: duration.meta({ description: 'So long its system takes no change before a person is asked.' }),
    function: businessFunction.meta({ description: 'Whose task it is.' }),
    due: duration.meta({ description: 'Of the task.' }),
    where: z.string().min(1).max(300).meta({ description: 'Where in the system it is done.' }),
    steps: z.array(z.string().min(1).max(300)).max(10).default([]),
    confirm: z.string().min(1).max(300).meta({ description: 'How it is seen that it is done.' }),
    proof: handProof.meta({ description: 'What the note of the task says when it is done.' }),
    onReturn: z.enum(['execute', 'leave']).meta({
      description:
        'When the system is back and nobody has begun: it is written as any other, or stays with the person until they give it back.',
    }),
  })
  .meta({ description: 'What a person does by hand while a system is down.' });
export type ByHandRule = z.infer<typeof byHandRule>;

export type GovernanceRule = z.infer<typeof governanceRule>;
export type ApprovalTerms = z.infer<typeof approvalTerms>;
