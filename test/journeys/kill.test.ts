import { describe, expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import { changes, dyingAt } from '../support/deaths.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase, toldBesideClocks } from '../support/journey.ts';
import { changedPack, withoutMarks } from '../support/pack.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

async function liveThrough(n: number): Promise<{ world: World; died: string | undefined }> {
  const death = dyingAt(n);
  // What is counted are calls, and no words about clocks.
  const packDirectory = changedPack({ 'escalation.yaml': withoutMarks });
  const world = await openWorld({ ...death.options, packDirectory });
  knowShipment(world, 'SO-88213', 'S1');
  death.arm(world);
  const posted = world.postEdi(edi214()).catch(() => undefined);
  for (let minute = 0; minute < 8; minute += 1) await world.advance(MINUTE);
  // A sender that got no answer sends again.
  const answer = await Promise.race([posted, Promise.resolve(undefined)]);
  if (answer?.status !== 202) expect((await world.postEdi(edi214())).status).toBe(202);
  await world.advance(5 * MINUTE);
  return { world, died: death.died() };
}

/** Calls of the engine that change something, from the webhook to the recorded hand-overs; the line dies at each of them. */
const CALLS = 84;
const SHARDS = 12;

test('the line has no more calls than are died at', async () => {
  let counted = 0;
  let isCounting = false;
  const world = await openWorld({
    startAt: '2026-03-01T09:00:00Z',
    intercept: ({ operation }, proceed) => {
      if (isCounting && changes(operation)) counted += 1;
      return proceed();
    },
  });
  knowShipment(world, 'SO-88213', 'S1');
  isCounting = true;
  await world.postEdi(edi214());
  // The auditor and the sweep come at the full minute and are not counted.
  await world.advance(50_000);
  expect(world.told).toHaveLength(2);

  expect(counted).toBeLessThanOrEqual(CALLS);
  expect(counted).toBeGreaterThan(CALLS / 2);
});

describe.each(Array.from({ length: SHARDS }, (_unused, shard) => shard + 1))(
  'killed and started again, part %i',
  (shard) => {
    const calls = Array.from({ length: CALLS / SHARDS }, (_unused, index) => shard + index * SHARDS);
    test.each(calls)('at call %i: there is one case, its owner was called, nothing is lost', async (n) => {
      const { world, died } = await liveThrough(n);
      const record = await theCase(world);
      expect(record, died).toMatchObject({ signals: 1, severity: { level: 'S1' } });
      const journal = await world.journal(record.id);
      expect(verifyChain(journal, record.chainHash), died).toMatchObject({ whole: true });
      const first = journal.filter(({ happening }) => happening.what === 'EscalationStepClaimed');
      expect(first, died).toHaveLength(1);
      // Each channel reached the owner: once, or once more where a hand-over died without an outcome.
      for (const channel of ['slack', 'email']) {
        const reached = world.told.filter((told) => told.channel === channel);
        expect(reached.length, `${channel}, ${died ?? ''}`).toBeGreaterThanOrEqual(1);
        expect(reached.length, `${channel}, ${died ?? ''}`).toBeLessThanOrEqual(2);
      }
      // Slack can be asked whether it has the message, so there it is never sent twice.
      expect(world.told.filter(({ channel }) => channel === 'slack')).toHaveLength(1);
      // Two notices, both with a recorded outcome.
      const notices = await world.notices(record.id);
      expect(
        notices.map(({ state }) => state),
        died,
      ).toEqual(['handed_over', 'handed_over']);
    });
  },
);

test('killed right after the resolution, before its last messages were claimed: they are sent all the same', async () => {
  // Functions of one file share their memory, and remember the active policy for a while: this is another day.
  const world = await openWorld({ startAt: '2026-03-04T09:00:00Z' });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(2 * MINUTE);
  const { id } = await theCase(world);
  const arn =
    world.engine.provisioned.resources.find(({ logicalId }) => logicalId.startsWith('DecideNextStepFunction'))?.ref ??
    '';
  world.engine.lambda.setCode(arn, () => {
    throw new Error('dies');
  });
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/resolve`, { resolution: 'solved' });
  await world.advance(2 * MINUTE);
  expect(world.told).toHaveLength(2);
  world.restart();
  await world.advance(10 * MINUTE);
  expect(world.told.map(({ headline }) => headline.startsWith('Resolved') || headline.includes('Resolved:'))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('state on disk goes on where it was: the ladder is climbed across restarts at every level', async () => {
  const world = await openWorld({ startAt: '2026-03-05T09:00:00Z' });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(5_000);
  for (let minute = 0; minute < 32; minute += 1) {
    await world.advance(MINUTE);
    world.restart();
  }
  await world.settle();
  expect(toldBesideClocks(world)).toHaveLength(8);
  // And one word each at half and three quarters of the time to take it.
  expect(world.told).toHaveLength(10);
  expect(await theCase(world)).toMatchObject({ escalation: { level: 3, generation: 1 } });
});
