import { describe, expect, it } from 'vitest';
import { anyTranslatorOf } from '../../../lambdas/inbound/formats/any-format.ts';
import type { Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { completeAll } from './complete.ts';
import { payloadOf, sender } from './sender.ts';

interface Written {
  readonly from?: string;
  readonly subject?: string;
  readonly text?: string | Uint8Array;
  readonly type?: string;
  readonly more?: readonly string[];
}

const date = 'Mon, 2 Mar 2026 09:15:00 -0500';
function mailOf({ from = 'Jo Example <jo@forwarder.example>', subject = '', text = '', type, more = [] }: Written) {
  const head = [
    `From: ${from}`,
    'To: ops@example.com',
    `Subject: ${subject}`,
    `Date: ${date}`,
    'MIME-Version: 1.0',
    `Content-Type: ${type ?? 'text/plain; charset=utf-8'}`,
    ...more,
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), Buffer.from(text)]);
}
async function read(mail: Written | Uint8Array): Promise<Translation> {
  const translation = await anyTranslatorOf('email')?.(
    payloadOf(mail instanceof Uint8Array ? mail : mailOf(mail), 'message/rfc822'),
    sender,
  );
  if (translation === undefined) throw new Error('nobody reads mail');
  return translation;
}
const outcomeOf = ({ drafts, rejections }: Translation): string =>
  drafts.map((draft) => ('type' in draft ? draft.type : draft.milestone?.name)).join(' ') ||
  (rejections.length > 0 ? 'to read' : 'nothing');
const numbersOf = ({ drafts }: Translation) =>
  drafts.flatMap(({ references }) => references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`));

describe('notices of carriers', () => {
  const ups = 'Tracking Number: 1Z999AA10123456784';
  it.each([
    ['mcinfo@ups.com', 'UPS Update: Package Scheduled for Delivery Today', ups, 'out_for_delivery'],
    ['pkginfo@ups.com', 'UPS Delivery Notification, Tracking Number 1Z999AA10123456784', ups, 'delivered'],
    ['pkginfo@ups.com', 'UPS Ship Notification', ups, 'in_transit'],
    ['mcinfo@ups.com', 'UPS Update: Your package is delayed', ups, 'transport.delay'],
    ['mcinfo@ups.com', 'UPS Update: New Scheduled Delivery Date', ups, 'transport.delay'],
    ['kurierdpd3@dpd.com.pl', 'Twoja paczka zostala doreczona', 'numer paczki: 1000399528451U', 'delivered'],
    ['mcinfo@ups.com', 'UPS Update: We attempted to deliver your package', ups, 'transport.delivery_failed'],
    [
      'TrackingUpdates@fedex.com',
      'Delivery exception',
      'Tracking number 123456789012. Reason: Customer not available or business closed',
      'transport.delivery_failed',
    ],
    ['TrackingUpdates@fedex.com', 'Your package has been delivered', 'Tracking number: 123456789012', 'delivered'],
    [
      'noreply@dhl.de',
      'Ihre Sendung konnte nicht zugestellt werden',
      'Sendungsnummer 00340434161094042557',
      'transport.delivery_failed',
    ],
    ['noreply@dhl.de', 'Ihr Paket kommt heute', 'Sendungsnummer: 00340434161094042557', 'out_for_delivery'],
    [
      'no-reply@canadapost.ca',
      'Notice: your item is ready for pickup',
      'Tracking number: RA123456785CA',
      'available_for_delivery',
    ],
    ['no-reply@royalmail.com', 'Sorry we missed you', 'Tracking number: RA123456785GB', 'transport.delivery_failed'],
    [
      'auto-reply@usps.com',
      'USPS Item Delivered, In/At Mailbox',
      'Tracking number 9400111899223100001004',
      'delivered',
    ],
    [
      'powiadomienia@dpd.com.pl',
      'Nie udało się doręczyć Twojej paczki',
      'numer paczki: 1000399528451U',
      'transport.delivery_failed',
    ],
    ['noreply@postnl.nl', 'Je pakket is bezorgd', 'Zendingsnummer: 3STEST123456789', 'delivered'],
    [
      'shipment-tracking@amazon.com',
      'Your package was returned to sender',
      'Order #111-2223334-4445556',
      'transport.delivery_failed',
    ],
  ])('%s: %s', async (from, subject, text, expected) => {
    const translation = await read({ from, subject, text });
    expect(outcomeOf(translation)).toBe(expected);
    expect(numbersOf(translation)).toHaveLength(1);
    expect(completeAll(translation)).toHaveLength(1);
  });

  it('does not take what might be for what is', async () => {
    const text = `${ups}\nYour package is on the way.\nIf we miss you, we will attempt delivery again. Delivery may be delayed by weather.`;
    expect(outcomeOf(await read({ from: 'mcinfo@ups.com', subject: 'UPS My Choice', text }))).toBe('in_transit');
    const subject = 'Your package will no longer be delayed';
    expect(outcomeOf(await read({ from: 'mcinfo@ups.com', subject, text: ups }))).not.toContain('transport.delay');
  });

  it('believes a number by its check digit, and a carrier by the end of its domain only', async () => {
    const text = 'Tracking 92748902410637553403302876 was first 92748902410637553123456789. Your package is delayed.';
    expect(numbersOf(await read({ from: 'auto-reply@usps.com', text }))).toEqual([
      'tracking 92748902410637553403302876 USPS',
    ]);
    const forged = await read({
      from: 'no-reply@usps.com.parcels.example',
      subject: 'Delivery Exception',
      text: 'Pay now',
    });
    expect(forged.drafts).toEqual([]);
  });

  it.each([
    ['noreply@dhl.de', 'konnte nicht zugestellt werden', 'Ihre Sendung 00340434161094042557', '00340434161094042557'],
    ['noreply@dhl.com', 'held by customs', 'Your shipment with waybill number 1234567890', '1234567890'],
    [
      'powiadomienia@inpost.pl',
      'Paczka zwrócona do nadawcy',
      'paczka o numerze 620123456789012345678901',
      '620123456789012345678901',
    ],
    [
      'noreply@postescanada.ca',
      'Votre colis est en retard',
      'Numéro de repérage : 7023210039414604',
      '7023210039414604',
    ],
    [
      'info@purolator.com',
      'Delivery attempted - 520123456789',
      'See https://purolator.com/a/999999999999',
      '520123456789',
    ],
  ])('finds the only number of a notice of %s', async (from, subject, text, number) => {
    expect(numbersOf(await read({ from, subject, text })).map((each) => each.split(' ')[1])).toEqual([number]);
  });

  it('takes none of two long numbers that nothing names', async () => {
    const text = 'Your package is late. 520123456789 520123456780';
    expect(outcomeOf(await read({ from: 'info@purolator.com', subject: 'Delayed', text }))).toBe('to read');
  });

  it('believes a shop what it announces by its subject, though its words do not tell', async () => {
    const text = 'Hi, UPS was at your door. Order 1001, tracking number 1Z999AA10123456784';
    const subject = 'Delivery attempt failed for order #1001';
    const announced = await read({ from: 'no-reply@shop.example', subject, text });
    expect(outcomeOf(announced)).toBe('transport.delivery_failed');
    expect(numbersOf(announced)).toContain('tracking 1Z999AA10123456784 UPSN');
    // Of a person a subject is only a part of what is weighed.
    expect(outcomeOf(await read({ from: 'jo@shop.example', subject, text }))).toBe('to read');
  });

  it('takes the time that is said in the zone of the source, a time to come and none from the mail', async () => {
    const timeOf = async (text: string) =>
      (
        await read({
          from: 'auto-reply@usps.com',
          subject: 'Delivery exception',
          text: `${text} Tracking number 9400111899223100001004`,
        })
      ).drafts.map(({ occurredAt, timeBasis }) => `${occurredAt} ${timeBasis}`);
    expect(await timeOf('It was not updated as of March 1, 2026, 1:10 am.')).toEqual([
      '2026-03-01T01:10:00.000+01:00 source',
    ]);
    expect(await timeOf('We will try by March 4, 2026, 9:00 pm.')).toEqual(['2026-03-02T09:15:00.000-05:00 sent']);
  });

  it('asks a person where trouble has no number', async () => {
    const translation = await read({ from: 'auto-reply@usps.com', subject: 'Delivery exception', text: 'Hello' });
    expect(outcomeOf(translation)).toBe('to read');
    expect(translation.rejections[0]).toMatchObject({ part: 'mail', pointer: 'mail' });
  });
});

describe('what people write', () => {
  it.each([
    ['Our container CSQU3054383 is held by customs in Hamburg.', 'compliance.customs_hold'],
    ['The truck for PO 4500012345 broke down near Lyon and will be late.', 'transport.delay'],
    ['Die Ware zu Bestellung 4500012345 wurde beschädigt angeliefert.', 'cargo.damaged'],
    ['La livraison 80012345 est retardée à cause de la neige.', 'transport.delay'],
    ['The receiver refused shipment 80012345.', 'transport.delivery_failed'],
    ['PRO 123456789: the driver never showed up.', 'transport.milestone_missed'],
    ['Shipment 80012345 is not delayed, all is well.', 'other'],
    ['If shipment 80012345 is delayed, please let us know.', 'other'],
    ['Shipment 80012345 was delayed. The problem is resolved, it is on its way.', 'other'],
    ['Is shipment 80012345 delayed?', 'other'],
    ['Please find the packing list for PO 4500012345 attached.', 'other'],
    ['Lunch on Friday?', 'nothing'],
    ['Shipment 80012345 is delayed, call Mrs Example.', 'to read'],
    // In a language that it has no words of it may say anything.
    ['集装箱 CSQU3054383 因船期延误，预计晚到五天。', 'to read'],
    ['Груз 80012345 задерживается на таможне.', 'to read'],
    ['Merhaba, 80012345 numaralı sevkiyat iki gün gecikecek.', 'to read'],
    ['Dzień dobry, przesyłka 80012345 dotarła zgodnie z planem.', 'other'],
    ['The goods arrived damaged.', 'to read'],
  ])('%s: %s', async (text, expected) => {
    expect(outcomeOf(await read({ text }))).toBe(expected);
  });

  it('says the candidates and their probabilities to who has to decide', async () => {
    const text = 'Shipment 80012345 is delayed in Anvers until 5 March, call Mrs Example.';
    const { rejections } = await read({ text });
    expect(rejections[0]?.detail).toMatch(/transport\.delay 0\.\d\d, none 0\.\d\d/);
    expect(rejections[0]?.toDecide).toMatchObject({
      candidates: [{ type: 'transport.delay' }, { type: 'none' }, {}, {}],
      references: [{ kind: 'shipment', value: '80012345', issuer: 'north-edi' }],
      days: ['2026-03-05'],
      places: [{ code: 'BEANR' }],
    });
    expect(rejections[0]?.mend).toContain('Somebody has to read it');
  });

  it('knows numbers by check digit or by the word before them', async () => {
    const text = 'CSQU3054383 and CSQU3054384, PO# 4500012345, B/L HLCU1234567, UPS 1Z12345E0205271677 on 2026-03-02';
    expect(numbersOf(await read({ text }))).toEqual([
      'container CSQU3054383 BIC',
      'tracking 1Z12345E0205271677 UPSN',
      'purchase_order 4500012345 north-edi',
      'bill_of_lading HLCU1234567 north-edi',
    ]);
  });

  it('keeps addresses and telephone numbers out of a signal', async () => {
    const text = 'Shipment 80012345 is delayed, the truck (+49 151 12345678 or eve@private.example) is late.';
    const [draft] = (await read({ text })).drafts;
    expect(draft?.text).toContain('is delayed');
    expect(JSON.stringify(draft)).not.toMatch(/12345678|private/);
  });

  it('reads what is new in an answer, not what it answers', async () => {
    const text =
      'All fine, delivered. Shipment 80012345\n\nOn Mon, Mar 2, 2026, Jo Example wrote:\n> Shipment 80012345 is delayed.';
    expect(outcomeOf(await read({ subject: 'Re: late?', text }))).toBe('other');
  });
});

describe('mails in all their forms', () => {
  const delayed = 'UPS Update: Your package is delayed';
  const inner = mailOf({ from: 'mcinfo@ups.com', subject: delayed, text: 'Tracking Number: 1Z999AA10123456784' });
  const attached = (content: Uint8Array, mark = 'b') =>
    mailOf({
      type: `multipart/mixed; boundary=${mark}`,
      text: `--${mark}\r\nContent-Type: text/plain\r\n\r\nsee below\r\n--${mark}\r\nContent-Type: message/rfc822\r\n\r\n${Buffer.from(content).toString('latin1')}\r\n--${mark}--\r\n`,
    });

  it('reads a forwarded mail, as a part and in the text', async () => {
    const translation = await read(attached(inner));
    expect(outcomeOf(translation)).toBe('transport.delay');
    expect(translation.drafts[0]?.part).toBe('mail, message 1');
    const text = `FYI\n\n---------- Forwarded message ---------\nFrom: UPS <mcinfo@ups.com>\nDate: Mon, Mar 2, 2026\nSubject: ${delayed}\nTo: <me@example.com>\n\nTracking Number: 1Z999AA10123456784`;
    expect(outcomeOf(await read({ subject: `Fwd: ${delayed}`, text }))).toBe('transport.delay');
  });

  it('follows mails in mails three levels deep, and no mail beyond reason', async () => {
    let nested: Uint8Array = inner;
    for (let level = 0; level < 40; level += 1) nested = attached(nested, `level${String(level)}.`);
    const { drafts, rejections, warnings } = await read(nested);
    expect(drafts.length + rejections.length + warnings.length).toBeLessThanOrEqual(4);
    const boundaries = Array.from(
      { length: 60 },
      (_, at) => `--b${String(at)}\r\nContent-Type: multipart/mixed; boundary=b${String(at + 1)}\r\n\r\n`,
    );
    const deep = mailOf({ type: 'multipart/mixed; boundary=b0', text: boundaries.join('') });
    expect(outcomeOf(await read(deep))).toBe('to read');
  });

  it.each([
    [
      'quoted-printable in Latin-1',
      'text/plain; charset=iso-8859-1',
      'Die Lieferung 80012345 versp=E4tet sich.',
      'quoted-printable',
    ],
    [
      'Windows-1250',
      'text/plain; charset=windows-1250',
      Buffer.from([...Buffer.from('Lieferung 80012345 versp'), 0xe4, ...Buffer.from('tet sich.')]),
      '8bit',
    ],
    [
      'base64',
      'text/plain; charset=utf-8',
      Buffer.from('Die Lieferung 80012345 verspätet sich.').toString('base64'),
      'base64',
    ],
    [
      'HTML with styles and entities',
      'text/html; charset=utf-8',
      '<head><style>p{color:red}</style><title>lost</title></head><body><!-- is lost --><p>Die Lieferung <b>8001</b>2345 versp&auml;tet sich.</p>',
      '8bit',
    ],
    ['a charset that is none', 'text/plain; charset=klingon', 'Delivery 80012345 is delayed.', '8bit'],
    [
      'Windows letters without a charset',
      'text/plain',
      Buffer.from('Die Lieferung 80012345 verspätet sich.', 'latin1'),
      '8bit',
    ],
    [
      'the same, said to be ASCII',
      'text/plain; charset=us-ascii',
      'Lieferung 80012345 versp=E4tet sich.',
      'quoted-printable',
    ],
    ['UTF-8 without a charset', 'text/plain', 'Die Lieferung 80012345 verspätet sich.', '8bit'],
  ])('reads %s', async (_name, type, text, encoding) => {
    const translation = await read({ type, text, more: [`Content-Transfer-Encoding: ${encoding}`] });
    expect(outcomeOf(translation)).toBe('transport.delay');
    expect(numbersOf(translation)).toEqual(['delivery 80012345 north-edi']);
  });

  it('passes over what machines answer, and what lists send about nothing of ours', async () => {
    const text = 'Your mail about shipment 80012345 could not be delivered and is delayed.';
    expect(outcomeOf(await read({ from: 'MAILER-DAEMON@example.com', text }))).toBe('nothing');
    expect(outcomeOf(await read({ text, more: ['Auto-Submitted: auto-replied'] }))).toBe('nothing');
    const news = { text: 'Ships are delayed in Rotterdam.', more: ['List-Unsubscribe: <mailto:x@example.com>'] };
    expect(outcomeOf(await read(news))).toBe('nothing');
  });

  it.each([
    'Automatische Antwort: Verspätung 80012345',
    'Réponse automatique : Envoi 80012345 endommagé',
    'Respuesta automática: Pedido 80012345 retrasado',
    '自動応答: 80012345 遅延',
    'Mail delivery failed: returning message to sender',
  ])('passes over the answer of a mailbox: %s', async (subject) => {
    const text = 'Shipment 80012345 is delayed.';
    expect(outcomeOf(await read({ subject, text }))).toBe('nothing');
    expect(outcomeOf(await read({ subject: `Re: ${subject}`, text }))).not.toBe('nothing');
  });

  it('reads no mail of ours that came back with a refusal, and no answer to an invitation', async () => {
    const returned = mailOf({
      from: 'bounces@relay.example',
      type: 'multipart/report; boundary=b',
      text: `--b\r\nContent-Type: message/rfc822\r\n\r\n${inner.toString()}\r\n--b--\r\n`,
    });
    expect(outcomeOf(await read(returned))).toBe('nothing');
    const text = 'BEGIN:VCALENDAR\r\nSUMMARY:Shipment 80012345 is delayed.\r\nEND:VCALENDAR';
    const calendar = (method: string) =>
      read({ subject: 'Shipment 80012345 is delayed.', type: `text/calendar; method=${method}`, text });
    expect(outcomeOf(await calendar('REPLY'))).toBe('nothing');
    expect(outcomeOf(await calendar('REQUEST'))).toBe('transport.delay');
  });

  it('rejects what is no mail', async () => {
    for (const bytes of ['', '\u0000', '\r\n\r\n']) expect(outcomeOf(await read(Buffer.from(bytes)))).toBe('to read');
  });

  it('makes the same signal of the same mail', async () => {
    const mail = {
      from: 'mcinfo@ups.com',
      subject: delayed,
      text: '1Z999AA10123456784',
      more: ['Message-ID: <a@ups.com>'],
    };
    const ids = [await read(mail), await read(mail)].map((each) => completeAll(each)[0]?.id);
    expect(ids[0]).toBe(ids[1]);
  });
});
