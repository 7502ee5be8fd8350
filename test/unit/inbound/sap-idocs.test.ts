import { describe, expect, it } from 'vitest';
import { translateSapS4 } from '../../../lambdas/inbound/formats/sap-s4.ts';
import type { SignalDraft } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

const read = (body: string) => translateSapS4(payloadOf(body, 'application/xml'), sender);
const typeOf = (draft: SignalDraft): string | undefined => ('type' in draft ? draft.type : draft.milestone?.name);
const types = (body: string) => read(body).drafts.map(typeOf);
const idoc = (message: string, ...segments: readonly string[]): string =>
  `<IDOC BEGIN="1"><EDI_DC40><MESTYP>${message}</MESTYP><CREDAT>20260302</CREDAT><CRETIM>143000</CRETIM></EDI_DC40>${segments.join('')}</IDOC>`;
const document = (...idocs: readonly string[]): string => `<?xml version="1.0"?><X>${idocs.join('')}</X>`;

const item = (sent: string, began: string): string =>
  `<E1EDL24><POSNR>000010</POSNR><MATNR>M1</MATNR><LFIMG>${sent}</LFIMG><ORMNG>${began}</ORMNG><VRKME>PCE</VRKME><VGBEL>0000000012</VGBEL></E1EDL24>`;
const delivery = (...inside: readonly string[]): string =>
  idoc('SHPCON', `<E1EDL20><VBELN>0080000001</VBELN><BOLNR>BL1</BOLNR>${inside.join('')}</E1EDL20>`);

describe('an IDoc of a delivery', () => {
  it('is short by the quantity that it began with, and names order and goods', () => {
    const { drafts, rejections } = read(document(delivery(item('4.000', '10.000'))));
    expect(rejections).toEqual([]);
    const short = drafts.find((draft) => 'type' in draft);
    expect(short).toMatchObject({
      type: 'inventory.shortfall',
      quantities: { ordered: { value: '10.000', unit: 'PCE' }, confirmed: { value: '4.000', unit: 'PCE' } },
      occurredAt: '2026-03-02T14:30:00.000+01:00',
    });
    expect(short?.references.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'delivery 80000001',
      'sku M1',
      'order 12',
    ]);
  });

  it.each([
    [
      'has left by the time of its goods issue',
      '<E1EDT13><QUALF>006</QUALF><ISDD>20260301</ISDD><ISDZ>120000</ISDZ></E1EDT13>',
      'departed',
    ],
    [
      'has not by one that was only planned',
      '<E1EDT13><QUALF>006</QUALF><NTANF>20260301</NTANF><ISDD>00000000</ISDD></E1EDT13>',
      'booked',
    ],
    ['has left where the issue is to be posted', '<E1EDL18><QUALF>PGI</QUALF></E1EDL18>', 'departed'],
    ['has not where it is only picked', '<E1EDL18><QUALF>PIC</QUALF></E1EDL18>', 'booked'],
    ['is held by its block', '<E1EDL21><LIFSK>01</LIFSK></E1EDL21>', 'transport.delay'],
  ])('%s', (_what, inside, expected) => {
    expect(types(document(delivery(inside, item('10.000', '10.000'))))).toEqual([expected]);
  });
});

describe('an IDoc of an order', () => {
  const answer = (lines: string, requested = '20260310'): string =>
    idoc(
      'ORDRSP',
      '<E1EDK01><BELNR>9001</BELNR></E1EDK01><E1EDK02><QUALF>001</QUALF><BELNR>4500000001</BELNR></E1EDK02>',
      `<E1EDK03><IDDAT>002</IDDAT><DATUM>${requested}</DATUM></E1EDK03>`,
      `<E1EDP01><POSEX>000010</POSEX><MENGE>10.000</MENGE><MENEE>PCE</MENEE>${lines}</E1EDP01>`,
    );
  const line = (quantity: string, day: string): string =>
    `<E1EDP20><WMENG>${quantity}</WMENG><EDATU>${day}</EDATU></E1EDP20>`;
  const troubles = (body: string) =>
    read(document(body)).drafts.flatMap((draft) => ('type' in draft ? draft.type : []));

  it.each([
    ['is as ordered', line('10.000', '20260310'), []],
    ['in two parts is as ordered', line('4.000', '20260309') + line('6.000', '20260310'), []],
    ['is short', line('6.000', '20260310'), ['supply.shortfall']],
    ['is late', line('10.000', '20260312'), ['supply.late']],
    ['is refused', '<ABGRU>01</ABGRU>', ['supply.shortfall']],
    ['says nothing', '', []],
  ])('whose confirmation %s', (_what, lines, expected) => {
    expect(troubles(answer(lines))).toEqual(expected);
    expect(read(document(answer(lines))).drafts[0]?.references).toMatchObject([
      { kind: 'purchase_order', value: '4500000001' },
    ]);
  });

  it('is progress by itself', () => {
    const order = idoc(
      'ORDERS',
      '<E1EDK01><BELNR>4500000002</BELNR></E1EDK01><E1EDP01><MENGE>10.000</MENGE></E1EDP01>',
    );
    expect(types(document(order))).toEqual(['booked']);
  });
});

describe('other XML of SAP', () => {
  it.each([
    [
      'goods that are scrapped',
      idoc(
        'WMMBXY',
        '<E1MBXYH><XBLNR>R1</XBLNR><BUDAT>20260302</BUDAT><E1MBXYI><BWART>551</BWART><MATNR>M1</MATNR><ERFMG>3.000</ERFMG></E1MBXYI></E1MBXYH>',
      ),
      ['cargo.damaged'],
    ],
    [
      'a shipment',
      idoc('SHPMNT', '<E1EDT20><TKNUM>0000001234</TKNUM><E1EDL20><VBELN>0080000002</VBELN></E1EDL20></E1EDT20>'),
      ['other'],
    ],
    [
      'ours, which was not taken',
      idoc(
        'STATUS',
        '<E1STATS><DOCNUM>0000000000000123</DOCNUM><STATUS>51</STATUS><STATXT>No partner</STATXT></E1STATS>',
      ),
      ['integration.payload_rejected'],
    ],
    [
      'ours, which was posted',
      idoc('STATUS', '<E1STATS><DOCNUM>0000000000000123</DOCNUM><STATUS>53</STATUS></E1STATS>'),
      [],
    ],
    ['materials', idoc('MATMAS', '<E1MARAM><MATNR>M1</MATNR></E1MARAM>'), []],
    [
      'an answer of OData in Atom',
      '<feed xmlns:m="x" xmlns:d="y"><entry><content><m:properties><d:SalesOrder>12</d:SalesOrder><d:TotalCreditCheckStatus>B</d:TotalCreditCheckStatus></m:properties></content></entry></feed>',
      ['transport.delay'],
    ],
  ])('is %s', (_what, body, expected) => {
    expect(read(document(body)).rejections).toEqual([]);
    expect(types(document(body))).toEqual(expected);
  });

  it('of several IDocs is each of them, and of none is refused', () => {
    const two = document(
      delivery('<E1EDL18><QUALF>PGI</QUALF></E1EDL18>'),
      idoc('SHPMNT', '<E1EDT20><TKNUM>7</TKNUM></E1EDT20>'),
    );
    expect(types(two)).toEqual(['departed', 'other']);
    expect(read('<order/>')).toMatchObject({ drafts: [], rejections: [{ part: 'payload' }] });
    expect(read('<DELVRY07><IDOC>')).toMatchObject({ drafts: [], rejections: [{ part: 'payload' }] });
  });
});
