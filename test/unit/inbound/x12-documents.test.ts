import { describe, expect, it } from 'vitest';
import { named, translateSet, typesOf } from './x12-set.ts';

describe('X12 855, answer to a purchase order', () => {
  const answer = (...lines: readonly string[]) =>
    translateSet('855', ['BAK*00*AC*PO-1*20260227****SO-9*20260301', 'DTM*002*20260310', ...lines]);
  const line = 'PO1*1*25*EA*9.5**VP*WIDGET-1';

  it.each<[string, readonly string[], readonly string[]]>([
    ['accepted', ['ACK*IA*25*EA'], ['progress']],
    ['no answer by line', [], ['progress']],
    ['another price', ['ACK*IP*25*EA'], ['progress']],
    ['a substitute for all of it', ['ACK*IS*25*EA'], ['progress']],
    ['rejected', ['ACK*IR*25*EA'], ['supply.shortfall']],
    ['backordered', ['ACK*IB*25*EA'], ['supply.shortfall']],
    ['partly backordered', ['ACK*IA*20*EA', 'ACK*IB*5*EA'], ['supply.shortfall']],
    ['fewer', ['ACK*IQ*20*EA'], ['supply.shortfall']],
    ['more', ['ACK*IQ*30*EA'], ['progress']],
    ['changed, and not said how', ['ACK*IQ'], ['progress']],
    ['all of it, in two shipments', ['ACK*IA*15*EA', 'ACK*IA*10*EA'], ['progress']],
    ['in another unit', ['ACK*IA*2*CA'], ['progress']],
    ['later than it was asked for', ['ACK*DR*25*EA*067*20260312'], ['supply.late']],
    ['on the day', ['ACK*DR*25*EA*067*20260310'], ['progress']],
    ['earlier', ['ACK*DR*25*EA*067*20260309'], ['progress']],
    ['to be shipped after the day of delivery: not the same kind of date', ['ACK*IA*25*EA*068*20260312'], ['progress']],
    ['scheduled later by a date of the line', ['DTM*067*20260312'], ['supply.late']],
    ['a line that is asked for on another day', ['DTM*002*20260315', 'DTM*067*20260312'], ['progress']],
    ['scheduled later', ['SCH*25*EA***067*20260312'], ['supply.late']],
    ['on hold', ['ACK*IH*25*EA'], ['supply.late']],
    ['fewer and later', ['ACK*IQ*20*EA*067*20260312'], ['supply.shortfall', 'supply.late']],
  ])('%s', (_what, acks, expected) => {
    expect(typesOf(answer(line, ...acks))).toEqual(expected);
  });

  it.each([
    ['DTM*067*20260312', ['supply.late']],
    ['DTM*067*20260310', ['progress']],
    // It leaves after the day on which it may leave at the earliest.
    ['DTM*037*20260301~DTM*068*20260305', ['progress']],
    ['DTM*038*20260301~DTM*068*20260305', ['supply.late']],
  ])('whose header says %s is %s', (dates, expected) => {
    const header = ['BAK*00*AC*PO-1*20260227', 'DTM*002*20260310', ...dates.split('~')];
    const told = translateSet('855', [...header, line, 'ACK*IA*25*EA']);
    expect(typesOf(told)).toEqual(expected);
    if (expected[0] === 'supply.late')
      expect(told.drafts[0]).toMatchObject({
        reason: { scheme: 'x12:374' },
        text: expect.stringContaining('order') as unknown,
      });
  });

  it.each([
    ['AT', 'progress'],
    ['AD', 'progress'],
    ['RJ', 'supply.shortfall'],
    ['RO', 'supply.shortfall'],
    ['AH', 'supply.late'],
  ])('of the type %s as a whole is %s', (type, expected) => {
    expect(typesOf(translateSet('855', [`BAK*00*${type}*PO-1*20260227`]))).toEqual([expected]);
  });

  it('is one signal for all its short lines, with their products', () => {
    const { drafts } = answer(line, 'ACK*IR*25*EA', 'PO1*2*8*CA*1**UP*00012345678905', 'ACK*IQ*6*CA');
    expect(drafts).toHaveLength(1);
    expect(named(drafts[0])).toEqual([
      'purchase_order PO-1 north-edi',
      'order SO-9 north-edi',
      'sku WIDGET-1 north-edi',
      'sku 00012345678905 GS1',
    ]);
    expect(drafts[0]).toMatchObject({
      text: 'WIDGET-1: Item Rejected. 00012345678905: 6 of 8 CA Item Accepted - Quantity Changed.',
      reason: { scheme: 'x12:668', code: 'IR' },
      occurredAt: '2026-03-01T00:00:00.000+01:00',
    });
  });
});

describe('X12 856, ship notice', () => {
  const notice = (...levels: readonly string[]) =>
    translateSet('856', [
      'BSN*00*ASN-1*20260302*0715',
      'HL*1**S',
      'TD5*B*2*NRTH',
      'REF*BM*B-1',
      'DTM*011*20260302*0600*CT',
      ...levels,
    ]);
  const order = ['HL*2*1*O', 'PRF*PO-1'];
  const item = (sn1: string, product = 'WIDGET-1') => ['HL*3*2*I', `LIN*1*VP*${product}`, sn1];

  it.each<[string, readonly string[], readonly string[]]>([
    ['all that was ordered', item('SN1**24*EA**24*EA'), ['progress']],
    ['without what was ordered', item('SN1**24*EA'), ['progress']],
    ['more', item('SN1**30*EA**24*EA'), ['progress']],
    ['fewer', item('SN1**20*EA**24*EA'), ['supply.shortfall']],
    ['fewer, and the rest before', item('SN1**4*EA*24*24*EA'), ['progress']],
    ['a part, by its status', item('SN1**20*EA*****BP'), ['supply.shortfall']],
    ['in another unit than ordered', item('SN1**2*EA**24*CA'), ['progress']],
    [
      'in two cartons that repeat the order',
      [...item('SN1**10*EA**24*EA'), ...item('SN1**14*EA**24*EA')],
      ['progress'],
    ],
    [
      'in two cartons, and one lacks',
      [...item('SN1**10*EA**24*EA'), ...item('SN1**10*EA**24*EA')],
      ['supply.shortfall'],
    ],
    [
      'of two products, one short',
      [...item('SN1**5*EA**5*EA', 'A'), ...item('SN1**4*EA**5*EA', 'B')],
      ['supply.shortfall'],
    ],
    [
      'one product on two lines of an order, one short',
      [...item('SN1*1*10*EA**10*EA'), ...item('SN1*2*7*EA**10*EA')],
      ['supply.shortfall'],
    ],
    [
      'one product on two lines of an order, both whole',
      [...item('SN1*1*10*EA**10*EA'), ...item('SN1*2*5*EA**5*EA')],
      ['progress'],
    ],
    ['more of one line, in two cartons', [...item('SN1*1*15*EA**24*EA'), ...item('SN1*1*15*EA**24*EA')], ['progress']],
    ['shipped after it was asked to leave', ['DTM*010*20260227', ...item('SN1**24*EA')], ['supply.late']],
    ['shipped after it was wanted there', ['DTM*002*20260227', ...item('SN1**24*EA')], ['supply.late']],
    ['shipped on the day on which it is wanted', ['DTM*002*20260302', ...item('SN1**24*EA')], ['progress']],
    ['shipped on the day', ['DTM*010*20260302', ...item('SN1**24*EA')], ['progress']],
    [
      'expected after it was asked for',
      ['DTM*017*20260312', 'DTM*002*20260310', ...item('SN1**24*EA')],
      ['supply.late'],
    ],
  ])('%s', (_what, lines, expected) => {
    expect(typesOf(notice(...order, ...lines))).toEqual(expected);
  });

  it.each([
    ['CC', 'progress', 'complete'],
    ['PR', 'supply.shortfall', 'partial'],
    ['BP', 'supply.shortfall', 'partial, the rest backordered'],
    ['SI', 'supply.late', 'late'],
    ['SD', 'cargo.damaged', 'shipped damaged'],
  ])('with the status %s of its routing is %s: %s', (status, expected) => {
    expect(typesOf(translateSet('856', ['BSN*00*ASN-1*20260302*0715', 'HL*1**S', `TD5*B*2*NRTH***${status}`]))).toEqual(
      [expected],
    );
  });

  it('says of which order how much lacks, and what is on its way', () => {
    const [draft] = notice('TD3*TL*MSCU*1234566', ...order, ...item('SN1**20*EA**24*EA')).drafts;
    expect(named(draft)).toEqual([
      'shipment ASN-1 north-edi',
      'container MSCU1234566 BIC',
      'bill_of_lading B-1 NRTH',
      'purchase_order PO-1 north-edi',
      'sku WIDGET-1 north-edi',
    ]);
    expect(draft).toMatchObject({
      text: 'WIDGET-1 of order PO-1: 20 of 24 EA.',
      quantities: { lacking: { value: '4', unit: 'EA' } },
      carrier: { scac: 'NRTH' },
      occurredAt: '2026-03-02T06:00:00.000-06:00',
    });
    expect(notice(...order, ...item('SN1**24*EA')).drafts[0]).toMatchObject({
      milestone: { name: 'departed', at: 'actual' },
    });
  });
});

describe('X12 857, shipment and billing notice', () => {
  const notice = (...more: readonly string[]) =>
    translateSet('857', [
      'BHT*0004*00*SBN-1*20260302*0715',
      'HL*1**S',
      'HL*2*1*O',
      'TDS*120000',
      'PRF*PO-1',
      'CUR*SE*CAD',
      'HL*3*2*I',
      'IT1*1*10*EA*5**VN*W-1',
      ...more,
    ]);

  it('that only bills what was shipped is progress, with its total', () => {
    const [draft] = notice().drafts;
    expect(draft).toMatchObject({ kind: 'progress', amounts: { total: { amount: '1200.00', currency: 'CAD' } } });
    expect(named(draft)).toEqual(['shipment SBN-1 north-edi', 'purchase_order PO-1 north-edi']);
  });

  it.each([
    ['IT3*8*EA*BP', 'supply.shortfall'],
    ['IT3*10*EA*CC', 'progress'],
    ['SN1**8*EA**10*EA', 'supply.shortfall'],
  ])('%s is %s', (segment, expected) => {
    expect(typesOf(notice(segment))).toEqual([expected]);
  });
});

describe('X12 861, receiving advice', () => {
  const advice = (...lines: readonly string[]) =>
    translateSet('861', ['BRA*RA-1*20260302*00*1*0715', 'REF*PO*PO-1', 'REF*SI*SHP-1', ...lines]);

  it.each<[string, readonly string[], readonly string[]]>([
    ['all good', ['RCD*1*10*EA*****07'], ['progress']],
    ['received, and no more said', ['RCD*1*10*EA'], ['progress']],
    ['as many as were shipped', ['RCD*1*10*EA', 'SN1**10*EA'], ['progress']],
    ['damaged', ['RCD*1*10*EA***2*EA*01'], ['cargo.damaged']],
    ['short', ['RCD*1*8*EA***2*EA*02'], ['inventory.shortfall']],
    ['over', ['RCD*1*12*EA***2*EA*03'], ['inventory.mismatch']],
    ['wrong', ['RCD*1*10*EA***10*EA*05'], ['cargo.mis_shipped']],
    ['no matching notice', ['RCD*1*10*EA***10*EA*13'], ['inventory.mismatch']],
    ['none damaged', ['RCD*1*10*EA***0*EA*01'], ['progress']],
    ['short and damaged', ['RCD*1*7*EA***2*EA*02*1*EA*01'], ['inventory.shortfall', 'cargo.damaged']],
    ['fewer than were shipped', ['RCD*1*8*EA', 'SN1**10*EA'], ['inventory.shortfall']],
    [
      'one damaged, and fewer than were shipped without it',
      ['RCD*1*5*EA***1*EA*01', 'SN1**10*EA'],
      ['cargo.damaged', 'inventory.shortfall'],
    ],
    ['one damaged, which is not counted as received', ['RCD*1*9*EA***1*EA*01', 'SN1**10*EA'], ['cargo.damaged']],
    ['damaged, and not said how many', ['RCD*1*5*EA*****01', 'SN1**10*EA'], ['cargo.damaged']],
    ['more than were shipped', ['RCD*1*12*EA', 'SN1**10*EA'], ['inventory.mismatch']],
    ['in cases, and shipped in pieces: they cannot be compared', ['RCD*1*8*CA', 'SN1**96*EA'], ['progress']],
    ['some of it sent back, and no condition says why', ['RCD*1*15*EA*5*EA'], ['inventory.mismatch']],
    ['none of it sent back', ['RCD*1*15*EA*0*EA'], ['progress']],
    ['some of it sent back because it is damaged', ['RCD*1*15*EA*5*EA*5*EA*01'], ['cargo.damaged']],
  ])('%s', (_what, lines, expected) => {
    expect(typesOf(advice(...lines))).toEqual(expected);
  });

  it('of a condition as a whole', () => {
    expect(typesOf(translateSet('861', ['BRA*RA-1*20260302*00*1*0715*01']))).toEqual(['cargo.damaged']);
    expect(typesOf(translateSet('861', ['BRA*RA-1*20260302*00*1*0715*07']))).toEqual(['progress']);
  });

  it('that begins with its purpose is read where its number stands, and says so', () => {
    const { drafts, warnings } = translateSet('861', ['BRA*00*GR-5*20260509*A', 'RCD*1*100*EA']);
    expect(named(drafts[0])).toEqual(['customer_reference GR-5 north-edi']);
    expect(drafts[0]).toMatchObject({ occurredAt: '2026-05-09T00:00:00.000+02:00' });
    expect(warnings).toEqual([expect.stringContaining('BRA03')]);
  });

  it('names the order of a line behind its product', () => {
    const [draft] = advice('RCD*1*10*EA***2*EA*01', 'LIN**VO*SO-5*BP*W-1*PO*PO-5').drafts;
    expect(named(draft).slice(3)).toEqual([
      'sku W-1 north-edi',
      'order SO-5 north-edi',
      'purchase_order PO-5 north-edi',
    ]);
    expect(draft?.text).toBe('W-1: 2 EA Damaged Product or Container.');
  });

  it('says what and how many', () => {
    const [draft] = advice('RCD*1*10*EA***2*EA*01', 'LIN**VP*W-1*LT*L-7').drafts;
    expect(draft).toMatchObject({
      text: 'W-1: 2 EA Damaged Product or Container.',
      reason: { scheme: 'x12:412', code: '01' },
      quantities: { affected: { value: '2', unit: 'EA' } },
    });
    expect(named(draft)).toEqual([
      'customer_reference RA-1 north-edi',
      'purchase_order PO-1 north-edi',
      'shipment SHP-1 north-edi',
      'sku W-1 north-edi',
      'lot L-7 north-edi',
    ]);
  });
});

describe('X12 944, receipt of a warehouse', () => {
  const receipt = (...more: readonly string[]) =>
    translateSet('944', [
      'W17*F*20260302*WR-1*ORD-1*SHP-1',
      'N1*WH*DC*91*WH1',
      'N4*RENO*NV*89501*US',
      'W08*M*NRTH**MSCU*1234566',
      ...more,
    ]);
  const item = 'W07*100*CA**VN*W-1';

  it.each<[string, readonly string[], readonly string[]]>([
    ['all of it', [item, 'W14*100*100'], ['progress']],
    ['and no total of what was shipped', [item, 'W14*100'], ['progress']],
    ['short by its total', [item, 'W14*100*120'], ['inventory.shortfall']],
    ['over by its total', [item, 'W14*120*100'], ['inventory.mismatch']],
    ['damaged by its total', [item, 'W14*100*100*3'], ['cargo.damaged']],
    ['damaged by item', [item, 'W13*3*CA*01', 'W14*100*100*3'], ['cargo.damaged']],
    ['short by item', [item, 'W13*20*CA*02', 'W14*100*120'], ['inventory.shortfall']],
    ['good by item', [item, 'W13*100*CA*07'], ['progress']],
    [
      'damaged by item, and more lacks than that',
      [item, 'W13*3*CA*01', 'W14*90*100*3'],
      ['cargo.damaged', 'inventory.shortfall'],
    ],
    ['damaged by item, and not counted as received', [item, 'W13*3*CA*01', 'W14*97*100*3'], ['cargo.damaged']],
    [
      'short by item, damaged by its total',
      [item, 'W13*3*CA*02', 'W14*97*100*2'],
      ['inventory.shortfall', 'cargo.damaged'],
    ],
    ['wrong by item', [item, 'W13*4*CA*05'], ['cargo.mis_shipped']],
  ])('%s', (_what, lines, expected) => {
    expect(typesOf(receipt(...lines))).toEqual(expected);
  });

  it.each([
    ['S', '4', ['inventory.mismatch']],
    ['O', '4', ['inventory.mismatch']],
    ['S', '0', ['progress']],
    ['J', '4', ['progress']],
  ])('that reports a count by %s of %s', (report, counted, expected) => {
    expect(typesOf(translateSet('944', [`W17*${report}*20260302*WR-1`, `W07*${counted}*CA**VN*W-1`]))).toEqual(
      expected,
    );
  });

  it('without a number, of which a total says more than its lines, is about what the lines name', () => {
    const { drafts } = translateSet('944', ['W17*F*20260302', 'W07*90*CA**VN*W-1', 'W13*3*CA*01', 'W14*90*100*3']);
    expect(drafts.map((draft) => [draft.kind, ...named(draft)])).toEqual([
      ['exception', 'sku W-1 north-edi'],
      ['exception', 'sku W-1 north-edi'],
    ]);
  });

  it('a condition of no list is told, once, and not guessed at', () => {
    const { warnings, rejections, ...rest } = receipt(item, 'W13*2*CA*D', 'W13*1*CA*D', 'W13*1*CA*01');
    expect(typesOf({ warnings, rejections, ...rest })).toEqual(['cargo.damaged']);
    expect(warnings).toEqual([expect.stringContaining('"D" is not in the X12 code list 412')]);
    expect(rejections).toEqual([]);
  });

  it('names order, shipment, container, product and lot, and where it is', () => {
    const [draft] = receipt('W07*100*CA**VN*W-1***L-7', 'W13*3*CA*01').drafts;
    expect(named(draft)).toEqual([
      'delivery ORD-1 north-edi',
      'shipment SHP-1 north-edi',
      'customer_reference WR-1 north-edi',
      'container MSCU1234566 BIC',
      'sku W-1 north-edi',
      'lot L-7 north-edi',
    ]);
    expect(draft).toMatchObject({
      place: { locality: 'RENO', region: 'NV' },
      text: 'W-1: 3 CA Damaged Product or Container.',
    });
  });
});

describe('X12 945, shipment of a warehouse', () => {
  const shipment = (...lines: readonly string[]) =>
    translateSet('945', ['W06*F*ORD-1*20260302*SHP-1**PO-1', 'G62*11*20260303', 'W27*M*NRTH', 'LX*1', ...lines]);

  it.each<[string, readonly string[], readonly string[]]>([
    ['complete', ['W12*CC*10*10*0*CA**VN*W-1'], ['progress']],
    ['complete, and the difference left out', ['W12*CC*10*10**CA**VN*W-1'], ['progress']],
    ['short', ['W12*CP*10*7*3*CA**VN*W-1'], ['inventory.shortfall']],
    ['short, whatever its status', ['W12*CC*10*7**CA**VN*W-1'], ['inventory.shortfall']],
    ['short with a negative difference', ['W12*SH*10*7*-3*CA**VN*W-1'], ['inventory.shortfall']],
    ['nothing of it', ['W12*BO*10*0*10*CA**VN*W-1'], ['inventory.shortfall']],
    ['cancelled', ['W12*CU*10***CA**VN*W-1'], ['inventory.shortfall']],
    ['more', ['W12*CM*10*12*2*CA**VN*W-1'], ['progress']],
    ['partial by word, whole by number', ['W12*PR*10*10*0*CA**VN*W-1'], ['progress']],
    ['of two lots that repeat the order', ['W12*CC*10*6**CA**VN*W-1', 'W12*CC*10*4**CA**VN*W-1'], ['progress']],
    ['late', ['W12*SI*10*10*0*CA**VN*W-1'], ['transport.delay']],
    ['damaged', ['W12*SD*10*10*0*CA**VN*W-1'], ['cargo.damaged']],
  ])('%s', (_what, lines, expected) => {
    expect(typesOf(shipment(...lines))).toEqual(expected);
  });

  it('says how much lacks of what', () => {
    const [draft] = shipment('W12*CP*10*7*3*CA*00012345678905').drafts;
    expect(draft).toMatchObject({
      text: '00012345678905: 7 of 10 CA Partial Shipment on (Date), Considered No Backorder.',
      reason: { scheme: 'x12:368', code: 'CP' },
      quantities: { lacking: { value: '3', unit: 'CA' } },
      occurredAt: '2026-03-03T00:00:00.000+01:00',
    });
    expect(named(draft)).toEqual([
      'delivery ORD-1 north-edi',
      'shipment SHP-1 north-edi',
      'purchase_order PO-1 north-edi',
      'sku 00012345678905 GS1',
    ]);
  });
});

describe('X12 846, stock', () => {
  const stock = (...segments: readonly string[]) =>
    translateSet('846', ['BIA*00*SI*INV-1*20260302*0715', 'LIN*1*SK*W-1', ...segments]);

  it.each([
    ['QTY*33*120*EA', 'progress', 'there'],
    ['QTY*33*0*EA', 'progress', 'an empty shelf, as in every list of stock'],
    ['QTY*33*-4*EA', 'inventory.shortfall', 'sold and not there'],
    ['QTY*17*-4*EA', 'inventory.shortfall', 'less than nothing on hand'],
    ['QTY*BQ*12*EA', 'inventory.shortfall', 'backordered'],
    ['QTY*BQ*0*EA', 'progress', 'nothing backordered'],
    ['QTY*63*-4*EA', 'progress', 'an order that was taken back'],
  ])('%s is %s: %s', (quantity, expected) => {
    expect(typesOf(stock(quantity))).toEqual([expected]);
  });

  it('is about what it lists, where it has no number', () => {
    const { drafts, rejections } = translateSet('846', ['LIN*1*SK*W-1', 'QTY*33*5*EA', 'LIN*2*SK*W-2', 'QTY*33*7*EA']);
    expect([typesOf({ drafts } as never), rejections]).toEqual([['progress'], []]);
    expect(named(drafts[0])).toEqual(['sku W-1 north-edi', 'sku W-2 north-edi']);
  });

  it('and where something lacks, about that alone', () => {
    const { drafts } = translateSet('846', ['LIN*1*SK*W-1', 'QTY*33*5*EA', 'LIN*2*SK*W-2', 'QTY*33*-7*EA']);
    expect(drafts.map(named)).toEqual([['sku W-2 north-edi']]);
  });

  it('is one signal for all items that lack', () => {
    const { drafts } = stock('QTY*33*-4*EA', 'LIN*2*UP*00012345678905', 'QTY*33*-1*CA', 'LIN*3*SK*W-3', 'QTY*33*5*EA');
    expect(drafts).toHaveLength(1);
    expect(drafts[0]?.text).toBe('W-1: stock -4 EA. 00012345678905: stock -1 CA.');
    expect(named(drafts[0])).toEqual([
      'customer_reference INV-1 north-edi',
      'sku W-1 north-edi',
      'sku 00012345678905 GS1',
    ]);
  });
});

describe('X12 180, return', () => {
  const back = (...segments: readonly string[]) =>
    translateSet('180', ['BGN*00*RMA-1*20260302', 'N9*IV*INV-1', ...segments]);

  it('the reason of all of it holds for each item that has none of its own', () => {
    const { drafts } = back('RDR*RA*DA', 'BLI*SK*W-1*1*EA', 'BLI*SK*W-2*2*EA', 'RDR**WG', 'BLI*SK*W-3*1*EA');
    expect(drafts).toMatchObject([
      { type: 'cargo.damaged', text: 'W-1 (1 EA): Damaged Product. W-3 (1 EA): Damaged Product.' },
      { type: 'cargo.mis_shipped', text: 'W-2 (2 EA): Wrong Goods or Not Ordered.' },
    ]);
  });

  it('a reason of no list is told, once, and not guessed at', () => {
    const translation = back('BLI*SK*W-1*3*EA', 'RDR*RA*XX', 'BLI*SK*W-2*3*EA', 'RDR*RA*XX');
    expect(typesOf(translation)).toEqual(['progress']);
    expect(translation.warnings).toEqual([expect.stringContaining('"XX" is not in the X12 code list 1293')]);
  });

  it.each([
    ['DA', 'cargo.damaged', 'damaged'],
    ['DT', 'cargo.damaged', 'damaged in transit'],
    ['WG', 'cargo.mis_shipped', 'the wrong goods'],
    ['SP', 'transport.delay', 'shipped too late to be wanted'],
    ['EI', 'progress', 'too much in stock'],
    ['RE', 'progress', 'recalled'],
    ['CO', 'progress', 'ordered by mistake'],
  ])('because of %s is %s: %s', (reason, expected) => {
    expect(typesOf(back('BLI*SK*W-1*3*EA', `RDR*RA*${reason}`))).toEqual([expected]);
    expect(typesOf(back(`RDR*RA*${reason}`))).toEqual([expected]);
  });

  it('says what comes back and why, in the sender’s words', () => {
    const [draft] = back('BLI*SK*W-1*3*EA', 'RDR*RA*DT*CARTON CRUSHED').drafts;
    expect(draft?.text).toBe('W-1 (3 EA): Damaged In Transit, CARTON CRUSHED.');
    expect(named(draft)).toEqual([
      'customer_reference RMA-1 north-edi',
      'invoice INV-1 north-edi',
      'sku W-1 north-edi',
    ]);
  });
});

describe('X12 210 and 810, invoices', () => {
  it('of a carrier are progress, with their numbers and amounts', () => {
    const { drafts } = translateSet('210', [
      'B3**F-1*SHP-1*CC**20260302*65940**20260301*035*NRTH',
      'C3*USD',
      'N9*CN*PRO-1',
      'L1*1***-1500****DSC',
      'L3*7889*G***65940',
    ]);
    expect(drafts).toMatchObject([
      { kind: 'progress', amounts: { total: { amount: '659.40', currency: 'USD' } }, carrier: { scac: 'NRTH' } },
    ]);
    expect(named(drafts[0])).toEqual(['invoice F-1 NRTH', 'shipment SHP-1 north-edi', 'tracking PRO-1 NRTH']);
  });

  it.each([
    ['', 'an invoice'],
    ['*CR', 'a credit memo'],
  ])('of a seller are progress: %s %s', (type) => {
    const { drafts } = translateSet('810', [`BIG*20260302*I-1*20260220*PO-1**${type}`, 'TDS*5']);
    expect(drafts).toMatchObject([{ kind: 'progress', amounts: { total: { amount: '0.05', currency: 'XXX' } } }]);
  });
});

describe('X12 824, what became of what we sent', () => {
  const advice = (oti: string, ...more: readonly string[]) =>
    translateSet('824', ['BGN*11*ADV-1*20260302*0715', oti, ...more]);

  it.each([
    ['OTI*TR*IV*I-1', 'TED*024*UNIT PRICE DOES NOT MATCH PO', 'finance.invoice_dispute', 'named as an invoice'],
    ['OTI*TR*SI*S-1', 'TED*024*UNIT PRICE DOES NOT MATCH PO', 'integration.payload_rejected', 'named as a shipment'],
    ['OTI*TR*IV*I-1*******810', 'TED*006*DUPLICATE INVOICE', 'finance.invoice_dispute', 'billed twice'],
    ['OTI*TE*IV*I-1*******810', 'TED*ZZZ*QTY INVOICED EXCEEDS QTY RECEIVED', 'finance.invoice_dispute', 'too many'],
  ])('%s with %s is %s: %s', (oti, complaint, expected) => {
    expect(typesOf(advice(oti, complaint))).toEqual([expected]);
  });

  it('is a report for each document that was not taken, and one for all that were', () => {
    const { drafts } = advice(
      'OTI*TA*SI*ASN-1*******856',
      'OTI*TR*IV*I-1*******810',
      'TED*010',
      'OTI*IR*IV*I-2*******810',
      'TED*024*PRICE OF LINE 1',
      'OTI*IR*IV*I-2*******810',
      'TED*024*PRICE OF LINE 2',
    );
    expect(drafts.map((draft) => ('type' in draft ? draft.type : draft.kind))).toEqual([
      'finance.invoice_dispute',
      'finance.invoice_dispute',
      'progress',
    ]);
    expect(drafts.map(named)).toEqual([
      ['customer_reference ADV-1 north-edi', 'invoice I-1 north-edi'],
      ['customer_reference ADV-1 north-edi', 'invoice I-2 north-edi'],
      ['shipment ASN-1 north-edi', 'customer_reference ADV-1 north-edi'],
    ]);
    expect(drafts[1]?.text).toContain('PRICE OF LINE 1. 810 I-2: Item reject. 024 PRICE OF LINE 2.');
  });

  it.each([
    ['ZZ', 'TED*007*MISSING DATA', 'integration.payload_rejected'],
    ['ZZ', 'DTM*102*20260302', 'progress'],
  ])('the answer %s, which is in no list, is told: with %s it is %s', (code, more, expected) => {
    const translation = advice(`OTI*${code}*SI*S-1*******856`, more);
    expect(typesOf(translation)).toEqual([expected]);
    expect(translation.warnings).toEqual([expect.stringContaining('"ZZ" is not in the X12 code list 110')]);
  });

  it.each([
    ['TA', 'progress'],
    ['IA', 'progress'],
    ['TC', 'progress'],
    ['TR', 'integration.payload_rejected'],
    ['TE', 'integration.payload_rejected'],
    ['TP', 'integration.payload_rejected'],
    ['IR', 'integration.payload_rejected'],
    ['GR', 'integration.payload_rejected'],
  ])('%s is %s', (code, expected) => {
    expect(typesOf(advice(`OTI*${code}*SI*SHP-1*******856`, 'TED*007*MISSING DATA'))).toEqual([expected]);
  });

  it.each([
    ['TED*024*UNIT PRICE DOES NOT MATCH PO', 'finance.invoice_dispute', 'a price'],
    ['TED*010', 'finance.invoice_dispute', 'a total that does not add up'],
    ['TED*848**SAC*5*5', 'finance.invoice_dispute', 'a charge, by its segment'],
    ['NTE*ERR*DUPLICATE FREIGHT CHARGE', 'finance.invoice_dispute', 'a charge, in a note'],
    ['TED*007*MISSING SHIP-TO*N1', 'integration.payload_rejected', 'a party: the message has to be mended'],
  ])('of an invoice with %s is %s: %s', (complaint, expected) => {
    expect(typesOf(advice('OTI*TR*IV*I-1*******810', complaint))).toEqual([expected]);
  });

  it('of a ship notice is no dispute, whatever words it has', () => {
    expect(typesOf(advice('OTI*TR*SI*SHP-1*******856', 'TED*024*TOTAL CARTONS WRONG'))).toEqual([
      'integration.payload_rejected',
    ]);
  });

  it('names what was rejected, and why', () => {
    const [draft] = advice('OTI*TR*TN*I-1****20260302***810', 'TED*024*PRICE MISMATCH').drafts;
    expect(named(draft)).toEqual(['customer_reference ADV-1 north-edi', 'invoice I-1 north-edi']);
    expect(draft).toMatchObject({
      text: '810 I-1: Transaction set reject. 024 PRICE MISMATCH.',
      reason: { scheme: 'x12:110', code: 'TR' },
    });
  });

  it('that only complains is a rejection, too', () => {
    expect(typesOf(translateSet('824', ['BGN*11*ADV-1*20260302', 'NTE*ERR*PART NOT ON ASN']))).toEqual([
      'integration.payload_rejected',
    ]);
  });
});

describe('a document that cancels what was sent before', () => {
  it.each<[string, readonly string[]]>([
    ['856', ['BSN*01*ASN-1*20260302*0715', 'HL*1**S', 'TD5*B*2*NRTH***BP']],
    ['857', ['BHT*0004*01*SBN-1*20260302*0715', 'HL*1**S', 'TD5*B*2*NRTH***BO']],
    ['861', ['BRA*RA-1*20260302*01*1*0715', 'RCD*1*7*EA***3*EA*02']],
    ['180', ['BGN*03*RMA-1*20260302', 'BLI*SK*W-1*1*EA', 'RDR*RA*DA']],
  ])('%s reports no trouble anew, and says so', (set, segments) => {
    const { drafts, rejections, warnings } = translateSet(set, segments);
    expect(drafts).toMatchObject([{ kind: 'progress', milestone: { name: 'other' }, reason: { scheme: 'x12:353' } }]);
    expect(rejections).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('cancels')]);
  });
});

describe('a document without a number', () => {
  it.each([
    ['846', 'BIA*00*SI', 'BIA03'],
    ['855', 'BAK*00*AT', 'BAK03'],
    ['856', 'BSN*00', 'BSN02'],
    ['861', 'BRA', 'BRA01'],
    ['944', 'W17*F', 'W1703'],
    ['865', 'BCA*00', 'BCA03'],
    ['870', 'BSR*3*PA', 'BSR03'],
    ['945', 'W06*F', 'W0602'],
    ['947', 'W15*20260302', 'W1502'],
    ['810', 'BIG*20260302', 'BIG02'],
    ['824', 'BGN*11', 'BGN02'],
  ])('%s is rejected: %s', (set, begins, element) => {
    expect(translateSet(set, [begins])).toMatchObject({
      drafts: [],
      rejections: [{ mend: expect.stringContaining(element) }],
    });
  });

  it('with a date that is none was written when it came', () => {
    expect(translateSet('810', ['BIG*20261399*I-1']).drafts).toMatchObject([{ timeBasis: 'received' }]);
  });
});
