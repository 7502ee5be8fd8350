import ICAL from 'ical.js';
import { beforeAll, expect, test } from 'vitest';
import { edi214 } from '../support/edi.ts';
import { knowShipment } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

const START = '2026-06-01T09:00:00Z';
let world: World;
let lead: ReturnType<World['as']>;
const at = (hours: number): string => new Date(Date.parse(START) + hours * HOUR).toISOString();
const whoHasDuty = async (time: string): Promise<readonly string[]> =>
  (await lead.get(`/v1/rotas/customer-service?at=${encodeURIComponent(time)}`)).json.rota.onDuty;

beforeAll(async () => {
  world = await openWorld({ startAt: START });
  lead = world.as(PEOPLE.lead.email);
}, 240_000);

test('who is on duty is changed for a while: the next call goes to them, also for a case that was open before', async () => {
  const [regular = ''] = await whoHasDuty(at(1));
  expect(regular).not.toBe('');
  const wish = { kind: 'replace', person: 'mei-tan', from: at(0), to: at(6), reason: 'Dan is ill' };
  const changed = await lead.post('/v1/rotas/customer-service/changes', wish);
  expect(changed.status, changed.text).toBe(200);
  const [change] = changed.json.changes;
  expect(change).toMatchObject({ rota: 'customer-service', madeBy: PEOPLE.lead.person, change: { kind: 'replace' } });
  // Asked for twice it is made once.
  expect((await lead.post('/v1/rotas/customer-service/changes', wish)).json.changes[0].id).toBe(change.id);
  expect(await whoHasDuty(at(1))).toEqual(['mei-tan']);
  expect(await whoHasDuty(at(7))).not.toEqual(['mei-tan']);
  await world.advance(2 * MINUTE);

  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(3 * MINUTE);
  const [record] = await world.cases();
  expect(record?.owner).toMatchObject({ team: 'customer-service', person: 'mei-tan' });
  expect(world.told.map(({ to }) => to)).toContain('mei.tan@example.com');

  const { rota } = (await lead.get(`/v1/rotas/customer-service?from=${at(-24)}&to=${at(48)}`)).json;
  expect(rota.changes).toHaveLength(1);
  expect(rota.shifts.some(({ people }: any) => people.join() === 'mei-tan')).toBe(true);
  const revoked = await lead.post(`/v1/rotas/customer-service/changes/${change.id}/revoke`, { reason: 'Dan is back' });
  expect(revoked.json.changes[0]).toMatchObject({ revokedBy: PEOPLE.lead.person, revokeReason: 'Dan is back' });
  await world.advance(2 * MINUTE);
  expect(await whoHasDuty(at(1))).toEqual([regular]);
  // Who was on duty stays as it was.
  expect(await whoHasDuty(at(0.02))).toEqual(['mei-tan']);
  expect((await lead.get('/v1/rotas/customer-service/changes')).json.items).toHaveLength(1);
});

test('absences out of a calendar take somebody out; what cannot be read changes nothing', async () => {
  const ics = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    'BEGIN:VEVENT',
    'UID:holiday-1',
    'DTSTAMP:20260501T000000Z',
    'SUMMARY:Holiday',
    'DTSTART;VALUE=DATE:20260615',
    'DTEND;VALUE=DATE:20260617',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');
  const [regular = ''] = await whoHasDuty('2026-06-15T18:00:00Z');
  const path = '/v1/rotas/customer-service/absences';
  const refused = await lead.post(path, { person: regular, reason: 'Holiday', ics: 'nothing' });
  expect([refused.status, refused.json.type]).toEqual([400, expect.stringContaining('calendar-unreadable')]);
  // One of two is longer than any absence may be: none is made.
  const tooLong = ics
    .replace('UID:holiday-1', 'UID:holiday-2')
    .replace('DTEND;VALUE=DATE:20260617', 'DTEND;VALUE=DATE:20280617')
    .replace(/[\s\S]*(?=BEGIN:VEVENT)/, '');
  const both = ics.replace('END:VCALENDAR', tooLong);
  const before = (await lead.get('/v1/rotas/customer-service/changes')).json.items.length;
  const long = await lead.post(path, { person: regular, reason: 'Holiday', ics: both });
  expect([long.status, long.json.detail], long.text).toEqual([400, expect.stringContaining('At most 400 days')]);
  expect((await lead.get('/v1/rotas/customer-service/changes')).json.items).toHaveLength(before);
  const taken = await lead.post(path, { person: regular, reason: 'Holiday', ics });
  expect(taken.json.changes, taken.text).toHaveLength(1);
  expect(await whoHasDuty('2026-06-15T18:00:00Z')).not.toContain(regular);
  const { rota } = (await lead.get('/v1/rotas/customer-service?from=2026-06-15T00:00:00Z&to=2026-06-18T00:00:00Z'))
    .json;
  expect(Number(rota.gaps.hours) + Number(rota.shifts.filter(({ is }: any) => is !== 'gap').length)).toBeGreaterThan(0);
  const read = await lead.post('/v1/policy/calendars', { id: 'works', title: 'Works holidays', ics });
  expect(read.json).toMatchObject({
    calendar: { days: [{ date: '2026-06-15', name: 'Holiday' }, { date: '2026-06-16' }] },
    notDays: 0,
  });
  expect(read.json.yaml).toContain('2026-06-16');
});

test('a calendar program subscribes to a rota, and is told nothing any more once its address is taken back', async () => {
  const made = (await lead.post('/v1/rotas/customer-service/feeds')).json;
  const path = made.url.slice(made.url.indexOf('/v1/'));
  // Where links in messages lead to, which is another place where the house has a domain of its own.
  expect(made.url).toMatch(/^https:\/\/fairlead\.test\/dev\/v1\/rota-feeds\/[0-9a-f]{64}$/);
  const feed = await world.request('GET', path);
  expect([feed.status, feed.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  const events = new ICAL.Component(ICAL.parse(feed.text)).getAllSubcomponents('vevent');
  expect(events.length).toBeGreaterThan(5);
  // The list says who has made it, and not the secret.
  const listed = await lead.get('/v1/rotas/customer-service/feeds');
  expect(listed.json.items).toMatchObject([{ id: made.feed.id, madeBy: PEOPLE.lead.person }]);
  expect(listed.text).not.toContain(path.split('/').at(-1));
  expect((await world.request('GET', `/v1/rota-feeds/${'0'.repeat(64)}`)).status).toBe(404);
  await lead.post(`/v1/rotas/customer-service/feeds/${String(made.feed.id)}/revoke`);
  expect((await world.request('GET', path)).status).toBe(404);
});
