import { expect, test } from 'vitest';
import type { JournalEntry } from '../../lambdas/contracts/index.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase } from '../support/journey.ts';
import { changedPack, withoutLateTasks, withoutMarks } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

/** Clocks only: tasks are a journey of their own. */
const clocksOnly = (): string => changedPack({ 'escalation.yaml': withoutLateTasks });
const reason = 'The carrier looks for the pallet';
const minute = (at: string): string => at.slice(11, 16);
const of = (journal: readonly JournalEntry[], ...whats: readonly string[]): readonly string[] =>
  journal.flatMap(({ at, happening }) => (whats.includes(happening.what) ? [`${minute(at)} ${happening.what}`] : []));

/** Acknowledged at 09:02 by who has clicked; S1 is to be solved by 13:00, and the customer told by 10:00. */
async function held(startAt: string, packDirectory = clocksOnly()): Promise<{ world: World; id: string }> {
  const world = await openWorld({ startAt, packDirectory });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const responder = world.as(PEOPLE.responder.email);
  await responder.post(`/v1/cases/${id}/acknowledge`);
  await responder.post(`/v1/cases/${id}/start`);
  await responder.post(`/v1/cases/${id}/customer-told`, { note: 'By phone' });
  return { world, id };
}

const briefly = (world: World, since: number): readonly string[] =>
  world.told
    .slice(since)
    .filter(({ headline }) => !headline.includes('Your shift'))
    .map(({ at, headline, channel, to }) =>
      [minute(new Date(at).toISOString()), /\d+ %|Overdue/.exec(headline)?.[0] ?? 'a call', channel, to].join(' '),
    )
    .sort();
const used = (world: World, service: string, unit: string, name: string): number =>
  world.engine.kernel.meter
    .totals()
    .filter((one) => one.service === service && one.unit === unit && one.resource.includes(name))
    .reduce((sum, { amount }) => sum + amount, 0);

test('how the clocks stand: whoever has the call hears at 50 and 75 percent and the ladder at the breach; whoever has the case hears of what is promised, until it is kept', async () => {
  const world = await openWorld({ startAt: '2026-06-01T09:00:00Z', packDirectory: clocksOnly() });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(14 * MINUTE);
  const { id } = await theCase(world);
  // S1: fifteen minutes to take it. One message each, and none to anybody who is not called yet.
  expect(briefly(world, 0)).toEqual([
    '09:00 a call email amelie.roy@example.com',
    '09:00 a call slack U0AMELIE',
    '09:07 50 % slack U0AMELIE',
    '09:11 75 % slack U0AMELIE',
  ]);
  await world.advance(2 * MINUTE);
  const breached = briefly(world, 4);
  expect(breached).toHaveLength(4);
  expect(breached.every((line) => line.startsWith('09:15 a call'))).toBe(true);

  // Taken at 09:16. Nobody hears of the time to take it any more; of the hour to tell the customer only who has it, until it was given.
  const responder = world.as(PEOPLE.responder.email);
  await responder.post(`/v1/cases/${id}/acknowledge`);
  await responder.post(`/v1/cases/${id}/start`);
  const taken = world.told.length;
  await world.advance(30 * MINUTE);
  expect(briefly(world, taken)).toEqual(['09:30 50 % slack U0JONAS', '09:45 75 % slack U0JONAS']);
  const jonas = world.told.filter(({ to }) => to === 'U0JONAS').map(({ slack }) => JSON.stringify(slack));
  expect(jonas.every((text) => text.includes('to tell the customer is over') && !text.includes('Acknowledge'))).toBe(
    true,
  );
  await responder.post(`/v1/cases/${id}/customer-told`, { note: 'By phone' });
  await world.advance(2 * HOUR);
  // Of the four hours to solve it half is over at 11:00; the customer's hour is kept, and nobody hears of it.
  expect(briefly(world, taken + 2)).toEqual(['11:00 50 % slack U0JONAS']);
});

test('a promise to the customer that is broken: who has the case hears it at the breach too, by each channel, once', async () => {
  const world = await openWorld({ startAt: '2026-07-01T09:00:00Z', packDirectory: clocksOnly() });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const responder = world.as(PEOPLE.responder.email);
  await responder.post(`/v1/cases/${id}/acknowledge`);
  await responder.post(`/v1/cases/${id}/start`);
  await world.advance(110 * MINUTE);
  expect(briefly(world, 2)).toEqual([
    '09:30 50 % slack U0JONAS',
    '09:45 75 % slack U0JONAS',
    '10:00 Overdue email jonas.weber@example.com',
    '10:00 Overdue slack U0JONAS',
  ]);
});

test('taken in time and the customer told: nobody hears of a clock before half of the time to solve it is over, and the case is woken no more often than without such notices', async () => {
  const looks: number[][] = [];
  for (const [startAt, packDirectory] of [
    ['2026-08-01T09:00:00Z', changedPack({ 'escalation.yaml': withoutMarks })],
    ['2026-08-03T09:00:00Z', undefined],
  ] as const) {
    const { world } = await held(startAt, packDirectory);
    await world.advance(MINUTE);
    const before = world.told.length;
    world.engine.kernel.meter.reset();
    await world.advance(110 * MINUTE);
    expect(briefly(world, before)).toEqual([]);
    looks.push([
      used(world, 'sfn', 'StateTransitions', 'Lifecycle'),
      used(world, 'lambda', 'Requests', 'DecideNextStep'),
    ]);
    await world.advance(10 * MINUTE);
    expect(briefly(world, before)).toEqual(packDirectory === undefined ? ['11:00 50 % slack U0JONAS'] : []);
  }
  // One look, which was set when somebody had taken it and the customer was not told yet.
  expect(looks).toEqual([
    [3, 1],
    [3, 1],
  ]);
});

test('a pause: no clock runs, nobody is told, and then it goes on with the time that was left', async () => {
  const { world, id } = await held('2026-03-02T09:00:00Z');
  const responder = world.as(PEOPLE.responder.email);
  // Amélie's shift begins meanwhile: that she is told so is no word about a clock.
  const toldSince = (count: number) =>
    world.told.slice(count).filter(({ headline }) => !headline.includes('Your shift'));
  const before = world.told.length;
  const until = '2026-03-02T16:02:00.000Z';
  const paused = await responder.post(`/v1/cases/${id}/pause`, { waitingFor: 'carrier', until, reason });
  expect(paused.json).toMatchObject({ outcome: 'changed', case: { pause: { until, by: 'jonas-weber' } } });
  await world.advance(7 * HOUR - MINUTE);
  expect(toldSince(before)).toEqual([]);
  await world.advance(3 * MINUTE);
  const told = toldSince(before).filter(({ channel }) => channel === 'email');
  expect(told.map(({ at, headline, to }) => [minute(new Date(at).toISOString()), headline.slice(0, 12), to])).toEqual([
    ['16:02', '[S1] Goes on', 'jonas.weber@example.com'],
  ]);
  expect(told[0]?.mail?.text).toContain('The pause is over');
  // Four hours without the two minutes before the pause: until 20:00. Half of them are over at 18:00.
  expect((await theCase(world)).clocks?.resolve.dueAt.slice(11, 16)).toBe('20:00');
  await world.advance(4 * HOUR);
  const journal = await world.journal(id);
  expect(of(journal, 'ClocksPaused', 'ClocksResumed', 'ClockNoticed', 'ClockBreached')).toEqual([
    '09:02 ClocksPaused',
    '16:02 ClocksResumed',
    '18:00 ClockNoticed',
    '19:00 ClockNoticed',
    '20:00 ClockBreached',
  ]);
  // At the breach it goes back to the ladder: whoever is on duty then is called.
  expect(briefly(world, before).slice(2)).toEqual([
    '18:00 50 % slack U0JONAS',
    '19:00 75 % slack U0JONAS',
    expect.stringMatching(/^20:00 a call email/),
    expect.stringMatching(/^20:00 a call slack/),
  ]);
  const { measures } = (await world.as(PEOPLE.viewer.email).get(`/v1/cases/${id}/measures`)).json;
  expect(measures).toMatchObject({
    clocks: { resolve: { stands: 'broken', pausedSeconds: (7 * HOUR) / 1000 } },
    waits: [{ waitingFor: 'carrier', times: 1, seconds: (7 * HOUR) / 1000, clocks: { resolve: (7 * HOUR) / 1000 } }],
  });
  // Why it waited is in somebody's words, and names people.
  expect(JSON.stringify(measures)).not.toContain(reason);
});

test('a pause against the breach, and two who click at once: one of the two happens, and once', async () => {
  const { world, id } = await held('2026-04-02T09:00:00Z');
  const responder = world.as(PEOPLE.responder.email);
  const lead = world.as(PEOPLE.lead.email);
  const body = { waitingFor: 'customer', until: '2026-04-03T09:00:00.000Z', reason };
  // Due at 13:00: both ask in the second in which it breaks.
  await world.advance(Date.parse('2026-04-02T12:59:59.900Z') - world.now());
  const answers = await Promise.all([
    responder.post(`/v1/cases/${id}/pause`, body),
    lead.post(`/v1/cases/${id}/pause`, body),
    world.advance(2000),
  ]);
  await world.advance(MINUTE);
  const journal = await world.journal(id);
  const happened = journal.map(({ happening }) => happening.what);
  const pauses = happened.filter((what) => what === 'ClocksPaused').length;
  const breaches = happened.filter((what) => what === 'ClockBreached').length;
  expect(pauses + breaches).toBe(1);
  const outcomes = answers.slice(0, 2).map((answer) => answer?.json.outcome ?? answer?.status);
  expect(outcomes.sort()).toEqual(pauses === 1 ? ['changed', 'unchanged'] : [409, 409]);
});

test('two acknowledge at once while the clock breaks: one has it, one entry of each, and nobody is called after', async () => {
  const world = await openWorld({ startAt: '2026-05-04T09:00:00Z', packDirectory: clocksOnly() });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id, clocks } = await theCase(world);
  await world.advance(Date.parse(clocks?.acknowledge.dueAt ?? '') - world.now() - 50);
  const [first, second] = await Promise.all([
    world.as(PEOPLE.responder.email).post(`/v1/cases/${id}/acknowledge`),
    world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/acknowledge`),
    world.advance(1500),
  ]);
  expect([first.json.outcome, second.json.outcome].sort()).toEqual(['changed', 'unchanged']);
  await world.advance(10 * MINUTE);
  const journal = await world.journal(id);
  const what = (name: string): readonly JournalEntry[] => journal.filter(({ happening }) => happening.what === name);
  expect(what('CaseAcknowledged')).toHaveLength(1);
  expect(what('ClockBreached').length).toBeLessThanOrEqual(1);
  const taken = what('CaseAcknowledged')[0]?.sequence ?? 0;
  const after = journal.filter(({ sequence }) => sequence > taken).map(({ happening }) => happening.what);
  expect(after).not.toContain('EscalationStepClaimed');
  expect(after).not.toContain('ClockBreached');
});
