import * as z from 'zod';
import { instant } from './primitives.ts';

const name = z.string().min(1).max(80);
const units = z.number().positive();
const day = z.iso.date();
const MOST_ROWS = 60;

/** What an ERP plans of a material at a site: what is there, what is wanted and what shall come. Quantities are in its base unit. */
export const supplyPlan = z
  .strictObject({
    material: name,
    site: name,
    unit: z.string().max(10),
    onHand: z.number(),
    demand: z
      .array(
        z.strictObject({
          document: name,
          isOrder: z.literal(true).optional().meta({ description: 'An order of a customer; else demand of our own.' }),
          units,
          on: day,
          promisedAt: instant.optional(),
        }),
      )
      .max(MOST_ROWS),
    receipts: z
      .array(
        z.strictObject({
          document: name,
          units,
          on: day,
          isSubject: z.literal(true).optional().meta({ description: 'It is what the trouble is about.' }),
        }),
      )
      .max(MOST_ROWS),
    partly: z
      .literal(true)
      .optional()
      .meta({ description: 'More is planned than is kept here: nothing can be concluded from it.' }),
  })
  .meta({ id: 'SupplyPlan', description: 'Stock, demand and receipts of a material at a site.' });
export type SupplyPlan = z.infer<typeof supplyPlan>;

/** As many materials of one shipment are looked at. */
export const MOST_PLANS = 5;

const material = {
  material: name,
  site: name,
  issuer: z.string().max(63).meta({ description: 'Who numbers the material: the ERP, or its instance.' }),
};
const MOST_ORDERS = 20;

/** Whether stock of a material lasts until goods that are late have come. */
export const stockOutlook = z
  .discriminatedUnion('state', [
    z.strictObject({ ...material, state: z.literal('lasts'), arrivesOn: day }),
    z.strictObject({ ...material, state: z.literal('unknown'), why: z.string().max(200) }),
    z.strictObject({
      ...material,
      state: z.literal('runs_out'),
      arrivesOn: day.meta({ description: 'When the late goods are on stock, as far as is known.' }),
      on: day.meta({ description: 'Day of the stock-out.' }),
      unit: z.string().max(10),
      missingUnits: z.number().meta({ description: 'What the delay leaves uncovered, over all that waits for it.' }),
      orders: z
        .array(
          z.strictObject({
            document: name,
            isOrder: z.literal(true).optional(),
            units,
            missingUnits: units,
            on: day,
            promisedAt: instant.optional(),
          }),
        )
        .min(1)
        .max(MOST_ORDERS)
        .meta({ description: 'What the delay puts in danger, the soonest first.' }),
      more: z.int().min(1).optional().meta({ description: 'So many more are in danger.' }),
    }),
  ])
  .meta({ id: 'StockOutlook' });
export type StockOutlook = z.infer<typeof stockOutlook>;
export type StockOut = Extract<StockOutlook, { state: 'runs_out' }>;
