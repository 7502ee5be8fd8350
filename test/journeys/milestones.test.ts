import { expect, test } from 'vitest';
import { signBody } from '../../lambdas/inbound/index.ts';
import { knowShipments, numbers, shipmentOf, sorted } from '../support/storm.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World } from '../support/world.ts';

/** Ten thousand are the promise, and take minutes of a processor: `npm run storm`, a step of CI. The suite plays as many as show the same. */
const MILESTONES = Number(process.env['STORM_CASES'] ?? 250);
/** Each fifth departs, and says so. */
const EACH = 5;
/** Of the ladder in the default pack: one person by Slack and e-mail. */
const A_CALL = 2;
/** Before it is known that they are one trouble: those of the threshold, and those that are decided on just then. */
const MOST_CALLED_ALONE = 60;

const TMS = {
  id: 'tms-plans',
  title: 'TMS plans',
  format: 'canonical',
  zone: 'UTC',
  region: 'eu',
  businessUnit: 'retail',
  plans: { grace: 'PT1H' },
  limits: { tier: 'large' as const },
};
/** As many as the usage plan of a large source takes in a second. */
const AT_ONCE = 50;

async function post(world: World, body: object): Promise<void> {
  const [source] = world.sources;
  if (source === undefined) throw new Error('no source');
  const bytes = Buffer.from(JSON.stringify(body));
  const signature = signBody(bytes, source.secret, Math.floor(world.now() / 1000));
  const headers = { 'content-type': 'application/json', 'fairlead-signature': signature };
  const { status, text } = await world.request('POST', source.path, { headers, body: bytes });
  if (status !== 202) throw new Error(text);
}

async function postEach(world: World, all: readonly number[], bodyOf: (number: number) => object): Promise<void> {
  for (const [index, number] of all.entries()) {
    await post(world, { references: [{ kind: 'shipment', value: shipmentOf(number) }], ...bodyOf(number) });
    if ((index + 1) % AT_ONCE === 0) await world.advance(1000);
  }
}

const place = { locality: 'Rotterdam', country: 'NL' };

test(
  'thousands of milestones due in one minute: each is reported or is trouble, once, and all of them are one incident with few messages',
  { timeout: 7_200_000 },
  async () => {
    const world = await openWorld({ startAt: '2026-03-02T09:00:00Z', sources: [TMS] });
    const all = numbers(1, MILESTONES);
    const isReported = (number: number): boolean => number % EACH === 0;
    knowShipments(world, all, []);
    const noon = Date.parse('2026-03-02T12:00:00Z');
    await postEach(world, all, (number) => {
      const expectedAt = new Date(noon + (number % 60) * 1000).toISOString();
      return { kind: 'plan', milestones: [{ name: 'departed', stop: '1', expectedAt, place }] };
    });
    await world.advance(noon - world.now());
    await postEach(world, all.filter(isReported), () => ({
      kind: 'progress',
      milestone: { name: 'departed', at: 'actual', stop: '1' },
      place,
      occurredAt: new Date(world.now()).toISOString(),
    }));

    // Nothing before its time.
    await world.advance(noon + HOUR - 1000 - world.now());
    expect(await world.cases()).toEqual([]);
    expect(world.told).toEqual([]);

    await world.advance(10 * MINUTE);
    const { incidents, children, alone } = sorted(await world.cases());
    const missed = [...children, ...alone];
    // What was promised is what was reported and what is trouble: none is left out, and none is there twice.
    const troubled = missed.map((record) => record.references.find(({ kind }) => kind === 'shipment')?.value).sort();
    expect(troubled).toEqual(
      all
        .filter((number) => !isReported(number))
        .map(shipmentOf)
        .sort(),
    );
    expect(missed.filter(({ type, signals }) => type !== 'transport.milestone_missed' || signals !== 1)).toEqual([]);
    expect(alone).toEqual([]);
    expect(incidents).toMatchObject([{ cause: { kind: 'place' }, state: 'triaged', owner: { team: 'operations' } }]);
    const ofIncident = world.told.filter(({ headline }) => headline.includes(incidents[0]?.title ?? '?'));
    expect(ofIncident.length).toBeGreaterThanOrEqual(A_CALL);
    expect(ofIncident.length).toBeLessThanOrEqual(4 * A_CALL);
    expect(world.told.length - ofIncident.length).toBeLessThanOrEqual(MOST_CALLED_ALONE * A_CALL);

    // Nothing waits any more: no schedule, no dead letter.
    const { items } = (await world.as(PEOPLE.admin.email).get('/v1/dead-letters')).json;
    expect(items.filter(({ letters }: { letters: number }) => letters > 0)).toEqual([]);
    const { Schedules } = await world.operate('scheduler', 'ListSchedules', { NamePrefix: 'due' });
    expect(Schedules).toEqual([]);
  },
);
