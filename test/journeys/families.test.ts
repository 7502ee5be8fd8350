import { beforeAll, describe, expect, test } from 'vitest';
import type { Case } from '../../lambdas/contracts/index.ts';
import { knowShipment } from '../support/journey.ts';
import { MINUTE, openWorld } from '../support/world.ts';
import type { Answer, Told, World } from '../support/world.ts';
import { vendors } from '../unit/inbound/signatures.ts';
import { FAMILIES } from './families.ts';
import type { Family } from './families.ts';

let world: World;
beforeAll(async () => {
  const sources = FAMILIES.map(({ name, signs, source }) => ({
    title: name,
    region: 'eu',
    businessUnit: 'retail',
    authentication: vendors[signs]?.authentication,
    ...source,
  }));
  world = await openWorld({ startAt: '2026-03-02T12:00:00Z', sources, isAsDeployed: true });
});

/** Signed as its vendor signs, and given time. */
async function send(
  { source, signs, contentType, headers }: Family,
  payload: string,
  secret?: string,
): Promise<Answer> {
  const known = world.sources.find(({ id }) => id === source.id);
  const body = Buffer.from(payload);
  const proof = vendors[signs]?.sign(body, secret ?? known?.secret ?? '', Math.floor(world.now() / 1000));
  const options = { headers: { 'content-type': contentType, ...headers, ...proof }, body };
  const answer = await world.request('POST', known?.path ?? '', options);
  await world.advance(2 * MINUTE);
  return answer;
}

async function casesBeside(before: readonly Case[]): Promise<readonly Case[]> {
  const known = new Set(before.map(({ id }) => id));
  return (await world.cases()).filter(({ id }) => !known.has(id));
}

/** What its owner was told; who is to approve an action that the playbook proposes, and functions that hear of their task, are told beside. */
async function toldOf({ id }: Case): Promise<readonly Told[]> {
  const notices = new Set(
    (await world.notices(id))
      .filter(({ actionId, purpose }) => actionId === undefined && purpose !== 'task_set')
      .map((notice) => notice.id),
  );
  return world.told.filter(({ noticeId }) => noticeId !== undefined && notices.has(noticeId));
}

/** What somebody who was woken by it has to find. */
const SECTIONS = [
  'What happened',
  'What is at stake',
  'Who has it',
  'What to do',
  'Acknowledge by',
  'I have it (opens a page that asks once more):',
];

describe.each(FAMILIES)('$name', (family) => {
  const { trouble, then, type, key, known, owner, level, says } = family;

  test('from its payload to the owner, once; and what it says next', async (context) => {
    if (trouble === undefined) {
      context.skip('the folder of samples is not beside the project');
      return;
    }
    knowShipment(world, known, 'S1');
    const before = await world.cases();
    const vendor = vendors[family.signs];
    expect((await send(family, trouble, vendor?.other)).status).toBe(401);
    expect(await casesBeside(before)).toEqual([]);

    const answer = await send(family, trouble);
    expect([answer.status, answer.json.quarantined]).toEqual([202, []]);
    const [opened, ...more] = await casesBeside(before);
    if (opened === undefined) throw new Error('there is no case');
    expect(more).toEqual([]);
    expect(opened).toMatchObject({
      state: 'triaged',
      type,
      signals: 1,
      owner: { function: owner },
      severity: { level },
    });
    expect(opened.correlationKeys).toContain(key);
    // Nothing that is known makes an S4 worse than its type.
    if (level !== 'S4') expect(opened.severity?.reasons).not.toEqual([]);
    const told = await toldOf(opened);
    expect(told.map(({ channel }) => channel).sort()).toEqual(['email', 'slack']);
    const mail = told.find(({ channel }) => channel === 'email')?.mail?.text ?? '';
    for (const part of [...SECTIONS, ...says]) expect(mail).toContain(part);
    const slack = JSON.stringify(told.find(({ channel }) => channel === 'slack')?.slack?.blocks);
    for (const part of says) expect(slack).toContain(part);
    // A code without words leaves no hole, and nobody reads the clock of another.
    expect(mail).not.toMatch(/: +\(|undefined|\d{4}-\d\d-\d\dT/);

    const again = await send(family, trouble);
    expect(again.status).toBe(202);
    expect((await casesBeside(before)).map(({ id, signals }) => [id, signals])).toEqual([[opened.id, 1]]);
    expect(await toldOf(opened)).toHaveLength(2);

    if (then?.payload === undefined) return;
    expect((await send(family, then.payload)).status).toBe(202);
    const after = await casesBeside(before);
    expect(after.map(({ id, state }) => [id, state])).toEqual([[opened.id, then.state]]);
    if (then.state !== 'triaged') expect((await toldOf(opened)).length).toBeGreaterThan(2);
  });
});
