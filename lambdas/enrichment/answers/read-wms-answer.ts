import * as z from 'zod';
import type { Facts } from '../ports.ts';
import { present } from './present.ts';

/** Stock of the goods behind a case: units by site, substitutes, what is held in quarantine. */
const wmsAnswer = z.object({
  items: z.array(
    z.object({
      sku: z.string().max(80),
      coverDays: z.number().optional(),
      shortage: z.object({ site: z.string().max(80), units: z.number().positive() }).optional(),
      sites: z.array(z.object({ site: z.string().max(80), availableUnits: z.number() })).default([]),
      substitutes: z
        .array(
          z.object({ sku: z.string().max(80), availableUnits: z.number(), isApproved: z.boolean().default(false) }),
        )
        .optional(),
      holds: z.array(z.object({ id: z.string().max(80), units: z.number().min(0).default(0) })).default([]),
    }),
  ),
});

/** Sites with most stock first; a substitute that nobody has approved counts for nothing. */
export function readWmsAnswer(body: unknown): Facts | undefined {
  const [item] = wmsAnswer.parse(body).items;
  if (item === undefined) return undefined;
  const sites = item.sites
    .filter(({ availableUnits }) => availableUnits > 0)
    .sort((left, right) => right.availableUnits - left.availableUnits);
  const substitutes = item.substitutes?.filter(({ isApproved, availableUnits }) => isApproved && availableUnits > 0);
  return present({
    sku: item.sku,
    coverDays: item.coverDays,
    shortSite: item.shortage?.site,
    shortUnits: item.shortage?.units,
    availableUnits: sum(item.sites),
    sites: sites.slice(0, 50).map(({ site, availableUnits }) => `${site}: ${String(availableUnits)}`),
    substituteUnits: substitutes === undefined ? undefined : sum(substitutes),
    substitutes: substitutes?.slice(0, 50).map(({ sku, availableUnits }) => `${sku}: ${String(availableUnits)}`),
    quarantineHolds: item.holds.slice(0, 50).map(({ id }) => id),
    heldUnits: item.holds.reduce((units, hold) => units + hold.units, 0) || undefined,
  });
}

function sum(stock: readonly { readonly availableUnits: number }[]): number {
  return stock.reduce((units, { availableUnits }) => units + availableUnits, 0);
}
