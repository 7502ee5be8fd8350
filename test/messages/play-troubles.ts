import type { Action } from '../../lambdas/contracts/index.ts';
import { promisedFor } from '../../local/partners/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipments, numbers, report, sorted } from '../support/storm.ts';
import { knowShipment } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';
import { mailed, slacked, taker } from './take.ts';
import type { OtherMessage, Take } from './take.ts';

/** A Monday of a transport desk: an ERP that takes no change, what nobody approves, the next shift, a storm, and how each ends. */
export async function playTroubles(): Promise<readonly OtherMessage[]> {
  const played: OtherMessage[] = [];
  const world = await openWorld({ startAt: '2026-03-02T09:00:00Z' });
  const take = taker(world, played);
  await playErpIsDown(world, take);
  await playEnd(world, take);
  await playShift(world, take);
  await playStorm(world, take);
  return played;
}

/** Does as a person what they may do, and fails where it is refused. */
function actor(world: World, email: string) {
  const post = async (path: string, body: object = {}): Promise<any> => {
    const { status, text, json } = await world.as(email).post(path, body);
    if (status >= 300) throw new Error(`${path}: ${text}`);
    return json;
  };
  return { post };
}

async function lateOrder(world: World, shipment: string, order: string, control: string) {
  const at = (hours: number): string => new Date(world.now() + hours * HOUR).toISOString();
  world.partners.erp.put(shipment, {
    SalesOrder: order,
    TotalNetAmount: '90000.00',
    TransactionCurrency: 'EUR',
    ...promisedFor(at(24)),
    DeliveryPriority: '02',
    ShippingCondition: '01',
  });
  world.partners.crm.put(shipment, { name: 'Harbor Point Clinic', tier: 'Silver' });
  const estimatedArrival = at(48.5);
  world.partners.tms.put(shipment, { id: shipment, references: [shipment], mode: 'road', estimatedArrival });
  const known = new Set((await world.cases()).map(({ id }) => id));
  const tracking = `NL${shipment.slice(3)}`;
  await world.postEdi(edi214({ shipment, tracking, status: 'SD', reason: 'AI', control }));
  await world.advance(2 * MINUTE);
  const opened = (await world.cases()).find(({ id }) => !known.has(id));
  if (opened === undefined) throw new Error(`no case for ${shipment}`);
  const path = `/v1/cases/${opened.id}`;
  const action = async (): Promise<Action> =>
    (await world.as(PEOPLE.lead.email).get(`${path}/actions`)).json.actions[0];
  return { path, action };
}

async function playErpIsDown(world: World, take: Take): Promise<void> {
  const responder = actor(world, PEOPLE.responder.email);
  const { path, action } = await lateOrder(world, 'SO-88213', '4500017', '000000301');
  await responder.post(`${path}/acknowledge`);
  await world.advance(10_000);
  take('taken-slack', 'The first call in Slack, after somebody has taken the case', slacked('Delayed shipment'));
  const { id } = await action();
  world.partners.erp.behave('fails');
  await actor(world, PEOPLE.approver.email).post(`${path}/actions/${id}/approve`, {});
  await world.advance(32 * MINUTE);
  take('by-hand', 'A system takes no change: it is to be done by hand', mailed('By hand, please'));
  take('by-hand-slack', 'The same in Slack', slacked('By hand, please'));
  const { byHand } = await action();
  const task = `${path}/tasks/${byHand?.taskId ?? ''}`;
  await responder.post(`${task}/tick`, { items: ['begin'] });
  world.partners.erp.change('SO-88213', promisedFor(new Date(world.now() + 99 * HOUR).toISOString()));
  await responder.post(`${task}/done`, { note: 'Order 4500017' });
  world.partners.erp.behave('well');
  await world.advance(22 * MINUTE);
  take('action-failed', 'What was to be changed in a system stands otherwise there', mailed('Not written'));
}

async function playEnd(world: World, take: Take): Promise<void> {
  const responder = actor(world, PEOPLE.responder.email);
  const { path } = await lateOrder(world, 'SO-88214', '4500018', '000000302');
  await responder.post(`${path}/acknowledge`);
  await world.advance(4 * HOUR);
  take('approval-expired', 'Nobody has approved in time', mailed('Nobody approved in time'));
  await actor(world, PEOPLE.lead.email).post(`${path}/resolve`, {
    resolution: 'solved',
    note: 'The carrier has delivered it after all.',
  });
  await world.advance(MINUTE);
  take('resolved', 'The last message of a case', mailed('Resolved:'));
}

async function playShift(world: World, take: Take): Promise<void> {
  await lateOrder(world, 'SO-88215', '4500019', '000000303');
  for (const [index, shipment] of ['SO-99001', 'SO-99002', 'SO-99003'].entries()) {
    knowShipment(world, shipment, index === 0 ? 'S1' : 'S3');
    const control = `00000031${String(index)}`;
    const tracking = `NL${shipment.slice(3)}`;
    await world.postEdi(edi214({ shipment, tracking, status: 'SD', reason: 'AI', control }));
  }
  await world.advance(190 * MINUTE);
  take('handover', 'What a shift begins with', mailed('Your shift'));
  take('handover-slack', 'The same in Slack', slacked('Your shift'));
}

async function playStorm(world: World, take: Take): Promise<void> {
  const lead = actor(world, PEOPLE.lead.email);
  const all = numbers(1, 320);
  knowShipments(world, all, [7, 60]);
  await report(world, all.slice(0, 30));
  take('incident', 'Many cases with one cause: an incident', mailed('Storm at'));
  take('incident-slack', 'The same in Slack', slacked('Storm at'));
  await report(world, all.slice(30));
  await world.advance(6 * MINUTE);
  take('incident-grown', 'An incident has become much larger', ({ mail }) => mail?.text.includes('larger') === true);
  const { incidents, children } = sorted(await world.cases());
  const id = incidents[0]?.id ?? '';
  const reason = 'The first ten lie in the other terminal.';
  const cases = children.slice(0, 10).map((child) => child.id);
  const split = await lead.post(`/v1/cases/${id}/split`, { cases, reason });
  await world.advance(MINUTE);
  await lead.post(`/v1/cases/${split.case.id}/merge`, { into: id, reason: 'It is one terminal after all.' });
  await world.advance(MINUTE);
  take('merged', 'A case goes on in another one', mailed('Merged:'));
  await lead.post(`/v1/cases/${id}/resolve`, { resolution: 'solved', note: 'The port is open again.' });
  await world.advance(10 * MINUTE);
  take('incident-resolved', 'The last message of an incident', mailed('Resolved: Storm'));
  take(
    'solved-with-incident',
    'The last message of a case of it',
    ({ mail }) => mail?.text.includes('solved with the incident') === true,
  );
}
