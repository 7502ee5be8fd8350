import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signLink } from '../../lambdas/notification/link-token.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase } from '../support/journey.ts';
import { addressIn, browser } from '../support/browser.ts';
import { linkSecretOf } from '../support/link-secret.ts';
import { changedPack } from '../support/pack.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';

/** Whoever is of one region only, as an overlay says, is called there, and answers as anybody does. */

const OVERLAY = `overlay: { region: na }
people:
  - id: petra-novak
    name: Petra Novak
    email: petra.novak@example.com
    phone: '+420601000001'
    slackId: U0PETRA
    zone: Europe/Prague
rotas:
  - id: customer-service
    layers:
      - { id: everyone, people: [petra-novak] }
escalation:
  - id: standard
    steps:
      - { id: owner, channels: [slack, email, sms] }
`;

function withOverlay(): string {
  const folder = changedPack({ 'pack.yaml': (text) => `${text}\n# With one overlay.\n` });
  mkdirSync(join(folder, 'overlays'), { recursive: true });
  writeFileSync(join(folder, 'overlays', 'na.yaml'), OVERLAY);
  return folder;
}

const open = async () => {
  const world = await openWorld({ startAt: '2026-03-03T09:00:00Z', packDirectory: withOverlay() });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  expect(new Set(world.told.map(({ to }) => to))).toEqual(
    new Set(['U0PETRA', 'petra.novak@example.com', '+420601000001']),
  );
  return world;
};

test('whoever an overlay has sees the case by their link, takes it, and reads a mail that waits', async () => {
  const world = await open();
  const pages = browser(world);
  const page = await pages.open(addressIn(world, 'petra.novak@example.com', 'The case as it is now'));
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('Nobody has it yet')]);
  const taken = await pages.send(page.links.get('I have it') ?? '', { decision: 'acknowledge' });
  expect([taken.status, taken.title]).toEqual([200, 'You have it']);
  expect((await theCase(world)).acknowledgedBy).toBe('petra-novak');
  // There is none of that name; to who is nobody here it is not even told.
  const claim = { caseId: (await theCase(world)).id, noticeId: 'ntc_0', act: 'decide-mail' } as const;
  const mail = { sourceId: 'desk-mail', mailId: 'rcp_0', expires: Math.floor((world.now() + HOUR) / 1000) };
  const secret = await linkSecretOf(world);
  const read = async (person: string): Promise<number> =>
    (await pages.open(`/v1/mail-replies/${signLink({ ...claim, ...mail, person }, secret)}`)).status;
  expect([await read('petra-novak'), await read('who-has-left')]).toEqual([404, 403]);
});

test('by SMS, by the button in Slack, and hears of a code that is wrong', async () => {
  const world = await open();
  const to = world.partners.phones.texts[0]?.from ?? '';
  const text = async (body: string): Promise<void> => {
    world.engine.receiveText({ from: '+420601000001', to, text: body });
    await world.settle();
    await world.advance(10_000);
  };
  const sent = world.told.length;
  await text('ack ZZZZZZ');
  expect(world.told.slice(sent).map((told) => told.headline)).toEqual([
    expect.stringContaining('was not sent to your number'),
  ]);
  const code = /ACK (\w{6})/.exec(world.told.find(({ channel }) => channel === 'sms')?.headline ?? '')?.[1] ?? '';
  await text(`ack ${code}`);
  expect((await theCase(world)).acknowledgedBy).toBe('petra-novak');

  const { id } = await theCase(world);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/escalate`, { reason: 'Once more.' });
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/assign`, { person: 'petra-novak', reason: 'It is hers.' });
  await world.advance(MINUTE);
  const last = world.told.findLast((told) => told.to === 'U0PETRA');
  await world.clickSlack(last?.slack, 'acknowledge');
  expect(await theCase(world)).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'petra-novak' });
});

test('a lead says who of the region is away, and who comes instead; of nobody whom no region has', async () => {
  // Functions of one file share their memory: this is another day.
  const world = await openWorld({ startAt: '2026-03-10T09:00:00Z', packDirectory: withOverlay() });
  const lead = world.as(PEOPLE.lead.email);
  const change = (wish: object) =>
    lead.post('/v1/rotas/customer-service/changes', {
      from: '2026-03-10T08:00:00Z',
      to: '2026-03-11T08:00:00Z',
      reason: 'The child is ill.',
      ...wish,
    });
  const nobody = await change({ kind: 'replace', person: 'who-is-nobody' });
  expect([nobody.status, nobody.json.detail]).toEqual([400, 'The policy knows no person who-is-nobody.']);
  expect((await change({ kind: 'remove', person: 'petra-novak' })).status).toBe(200);
  await world.advance(2 * MINUTE);
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  const told = world.told.map(({ to }) => to);
  expect([told.length > 0, told.includes('U0PETRA')]).toEqual([true, false]);
  expect((await change({ kind: 'replace', person: 'petra-novak' })).status).toBe(200);
  // Elsewhere it is as it was: there she is nobody.
  const { rota } = (await lead.get('/v1/rotas/customer-service')).json;
  expect(rota.onDuty).not.toContain('petra-novak');
  const local = (await lead.get('/v1/rotas/customer-service?region=na')).json.rota;
  expect(local.onDuty).toEqual(['petra-novak']);
});
