import { expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import type { Action } from '../../lambdas/contracts/index.ts';
import { changes, dyingAt } from '../support/deaths.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World, WorldOptions } from '../support/world.ts';

const reason = 'The carrier comes after all.';

interface Written {
  readonly world: World;
  readonly caseId: string;
  readonly path: string;
  readonly actions: () => Promise<readonly Action[]>;
  readonly carrier: () => Promise<string>;
}

/** A shipment that was given to another carrier, which nobody had to approve. */
async function givenAway(options: WorldOptions = {}): Promise<Written> {
  const world = await openWorld(options);
  world.partners.tms.put('SHP-1', { id: 'SHP-1', mode: 'road', carrier: 'Northline', serviceLevel: 'standard' });
  await world.postSignal({
    kind: 'exception',
    type: 'transport.delay',
    references: [{ kind: 'shipment', value: 'SHP-1' }],
    occurredAt: new Date(world.now() - 10 * MINUTE).toISOString(),
  });
  await world.advance(MINUTE);
  const [found] = await world.cases();
  const caseId = found?.id ?? '';
  const path = `/v1/cases/${caseId}/actions`;
  const responder = world.as(PEOPLE.responder.email);
  await responder.post(path, {
    type: 'carrier_change',
    subject: 'SHP-1',
    change: { carrier: 'Southline' },
    basis: { carrier: 'Northline' },
    amount: { amount: '90.00', currency: 'EUR' },
    reason,
  });
  await world.advance(MINUTE);
  return {
    world,
    caseId,
    path,
    actions: async () =>
      (await responder.get(path)).json.actions.filter(({ type }: Action) => type === 'carrier_change'),
    carrier: async () => {
      const request = new Request('http://tms.partner.test/api/v1/shipments/SHP-1', {
        headers: { authorization: 'Bearer x' },
      });
      return ((await (await world.partners.handle(request)).json()) as { carrier: string }).carrier;
    },
  };
}
const firstOf = (all: readonly Action[]): Action => all.find(({ undoes }) => undoes === undefined)!;
const undoingsIn = (all: readonly Action[]): readonly Action[] => all.filter(({ undoes }) => undoes !== undefined);

test('a person has a change taken back: once, whoever else wants it, and what was taken back says so; not before it is confirmed, and not what was', async () => {
  const { world, caseId, path, actions, carrier } = await givenAway();
  const [responder, lead] = [world.as(PEOPLE.responder.email), world.as(PEOPLE.lead.email)];
  const { id } = firstOf(await actions());
  expect(firstOf(await actions())).toMatchObject({ state: 'confirmed' });
  expect(await carrier()).toBe('Southline');
  const undo = (as = responder, of = id) => as.post(`${path}/${of}/undo`, { reason });

  // While the TMS takes nothing it stays what it is.
  world.partners.tms.behave('refuses');
  const answers = [await undo(), await undo(lead), await undo()];
  expect(answers.map(({ status, json }) => [status, json.outcome])).toEqual([
    [200, 'changed'],
    [200, 'unchanged'],
    [200, 'unchanged'],
  ]);
  await world.advance(3 * MINUTE);
  expect(firstOf(await actions())).toMatchObject({ state: 'confirmed' });
  expect(await undo(responder, undoingsIn(await actions())[0]?.id)).toMatchObject({ status: 409 });
  world.partners.tms.behave('well');
  await world.advance(10 * MINUTE);

  const [undoing, ...more] = undoingsIn(await actions());
  expect(more).toEqual([]);
  expect(undoing).toMatchObject({ state: 'confirmed', undoes: id, proposedBy: { kind: 'person', id: 'jonas-weber' } });
  expect(firstOf(await actions())).toMatchObject({ state: 'compensated', compensatedBy: undoing?.id });
  expect(await carrier()).toBe('Northline');
  const again = await undo();
  expect([again.status, again.json.outcome]).toEqual([200, 'unchanged']);
  const other = await undo(responder, `act_${'0'.repeat(32)}`);
  expect([other.status, other.json.type]).toEqual([404, 'https://fairlead.dev/problems/no-such-action']);
  expect((await responder.post(`${path}/${id}/undo`, {})).status).toBe(400);

  // It was a person's wish: the night finds nothing, and a withdrawal has nothing to take back.
  await lead.post(`/v1/cases/${caseId}/withdraw`, { reason });
  await world.advance(24 * 60 * MINUTE);
  expect(await actions()).toHaveLength(2);
  expect((await world.cases()).filter(({ type }) => type === 'integration.write_back_drift')).toEqual([]);
  const puts = world.partners.tms.requests.filter(({ method, status }) => method !== 'GET' && status < 300);
  expect(puts).toHaveLength(2);
});

/** Functions of one file share their memory: each world is on a day of its own. */
const dayOf = (n: number): string => new Date(Date.parse('2026-04-06T09:00:00Z') + n * 24 * 60 * MINUTE).toISOString();
const begin = async ({ world, path }: Written, id: string): Promise<number> => {
  const answer = world.as(PEOPLE.lead.email).post(`${path}/${id}/undo`, { reason });
  let status = 0;
  void answer.then((given) => (status = given.status)).catch(() => undefined);
  await world.advance(5 * MINUTE);
  return status;
};

/** Calls that change something, from the wish to the confirmation; the line dies at each of them. */
const CALLS = 38;

test('an undoing has no more calls than are died at', async () => {
  let counted = 0;
  let isCounting = false;
  const written = await givenAway({
    startAt: dayOf(0),
    intercept: ({ operation }, proceed) => {
      if (isCounting && changes(operation)) counted += 1;
      return proceed();
    },
  });
  const { id } = firstOf(await written.actions());
  isCounting = true;
  await written.world.as(PEOPLE.lead.email).post(`${written.path}/${id}/undo`, { reason });
  await written.world.advance(20_000);
  expect(firstOf(await written.actions()).state).toBe('compensated');
  expect(counted).toBeLessThanOrEqual(CALLS);
  expect(counted).toBeGreaterThan(CALLS / 2);
});

test.each(Array.from({ length: CALLS }, (_unused, index) => index + 1))(
  'killed at call %i of an undoing and started again: it is taken back once, and called so with its confirmation',
  async (n) => {
    const death = dyingAt(n);
    const written = await givenAway({ ...death.options, startAt: dayOf(n) });
    const { id } = firstOf(await written.actions());
    death.arm(written.world);
    // Who got no answer asks again.
    if ((await begin(written, id)) !== 200) await begin(written, id);
    await written.world.advance(10 * MINUTE);
    const all = await written.actions();
    expect(undoingsIn(all), death.died()).toMatchObject([{ state: 'confirmed' }]);
    expect(firstOf(all), death.died()).toMatchObject({ state: 'compensated', compensatedBy: undoingsIn(all)[0]?.id });
    expect(await written.carrier(), death.died()).toBe('Northline');
    const [record] = await written.world.cases();
    const journal = await written.world.journal(written.caseId);
    expect(verifyChain(journal, record?.chainHash), death.died()).toMatchObject({ whole: true });
    const told = journal.filter(({ happening: { what } }) => what === 'ActionCompensated');
    expect(told, death.died()).toHaveLength(1);
    const confirmed = journal.findLast(({ happening: { what } }) => what === 'ActionConfirmed');
    expect(told[0]?.sequence, death.died()).toBe(Number(confirmed?.sequence) + 1);
  },
);
