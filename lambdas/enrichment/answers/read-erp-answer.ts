import * as z from 'zod';
import type { Facts } from '../ports.ts';
import { present } from './present.ts';

/** OData V4 answer of the ERP to a question for sales orders; amounts are decimal text, times ISO 8601. */
const erpAnswer = z.object({
  value: z.array(
    z.object({
      SalesOrder: z.string(),
      CustomerName: z.string().optional(),
      TotalNetAmount: z.string().optional(),
      TransactionCurrency: z.string().length(3).optional(),
      RequestedDeliveryDateTime: z.string().optional(),
      DeliveryPriority: z.string().optional(),
      IsExpress: z.boolean().optional(),
      DeliveryBlockReason: z.string().max(2).optional(),
      // By the source list of the material: who else delivers it, and for how much.
      AlternativeSupplier: z.string().max(80).optional(),
      AlternativeNetAmount: z.string().optional(),
    }),
  ),
});

export function readErpAnswer(body: unknown): Facts | undefined {
  const [order] = erpAnswer.parse(body).value;
  if (order === undefined) return undefined;
  const { TotalNetAmount, AlternativeNetAmount, TransactionCurrency: currency } = order;
  const inCurrency = (amount: string | undefined) =>
    amount === undefined || currency === undefined ? undefined : { amount, currency };
  return present({
    order: order.SalesOrder,
    customerName: order.CustomerName,
    orderValue: inCurrency(TotalNetAmount),
    promisedAt: order.RequestedDeliveryDateTime,
    priority: order.DeliveryPriority,
    expedited: order.IsExpress,
    deliveryBlock: order.DeliveryBlockReason,
    alternativeSupplier: order.AlternativeSupplier,
    alternativeValue: inCurrency(AlternativeNetAmount),
  });
}
