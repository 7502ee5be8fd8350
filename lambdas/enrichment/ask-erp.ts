import { MOST_PLANS } from '../contracts/index.ts';
import type { SubjectReference, SupplyPlan } from '../contracts/index.ts';
import { ODATA_JSON } from '../systems/sap.ts';
import { present } from './answers/present.ts';
import { readDelivery, readErpAnswer, readPromises } from './answers/read-erp-answer.ts';
import { readInboundDelivery, readPurchaseOrder } from './answers/read-inbound-answer.ts';
import type { Inbound } from './answers/read-inbound-answer.ts';
import { readSupplyAnswer } from './answers/read-supply-answer.ts';
import type { AskSystem, Facts, GetJson } from './ports.ts';
import {
  deliveryQuestion,
  inboundQuestion,
  orderQuestion,
  purchaseQuestion,
  supplyQuestion,
} from './questions/erp-questions.ts';

/**
 * Goods that leave us are asked for first, by their delivery and the sales order behind it, or by an order that the report names. What is none of ours to send may be ours to receive: then the facts are those of the
 * order that waits for it most urgently, and beside them is told what is planned of the materials.
 */
export const askErp: AskSystem = async (references, get, { type, tellSupplies }) => {
  const ofDelivery = deliveryQuestion(references);
  const delivery = ofDelivery === undefined ? undefined : readDelivery(await get(ofDelivery));
  const numbers = delivery?.order === undefined ? [] : [delivery.order];
  const ofOrder = orderQuestion(references, numbers, type?.purchaseOrders);
  const order = ofOrder === undefined ? undefined : readErpAnswer(await get(ofOrder, ODATA_JSON), delivery);
  const isOurs = type?.purchaseOrders === 'ours';
  if (delivery !== undefined || (order !== undefined && !isOurs)) return order;

  const inbound = await inboundBy(references, get);
  if (inbound === undefined) return order;
  const plans = type?.foresees === undefined ? [] : await plansOf(inbound, get);
  const { supplies, waiting } = await withPromises(plans, get);
  tellSupplies(supplies);
  const urgent = order ?? waiting;
  // What waits for it may be known to others by number: then this is asked once more.
  if (isOurs && urgent === undefined) return undefined;
  return present({
    ...urgent,
    purchaseOrder: inbound.purchaseOrders[0],
    inboundDelivery: inbound.delivery,
    sku: inbound.coming[0]?.material,
  });
};

async function inboundBy(references: readonly SubjectReference[], get: GetJson): Promise<Inbound | undefined> {
  const ofDelivery = inboundQuestion(references);
  const delivery = ofDelivery === undefined ? undefined : readInboundDelivery(await get(ofDelivery));
  if (delivery !== undefined) return delivery;
  const ofOrder = purchaseQuestion(references);
  return ofOrder === undefined ? undefined : readPurchaseOrder(await get(ofOrder));
}

async function plansOf(inbound: Inbound, get: GetJson): Promise<readonly SupplyPlan[]> {
  const plans = await Promise.all(
    inbound.coming
      .slice(0, MOST_PLANS)
      .map(async (coming) => readSupplyAnswer(await get(supplyQuestion(coming)), coming, inbound)),
  );
  return plans.flatMap((plan) => plan ?? []);
}

interface Waiting {
  readonly supplies: readonly SupplyPlan[];
  /** Facts of the order that is promised first. */
  readonly waiting: Facts | undefined;
}

/** What the soonest orders that wait for the goods were promised for. */
async function withPromises(supplies: readonly SupplyPlan[], get: GetJson): Promise<Waiting> {
  const orders = supplies
    .flatMap(({ demand }) => demand.filter(({ isOrder }) => isOrder === true))
    .sort((left, right) => (left.on < right.on ? -1 : 1));
  const question = orderQuestion([], [...new Set(orders.map(({ document }) => document))]);
  if (question === undefined || orders.length === 0) return { supplies, waiting: undefined };
  const answer = await get(question, ODATA_JSON);
  const promises = readPromises(answer);
  return {
    supplies: supplies.map((plan) => ({
      ...plan,
      demand: plan.demand.map((one) => {
        const promisedAt = promises.get(one.document);
        return promisedAt === undefined ? one : { ...one, promisedAt };
      }),
    })),
    waiting: readErpAnswer(answer),
  };
}
