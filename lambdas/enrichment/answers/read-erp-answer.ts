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
    }),
  ),
});

export function readErpAnswer(body: unknown): Facts | undefined {
  const [order] = erpAnswer.parse(body).value;
  if (order === undefined) return undefined;
  const { TotalNetAmount: amount, TransactionCurrency: currency } = order;
  return present({
    order: order.SalesOrder,
    customerName: order.CustomerName,
    orderValue: amount === undefined || currency === undefined ? undefined : { amount, currency },
    promisedAt: order.RequestedDeliveryDateTime,
    priority: order.DeliveryPriority,
    expedited: order.IsExpress,
  });
}
