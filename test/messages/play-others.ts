import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisedFor } from '../../local/partners/index.ts';
import { HOUR, MINUTE, openWorld, PEOPLE } from '../support/world.ts';
import type { Told, World } from '../support/world.ts';
import { mailed, slacked, takePage, taker } from './take.ts';
import type { OtherMessage } from './take.ts';

const DESK = 'dispo@northline.example.com';
const LOST = 'alt@northline.example.com';
const CUSTOMER = 'einkauf@hafen-klinik.example.org';

/** Amélie is rung by every channel that she has, and gets what is low and over in the morning; whoever has accounts that night reads mail. A command has no test to clear up after it, so the folder is the caller's. */
function writePack(folder: string): void {
  const change = (file: string, from: string, to: string): void => {
    const text = readFileSync(join(folder, file), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has changed: there is no ${from}`);
    writeFileSync(join(folder, file), text.replace(from, to));
  };
  cpSync(join(import.meta.dirname, '../../policies/default'), folder, { recursive: true });
  const first = 'targets: [{ rota: owner }]\n        channels: [slack, email';
  const hers = first.replace('{ rota: owner }', '{ person: amelie-roy }');
  change('escalation.yaml', `${first}]`, `${hers}, sms, teams]`);
  const phone = "      phone: '+14380000001',\n";
  const more = "      teams: transport-desk,\n      notices: { digest: { levels: [S3, S4], at: ['08:00'] } },\n";
  change('organisation.yaml', phone, `${phone}${more}`);
  change('organisation.yaml', 'account_management: customer-service', 'account_management: fulfilment');
  const byMail = '[{ channel: email, after: PT0S }]';
  for (const slackId of ['U0SOFIA', 'U0JONAS'])
    change('organisation.yaml', slackId, `${slackId},\n      notices: { urgent: ${byMail}, normal: ${byMail} }`);
}

interface Shipment {
  readonly value: string;
  readonly tier: string;
  readonly email: string | null;
  readonly lateBy: number;
  readonly promisedIn: number;
}

async function report(world: World, reference: string, { value, tier, email, lateBy, promisedIn }: Shipment) {
  const promised = world.now() + promisedIn * HOUR;
  const iso = (at: number): string => new Date(at).toISOString();
  world.partners.erp.put(reference, {
    SalesOrder: `45${reference.replaceAll(/\D/g, '').padStart(8, '0')}`,
    TotalNetAmount: value,
    TransactionCurrency: 'EUR',
    ...promisedFor(iso(promised)),
  });
  world.partners.tms.put(reference, {
    id: reference,
    mode: 'road',
    carrier: 'Northline Freight',
    estimatedArrival: iso(promised + lateBy * HOUR),
  });
  const account = { name: 'Hafen Klinik', tier, penalty: null, currency: null, complaints: 0 };
  world.partners.crm.put(reference, { ...account, email, language: 'de_DE' });
  const known = new Set((await world.cases()).map(({ id }) => id));
  await world.postSignal({
    kind: 'exception',
    type: 'transport.delay',
    references: [{ kind: 'shipment', value: reference }],
    carrier: { scac: 'NLFT', name: 'Northline Freight' },
    place: { locality: 'Kassel', country: 'DE' },
    occurredAt: iso(world.now() - 20 * MINUTE),
    text: 'Tractor broke down on the A7; the trailer waits for another one.',
  });
  await world.advance(MINUTE);
  const opened = (await world.cases()).find(({ id }) => !known.has(id));
  if (opened === undefined) throw new Error(`no case for ${reference}`);
  return opened;
}

/** Customs hold goods, and somebody has the case: whoever speaks with the account hears of it. */
async function hold(world: World, reference: string): Promise<string> {
  const known = new Set((await world.cases()).map(({ id }) => id));
  await world.postSignal({
    kind: 'exception',
    type: 'compliance.customs_hold',
    references: [{ kind: 'shipment', value: reference }],
    place: { locality: 'Bremerhaven', country: 'DE' },
    occurredAt: new Date(world.now() - 20 * MINUTE).toISOString(),
    text: 'Selected for examination; the certificate of origin is missing.',
  });
  await world.advance(2 * MINUTE);
  const opened = (await world.cases()).find(({ id }) => !known.has(id));
  const id = opened?.id ?? '';
  await world.as(PEOPLE.lead.email).post(`/v1/cases/${id}/acknowledge`);
  await world.advance(5 * MINUTE);
  return id;
}

/** One evening and one morning of a customer-service desk: what it hears beside first calls, and what its customer reads. */
export async function playOthers(): Promise<readonly OtherMessage[]> {
  const packDirectory = mkdtempSync(join(tmpdir(), 'fairlead-pack-'));
  try {
    writePack(packDirectory);
    return await playEvening(await openWorld({ startAt: '2026-03-16T20:10:00Z', packDirectory }));
  } finally {
    rmSync(packDirectory, { recursive: true, force: true });
  }
}

async function playEvening(world: World): Promise<readonly OtherMessage[]> {
  const played: OtherMessage[] = [];
  const take = taker(world, played);
  const said = (told: Told): string => told.mail?.text ?? JSON.stringify(told.slack?.blocks ?? '');
  const lead = world.as(PEOPLE.lead.email);

  const worst = await report(world, 'SHP-30418', {
    value: '95000.00',
    tier: 'Platinum',
    email: CUSTOMER,
    lateBy: 30,
    promisedIn: 10,
  });
  take('sms', 'The first call, as an SMS', ({ channel }) => channel === 'sms');
  take('teams', 'The first call, as a card in Teams', ({ channel }) => channel === 'teams');
  const asked = 'Approve? Tell the customer';
  take('approval', 'Somebody is asked whether a message may go to a customer', mailed(asked));
  take('approval-slack', 'The same in Slack, to be answered there', slacked(asked));
  const { json } = await lead.get(`/v1/cases/${worst.id}/actions`);
  const letter = json.actions.find(({ type }: { type: string }) => type === 'customer_message');
  await world
    .as(PEOPLE.approver.email)
    .post(`/v1/cases/${worst.id}/actions/${letter.id}/approve`, { digest: letter.digest });
  await world.advance(MINUTE);
  take('customer', 'What the customer reads', ({ to }) => to === CUSTOMER);
  // Nobody has it yet: three quarters of the time are over, and then the next level is called.
  await world.advance(24 * MINUTE);
  take('clock', 'Three quarters of the time to take it are over', (told) => said(told).includes('75 % of the time'));
  await world.advance(7 * MINUTE);
  take('second-call', 'Nobody has taken it: the next level is called', (told) =>
    said(told).includes('this is the second call'),
  );
  await lead.post(`/v1/cases/${worst.id}/acknowledge`);
  await world.advance(5 * MINUTE);
  const asks = { partner: 'Northline Freight', address: DESK, language: 'de' };
  await lead.post(`/v1/cases/${worst.id}/ask-partner`, asks);
  await world.advance(MINUTE);
  take('partner', 'A carrier without an account is asked', ({ to }) => to === DESK);
  world.partners.mailbox.behave(LOST, 'bounced');
  await lead.post(`/v1/cases/${worst.id}/ask-partner`, { ...asks, address: LOST });
  await world.advance(2 * MINUTE);
  take('partner-not-reached', 'A question has not reached a carrier', mailed('was not reached'));
  // The next morning its tasks are late; then it is over.
  await world.advance(3 * HOUR);
  take('task-late', 'A task is not done by its due time', ({ headline }) => headline.includes('Overdue'));
  const held = mailed('was not reached');
  const by = ['The case as it is now', 'Say how it stands'];
  const ofCase = { name: 'page-case', what: 'The page of a case, as each message opens it', by: by.slice(0, 1) };
  await takePage(world, played, ofCase, held);
  await takePage(world, played, { name: 'page-task', what: 'The page of a task', by }, held);
  await lead.post(`/v1/cases/${worst.id}/withdraw`, { reason: 'It is on the road again.' });
  await world.advance(5 * MINUTE);
  take('withdrawn', 'Somebody has withdrawn the case', mailed('Withdrawn'));

  world.partners.mailbox.behave(CUSTOMER, 'bounced');
  const bounced = await report(world, 'SHP-30522', {
    value: '45000.00',
    tier: 'Silver',
    email: CUSTOMER,
    lateBy: 30,
    promisedIn: 40,
  });
  await lead.post(`/v1/cases/${bounced.id}/acknowledge`);
  const actions = (await lead.get(`/v1/cases/${bounced.id}/actions`)).json.actions;
  const waiting = actions.find(({ type }: { type: string }) => type === 'customer_message');
  await world
    .as(PEOPLE.approver.email)
    .post(`/v1/cases/${bounced.id}/actions/${waiting.id}/approve`, { digest: waiting.digest });
  await world.advance(10 * MINUTE);
  take('customer-not-told', 'A message has not reached the customer', mailed('Tell the customer:'));

  const other = await hold(world, 'SHP-30530');
  take('task-set', 'Somebody hears of a task of theirs, of a case that another has', mailed('For you:'));
  const give = { person: PEOPLE.responder.person, reason: 'He knows the carrier.' };
  await lead.post(`/v1/cases/${other}/assign`, give);
  await world.as(PEOPLE.responder.email).post(`/v1/cases/${other}/acknowledge`);
  await lead.post(`/v1/cases/${other}/assign`, { person: PEOPLE.lead.person, reason: 'He is at the port.' });
  await world.advance(2 * MINUTE);
  take('passed-on', 'Somebody else has a case that was theirs', mailed('No longer yours'));

  for (const reference of ['SHP-30601', 'SHP-30602']) {
    const low = await report(world, reference, {
      value: '900.00',
      tier: 'Silver',
      email: null,
      lateBy: 5,
      promisedIn: 90,
    });
    await lead.post(`/v1/cases/${low.id}/acknowledge`);
    await lead.post(`/v1/cases/${low.id}/resolve`, { resolution: 'solved' });
  }
  await world.advance(18 * HOUR);
  take('digest', 'What is low and over, in one message', mailed('cases have moved on'));
  return played;
}
