import { beforeAll, describe, expect, test } from 'vitest';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { Answer, Told, World } from '../support/world.ts';
import { vendors } from '../unit/inbound/signatures.ts';
import { families, samplesAreHere } from './families.ts';
import type { Family, Posted } from './families.ts';

if (!samplesAreHere) console.log('Real payloads are not on this machine: the journeys of those are skipped.');

/** Posted to the path of the source with the proof of its vendor, made at this moment. */
function post(
  world: World,
  { source, signs }: Pick<Family, 'source' | 'signs'>,
  { body, contentType, headers }: Posted,
): Promise<Answer> {
  const known = world.sources.find(({ id }) => id === source.id);
  const vendor = vendors[signs];
  if (known === undefined || vendor === undefined) throw new Error(`no such source or vendor: ${source.id}, ${signs}`);
  const proof = vendor.sign(body, known.secret, Math.floor(world.now() / 1000));
  return world.request('POST', known.path, { headers: { 'content-type': contentType, ...headers, ...proof }, body });
}

const wordsOf = ({ mail, slack }: Told): string => mail?.text ?? JSON.stringify(slack?.blocks);

describe('a system of each family, from its payload to the owner', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ startAt: '2026-03-02T08:00:00Z', sources: families.map(({ source }) => source) });
  });

  const here = families.flatMap(({ trouble, ...family }) => (trouble === undefined ? [] : [{ ...family, trouble }]));
  test.skipIf(!samplesAreHere)('has its real payloads', () => {
    expect(here).toHaveLength(families.length);
  });

  test.each(here.map((family) => [family.name, family] as const))('%s', async (_name, family) => {
    const { trouble, over, becomes, source } = family;
    const before = { cases: await world.cases(), told: world.told.length };

    // A stranger's proof is worth nothing, and opens nothing.
    const known = world.sources.find(({ id }) => id === source.id);
    const forged = await world.request('POST', known?.path ?? '', {
      headers: { 'content-type': trouble.contentType, ...trouble.headers },
      body: trouble.body,
    });
    expect(forged.status).toBe(401);

    const answer = await post(world, family, trouble);
    expect([answer.status, answer.json.quarantined], answer.text).toEqual([202, []]);
    await world.advance(2 * MINUTE);
    const made = (await world.cases()).filter(({ id }) => before.cases.every((other) => other.id !== id));
    expect(made.map(({ type }) => type)).toEqual([becomes.type]);
    const [record] = made;
    expect(record).toMatchObject({ state: 'triaged', owner: { function: becomes.owner } });
    expect(record?.references.map(({ value }) => value).join(' ')).toContain(becomes.reference);
    expect(record?.severity?.reasons.length).toBeGreaterThan(0);

    // Somebody was told, and can act on it: what, which, how bad, what to do, by when.
    const told = world.told.slice(before.told);
    expect(told.length).toBeGreaterThan(0);
    for (const message of told) {
      expect(wordsOf(message)).toContain(becomes.reference);
      for (const word of ['What to do', 'Who has it', 'Acknowledge by']) expect(wordsOf(message)).toContain(word);
    }

    // The sender does not trust its answer: nothing happens twice.
    const afterwards = world.told.length;
    expect((await post(world, family, trouble)).status).toBe(202);
    await world.advance(MINUTE);
    expect(await world.cases()).toHaveLength(before.cases.length + 1);
    expect(world.told).toHaveLength(afterwards);

    if (over !== undefined) {
      expect((await post(world, family, over)).status).toBe(202);
      await world.advance(MINUTE);
      const { case: settled } = (await world.as(PEOPLE.lead.email).get(`/v1/cases/${record?.id ?? ''}`)).json;
      expect(settled.state).toBe('resolved');
      expect(await world.cases()).toHaveLength(before.cases.length + 1);
      return;
    }
    // So that nobody is called while the next one is looked at.
    const ended = await world
      .as(PEOPLE.lead.email)
      .post(`/v1/cases/${record?.id ?? ''}/resolve`, { resolution: 'solved', note: 'Seen to.' });
    expect(ended.status).toBe(200);
    await world.advance(MINUTE);
  });
});
