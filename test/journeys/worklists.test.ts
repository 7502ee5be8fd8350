import { expect, test } from 'vitest';
import type { Action } from '../../lambdas/contracts/index.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

test('what a system refuses is on the worklist of what failed, with whoever has the case; once mended it is tried again, written once, and off the list', async () => {
  let isRefusing = true;
  let writes = 0;
  const world = await openWorld({
    aroundPartners: (request, _caller, answer) => {
      const isWrite = request.url.includes('tms.partner.test') && request.method !== 'GET';
      if (isWrite) writes += 1;
      return isWrite && isRefusing ? Promise.resolve(new Response('{}', { status: 422 })) : answer();
    },
  });
  world.partners.tms.put('SHP-1', { id: 'SHP-1', mode: 'road', carrier: 'Northline', serviceLevel: 'standard' });
  await world.postSignal({
    kind: 'exception',
    type: 'transport.delay',
    references: [{ kind: 'shipment', value: 'SHP-1' }],
    occurredAt: new Date(world.now() - 10 * MINUTE).toISOString(),
  });
  await world.advance(MINUTE);
  const [found] = await world.cases();
  const path = `/v1/cases/${found?.id ?? ''}/actions`;
  const [responder, lead] = [world.as(PEOPLE.responder.email), world.as(PEOPLE.lead.email)];
  await responder.post(`/v1/cases/${found?.id ?? ''}/acknowledge`);
  const proposed = await responder.post(path, {
    type: 'carrier_change',
    subject: 'SHP-1',
    change: { carrier: 'Southline' },
    basis: { carrier: 'Northline' },
    amount: { amount: '90.00', currency: 'EUR' },
    reason: 'Northline has no lorry.',
  });
  const { id } = proposed.json.action;
  const state = async (): Promise<string> =>
    (await responder.get(path)).json.actions.find((one: Action) => one.id === id).state;
  const listed = async (): Promise<readonly string[]> =>
    (await lead.get('/v1/actions?state=failed')).json.items.map((one: Action) => one.id);
  const failures = async () =>
    (await world.notices(found?.id ?? ''))
      .filter(({ purpose }) => purpose === 'action_failed')
      .map(({ person }) => person);

  await world.advance(5 * MINUTE);
  expect(await state()).toBe('failed');
  expect(await listed()).toEqual([id]);
  expect(new Set(await failures())).toEqual(new Set(['jonas-weber']));
  // Nobody tries it again by itself.
  const [before, heard] = [writes, (await failures()).length];
  await world.advance(2 * HOUR);
  expect([writes, (await failures()).length]).toEqual([before, heard]);

  // Not by whoever may not; and by a lead once: what is done by then is not tried again.
  expect((await responder.post(`${path}/${id}/retry`, {})).status).toBe(403);
  isRefusing = false;
  const tried = [await lead.post(`${path}/${id}/retry`, {}), await lead.post(`${path}/${id}/retry`, {})];
  expect(tried.map(({ status }) => status)).toEqual([200, 409]);
  await world.advance(5 * MINUTE);
  expect(await state()).toBe('confirmed');
  expect(await listed()).toEqual([]);
  expect(writes).toBe(before + 1);
});
