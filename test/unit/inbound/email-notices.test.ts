import { describe, expect, it } from 'vitest';
import { translateEmail } from '../../../lambdas/inbound/formats/email.ts';
import type { SignalDraft } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

const mail = (from: string, subject: string, text: string, ...headers: readonly string[]): string =>
  [
    `From: ${from}`,
    `Subject: ${subject}`,
    'Date: Mon, 2 Mar 2026 09:00:00 +0100',
    'Content-Type: text/plain; charset=utf-8',
    ...headers,
    '',
    text,
  ].join('\r\n');
const read = (raw: string) => translateEmail(payloadOf(raw, 'message/rfc822'), sender);
const typeOf = (draft: SignalDraft | undefined): string | undefined =>
  draft !== undefined && 'type' in draft ? draft.type : draft?.milestone?.name;

const FAILED = 'transport.delivery_failed';
const DELAY = 'transport.delay';

describe('a notice of a carrier', () => {
  it.each([
    [
      'noreply@brt.it',
      'Spedizione in giacenza',
      'La spedizione n. 123456789012 non è stata consegnata: destinatario assente.',
      FAILED,
    ],
    [
      'notificaciones@correos.es',
      'Incidencia en la entrega de su envío',
      'Su envío PQ4F6X0712345670128001T no ha podido ser entregado.',
      FAILED,
    ],
    ['notificaciones@correos.es', 'Incidencia con su envío', 'El envío PQ4F6X0712345670128001T llegará mañana.', DELAY],
    ['noreply@laposte.info', 'Avis de passage', 'Votre colis 6A12345678901 vous attend.', FAILED],
    ['info@poczta-polska.pl', 'Awizo', 'Przesyłka 00259007734567890123 czeka.', FAILED],
    ['noreply@dhl.de', 'Ihre Zustellung wurde auf morgen verschoben', 'Sendungsnummer 00340434161094042557', DELAY],
    ['noreply@royalmail.com', 'You have a fee to pay', 'Your item RN123456785GB is waiting.', FAILED],
    ['noreply@mondialrelay.fr', 'Je pakket 77116398 ligt voor je klaar', 'Goed nieuws.', 'available_for_delivery'],
    [
      'noreply@inpost.pl',
      'Twoja paczka jest już prawie u Ciebie',
      'Numer paczki: 609999999990999918999993',
      'out_for_delivery',
    ],
  ])('of %s, "%s", is read', async (from, subject, text, expected) => {
    const { drafts, rejections } = await read(mail(from, subject, text));
    expect(rejections).toEqual([]);
    expect(drafts.map(typeOf)).toEqual([expected]);
  });
});

describe('a machine that is no carrier', () => {
  it('means what its subject says', async () => {
    const { drafts, rejections } = await read(
      mail(
        'notifications@shop.example',
        'Your order is delayed',
        'Order number 2000123-45678901. We are sorry. Write to jane.doe@shop.example.',
      ),
    );
    expect(rejections).toEqual([]);
    expect(drafts).toMatchObject([
      {
        type: DELAY,
        reason: { scheme: 'email:notice', code: 'delayed' },
        references: [{ kind: 'order', value: '2000123-45678901' }],
      },
    ]);
    expect(JSON.stringify(drafts)).not.toContain('jane.doe');
  });

  it('announces with its subject what is on its way, wherever it waits', async () => {
    const { drafts, rejections } = await read(
      mail(
        'powiadomienia@market.example',
        'Twoja paczka jest już prawie u Ciebie',
        'Paczka InPost czeka w Paczkomacie. Numer paczki: 609999999990999918999993',
      ),
    );
    expect(rejections).toEqual([]);
    expect(drafts).toMatchObject([{ kind: 'progress' }]);
  });

  it('says nothing of what it does not name, nor by a question', async () => {
    expect(await read(mail('notifications@shop.example', 'Your order is delayed', 'We are sorry.'))).not.toMatchObject({
      drafts: [{}],
    });
    const { drafts } = await read(
      mail('news@shop.example', 'Is your parcel delayed?', 'Order number 2000123-45678901 is on its way.'),
    );
    expect(drafts.filter((draft) => 'type' in draft)).toEqual([]);
  });

  it('is not a person, whose subject alone is not enough', async () => {
    const { drafts } = await read(mail('jane@shop.example', 'Your order is delayed', 'Order number 2000123-45678901.'));
    expect(drafts.filter((draft) => draft.kind === 'exception' && draft.reason?.scheme === 'email:notice')).toEqual([]);
  });

  it('and what a person puts above a mail is never taken for nothing, but in an answer', async () => {
    const attempt = 'Delivery attempt failed for order #1001';
    const text = 'Hi, UPS was at your door. Order 1001, tracking number 1Z999AA10123456784';
    expect(await read(mail('jo@shop.example', attempt, text))).toMatchObject({
      drafts: [],
      rejections: [{ toDecide: {} }],
    });
    const answered = await read(mail('jo@shop.example', `Re: ${attempt}`, `${text}. Thank you, it has come.`));
    expect(answered).toMatchObject({ drafts: [{ kind: 'progress' }], rejections: [] });
  });
});

describe('an answer of a machine', () => {
  it.each([
    ['an absence in German', 'Abwesend: Sendung 80012345 verspätet', []],
    ['a receipt that it was read', 'Gelesen: Sendung 80012345 beschädigt', []],
    ['an answer that says it was made', 'Re: Shipment 80012345 damaged', ['Auto-Submitted: auto-generated']],
  ])('is passed over: %s', async (_what, subject, headers) => {
    const translation = await read(mail('jane@forwarder.example', subject, 'The goods are damaged.', ...headers));
    expect(translation).toMatchObject({
      drafts: [],
      rejections: [],
      warnings: [expect.stringContaining('answer of a machine')],
    });
  });

  it('is not what a machine reports of its own accord', async () => {
    const { drafts } = await read(
      mail(
        'alerts@tms.example',
        'Shipment 80012345 delayed',
        'Shipment 80012345 was delayed by a strike.',
        'Auto-Submitted: auto-generated',
      ),
    );
    expect(drafts).toMatchObject([{ type: DELAY }]);
  });
});
