import { expect, test } from 'vitest';
import { signReply } from '../../lambdas/notification/reply-token.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase } from '../support/journey.ts';
import { MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { World, WorldOptions } from '../support/world.ts';
import { throttleOf } from '../faults/errors.ts';

/** Who is on duty while these cases live. */
const AMELIE = 'amelie.roy@example.com';
const QUOTED = '\r\n\r\nOn Tue, 3 Mar 2026 at 09:00, Fairlead wrote:\r\n> resolve\r\n';
let sent = 0;

interface Reply {
  readonly to: string;
  readonly text: string;
  readonly from?: string;
  readonly headers?: readonly string[];
  readonly found?: { readonly dmarc?: 'PASS' | 'FAIL' | 'GRAY'; readonly virus?: 'FAIL' };
  readonly messageId?: string;
}

async function reply(world: World, { to, text, from = AMELIE, headers = [], found, messageId }: Reply): Promise<void> {
  sent += 1;
  const raw = [
    ...headers,
    `From: Somebody <${from}>`,
    `To: ${to}`,
    'Subject: Re: [S1] Delivery failed',
    `Message-ID: ${messageId ?? `<${String(sent)}@example.com>`}`,
    '',
    text + QUOTED,
  ].join('\r\n');
  const taken = world.engine.receiveMail({ from, to: [to], raw, found: { dmarc: 'PASS', ...found } });
  await world.settle();
  expect(await taken).toBeDefined();
  await world.advance(10_000);
}

/** A case with its first messages, and the address to which its owner replies. */
async function called(
  startAt: string,
  intercept?: WorldOptions['intercept'],
): Promise<{ world: World; id: string; address: string }> {
  const world = await openWorld({ startAt, ...(intercept === undefined ? {} : { intercept }) });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  const mail = world.events.find(({ kind, to }) => kind === 'ses.sent' && JSON.stringify(to).includes(AMELIE));
  return { world, id, address: String(mail?.['replyTo']) };
}

const whats = async (world: World, id: string): Promise<readonly string[]> =>
  (await world.journal(id)).map(({ happening }) => happening.what);
const answers = (world: World): readonly string[] =>
  world.told.flatMap(({ mail, noticeId }) =>
    mail === undefined || noticeId !== undefined ? [] : [`${mail.to.join()}: ${mail.text}`],
  );

test('a reply by mail takes the case, notes what was written, and ends it; what is quoted below says nothing', async () => {
  const { world, id, address } = await called('2026-03-03T09:00:00Z');
  expect(address).toMatch(/^reply\+[a-z2-7]{56}@in\./);
  expect(world.told.find(({ channel }) => channel === 'email')?.mail?.text).toContain('Reply "ack" to take it');

  await reply(world, { to: address, text: 'Ack' });
  expect(await theCase(world)).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'amelie-roy' });
  const taken = (await world.journal(id)).find(({ happening }) => happening.what === 'CaseAcknowledged');
  expect(taken).toMatchObject({
    happening: { via: 'email' },
    actor: { kind: 'person', id: 'amelie-roy' },
    touch: true,
  });

  await reply(world, { to: address, text: 'The driver comes at 14:00.' });
  const noted = (await world.journal(id)).filter(({ happening }) => happening.what === 'NoteAdded');
  expect(noted.map(({ personal }) => personal?.['text']?.value)).toEqual(['The driver comes at 14:00.']);
  expect(await theCase(world)).toMatchObject({ state: 'in_progress' });

  // Nobody is called again, and it is no exception mail of a source.
  const before = world.told.length;
  await world.advance(20 * MINUTE);
  expect(world.told).toHaveLength(before);
  expect(await world.cases()).toHaveLength(1);

  await reply(world, { to: address, text: 'resolve: delivered at the back door' });
  expect(await theCase(world)).toMatchObject({ state: 'resolved', resolvedBy: 'amelie-roy', resolution: 'solved' });
  expect(answers(world)).toEqual([
    expect.stringMatching(/^amelie.roy@example.com: .*you have it/),
    expect.stringContaining('your note is in the record'),
    expect.stringContaining('it is resolved'),
  ]);
});

test('what is forged, expired, of another sender or a replay changes nothing, and who wrote it is told; machines are not answered', async () => {
  const { world, id, address } = await called('2026-03-04T09:00:00Z');
  const before = await whats(world, id);
  const forged = address.replace(/\+(.{20})../, '+$1zz');
  await reply(world, { to: forged, text: 'ack' });
  await reply(world, { to: address, text: 'ack', from: PEOPLE.lead.email });
  await reply(world, { to: address, text: 'ack', from: 'mallory@evil.example' });
  expect(answers(world)).toEqual([
    expect.stringMatching(/^amelie.roy.*not made by Fairlead/),
    expect.stringMatching(/^ines.duarte.*sent to somebody else/),
    expect.stringMatching(/^mallory.*sent to somebody else/),
  ]);

  // In Amelie's name, by an absence, with a virus: nothing happens, and nobody gets mail for it.
  await reply(world, { to: address, text: 'ack', found: { dmarc: 'FAIL' } });
  await reply(world, { to: address, text: 'ack', found: { dmarc: 'GRAY' } });
  await reply(world, { to: address, text: 'ack', found: { virus: 'FAIL' } });
  await reply(world, { to: address, text: 'ack', headers: ['Auto-Submitted: auto-replied'] });
  expect(answers(world)).toHaveLength(3);
  expect(await whats(world, id)).toEqual(before);

  // A note once, however often the mail comes.
  const again = { to: address, text: 'On it', messageId: '<same@example.com>' };
  await reply(world, again);
  await reply(world, { ...again, headers: ['Received: from elsewhere'] });
  expect((await whats(world, id)).filter((what) => what === 'NoteAdded')).toHaveLength(1);
  expect(answers(world).at(-1)).toContain('taken already');

  const secret = world.engine.provisioned.resources.find(({ logicalId }) => logicalId.startsWith('LinkSecret'));
  const { SecretString } = await world.operate('secretsmanager', 'GetSecretValue', { SecretId: secret?.ref });
  const old = signReply({ caseId: id, person: 'amelie-roy', expiresMs: world.now() - 3_600_000 }, SecretString);
  const late = await whats(world, id);
  await reply(world, { to: `reply+${old}@${address.split('@')[1] ?? ''}`, text: 'ack' });
  expect(answers(world).at(-1)).toContain('too old');
  expect(await whats(world, id)).toEqual(late);
  // The words and the addresses of people are in no log.
  const logs = JSON.stringify(world.events.filter(({ kind }) => kind === 'lambda.log'));
  for (const hidden of ['On it', AMELIE, 'mallory', address.slice(6, 30)]) expect(logs).not.toContain(hidden);
});

test('where SES takes no more mail for now a reply does what it asks for, once, and is no dead letter: only the answer is left out', async () => {
  let isBusy = false;
  const { world, id, address } = await called('2026-03-07T09:00:00Z', ({ service, operation }, proceed) =>
    isBusy && service === 'sesv2' ? Promise.reject(throttleOf(service, operation)) : proceed(),
  );
  isBusy = true;
  await reply(world, { to: address, text: 'ack' });
  await world.advance(20 * MINUTE);
  isBusy = false;
  await world.advance(20 * MINUTE);
  expect((await whats(world, id)).filter((what) => what === 'CaseAcknowledged')).toHaveLength(1);
  expect(answers(world)).toEqual([]);
  const { items } = (await world.as(PEOPLE.auditor.email).get('/v1/dead-letters')).json;
  expect(items.filter(({ letters }: any) => letters > 0)).toEqual([]);
});
