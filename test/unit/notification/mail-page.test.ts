import { expect, it } from 'vitest';
import type { Quarantined } from '../../../lambdas/inbound/decide-quarantine.ts';
import { answerAboutMail } from '../../../lambdas/notification/adapters/answer-about-mail.ts';
import { formKey, isFormKey } from '../../../lambdas/notification/link-token.ts';
import { readMailForm } from '../../../lambdas/notification/read-mail-form.ts';
import { renderPage } from '../../../lambdas/notification/render-page.ts';
import { defaultPack } from '../../support/pack.ts';

const reference = { kind: 'shipment', value: '80012345', issuer: 'desk-mail' } as const;
const mail: Quarantined = {
  id: 'rcp_1',
  sourceId: 'desk-mail',
  at: '2026-03-02T09:00:00Z',
  lastAt: '2026-03-02T09:00:00Z',
  times: 1,
  rawKey: 'raw/x',
  contentType: 'message/rfc822',
  headers: {},
  via: 'mail',
  rejections: [
    {
      part: 'mail',
      pointer: '/',
      detail: 'Its words are not enough.',
      toDecide: {
        candidates: [
          { type: 'none', probability: 0.5 },
          { type: 'transport.delay', probability: 0.3 },
        ],
        references: [reference],
        days: [],
        places: [],
      },
    },
  ],
  rejected: 1,
  state: 'open',
  acts: [],
  expiresAt: 2e9,
};
const words = [
  { part: 'mail', from: 'jo@forwarder.example', subject: '<script>alert(1)</script>', text: 'It is late & "lost".' },
];

const asked = async (fields?: Record<string, string | readonly string[]>, found: Quarantined | undefined = mail) => {
  const decisions: unknown[] = [];
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(fields ?? {}))
    for (const value of [values].flat()) form.append(name, value);
  const desk = {
    read: () => Promise.resolve(found),
    words: () => Promise.resolve(words),
    decide: (...given: readonly unknown[]) => {
      decisions.push(given);
      return Promise.resolve({ ok: true as const, mail, signals: [] });
    },
  };
  const about = { sourceId: 'desk-mail', mailId: 'rcp_1', person: 'jonas-weber' };
  const answer = await answerAboutMail({ desk, pack: defaultPack() }, about, fields === undefined ? undefined : form);
  return { answer, decisions, html: renderPage(answer.page) };
};

it('shows the mail, the likeliest types first, and the numbers; nothing of it runs', async () => {
  const { html, decisions } = await asked();
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).not.toContain('<script');
  expect(html).toContain('No trouble (50 %)');
  expect(html.indexOf('value="transport.delay"')).toBeLessThan(html.indexOf('value="transport.lost"'));
  for (const ours of ['integration.mail_to_read', 'integration.source_silent', 'incident.'])
    expect(html).not.toContain(`value="${ours}`);
  expect(html).toContain('shipment 80012345');
  expect(decisions).toEqual([]);
});

it('takes a report with numbers that were found and one that was written', async () => {
  const found = JSON.stringify(reference);
  const { answer, decisions } = await asked({
    decision: 'report',
    type: 'transport.delay',
    reference: [found],
    number: ' MSKU0000004 ',
    kind: 'container',
    words: 'Late by a day.',
  });
  expect(answer.status).toBe(200);
  const references = [reference, { kind: 'container', value: 'MSKU0000004' }];
  expect(decisions).toEqual([
    [
      'desk-mail',
      'rcp_1',
      { act: 'report', reports: [{ type: 'transport.delay', references, text: 'Late by a day.' }] },
      { kind: 'person', id: 'jonas-weber' },
    ],
  ]);
});

it.each([
  ['no number', { decision: 'report', type: 'transport.delay' }],
  ['a type that only we report', { decision: 'report', type: 'integration.mail_to_read', number: '1', kind: 'order' }],
  ['a type of nobody', { decision: 'report', type: 'constructor', number: '1', kind: 'order' }],
  ['a kind of nobody', { decision: 'report', type: 'transport.delay', number: '1', kind: 'person' }],
  ['a number that was changed', { decision: 'report', type: 'transport.delay', reference: '{"kind":' }],
  ['no reason', { decision: 'discard', words: ' ' }],
  ['no button', { words: 'hm' }],
])('decides nothing for %s, and asks again', async (_what, fields) => {
  const { answer, decisions, html } = await asked(fields);
  expect([answer.status, decisions]).toEqual([400, []]);
  expect(html).toContain('Nothing has happened yet.');
});

it('says who has decided it, and that a mail is none', async () => {
  const acts = [{ act: 'decided' as const, at: mail.at, actor: { kind: 'person' as const, id: 'jonas-weber' } }];
  const { html } = await asked(undefined, { ...mail, state: 'decided', acts });
  expect(html).toContain('decided already, by Jonas Weber');
  expect(html).not.toContain('<form');
});

it('knows the form of its own page only', () => {
  const key = formKey('a.b', 'secret');
  expect([isFormKey(key, 'a.b', 'secret'), isFormKey(key, 'a.c', 'secret'), isFormKey('', 'a.b', 'secret')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(readMailForm(new URLSearchParams(), defaultPack()).ok).toBe(false);
});
