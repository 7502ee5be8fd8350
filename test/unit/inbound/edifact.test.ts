import { describe, expect, it } from 'vitest';
import { translatorOf } from '../../../lambdas/inbound/formats/index.ts';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';

function translate(format: string, body: string | Uint8Array): Translation {
  const translator = translatorOf(format);
  if (translator === undefined) throw new Error(`no translator for ${format}`);
  return translator(payloadOf(body, 'application/edifact'), sender);
}
const meaning = (draft: SignalDraft): string => ('type' in draft ? draft.type : (draft.milestone?.name ?? ''));
const meanings = (body: string): readonly string[] => translate('edifact', body).drafts.map(meaning);
const named = (draft: SignalDraft | undefined): readonly string[] =>
  draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`) ?? [];

const message = (type: string, ...segments: readonly string[]): string =>
  `UNH+1+${type}:D:96A:UN'${segments.join("'")}'UNT+${segments.length + 2}+1'`;
const interchange = (...messages: readonly string[]): string =>
  `UNB+UNOC:3+THEM:14+US:14+260302:0800+7'${messages.join('')}UNZ+${messages.length}+7'`;
const status = (...segments: readonly string[]): string =>
  interchange(message('IFTSTA', 'BGM+23+M1+9', 'DTM+137:202603020700:203', 'NAD+CA+MAEU:160', 'CNI+1+C1', ...segments));

describe('an interchange', () => {
  const OWN_SEPARATORS =
    "UNA;*,! ~UNB*UNOC;3*A*B*260302;0800*7~UNH*1*IFTSTA;D;96A;UN~BGM*23*M1~CNI*1*C1~STS*1*20~FTX*AAI***it's : late !~~UNT*6*1~UNZ*1*7~";
  const plain = interchange(message('IFTSTA', 'BGM+23+M1', 'CNI+1+C1', 'STS+1+20', "FTX+AAI+++it?'s ?: late ??"));

  it.each([
    ['as it is', plain],
    ['with UNA', `UNA:+.? '${plain}`],
    ['with separators of its own', OWN_SEPARATORS],
    ['a segment a line', plain.replace(/(?<!\?)'/g, "'\r\n")],
    ['in wrapped lines', plain.replace(/(.{20})/g, '$1\n')],
    ['behind other text', `From: x\n\n${plain}\nbye`],
    ['with a byte order mark', `\uFEFF${plain}`],
    ['without UNB', plain.slice(plain.indexOf('UNH'))],
  ])('is read %s', (_what, text) => {
    const { drafts, rejections } = translate('edifact-iftsta', text);
    expect(rejections).toEqual([]);
    expect(drafts.map(meaning)).toEqual(['transport.delay']);
    expect(drafts[0]?.text).toContain("it's");
  });

  it.each([
    ['UNOC', Buffer.from([0xfc]), 'ü'],
    ['UNOE', Buffer.from([0xd6]), 'ж'],
    ['UNOF', Buffer.from([0xe1]), 'α'],
    ['UNOW', Buffer.from('ü'), 'ü'],
    // Many say A and send what they have.
    ['UNOA', Buffer.from('ü'), 'ü'],
  ])('in %s', (syntax, bytes, letter) => {
    const [before = '', after = ''] = plain.replace('UNOC', syntax).replace('it?', '§').split('§');
    const { drafts } = translate('edifact', Buffer.concat([Buffer.from(before), bytes, Buffer.from(after.slice(2))]));
    expect(drafts[0]?.text).toContain(letter);
  });

  it.each<[string, Buffer]>([
    ['with a mark, the high byte first', Buffer.from(`\ufeff${plain}`, 'utf16le').swap16()],
    ['with a mark, the low byte first', Buffer.from(`\ufeff${plain}`, 'utf16le')],
    ['without a mark, the high byte first', Buffer.from(plain, 'utf16le').swap16()],
    ['without a mark, the low byte first', Buffer.from(plain, 'utf16le')],
  ])('in ISO 10646 with two bytes a letter (UNOY), %s', (_what, bytes) => {
    const { drafts, rejections } = translate('edifact', bytes);
    expect(rejections).toEqual([]);
    expect(drafts.map(meaning)).toEqual(['transport.delay']);
  });

  it('of several messages, of more than one type, and several interchanges in one payload', () => {
    const two = interchange(
      message('IFTSTA', 'BGM+23+M1', 'STS+1+21'),
      message('ORDRSP', 'BGM+231+O1+9', 'RFF+ON:P1', 'LIN+1+7'),
    );
    expect(meanings(two + two)).toEqual(['delivered', 'supply.shortfall', 'delivered', 'supply.shortfall']);
  });

  it('with wrong counts has warnings, and a message of no type is of that of its source', () => {
    const odd = interchange(message('', 'BGM+23+M1', 'STS+1+21'))
      .replace('UNT+4+1', 'UNT+9+2')
      .replace('UNZ+1+7', 'UNZ+3+8');
    const { drafts, warnings } = translate('edifact-iftsta', odd);
    expect(drafts.map(meaning)).toEqual(['delivered']);
    expect(warnings).toHaveLength(4);
  });

  it.each([
    ['no EDIFACT', 'hello', 'payload', 'UNB'],
    [
      'a message that is cut off',
      "UNB+UNOA:1+A+B'UNH+1+IFTSTA:D:96A:UN'BGM+23+1'STS+1+2",
      'message 1',
      'segment 4 (UNT)',
    ],
    ['a type that nobody reads', interchange(message('INVOIC', 'BGM+380+1')), 'message 1', 'UNH'],
    ['nothing that it is about', interchange(message('IFTSTA', 'BGM+23', 'STS+1+20')), 'message 1', 'BGM'],
  ])('is refused where there is %s', (_what, text, part, pointer) => {
    const { drafts, rejections } = translate('edifact', text);
    expect(drafts).toEqual([]);
    expect(rejections).toMatchObject([{ part, pointer }]);
  });
});

describe('IFTSTA', () => {
  it('without a status is whole, and says nothing', () => {
    const { drafts, rejections, warnings } = translate('edifact', interchange(message('IFTSTA', 'BGM+23+M1')));
    expect([drafts, rejections]).toEqual([[], []]);
    expect(warnings).toEqual([expect.stringContaining('it reports no status')]);
  });

  it.each([
    ['delivered', ['STS+1+21', 'DTM+334:202603020800:203'], ['delivered']],
    ['departed', ['STS+1+24'], ['departed']],
    ['delayed', ['STS+1+20'], ['transport.delay']],
    ['delayed, for it is damaged', ['STS+1+20+14'], ['cargo.damaged']],
    ['delayed by weather', ['STS+1+20+63'], ['transport.delay']],
    ['not delivered, closed', ['STS+1+23+7'], ['transport.delivery_failed']],
    ['en route, customs looks at it', ['STS+1+31+24'], ['compliance.customs_hold']],
    ['the second reason tells', ['STS+1+31+54+33'], ['transport.lost']],
    ['customs refusal', ['STS+1+17'], ['compliance.customs_hold']],
    ['delivered at the second attempt', ['STS+1+21+6'], ['delivered']],
    ['delivered, damaged', ['STS+1+21+14'], ['cargo.damaged']],
    ['later than promised', ['STS+1+21', 'DTM+334:202603030800:203', 'DTM+69:20260302:102'], ['transport.delay']],
    ['on the day', ['STS+1+21', 'DTM+334:202603022300:203', 'DTM+69:20260302:102'], ['delivered']],
    ['expected too late', ['STS+1+31', 'DTM+17:20260305:102', 'DTM+63:20260304:102'], ['transport.delay']],
    ['a code of letters', ['STS+1+VD'], ['departed']],
    ['a hold of customs in letters', ['STS+1+PX'], ['compliance.customs_hold']],
    ['free time over, in letters', ['STS+1+FT'], ['transport.detention']],
    ['seals altered, in letters', ['STS+1+SC'], ['cargo.damaged']],
    ['an estimate in letters has not happened', ['STS+1+AG'], ['other']],
    ['a format of a date that every object has', ['STS+1+20', 'DTM+334:20260302:constructor'], ['transport.delay']],
    ['letters of a list of its own', ['STS+1+FT::ZZZ'], ['other']],
    ['one letter may be of any list', ['STS+1+H'], ['other']],
    ['a list of its own', ['STS+1+20::ZZZ:Alles gut'], ['other']],
    ['a code of its own with reasons of its own', ['STS++Z1+8'], ['other']],
    ['two statuses', ['STS+1+24', 'STS+1+20'], ['departed', 'transport.delay']],
  ])('%s', (_what, segments, expected) => {
    const { drafts, rejections } = translate('edifact-iftsta', status(...segments));
    expect(rejections).toEqual([]);
    expect(drafts.map(meaning)).toEqual(expected);
  });

  it('says what, where, when and why, and names no people', () => {
    const [draft] = translate(
      'edifact-iftsta',
      status(
        'STS+1+23+7',
        'RFF+BM:BL1',
        'RFF+EQ:MSCU1234567',
        'RFF+ON:PO1',
        'DTM+334:202603020930:203',
        'FTX+AAI+++Gate closed',
        'NAD+CN+++Jane Doe+High Street 1',
        'LOC+175+DEHAM:139:6:HAMBURG',
      ),
    ).drafts;
    expect(draft).toMatchObject({
      place: { code: 'DEHAM', name: 'HAMBURG', country: 'DE' },
      occurredAt: '2026-03-02T09:30:00.000+01:00',
      timeBasis: 'place',
      carrier: { scac: 'MAEU' },
      reason: { scheme: 'edifact:9013', code: '7', status: '23', text: 'Delivery not completed: Business closed' },
      text: 'Delivery not completed: Business closed. Gate closed',
    });
    expect(named(draft)).toEqual([
      'bill_of_lading BL1 MAEU',
      'container MSCU1234567 BIC',
      'purchase_order PO1 north-edi',
      'shipment C1 MAEU',
    ]);
    expect(JSON.stringify(draft)).not.toMatch(/Doe|Street/);
  });

  it('takes the container of the status, not the one of the message', () => {
    const text = interchange(
      message('IFTSTA', 'BGM+23+M1', 'RFF+EQ:MSCU7654321', 'RFF+BN:B1', 'CNI+1', 'STS+1+24', 'EQD+CN+MSCU1234567'),
    );
    expect(named(translate('edifact', text).drafts[0])).toEqual(['container MSCU1234567 BIC', 'booking B1 north-edi']);
  });

  it('tells the legs that are to come, and which of them is later than its schedule', () => {
    const { drafts } = translate(
      'edifact',
      status(
        'STS+1+24',
        'TDT+20+1',
        'LOC+9+DEHAM',
        'DTM+186:202603010800:203',
        'LOC+11+USNYC',
        'DTM+132:202603120800:203',
        'DTM+232:202603100800:203',
        'LOC+7+USCHI',
        'DTM+132:202603150800:203',
      ),
    );
    expect(drafts.map((draft) => `${meaning(draft)} ${draft.place?.code ?? ''}`)).toEqual([
      'departed ',
      'transport.delay USNYC',
      'arrived USCHI',
    ]);
    expect(drafts[1]).toMatchObject({ timeBasis: 'received', milestone: { at: 'estimated' } });
  });

  it.each([
    ['later than its schedule', '132:202603120800', '232:202603100800', 'transport.delay'],
    ['within the hour of it', '132:202603100830', '232:202603100800', 'in_transit'],
    ['off later than its schedule', '133:202603120800', '189:202603100800', 'transport.delay'],
    ['arrived in time', '178:202603100700', '232:202603100800', 'in_transit'],
  ])('a status with a schedule beside it and no place: %s', (_what, one, other, expected) => {
    expect(meanings(status('STS+1+31', `DTM+${one}:203`, `DTM+${other}:203`))).toEqual([expected]);
  });

  it.each([
    ['102', '20260302', '2026-03-02T00:00:00.000+01:00'],
    ['201', '2603020800', '2026-03-02T08:00:00.000+01:00'],
    ['203', '202603020800', '2026-03-02T08:00:00.000+01:00'],
    ['204', '20260302080005', '2026-03-02T08:00:05.000+01:00'],
    ['205', '202603020800?+0530', '2026-03-02T08:00:00.000+05:30'],
    ['303', '202603020800UTC', '2026-03-02T08:00:00.000+00:00'],
    ['303', '202603020800EST', '2026-03-02T08:00:00.000-05:00'],
    ['303', '202603020800XYZ', '2026-03-02T08:00:00.000+01:00'],
    ['718', '20260301-20260302', '2026-03-02T00:00:00.000+01:00'],
    ['718', '2026030120260302', '2026-03-02T00:00:00.000+01:00'],
    ['717', '260301-260302', '2026-03-02T00:00:00.000+01:00'],
    ['719', '202603010700202603020800', '2026-03-02T08:00:00.000+01:00'],
    ['2', '090326', '2026-03-09T00:00:00.000+01:00'],
    ['3', '030926', '2026-03-09T00:00:00.000+01:00'],
    ['4', '09032026', '2026-03-09T00:00:00.000+01:00'],
    ['5', '090320260800', '2026-03-09T08:00:00.000+01:00'],
    ['10', '20260302T0800', '2026-03-02T08:00:00.000+01:00'],
    ['', '202603020800', '2026-03-02T08:00:00.000+01:00'],
  ])('reads a time of format %s', (format, value, occurredAt) => {
    expect(translate('edifact', status('STS+1+24', `DTM+334:${value}:${format}`)).drafts[0]).toMatchObject({
      occurredAt,
    });
  });

  it('reads words with blanks around them, as fields of fixed length have them', () => {
    const plain = status('STS+1+24+11', 'DTM+334:202603020800:203', 'LOC+5+USLAX', 'FTX+AAI+++LEFT?: NOT YET');
    const padded = status(
      'STS+1  + 24   +11 ',
      'DTM+334: 202603020800  :203 ',
      'LOC+5  +USLAX      ',
      'FTX+AAI+++LEFT?: NOT YET     ',
    );
    expect(translate('edifact', padded).drafts).toEqual(translate('edifact', plain).drafts);
  });

  it('reads a time at a port in its zone, also in a country of several', () => {
    const at = (port: string) =>
      translate('edifact', status('STS+1+24', 'DTM+334:202603020800:203', `LOC+5+${port}`)).drafts[0];
    expect(at('USLAX')).toMatchObject({ occurredAt: '2026-03-02T08:00:00.000-08:00', timeBasis: 'place' });
    expect(at('JPTYO')).toMatchObject({ occurredAt: '2026-03-02T08:00:00.000+09:00', timeBasis: 'place' });
    expect(at('USZZZ')).toMatchObject({ occurredAt: '2026-03-02T08:00:00.000+01:00', timeBasis: 'source' });
  });

  it('has a warning for a time that is none, and then that of the message', () => {
    const { drafts, warnings } = translate('edifact', status('STS+1+24', 'DTM+334:20261399:102'));
    expect(drafts[0]).toMatchObject({ occurredAt: '2026-03-02T07:00:00.000+01:00' });
    expect(warnings).toHaveLength(1);
  });

  it('reads what UPS makes of it', () => {
    const ups = (code: string): readonly string[] =>
      meanings(interchange(message('IFTSTA', 'BGM+23:UPS::QVD+O4', 'RFF+CW:1Z9', 'CNI+1', `STS+1:${code}:101`)));
    expect([ups('D2'), ups('E1')]).toEqual([['delivered'], ['transport.delay']]);
  });

  it.each([
    ['LEFT WITH THE CLEARING AGENCY FOR RELEASE.', 'compliance.customs_hold'],
    ['THE RECEIVER DID NOT WANT THE ORDER.', 'transport.delivery_failed'],
    ['NEXT WEEK PERHAPS.', 'transport.delay'],
  ])('an exception of UPS is what its words say: %s', (words, expected) => {
    const text = message('IFTSTA', 'BGM+23:UPS::QVD+O4', 'RFF+CW:1Z9', 'STS+1:E1:101', `FTX+AVA+SR++${words}:REASON`);
    expect(meanings(interchange(text))).toEqual([expected]);
  });

  it('follows a container also by a number that is none of ISO 6346', () => {
    const { drafts } = translate(
      'edifact',
      interchange(message('IFTSTA', 'BGM+23+S1+9', 'STS+1+24', 'EQD+CN+KONTTI1')),
    );
    expect(drafts[0]?.references).toEqual([expect.objectContaining({ kind: 'container', value: 'KONTTI1' })]);
  });
});

const order = (...segments: readonly string[]): string =>
  interchange(
    message(
      'ORDRSP',
      'BGM+231+R1+9',
      'DTM+137:20260302:102',
      'DTM+2:20260310:102',
      'RFF+ON:PO1',
      'NAD+SU+4012::9',
      ...segments,
      'UNS+S',
    ),
  );

describe('ORDRSP', () => {
  it.each([
    ['all as ordered', ['LIN+1+5', 'QTY+21:10', 'QTY+113:10'], ['other']],
    ['less than ordered', ['LIN+1+3', 'QTY+21:10', 'QTY+113:8'], ['supply.shortfall']],
    ['in two parts, in sum as ordered', ['LIN+1+3', 'QTY+21:10', 'QTY+113:6', 'QTY+113:4'], ['other']],
    ['a line not accepted', ['LIN+1+5', 'LIN+2+7'], ['supply.shortfall']],
    ['a back order', ['LIN+1+3', 'QTY+21:10', 'QTY+83:2'], ['supply.shortfall']],
    ['later than requested', ['LIN+1+3', 'DTM+69:20260312:102'], ['supply.late']],
    ['earlier than requested', ['LIN+1+3', 'DTM+69:20260309:102'], ['other']],
    ['short and late is short', ['LIN+1+3', 'QTY+21:10', 'QTY+113:8', 'DTM+69:20260312:102'], ['supply.shortfall']],
    ['a decimal comma', ['LIN+1+3', 'QTY+21:10,5', 'QTY+113:10,25'], ['supply.shortfall']],
    ['a variance with its reason', ['LIN+1', 'QVR+-2:21+OW'], ['supply.shortfall']],
    ['a substitution', ['LIN+1', 'QVR+0:21+IS'], ['other']],
    [
      'in cases, and ordered in pieces: they cannot be compared',
      ['LIN+1+3', 'QTY+21:120:PCE', 'QTY+113:10:CT'],
      ['other'],
    ],
    [
      'in two parts, the second later than requested',
      ['LIN+1+3', 'QTY+21:10', 'QTY+113:6', 'DTM+69:20260310:102', 'QTY+113:4', 'DTM+69:20260320:102'],
      ['supply.late'],
    ],
  ])('%s', (_what, segments, expected) => {
    expect(meanings(order(...segments))).toEqual(expected);
  });

  it('names order, line and quantities', () => {
    const [draft] = translate(
      'edifact-ordrsp',
      order('LIN+1+3+4000862141404:EN', 'PIA+5+A1:SA', 'QTY+21:10:PCE', 'QTY+113:8:PCE'),
    ).drafts;
    expect(draft).toMatchObject({
      part: 'message 1, line 1',
      quantities: { ordered: { value: '10', unit: 'PCE' }, confirmed: { value: '8', unit: 'PCE' } },
      text: '8 confirmed, 10 ordered.',
    });
    expect(named(draft)).toEqual(['purchase_order PO1 north-edi', 'sku 4000862141404 GS1', 'sku A1 4012']);
  });

  it.each(['BGM+231+R1+27', 'BGM+231+R1+9+RE'])('refused as a whole by %s', (beginning) => {
    expect(meanings(order('LIN+1').replace('BGM+231+R1+9', beginning))).toEqual(['supply.shortfall']);
  });
});

describe('DESADV, RECADV and the others', () => {
  it.each([
    ['DESADV', ['LIN+1', 'QTY+21:10', 'QTY+12:10'], ['departed']],
    ['DESADV', ['LIN+1', 'QTY+21:10', 'QTY+12:7'], ['supply.shortfall']],
    ['DESADV', ['LIN+1', 'QTY+12:10', 'QVR+-3:21+BP'], ['supply.shortfall']],
    [
      'DESADV',
      ['LIN+1++A:EN', 'QTY+21:10', 'QTY+12:6', 'CPS+3+1', 'LIN+2++A:EN', 'QTY+21:10', 'QTY+12:4'],
      ['departed'],
    ],
    [
      'DESADV',
      ['LIN+1++A:EN', 'QTY+21:10', 'QTY+12:6', 'CPS+3+1', 'LIN+2++A:EN', 'QTY+21:10', 'QTY+12:3'],
      ['supply.shortfall'],
    ],
    [
      'DESADV',
      ['LIN+1++A:EN', 'QTY+21:5', 'QTY+12:5', 'RFF+ON:P:1', 'LIN+2++A:EN', 'QTY+21:5', 'QTY+12:3', 'RFF+ON:P:2'],
      ['supply.shortfall'],
    ],
    ['RECADV', ['LIN+1', 'QTY+12:10', 'QTY+48:12'], ['inventory.mismatch']],
    ['RECADV', ['LIN+1', 'QTY+12:1:CT', 'QTY+48:12:PCE'], ['delivered']],
    ['RECADV', ['LIN+1', 'QTY+48:10', 'QTY+61:2'], ['inventory.mismatch']],
    ['RECADV', ['LIN+1', 'QTY+48:10', 'QTY+61:0'], ['delivered']],
    ['RECADV', ['LIN+1', 'QTY+12:10', 'QTY+194:10'], ['delivered']],
    ['RECADV', ['LIN+1', 'QTY+12:10', 'QTY+194:9'], ['inventory.shortfall']],
    ['RECADV', ['LIN+1', 'QVR+-1:12+CP'], ['inventory.shortfall']],
    ['RECADV', ['LIN+1', 'QTY+12:10', 'QTY+124:1'], ['cargo.damaged']],
    ['RECADV', ['LIN+1', 'QTY+12:10', 'QTY+194:9', 'QTY+124:1'], ['cargo.damaged']],
    ['RECADV', ['LIN+1', 'QTY+12:10', 'QTY+194:5', 'QTY+124:1'], ['cargo.damaged', 'inventory.shortfall']],
    ['RECADV', ['LIN+1', 'QTY+12:10', 'QTY+194:7', 'QTY+124:1', 'QTY+195:2'], ['cargo.damaged', 'inventory.shortfall']],
    ['RECADV', ['LIN+1', 'QVR+-1:12+AF'], ['cargo.damaged']],
    ['INVRPT', ['LIN+1++A:EN', 'QTY+17:120:PCE'], ['other']],
    ['INVRPT', ['LIN+1++A:EN', 'QTY+17:0:PCE', 'INV+++1'], ['other']],
    ['INVRPT', ['LIN+1++A:EN', 'QTY+156:5:PCE', 'INV+2++1'], ['other']],
    ['INVRPT', ['LIN+1++A:EN', 'QTY+156:5:PCE', 'INV+1++4'], ['inventory.mismatch']],
    ['INVRPT', ['LIN+1++A:EN', 'QTY+156:0:PCE', 'INV+1++4'], ['other']],
    ['INVRPT', ['LIN+1++A:EN', 'QTY+156:5:PCE', 'INV+1++3'], ['cargo.damaged']],
    [
      'INVRPT',
      ['LIN+1++A:EN', 'QTY+156:5', 'INV+1++8', 'QTY+156:2', 'INV+2++4'],
      ['cargo.damaged', 'inventory.mismatch'],
    ],
    ['INVRPT', ['LIN+1++A:EN', 'QTY+156:5:PCE', 'INV+1++6'], ['other']],
    ['OSTRPT', ['DOC+105+P1', 'LIN+1++A:EN', 'STS++5', 'QTY+21:10', 'QTY+46:4'], ['other']],
    ['OSTRPT', ['DOC+105+P1', 'LIN+1++A:EN', 'QTY+21:10', 'QTY+83:6'], ['supply.shortfall']],
    ['OSTRPT', ['DOC+105+P1', 'LIN+1++A:EN', 'DTM+2:20260305:102', 'DTM+69:20260309:102'], ['supply.late']],
    ['OSTRPT', ['DOC+105+P1', 'LIN+1++A:EN', 'DOC+105+P2', 'LIN+1++B:EN', 'QTY+83:1'], ['other', 'supply.shortfall']],
    ['RECADV', ['LIN+1', 'QVR+4:12+AC'], ['inventory.mismatch']],
    ['CUSCAR', ['CNI+1+BL1'], ['other']],
    ['APERAK', ['ERC+1::9'], ['integration.payload_rejected']],
    ['APERAK', ['RFF+ACW:1'], []],
    ['CONTRL', ['UCI+7+THEM+US+4+12'], ['integration.payload_rejected']],
    ['CONTRL', ['UCI+7+THEM+US+8'], []],
  ])('%s %s', (type, segments, expected) => {
    expect(meanings(interchange(message(type, 'BGM+1+D1+9', ...segments)))).toEqual(expected);
  });

  it.each(['DESADV', 'RECADV'])('%s that cancels another reports no trouble anew, and says so', (type) => {
    const lines = ['LIN+1', 'QTY+21:10', 'QTY+12:10', 'QTY+12:-7', 'QTY+194:1'];
    const { drafts, warnings } = translate('edifact', interchange(message(type, 'BGM+351+D1+1', ...lines)));
    expect(drafts).toMatchObject([
      { kind: 'progress', milestone: { name: 'other' }, reason: { scheme: 'edifact:1225', code: '1' } },
    ]);
    expect(warnings).toEqual([expect.stringContaining('cancels')]);
  });

  it('OSTRPT names each order with what is its own', () => {
    const { drafts, rejections } = translate(
      'edifact-ostrpt',
      interchange(
        message(
          'OSTRPT',
          'BGM+348+R1+9',
          'NAD+SU+4012::9',
          'DOC+105+P1',
          'LIN+1++A:EN',
          'DOC+231+S2',
          'LIN+1++B:EN',
          'QTY+83:1:PCE',
        ),
      ),
    );
    expect(rejections).toEqual([]);
    expect(drafts.map(named)).toEqual([
      ['purchase_order P1 north-edi', 'sku A GS1'],
      ['order S2 4012', 'sku B GS1'],
    ]);
    expect(drafts[1]).toMatchObject({ part: 'message 1, DOC 2, line 1', text: '1 on back order.' });
  });

  it('INVRPT says what lacks or is too much, and of what', () => {
    const [draft] = translate(
      'edifact-invrpt',
      interchange(message('INVRPT', 'BGM+35+I1+9', 'DTM+366:20260302:102', 'LIN+1++A:EN', 'QTY+156:5:PCE', 'INV+1++4')),
    ).drafts;
    expect(draft).toMatchObject({
      text: 'Difference: -5.',
      reason: { scheme: 'edifact:4499', code: '4' },
      quantities: { affected: { value: '5', unit: 'PCE' } },
      occurredAt: expect.stringMatching(/^2026-03-02/) as string,
    });
    expect(named(draft)).toEqual(['customer_reference I1 north-edi', 'sku A GS1']);
  });

  it.each([
    ['BGM+770+C1+9+AP', 'booked'],
    ['BGM+770+C1+9+CA', 'booked'],
    ['BGM+770+C1+9', 'booked'],
    ['BGM+770+C1+9+PE', 'other'],
    ['BGM+770+C1+9+QQ', 'other'],
    ['BGM+770+C1+9+RE', 'transport.capacity_rejected'],
    ['BGM+770+C1++RE+9', 'transport.capacity_rejected'],
    ['BGM+770+C1+1', 'transport.capacity_rejected'],
    ['BGM+770+C1+27', 'transport.capacity_rejected'],
  ])('IFTMBC that begins %s is %s', (beginning, expected) => {
    const body = interchange(
      message('IFTMBC', beginning, 'RFF+BN:B1', 'NAD+CA+MAEU:160', 'FTX+NAI+++no room on the sailing'),
    );
    const { drafts, rejections, warnings } = translate('edifact-iftmbc', body);
    expect([drafts.map(meaning), rejections]).toEqual([[expected], []]);
    expect(warnings).toHaveLength(beginning.includes('QQ') ? 1 : 0);
    expect(named(drafts[0])).toEqual(['booking B1 MAEU', 'customer_reference C1 MAEU']);
    expect(drafts[0]?.text).toMatch(/no room on the sailing$/);
  });

  it('CUSCAR names the ship, and no truck', () => {
    const report = (mode: string): readonly string[] =>
      named(
        translate(
          'edifact',
          interchange(
            message('CUSCAR', 'BGM+785+M1+9', `TDT+20+V1+${mode}++MAEU:172+++9306237:146::ACCORD`, 'CNI+1+BL1'),
          ),
        ).drafts[0],
      );
    expect(report('1')).toEqual(['bill_of_lading BL1 north-edi', 'vessel 9306237 IMO', 'vessel ACCORD north-edi']);
    expect(report('3')).toEqual(['bill_of_lading BL1 north-edi']);
  });

  it.each([
    ['132', '202603070730', 'arrived', 'estimated'],
    ['132', '202603070812', 'transport.delay', 'estimated'],
    ['178', '202603070730', 'arrived', 'actual'],
    ['178', '202603070812', 'transport.delay', 'actual'],
  ])('IFTSAI with %s at %s, scheduled for 07:11, is %s', (qualifier, time, expected, at) => {
    const { drafts } = translate(
      'edifact-iftsai',
      interchange(
        message(
          'IFTSAI',
          'BGM+TS2+V1+9',
          'TDT+20+V1+1',
          'LOC+11+NLRTM',
          'DTM+232:202603070711:203',
          `DTM+${qualifier}:${time}:203`,
        ),
      ),
    );
    expect(drafts.map(meaning)).toEqual([expected]);
    expect(drafts).toMatchObject([{ milestone: { name: 'arrived', at } }]);
  });

  it('IFTSAI tells what is expected where, and what is later than its schedule', () => {
    const text = interchange(
      message(
        'IFTSAI',
        'BGM+TS2+V1+9',
        'TDT+20+V1+1++:172+++OWJG2:103::MADISON MAERSK',
        'LOC+9+NLRTM:139:6',
        'DTM+132:202603070711:203',
        'LOC+94+DEHAM',
        'DTM+132:202603090000:203',
        'DTM+232:202603080000:203',
      ),
    );
    const { drafts } = translate('edifact-iftsai', text);
    expect(drafts.map(meaning)).toEqual(['arrived', 'transport.delay']);
    expect(drafts[0]).toMatchObject({
      occurredAt: '2026-03-07T07:11:00.000+01:00',
      place: { code: 'NLRTM' },
      milestone: { at: 'estimated' },
    });
    expect(named(drafts[0])).toEqual([
      'vessel OWJG2 ITU',
      'vessel MADISON MAERSK north-edi',
      'customer_reference V1 north-edi',
    ]);
  });
});
