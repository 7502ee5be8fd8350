import { expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import { changes, dyingAt } from '../support/deaths.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment } from '../support/journey.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World, WorldOptions } from '../support/world.ts';

const SHIPMENTS = ['SO-1', 'SO-2'];
const reason = 'Gold customers were promised it';

/** Functions of one file share their memory, and remember the active policy for a while: each world is on a day of its own. */
const dayOf = (n: number): string => new Date(Date.parse('2026-05-04T09:00:00Z') + n * 24 * 60 * MINUTE).toISOString();

/** Two open cases, a stricter policy that holds since, and a move to it that was previewed. */
async function previewedMove(n: number, options: WorldOptions): Promise<World> {
  const world = await openWorld({ ...options, startAt: dayOf(n) });
  for (const [index, shipment] of SHIPMENTS.entries()) {
    knowShipment(world, shipment, index % 2 === 0 ? 'S1' : 'S3');
    await world.postEdi(edi214({ shipment, tracking: `NL-${shipment}`, control: String(index + 1).padStart(9, '0') }));
  }
  await world.advance(5 * MINUTE);
  const author = world.as(PEOPLE.author.email);
  const publisher = world.as(PEOPLE.publisher.email);
  const put = async (email: string, path: string, body: object): Promise<unknown> =>
    world.request('PUT', path, {
      headers: { authorization: await world.tokenOf(email) },
      body: JSON.stringify(body),
    });
  const { base, files } = (await author.get('/v1/policy')).json;
  const severity = String(files['severity.yaml']).replace(/bands: \{[^}]*\}/, 'bands: { S1: 90, S2: 45, S3: 20 }');
  await put(PEOPLE.author.email, '/v1/policy/drafts/stricter', {
    title: 'Stricter',
    base,
    files: { ...files, 'severity.yaml': severity },
  });
  const { draft } = (await author.post('/v1/policy/drafts/stricter/propose')).json;
  await publisher.post('/v1/policy/drafts/stricter/approve', { digest: draft.digest });
  await publisher.post('/v1/policy/drafts/stricter/publish');
  await world.advance(2 * MINUTE);
  await put(PEOPLE.publisher.email, '/v1/policy/moves/all', {});
  await world.settle();
  return world;
}

const start = (world: World): Promise<{ status: number } | undefined> =>
  world
    .as(PEOPLE.publisher.email)
    .post('/v1/policy/moves/all/start', { reason })
    .catch(() => undefined);

/** Calls that change something, from the start of the move to its end; the line dies at each of them. */
const CALLS = 54;
/** After which the message of a mover that died is there again: six times what it may take. */
const AGAIN = 31 * MINUTE;

test('a move has no more calls than are died at', async () => {
  let counted = 0;
  let isCounting = false;
  const world = await previewedMove(0, {
    intercept: ({ operation }, proceed) => {
      if (isCounting && changes(operation)) counted += 1;
      return proceed();
    },
  });
  isCounting = true;
  await start(world);
  await world.advance(20_000);
  expect(counted).toBeLessThanOrEqual(CALLS);
  expect(counted).toBeGreaterThan(CALLS / 2);
});

test.each(Array.from({ length: CALLS }, (_unused, index) => index + 1))(
  'a move killed at call %i and started again moves each case once',
  async (n) => {
    const death = dyingAt(n);
    const world = await previewedMove(n, death.options);
    const before = new Map((await world.cases()).map((record) => [record.id, record]));
    expect(before.size).toBe(SHIPMENTS.length);
    death.arm(world);
    const begun = start(world);
    for (let minute = 0; minute < 10; minute += 1) await world.advance(MINUTE);
    // Who got no answer asks again.
    const answer = await Promise.race([begun, Promise.resolve(undefined)]);
    if (answer?.status !== 200) await start(world);
    await world.advance(AGAIN);

    const { move } = (await world.as(PEOPLE.publisher.email).get('/v1/policy/moves/all')).json;
    expect(move, death.died()).toMatchObject({ state: 'done', looked: SHIPMENTS.length, failed: [] });
    expect(Number(move.moved) + Number(move.left), death.died()).toBe(SHIPMENTS.length);
    const { current } = (await world.as(PEOPLE.publisher.email).get('/v1/policy')).json;
    for (const record of await world.cases()) {
      expect(record.policyVersion, death.died()).toBe(current.version);
      const journal = await world.journal(record.id);
      expect(verifyChain(journal, record.chainHash), death.died()).toMatchObject({ whole: true });
      const entries = journal.filter(({ happening }) => happening.what === 'PolicyMoved');
      expect(entries, death.died()).toHaveLength(1);
      expect(entries[0]?.happening, death.died()).toMatchObject({ from: before.get(record.id)?.policyVersion });
      // Each open case has somebody who is called, or has been.
      expect(record.owner?.team, death.died()).toBeDefined();
    }
  },
);
