import { expect, test } from 'vitest';
import { signLink } from '../../lambdas/notification/link-token.ts';
import { edi214 } from '../support/edi.ts';
import { knowShipment, theCase } from '../support/journey.ts';
import { knowShipments, numbers, report } from '../support/storm.ts';
import { linkSecretOf } from '../support/link-secret.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import { addressIn, browser } from '../support/browser.ts';
import type { World } from '../support/world.ts';

const DAY = 24 * HOUR;

const whats = async (world: World, id: string): Promise<readonly string[]> =>
  (await world.journal(id))
    .filter(({ cause }) => cause.kind === 'command')
    .map(({ happening, actor }) => `${actor.id} ${happening.what}`);

test('somebody with a mail and no account sees the case as it is, takes it, does its tasks, and ends it', async () => {
  const world = await openWorld({ startAt: '2026-03-02T09:00:00.000Z' });
  const { open, send } = browser(world);
  knowShipment(world, 'SO-88213', 'S1');
  await world.postEdi(edi214());
  await world.advance(MINUTE);
  const { id } = await theCase(world);
  const owner = 'dan.okafor@example.com';
  const path = addressIn(world, owner, 'The case as it is now');
  const first = await open(path);
  expect(first.status).toBe(200);
  for (const said of ['What happened', 'What is at stake', 'Who has it', 'What to do', 'Tasks', 'Nobody has it yet'])
    expect(first.text).toContain(said);
  expect([...first.links.keys()]).toEqual(expect.arrayContaining(['I have it', 'It is over', 'Write a note']));
  // Looking is no act, however often.
  for (const url of [path, ...first.links.values()]) expect((await open(url)).status).toBe(200);
  expect(await whats(world, id)).toEqual([]);

  expect(await send(first.links.get('I have it') ?? '', { decision: 'acknowledge' })).toMatchObject({
    title: 'You have it',
  });
  const taken = await send(first.links.get('I have it') ?? '', { decision: 'acknowledge' });
  expect(taken).toMatchObject({ status: 200, title: 'It is taken' });
  // From each answer there is a way back to the case.
  const held = await open(taken.links.get('The case as it is now') ?? '');
  expect(held.text).toContain('Dan Okafor has it');
  expect(held.links.has('I have it')).toBe(false);

  const end = held.links.get('It is over') ?? '';
  expect((await open(end)).buttons).toEqual(['resolve']);
  const { tasks } = (await world.as(PEOPLE.lead.email).get(`/v1/cases/${id}/tasks`)).json;
  expect(tasks.length).toBeGreaterThan(1);
  expect(await send(end, { decision: 'resolve', manner: 'whatever' })).toMatchObject({
    status: 400,
    title: 'Say how it ended',
  });

  expect(await send(held.links.get('Write a note') ?? '', { decision: 'note', reason: ' ' })).toMatchObject({
    status: 400,
  });
  expect(
    await send(held.links.get('Write a note') ?? '', { decision: 'note', reason: 'The consignee opens at ten.' }),
  ).toMatchObject({ status: 200, title: 'Written down' });

  // A double click is one note; other words are another.
  const note = held.links.get('Write a note') ?? '';
  expect(await send(note, { decision: 'note', reason: 'The consignee opens at ten.' })).toMatchObject({
    status: 200,
    title: 'It is written down',
  });
  expect((await whats(world, id)).filter((deed) => deed.endsWith('NoteAdded'))).toHaveLength(1);

  await endTasks();
  expect((await open(path)).text).toContain(
    `${String(tasks.length)} of ${String(tasks.length)} are done or not needed`,
  );
  expect(await send(end, { decision: 'resolve', manner: 'worked_around', note: 'Delivered at ten.' })).toMatchObject({
    status: 200,
    title: 'It is over',
  });
  expect(await theCase(world)).toMatchObject({ state: 'resolved', resolution: 'worked_around' });
  const over = await open(path);
  expect(over.text).toContain('Dan Okafor has resolved it: there is a way around it');
  expect([...over.links.keys()]).toEqual(['Write a note']);
  const done = await whats(world, id);
  expect(new Set(done.map((deed) => deed.split(' ')[0]))).toEqual(new Set(['dan-okafor']));
  for (const what of ['CaseAcknowledged', 'CaseResolved', 'NoteAdded'])
    expect(done.filter((deed) => deed.endsWith(what))).toHaveLength(1);

  // A night and a day later it is a piece of paper.
  await world.advance(DAY);
  expect((await open(path)).status).toBe(410);

  /** Each by the link on the page of the case, in their order. */
  async function endTasks(): Promise<void> {
    for (let left = tasks.length; left > 0; left -= 1) {
      const before = await open(path);
      expect(before.all('Say how it stands')).toHaveLength(left);
      const task = before.links.get('Say how it stands') ?? '';
      const asked = await open(task);
      expect(asked.buttons).toContain('blocked');
      expect(await send(task, { decision: 'blocked' })).toMatchObject({ status: 400, title: 'Say why, in the note' });
      const how = asked.buttons.includes('not-needed') ? 'not-needed' : 'done';
      expect(await send(task, { decision: how, note: 'By phone, 4500017.' })).toMatchObject({ status: 200 });
    }
  }
});

test('who has an incident sees its cases from its mail, and each of them; nobody else acts by that', async () => {
  const world = await openWorld({ startAt: '2026-04-02T09:00:00.000Z' });
  const { open, send } = browser(world);
  const all = numbers(1, 130);
  knowShipments(world, all, [7]);
  await report(world, all);
  await world.advance(2 * MINUTE);
  const incident = (await world.cases()).find(({ cause }) => cause !== undefined);
  const told = world.told.findLast(({ headline, mail }) => mail !== undefined && headline.includes('Storm at'));
  const path = addressIn(world, told?.to ?? '', 'All of its cases');
  const listed = await open(path);
  expect(listed.status).toBe(200);
  const { total } = (await world.as(PEOPLE.lead.email).get(`/v1/cases?incident=${incident?.id ?? ''}&limit=1`)).json;
  expect(listed.text).toContain(`${String(total ?? 130)} cases`);
  // No page has more than a hundred; the worst come first.
  expect(listed.all('open')).toHaveLength(100);
  expect(listed.text).toContain('less severe or over');
  expect(/S\d #\w+/.exec(listed.text)?.[0]).toMatch(/^S1 /);
  const child = await open(listed.all('open')[0] ?? '');
  expect(child.text).toContain('What is at stake');
  const up = await open(child.links.get('The incident') ?? '');
  expect(up.title).toContain('Storm at');
  // An incident is ended on a page of its own, which asks what becomes of its cases.
  expect((await open(up.links.get('It is over') ?? '')).buttons).toEqual(['close', 'continue']);
  // Whoever has left ends it by no old link.
  const secret = await linkSecretOf(world);
  const claim = { caseId: incident?.id ?? '', noticeId: told?.noticeId ?? '', person: 'who-has-left' };
  const expires = Math.floor((world.now() + HOUR) / 1000);
  const old = `/v1/replies/${signLink({ ...claim, act: 'end-incident', expires }, secret)}`;
  expect((await send(old, { decision: 'close', reason: 'x' })).status).toBe(403);
  // Nor do they read what it asks.
  const asked = await open(old);
  expect([asked.status, asked.buttons, asked.text.includes('Storm at')]).toEqual([403, [], false]);
  // A link to look at it is none to do anything with it.
  expect((await send(path, { decision: 'close', reason: 'x' })).status).not.toBe(200);
  expect((await world.cases()).find(({ id }) => id === incident?.id)?.state).toBe(incident?.state);

  // It is ended once by a link: opened again, it is not ended by the page that is sent once more.
  const end = up.links.get('It is over') ?? '';
  const over = { decision: 'continue', reason: 'The port is open.' };
  expect(await send(end, over)).toMatchObject({ status: 200, title: 'It is over' });
  expect(await send(end, over)).toMatchObject({ status: 200, title: 'It is over' });
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${incident?.id ?? ''}/reopen`, { reason: 'It is closed again.' });
  expect(await send(end, over)).toMatchObject({ status: 410, title: 'This link was used already' });
  const now = (await world.cases()).find(({ id }) => id === incident?.id);
  expect([now?.resolvedAt, now?.reopens]).toEqual([undefined, 1]);
});
