import { describe, expect, it } from 'vitest';
import { MAIL_TO_READ, signal } from '../../../lambdas/contracts/index.ts';
import type { MailDecision, SourceRegistration } from '../../../lambdas/contracts/index.ts';
import { afterDecision, decidedSignals, decisionOn, mailToRead } from '../../../lambdas/inbound/decide-mail.ts';
import { keptAgain } from '../../../lambdas/inbound/decide-quarantine.ts';
import { emailTranslator } from '../../../lambdas/inbound/formats/email.ts';
import type { Verdicts } from '../../../lambdas/inbound/formats/email/judge-writer.ts';
import { mailIdentity } from '../../../lambdas/inbound/formats/email/mail-identity.ts';
import { mailArrivalsIn } from '../../../lambdas/inbound/read-mail-event.ts';
import { payloadOf, sender } from './sender.ts';

const source = {
  id: 'desk-mail',
  format: 'email',
  region: 'eu',
  businessUnit: 'retail',
} as unknown as SourceRegistration;
const lying = {
  source,
  quarantineId: 'rcp_1',
  rawKey: 'raw/desk-mail/x',
  receivedAt: '2026-03-02T09:00:00.000Z',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const toDecide = { candidates: [{ type: 'none', probability: 0.5 }], references: [], days: [], places: [] };
const rejections = [{ part: 'mail', pointer: 'mail', detail: 'Not sure.', toDecide }];
const unreadable = {
  id: 'rcp_1',
  sourceId: 'desk-mail',
  at: lying.receivedAt,
  rawKey: lying.rawKey,
  contentType: 'message/rfc822',
  headers: {},
  via: 'mail' as const,
  rejections,
};
const by = (id: string) => ({ at: '2026-03-02T10:00:00.000Z', actor: { kind: 'person' as const, id } });
const late: MailDecision = {
  act: 'report',
  reports: [{ type: 'transport.delay', references: [{ kind: 'shipment', value: 'SO-1' }], text: 'Two days late.' }],
};

describe('a mail that waits for a person', () => {
  it('is one report of our own, however often it comes; what only cannot be read is none', () => {
    const [waiting, ...more] = mailToRead([...rejections, ...rejections], lying);
    expect(more).toEqual([]);
    expect(signal.parse(waiting)).toMatchObject({
      type: MAIL_TO_READ,
      references: [{ kind: 'source', value: 'rcp_1' }],
    });
    expect(mailToRead(rejections, { ...lying, traceparent: lying.traceparent.replace('b7', 'c7') })[0]?.id).toBe(
      waiting?.id,
    );
    expect(mailToRead([{ part: 'mail', pointer: 'mail', detail: 'A virus was found in it.' }], lying)).toEqual([]);
  });

  it('is decided once: the first word holds, also when the mail comes again', () => {
    const open = keptAgain(undefined, unreadable);
    const decided = afterDecision(open, late, by('jonas-weber'));
    if (decided === undefined) throw new Error('it was open');
    expect(decided.state).toBe('decided');
    expect(decisionOn(decided)).toEqual({ decision: late, by: by('jonas-weber') });
    expect(afterDecision(decided, { act: 'no-trouble', reason: 'a newsletter' }, by('ines-duarte'))).toBeUndefined();
    expect(keptAgain(decided, { ...unreadable, at: '2026-03-03T09:00:00.000Z' })).toMatchObject({
      state: 'decided',
      times: 2,
    });
    expect(afterDecision(keptAgain(undefined, { ...unreadable, rejections: [] }), late, by('x'))).toBeUndefined();
  });

  it('becomes what the person says, with who and when, and waits no longer', () => {
    const signals = decidedSignals(late, by('jonas-weber'), lying);
    expect(signals.map((one) => signal.parse(one))).toEqual(signals);
    expect(signals).toMatchObject([
      {
        kind: 'exception',
        type: 'transport.delay',
        references: [{ kind: 'shipment', value: 'SO-1', issuer: 'desk-mail' }],
        reason: { scheme: 'fairlead:mail', text: 'Read as report by jonas-weber at 2026-03-02T10:00:00.000Z.' },
        text: 'Two days late.',
        raw: { key: lying.rawKey },
      },
      { kind: 'progress', milestone: { name: 'resumed' }, references: [{ value: 'rcp_1' }] },
    ]);
    expect(decidedSignals(late, by('jonas-weber'), lying)).toEqual(signals);
    const none = decidedSignals({ act: 'no-trouble', reason: 'a greeting' }, by('jonas-weber'), lying);
    expect(none.map(({ kind }) => kind)).toEqual(['progress']);
  });
});

describe('mail that SES has received', () => {
  it('is the same on whatever way it came, and another when its writer says something else', () => {
    const mail = (way: string, text: string) =>
      Buffer.from(`Received: by ${way}\r\n for x\r\nFrom: a@b.example\r\nSubject: Hi\r\n you\r\n\r\n${text}`);
    expect(mailIdentity(mail('one', 'late'))).toEqual(mailIdentity(mail('two', 'late')));
    expect(mailIdentity(mail('one', 'late'))).not.toEqual(mailIdentity(mail('one', 'lost')));
    expect(Buffer.from(mailIdentity(mail('one', 'late'))).toString()).toBe(
      'From: a@b.example\nSubject: Hi\r\n you\n\nlate',
    );
    expect(mailIdentity(Buffer.from('no header'))).toEqual(Buffer.from('no header'));
  });

  const notice = (recipients: readonly string[]) =>
    JSON.stringify({
      notificationType: 'Received',
      mail: { timestamp: '2026-03-02T09:00:00.000Z', messageId: 'd6iitobk75ur44p8kdnnp7g2n800', headers: [] },
      receipt: {
        recipients,
        spamVerdict: { status: 'PASS' },
        virusVerdict: { status: 'PASS' },
        spfVerdict: { status: 'GRAY' },
        dkimVerdict: { status: 'SOMETHING_NEW' },
        action: { type: 'S3', bucketName: 'raw', objectKey: 'mail/d6ii' },
      },
    });

  // SES tries a new receipt rule by a mail of its own: it is of nobody, and whatever else it holds it is no dead letter.
  it('is none where SES only tries the rule', () => {
    const mail = { messageId: 'AMAZON_SES_SETUP_NOTIFICATION', destination: ['recipient@example.com'] };
    expect(mailArrivalsIn(JSON.stringify({ notificationType: 'Received', mail }))).toEqual([]);
    expect(() => mailArrivalsIn(JSON.stringify({ mail: { ...mail, messageId: 'd6ii' } }))).toThrow();
  });

  it('goes to the sources that its addresses name', () => {
    const [arrival] = mailArrivalsIn(
      notice([
        'Desk-Mail+ups@in.example.com',
        'desk-mail@in.example.com',
        '../x@in.example.com',
        'other@in.example.com',
      ]),
    );
    expect(arrival).toMatchObject({ key: 'mail/d6ii', sourceIds: ['desk-mail', 'other'] });
    // What is not known proves nothing.
    expect(arrival?.verdicts).toMatchObject({ dkimVerdict: 'PROCESSING_FAILED', dmarcVerdict: 'GRAY' });
  });

  const verdicts: Verdicts = {
    spamVerdict: 'PASS',
    virusVerdict: 'PASS',
    spfVerdict: 'PASS',
    dkimVerdict: 'PASS',
    dmarcVerdict: 'GRAY',
  };
  const read = (
    more: Partial<Verdicts>,
    from: string,
    text: string,
    results = '',
    allowedSenders?: readonly string[],
  ) =>
    emailTranslator({
      classify: () => [{ type: 'transport.delay', probability: 0.95, said: text }],
      confidence: 0.8,
      verdicts: { ...verdicts, ...more },
    })(
      payloadOf(
        `Authentication-Results: ${results}\r\nAuthentication-Results: amazonses.com; dkim=pass header.i=@ups.com\r\nFrom: ${from}\r\nSubject: UPS Update: Your package is delayed\r\n\r\n${text}`,
      ),
      { ...sender, ...(allowedSenders === undefined ? {} : { allowedSenders }) },
    );
  const parcel = 'Tracking Number: 1Z999AA10123456784';

  it('is believed in the name of a carrier only where that is proved', async () => {
    const proved = await read({}, 'mcinfo@ups.com', parcel, 'amazonses.com; dkim=pass header.i=@ups.com');
    expect(proved.drafts).toMatchObject([{ kind: 'exception', type: 'transport.delay', carrier: { name: 'UPS' } }]);
    // The lower header is the forger's own.
    for (const more of [{}, { dmarcVerdict: 'FAIL' } as const]) {
      const forged = await read(more, 'mcinfo@ups.com', parcel, 'amazonses.com; dkim=pass header.i=@evil.example');
      expect(forged.drafts).toEqual([]);
      expect(forged.rejections).toMatchObject([
        { detail: expect.stringContaining('in the name of UPS'), toDecide: {} },
      ]);
    }
  });

  it('is not read where a virus or spam was found, and by a person where its writer is another than it says', async () => {
    for (const more of [{ virusVerdict: 'FAIL' }, { spamVerdict: 'FAIL' }] as const) {
      const { drafts, rejections: refused } = await read(more, 'jo@forwarder.example', parcel);
      expect(drafts).toEqual([]);
      expect(refused).toHaveLength(1);
      expect(refused[0]?.toDecide).toBeUndefined();
    }
    expect((await read({}, 'jo@forwarder.example', parcel)).drafts).toHaveLength(1);
    expect(
      (await read({ dmarcVerdict: 'FAIL' }, 'jo@forwarder.example', parcel)).rejections[0]?.toDecide,
    ).toBeDefined();
  });

  const ALLOWED = ['desk@partner.example', 'forwarder.example'];
  const PROOF = 'amazonses.com; dkim=pass header.i=@mail.forwarder.example';
  it.each([
    ['its domain is allowed', 'jo@forwarder.example', PROOF, {}, 'read'],
    ['a domain below it', 'Jo@EU.Forwarder.Example', PROOF, {}, 'read'],
    ['DMARC passed', 'desk@partner.example', '', { dmarcVerdict: 'PASS' }, 'read'],
    ['another of a domain of which one may', 'jo@partner.example', '', { dmarcVerdict: 'PASS' }, 'refused'],
    ['a domain that only ends like it', 'jo@evilforwarder.example', '', { dmarcVerdict: 'PASS' }, 'refused'],
    [
      'allowed, and signed by somebody else',
      'jo@forwarder.example',
      'amazonses.com; dkim=pass header.i=@evil.example',
      {},
      'asked',
    ],
    ['allowed, and DMARC failed', 'jo@forwarder.example', PROOF, { dmarcVerdict: 'FAIL' }, 'asked'],
    ['a carrier that is not allowed', 'mcinfo@ups.com', '', { dmarcVerdict: 'PASS' }, 'refused'],
    ['nobody', '', '', { dmarcVerdict: 'PASS' }, 'refused'],
  ] as const)('to a mailbox of some: %s', async (_what, from, results, more, becomes) => {
    const { drafts, rejections: refused } = await read(more, from, parcel, results, ALLOWED);
    expect(drafts).toHaveLength(becomes === 'read' ? 1 : 0);
    expect(refused.map(({ toDecide }) => toDecide !== undefined)).toEqual(
      becomes === 'read' ? [] : [becomes === 'asked'],
    );
    if (becomes !== 'refused') return;
    expect(refused[0]?.detail).toMatch(/this mailbox/);
    expect(refused[0]?.mend).toContain('allowedSenders');
    expect(JSON.stringify(refused)).not.toMatch(/jo@|mcinfo@/);
  });

  it('is for a person where nobody signed and its domain does not let that machine send', async () => {
    const failed = { spfVerdict: 'FAIL', dkimVerdict: 'GRAY' } as const;
    expect((await read(failed, 'jo@forwarder.example', parcel)).rejections[0]?.toDecide).toBeDefined();
    const list = { spfVerdict: 'FAIL', dkimVerdict: 'PASS' } as const;
    expect((await read(list, 'jo@forwarder.example', parcel)).drafts).toHaveLength(1);
  });
});
