import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

function translate(...segments: readonly string[]): Translation {
  const translator = translatorOf('edifact-cusres');
  if (translator === undefined) throw new Error('nobody reads CUSRES');
  const body = `UNH+1+CUSRES:D:96B:UN'${segments.join("'")}'UNT+${segments.length + 2}+1'`;
  return translator(payloadOf(body, 'application/edifact'), sender);
}
const meaning = (draft: SignalDraft | undefined): string | undefined =>
  draft !== undefined && 'type' in draft ? draft.type : draft?.milestone?.name;
const means = (...segments: readonly string[]) => translate(...segments).drafts.map(meaning);

const HOLD = 'compliance.customs_hold';

describe('CUSRES', () => {
  it.each([
    ['goods released', ['GIS+4'], 'customs_released'],
    ['goods to be examined', ['GIS+5'], HOLD],
    ['goods detained', ['GIS+7:120:6'], HOLD],
    ['papers to be produced', ['GIS+6'], 'compliance.document_missing'],
    ['declaration rejected', ['GIS+2'], HOLD],
    ['an error in ours', ['GIS+14'], 'integration.payload_rejected'],
    ['accepted, the goods are to come', ['GIS+9'], 'other'],
    ['released, and held for another authority', ['GIS+4', 'FTX+DIN+++MAF HOLD. 1 CONTAINER'], HOLD],
    ['a list of their own', ['GIS+5:120:ZZZ'], 'other'],
    ['a list of another country', ['GIS+7:120:143'], 'other'],
    ['a code of no list', ['GIS+constructor'], 'other'],
    ['a status in words: held', ['FTX+AHN+++CONSOLIDATED STATUS:HELD'], HOLD],
    ['a status in words: clear', ['FTX+AHN+++CONSOLIDATED STATUS:CLEAR', 'FTX+AHN+++SAC:NO'], 'customs_released'],
    ['a hold that is over', ['FTX+ICN+++AGRICULTURE HOLD RELEASED'], 'other'],
    ['no hold', ['FTX+AHN+++NO HOLD ON CARGO'], 'other'],
    ['what the goods are', ['FTX+AAA+++HOLD-ALL BAGS'], 'other'],
    ['errors', ['ERP+1', 'ERC+502', 'FTX+AAO+++Manifest Rejected'], HOLD],
    ['errors of an accepted message', ['ERP+1', 'ERC+S03', 'FTX+AAH+++ACCEPTED WITH WARNINGS'], 'other'],
    ['errors of one not accepted', ['ERP+1', 'ERC+S03', 'FTX+AAH+++NOT ACCEPTED'], HOLD],
    ['advice', ['ERP+1', 'ERC+ADVICE:80:95'], 'other'],
    ['CHIEF: route 1', ['RFF+AHZ::1'], HOLD],
    ['CHIEF: route 2 with cash', ['RFF+AHZ::2/5'], HOLD],
    ['CHIEF: route 6', ['RFF+AHZ::6'], 'other'],
    ['CHIEF: not yet arrived', ['RFF+AHZ::H'], 'other'],
  ])('says %s', (_what, segments, expected) => {
    const { rejections } = translate('BGM+962+E1', ...segments);
    expect(rejections).toEqual([]);
    expect(means('BGM+962+E1', ...segments)).toEqual([expected]);
  });

  it('is a refusal by its function, or by its response type', () => {
    expect(means('BGM+EFD::109++27', 'RFF+ABO:B1')).toEqual([HOLD]);
    expect(means('BGM+962+E1+11+RE')).toEqual([HOLD]);
    expect(means('BGM+IFD::109++29', 'RFF+ABO:B1', 'ERC+6')).toEqual(['other']);
  });

  it('says what about, where, when and why', () => {
    const [draft] = translate(
      'BGM+962+E1+11',
      'DTM+58:201011250820:203',
      'LOC+22+DE004058',
      'GIS+5',
      'RFF+ABT:26DE1234567890ABC1',
      'RFF+ABO:OURS1',
      'RFF+MWB:08134635134',
      'RFF+XC:10207000067891',
      'EQD+CN+MSCU1234567',
      'FTX+AAO+++Bring samples',
      'NAD+IM+++Jane Doe+High Street 1',
    ).drafts;
    expect(draft).toMatchObject({
      type: HOLD,
      occurredAt: '2010-11-25T08:20:00.000+01:00',
      place: { code: 'DE004058' },
      reason: { scheme: 'edifact:7365', code: '5', text: 'Bring samples' },
      text: 'Goods required for examination. Bring samples',
    });
    expect(draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`)).toEqual([
      'declaration 26DE1234567890ABC1 MRN',
      'bill_of_lading 10207000067891 north-edi',
      'bill_of_lading 08134635134 north-edi',
      'container MSCU1234567 BIC',
      'customer_reference OURS1 north-edi',
    ]);
    expect(JSON.stringify(draft)).not.toMatch(/Doe|Street/);
  });

  it.each([
    ['20260302080000123456:ZZZ', '2026-03-02T08:00:00.000+01:00'],
    ['20260302080000123:204', '2026-03-02T08:00:00.000+01:00'],
    ['2026030120260302:718', '2026-03-02T00:00:00.000+01:00'],
  ])('reads the time %s', (at, expected) => {
    const { drafts, warnings } = translate('BGM+962+E1', `DTM+9:${at}`, 'GIS+4');
    expect([drafts[0]?.occurredAt, warnings]).toEqual([expected, []]);
  });

  it('about nothing is refused', () => {
    expect(translate('BGM+962', 'GIS+5')).toMatchObject({ drafts: [], rejections: [{ pointer: 'BGM' }] });
  });
});
