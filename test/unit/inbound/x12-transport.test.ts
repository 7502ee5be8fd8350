import { describe, expect, it } from 'vitest';
import { named, translateSet, typesOf } from './x12-set.ts';

describe('X12 315, status of an ocean container', () => {
  const b4 = (status: string) => `B4***${status}*20260302*0715*USLAX*MSCU*123456*L*45G1*USLAX*UN*6`;
  const ocean = (status: string, ...more: readonly string[]) =>
    translateSet('315', [
      b4(status),
      'N9*BM*NRTHBL1',
      'N9*BN*BK-1',
      'N9*SCA*NRTH',
      'Q2*9330141********202N***L*MARIM',
      ...more,
    ]);

  it.each([
    ['VA', 'progress', 'a vessel that has arrived'],
    ['UV', 'progress', 'unloaded'],
    ['CT', 'progress', 'released by customs'],
    ['HR', 'progress', 'a hold that is over'],
    ['NF', 'progress', 'free time that ends one day, told in advance for every container'],
    ['FT', 'transport.detention', 'free time that is over'],
    ['PA', 'compliance.customs_hold', 'an intensive examination'],
    ['PX', 'compliance.customs_hold', 'a hold of the department of agriculture'],
    ['C1', 'compliance.customs_hold', 'a hold of Canadian customs'],
    ['HE', 'compliance.document_missing', 'held for the export document'],
    ['SD', 'transport.delay', 'delayed'],
    ['HG', 'transport.delay', 'left on the ground'],
    ['CA', 'transport.milestone_missed', 'cancelled'],
    ['NS', 'cargo.damaged', 'without a seal: somebody has to look'],
    ['B', 'cargo.damaged', 'inoperative or damaged'],
    ['E', 'progress', 'an expectation'],
    ['Q9', 'progress', 'a code that the port agreed for itself'],
  ])('%s is %s: %s', (status, expected) => {
    expect(typesOf(ocean(status))).toEqual([expected]);
  });

  it('names the container with its check digit, the bills, the booking and the vessel', () => {
    const [draft] = ocean('VA', 'R4*L*UN*CNSHA*SHANGHAI*CN', 'R4*D*UN*USLAX*LOS ANGELES*US*PIER 400**CA').drafts;
    expect(named(draft)).toEqual([
      'container MSCU1234566 BIC',
      'bill_of_lading NRTHBL1 NRTH',
      'booking BK-1 NRTH',
      'vessel 9330141 IMO',
    ]);
    expect(draft).toMatchObject({
      carrier: { scac: 'NRTH' },
      occurredAt: '2026-03-02T07:15:00.000-08:00',
      timeBasis: 'place',
      place: { name: 'PIER 400', locality: 'LOS ANGELES', region: 'CA', country: 'US', code: 'USLAX' },
      lane: { origin: { locality: 'SHANGHAI', country: 'CN' }, destination: { locality: 'LOS ANGELES' } },
      milestone: { name: 'arrived', at: 'actual' },
      reason: { scheme: 'x12:157', code: 'VA', status: 'VA', text: 'Vessel Arrival' },
    });
  });

  it('is late where a port is expected a day after it was planned, and not within the day', () => {
    const port = (expected: string) =>
      ocean('VD', 'R4*D*UN*USLAX*LOS ANGELES*US', `DTM*371*${expected}*0900`, 'DTM*830*20260310*0800');
    expect(typesOf(port('20260310'))).toEqual(['progress']);
    expect(typesOf(port('20260311'))).toEqual(['progress', 'transport.delay']);
    expect(port('20260311').drafts[1]?.text).toContain('Planned 2026-03-10');
  });

  it('of one port is not compared with another', () => {
    const two = ocean(
      'VD',
      'R4*L*UN*CNSHA*SHANGHAI*CN',
      'DTM*830*20260301',
      'R4*D*UN*USLAX*LOS ANGELES*US',
      'DTM*371*20260320',
    );
    expect(typesOf(two)).toEqual(['progress']);
  });

  it('reads further statuses with their reasons (SG)', () => {
    const { drafts } = ocean('UV', 'SG*AV*C10**20260303*0800*PT', 'SG*SD*A09**20260303*0800*PT');
    expect(typesOf({ drafts } as never)).toEqual(['progress', 'compliance.customs_hold', 'cargo.damaged']);
    expect(drafts[1]?.reason).toMatchObject({ scheme: 'x12:641', code: 'C10', status: 'AV' });
  });

  it.each([['B4****20260302*0715**MSCU*123456'], ['B4*1']])(
    'without a status (%s) says nothing, and that is told',
    (b4) => {
      const { drafts, rejections, warnings } = translateSet('315', [b4, 'R4*L*UN*USNYC']);
      expect(drafts).toEqual([]);
      expect(rejections).toEqual([]);
      expect(warnings).toContainEqual(expect.stringContaining('it reports no status'));
    },
  );

  it('without a container or a date is rejected where it lacks', () => {
    expect(translateSet('315', ['B4***VA*20260302*0715']).rejections).toMatchObject([
      { pointer: 'segment 2 (B4), B408' },
    ]);
    expect(translateSet('315', ['B4***VA*20261399*0715**MSCU*123456']).rejections).toMatchObject([
      { pointer: 'segment 2 (B4)' },
    ]);
  });
});

describe('X12 322, activity of a terminal', () => {
  it.each([
    ['a state one element too far, beside a point code', 'R4*5*SL*218317*PITCAIRN*PA', { region: 'PA' }],
    ['a state where it belongs', 'R4*5*SL*218317*PITCAIRN****PA', { region: 'PA' }],
    ['a country of North America', 'R4*5*SL*218317*TORONTO*CA', { country: 'CA' }],
    ['a state and its country', 'R4*5*SL*218317*PITCAIRN*US***PA', { region: 'PA', country: 'US' }],
    ['a port of the world', 'R4*5*UN*PABLB*BALBOA*PA', { country: 'PA' }],
    ['Colorado, not Colombia', 'R4*5*SL*746000*DENVER*CO', { region: 'CO' }],
  ])('reads %s', (_what, r4, expected) => {
    const [draft] = translateSet('322', ['Q5*OA*20260302*0830', 'N7*MSCU*123456', r4]).drafts;
    const { region, country } = draft?.place ?? {};
    expect({ ...(region === undefined ? {} : { region }), ...(country === undefined ? {} : { country }) }).toEqual(
      expected,
    );
    // Pennsylvania and Panama are an hour apart in summer.
    const summer = translateSet('322', ['Q5*OA*20260702*0830***PITCAIRN**PA', 'N7*MSCU*123456', r4]).drafts[0];
    expect(summer?.occurredAt).toBe(
      r4.includes('*SL*') ? '2026-07-02T08:30:00.000-04:00' : '2026-07-02T08:30:00.000-05:00',
    );
  });

  const activity = (q5: string, ...more: readonly string[]) => translateSet('322', [q5, 'N7*MSCU*123456', ...more]);
  const q5 = (status: string, reason = '') => `Q5*${status}*20260302*0715*CT*${reason}*CHICAGO*IL*US`;

  it.each([
    ['I', '', 'progress', 'in-gate'],
    ['OA', 'NOR', 'progress', 'out-gate, normal'],
    ['GI', '', 'progress', 'an inspection that found nothing'],
    ['B', '', 'cargo.damaged', 'a bad order'],
    ['P', 'RFM', 'transport.delay', 'left late by the railroad'],
    ['P', 'TDR', 'transport.delay', 'derailed'],
    ['A', 'A55', 'compliance.customs_hold', 'held for customs'],
    ['A', 'THT', 'transport.lost', 'stolen from'],
    ['SD', 'FZD', 'cargo.damaged', 'delayed by damage: the damage says more'],
  ])('%s with reason %s is %s: %s', (status, reason, expected) => {
    expect(typesOf(activity(q5(status, reason)))).toEqual([expected]);
  });

  it('with defects that an inspection found is damage, in its words', () => {
    const [draft] = activity(q5('GI'), 'N9*X3*07*DOOR BENT', 'N9*X3*09').drafts;
    expect(draft).toMatchObject({
      kind: 'exception',
      type: 'cargo.damaged',
      text: 'Equipment MSCU 123456. Defects: DOOR BENT, 09.',
      place: { locality: 'CHICAGO', region: 'IL', country: 'US' },
      occurredAt: '2026-03-02T07:15:00.000-06:00',
    });
    expect(typesOf(activity(q5('GI'), 'N9*X3*00*NONE'))).toEqual(['progress']);
  });

  it('tells each piece of equipment by itself, a railcar by its reporting mark', () => {
    const { drafts } = translateSet('322', [
      q5('GI'),
      'N9*BM*B-1',
      'N7*MSCU*123456',
      'N9*X3*07*DOOR',
      'N7*BNSF*240123',
    ]);
    expect(typesOf({ drafts } as never)).toEqual(['cargo.damaged', 'progress']);
    expect(drafts.map(named)).toEqual([
      ['container MSCU1234566 BIC', 'bill_of_lading B-1 north-edi'],
      ['container BNSF240123 AAR', 'bill_of_lading B-1 north-edi'],
    ]);
  });

  it('without an activity, or of nothing, is rejected', () => {
    expect(translateSet('322', ['N7*MSCU*123456']).rejections).toHaveLength(1);
    expect(translateSet('322', [q5('I')]).rejections).toMatchObject([{ mend: expect.stringContaining('N702') }]);
  });
});

describe('X12 350, status at customs', () => {
  const bill = (code: string, ...more: readonly string[]) => [
    `X4*B-77*12*01*ENT-5*20260302*0715*${code}**NRTH`,
    ...more,
  ];
  const customs = (...segments: readonly string[]) =>
    translateSet('350', ['M10*NRTH*O*US*9330141*MARIM*202N', 'P4*USNYC*20260302', ...segments]);

  it.each([
    ['1C', 'progress', 'entered and released'],
    ['1B', 'progress', 'released after the examination'],
    ['1I', 'progress', 'a hold that is over'],
    ['1J', 'progress', 'moved in bond'],
    ['1A', 'compliance.customs_hold', 'an intensive examination'],
    ['1H', 'compliance.customs_hold', 'a hold'],
    ['2H', 'compliance.customs_hold', 'a hold of the department of agriculture'],
    ['7H', 'compliance.customs_hold', 'a hold for an x-ray'],
    ['6H', 'compliance.customs_hold', 'an order not to load'],
    ['2O', 'compliance.document_missing', 'no security filing'],
    ['PB', 'compliance.customs_hold', 'a hold by the code of X12'],
    ['Z9', 'progress', 'a code of no list'],
  ])('%s is %s: %s', (code, expected) => {
    expect(typesOf(customs(...bill(code)))).toEqual([expected]);
  });

  it.each([
    ['Z9', 'DOCUMENTS HOLD', 'compliance.customs_hold'],
    ['Z9', 'HOLD REMOVED', 'progress'],
    ['Z9', 'CALL CBP', 'progress'],
    ['1C', 'DOCUMENTS HOLD', 'progress'],
  ])('the words beside %s count where the code is in no list: %s', (code, words, expected) => {
    expect(typesOf(customs(...bill(code, `K1*${words}`)))).toEqual([expected]);
  });

  it('is one signal for each bill, with entry, container and port', () => {
    const { drafts } = customs(...bill('1H', 'K1*CALL CBP', 'N7*MSCU*1234566'), 'X4*B-78*3***20260302*0800*1C');
    expect(typesOf({ drafts } as never)).toEqual(['compliance.customs_hold', 'progress']);
    expect(named(drafts[0])).toEqual([
      'declaration ENT-5 north-edi',
      'container MSCU1234566 BIC',
      'bill_of_lading B-77 NRTH',
      'vessel 9330141 IMO',
    ]);
    expect(drafts[0]).toMatchObject({
      place: { code: 'USNYC', country: 'US' },
      reason: { scheme: 'cbp:disposition', code: '1H' },
      quantities: { released: { value: '12', unit: 'C62' } },
      text: 'CALL CBP',
    });
    expect(drafts[1]).toMatchObject({ milestone: { name: 'customs_released', at: 'actual' } });
  });

  it('reads what else X4 tells: the equipment, the port, the zone, and who numbers the house bill', () => {
    const [draft] = translateSet('350', [
      'X4*B-77*12*01*ENT-5*20260302*0715*1H*H-5*NRTH*FWDR*MSCU*123456*USNYC****ET',
    ]).drafts;
    expect(named(draft)).toEqual([
      'declaration ENT-5 north-edi',
      'container MSCU1234566 BIC',
      'bill_of_lading B-77 NRTH',
      'bill_of_lading H-5 FWDR',
    ]);
    expect(draft).toMatchObject({
      place: { code: 'USNYC', country: 'US' },
      occurredAt: '2026-03-02T07:15:00.000-05:00',
      timeBasis: 'sent',
    });
  });

  it('says what a bill lacks', () => {
    expect(customs('X4*B-1').rejections).toMatchObject([{ pointer: expect.stringContaining('X407') }]);
    expect(customs('X4*****20260399*0715*1C').rejections).toHaveLength(1);
    expect(customs().warnings).toEqual([expect.stringContaining('no bill of lading')]);
  });
});

describe('X12 990, answer to a tender', () => {
  it('is read where the date was left out with its place, and says so', () => {
    const { drafts, rejections, warnings } = translateSet('990', ['B1*NRTH*LD-5*D']);
    expect(rejections).toEqual([]);
    expect(drafts).toMatchObject([{ type: 'transport.capacity_rejected', timeBasis: 'received' }]);
    expect(warnings).toContainEqual(expect.stringContaining('stands in B103'));
  });

  const answer = (code: string, ...more: readonly string[]) =>
    translateSet('990', [`B1*NRTH*LD-5*20260302*${code}`, ...more]);

  it.each([
    ['A', 'progress', 'accepted'],
    ['B', 'progress', 'accepted, with conditions'],
    ['U', 'progress', 'a change of what was accepted'],
    ['C', 'transport.capacity_rejected', 'other terms: nobody hauls it on ours'],
    ['D', 'transport.capacity_rejected', 'cancelled'],
    ['E', 'transport.capacity_rejected', 'declined'],
    ['R', 'transport.capacity_rejected', 'taken back'],
  ])('%s is %s: %s', (code, expected) => {
    expect(typesOf(answer(code))).toEqual([expected]);
  });

  it('keeps why, and whose load it is', () => {
    const [draft] = answer('D', 'N9*CN*PRO-1', 'V9*NEQ*NO EQUIPMENT', 'K1*NO TRAILER BEFORE FRIDAY').drafts;
    expect(draft).toMatchObject({
      text: 'NEQ NO EQUIPMENT NO TRAILER BEFORE FRIDAY',
      reason: { scheme: 'x12:558', code: 'D', text: 'Reservation cancelled' },
      carrier: { scac: 'NRTH' },
    });
    expect(named(draft)).toEqual(['shipment LD-5 north-edi', 'tracking PRO-1 NRTH']);
  });

  it.each([
    ['B1*NRTH*LD-5*20260302*D**EQU', 'Equipment unavailable'],
    ['B1*NRTH*LD-5*20260302*D**QQQ', 'QQQ'],
    ['B1*NRTH*LD-5*20260302*D~L11*NO_CAP*ZZ', 'NO_CAP'],
    ['B1*NRTH*LD-5*20260302*D~N9*ZZ*NO DRIVER', 'NO DRIVER'],
    ['B1*NRTH*LD-5*20260302*D~N9*CN*PRO-1*TRUCK BROKE DOWN', 'TRUCK BROKE DOWN'],
  ])('%s says why: %s', (segments, expected) => {
    expect(translateSet('990', segments.split('~')).drafts).toMatchObject([
      { type: 'transport.capacity_rejected', text: expected },
    ]);
  });

  it.each([
    ['d', 'transport.capacity_rejected'],
    ['a', 'progress'],
    ['V', 'progress'],
  ])('%s is %s', (code, expected) => {
    expect(typesOf(answer(code))).toEqual([expected]);
  });

  it('that is in no list, or of no tender, is rejected', () => {
    expect(answer('Q').rejections).toMatchObject([{ pointer: 'segment 2 (B1), B104' }]);
    expect(translateSet('990', ['B1*NRTH*LD-5*20260302']).rejections).toMatchObject([
      { pointer: 'segment 2 (B1), B104' },
    ]);
    expect(translateSet('990', ['B1*NRTH**20260302*A']).rejections).toMatchObject([
      { pointer: 'segment 2 (B1), B102' },
    ]);
  });
});
