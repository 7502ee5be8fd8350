import { expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import { edi214 } from '../support/edi.ts';
import { linkIn, theCase } from '../support/journey.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';

test('a failed delivery becomes a case, its owner is called, takes it by the link and solves it by the API', async () => {
  const world = await openWorld({ isAsDeployed: true });
  const answer = await world.postEdi(edi214());
  expect(answer.status).toBe(202);
  const [signal] = answer.json.signals;
  expect(signal).toMatchObject({ kind: 'exception', type: 'transport.delivery_failed' });
  await world.advance(5_000);

  // The systems of record were asked for this shipment, once each; the ERP for its delivery, and then for the order of that.
  expect(world.partners.erp.requests.map(({ path }) => path).join()).toContain("BillOfLading eq 'SO-88213'");
  expect(world.partners.erp.requests).toHaveLength(2);
  for (const system of [world.partners.tms, world.partners.crm]) expect(system.requests).toHaveLength(1);

  // One case, found by its signal, triaged with reasons, owned by somebody on duty.
  const lead = world.as(PEOPLE.lead.email);
  const found = await lead.get(`/v1/cases?signal=${signal.id}`);
  expect(found.json.items).toHaveLength(1);
  const { case: record, notices } = (await lead.get(`/v1/cases/${found.json.items[0].id}`)).json;
  expect(record).toMatchObject({ state: 'triaged', type: 'transport.delivery_failed', signals: 1 });
  expect(record.severity.reasons.length).toBeGreaterThan(0);
  expect(record.owner.person).toBeDefined();
  expect(notices.map(({ state }: { state: string }) => state)).toEqual(['handed_over', 'handed_over']);

  // The owner got one mail and one Slack message, and nobody else got anything.
  expect(world.told.map(({ channel }) => channel).sort()).toEqual(['email', 'slack']);
  const mail = world.told.find(({ channel }) => channel === 'email');
  expect(mail?.mail?.text).toContain('What to do');
  expect(mail?.mail?.text).toContain('NL4471902');

  // Opening the link changes nothing, however often; confirming acknowledges.
  const link = linkIn(mail?.mail?.text ?? '');
  for (let visit = 0; visit < 3; visit += 1) {
    const page = await world.request('GET', link);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Yes, I have it');
  }
  expect((await theCase(world)).state).toBe('triaged');
  const confirmed = await world.request('POST', link, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(confirmed.text).toContain('You have it');
  await world.advance(25 * MINUTE);
  expect(await theCase(world)).toMatchObject({ state: 'acknowledged', acknowledgedBy: record.owner.person });
  expect(world.told).toHaveLength(2);

  // A double click is harmless.
  expect((await world.request('POST', link)).text).toContain('You have acknowledged the case already');

  const resolved = await lead.post(`/v1/cases/${record.id}/resolve`, {
    resolution: 'solved',
    note: 'New slot agreed for tomorrow.',
  });
  expect(resolved.status).toBe(200);
  await world.advance(MINUTE);
  // Whoever was called hears that it is over; the ladder is at its end.
  expect(world.told.slice(2).map(({ headline }) => headline)).toEqual([
    expect.stringContaining('Resolved: Failed delivery'),
    expect.stringContaining('Resolved: Failed delivery'),
  ]);
  await world.advance(3 * 60 * MINUTE);
  expect(world.told).toHaveLength(4);

  // The journal is whole, in agreement with the case, and every entry has left the outbox.
  const journal = await world.journal(record.id);
  const last = await theCase(world);
  expect(verifyChain(journal, last.chainHash)).toEqual({ whole: true, entries: last.version });
  expect(journal.map(({ happening }) => happening.what)).toEqual([
    'CaseOpened',
    'CaseTriaged',
    'EscalationStepClaimed',
    'NoticeHandedOver',
    'NoticeHandedOver',
    'CaseAcknowledged',
    // The promise to tell the customer comes before the time at which it would seem forgotten.
    'NextStepTimed',
    'CaseResolved',
    'NoticeClaimed',
    'NoticeHandedOver',
    'NoticeHandedOver',
  ]);
  // One trace from the webhook to the last message; people's acts bring their own.
  const [first] = journal;
  expect(journal.filter(({ touch }) => !touch).every(({ traceparent }) => traceparent === first?.traceparent)).toBe(
    true,
  );
});

test('when the reopen window has passed, a resolved case closes by itself and nobody hears of it', async () => {
  const world = await openWorld({ isAsDeployed: true });
  const trouble = { kind: 'exception', type: 'integration.payload_rejected', occurredAt: '2026-03-02T08:55:00Z' };
  await world.postSignal({ ...trouble, references: [{ kind: 'source', value: 'northline-edi' }] });
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  await world.advance(5 * 60 * MINUTE);
  expect(await theCase(world)).toMatchObject({ state: 'resolved' });
  const { length } = world.told;
  await world.advance(65 * MINUTE);
  expect(await theCase(world)).toMatchObject({ state: 'closed' });
  expect(world.told).toHaveLength(length);
});
