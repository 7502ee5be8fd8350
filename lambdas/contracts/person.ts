import * as z from 'zod';
import { businessFunction, channel, duration, localTime, slug, weeklyHours, zone } from './primitives.ts';

const channelOrder = z
  .array(
    z.strictObject({
      channel,
      after: duration.meta({ description: 'After the first message of the call; only while nobody has the case.' }),
    }),
  )
  .min(1)
  .refine((turns) => new Set(turns.map((turn) => turn.channel)).size === turns.length, 'each channel once');

export const person = z.strictObject({
  id: slug,
  name: z.string(),
  email: z.email(),
  slackId: z.string().optional(),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{5,14}$/, 'a number as it is dialled from abroad, without spaces: `+49301234567`')
    .optional(),
  teams: slug.optional().meta({
    description:
      'Where their Teams messages go: the name of a workflow whose URL set-up keeps (`teams` of its settings).',
  }),
  webhook: slug.optional().meta({
    description: 'Where their webhooks go: the name of an endpoint whose URL and secret set-up keeps (`webhooks`).',
  }),
  zone,
  language: z.string().default('en'),
  notices: z
    .strictObject({
      urgent: channelOrder.optional().meta({ description: 'For S1 and S2.' }),
      normal: channelOrder.optional().meta({ description: 'For S3 and S4.' }),
      quietHours: z.array(weeklyHours).min(1).optional().meta({
        description:
          "In the person's zone: what is not urgent, asks for no approval and is not the first notice of its case waits until they end.",
      }),
      digest: z
        .strictObject({
          levels: z.array(z.enum(['S3', 'S4'])).min(1),
          at: z.array(localTime).min(1).meta({ description: "Local times in the person's zone." }),
        })
        .optional()
        .meta({ description: 'What calls nobody comes together then, for cases of these levels.' }),
    })
    .optional()
    .meta({ description: 'How this person is told; absent: by the channels of the ladder, at once.' }),
  approves: z
    .array(
      z.strictObject({
        function: businessFunction,
        upTo: z.number().positive().optional().meta({ description: 'In the reporting currency; absent: any amount.' }),
      }),
    )
    .default([])
    .meta({ description: 'For which functions this person may approve actions.' }),
  delegates: z
    .array(
      z.strictObject({
        to: slug,
        from: z.iso.datetime({ offset: true }),
        until: z.iso.datetime({ offset: true }),
        reason: z.string().optional(),
      }),
    )
    .default([])
    .meta({ description: 'Who may approve meanwhile what this person may; it is not passed on.' }),
});
