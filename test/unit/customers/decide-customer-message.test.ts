import { describe, expect, it, test } from 'vitest';
import type { Action, Case, FactSet } from '../../../lambdas/contracts/index.ts';
import { decideCustomerMessage, messageDigest } from '../../../lambdas/customers/decide-customer-message.ts';
import { messageIn } from '../../../lambdas/customers/message-in.ts';
import { hearMail } from '../../../lambdas/customers/hear-mail.ts';
import { checkOptOut, signOptOut } from '../../../lambdas/customers/opt-out-token.ts';
import { asksForEnd } from '../../../lambdas/customers/read-opt-out.ts';
import { chooseLanguage, mailOf } from '../../../lambdas/customers/render-customer-message.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const pack = defaultPack();
const AT = '2026-03-02T09:00:00.000Z';
const record = openCase({ type: 'transport.delay' });
const crm = { customerName: 'Hafen Klinik', contactEmail: 'anna@kunde.example', contactLanguage: 'fr-CA' };
const erp = { order: '4500017', promisedAt: '2026-03-04T09:00:00.000Z' };
const tms = { shipment: 'SHP-1', estimatedArrival: '2026-03-05T21:00:00.000Z' };
const set = (system: FactSet['system'], facts: FactSet['facts'], state: FactSet['state'] = 'live'): FactSet => ({
  system,
  state,
  askedAt: AT,
  facts,
});
const known = (change: Partial<Record<'erp' | 'tms' | 'crm', FactSet['facts']>> = {}): readonly FactSet[] => [
  set('erp', { ...erp, ...change.erp }),
  set('tms', { ...tms, ...change.tms }),
  set('crm', { ...crm, ...change.crm }),
];
const decide = (factSets: readonly FactSet[], before: readonly Action[] = [], of: Case = record, at = AT) =>
  decideCustomerMessage({ record: of, factSets, before, pack, at });
const message = (state: Action['state'], newDate = tms.estimatedArrival, endedAt = AT): Action =>
  ({ type: 'customer_message', state, proposedAt: endedAt, endedAt, change: { newDate } }) as unknown as Action;

test('the words are those of the template in the language of the customer, with days as people say them', () => {
  expect(decide(known())).toMatchObject({
    do: 'propose',
    proposal: {
      change: { template: 'late-shipment', language: 'fr', newDate: tms.estimatedArrival },
      personal: {
        to: 'anna@kunde.example',
        subject: 'Votre commande 4500017 arrivera plus tard que prévu',
        text: expect.stringContaining('nous l’attendons désormais le 5 mars 2026.'),
      },
    },
  });
});

test('the date is the one that the carrier has answered with, which the ERP is promised as well, and not what the TMS still has', () => {
  const answered = openCase({ type: 'transport.delay', expectedAt: '2026-03-09T14:00:00-04:00' });
  const told = { do: 'propose', proposal: { change: { newDate: '2026-03-09T14:00:00-04:00' } } };
  expect(decide(known(), [], answered)).toMatchObject({
    ...told,
    proposal: { personal: { text: expect.stringContaining('9 mars 2026') } },
  });
  // It is known also while the TMS gives no answer, or still has a day that would keep the promise.
  expect(decide([set('erp', erp), set('tms', tms, 'missing'), set('crm', crm)], [], answered)).toMatchObject(told);
  expect(decide(known({ tms: { estimatedArrival: erp.promisedAt } }), [], answered)).toMatchObject(told);
  const inTime = openCase({ type: 'transport.delay', expectedAt: '2026-03-03T10:00:00-04:00' });
  expect(decide(known(), [], inTime)).toMatchObject({ do: 'ask-a-person' });
});

test.each([
  ['pt-BR', 'en'],
  [undefined, 'en'],
  ['de-AT', 'de'],
  ['de', 'de'],
])('a customer whose language is %s reads %s', (wanted, read) => {
  const [template] = pack.customerMessages!.templates;
  expect(chooseLanguage(wanted, template!, pack.customerMessages!)).toBe(read);
});

describe('nothing is sent, and a person hears why, where', () => {
  const cases: readonly [string, readonly FactSet[], string][] = [
    ['the CRM has no address', known({ crm: { contactEmail: '' } }), 'the CRM has no address for service messages'],
    [
      'the address is a list',
      known({ crm: { contactEmail: 'a@b.example, c@d.example' } }),
      'the address in the CRM is none',
    ],
    [
      'a header hides in it',
      known({ crm: { contactEmail: 'a@b.example\r\nBcc: c@d.example' } }),
      'the address in the CRM is none',
    ],
    ['the CRM says so', known({ crm: { noMail: true } }), 'the CRM says that they want no mail'],
    [
      'the CRM is down',
      [...known().slice(0, 2), set('crm', crm, 'cached')],
      'the CRM gives no answer, so nobody knows how to reach them',
    ],
    [
      'the new date is an old one',
      [set('erp', erp), set('tms', tms, 'cached'), set('crm', crm)],
      'the new date is not known for sure: the TMS gives no answer',
    ],
    ['there is no order', known({ erp: { order: '' } }), 'the order number is not known: the ERP does not have it'],
    ['a date is none', known({ tms: { estimatedArrival: 'soon' } }), 'the new date is no date: the TMS has “soon”'],
    [
      'the new date has passed',
      known({ tms: { estimatedArrival: '2026-03-01T09:00:00.000Z' } }),
      'the new date has passed already',
    ],
    [
      'the new date keeps the promise',
      known({ tms: { estimatedArrival: '2026-03-03T09:00:00.000Z' } }),
      'the new date is not after the promised one',
    ],
    [
      'a value is far too long',
      known({ crm: { customerName: 'x'.repeat(61) } }),
      'the name of the customer is not known: the CRM does not have it',
    ],
  ];
  it.each(cases)('%s', (_name, factSets, why) => {
    expect(decide(factSets)).toEqual({ do: 'ask-a-person', why });
  });
});

describe('after the first message', () => {
  const later = '2026-03-02T15:00:00.000Z';
  const moved = known({ tms: { estimatedArrival: '2026-03-07T21:00:00.000Z' } });
  it.each([
    ['what holds is not told again', known(), [message('confirmed')], 'nothing'],
    [
      'nobody is troubled with what was told while the CRM is down',
      [...known().slice(0, 2), set('crm', crm, 'cached')],
      [message('confirmed')],
      'nothing',
    ],
    ['what has moved by two days is', moved, [message('confirmed')], 'propose'],
    [
      'what has moved by an hour is not',
      known({ tms: { estimatedArrival: '2026-03-05T22:00:00.000Z' } }),
      [message('confirmed')],
      'nothing',
    ],
    ['nothing while one is open', moved, [message('awaiting_approval')], 'nothing'],
    ['nothing after one that was refused', moved, [message('refused')], 'nothing'],
    ['nothing after one that nobody knows of', moved, [message('confirmed'), message('unconfirmed')], 'nothing'],
    ['one that was given up counts as none', known(), [message('superseded')], 'propose'],
    [
      'nothing within four hours',
      moved,
      [message('confirmed', tms.estimatedArrival, '2026-03-02T12:00:00.000Z')],
      'nothing',
    ],
    ['the fifth is told by a person', moved, Array.from({ length: 4 }, () => message('confirmed')), 'ask-a-person'],
  ] as const)('%s', (_name, factSets, before, expected) => {
    expect(decide(factSets, before, record, later).do).toBe(expected);
  });

  it('whoever was told by a person is told by that person', () => {
    const clock = { startedAt: AT, dueAt: later, stoppedAt: AT };
    const told = { ...record, clocks: { acknowledge: clock, resolve: clock, communicate: clock } };
    expect(decide(known(), [], told)).toEqual({ do: 'nothing' });
  });

  it('whoever was not reached is not written to again', () => {
    const lost = { ...record, customer: { state: 'not_told', at: AT } } as const;
    expect(decide(moved, [message('confirmed')], lost, later)).toEqual({ do: 'nothing' });
  });
});

test('what is sent is what was approved: other words or another address are not found, nor erased ones', () => {
  const said = { subject: 'Late', text: 'It is late.' };
  const change = { message: messageDigest('anna@kunde.example', said) };
  const entry = (personal: Record<string, { value?: string }>) =>
    [{ happening: { what: 'ActionProposed', actionId: 'act_1' }, personal }] as never;
  const field = (value: string) => ({ value });
  const whole = { to: field('anna@kunde.example'), subject: field('Late'), text: field('It is late.') };
  const find = (personal: Record<string, { value?: string }>) => messageIn(entry(personal), { id: 'act_1', change });
  expect(find(whole)).toEqual({ ok: true, message: { to: 'anna@kunde.example', ...said } });
  expect(find({ ...whole, to: field('else@kunde.example') })).toMatchObject({ ok: false, why: /not those/ });
  expect(find({ ...whole, text: field('It is very late.') })).toMatchObject({ ok: false });
  expect(find({ ...whole, to: {} })).toMatchObject({ ok: false, why: expect.stringContaining('erased') });
});

test('facts are text in the mail, never markup', () => {
  const mail = mailOf(
    { subject: 's', text: 'For <b>you</b> & "me"\n\nBye' },
    'End: {opt_out}',
    'https://x.test/$&',
    'en',
  );
  expect(mail.html).toContain('For &lt;b&gt;you&lt;/b&gt; &amp; &quot;me&quot;</p><p');
  expect(mail.text).toContain('End: https://x.test/$&');
});

describe('what the mail service says', () => {
  const news = { providerMessageId: 'm1' } as const;
  const bounced = { ...news, what: 'failed', reason: 'Permanent' } as const;
  const sent = { state: 'sent', providerMessageId: 'm1' } as const;
  it.each([
    ['it has arrived', sent, { ...news, what: 'delivered' }, 'delivered', 'CustomerMessageDelivered'],
    ['it has arrived, heard first', undefined, { ...news, what: 'delivered' }, 'delivered', 'CustomerMessageDelivered'],
    ['it came back', sent, bounced, 'failed', 'CustomerNotTold'],
    ['it came back after it was taken', { ...sent, state: 'delivered' }, bounced, 'failed', 'CustomerNotTold'],
  ] as const)('%s', (_name, before, heard, state, what) => {
    expect(hearMail(before, heard, 'act_1')).toMatchObject({ after: { state }, happening: { what } });
  });
  it.each([
    ['that it came back, twice', { ...sent, state: 'failed' }, bounced],
    ['that it has arrived, after it came back', { ...sent, state: 'failed' }, { ...news, what: 'delivered' }],
    ['a complaint, twice', { ...sent, complained: true }, { ...news, what: 'complained', addresses: [] }],
  ] as const)('says nothing new: %s', (_name, before, heard) => {
    expect(hearMail(before, heard, 'act_1')).toBeUndefined();
  });
});

test('the way out is for one address, and of us', () => {
  const claim = { caseId: `case_${'a'.repeat(32)}`, actionId: `act_${'b'.repeat(32)}`, address: 'c'.repeat(64) };
  const token = signOptOut(claim, 'secret');
  expect(checkOptOut(token, 'secret')).toEqual(claim);
  expect(checkOptOut(token, 'another')).toBeUndefined();
  const other = Buffer.from(JSON.stringify({ ...claim, address: 'd'.repeat(64) })).toString('base64url');
  expect(checkOptOut(`${other}.${token.split('.')[1]}`, 'secret')).toBeUndefined();
  expect(checkOptOut('x', 'secret')).toBeUndefined();
});

test.each([
  ['List-Unsubscribe=One-Click', true],
  ['decision=opt-out', true],
  ['--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--', true],
  ['', false],
  ['List-Unsubscribe=', false],
  ['decision=acknowledge', false],
  ['{"List-Unsubscribe":"One-Click"}', false],
])('%j asks for the end: %s', (body, asks) => {
  expect(asksForEnd(body)).toBe(asks);
});
