import { expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { knowShipment, linkIn, theCase, toldBesideClocks, toldBriefly } from '../support/journey.ts';
import { changedPack, defaultPack, withoutMarks } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

test('nobody answers: the second level is called on time, then the third, then the ladder starts again', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  expect(await theCase(world)).toMatchObject({
    severity: { level: 'S1' },
    owner: { team: 'customer-service', person: 'dan-okafor' },
  });
  await world.advance(13 * MINUTE);
  // At 50 and 75 percent of the time to take it one word each to whoever has the call.
  expect(toldBriefly(world)).toEqual([
    '09:00 email dan.okafor@example.com',
    '09:00 slack U0DAN',
    '09:07 slack U0DAN',
    '09:11 slack U0DAN',
  ]);

  await world.advance(3 * MINUTE);
  expect(toldBriefly(world).slice(4)).toEqual([
    '09:15 email dan.okafor@example.com',
    '09:15 email ines.duarte@example.com',
    '09:15 slack U0DAN',
    '09:15 slack U0INES',
  ]);
  await world.advance(15 * MINUTE);
  expect(toldBriefly(world).slice(8)).toEqual(['09:30 email ines.duarte@example.com', '09:30 slack U0INES']);
  await world.advance(27 * MINUTE);
  expect(world.told).toHaveLength(10);
  await world.advance(5 * MINUTE);
  expect(toldBriefly(world).slice(10)).toEqual(['10:00 email dan.okafor@example.com', '10:00 slack U0DAN']);
  const journal = await world.journal((await theCase(world)).id);
  expect(journal.map(({ happening }) => happening.what)).toContain('LadderRestarted');
  expect(
    journal.filter(({ happening }) => happening.what === 'ClockBreached').map(({ at }) => at.slice(11, 16)),
  ).toEqual(['09:15', '10:00']);
});

test('acknowledged and then forgotten: whoever is on duty then is called', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  expect((await world.as(PEOPLE.responder.email).post(`/v1/cases/${id}/acknowledge`)).json).toMatchObject({
    outcome: 'changed',
  });
  await world.advance(58 * MINUTE);
  expect(toldBesideClocks(world)).toHaveLength(2);
  const before = world.told.length;
  await world.advance(4 * MINUTE);
  expect(toldBriefly(world).slice(before)).toEqual(['10:02 email dan.okafor@example.com', '10:02 slack U0DAN']);
  expect(await theCase(world)).toMatchObject({ state: 'triaged', escalation: { round: 2 } });
  expect((await world.journal(id)).map(({ happening }) => happening.what)).toContain('AcknowledgementTimedOut');
});

test('a note is progress: an acknowledged case that somebody works on is not called again at the timeout', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const responder = world.as(PEOPLE.responder.email);
  await responder.post(`/v1/cases/${id}/acknowledge`);
  await world.advance(50 * MINUTE);
  expect((await responder.post(`/v1/cases/${id}/notes`, { text: 'Consignee reached, new slot at noon.' })).status).toBe(
    200,
  );
  await world.advance(30 * MINUTE);
  expect(await theCase(world)).toMatchObject({ state: 'in_progress' });
  expect(toldBesideClocks(world)).toHaveLength(2);
});

test('acknowledged while notices are in flight: what was not begun is not sent', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S1');
  world.partners.slack.behave('fails');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  // The mail has arrived, the Slack message waits in its queue for the next try.
  expect(world.told.map(({ channel }) => channel)).toEqual(['email']);
  await world.request('POST', linkIn(world.told[0]?.mail?.text ?? ''));
  world.partners.slack.behave('well');
  await world.advance(30 * MINUTE);
  expect(toldBesideClocks(world).map(({ channel }) => channel)).toEqual(['email']);
  const notices = await world.notices((await theCase(world)).id);
  expect(
    notices
      .filter(({ purpose }) => purpose === 'call')
      .map(({ channel, state }) => `${channel} ${state}`)
      .sort(),
  ).toEqual(['email handed_over', 'slack suppressed']);
});

test('a channel that fails for a while delivers once it is back, once, and marks that it may be a repetition', async () => {
  const world = await openWorld();
  knowShipment(world, 'SO-88213', 'S3');
  world.partners.slack.behave('fails');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  world.partners.slack.behave('well');
  await world.advance(20 * MINUTE);
  expect(world.told.map(({ channel }) => channel).sort()).toEqual(['email', 'slack']);
  await world.advance(HOUR);
  expect(toldBesideClocks(world)).toHaveLength(2);
});

test('nobody on duty: passed over at once with the reason in the journal, and the fallback is called', async () => {
  // Trade compliance works on weekdays; 2026-03-07 is a Saturday.
  const world = await openWorld({ startAt: '2026-03-07T12:00:00Z' });
  await world.postEdi(edi214({ status: 'PR', reason: 'NS', date: '20260307', time: '0500' }));
  await world.advance(2 * MINUTE);
  const record = await theCase(world);
  expect(record).toMatchObject({
    type: 'compliance.customs_hold',
    owner: { team: 'trade-compliance', person: 'ines-duarte' },
  });
  // And the account team hears of the hold.
  const accountTeam = '12:00 slack U0AMELIE';
  expect(toldBriefly(world)).toEqual(['12:00 email ines.duarte@example.com', accountTeam, '12:00 slack U0INES']);
  const claimed = (await world.journal(record.id))
    .map(({ happening }) => happening)
    .find(({ what }) => what === 'EscalationStepClaimed');
  expect(claimed).toMatchObject({
    skipped: [{ rule: 'nobody-on-duty', text: 'Nobody is on duty for Trade compliance.' }],
  });
});

test('a rota with a gap over a holiday: the gap is shown before, on the day the fallback is called, and afterwards its own people are again', async () => {
  // Trade compliance is in Paris and has the rota of procurement: it works on Thursdays, and not on Ascension Day. Whoever has operations that week is somebody else.
  const world = await openWorld({ startAt: '2026-05-14T09:00:00Z' });
  const lead = world.as(PEOPLE.lead.email);
  const shown = await lead.get('/v1/rotas/procurement?from=2026-05-12T06:00:00.000Z&to=2026-05-16T06:00:00.000Z');
  expect(shown.status, shown.text).toBe(200);
  const shiftAt = (at: string) =>
    shown.json.rota.shifts.find(
      ({ from, to }: { readonly from: string; readonly to: string }) => from <= at && at < to,
    );
  expect(shown.json.rota.gaps.count).toBeGreaterThan(0);
  expect(shiftAt('2026-05-12T10:00:00.000Z')?.people).toHaveLength(1);
  expect(shiftAt('2026-05-14T10:00:00.000Z')?.people).toEqual([]);
  expect(shiftAt('2026-05-15T10:00:00.000Z')?.people).toHaveLength(1);

  await world.postEdi(edi214({ status: 'PR', reason: 'NS', date: '20260514', time: '0300' }));
  await world.advance(2 * MINUTE);
  const record = await theCase(world);
  expect(record.owner).toMatchObject({ team: 'trade-compliance' });
  expect(record.owner?.reasons.map(({ text }) => text)).toContain('Nobody is on duty for Trade compliance.');
  expect(new Set(world.told.map(({ channel }) => channel))).toEqual(new Set(['email', 'slack']));
  // Nobody of those who are off hears of it.
  const own = shiftAt('2026-05-15T10:00:00.000Z')?.people as readonly string[];
  const addresses = defaultPack().people.flatMap(({ id, email }) => (own.includes(id) ? [email] : []));
  expect(addresses).toHaveLength(1);
  expect(own).not.toContain(record.owner?.person);
  expect(world.told.map(({ to }) => to)).not.toContain(addresses[0]);

  await world.advance(24 * HOUR);
  const before = world.told.length;
  const next = edi214({
    status: 'PR',
    reason: 'NS',
    date: '20260515',
    time: '0300',
    shipment: 'SO-9',
    tracking: 'NL-9',
  });
  await world.postEdi(next);
  await world.advance(2 * MINUTE);
  const later = (await world.cases()).find(({ id }) => id !== record.id);
  expect(later?.owner).toMatchObject({ team: 'trade-compliance', person: own[0] });
  expect(world.told.slice(before).map(({ to }) => to)).toContain(addresses[0]);
});

test('a channel that is down for a night: asked ever less often, given up after a day, and nobody is told twice', async () => {
  // What is counted here are orders of one call.
  const packDirectory = changedPack({ 'escalation.yaml': withoutMarks });
  const world = await openWorld({ startAt: '2026-05-20T09:00:00Z', packDirectory });
  knowShipment(world, 'SO-88213', 'S3');
  world.partners.slack.behave('fails');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  await world.advance(90 * MINUTE);
  const ordersAfter = (): number =>
    world.engine.kernel.meter
      .totals()
      .find(({ service, unit, resource }) => service === 'sns' && unit === 'Requests' && resource.includes('Notices'))
      ?.amount ?? 0;
  // One by the escalation; by the auditor at 1, 2, 4, 8, 16, 32 and 64 minutes, give or take one.
  expect(ordersAfter()).toBeGreaterThan(4);
  expect(ordersAfter()).toBeLessThan(12);
  expect(world.told.map(({ channel }) => channel)).toEqual(['email']);
  const slack = async () => (await world.notices(id)).find(({ channel, step }) => channel === 'slack' && step === 0);
  expect(await slack()).toMatchObject({ state: 'sending' });
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/acknowledge`);
  await world.advance(2 * HOUR);
  // Nobody wants it any more, so the next look ends it.
  expect(await slack()).toMatchObject({ state: 'suppressed' });
  expect(world.told).toHaveLength(1);
});
