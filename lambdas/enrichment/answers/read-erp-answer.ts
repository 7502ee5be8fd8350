import * as z from 'zod';
import type { Facts } from '../ports.ts';
import { PROMISED_AT, promisedAt } from '../../systems/sap.ts';
import { present } from './present.ts';

/** OData V2 answer of SAP to a question for outbound deliveries, with the orders that their items were made for. */
const deliveryAnswer = z.object({
  d: z.object({
    results: z.array(
      z.object({
        DeliveryDocument: z.string(),
        DeliveryPriority: z.string().nullish(),
        to_DeliveryDocumentItem: z.object({
          results: z.array(z.object({ ReferenceSDDocument: z.string().nullish() })),
        }),
      }),
    ),
  }),
});

export interface Delivery {
  readonly number: string;
  readonly priority?: string;
  readonly order?: string;
}

/** How priorities of a delivery are set up as delivered: other codes say nothing to us. */
const PRIORITIES: Readonly<Record<string, string>> = { '01': 'HIGH', '02': 'NORMAL', '03': 'LOW' };

export function readDelivery(body: unknown): Delivery | undefined {
  const [delivery] = deliveryAnswer.parse(body).d.results;
  if (delivery === undefined) return undefined;
  const priority = PRIORITIES[delivery.DeliveryPriority ?? ''];
  const order = delivery.to_DeliveryDocumentItem.results.find(
    ({ ReferenceSDDocument: of }) => of != null && of !== '',
  )?.ReferenceSDDocument;
  return {
    number: delivery.DeliveryDocument,
    ...(priority === undefined ? {} : { priority }),
    ...(order == null ? {} : { order }),
  };
}

/** OData V4 answer of SAP to a question for sales orders: decimals are text or numbers, an empty text is no value. */
const orderAnswer = z.object({
  value: z.array(
    z.object({
      SalesOrder: z.string(),
      PurchaseOrderByCustomer: z.string().nullish(),
      TotalNetAmount: z.union([z.string(), z.number()]).nullish(),
      TransactionCurrency: z.string().nullish(),
      RequestedDeliveryDate: z.iso.date().nullish(),
      [PROMISED_AT]: z.iso.datetime({ offset: true }).nullish(),
      ShippingCondition: z.string().nullish(),
      DeliveryBlockReason: z.string().max(2).nullish(),
    }),
  ),
});

/** Shipping conditions that mean express, as set up as delivered. */
const EXPRESS = ['10'];

/** Facts of the order, with what its delivery adds. Of several orders the one that is promised first. */
export function readErpAnswer(body: unknown, delivery?: Delivery): Facts | undefined {
  const [order] = orderAnswer.parse(body).value.sort((left, right) => compare(promiseOf(left), promiseOf(right)));
  if (order === undefined) return undefined;
  const { TotalNetAmount: amount, TransactionCurrency: currency, ShippingCondition: shipping } = order;
  const isPriced = amount != null && currency?.length === 3;
  return present({
    order: order.SalesOrder,
    purchaseOrder: order.PurchaseOrderByCustomer === '' ? undefined : (order.PurchaseOrderByCustomer ?? undefined),
    delivery: delivery?.number,
    orderValue: isPriced ? { amount: String(amount), currency } : undefined,
    promisedAt: promiseOf(order),
    priority: delivery?.priority,
    expedited: shipping == null || shipping === '' ? undefined : EXPRESS.includes(shipping),
    deliveryBlock: order.DeliveryBlockReason ?? undefined,
  });
}

/** For when each of the orders is promised. */
export function readPromises(body: unknown): ReadonlyMap<string, string> {
  return new Map(
    orderAnswer.parse(body).value.flatMap((order) => {
      const promised = promiseOf(order);
      return promised === undefined ? [] : [[order.SalesOrder, promised] as const];
    }),
  );
}

function promiseOf(order: z.infer<typeof orderAnswer>['value'][number]): string | undefined {
  return promisedAt(order.RequestedDeliveryDate, order[PROMISED_AT]);
}

/** What is not promised comes last. */
function compare(left = '9', right = '9'): number {
  return left < right ? -1 : Number(left > right);
}
