import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { countChildren } from '../../../lambdas/case/index.ts';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { openStorm, TRACE } from './storm-fixture.ts';
import type { Storm } from './storm-fixture.ts';

let world: Storm;
beforeEach(async () => {
  world = await openStorm();
  vi.stubEnv('CASES_TABLE', 'cases');
  vi.stubEnv('REFERENCE_TABLE', 'reference');
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterEach(() => {
  world.fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function decide(record: Case): Promise<any> {
  const { handler } = await import('../../../lambdas/escalation/decide-next-step.handler.ts');
  const execution = `${record.id}-1`;
  const input = { caseId: record.id, generation: 1, traceparent: TRACE, execution, triageFailed: false };
  return handler(input, { awsRequestId: 'r' } as Context);
}
async function latecomer(): Promise<Case> {
  await world.report(500);
  return world.triage((await world.allCases()).find(({ state }) => state === 'open')!);
}

it('a child joins and waits, and nobody is called for it', async () => {
  const { incident } = await world.storm(26);
  const late = await latecomer();
  expect(await decide(late)).toMatchObject({ next: 'wait', attention: 0 });
  const joined = await world.fixture.store.load(late.id);
  expect(joined).toMatchObject({ state: 'triaged', incident: { id: incident.id } });
  expect(await world.fixture.store.notices(late.id)).toEqual([]);
  // Asked again, it has nothing to write: the wait is the same.
  expect(await decide(late)).toMatchObject({ next: 'wait' });
  expect(await world.fixture.store.load(late.id)).toEqual(joined);
});

it('of S1 joins and calls', async () => {
  const { incident } = await world.storm(26);
  await world.report(500);
  const worst = await world.triage(
    (await world.allCases()).find(({ state }) => state === 'open')!,
    'S1',
  );
  expect(await decide(worst)).toMatchObject({ next: 'call' });
  expect(await world.fixture.store.load(worst.id)).toMatchObject({
    incident: { id: incident.id },
    escalation: { level: 1 },
  });
});

it('the incident is solved, and its children worked off, while a case is joining it: the case is not left behind', async () => {
  const { incident } = await world.storm(26);
  const late = await latecomer();
  world.fixture.meanwhile('TransactWriteItemsCommand', async () => {
    world.fixture.setTime('2026-03-02T08:01:00.000Z');
    await world.act(incident, {
      what: 'CaseResolved',
      via: 'api',
      resolution: 'solved',
      reopenUntil: '2026-03-03T08:00:00.000Z',
    });
    await world.tender()({ entry: await world.entryOf(incident, 'CaseResolved') });
    await world.work();
    expect(await countChildren(world.fixture.store, incident.id)).toMatchObject({ total: 26, open: 0 });
  });
  expect(await decide(late)).toMatchObject({ next: 'finish' });
  expect(await world.fixture.store.load(late.id)).toMatchObject({ state: 'resolved', resolution: 'with_incident' });
  expect(await countChildren(world.fixture.store, incident.id)).toMatchObject({ total: 27, open: 0 });
});

it('the incident is withdrawn while a case is joining it: the case goes on alone', async () => {
  const { incident } = await world.storm(26);
  const late = await latecomer();
  world.fixture.meanwhile('TransactWriteItemsCommand', async () => {
    await world.act(incident, { what: 'CaseWithdrawn', reason: 'no storm' });
    await world.tender()({ entry: await world.entryOf(incident, 'CaseWithdrawn') });
    await world.work();
  });
  // Like those that were let go, it waits for a turn.
  expect(await decide(late)).toMatchObject({ next: 'wait' });
  const after = await world.fixture.store.load(late.id);
  expect(after?.incident).toBeUndefined();
  expect(after?.escalation.callsFrom).toBe(after?.escalation.nextDueAt);
});

it('an incident that is open again is assessed without asking anybody, and keeps its severity', async () => {
  const { incident } = await world.storm(26);
  await world.act(incident, {
    what: 'CaseResolved',
    via: 'api',
    resolution: 'solved',
    reopenUntil: '2026-03-03T08:00:00.000Z',
  });
  await world.act(incident, { what: 'CaseReopened', reason: 'more' });
  const { handler } = await import('../../../lambdas/escalation/decide-next-step.handler.ts');
  const input = { caseId: incident.id, generation: 2, traceparent: TRACE, execution: 'x', triageFailed: false };
  expect(await handler(input, { awsRequestId: 'r' } as Context)).toMatchObject({ next: 'call' });
  expect(await world.fixture.store.load(incident.id)).toMatchObject({
    state: 'triaged',
    severity: { level: 'S1' },
    owner: { team: 'operations' },
  });
});
