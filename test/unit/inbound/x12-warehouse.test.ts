import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { translators } from '../../../lambdas/inbound/formats/index.ts';
import { payloadOf, sender } from './sender.ts';
import { interchange, named, translateSet, typesOf } from './x12-set.ts';

describe('X12 945, the lines of a warehouse', () => {
  const shipment = (...lines: readonly string[]) =>
    translateSet('945', ['W06*F*ORD-1*20260302*SHP-1**PO-1', 'G62*11*20260303', 'W27*M*NRTH', 'LX*1', ...lines]);

  it.each<[string, readonly string[], readonly string[]]>([
    ['without a line', [], ['progress']],
    ['nothing ordered, nothing shipped', ['W12*CC*0*0*0*CA**VN*W-1'], ['progress']],
    ['not ordered, and shipped as an extra', ['W12*CE*0*2*2*CA**VN*W-1'], ['progress']],
    [
      'of two lots, each with what it lacks of the whole',
      ['W12*CC*10*6*4*CA**VN*W-1', 'W12*CC*10*4*6*CA**VN*W-1'],
      ['progress'],
    ],
    [
      'of two named lots that hold more than was ordered',
      ['W12*CC*10*6*4*CA**VN*W-1*L-1', 'W12*CC*10*5*5*CA**VN*W-1*L-2'],
      ['progress'],
    ],
    [
      'of two lots that lack together',
      ['W12*CP*10*6**CA**VN*W-1*L-1', 'W12*CP*10*2**CA**VN*W-1*L-2'],
      ['inventory.shortfall'],
    ],
    [
      'one product on two lines of the order, one short',
      ['W12*CC*10*10**CA**VN*W-1', 'LX*2', 'W12*CC*10*7**CA**VN*W-1'],
      ['inventory.shortfall'],
    ],
    [
      'two cartons that say each what lies in them',
      ['W12*CC*4*4*0*CA**VN*W-1', 'LX*2', 'W12*CC*6*6*0*CA**VN*W-1'],
      ['progress'],
    ],
    ['in two units, each whole', ['W12*CC*10*10**CA**VN*W-1', 'W12*CC*3*3**EA**VN*W-1'], ['progress']],
    ['ordered, and not said what was shipped', ['W12*CC*10***CA**VN*W-1'], ['progress']],
    ['only the difference is said', ['W12*BO***4*CA**VN*W-1'], ['inventory.shortfall']],
    ['less because the receiver wanted less', ['W12*CC*10*7*3*CA**VN*W-1***********06'], ['progress']],
    ['with a quantity that is none', ['W12*CC*ten*7*3*CA**VN*W-1'], ['inventory.shortfall']],
    ['held until it is qualified', ['W12*HQ*10*0*10*CA**VN*W-1'], ['inventory.shortfall']],
  ])('%s', (_what, lines, expected) => {
    const { drafts, rejections } = shipment(...lines);
    expect(typesOf({ drafts, rejections, format: '', warnings: [] })).toEqual(expected);
    expect(rejections).toEqual([]);
  });

  it('are told apart by the number of the line, where the warehouse repeats it', () => {
    const [draft] = shipment('W12*CC*10*6**CA**VN*W-1', 'N9*LI*1', 'W12*CC*10*4**CA**VN*W-1', 'N9*LI*2').drafts;
    expect(draft).toMatchObject({ type: 'inventory.shortfall', text: 'W-1: 6 of 10 CA. W-1: 4 of 10 CA.' });
  });

  it('say why, what was ordered instead of what was sent, and what people wrote', () => {
    const [draft] = shipment(
      'W12*IS*10*8*2*CA**VN*W-2********012345678905*VN*W-1*01',
      'NTE*GEN*REST ON FRIDAY',
      'NTE*GEN*REST ON FRIDAY',
    ).drafts;
    expect(draft).toMatchObject({
      reason: { scheme: 'x12:892', code: '01', status: 'IS', text: 'Out of Stock' },
      quantities: { lacking: { value: '2', unit: 'CA' } },
      text: 'W-2: 8 of 10 CA Out of Stock. REST ON FRIDAY',
    });
    expect(named(draft)).toEqual([
      'delivery ORD-1 north-edi',
      'shipment SHP-1 north-edi',
      'purchase_order PO-1 north-edi',
      'sku W-2 north-edi',
      'sku W-1 north-edi',
      'sku 012345678905 GS1',
    ]);
  });

  it('say what lacks where nobody says what was ordered', () => {
    expect(shipment('W12*BO***4*CA**VN*W-1').drafts[0]?.text).toBe('W-1: lacking 4 CA Back Ordered.');
  });

  it('keep the status of the sender, whatever it means', () => {
    expect(shipment('W12*FS*10*0*10*CA**VN*W-1').drafts[0]?.reason).toEqual({ scheme: 'x12:368', code: 'FS' });
  });

  it('are read by whichever separators the interchange has', () => {
    const short = interchange('945', ['W06*F*ORD-1*20260302', 'LX*1', 'W12*CP*10*7*3*CA**VN*W-1'])
      .replaceAll('*', '|')
      .replaceAll('~\n', '\u001d');
    const { drafts, rejections } = translators['x12']?.(payloadOf(short), sender) ?? { drafts: [], rejections: [] };
    expect(drafts).toMatchObject([
      { type: 'inventory.shortfall', text: expect.stringMatching(/^W-1: 7 of 10 CA/) as string },
    ]);
    expect(rejections).toEqual([]);
  });
});

describe('X12 947, adjustment of stock', () => {
  const adjustment = (...lines: readonly string[]) =>
    translateSet('947', ['W15*20260302*ADJ-1*D-1', 'N1*WH*DC*91*WH1', 'N4*RENO*NV*89501*US', ...lines]);

  it.each([
    ['W19*AU*-5*EA**VN*W-1', 'cargo.damaged'],
    ['W19*AV*-5*EA**VN*W-1', 'cargo.damaged'],
    ['W19*05*5*EA**VN*W-1', 'inventory.shortfall'],
    ['W19*AW*5*EA**VN*W-1', 'inventory.shortfall'],
    ['W19*AA*-5*EA**VN*W-1', 'inventory.mismatch'],
    ['W19*AA*5*EA**VN*W-1', 'inventory.mismatch'],
    ['W19*AH*-40*EA**VN*W-1', 'inventory.mismatch'],
    ['W19*AA*0*EA**VN*W-1', 'progress'],
    ['W19*55*5*EA**VN*W-1', 'progress'],
    ['W19*AK*-5*EA**VN*W-1', 'progress'],
    ['W19*QQ*-5*EA**VN*W-1', 'progress'],
    ['W19**-5*EA**VN*W-1', 'progress'],
  ])('%s is %s', (line, expected) => {
    expect(typesOf(adjustment(line))).toEqual([expected]);
  });

  it('says what, how many and where, and is one signal for each kind of trouble', () => {
    const { drafts, warnings } = adjustment(
      'W19*AU*-5*EA*012345678905*VN*W-1***L-7',
      'G69*WIDGETS',
      'W19*AA*+3*CA**VN*W-2',
      'W19*AA*3*CA**VN*W-2',
      'NTE*GEN*FORKLIFT',
    );
    expect(drafts).toMatchObject([
      {
        type: 'cargo.damaged',
        text: 'W-1: -5 EA Damaged in Facility. FORKLIFT',
        reason: { scheme: 'x12:181', code: 'AU' },
        quantities: { affected: { value: '5', unit: 'EA' } },
        place: { locality: 'RENO', region: 'NV' },
        occurredAt: '2026-03-02T00:00:00.000+01:00',
      },
      { type: 'inventory.mismatch', text: 'W-2: Physical Count. W-2: +3 CA Physical Count. FORKLIFT' },
    ]);
    expect(named(drafts[0])).toEqual([
      'customer_reference ADJ-1 north-edi',
      'customer_reference D-1 north-edi',
      'sku W-1 north-edi',
      'sku 012345678905 GS1',
      'lot L-7 north-edi',
    ]);
    expect(warnings).toEqual([]);
  });

  it('a reason of no list is told, once, and one that is taken back reports nothing', () => {
    expect(adjustment('W19*QQ*-5*EA**VN*W-1', 'W19*QQ*-6*EA**VN*W-2').warnings).toEqual([
      expect.stringContaining('"QQ" is not in the X12 code list 181'),
    ]);
    expect(typesOf(translateSet('947', ['W15*20260302*ADJ-1*D-1*01', 'W19*AU*-5*EA**VN*W-1']))).toEqual(['progress']);
  });
});

describe('X12 870, status of orders', () => {
  const report = (...levels: readonly string[]) => translateSet('870', ['BSR*3*PA*OSR-1*20260302', ...levels]);
  const order = ['HL*1**O', 'PRF*PO-1'];
  const item = ['HL*2*1*I', 'PO1*1*10*EA***VP*W-1'];

  it.each<[string, readonly string[], readonly string[]]>([
    ['shipped', [...order, ...item, 'ISR*CC*20260302'], ['progress']],
    ['no status', [...order, ...item], ['progress']],
    ['backordered', [...order, ...item, 'ISR*BO*20260309'], ['supply.shortfall']],
    ['out of stock as a whole', [...order, 'ISR*DS'], ['supply.shortfall']],
    ['cancelled', [...order, ...item, 'ISR*IC'], ['supply.shortfall']],
    ['late', [...order, ...item, 'ISR*SI*20260309'], ['supply.late']],
    ['shipped damaged', [...order, ...item, 'ISR*SD'], ['cargo.damaged']],
    [
      'expected to leave later than it was wanted to',
      [...order, ...item, 'DTM*010*20260305', 'ISR*RD*20260309'],
      ['supply.late'],
    ],
    ['wanted by the whole order', [...order, 'DTM*002*20260305', ...item, 'ISR*ED*20260309'], ['supply.late']],
    ['on the day', [...order, ...item, 'DTM*010*20260309', 'ISR*RD*20260309'], ['progress']],
    [
      'there after the day on which it was to leave: not the same kind of date',
      [...order, ...item, 'DTM*010*20260305', 'ISR*EX*20260309'],
      ['progress'],
    ],
    ['revised, and not said from when', [...order, ...item, 'ISR*RD*20260309'], ['progress']],
    [
      'wanted by another order',
      ['HL*1**O', 'PRF*PO-0', 'DTM*002*20260301', ...order, ...item, 'ISR*ED*20260309'],
      ['progress'],
    ],
  ])('%s', (_what, levels, expected) => {
    expect(typesOf(report(...levels))).toEqual(expected);
  });

  it('says of which order and product, from when on, and why', () => {
    const [draft] = report(...order, ...item, 'ISR*BO*20260309*A1', 'HL*3**O', 'PRF*PO-2', 'ISR*CC').drafts;
    expect(draft).toMatchObject({
      reason: { scheme: 'x12:368', code: 'BO', text: 'Back Ordered' },
      text: expect.stringMatching(/^W-1 of order PO-1: Back Ordered \(20260309/) as string,
    });
    expect(named(draft)).toEqual([
      'customer_reference OSR-1 north-edi',
      'purchase_order PO-1 north-edi',
      'purchase_order PO-2 north-edi',
      'sku W-1 north-edi',
    ]);
  });
});

describe('X12 865, an order that its seller changes', () => {
  const change = (purpose: string, ...lines: readonly string[]) =>
    translateSet('865', [`BCA*${purpose}*AC*PO-1***20260227***SO-9*20260301`, 'DTM*002*20260310', ...lines]);
  const line = (code: string) => `POC*1*${code}*20*20*EA*9.5**VP*W-1`;

  it.each<[string, string, readonly string[], readonly string[]]>([
    ['he delivers less', '19', [line('QD')], ['supply.shortfall']],
    ['he takes a line out', '19', [line('DI')], ['supply.shortfall']],
    ['he delivers more', '19', [line('QI')], ['progress']],
    ['he says that less will come, as we asked', '00', [line('QD'), 'ACK*IA*20*EA'], ['progress']],
    ['he refuses our change', '00', [line('QI'), 'ACK*IR*20*EA'], ['supply.shortfall']],
    ['he delivers later', '19', [line('CT'), 'ACK*DR*20*EA*067*20260312'], ['supply.late']],
    ['he delivers earlier', '19', [line('CT'), 'ACK*DR*20*EA*067*20260309'], ['progress']],
    ['he confirms less of it', '00', [line('CA'), 'ACK*IQ*15*EA'], ['supply.shortfall']],
  ])('%s', (_what, purpose, lines, expected) => {
    expect(typesOf(change(purpose, ...lines))).toEqual(expected);
  });

  it('names the orders of both, the product and the day of the answer', () => {
    const [draft] = change('19', line('QD'), 'ACK*IQ*15*EA').drafts;
    expect(draft).toMatchObject({
      text: 'W-1: Quantity Decrease. W-1: 15 of 20 EA Item Accepted - Quantity Changed.',
      occurredAt: '2026-03-01T00:00:00.000+01:00',
    });
    expect(named(draft)).toEqual(['purchase_order PO-1 north-edi', 'order SO-9 north-edi', 'sku W-1 north-edi']);
  });
});

const codes = fileURLToPath(new URL('../../../../shared/samples/codes', import.meta.url));

describe.skipIf(!existsSync(codes))('remarks', () => {
  it('decide no type: 214 with any status that is none of trouble stays progress, whatever is written beside it', () => {
    const known = readFileSync(`${codes}/x12_1650.tsv`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.slice(0, 2));
    expect(known.length).toBeGreaterThan(40);
    const set = (status: string, ...remarks: readonly string[]) =>
      typesOf(translateSet('214', ['B10*PRO-1*SHP-1*NRTH', 'LX*1', `AT7*${status}*NS***20260302*0800*CT`, ...remarks]));
    for (const status of known) expect(set(status, 'K1*CARGO DAMAGED*LOST AND STOLEN')).toEqual(set(status));
  });
});

describe('remarks of a 214', () => {
  it('of the whole set and of the loop stand with the trouble', () => {
    const told = (reason: string) =>
      translateSet('214', [
        'B10*PRO-1*SHP-1*NRTH',
        'K1*CALL BEFORE NOON',
        'LX*1',
        `AT7*X3*${reason}***20260302*0800*CT`,
        'K1*GATE CODE 12*SEE GUARD',
      ]).drafts[0];
    expect(told('AG')).toMatchObject({ kind: 'exception', text: 'CALL BEFORE NOON GATE CODE 12 SEE GUARD' });
    expect(told('NS')).toMatchObject({ kind: 'progress' });
    expect(told('NS')).not.toHaveProperty('text');
  });
});
