import * as z from 'zod';
import type { Facts } from '../ports.ts';
import { present } from './present.ts';

/** Purchase orders behind the trouble, with what the supplier has confirmed and who else could deliver. */
const procurementAnswer = z.object({
  purchaseOrders: z.array(
    z.object({
      id: z.string().max(80),
      supplier: z.string().max(200).optional(),
      sku: z.string().max(80).optional(),
      // Sales orders that wait for it, the most urgent first.
      demand: z.array(z.object({ order: z.string().max(80) })).optional(),
      orderedUnits: z.number().optional(),
      confirmedUnits: z.number().optional(),
      dueAt: z.string().optional(),
      confirmedAt: z.string().optional(),
      alternatives: z
        .array(
          z.object({
            supplier: z.string().max(120),
            availableUnits: z.number(),
            leadTimeDays: z.number(),
            netAmount: z
              .string()
              .regex(/^\d+(\.\d+)?$/)
              .optional(),
            currency: z.string().length(3).optional(),
            isApproved: z.boolean().default(false),
          }),
        )
        .optional(),
    }),
  ),
});

/** Other suppliers the quickest first; one that nobody has approved counts for nothing. */
export function readProcurementAnswer(body: unknown): Facts | undefined {
  const [order] = procurementAnswer.parse(body).purchaseOrders;
  if (order === undefined) return undefined;
  const others = order.alternatives
    ?.filter(({ isApproved, availableUnits }) => isApproved && availableUnits > 0)
    .sort((left, right) => left.leadTimeDays - right.leadTimeDays);
  const { orderedUnits, confirmedUnits } = order;
  const [quickest] = others ?? [];
  return present({
    purchaseOrder: order.id,
    order: order.demand?.[0]?.order,
    supplier: order.supplier,
    sku: order.sku,
    orderedUnits,
    confirmedUnits,
    missingUnits:
      orderedUnits === undefined || confirmedUnits === undefined
        ? undefined
        : Math.max(0, orderedUnits - confirmedUnits),
    dueAt: order.dueAt,
    confirmedAt: order.confirmedAt,
    alternativeSupplier: quickest?.supplier,
    alternativeValue:
      quickest?.netAmount === undefined || quickest.currency === undefined
        ? undefined
        : { amount: quickest.netAmount, currency: quickest.currency },
    otherSuppliers: others
      ?.slice(0, 50)
      .map(({ supplier, availableUnits, leadTimeDays }) =>
        `${supplier}: ${String(availableUnits)} in ${String(leadTimeDays)} days`.slice(0, 200),
      ),
  });
}
