import { describe, expect, it } from 'vitest';
import { classifyText } from '../../../lambdas/inbound/formats/email/classify-text.ts';
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
    ['trackingupdates@fedex.com', 'Delay in delivery: FedEx Shipment 123456789012', 'A delay has occurred.', DELAY],
    ['trackingupdates@fedex.com', 'FedEx Shipment 123456789012', 'There is no delay in delivery.', 'other'],
    ['noreply@seur.net', 'Su envío no ha podido ser entregado', 'Expedición 123456789: ausente.', FAILED],
    ['info@poczta-polska.pl', 'eINFO', 'Przesyłka 00259007734567890123 zostanie dziś doręczona.', 'out_for_delivery'],
    ['noreply@postnl.nl', 'Je pakket komt vandaag', 'Je pakket 3SABCD123456789.', 'out_for_delivery'],
    ['noreply@mondialrelay.fr', 'Votre colis est disponible', 'Le colis 12345678.', 'available_for_delivery'],
    ['noreply@dhl.de', 'Ihr Paket liegt für Sie bereit', '00340434161094042557', 'available_for_delivery'],
    [
      'noreply@dhl.com',
      'DHL Shipment Notification : 1234567890',
      'Status: held by customs.',
      'compliance.customs_hold',
    ],
    ['noreply@dhl.com', 'DHL Shipment Notification : 1234567890', 'It was picked up.', 'in_transit'],
    ['noreply@dhl.com', 'DHL On Demand Delivery', 'Your shipment with waybill number 1234567890 is on hold.', DELAY],
    [
      'noreply@dhl.com',
      'DHL On Demand Delivery',
      'Shipment 1234567890: additional information is required to clear customs.',
      'compliance.document_missing',
    ],
    ['noreply@dhl.de', '00340434161094042557', 'Die Sendung wird einen Tag später zugestellt als geplant.', DELAY],
    ['noreply@brt.it', 'Spedizione 123456789012', 'La consegna è stata posticipata a domani.', DELAY],
    ['noreply@postnord.se', 'RR123456785SE', 'Ditt paket är försenat.', DELAY],
    ['noreply@bring.no', 'RR123456785NO', 'Pakken kunne ikke leveres.', FAILED],
    ['noreply@posti.fi', 'RR123456785FI', 'Paketti myöhästyy.', DELAY],
    ['order-update@amazon.co.jp', 'ご注文 503-1234567-1234567', '商品の配送が遅れています。', DELAY],
    ['order-update@amazon.co.jp', 'ご注文 503-1234567-1234567', '配達できませんでした。', FAILED],
    // No shape of a notice, but what its words say.
    ['noreply@posteitaliane.it', 'RR123456785IT', 'Il pacco risulta smarrito, ricerche in corso.', 'transport.lost'],
    ['noreply@notif-colissimo-laposte.info', 'Il va bientôt vous être livré', 'Colis 6A12345678901.', 'in_transit'],
  ])('of %s, "%s", is read', async (from, subject, text, expected) => {
    const { drafts, rejections } = await read(mail(from, subject, text));
    expect(rejections).toEqual([]);
    expect(drafts.map(typeOf)).toEqual([expected]);
  });
});

describe('what a person writes of ordinary things', () => {
  it.each([
    // Places whose names begin as other words do: rotto, heat, gote.
    ['Arrival notice', 'Your container MSKU1234565 will arrive at Rotterdam on 5 March 2026.'],
    ['Arrival', 'Container MSKU1234565 arrived at Göteborg on 5 March 2026.'],
    ['Flight', 'Shipment 80012345 landed at Heathrow this morning.'],
    ['Transport order', 'Temperature setting for shipment 80012345: +2 to +8 degrees.'],
    ['Transport order', 'Shipment 80012345: please keep the goods at 5 degrees during transport.'],
    ['Transportauftrag', 'Sendung 80012345, bitte bei minus 18 Grad transportieren.'],
  ])('"%s": %s', async (subject, text) => {
    const { drafts, rejections } = await read(mail('anna@line.example', subject, text));
    expect(drafts.filter((draft) => draft.kind === 'exception')).toEqual([]);
    // Nobody is sure of a trouble; a person may be asked.
    for (const { toDecide } of rejections)
      expect(toDecide?.candidates.find(({ type, probability }) => type !== 'none' && probability >= 0.8)).toBe(
        undefined,
      );
  });

  // What is "if" in one language is another word in the next, and what is not yet over is not over.
  it.each([
    ['Der LKW mit Sendung 80012345 kommt einen Tag später als geplant.', DELAY],
    ['Durante il trasporto il bancale si è ribaltato e la merce è danneggiata.', 'cargo.damaged'],
    ['Container MSKU1234565 is not yet released, customs wants to inspect it.', 'compliance.customs_hold'],
    ['Der Container wurde vom Zoll noch nicht freigegeben.', 'compliance.customs_hold'],
    ['The pallet has not been found yet.', 'transport.lost'],
    ['Bom dia, a encomenda 4500012345 foi recusada pelo cliente.', FAILED],
    ['Dear team, please note that the ETA of container MSKU1234565 has changed from 5 to 12 March.', DELAY],
    ['ETA Hamburg ändert sich von 5.3. auf 9.3.', DELAY],
    ["L'ETA du conteneur MSKU1234565 passe du 5 au 12 mars.", DELAY],
    ['Hallo zusammen, wegen Niedrigwasser auf dem Rhein kommt das Schiff erst am Freitag.', DELAY],
  ])('is not taken for what may be or is over: %s', (text, expected) => {
    expect(classifyText(text)[0]?.type).toBe(expected);
  });

  it.each([
    'Als u vertraging heeft, bel ons.',
    'Si vous constatez un retard, appelez-nous.',
    'Si el pedido llega dañado, avise.',
    'The shipment may be delayed.',
    'Sollte die Sendung beschädigt sein, melden Sie sich.',
    'The pallet was lost. It has been found.',
    'Our office has moved from Rotterdam to Antwerp.',
    'The price was changed from 5 to 6 EUR.',
    'Der Zoll hat den Container angehalten. Er ist freigegeben.',
  ])('what may be, or is over, is nothing: %s', (text) => {
    expect(classifyText(text)[0]?.type).toBe('none');
  });

  it('damage in Rotterdam is damage', async () => {
    const { drafts } = await read(
      mail(
        'anna@line.example',
        'MSKU1234565',
        'Container MSKU1234565 arrived damaged in Rotterdam, the goods are crushed.',
      ),
    );
    expect(drafts.map(typeOf)).toEqual(['cargo.damaged']);
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
