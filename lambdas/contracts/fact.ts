import * as z from 'zod';
import { MOST_PLANS, stockOutlook, supplyPlan } from './stock.ts';
import { currency, decimal, instant, money, subjectReference, systemOfRecord } from './primitives.ts';

/** What a system of record said, or that it said nothing. */
export const factSet = z
  .strictObject({
    system: systemOfRecord,
    state: z
      .enum(['live', 'cached', 'missing'])
      .meta({ description: 'Asked just now, an older answer because the system is down, or nothing known.' }),
    askedAt: instant,
    observedAt: instant.optional().meta({ description: 'When the system gave this answer; absent when missing.' }),
    problem: z.string().optional().meta({ description: 'Why there is no live answer.' }),
    unasked: z
      .literal(true)
      .optional()
      .meta({ description: 'The reports name nothing that this system could know, so it was not asked.' }),
    instance: z.string().optional().meta({
      description: 'Which instance of the system said it, and why that one was asked; present where there are several.',
    }),
    learnt: z
      .array(subjectReference)
      .max(10)
      .optional()
      .meta({ description: 'Numbers that the reports did not name, by which other systems may know the subject.' }),
    via: z.array(z.string().max(200)).max(10).optional().meta({
      description:
        'By which numbers of other systems it was found, where the reports name none that this system knows.',
    }),
    supplies: z.array(supplyPlan).max(MOST_PLANS).optional().meta({
      description:
        'Of goods that come to us: what is planned of their materials. Never cached: stock of yesterday is no stock of today.',
    }),
    facts: z.record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), money, z.array(z.string().max(200)).max(50)]),
    ),
  })
  .meta({ id: 'FactSet', description: 'Facts of one system about the subject of a case.' });
export type FactSet = z.infer<typeof factSet>;

/** Facts that are data of a person: kept erasable, beside the others. */
export const PERSONAL_FACTS = ['contactEmail'] as const;

export function withoutPersonal(facts: FactSet['facts']): FactSet['facts'] {
  const personal: readonly string[] = PERSONAL_FACTS;
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !personal.includes(name)));
}

/** Facts as rules see them (CEL): numbers are doubles in the reporting currency, hours count from the time of scoring. */
export const impactFacts = z
  .strictObject({
    exception: z.strictObject({
      kind: z.string(),
      family: z.string(),
      reason_code: z.string().optional(),
      carrier: z.string().optional(),
      country: z.string().optional(),
      region: z.string().optional(),
      business_unit: z.string().optional(),
      repeats: z.number(),
      age_hours: z.number(),
    }),
    order: z
      .strictObject({
        value: z.number().optional(),
        hours_to_promise: z.number().optional(),
        priority: z.string().optional(),
        expedited: z.boolean().optional(),
      })
      .meta({ description: 'From the ERP.' }),
    shipment: z
      .strictObject({
        mode: z.string().optional(),
        hours_to_cutoff: z.number().optional(),
        hours_to_arrival: z.number().optional(),
        temperature_controlled: z.boolean().optional(),
        dangerous_goods: z.boolean().optional(),
        perishable: z.boolean().optional(),
      })
      .meta({ description: 'From the TMS.' }),
    customer: z
      .strictObject({
        name: z.string().optional().meta({ description: 'As the CRM writes it, else the ERP.' }),
        tier: z.string().optional(),
        penalty: z.number().optional(),
        open_complaints: z.number().optional(),
        safety_critical: z.boolean().optional(),
        reachable: z
          .boolean()
          .optional()
          .meta({ description: 'The CRM has an address for service messages, and they may be written to.' }),
      })
      .meta({ description: 'From the CRM and the contract.' }),
    stock: z
      .strictObject({ substitute_units: z.number().optional(), cover_days: z.number().optional() })
      .meta({ description: 'From the WMS.' }),
    customs: z
      .strictObject({
        held: z.boolean().optional(),
        hold_code: z.string().optional(),
        missing_documents: z.number().optional(),
        hours_to_free_time_end: z.number().optional(),
        detention_so_far: z.number().optional(),
        detention_per_day: z.number().optional(),
        detention_forecast: z.number().optional(),
      })
      .meta({ description: 'From the trade-compliance tool.' }),
    unknown: z
      .array(z.string())
      .meta({ description: 'Systems that could not be asked, so that a rule can raise for ignorance.' }),
  })
  .meta({ id: 'ImpactFacts' });
export type ImpactFacts = z.infer<typeof impactFacts>;

/** An amount in the reporting currency of the policy, by a rate of that day. */
export const converted = z
  .strictObject({ amount: decimal, currency, rate: z.number().positive(), asOf: z.iso.date() })
  .meta({ id: 'Converted' });
export type Converted = z.infer<typeof converted>;

/** What a container costs that stands longer than its free time, as of a day where it stands. */
export const freeTime = z
  .strictObject({
    kind: z.enum(['demurrage', 'detention']),
    lastFreeDay: z.iso.date(),
    chargedFrom: z.iso.date().meta({ description: 'The first day that is charged.' }),
    asOf: z.iso.date().meta({ description: 'Day of this reckoning; a day that has begun is charged whole.' }),
    soFar: money,
    perDay: money.meta({ description: 'Of that day, or of the first one that is charged.' }),
    until: z.iso.date().optional().meta({ description: 'When it is expected to be out or back.' }),
    forecast: money.optional().meta({ description: 'What it will have cost by then.' }),
  })
  .meta({ id: 'FreeTime' });

const names = z.array(z.string());

/** What the trouble costs, as far as it is known. */
export const impact = z
  .strictObject({
    valueAtRisk: money.optional(),
    penalty: money.optional(),
    customerTier: z.string().optional(),
    customerName: z.string().optional(),
    promisedAt: instant.optional(),
    freeTimeEndsAt: instant.optional().meta({ description: 'When detention and demurrage begin.' }),
    freeTime: freeTime.optional(),
    cutoffAt: instant.optional().meta({ description: 'When the carrier takes nothing more.' }),
    documents: z.strictObject({ found: names, missing: names }).optional().meta({
      description: 'That an authority wants: which of them our repository has, and which nobody here.',
    }),
    stock: z.strictObject({ sku: z.string(), sites: names, substitutes: names }).optional().meta({
      description: 'What the WMS has of the goods, each as `site: units`, and of what may take their place.',
    }),
    stockOutlook: z.array(stockOutlook).max(MOST_PLANS).optional().meta({
      description:
        'Of goods that come to us: whether stock lasts until they are here. Absent: they do not, or their type asks nothing of it.',
    }),
    inReportingCurrency: z
      .strictObject({ valueAtRisk: converted.optional(), penalty: converted.optional() })
      .optional()
      .meta({ description: 'Amounts that were given in another currency and for which the policy has a rate.' }),
    unknown: z.array(z.string()),
    incompleteSince: instant.optional().meta({
      description: 'Since when a system gives no answer: it is asked again, ever more seldom, until it does.',
    }),
  })
  .meta({ id: 'Impact' });
export type Impact = z.infer<typeof impact>;
