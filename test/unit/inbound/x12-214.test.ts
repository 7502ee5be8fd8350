import { describe, expect, it } from 'vitest';
import type { SignalDraft, Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { payloadOf, sender } from './sender.ts';
import { translateX12Status } from './x12-set.ts';

/** A whole interchange around the segments after B10. */
function message(segments: readonly string[], b10 = 'B10*NL4471902*SO-88213*NRTH'): string {
  const set = ['ST*214*0001', b10, ...segments];
  const isa =
    'ISA*00*          *00*          *02*NRTH           *ZZ*FAIRLEAD       *260302*0815*U*00401*000004417*0*P*>';
  const gs = 'GS*QM*NRTH*FAIRLEAD*20260302*0815*4417*X*004010';
  return `${[isa, gs, ...set, `SE*${set.length + 1}*0001`, 'GE*1*4417', 'IEA*1*000004417'].join('~\n')}~\n`;
}
const translate = (...segments: readonly string[]): Translation =>
  translateX12Status(payloadOf(message(segments)), sender);
const typeOf = (draft: SignalDraft | undefined): string | undefined =>
  draft === undefined ? undefined : 'type' in draft ? draft.type : draft.kind;
const typesOf = ({ drafts }: Translation): readonly (string | undefined)[] => drafts.map(typeOf);
const status = (code: string, reason: string, at = '20260302*0715*CT') => `AT7*${code}*${reason}***${at}`;
const appointment = (code: string, at: string, reason = 'NA') => `AT7***${code}*${reason}*${at}`;

describe('a status with its reason', () => {
  it.each([
    ['AH', 'AG', 'transport.delivery_failed', 'a status that is trouble'],
    ['AP', 'NS', 'transport.delivery_failed', 'a status that is trouble, with a reason that says nothing'],
    ['A9', 'AO', 'cargo.damaged', 'a status that is trouble is not made less by its reason'],
    ['AH', 'AS', 'transport.delivery_failed', 'an attempt stays an attempt'],
    ['SD', 'AO', 'transport.delay', 'delayed, and why'],
    ['SD', '', 'transport.delay', 'delayed, and no word why'],
    ['SD', 'AS', 'compliance.customs_hold', 'delayed by customs says more than delayed'],
    ['SD', 'AR', 'compliance.document_missing', 'delayed by papers'],
    ['SD', 'AK', 'cargo.damaged', 'delayed and damaged'],
    ['X6', 'AM', 'transport.delay', 'on its way, with a reason other than normal'],
    ['X6', 'NS', 'progress', 'on its way'],
    ['X6', 'AP', 'progress', 'on its way, with a reason that only explains'],
    ['X6', 'ZZ', 'progress', 'on its way, with a reason of the sender’s own'],
    ['X4', 'CA', 'compliance.customs_hold', 'at a terminal, held by customs'],
    ['X3', 'AY', 'transport.milestone_missed', 'a pick-up that was missed'],
    ['D1', 'NS', 'progress', 'delivered'],
    ['D1', 'AI', 'transport.delay', 'delivered late'],
    ['D1', 'B1', 'transport.delay', 'delivered after all'],
    ['D1', 'AK', 'cargo.damaged', 'delivered damaged'],
    ['AG', 'NS', 'progress', 'expected: AG is a status here, and not "consignee related"'],
    ['AG', 'AO', 'transport.delay', 'expected later, because of the weather'],
    ['AJ', 'NS', 'progress', 'offered for delivery'],
    ['XB', 'NS', 'progress', 'acknowledged'],
  ])('%s with %s is %s: %s', (code, reason, expected) => {
    expect(typesOf(translate('LX*1', status(code, reason), 'MS1*DULUTH*MN*US'))).toEqual([expected]);
  });

  it('keeps the codes as they were sent, with their words', () => {
    const [both] = translate('LX*1', status('SD', 'AO')).drafts;
    expect(both?.reason).toEqual({
      scheme: 'x12:1651',
      code: 'AO',
      status: 'SD',
      text: 'Shipment delayed: Weather or natural disaster related',
    });
    const [bare] = translate('LX*1', status('SD', '')).drafts;
    expect(bare?.reason).toEqual({ scheme: 'x12:1650', code: 'SD', status: 'SD', text: 'Shipment delayed' });
    const [agreed] = translate('LX*1', appointment('AB', '20260302*0715*CT')).drafts;
    expect(agreed?.reason).toEqual({ scheme: 'x12:1651', code: 'NA', text: 'Delivery appointment' });
  });

  it('that is only expected has begun when we heard of it, and says what is expected', () => {
    const [draft] = translate('LX*1', status('AG', 'AO', '20260305*1200*CT')).drafts;
    expect(draft).toMatchObject({
      kind: 'exception',
      occurredAt: sender.receivedAt,
      timeBasis: 'received',
      text: 'Expected 2026-03-05T12:00:00.000-06:00.',
      milestone: { name: 'delivered', at: 'estimated' },
    });
    const [fine] = translate('LX*1', status('AG', 'NS', '20260305*1200*CT')).drafts;
    expect(fine).toMatchObject({ kind: 'progress', occurredAt: '2026-03-05T12:00:00.000-06:00', timeBasis: 'sent' });
    expect(fine).not.toHaveProperty('text');
  });
});

describe('an appointment', () => {
  const day = '20260302';
  const arrives = (code: string, time: string, reason = 'NS') => status(code, reason, `${day}*${time}*CT`);
  const agreed = (code: string, time: string) => appointment(code, `${day}*${time}*CT`);
  const late = 'transport.delay';

  it.each<[string, readonly string[], string]>([
    ['on time', [agreed('AB', '0800'), arrives('X1', '0800')], 'progress'],
    ['a minute late', [agreed('AB', '0800'), arrives('X1', '0801')], late],
    ['early', [agreed('AB', '0800'), arrives('X1', '0600')], 'progress'],
    ['on time, with a reason that is about time', [agreed('AB', '0800'), arrives('X1', '0800', 'AD')], 'progress'],
    [
      'on time, with a reason that is about customs',
      [agreed('AB', '0800'), arrives('X1', '0800', 'AS')],
      'compliance.customs_hold',
    ],
    ['late and damaged', [agreed('AB', '0800'), arrives('X1', '0900', 'AK')], 'cargo.damaged'],
    ['late at the dock', [agreed('AB', '0800'), arrives('X5', '0900')], late],
    ['late for the pick-up', [agreed('AA', '0800'), arrives('X3', '0900')], late],
    ['late by the latest time', [agreed('LD', '0800'), arrives('X1', '0900')], late],
    [
      'late by the latest time, not by the appointment',
      [agreed('LD', '0800'), agreed('AB', '1000'), arrives('X1', '0900')],
      'progress',
    ],
    ['after the earliest time', [agreed('ED', '0800'), arrives('X1', '0900')], 'progress'],
    ['after the time when it was secured', [agreed('X9', '0800'), arrives('X1', '0900')], 'progress'],
    ['after what was only expected', [agreed('AC', '0800'), arrives('X1', '0900')], 'progress'],
    ['after the pick-up’s', [agreed('AA', '0800'), arrives('X1', '0900')], 'progress'],
    [
      'late by the old one, not by the new',
      [agreed('AB', '0800'), agreed('AB', '1000'), arrives('X1', '0900')],
      'progress',
    ],
    ['without one', [arrives('X1', '0900')], 'progress'],
    ['without one, with a reason', [arrives('X1', '0900', 'AD')], late],
    ['on the day, where only the day was agreed', [appointment('AB', `${day}**CT`), arrives('X1', '0900')], 'progress'],
    ['a day late, where only the day was agreed', [appointment('AB', '20260301**CT'), arrives('X1', '0900')], late],
    [
      'late by the instant, though not by the clock',
      [appointment('AB', `${day}*0800*ET`), arrives('X1', '0730')],
      late,
    ],
  ])('and an arrival %s', (_when, segments, expected) => {
    expect(typeOf(translate('LX*1', ...segments).drafts.at(-1))).toBe(expected);
  });

  it('counts whichever comes first in the message', () => {
    expect(typesOf(translate('LX*1', arrives('X1', '0900'), agreed('AB', '0800')))).toEqual([late, 'progress']);
  });

  it('of one stop says nothing of another', () => {
    expect(typesOf(translate('LX*1', agreed('AB', '0800'), 'LX*2', arrives('X1', '0900')))).toEqual([
      'progress',
      'progress',
    ]);
  });

  it('for the pick-up no longer matters once the loop has come to the delivery', () => {
    const { drafts } = translate(
      'LX*1',
      agreed('AA', '0600'),
      arrives('X3', '0700'),
      agreed('AB', '0900'),
      arrives('X1', '0900'),
    );
    expect(drafts.filter(({ kind }) => kind === 'exception')).toEqual([]);
  });

  it.each([
    ['NA', 'progress'],
    ['AD', 'progress'],
    ['AO', late],
    ['AS', 'compliance.customs_hold'],
  ])('with the reason %s is %s', (reason, expected) => {
    const [draft] = translate('LX*1', appointment('AB', '20260309*0800*CT', reason)).drafts;
    expect(typeOf(draft)).toBe(expected);
    expect(draft?.milestone).toEqual({ name: 'appointment', at: 'scheduled', stop: '1' });
  });
});

describe('what a message names', () => {
  const named = (draft: SignalDraft | undefined) =>
    draft?.references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`);

  it('is numbered by the carrier or by the sender’s side', () => {
    const [draft] = translate('L11*PO-1*PO', 'L11*B-7*BM', 'L11*x*ZZ', 'LX*1', status('AH', 'AG'), 'L11*D-9*DO').drafts;
    expect(named(draft)).toEqual([
      'tracking NL4471902 NRTH',
      'shipment SO-88213 north-edi',
      'purchase_order PO-1 north-edi',
      'bill_of_lading B-7 NRTH',
      'delivery D-9 north-edi',
    ]);
  });

  it('in one loop is not named in another, equipment not even by another status', () => {
    const { drafts } = translate(
      'LX*1',
      status('X4', 'NS'),
      'MS2*MSCU*1234566*CN',
      status('P1', 'NS'),
      'L11*D-1*DO',
      'LX*2',
      status('X4', 'NS'),
      'L11*D-2*DO',
    );
    const own = drafts.map((draft) => named(draft)?.slice(2));
    expect(own).toEqual([
      ['delivery D-1 north-edi', 'container MSCU1234566 BIC'],
      ['delivery D-1 north-edi'],
      ['delivery D-2 north-edi'],
    ]);
  });

  it('by package inherits from its loop, and not from the package before', () => {
    const { drafts } = translate(
      'LX*1',
      'L11*D-1*DO',
      'CD3*G*4',
      'L11*P-1*2I',
      status('AH', 'AG'),
      'CD3*G*5',
      'MAN*GM*00340123450000000018',
      status('D1', 'NS'),
    );
    expect(drafts.map((draft) => [typeOf(draft), draft.part, named(draft)?.slice(2)])).toEqual([
      [
        'transport.delivery_failed',
        'interchange 000004417, set 0001, LX 1, package 1, AT7 1',
        ['delivery D-1 north-edi', 'tracking P-1 NRTH'],
      ],
      [
        'progress',
        'interchange 000004417, set 0001, LX 1, package 2, AT7 1',
        ['delivery D-1 north-edi', 'tracking 00340123450000000018 GS1'],
      ],
    ]);
  });

  it('by order: SPO, PRF and OID', () => {
    const [draft] = translate('LX*1', status('D1', 'NS'), 'SPO*PO-2', 'PRF*PO-3', 'OID*SO-4*PO-5').drafts;
    expect(named(draft)?.slice(2)).toEqual([
      'purchase_order PO-2 north-edi',
      'purchase_order PO-3 north-edi',
      'order SO-4 north-edi',
      'purchase_order PO-5 north-edi',
    ]);
  });

  it('does not name people: parties give a lane of towns, and no more', () => {
    const { drafts } = translate(
      'N1*SH*LAKESIDE SUPPLY',
      'N4*CHICAGO*IL*60633*US',
      'N1*CN*JANE Q DOE',
      'N2*C/O JOHN DOE',
      'N3*17 ELM STREET',
      'N4*DULUTH*MN*55802*USA',
      'G61*IC*JANE DOE*TE*5550100',
      'LX*1',
      status('AH', 'AG'),
      'NM1*CN*1*DOE*JANE',
    );
    expect(drafts[0]?.lane).toEqual({
      origin: { locality: 'CHICAGO', region: 'IL', country: 'US' },
      destination: { locality: 'DULUTH', region: 'MN', country: 'US' },
    });
    expect(JSON.stringify(drafts)).not.toMatch(/DOE|ELM|LAKESIDE|5550100|55802|60633/);
  });

  it('weighs, counts and stands somewhere', () => {
    const [draft] = translate(
      'LX*1',
      status('AH', 'AG'),
      'MS1*DULUTH*MN*US*0920612*464700*W*N',
      'MS2*NRTH*5317*TL',
      'AT8*G*L*412.5*6**E*90',
      'K1*DOCK CLOSED*CALL FIRST',
    ).drafts;
    expect(draft).toMatchObject({
      place: { locality: 'DULUTH', region: 'MN', country: 'US', latitude: 46.78333, longitude: -92.10333 },
      quantities: {
        weight: { value: '412.5', unit: 'LBR' },
        pieces: { value: '6', unit: 'C62' },
        volume: { value: '90', unit: 'FTQ' },
      },
      text: 'Equipment NRTH 5317. DOCK CLOSED CALL FIRST',
    });
  });

  it('without a shipment is rejected with the element to fill', () => {
    const { drafts, rejections } = translateX12Status(
      payloadOf(message(['LX*1', status('AH', 'AG')], 'B10***NRTH')),
      sender,
    );
    expect(drafts).toEqual([]);
    expect(rejections).toMatchObject([{ pointer: 'segment 2 (B10), B1001', mend: expect.stringContaining('B1001') }]);
  });
});

describe('a lading exception', () => {
  it.each([
    ['0', 'transport.lost'],
    ['A', 'transport.lost'],
    ['D', 'cargo.damaged'],
    ['E', 'transport.delivery_failed'],
    ['O', 'cargo.mis_shipped'],
    ['P', 'transport.lost'],
    ['W', 'cargo.mis_shipped'],
  ])('%s beside a delivery is %s, and the delivery stays progress', (code, type) => {
    const { drafts } = translate('LX*1', status('D1', 'NS'), 'MS1*DULUTH*MN*US', `Q7*${code}*CTN*3`);
    expect(drafts.map(typeOf)).toEqual(['progress', type]);
    expect(drafts[1]).toMatchObject({
      part: 'interchange 000004417, set 0001, LX 1, Q7 1',
      occurredAt: '2026-03-02T07:15:00.000-06:00',
      place: { locality: 'DULUTH' },
      reason: { scheme: 'x12:33', code, status: 'D1' },
      quantities: { affected: { value: '3', unit: 'CTN' } },
    });
  });

  it('that is in no list is a warning', () => {
    const { drafts, warnings } = translate('LX*1', status('D1', 'NS'), 'Q7*Z');
    expect(drafts).toHaveLength(1);
    expect(warnings).toEqual([
      'interchange 000004417, set 0001, LX 1, Q7 1: segment 5, Q701 "Z" is not in the X12 code list 33',
    ]);
  });
});

describe('a status of no list that we know', () => {
  it.each([
    ['NS', 'progress'],
    ['AI', 'transport.delay'],
    ['ZZ', 'progress'],
  ])('is a step, with a warning; its reason %s makes it %s', (reason, type) => {
    const translation = translate('LX*1', status('Q9', reason));
    expect(typesOf(translation)).toEqual([type]);
    expect(translation.drafts[0]).toMatchObject({ milestone: { name: 'other' }, reason: { status: 'Q9' } });
    expect(translation.rejections).toEqual([]);
    expect(translation.warnings[0]).toContain('the status code Q9 is not in the X12 code list 1650');
  });
});

describe('what cannot be read', () => {
  it('a set without a status is whole, and says nothing', () => {
    const { drafts, rejections, warnings } = translate('LX*1', 'LX*2');
    expect(drafts).toEqual([]);
    expect(rejections).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('it reports no status, as there is no AT7 segment')]);
  });

  it.each<[string, string, object]>([
    [
      'what is no status code',
      'AT7*Q9Z*NS***20260302*0715*CT',
      {
        pointer: 'segment 4 (AT7), AT701',
        detail: '"Q9Z" is no status code of X12.',
        mend: 'Send a code of X12 data element 1650 in AT701, or of 1652 in AT703.',
      },
    ],
    ['an unknown appointment', 'AT7***Q9*NA*20260302*0715*CT', { pointer: 'segment 4 (AT7), AT703' }],
    [
      'no status',
      'AT7*****20260302*0715*CT',
      { pointer: 'segment 4 (AT7), AT701', detail: 'The segment has no status code.' },
    ],
    [
      'no date',
      'AT7*AH*AG***20261302*0715*CT',
      { pointer: 'segment 4 (AT7), AT705', detail: '"20261302" is no date.', mend: 'Send AT705 as CCYYMMDD.' },
    ],
    [
      'no time',
      'AT7*AH*AG***20260302*2575*CT',
      { pointer: 'segment 4 (AT7), AT706', detail: '"2575" is no time of day.' },
    ],
  ])('%s is rejected where it stands, and the rest is read', (_what, segment, expected) => {
    const { drafts, rejections } = translate('LX*1', segment, 'LX*2', status('AH', 'AG'));
    expect(rejections).toMatchObject([{ part: 'interchange 000004417, set 0001, LX 1, AT7 1', ...expected }]);
    expect(typesOf({ drafts } as unknown as Translation)).toEqual(['transport.delivery_failed']);
  });

  it('a time that was not sent is that of reception, and says so', () => {
    expect(translate('LX*1', 'AT7*AH*AG').drafts).toMatchObject([
      { occurredAt: sender.receivedAt, timeBasis: 'received' },
    ]);
  });

  it('a time code or reason of no list is a warning', () => {
    const { warnings, drafts } = translate('LX*1', 'AT7*X6*ZZ***20260302*0715*QQ');
    expect(drafts).toHaveLength(1);
    expect(warnings).toEqual([
      'interchange 000004417, set 0001, LX 1, AT7 1: the reason ZZ is not in the X12 code list 1651',
      'interchange 000004417, set 0001, LX 1, AT7 1: the time code QQ is not in the X12 code list 623, the time is read as local',
    ]);
  });

  it('another set than 214 is rejected; an acknowledgement is passed over', () => {
    const other = (id: string) => translateX12Status(payloadOf(message([]).replace('ST*214', `ST*${id}`)), sender);
    expect(other('990').rejections).toMatchObject([
      { pointer: 'segment 1 (ST), ST01', detail: 'The transaction set is 990, this source sends 214.' },
    ]);
    expect(other('997')).toMatchObject({ drafts: [], rejections: [], warnings: [expect.stringContaining('997')] });
  });
});

it('has status and place in one segment in early releases, with days of six digits and statuses of one letter', () => {
  const at = '260302*0715*CT**BOISE*ID*US';
  const [failed, unloaded] = translate('LX*1', `Q5*AH*${at}`, `Q5*D*${at}`).drafts;
  expect([typeOf(failed), typeOf(unloaded)]).toEqual(['transport.delivery_failed', 'progress']);
  expect(failed).toMatchObject({
    occurredAt: '2026-03-02T07:15:00.000-06:00',
    place: { locality: 'BOISE', region: 'ID', country: 'US' },
  });
  expect(unloaded).toMatchObject({ milestone: { name: 'delivered', at: 'actual' } });
  // Where statuses have a segment of their own, Q5 is none of them.
  expect(typesOf(translate('LX*1', status('X6', 'NS'), `Q5*AH*${at}`))).toEqual(['progress']);
});
