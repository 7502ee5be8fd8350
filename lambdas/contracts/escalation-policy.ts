import * as z from 'zod';
import { exceptionType } from './exception-type.ts';
import { businessFunction, channel, clockName, duration, outsideDeadline, severityLevel, slug } from './primitives.ts';

const perSeverity = <T extends z.ZodType>(value: T) => z.strictObject({ S1: value, S2: value, S3: value, S4: value });

export const escalationTarget = z.union([
  z.strictObject({
    rota: slug
      .or(z.literal('owner'))
      .meta({ description: 'Whoever is on duty; `owner` is the rota of the owning team.' }),
  }),
  z.strictObject({ person: slug }),
  z.strictObject({ team: slug }).meta({ description: 'Whoever is on duty for the team, or for its fallback.' }),
  z
    .strictObject({ function: businessFunction })
    .meta({ description: 'Whoever is on duty for the team that has this function.' }),
  z.strictObject({ channel: slug }).meta({
    description: 'All in the Slack channel (`slackChannel`) of this team, in one message; whoever clicks has it.',
  }),
  z.strictObject({ incident: z.literal('lead') }).meta({
    description:
      'Whoever has acknowledged the incident that the case belongs to; without one, whoever is on duty for operations management.',
  }),
]);
export const stepCondition = z.strictObject({
  levels: z.array(severityLevel).min(1).optional(),
  customerTiers: z.array(z.string()).min(1).optional(),
  valueFrom: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'Value at risk in the reporting currency, at least.' }),
});
export const escalationStep = z.strictObject({
  id: slug,
  title: z.string(),
  delay: perSeverity(duration).meta({ description: 'After the step before (the first: after triage).' }),
  targets: z.array(escalationTarget).min(1),
  channels: z.array(channel).min(1),
  who: z.enum(['all', 'round_robin']).default('all').meta({
    description: 'round_robin: one of them: spread over cases by their ids, and another one in each further round.',
  }),
  acknowledgements: z.int().min(1).max(5).default(1).meta({
    description: 'So many people have to acknowledge before the case counts as acknowledged.',
  }),
  repeat: z
    .strictObject({ times: z.int().min(1).max(10), every: perSeverity(duration) })
    .optional()
    .meta({ description: 'The same step is called again so often, before the next one.' }),
  when: stepCondition
    .optional()
    .meta({ description: 'All of it holds when its turn comes, or it is passed over and takes no time.' }),
  hours: z.enum(['any', 'business']).default('any').meta({
    description: 'business: it waits until the business hours of the owning team begin.',
  }),
  next: slug.optional().meta({ description: 'A later step that comes after it, instead of the following one.' }),
});
export const escalationPolicy = z.strictObject({
  id: slug,
  steps: z.array(escalationStep).min(1),
  acknowledgeTimeout: perSeverity(duration).meta({
    description: 'Acknowledged and no progress for so long: whoever is on duty then is called.',
  }),
  repeatAfter: perSeverity(duration).meta({
    description:
      'Everybody was called and nobody has it: the ladder begins again, with whoever is on duty then, after so long.',
  }),
});

/** Times of a type of its own; a clock that is absent has that of all types. */
export const typeClocks = z.strictObject({
  acknowledge: perSeverity(duration).optional(),
  resolve: perSeverity(duration).optional(),
  communicate: perSeverity(duration).optional(),
});

export const clockPolicy = z.strictObject({
  grace: duration.meta({
    description: 'A raised severity leaves at least so long: due = max(start + new duration, now + grace).',
  }),
  acknowledge: perSeverity(duration),
  resolve: perSeverity(duration),
  communicate: perSeverity(duration),
  businessHours: z.partialRecord(clockName, z.array(severityLevel)).default({}).meta({
    description: 'At which levels a clock runs only in the business hours of the owning team; else around the clock.',
  }),
  outside: z
    .array(z.strictObject({ clock: clockName, types: z.array(exceptionType).min(1), deadline: outsideDeadline }))
    .default([])
    .meta({
      description:
        'Where a deadline set by others counts instead of the duration, once it is known. The first that holds.',
    }),
  notices: z
    .partialRecord(clockName, z.array(z.int().min(1).max(100)))
    .default({})
    .meta({
      description:
        'After how many percent of its time whoever can act is told: of `acknowledge` whoever was called and has not answered, of the others whoever has the case; 100 is the breach.',
    }),
  lateTasks: z
    .strictObject({
      tell: z.array(z.enum(['function', 'holder'])).meta({
        description:
          '`function`: who is on duty for the function of the task; `holder`: whoever has the case. Empty: nobody.',
      }),
    })
    .default({ tell: ['function', 'holder'] })
    .meta({ description: 'Who is told, once, that a task is not done by its due time.' }),
});

export type EscalationPolicy = z.infer<typeof escalationPolicy>;
export type EscalationStep = z.infer<typeof escalationStep>;
