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
