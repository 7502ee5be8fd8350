import { expect } from 'vitest';
import type { Action } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { edi214 } from './edi.ts';
import { theCase } from './journey.ts';
import { HOUR, PEOPLE } from './world.ts';
import type { World } from './world.ts';

/** A late shipment of an order: promised for tomorrow, and the carrier now arrives a day after that. */
export function knowLate(world: World, amount: string): { readonly promised: string; readonly arrival: string } {
  const at = (hours: number): string => new Date(world.now() + hours * HOUR).toISOString();
  const promised = at(24);
  const arrival = at(48.5);
  world.partners.erp.put('SO-88213', {
    SalesOrder: '4500017',
    TotalNetAmount: amount,
    TransactionCurrency: 'EUR',
    ...promisedFor(promised),
    DeliveryPriority: '02',
    ShippingCondition: '01',
  });
  // A customer for whom no service case is opened.
  world.partners.crm.put('SO-88213', { name: 'Harbor Point Clinic', tier: 'Silver' });
  world.partners.tms.put('SO-88213', {
    id: 'SHP-1',
    references: ['SO-88213'],
    mode: 'road',
    estimatedArrival: arrival,
  });
  return { promised, arrival };
}

export const late = (): string => edi214({ status: 'SD', reason: 'AI' });

export async function theAction(world: World): Promise<Action> {
  const { id } = await theCase(world);
  const { json } = await world.as(PEOPLE.lead.email).get(`/v1/cases/${id}/actions`);
  expect(json.actions).toHaveLength(1);
  return json.actions[0];
}

export const promiseInErp = async (world: World): Promise<string> => {
  const answer = await world.partners.handle(
    new Request(
      "http://erp.partner.test/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001/SalesOrder('4500017')",
      { headers: { authorization: 'Bearer x' } },
    ),
  );
  return ((await answer.json()) as { YY1_PromisedAt_SDH: string }).YY1_PromisedAt_SDH;
};
export const writes = (world: World): number =>
  world.partners.erp.requests.filter(({ method }) => method === 'PATCH').length;
