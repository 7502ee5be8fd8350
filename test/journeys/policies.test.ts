import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packTexts } from '../../lambdas/policy/adapters/pack-files.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment } from '../support/journey.ts';
import { changedPack } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { Answer, World } from '../support/world.ts';

const folder = fileURLToPath(new URL('../../policies/default/', import.meta.url));
const shipped = Object.fromEntries(packTexts(folder).map(({ file, text }) => [file.slice(folder.length), text]));

async function write(world: World, id: string, wish: object, seen?: number): Promise<Answer> {
  const authorization = await world.tokenOf(PEOPLE.author.email);
  const headers = { authorization, ...(seen === undefined ? {} : { 'if-match': `"${String(seen)}"` }) };
  return world.request('PUT', `/v1/policy/drafts/${id}`, { headers, body: JSON.stringify(wish) });
}

async function report(world: World, shipment: string): Promise<{ readonly id: string; readonly version: string }> {
  knowShipment(world, shipment, 'S1');
  await world.postEdi(edi214({ shipment, tracking: `NL-${shipment}` }));
  await world.advance(MINUTE);
  const found = (await world.cases()).find(({ references }) => references.some(({ value }) => value === shipment));
  return { id: found?.id ?? '', version: found?.policyVersion ?? '' };
}

/** The steps of the ladder that were called. */
async function stepsOf(world: World, caseId: string): Promise<readonly number[]> {
  const steps = (await world.notices(caseId)).flatMap(({ purpose, step }) => (purpose === 'call' ? [step ?? -1] : []));
  return [...new Set(steps)].sort();
}

test('a policy is written by one and approved by another, holds at its time and for new cases alone, and is taken back', async () => {
  const world = await openWorld();
  const author = world.as(PEOPLE.author.email);
  const publisher = world.as(PEOPLE.publisher.email);
  const { current, base, files } = (await author.get('/v1/policy')).json;
  expect(files).toEqual(shipped);
  const before = await report(world, 'SO-1');
  expect(before.version).toBe(current.version);

  // The check by API is that of the command, with the same places.
  const ladder = files['escalation.yaml'];
  const wrong = { ...files, 'escalation.yaml': ladder.replace('delay: { S1: PT15M,', 'delay: { S1: soon,') };
  const line = ladder.slice(0, ladder.indexOf('delay: { S1: PT15M,')).split('\n').length;
  const checked = (await author.post('/v1/policy/check', { files: wrong })).json;
  expect(checked).toMatchObject({ ok: false, problems: [{ file: 'escalation.yaml', line }] });
  expect((await author.post('/v1/policy/check', { files })).json).toEqual({ ok: true, name: 'Fairlead default' });
  expect((await author.post('/v1/policy/check', { files: { '../x.yaml': '' } })).status).toBe(400);

  const wish = { title: 'Call the second one sooner', base, files: wrong };
  expect((await write(world, 'sooner', wish)).json.draft).toMatchObject({ state: 'draft', revision: 1 });
  const refused = await author.post('/v1/policy/drafts/sooner/propose');
  expect([refused.status, refused.json.errors[0].pointer]).toEqual([
    422,
    expect.stringMatching(`^escalation.yaml:${String(line)}:`),
  ]);
  const right = { ...files, 'escalation.yaml': ladder.replace('delay: { S1: PT15M,', 'delay: { S1: PT5M,') };
  const written = await write(world, 'sooner', { ...wish, files: right }, 1);
  expect(written.headers['etag']).toBe('"2"');
  await author.post('/v1/policy/drafts/sooner/propose');
  const { draft } = (await publisher.get('/v1/policy/drafts/sooner')).json;
  expect((await publisher.post('/v1/policy/drafts/sooner/publish')).status).toBe(409);
  await publisher.post('/v1/policy/drafts/sooner/approve', { digest: draft.digest });

  const at = new Date(world.now() + HOUR).toISOString();
  const published = (await publisher.post('/v1/policy/drafts/sooner/publish', { at })).json;
  expect(published).toMatchObject({ outcome: 'changed', publication: { number: 2, release: { from: at } } });
  expect((await publisher.post('/v1/policy/drafts/sooner/publish', { at })).json.outcome).toBe('unchanged');
  const versions = (id: string) =>
    world.journal(id).then((entries) => new Set(entries.map((one) => one.policyVersion)));
  const meanwhile = await report(world, 'SO-2');
  expect(meanwhile.version).toBe(current.version);
  // Its ladder is under way when the policy changes.
  await world.advance(HOUR - 4 * MINUTE);
  const across = await report(world, 'SO-5');
  expect(across.version).toBe(current.version);
  // It takes effect though everything was down at that time: nothing has to happen then.
  world.restart();
  await world.advance(3 * MINUTE);
  const after = await report(world, 'SO-3');
  expect(after.version).toBe(published.publication.release.version);
  await world.advance(8 * MINUTE);
  // The new one calls the second step after five minutes, the old one after fifteen as ever.
  expect([await stepsOf(world, across.id), await stepsOf(world, after.id)]).toEqual([[0], [0, 1]]);
  await world.advance(6 * MINUTE);
  expect([await stepsOf(world, across.id), await stepsOf(world, after.id)]).toEqual([
    [0, 1],
    [0, 1],
  ]);
  expect(await versions(across.id)).toEqual(new Set([current.version]));
  expect(await versions(before.id)).toEqual(new Set([current.version]));
  expect(await versions(after.id)).toEqual(new Set([after.version]));

  const back = await publisher.post('/v1/policy/publications/1/roll-back', { reason: 'Nobody slept' });
  expect(back.json.publication).toMatchObject({ number: 3, kind: 'roll_back', of: 1, reason: 'Nobody slept' });
  await world.advance(2 * MINUTE);
  expect((await report(world, 'SO-4')).version).toBe(current.version);
  const auditor = world.as(PEOPLE.auditor.email);
  expect((await auditor.get('/v1/policy/publications')).json.items.map(({ kind }: any) => kind)).toEqual([
    'roll_back',
    'draft',
    'set-up',
  ]);
  expect((await auditor.get('/v1/policy/drafts')).json.items).toMatchObject([{ id: 'sooner', state: 'published' }]);
  expect((await auditor.get('/v1/policy/publications/x')).status).toBe(404);
  expect((await publisher.post('/v1/policy/drafts/sooner/frobnicate')).status).toBe(404);
});

test('an overlay that touches more than it may is refused at its line; one that does not holds in its region alone, and the case names the version with it', async () => {
  // Functions of one file share their memory, and remember for a while what holds: this is another day.
  const world = await openWorld({ startAt: '2026-03-16T09:00:00Z' });
  const author = world.as(PEOPLE.author.email);
  const publisher = world.as(PEOPLE.publisher.email);
  const { current, base, files } = (await author.get('/v1/policy')).json;
  const early = await report(world, 'SO-11');
  expect(early.version).toBe(current.version);

  const head = 'overlay: { region: na }\nownership:\n  rules:\n    - { id: big-customers, team: transport-desk }\n';
  const greedy = { ...files, 'overlays/na.yaml': `${head}severity:\n  bands: { S1: 90, S2: 80, S3: 70 }\n` };
  await write(world, 'na-desk', { title: 'The desk has it', base, files: greedy });
  const refused = await author.post('/v1/policy/drafts/na-desk/propose');
  expect(refused.status).toBe(422);
  expect(refused.json.errors.map(({ pointer, detail }: any) => `${pointer} ${detail}`)).toEqual(
    ['S1', 'S2', 'S3'].map((level) => expect.stringMatching(`^overlays/na.yaml:6:\\d+ .*/severity/bands/${level}`)),
  );
  const modest = { ...files, 'overlays/na.yaml': head };
  await write(world, 'na-desk', { title: 'The desk has it', base, files: modest }, 1);
  const { draft } = (await author.post('/v1/policy/drafts/na-desk/propose')).json;
  await publisher.post('/v1/policy/drafts/na-desk/approve', { digest: draft.digest });
  const { publication } = (await publisher.post('/v1/policy/drafts/na-desk/publish')).json;
  const [overlay] = publication.release.overlays;
  expect(overlay).toMatchObject({ region: 'na', files: ['overlays/na.yaml'] });
  expect(publication.release.version).toBe(current.version);
  await world.advance(2 * MINUTE);

  const late = await report(world, 'SO-12');
  const other = { kind: 'exception', type: 'transport.delivery_failed', occurredAt: '2026-03-16T09:00:00Z' };
  await world.postSignal({ ...other, references: [{ kind: 'shipment', value: 'SO-13', issuer: 'NRTH' }] });
  await world.advance(MINUTE);
  const cases = new Map(
    (await world.cases()).map((record) => [record.references.find(({ kind }) => kind === 'shipment')?.value, record]),
  );
  const told = [...cases].map(([shipment, { policyVersion, owner }]) => [shipment, policyVersion, owner?.team]);
  expect(late.version).toBe(overlay.version);
  expect(new Map(told.map(([shipment, ...rest]) => [shipment, rest]))).toEqual(
    new Map([
      ['SO-11', [current.version, 'customer-service']],
      ['SO-12', [overlay.version, 'transport-desk']],
      ['SO-13', [current.version, 'customer-service']],
    ]),
  );
});

test("a sender's code means what the policy says: another type with another owner, no trouble, or trouble that was none; other codes mean what they mean", async () => {
  const packDirectory = changedPack({
    'codes.yaml': (text) =>
      text.replace(
        'codes: []',
        `codes:
  - { id: never-tried, scheme: 'x12:1651', codes: [AJ], status: [AH], type: transport.delay }
  - { id: not-counted, scheme: 'x12:1651', codes: [AF], type: none }
  - { id: on-strike, scheme: 'x12:1650', codes: [X6], type: transport.lost }
`,
      ),
  });
  const world = await openWorld({ startAt: '2026-03-23T09:00:00Z', packDirectory });
  const sent = [
    ['SO-21', 'AH', 'AJ'],
    ['SO-22', 'AH', 'AF'],
    ['SO-23', 'X6', ''],
    ['SO-24', 'AH', 'AQ'],
  ] as const;
  for (const [index, [shipment, status, reason]] of sent.entries()) {
    const edi = edi214({
      shipment,
      tracking: `NL-${shipment}`,
      status,
      reason,
      date: '20260323',
      control: `00000020${String(index)}`,
    });
    expect((await world.postEdi(edi)).status).toBe(202);
  }
  await world.advance(2 * MINUTE);
  const cases = await world.cases();
  const told = cases.map(({ references, type, owner }) => [
    references.find(({ kind }) => kind === 'shipment')?.value,
    type,
    owner?.team,
  ]);
  expect(told.sort()).toEqual([
    ['SO-21', 'transport.delay', 'transport-desk'],
    ['SO-23', 'transport.lost', expect.any(String)],
    ['SO-24', 'transport.delivery_failed', 'customer-service'],
  ]);
  const late = cases.find(({ type }) => type === 'transport.delay');
  const shown = await world.as(PEOPLE.lead.email).get(`/v1/cases/${late?.id ?? ''}/signals`);
  expect(shown.json.signals, shown.text).toMatchObject([
    { type: 'transport.delay', reason: { scheme: 'x12:1651', code: 'AJ', status: 'AH', rule: 'never-tried' } },
  ]);
});
