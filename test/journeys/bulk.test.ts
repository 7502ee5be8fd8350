import { expect, test } from 'vitest';
import { knowShipments, numbers, report } from '../support/storm.ts';
import { HOUR, openWorld, PEOPLE } from '../support/world.ts';

test('200 cases are acknowledged in bulk, ten of them closed long since: each has its own answer, and asked again nothing is done twice', async () => {
  const world = await openWorld({ startAt: '2026-06-01T09:00:00Z' });
  const lead = world.as(PEOPLE.lead.email);
  const bulk = (command: string, cases: readonly string[], body?: object) =>
    lead.post('/v1/bulk', { command, cases, ...(body === undefined ? {} : { body }) });
  const old = numbers(1, 10);
  knowShipments(world, old, []);
  await report(world, old);
  const closed = (await world.cases()).map(({ id }) => id);
  expect(closed).toHaveLength(10);
  expect((await bulk('resolve', closed, { resolution: 'solved' })).json).toMatchObject({ changed: 10, refused: 0 });
  await world.advance(49 * HOUR);
  expect((await world.cases()).map(({ state }) => state)).toEqual(closed.map(() => 'closed'));

  const fresh = numbers(101, 190);
  knowShipments(world, fresh, []);
  await report(world, fresh);
  const open = (await world.cases()).filter(({ cause, state }) => cause === undefined && state !== 'closed');
  const all = [...closed, ...open.map(({ id }) => id)];
  expect(all).toHaveLength(200);

  // Two people send the same at once, and one of them once more.
  const [mine, theirs] = await Promise.all([
    bulk('acknowledge', all),
    world.as(PEOPLE.responder.email).post('/v1/bulk', { command: 'acknowledge', cases: all }),
  ]);
  expect([mine.status, theirs.status]).toEqual([200, 200]);
  const sum = (what: string): number => Number(mine.json[what]) + Number(theirs.json[what]);
  expect(['changed', 'unchanged', 'refused', 'failed'].map(sum)).toEqual([190, 190, 20, 0]);
  expect(mine.json.results.map(({ caseId }: { caseId: string }) => caseId)).toEqual(all);
  const refused = mine.json.results.filter(({ outcome }: { outcome: string }) => outcome === 'refused');
  expect(refused.map(({ caseId, problem }: any) => [caseId, problem.status])).toEqual(closed.map((id) => [id, 409]));
  expect((await bulk('acknowledge', all)).json).toMatchObject({ changed: 0, unchanged: 190, refused: 10, failed: 0 });

  for (const id of all) {
    const taken = (await world.journal(id)).filter(({ happening }) => happening.what === 'CaseAcknowledged');
    expect(taken).toHaveLength(closed.includes(id) ? 0 : 1);
  }

  // What does not fit is told for the whole, with the place; what takes a right that one has not does nothing.
  const wrong = await bulk('snooze', all, { reason: 'x' });
  expect([wrong.status, wrong.json.errors[0].pointer]).toEqual([400, '/body/until']);
  const responder = world.as(PEOPLE.responder.email);
  const raised = await responder.post('/v1/bulk', {
    command: 'severity',
    cases: all,
    body: { level: 'S1', reason: 'x' },
  });
  expect(raised.status).toBe(403);
  expect((await bulk('acknowledge', [...all, closed[0]!])).status).toBe(400);
});
