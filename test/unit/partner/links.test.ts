import { describe, expect, test } from 'vitest';
import { transitionOf } from '../../../lambdas/case/states.ts';
import { foresee } from '../../../lambdas/case/apply-acts.ts';
import { composePartnerMail, questionOf } from '../../../lambdas/partner/compose-mail.ts';
import { arrivalReport, decideAnswer } from '../../../lambdas/partner/decide-answer.ts';
import { decideAsk, decideMiss, decideRevoke } from '../../../lambdas/partner/decide-link.ts';
import type { LinkWish } from '../../../lambdas/partner/decide-link.ts';
import { decideBounce, decideMail, endOfMail } from '../../../lambdas/partner/decide-mail.ts';
import { MOST_ANSWERS, MOST_MISSES, stateOf } from '../../../lambdas/partner/partner-link.ts';
import type { PartnerLink } from '../../../lambdas/partner/partner-link.ts';
import { readAnswer } from '../../../lambdas/partner/read-answer.ts';
import { wordsIn } from '../../../lambdas/partner/words.ts';
import { signal } from '../../../lambdas/contracts/index.ts';
import type { Case, Task } from '../../../lambdas/contracts/index.ts';
import { openCase } from '../../support/case.ts';

const AT = '2026-03-02T09:00:00.000Z';
const LATER = '2026-03-02T10:00:00.000Z';
const record: Case = openCase({ state: 'triaged' });
const by = {
  at: AT,
  actor: { kind: 'person', id: 'ines-duarte' },
  cause: { kind: 'command', id: 'r1' },
} as const;
const wish: LinkWish = { partner: 'Northline', address: 'Desk@Carrier.example ', hours: 72 };

function made(links: readonly PartnerLink[] = [], change: Partial<LinkWish> = {}): PartnerLink {
  const decision = decideAsk(record, links, { ...wish, ...change }, by);
  if (decision.outcome !== 'changed') throw new Error(decision.outcome);
  return decision.link;
}

describe('asking', () => {
  test('makes a link for an address, which stands in the personal part only', () => {
    const decision = decideAsk(record, [], { ...wish, asks: 'When?' }, by);
    expect(decision).toMatchObject({
      outcome: 'changed',
      link: { until: '2026-03-05T09:00:00.000Z', mail: 'waiting', misses: 0 },
      acts: [{ happening: { what: 'PartnerAsked' }, personal: { address: 'Desk@Carrier.example', text: 'When?' } }],
    });
    if (decision.outcome === 'changed') {
      const open = JSON.stringify([decision.link, decision.acts.map(({ happening }) => happening)]);
      expect(open.toLowerCase()).not.toContain('carrier.example');
      expect(open).not.toContain('When?');
    }
  });

  test('twice at one address is one link, however it is written; another address gets another', () => {
    const first = made();
    expect(decideAsk(record, [first], { ...wish, address: 'desk@carrier.EXAMPLE' }, by)).toMatchObject({
      outcome: 'unchanged',
      link: { linkId: first.linkId },
    });
    expect(made([first], { address: 'night@carrier.example' }).linkId).not.toBe(first.linkId);
  });

  test('is decided again, because the case has changed meanwhile, as the same link', () => {
    expect(made().linkId).toBe(made().linkId);
  });

  test.each([
    ['expired', { until: AT }],
    ['revoked', { revokedAt: AT }],
    ['gone astray', { misses: MOST_MISSES }],
    ['not reached', { mail: 'not_reached' }],
    ['uncertain', { mail: 'uncertain' }],
  ] as const)('again makes another link where the first is %s', (_why, change) => {
    const first = { ...made(), ...change };
    expect(made([first]).linkId).not.toBe(first.linkId);
  });

  test('is refused for a case that is over, and beyond ten open links', () => {
    expect(decideAsk({ ...record, state: 'resolved' }, [], wish, by).outcome).toBe('refused');
    const ten = Array.from({ length: 10 }, (_, n) => made([], { address: `a${String(n)}@carrier.example` }));
    expect(decideAsk(record, ten, wish, by).outcome).toBe('refused');
    const [one, ...nine] = ten;
    expect(decideAsk(record, [{ ...(one ?? made()), revokedAt: AT }, ...nine], wish, by).outcome).toBe('changed');
  });
});

describe('a link', () => {
  test('is open until its time, until it is revoked, or until too many have not known its address', () => {
    const link = made();
    expect(stateOf(link, '2026-03-05T08:59:59.999Z')).toBe('open');
    expect(stateOf(link, '2026-03-05T09:00:00.000Z')).toBe('expired');
    expect(decideRevoke(link, by)).toMatchObject({ outcome: 'changed', link: { revokedAt: AT } });
    expect(decideRevoke({ ...link, revokedAt: AT }, by).outcome).toBe('unchanged');
    expect(decideRevoke(undefined, by).outcome).toBe('refused');
    let missed = link;
    for (let n = 1; n <= MOST_MISSES + 1; n += 1) missed = decideMiss(missed, by.cause).link;
    expect(missed.misses).toBe(MOST_MISSES);
    expect(stateOf(missed, AT)).toBe('astray');
  });

  test('can be revoked, and its mail can end, after the case has', () => {
    for (const what of ['PartnerMailed', 'PartnerNotReached', 'PartnerLinkRevoked'] as const)
      expect(transitionOf('closed', what).ok).toBe(true);
    expect(transitionOf('closed', 'PartnerAnswered').ok).toBe(false);
  });
});

describe('an answer', () => {
  const answer = { arrivesAt: '2026-03-04T14:00:00-04:00', note: 'Closed on Monday' };
  test('is taken once; its words are personal', () => {
    const link = made();
    const decision = decideAnswer(record, link, [], answer, LATER);
    if (decision.do !== 'take') throw new Error(decision.why);
    expect(decision.link.answers).toBe(1);
    expect(decision.acts[0]!.personal).toEqual({ text: 'Closed on Monday' });
    expect(JSON.stringify(decision.acts[0]!.happening)).not.toContain('Monday');
    const journal: any = [{ cause: decision.acts[0]!.cause }];
    expect(decideAnswer(record, decision.link, journal, answer, LATER)).toEqual({
      do: 'nothing',
      why: 'taken-already',
    });
    expect(decideAnswer(record, decision.link, journal, { note: 'more' }, LATER).do).toBe('take');
  });

  test('ends the task for which it was asked, once nothing else keeps that open, and no other', () => {
    const link = made();
    const asks = (id: string, wants: 'arrival' | 'document' | 'words', more: Partial<Task> = {}): Task => ({
      id,
      title: id,
      function: 'transport_planning',
      dueAt: LATER,
      after: [],
      state: 'open',
      partner: { who: 'carrier', wants },
      ...more,
    });
    const ended = (given: Parameters<typeof decideAnswer>[3], tasks: readonly Task[], of = record) => {
      const decision = decideAnswer(of, link, [], given, LATER, tasks);
      if (decision.do !== 'take') throw new Error(decision.why);
      return decision.acts.flatMap(({ happening, actor }) =>
        happening.what === 'TaskEnded' ? [`${happening.taskId} ${happening.from} ${happening.as} ${actor.id}`] : [],
      );
    };
    const { partner: _own, ...own } = asks('own', 'arrival');
    const tasks = [
      asks('eta', 'arrival'),
      asks('late', 'arrival', { state: 'blocked' }),
      asks('proof', 'document'),
      asks('had', 'arrival', { state: 'not_needed' }),
      asks('after', 'arrival', { after: ['proof'] }),
      asks('theirs', 'arrival', { by: 'function' }),
      asks('points', 'arrival', { checklist: [{ id: 'a', text: 'A' }] }),
      own,
    ];
    const { arrivesAt } = answer;
    // Whoever was asked for words has said something by any answer.
    for (const given of [{ note: 'On Friday.' }, { arrivesAt }])
      expect(ended(given, [asks('day', 'words'), asks('proof', 'document')])).toEqual([
        expect.stringMatching(/^day open done partner/),
      ]);
    expect(ended({ arrivesAt }, tasks)).toEqual([
      `eta open done partner/${link.linkId}`,
      `late blocked done partner/${link.linkId}`,
    ]);
    expect(ended({ note: 'We look into it.' }, tasks)).toEqual([]);
    // Before its playbook has begun there is nothing to end.
    expect(ended({ arrivesAt }, [])).toEqual([]);
  });

  test.each([
    ['expired', {}, {}, '2026-03-06T00:00:00Z'],
    ['revoked', {}, { revokedAt: AT }, LATER],
    ['astray', {}, { misses: MOST_MISSES }, LATER],
    ['enough', {}, { answers: MOST_ANSWERS }, LATER],
    ['case-over', { state: 'withdrawn' }, {}, LATER],
    ['case-over', { state: 'resolved' }, {}, LATER],
  ] as const)('is not taken: %s', (why, about, change, at) => {
    expect(decideAnswer({ ...record, ...about }, { ...made(), ...change }, [], answer, at)).toEqual({
      do: 'nothing',
      why,
    });
  });

  test('with an arrival is a report that opens and settles nothing, and has the case scored at once', () => {
    const link = made();
    const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
    const report = arrivalReport(record, { ...link, ...answer, at: LATER, traceparent });
    expect(signal.parse(report)).toMatchObject({
      kind: 'progress',
      milestone: { at: 'estimated' },
      occurredAt: answer.arrivesAt,
    });
    const decision = decideAnswer(record, link, [], answer, LATER);
    if (decision.do !== 'take') throw new Error(decision.why);
    const scored: any = { ...record, severity: { level: 'S2' } };
    const after = foresee(scored, decision.acts[0]!, LATER);
    expect(after).toMatchObject({
      expectedAt: answer.arrivesAt,
      severity: { rescoreAt: LATER },
      attention: record.attention + 1,
    });
    // An event that comes twice is one report, another arrival is another.
    const idOf = (arrivesAt: string) => arrivalReport(record, { ...link, arrivesAt, at: LATER, traceparent }).id;
    expect(idOf(answer.arrivesAt)).toBe(report.id);
    expect(idOf('2026-03-05T14:00:00-04:00')).not.toBe(report.id);
    // A note alone changes no score.
    const noted = decideAnswer(record, link, [], { note: 'hello' }, LATER);
    if (noted.do === 'take') expect(foresee(scored, noted.acts[0]!, LATER).severity?.rescoreAt).toBeUndefined();
  });
});

describe('the mail with a link', () => {
  test.each([
    ['send', {}, AT],
    ['nothing', { revokedAt: AT }, AT],
    ['send', {}, '2026-03-05T08:59:59.999Z'],
    ['too-late', {}, '2026-03-05T09:00:00.000Z'],
    ['nothing', { revokedAt: AT }, '2026-03-06T00:00:00Z'],
    ['nothing', { mail: 'sent' }, '2026-03-06T00:00:00Z'],
    ['come-back-later', { mail: 'sending', mailBegunAt: AT }, '2026-03-02T09:00:59.999Z'],
    ['give-up', { mail: 'sending', mailBegunAt: AT }, '2026-03-02T09:01:00.000Z'],
    ['nothing', { mail: 'sent' }, AT],
    ['nothing', { mail: 'uncertain' }, AT],
    ['nothing', { mail: 'not_reached' }, AT],
  ] as const)('%s', (decision, change, at) => {
    expect(decideMail(record, { ...made(), ...change }, at)).toBe(decision);
  });

  test.each(['resolved', 'closed', 'withdrawn', 'merged'] as const)('does not leave when the case is %s', (state) => {
    expect(decideMail({ ...record, state }, made(), AT)).toBe('case-over');
    // What SES has already is ended as ever, and who has revoked it wants none.
    expect(decideMail({ ...record, state }, { ...made(), mail: 'sending', mailBegunAt: AT }, AT)).toBe(
      'come-back-later',
    );
    expect(decideMail({ ...record, state }, { ...made(), revokedAt: AT }, AT)).toBe('nothing');
  });

  test('that comes back is news once, and not when somebody has answered', () => {
    const sent = endOfMail(made(), { state: 'sent' }, by.cause).link;
    const bounced = decideBounce(sent, 'Permanent', by.cause);
    expect(bounced).toMatchObject({ link: { mail: 'not_reached' }, act: { happening: { what: 'PartnerNotReached' } } });
    expect(decideBounce(bounced?.link, 'Permanent', by.cause)).toBeUndefined();
    expect(decideBounce({ ...sent, answers: 1 }, 'Permanent', by.cause)).toBeUndefined();
    expect(decideBounce(undefined, 'Permanent', by.cause)).toBeUndefined();
  });

  test('says what partners know, and what was reported only where it is theirs', () => {
    const references: any = [
      { kind: 'invoice', value: 'INV-1', issuer: 'us' },
      { kind: 'tracking', value: 'T-1', issuer: 'x' },
      { kind: 'shipment', value: 'S-1', issuer: 'x' },
      { kind: 'customer_reference', value: 'C-1', issuer: 'us' },
    ];
    const late: Case = { ...record, references, type: 'transport.delay', title: 'Late shipment' };
    const mail = composePartnerMail(late, made(), undefined, 'https://x.example/l');
    expect(mail.subject).toBe('A question about shipment S-1');
    expect(mail.text).toContain('5 March 2026, 09:00 UTC');
    expect(mail.text).toContain('Late shipment');
    expect(mail.text).not.toMatch(/INV-1|C-1|S[1-4]\b(?!-)/);
    const dispute: Case = { ...late, type: 'finance.invoice_dispute', title: 'Disputed invoice' };
    expect(questionOf(dispute, 'Where is it?', 'en').lines.join(' ')).not.toContain('Disputed');
    expect(questionOf({ ...late, references: [] }, undefined, 'en').subject).toBe('goods of ours');
  });
});

describe('a form', () => {
  const NOW = Date.parse(AT);
  const read = (fields: Readonly<Record<string, string>>, bytes?: Uint8Array) =>
    readAnswer((name) => fields[name] ?? '', bytes === undefined ? undefined : { bytes }, NOW);

  test('gives an arrival with its offset, a note and a document by its first bytes', () => {
    const pdf = Buffer.from('%PDF-1.7');
    expect(read({ arrival: '2026-03-04T14:00', offset: '+05:45', note: '  x ' }, pdf)).toEqual({
      ok: true,
      answer: {
        arrivesAt: '2026-03-04T14:00:00+05:45',
        note: 'x',
        document: { bytes: pdf, contentType: 'application/pdf' },
      },
    });
    expect(read({}, Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toMatchObject({
      answer: { document: { contentType: 'image/jpeg' } },
    });
  });

  test.each([
    ['nothing', {}, undefined, /Give a new arrival/],
    ['no zone', { arrival: '2026-03-04T14:00' }, undefined, /time zone/],
    ['no such day', { arrival: '2026-13-04T14:00', offset: '+00:00' }, undefined, /no such date/],
    ['another year', { arrival: '2062-03-04T14:00', offset: '+00:00' }, undefined, /Is the year right/],
    ['a program', {}, Buffer.from('MZ'), /no PDF, PNG or JPEG/],
    ['a page', {}, Buffer.from('<html>'), /no PDF, PNG or JPEG/],
    ['too large', {}, Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(4 * 1024 * 1024)]), /larger than 4 MB/],
  ] as const)('is refused with a word why: %s', (_what, fields, bytes, why) => {
    const answer = read(fields, bytes);
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(wordsIn('en').slips[answer.why]).toMatch(why);
  });

  test('without a file has an empty part, which is none', () => {
    expect(read({ note: 'x' }, new Uint8Array())).toEqual({ ok: true, answer: { note: 'x' } });
  });
});
