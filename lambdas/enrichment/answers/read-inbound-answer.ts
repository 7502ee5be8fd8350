import * as z from 'zod';

/** A product at a plant that comes to us. */
export interface Coming {
  readonly material: string;
  readonly plant: string;
}

export interface Inbound {
  /** Inbound delivery, where there is one already. */
  readonly delivery?: string;
  readonly purchaseOrders: readonly string[];
  readonly coming: readonly Coming[];
}

const item = z.object({
  Material: z.string().nullish(),
  Plant: z.string().nullish(),
  ReferenceSDDocument: z.string().nullish(),
});
const deliveries = z.object({
  d: z.object({
    results: z.array(
      z.object({ DeliveryDocument: z.string(), to_DeliveryDocumentItem: z.object({ results: z.array(item) }) }),
    ),
  }),
});
const orders = z.object({
  d: z.object({
    results: z.array(
      z.object({ PurchaseOrder: z.string(), to_PurchaseOrderItem: z.object({ results: z.array(item) }) }),
    ),
  }),
});
type Item = z.infer<typeof item>;

/** OData V2 answer of SAP to a question for inbound deliveries: their items name the purchase orders that they are of. */
export function readInboundDelivery(body: unknown): Inbound | undefined {
  const [delivery] = deliveries.parse(body).d.results;
  if (delivery === undefined) return undefined;
  const items = delivery.to_DeliveryDocumentItem.results;
  const purchaseOrders = new Set(items.flatMap(({ ReferenceSDDocument: of }) => (of == null || of === '' ? [] : [of])));
  return { delivery: delivery.DeliveryDocument, purchaseOrders: [...purchaseOrders], coming: comingOf(items) };
}

export function readPurchaseOrder(body: unknown): Inbound | undefined {
  const [order] = orders.parse(body).d.results;
  if (order === undefined) return undefined;
  return { purchaseOrders: [order.PurchaseOrder], coming: comingOf(order.to_PurchaseOrderItem.results) };
}

/** Each product once. Services and texts have no material. */
function comingOf(items: readonly Item[]): readonly Coming[] {
  const named = items.flatMap(({ Material: material, Plant: plant }) =>
    material == null || material === '' || plant == null || plant === '' ? [] : [{ material, plant }],
  );
  return [...new Map(named.map((one) => [JSON.stringify(one), one])).values()];
}
