import * as z from 'zod';
import { actionType } from './action.ts';
import { byHandRule, governanceRule } from './governance.ts';
import { clockPolicy, escalationPolicy, typeClocks } from './escalation-policy.ts';
import { customerMessages } from './customer-message.ts';
import { exceptionType } from './exception-type.ts';
import { flappingPolicy, groupingRule } from './grouping.ts';
import { silencePolicy } from './maintenance.ts';
import { person } from './person.ts';
import { milestone } from './signal.ts';
import { taskTerms } from './task.ts';
import {
  systemOfRecord,
  businessFunction,
  duration,
  severityLevel,
  slug,
  composedSubjects,
  subjectKind,
  weeklyHours,
  zone,
} from './primitives.ts';
import { handoverPolicy, holidayCalendar, rota } from './rota.ts';

/** An expression in CEL over ImpactFacts; checked when the pack is checked. */
const condition = z
  .string()
  .min(1)
  .meta({ description: 'CEL over the fact model, e.g. `has(customer.tier) && customer.tier == "platinum"`.' });

export const typePolicy = z.strictObject({
  title: z.string(),
  family: z.string(),
  owner: businessFunction.meta({ description: 'Function that owns it where no rule says otherwise.' }),
  correlateBy: z
    .array(z.enum([...subjectKind.options, ...composedSubjects]))
    .min(1)
    .meta({
      description:
        'Strong references that make two reports one trouble, in order. `order_line` is a product of a purchase order, `stock` a product at a place, `consignment` a bill of lading or booking of which no part is named, `port_call` a vessel at a place where no goods are named.',
    }),
  reopenWindow: duration,
  flapping: flappingPolicy.optional().meta({ description: 'Where it differs from that of the pack.' }),
  clocks: typeClocks.optional().meta({ description: 'Where they differ from those of the pack.' }),
  facts: z
    .array(systemOfRecord)
    .refine((systems) => new Set(systems).size === systems.length, 'each system once')
    .meta({ description: 'Systems asked in triage; no other is.' }),
  purchaseOrders: z
    .enum(['ours', 'customers'])
    .optional()
    .meta({ description: 'Whose numbers purchase orders are that a report names; absent: of customers.' }),
  foresees: exceptionType.optional().meta({
    description:
      'Of goods that come to us too late: type of the trouble that is raised where stock does not last until then. Absent: nothing is.',
  }),
  nextStep: z.string().meta({ description: 'What the owner does first, in one sentence.' }),
  settledBy: z
    .array(milestone.shape.name.or(z.literal('same')))
    .default([])
    .meta({
      description:
        'Milestones that end the trouble by themselves when they are reported as having happened after it; `same` is the milestone that the report itself names.',
    }),
});

export const severityRule = z.strictObject({
  id: slug,
  when: condition,
  points: z.union([z.number(), z.string()]).meta({ description: 'Points, or a CEL expression that gives them.' }),
  reason: z.string().meta({ description: 'In plain words; `{order.value}` puts a fact in.' }),
  band: slug.optional().meta({ description: 'Rules of one band exclude one another; the check holds them to it.' }),
});

export const latchRule = z.strictObject({
  id: slug,
  when: condition,
  floor: severityLevel,
  reason: z.string(),
  reasonLater: z.string().optional().meta({
    description:
      'Told instead of `reason` once its condition holds no more, where that would be untrue; the floor stays.',
  }),
});

export const severityPolicy = z.strictObject({
  base: z.number().min(0).max(100).meta({ description: 'Points that every case starts with.' }),
  bands: z
    .strictObject({ S1: z.number(), S2: z.number(), S3: z.number() })
    .meta({ description: 'Least score of each level; below S3 is S4.' }),
  rules: z.array(severityRule),
  latches: z.array(latchRule),
  tellWhenRaisedTo: z
    .array(severityLevel)
    .default(['S1', 'S2'])
    .meta({ description: 'Whoever has a case is told when it is raised to one of these; of what is lowered, nobody.' }),
});

export const ownershipRule = z.strictObject({
  id: slug,
  when: condition,
  team: slug,
  role: z.string().trim().min(1),
  reason: z.string(),
});

export const team = z.strictObject({
  id: slug,
  title: z.string(),
  function: businessFunction,
  zone,
  rota: slug,
  escalation: slug,
  fallbackTeam: slug.optional(),
  slackChannel: z.string().optional(),
  hours: z.array(weeklyHours).min(1).optional().meta({
    description:
      "Business hours in the team's zone; absent: around the clock. `to` at or before `from` runs over midnight.",
  }),
  calendars: z.array(slug).default([]).meta({ description: 'Calendars on whose days it does not work.' }),
});

export const playbookTask = z.strictObject({
  id: slug,
  title: z.string(),
  function: businessFunction,
  due: duration.meta({ description: 'After triage.' }),
  after: z.array(slug).default([]).meta({ description: 'Tasks that come before it.' }),
  ...taskTerms,
});
export const playbookAction = z.strictObject({
  type: actionType,
  when: condition.optional().meta({ description: 'Proposed by itself when this holds; absent: a person proposes it.' }),
  buffer: duration.optional().meta({ description: 'promise_date: added to the time of arrival.' }),
  sets: z.string().min(1).max(60).optional().meta({
    description:
      'order_hold, payment_hold, shipment_status, expedite: the code that is set, as the system of record calls it.',
  }),
  reason: z.string(),
});
export const playbook = z.strictObject({
  id: slug,
  title: z.string(),
  types: z.array(exceptionType).min(1),
  tasks: z.array(playbookTask).min(1),
  actions: z.array(playbookAction).default([]),
  messages: z
    .array(z.strictObject({ audience: z.string(), about: z.string(), due: duration }))
    .default([])
    .meta({ description: 'Messages that are promised, with the time by which they leave.' }),
});

const senderCodes = z.array(z.string().trim().min(1).max(80)).min(1);

export const codeRule = z.strictObject({
  id: slug,
  scheme: z.string().min(1).max(40).meta({ description: 'Code list, as a report names it, e.g. `x12:1651`.' }),
  codes: senderCodes.meta({ description: 'Codes of the sender, letter by letter.' }),
  status: senderCodes
    .optional()
    .meta({ description: 'Only beside one of these status codes, e.g. X12 1650 `AH`; absent: beside any.' }),
  sources: z.array(slug).min(1).optional().meta({ description: 'Only from these sources; absent: from any.' }),
  type: z
    .union([exceptionType, z.literal('none')])
    .meta({ description: 'What such a report is; `none`: no trouble, it opens no case.' }),
  reason: z.string().optional().meta({ description: 'Why, for whoever reads the policy.' }),
});
export type CodeRule = z.infer<typeof codeRule>;

const placePattern = z
  .string()
  .regex(/^(\/[^/]+)+$/)
  .meta({ description: 'e.g. `/teams/*/hours`; `*` is any one part, and items of lists stand by their id.' });

export const policyPack = z
  .strictObject({
    contract: z.literal('policy-pack/1'),
    name: z.string(),
    reportingCurrency: z.string().regex(/^[A-Z]{3}$/),
    exchangeRates: z
      .record(z.string(), z.strictObject({ rate: z.number().positive(), asOf: z.iso.date() }))
      .meta({ description: 'Units of the reporting currency for one unit of the key.' }),
    types: z.record(exceptionType, typePolicy),
    codes: z.array(codeRule).optional().meta({
      description:
        'What codes of senders mean here, where formats read them otherwise. The first rule that holds says it.',
    }),
    severity: severityPolicy,
    clocks: clockPolicy,
    ownership: z.strictObject({
      rules: z.array(ownershipRule),
      byFunction: z
        .partialRecord(businessFunction, slug)
        .meta({ description: 'Team of each function, where no rule fits.' }),
    }),
    people: z.array(person).min(1),
    teams: z.array(team).min(1),
    rotas: z.array(rota).min(1),
    calendars: z.array(holidayCalendar).default([]).meta({ description: 'Holidays by country and region.' }),
    escalation: z.array(escalationPolicy).min(1),
    lastOwner: slug.meta({
      description: 'Person who is called when nobody else is there. A pack without one cannot be published.',
    }),
    playbooks: z.array(playbook).default([]),
    governance: z.array(governanceRule).default([]),
    byHand: z
      .array(byHandRule)
      .default([])
      .meta({ description: 'Absent for an action: operations management, after an hour.' }),
    customerMessages: customerMessages.optional().meta({ description: 'Absent: people tell customers themselves.' }),
    grouping: z
      .array(groupingRule)
      .default([])
      .meta({ description: 'Which cases are one incident. The first rule that holds names it.' }),
    causesPerCase: z.int().min(1).max(8).default(4).meta({
      description:
        'So many causes of a case are looked for, in the order of the grouping rules. Each is an item more in the transaction that opens it.',
    }),
    afterIncident: z
      .strictObject({ callsPerMinute: z.int().min(1).max(60) })
      .default({ callsPerMinute: 5 })
      .meta({
        description:
          'When an incident ends and its cases go on by themselves: so many of them call one person in a minute, the most severe first. S1 waits for no turn.',
      }),
    messageRate: z
      .strictObject({ most: z.int().min(5).max(1000), within: duration })
      .default({ most: 40, within: 'PT5M' })
      .meta({
        description:
          'So many messages one person is told by one channel within this time; S2 to S4 leave a tenth of it more each to what is more severe. The first notice of a case and what cannot wait are not counted.',
      }),
    flapping: flappingPolicy.default({ window: 'PT2H', count: 3 }),
    silences: silencePolicy.default({ callsAnyway: ['S1'], longest: 'P14D' }),
    handover: handoverPolicy.default({ levels: ['S1', 'S2', 'S3', 'S4'], cases: 15, late: 'PT2H' }),
    overlays: z
      .strictObject({
        mayTouch: z.array(placePattern).meta({
          description:
            'Places of the pack, with everything below them. Whatever is not named belongs to the global pack.',
        }),
        butNot: z.array(placePattern).default([]).meta({ description: 'Exceptions from these.' }),
      })
      .optional()
      .meta({ description: 'What overlays of regions and business units may say otherwise; absent: nothing.' }),
    mail: z
      .strictObject({
        confidence: z.number().min(0.5).max(1).meta({
          description: 'Probability from which on nobody is asked what a mail reports, or that it reports nothing.',
        }),
      })
      .default({ confidence: 0.8 }),
    askAgain: z
      .strictObject({
        first: duration.meta({ description: 'After the first try; then after as long as it has been silent already.' }),
        longest: duration.meta({ description: 'Never more seldom than this while the case is open.' }),
      })
      .default({ first: 'PT5M', longest: 'PT2H' })
      .meta({ description: 'When a system that gave no answer is asked again for a case.' }),
    foresight: z
      .strictObject({
        horizon: duration.default('P60D').meta({ description: 'So far ahead orders are looked at.' }),
        receiving: duration
          .default('P1D')
          .meta({ description: 'From the arrival of goods until they are on stock, in whole days.' }),
        lookAgain: duration
          .default('PT4H')
          .meta({ description: 'Stock and demand are compared again while the goods are late.' }),
      })
      .prefault({})
      .meta({ description: 'Whether stock lasts until late goods have come.' }),
    triage: z
      .strictObject({
        within: duration.meta({ description: 'So long it waits for facts, of all systems together; PT1S to PT10S.' }),
      })
      .default({ within: 'PT10S' }),
    rateMaxAge: duration
      .default('P35D')
      .meta({ description: 'An exchange rate older than this is used, and said to be old.' }),
    factCacheMaxAge: duration.meta({ description: 'Cached facts older than this are shown and not used.' }),
  })
  .meta({ id: 'PolicyPack', description: 'What operations people decide, as data.' });
export type PolicyPack = z.infer<typeof policyPack>;
export type TypePolicy = z.infer<typeof typePolicy>;
export type Team = z.infer<typeof team>;
export type Person = z.infer<typeof person>;
export type Playbook = z.infer<typeof playbook>;
export type PlaybookAction = z.infer<typeof playbookAction>;
