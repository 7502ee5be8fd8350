import { describe, expect, test } from 'vitest';
import { verifyChain } from '../../lambdas/case/index.ts';
import { edi214 } from '../support/edi.ts';
import { throttleOf } from '../faults/errors.ts';
import { knowShipment, linkIn, theCase } from '../support/journey.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { Answer, World, WorldOptions } from '../support/world.ts';

const ADDRESS = 'desk@carrier.example';
const ASKS = 'When will the driver try again? Please send the signed note of the failed attempt.';
const PDF = Buffer.from('%PDF-1.7\nsigned by nobody');

interface Asked {
  readonly world: World;
  readonly id: string;
  /** Path of the page. */
  readonly link: string;
}

async function opened(
  startAt: string,
  options: WorldOptions = {},
  reported: Parameters<typeof edi214>[0] = {},
): Promise<{ world: World; id: string }> {
  const world = await openWorld({ startAt, ...options });
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214(reported));
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/acknowledge`);
  await world.advance(MINUTE);
  return { world, id };
}

const ask = (world: World, id: string, body: object = {}): Promise<Answer> =>
  world
    .as(PEOPLE.lead.email)
    .post(`/v1/cases/${id}/ask-partner`, { partner: 'Northline', address: ADDRESS, asks: ASKS, ...body });

const mailsTo = (world: World, address: string) =>
  world.partners.mailbox.mails.filter(({ to }: { to: readonly string[] }) => to.includes(address));
const pathIn = (text: string): string => /https:\/\/fairlead\.test\/dev(\/v1\/partner\/\S+)/.exec(text)?.[1] ?? '';

async function asked(...how: Parameters<typeof opened>): Promise<Asked> {
  const { world, id } = await opened(...how);
  expect((await ask(world, id)).status).toBe(200);
  await world.advance(MINUTE);
  return { world, id, link: pathIn(mailsTo(world, ADDRESS)[0]?.text ?? '') };
}

/** As a browser does it: opens the page, fills in the form that is there, and sends it. */
async function answer(
  world: World,
  link: string,
  fields: Readonly<Record<string, string>>,
  document?: Uint8Array<ArrayBuffer>,
): Promise<Answer> {
  const page = await world.request('GET', link);
  const key = /name="form" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  return send(world, link, { form: key, address: ADDRESS, ...fields }, document);
}

async function send(
  world: World,
  link: string,
  fields: Readonly<Record<string, string>>,
  document?: Uint8Array<ArrayBuffer>,
): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (document !== undefined) form.append('document', new Blob([document]), 'note.exe');
  const request = new Response(form);
  const type = request.headers.get('content-type') ?? '';
  const body = new Uint8Array(await request.arrayBuffer());
  return world.request('POST', link, { headers: { 'content-type': type }, body });
}

const whats = async (world: World, id: string): Promise<readonly string[]> =>
  (await world.journal(id)).map(({ happening }) => happening.what);
const linksOf = async (world: World, id: string, as: string = PEOPLE.lead.email): Promise<any> =>
  (await world.as(as).get(`/v1/cases/${id}/partner-links`)).json.links;

describe('a carrier without an account', () => {
  test('is asked by mail in their terms, and answers with arrival, document and note: whoever has the case hears it, and the case has it', async () => {
    const { world, id, link } = await asked('2026-03-02T09:00:00Z');
    const [mail] = mailsTo(world, ADDRESS);
    expect(mail?.subject).toBe('A question about shipment SO-88213');
    expect(mail?.text).toContain(ASKS);
    // Nothing of ours: what it is worth, for whom, how severe, who has it.
    const page = await world.request('GET', link);
    expect(page.status).toBe(200);
    for (const inside of ['S1', '140000', '140,000', 'Harbor', 'Platinum', 'Duarte', id, ADDRESS])
      for (const said of [page.text, (mail?.text ?? '').replace(/https:\S+/, '')]) expect(said).not.toContain(inside);

    // A double click of whoever asks is one mail.
    expect((await ask(world, id)).json).toMatchObject({ outcome: 'unchanged' });
    await world.advance(MINUTE);
    expect(mailsTo(world, ADDRESS)).toHaveLength(1);

    const told = world.told.length;
    const fields = { arrival: '2026-03-04T14:00', offset: '-04:00', note: 'Closed on Monday, says <Ada>.' };
    expect((await answer(world, link, { ...fields, offset: '' })).status).toBe(400);
    expect((await answer(world, link, fields, Buffer.from('MZ no picture'))).text).toContain('no PDF, PNG or JPEG');
    expect(await whats(world, id)).not.toContain('PartnerAnswered');
    expect((await answer(world, link, fields, PDF)).text).toContain('We have your answer');
    expect((await answer(world, link, fields, PDF)).text).toContain('already');
    await world.advance(2 * MINUTE);

    const journal = await world.journal(id);
    const answers = journal.filter(({ happening }) => happening.what === 'PartnerAnswered');
    expect(answers).toMatchObject([
      {
        happening: { arrivesAt: '2026-03-04T14:00:00-04:00', document: { contentType: 'application/pdf' } },
        personal: { text: { value: fields.note } },
      },
    ]);
    expect(verifyChain(journal)).toMatchObject({ whole: true });
    // Scored again at once with the new arrival, and told to whoever has it, and to nobody else.
    expect(await theCase(world)).toMatchObject({ expectedAt: '2026-03-04T14:00:00-04:00' });
    const after = journal.slice(journal.indexOf(answers[0] as never) + 1).map(({ happening }) => happening.what);
    expect(after).toContain('SeverityChanged');
    const news = world.told.slice(told).filter(({ headline }) => headline.includes('Northline'));
    expect(new Set(news.map(({ channel, to }) => `${channel} ${to}`))).toEqual(
      new Set(['slack U0INES', `email ${PEOPLE.lead.email}`]),
    );
    expect(news.find(({ channel }) => channel === 'email')?.mail?.text).toContain('“Closed on Monday, says <Ada>.”');
    // The report is on the timeline, and has opened and settled nothing.
    const signals = await world.as(PEOPLE.lead.email).get(`/v1/cases?reference=shipment:SO-88213`);
    expect(signals.json.items).toHaveLength(1);
    expect((await theCase(world)).state).toBe('acknowledged');
    const reported = world.events.filter(
      ({ kind, line }) => kind === 'lambda.log' && String(line).includes('"partner.answered"'),
    );
    expect(reported).toHaveLength(1);

    const [listed] = await linksOf(world, id);
    expect(listed).toMatchObject({ partner: 'Northline', state: 'open', mail: 'sent', address: ADDRESS, asks: ASKS });
    const sha256: string = listed.answers[0].document.sha256;
    const document = await world.as(PEOPLE.lead.email).get(`/v1/cases/${id}/partner-documents/${sha256}`);
    expect([document.status, document.text]).toEqual([200, PDF.toString()]);
    expect(document.headers['content-disposition']).toMatch(/^attachment/);
    // Addresses and words are personal, and so is a document.
    const [seen] = await linksOf(world, id, PEOPLE.viewer.email);
    expect([seen.address, seen.asks, seen.answers[0].note]).toEqual([undefined, undefined, undefined]);
    const viewer = world.as(PEOPLE.viewer.email);
    expect((await viewer.get(`/v1/cases/${id}/partner-documents/${sha256}`)).status).toBe(403);
    expect((await viewer.post(`/v1/cases/${id}/ask-partner`, { partner: 'x', address: ADDRESS })).status).toBe(403);
    const logs = JSON.stringify(world.events.filter(({ kind }) => kind === 'lambda.log'));
    for (const hidden of [ADDRESS, 'driver try', 'Closed on', link.split('/').at(-1) ?? ''])
      expect(logs).not.toContain(hidden);

    // What people have written can be taken out of it.
    const erased = await world.as(PEOPLE.admin.email).post(`/v1/cases/${id}/erase`, { reason: 'asked for' });
    expect(erased.status).toBe(200);
    const [left] = await linksOf(world, id);
    expect([left.address, left.asks, left.answers[0].note]).toEqual([undefined, undefined, undefined]);
    expect(verifyChain(await world.journal(id))).toMatchObject({ whole: true });
    expect((await world.request('GET', link)).text).not.toContain(ASKS);
  });

  test('gets nowhere by a link that is opened by a scanner, passed on, revoked, too old, of another case, or of a case that is over', async () => {
    const { world, id, link } = await asked('2026-03-03T09:00:00Z');
    const fields = { note: 'it is on its way' };
    const before = await whats(world, id);
    // Scanners open every link, and some send what they find.
    for (let n = 0; n < 5; n += 1) expect((await world.request('GET', link)).status).toBe(200);
    expect(await world.request('HEAD', link)).toMatchObject({ status: 200, text: '' });
    expect((await send(world, link, { address: ADDRESS, ...fields })).status).toBe(403);
    expect((await world.request('POST', link)).status).toBe(400);
    expect(await whats(world, id)).toEqual(before);

    // Of another case: it opens nothing there, and cannot be revoked from there.
    await world.postEdi(edi214({ shipment: 'SO-99001', tracking: 'NL4471990', control: '000000102' }));
    await world.advance(MINUTE);
    const other = (await world.cases()).find((one) => one.id !== id)?.id ?? '';
    const [{ linkId }] = await linksOf(world, id);
    const lead = world.as(PEOPLE.lead.email);
    expect((await lead.post(`/v1/cases/${other}/revoke-partner-link`, { linkId })).status).toBe(409);
    const [claim = '', signature = ''] = (link.split('/').at(-1) ?? '').split('.');
    const forged = Buffer.from(claim, 'base64url').toString().replaceAll(id, other);
    const moved = `/v1/partner/${Buffer.from(forged).toString('base64url')}.${signature}`;
    expect((await world.request('GET', moved)).status).toBe(400);
    // A link of a person is none of a partner, and the other way round.
    const own = linkIn(world.told.find(({ mail }) => mail?.text.includes('/v1/replies/'))?.mail?.text ?? '');
    expect((await world.request('GET', own.replace('/replies/', '/partner/'))).text).toContain('not made by Fairlead');
    expect((await world.request('POST', link.replace('/partner/', '/replies/'))).text).toContain(
      'not made by Fairlead',
    );
    expect(await whats(world, other)).not.toContain('PartnerAnswered');

    // Whoever got it from somebody else does not know the address; each try is on record, and after five the link is taken for gone astray.
    const miss = () => answer(world, link, { ...fields, address: 'mallory@elsewhere.example' });
    for (let n = 0; n < 5; n += 1) expect((await miss()).status).toBe(403);
    expect((await answer(world, link, fields)).status).toBe(410);
    expect((await whats(world, id)).filter((what) => what === 'PartnerRefused')).toHaveLength(5);
    expect(await linksOf(world, id)).toMatchObject([{ state: 'astray', misses: 5 }]);

    // A new one, revoked: at once, and once.
    await ask(world, id);
    await world.advance(MINUTE);
    const second = pathIn(mailsTo(world, ADDRESS)[1]?.text ?? '');
    const [, { linkId: secondId }] = await linksOf(world, id);
    const revoke = () => lead.post(`/v1/cases/${id}/revoke-partner-link`, { linkId: secondId });
    expect((await revoke()).json).toMatchObject({ outcome: 'changed' });
    expect((await revoke()).json).toMatchObject({ outcome: 'unchanged' });
    expect((await answer(world, second, fields)).text).toContain('taken back');

    // A third, too old.
    await ask(world, id, { hours: 1 });
    await world.advance(MINUTE);
    const third = pathIn(mailsTo(world, ADDRESS)[2]?.text ?? '');
    const filled = /name="form" value="([^"]+)"/.exec((await world.request('GET', third)).text)?.[1] ?? '';
    await world.advance(HOUR);
    expect((await send(world, third, { form: filled, address: ADDRESS, ...fields })).text).toContain('too old');
    expect((await linksOf(world, id))[2]).toMatchObject({ state: 'expired', answers: [] });

    // A fourth, of a case that is over.
    await ask(world, id);
    await world.advance(MINUTE);
    const fourth = pathIn(mailsTo(world, ADDRESS)[3]?.text ?? '');
    await lead.post(`/v1/cases/${id}/withdraw`, { reason: 'reported by mistake' });
    expect((await answer(world, fourth, fields)).status).toBe(409);
    expect((await ask(world, id)).status).toBe(409);
    expect(await whats(world, id)).not.toContain('PartnerAnswered');
  });
});

describe('the mail to a partner', () => {
  /** Dies when SES is asked for it: before, or when SES has it. */
  const dying = (when: 'before' | 'after'): { options: WorldOptions; arm: (world: World) => void } => {
    let world: World | undefined;
    return {
      arm: (opened) => (world = opened),
      options: {
        intercept: async ({ operation }, proceed) => {
          if (world === undefined || operation !== 'SendEmail') return proceed();
          const dead = world;
          world = undefined;
          if (when === 'after') await proceed();
          queueMicrotask(() => {
            dead.restart();
          });
          return new Promise(() => undefined);
        },
      },
    };
  };

  test.each([
    ['before', 0, '2026-03-05T09:00:00Z'],
    ['after', 1, '2026-03-06T09:00:00Z'],
  ] as const)(
    'is not sent again by a function that died %s SES had it: whoever has the case hears that nobody knows, and may ask again',
    async (when, sent, startAt) => {
      const death = dying(when);
      const { world, id } = await opened(startAt, death.options);
      death.arm(world);
      await ask(world, id);
      await world.advance(20 * MINUTE);
      expect(mailsTo(world, ADDRESS)).toHaveLength(sent);
      expect(await linksOf(world, id)).toMatchObject([{ mail: 'uncertain' }]);
      expect((await whats(world, id)).filter((what) => what === 'PartnerNotReached')).toHaveLength(1);
      expect(
        world.told.filter(({ headline }) => headline.includes('Northline was not reached')).length,
      ).toBeGreaterThan(0);
      expect((await ask(world, id)).json).toMatchObject({ outcome: 'changed' });
      await world.advance(MINUTE);
      expect(mailsTo(world, ADDRESS)).toHaveLength(sent + 1);
      const { items } = (await world.as(PEOPLE.auditor.email).get('/v1/dead-letters')).json;
      expect(items.filter(({ letters }: any) => letters > 0)).toEqual([]);
    },
  );

  test('waits while SES takes no more, and leaves once; one that bounces is news, and one to who wants none is not sent', async () => {
    let isBusy = false;
    const { world, id } = await opened('2026-03-07T09:00:00Z', {
      intercept: ({ service, operation }, proceed) =>
        isBusy && operation === 'SendEmail' ? Promise.reject(throttleOf(service, operation)) : proceed(),
    });
    isBusy = true;
    await ask(world, id);
    await world.advance(20 * MINUTE);
    expect(mailsTo(world, ADDRESS)).toHaveLength(0);
    isBusy = false;
    world.partners.mailbox.behave(ADDRESS, 'bounced');
    await world.advance(5 * MINUTE);
    expect(mailsTo(world, ADDRESS)).toHaveLength(1);
    expect(await linksOf(world, id)).toMatchObject([{ mail: 'not_reached', state: 'open' }]);
    expect((await theCase(world)).partner?.notReached).toContain('came back');
    await ask(world, id);
    await world.advance(MINUTE);
    expect(mailsTo(world, ADDRESS)).toHaveLength(1);
    expect(await linksOf(world, id)).toMatchObject([{ mail: 'not_reached' }, { mail: 'not_reached' }]);
    const { items } = (await world.as(PEOPLE.auditor.email).get('/v1/dead-letters')).json;
    expect(items.filter(({ letters }: any) => letters > 0)).toEqual([]);
  });

  test.each([
    ['comes back after the case has ended', '2026-05-18T09:00:00Z', 'their mail came back'],
    [
      'was still to leave when the case ended',
      '2026-05-19T09:00:00Z',
      'the case was over before their mail could leave',
    ],
  ])('that %s is with whoever had the case, once, and with nobody else', async (what, startAt, why) => {
    const isBack = what.startsWith('comes back');
    let held: { readonly TopicArn: string; readonly Message: string } | undefined;
    const { world, id } = await opened(startAt, {
      intercept: (call, proceed) => {
        const input = call.input as { TopicArn: string; Message: string };
        if (!isBack && call.operation === 'SendEmail' && JSON.stringify(input).includes(ADDRESS))
          return Promise.reject(throttleOf(call.service, call.operation));
        if (call.operation !== 'Publish' || held !== undefined || !/"Bounce".*"partner":/.test(input.Message))
          return proceed();
        held = input;
        return Promise.resolve({ MessageId: 'held' });
      },
    });
    world.partners.mailbox.behave(ADDRESS, 'bounced');
    await ask(world, id);
    if (isBack) await world.advance(MINUTE);
    const before = world.told.length;
    await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/withdraw`, { reason: 'Another case has it.' });
    await world.advance(MINUTE);
    expect(await theCase(world)).toMatchObject({ state: 'withdrawn' });
    expect(mailsTo(world, ADDRESS)).toHaveLength(isBack ? 1 : 0);
    expect(held === undefined).toBe(!isBack);
    if (held !== undefined) for (const twice of [held, held]) await world.operate('sns', 'Publish', twice);
    await world.advance(10 * MINUTE);
    expect(await linksOf(world, id)).toMatchObject([{ mail: 'not_reached' }]);
    const told = world.told.slice(before).filter(({ headline }) => headline.includes('Northline was not reached'));
    expect(told.map(({ channel, to }) => `${channel} ${to}`).sort()).toEqual([
      `email ${PEOPLE.lead.email}`,
      'slack U0INES',
    ]);
    const words = told.find(({ mail }) => mail !== undefined)?.mail?.text ?? '';
    expect(words).toContain(`The case is over, and our question has not reached Northline: ${why}`);
    // Nothing is to be done by a time for a case that is over.
    for (const asks of ['cknowledge', 'To be resolved', 'You have it']) expect(words).not.toContain(asks);
    expect((await whats(world, id)).filter((one) => one === 'PartnerNotReached')).toHaveLength(1);
    const count = world.told.length;
    await world.advance(30 * HOUR);
    expect(world.told).toHaveLength(count);
    expect(verifyChain(await world.journal(id))).toMatchObject({ whole: true });
  });

  test('that waits until its link has ended does not leave, as nobody could answer by it: whoever has the case hears it, and may ask again', async () => {
    let isBusy = true;
    const { world, id } = await opened('2026-03-10T09:00:00Z', {
      intercept: ({ service, operation, input }, proceed) =>
        isBusy && operation === 'SendEmail' && JSON.stringify(input).includes(ADDRESS)
          ? Promise.reject(throttleOf(service, operation))
          : proceed(),
    });
    await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/notes`, { text: 'They do not pick up the phone.' });
    const told = () => world.told.filter(({ headline }) => headline.includes('Northline was not reached'));
    await ask(world, id, { hours: 1 });
    // It is tried each half a minute, and at its end no more.
    await world.advance(HOUR - 2 * MINUTE);
    expect(told()).toEqual([]);
    await world.advance(7 * MINUTE);
    isBusy = false;
    expect(mailsTo(world, ADDRESS)).toHaveLength(0);
    expect(await linksOf(world, id)).toMatchObject([{ mail: 'not_reached', state: 'expired' }]);
    expect(
      told()
        .map(({ channel }) => channel)
        .sort(),
    ).toEqual(['email', 'slack']);
    expect(told().find(({ mail }) => mail !== undefined)?.mail?.text).toContain('before the link had ended');
    expect((await whats(world, id)).filter((what) => what === 'PartnerNotReached')).toHaveLength(1);
    await ask(world, id, { hours: 1 });
    await world.advance(MINUTE);
    expect(mailsTo(world, ADDRESS)).toHaveLength(1);
    const { items } = (await world.as(PEOPLE.auditor.email).get('/v1/dead-letters')).json;
    expect(items.filter(({ letters }: any) => letters > 0)).toEqual([]);
  });
});

test('the task that asks the carrier is done by their arrival, and not by a note; what waited for it waits no longer', async () => {
  const { world, id, link } = await asked('2026-05-04T09:00:00Z', {}, { status: 'SD', reason: 'AI' });
  const tasks = async (): Promise<any> =>
    Object.fromEntries(
      (await world.as(PEOPLE.lead.email).get(`/v1/cases/${id}/tasks`)).json.tasks.map((task: any) => [task.id, task]),
    );
  expect(await tasks()).toMatchObject({
    'new-eta': { state: 'open', partner: { who: 'carrier', wants: 'arrival' } },
    'check-promise': { waits: ['“Ask the carrier for a new time of arrival”'] },
  });
  await answer(world, link, { note: 'We look into it.' });
  expect((await tasks())['new-eta'].state).toBe('open');
  const arrival = { arrival: '2026-05-06T14:00', offset: '-04:00' };
  expect((await answer(world, link, arrival)).text).toContain('We have your answer');
  expect((await answer(world, link, arrival)).text).toContain('already');
  expect(await tasks()).toMatchObject({
    'new-eta': { state: 'done', endedBy: expect.stringMatching(/^partner\/plk_/) },
    'check-promise': { state: 'open', waits: [] },
  });
  const { playbook, chainHash } = await theCase(world);
  expect(playbook).toMatchObject({ tasks: 4, open: 3 });
  const journal = await world.journal(id);
  expect(journal.filter(({ happening }) => happening.what === 'TaskEnded')).toMatchObject([{ touch: false }]);
  expect(verifyChain(journal, chainHash)).toMatchObject({ whole: true });
});

test.each([
  ['transport.capacity_rejected', '2026-05-11T09:00:00Z', 'de', 'an einem anderen Tag übernehmen', 'Antwort senden'],
  ['cargo.damaged', '2026-05-12T09:00:00Z', 'fr', 'votre déclaration', 'Envoyer la réponse'],
] as const)(
  '%s: the carrier is asked what is of use, in their language, and their answer ends the task',
  async (type, startAt, language, question, button) => {
    const world = await openWorld({ startAt });
    knowShipment(world, 'SO-88213', 'S1');
    await world.postSignal({
      kind: 'exception',
      type,
      references: [{ kind: 'shipment', value: 'SO-88213' }],
      occurredAt: new Date(world.now() - MINUTE).toISOString(),
    });
    await world.advance(MINUTE);
    const { id } = await theCase(world);
    const stateOf = async () =>
      (await world.as(PEOPLE.lead.email).get(`/v1/cases/${id}/tasks`)).json.tasks.find(
        (task: any) => task.id === 'ask-carrier',
      )?.state;
    expect(await stateOf()).toBe('open');
    await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/acknowledge`);
    expect((await ask(world, id, { asks: undefined, language: 'no language' })).status).toBe(400);
    expect((await ask(world, id, { asks: undefined, language })).status).toBe(200);
    await world.advance(MINUTE);
    const [mail] = mailsTo(world, ADDRESS);
    expect(mail?.text).toContain(question);
    const link = pathIn(mail?.text ?? '');
    // What whoever asks has said counts before what a browser wants.
    const page = await world.request('GET', link, { headers: { 'accept-language': 'en' } });
    expect(page.text).toContain(`<html lang="${language}">`);
    expect(page.text).toContain(button);
    expect((await answer(world, link, {})).status).toBe(400);
    const wanted = type === 'cargo.damaged' ? PDF : undefined;
    const thanks = await answer(world, link, { note: 'Freitag.' }, wanted);
    expect(thanks.text).toContain(language === 'de' ? 'Vielen Dank' : 'Merci');
    expect(await stateOf()).toBe('done');
  },
);

test('of a link whose language nobody has said the page is in that of the browser, also where it does not work', async () => {
  const { world, id, link } = await asked('2026-05-13T09:00:00Z');
  const opened = async (accepts: string, path = link) =>
    (await world.request('GET', path, { headers: { 'accept-language': accepts } })).text;
  expect(await opened('pl, fr-FR;q=0.9, en;q=0.4')).toContain('<html lang="fr">');
  expect(await opened('')).toContain('<html lang="en">');
  expect(await opened('de', `${link}x`)).toContain('Dieser Link');
  const [{ linkId }] = await linksOf(world, id);
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/revoke-partner-link`, { linkId });
  expect(await opened('de')).toContain('Dieser Link wurde zurückgezogen');
});

test.each([
  ['too old', 'Ce lien est trop ancien'],
  ['taken back', 'Ce lien a été retiré'],
  ['of a case that is over', 'Plus rien à répondre'],
])('a link that is %s says so in the language of the partner, not of the browser', async (how, says) => {
  const { world, id } = await opened('2026-05-14T09:00:00Z');
  await ask(world, id, { language: 'fr', hours: 1 });
  await world.advance(MINUTE);
  const link = pathIn(mailsTo(world, ADDRESS)[0]?.text ?? '');
  const lead = world.as(PEOPLE.lead.email);
  const [{ linkId }] = await linksOf(world, id);
  if (how === 'too old') await world.advance(HOUR);
  if (how === 'taken back') await lead.post(`/v1/cases/${id}/revoke-partner-link`, { linkId });
  if (how === 'of a case that is over') await lead.post(`/v1/cases/${id}/withdraw`, { reason: 'By mistake.' });
  const page = await world.request('GET', link, { headers: { 'accept-language': 'de' } });
  expect(page.text).toContain('<html lang="fr">');
  expect(page.text).toContain(says);
});
