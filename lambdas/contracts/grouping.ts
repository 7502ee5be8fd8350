import * as z from 'zod';
import { exceptionType } from './exception-type.ts';
import { causePart } from './incident.ts';
import { duration, severityLevel, slug } from './primitives.ts';

/** Which cases are one incident, and what that changes. */
export const groupingRule = z.strictObject({
  id: slug,
  title: z.string(),
  cause: z
    .union([
      causePart,
      z.array(causePart).min(2).max(4),
      z.strictObject({
        key: z.string().min(1).meta({
          description:
            'CEL that gives a text from what is reported (`exception.…`): cases with the same text share it; an empty text is no cause.',
        }),
      }),
    ])
    .meta({ description: 'What the cases must have in common: a part of the report, several together, or a key.' }),
  families: z.array(z.string()).default([]).meta({ description: 'Families of exception types that it looks at.' }),
  types: z.array(exceptionType).default([]).meta({ description: 'Exception types that it looks at too.' }),
  threshold: z.int().min(2).meta({ description: 'More cases than this within the window are one incident.' }),
  window: duration,
  windowKind: z.enum(['rolling', 'fixed']).default('rolling').meta({
    description:
      'rolling: the time before now; fixed: windows of this length one after the other, counted from midnight UTC (a week: from Monday).',
  }),
  severity: severityLevel.meta({ description: 'Of the incident; its ladder and clocks follow.' }),
  callsAlone: z
    .array(severityLevel)
    .min(1)
    .default(['S1'])
    .meta({ description: 'Children of these severities go on calling by themselves; S1 is always one of them.' }),
  growth: z
    .strictObject({
      times: z.number().min(2).meta({ description: 'People hear again when it is so many times as large.' }),
      messages: z.int().min(0).max(10).meta({ description: 'And so often at most.' }),
      firstLook: duration.default('PT5M').meta({
        description:
          'It is looked for this long after the incident has begun, then after three times as long, and so on: a storm grows at its beginning.',
      }),
    })
    .default({ times: 10, messages: 5, firstLook: 'PT5M' })
    .meta({ description: 'How often people who were called for an incident hear that it has grown.' }),
});
export type GroupingRule = z.infer<typeof groupingRule>;

/** When a trouble that comes and goes is one that flaps. */
export const flappingPolicy = z.strictObject({
  window: duration.meta({
    description: 'It came so often within this time; and it ends when it has been quiet for so long.',
  }),
  count: z.int().min(2).max(20).meta({ description: 'From this coming on nobody is called anew for each.' }),
});
export type FlappingPolicy = z.infer<typeof flappingPolicy>;
