import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { causesOf } from '../../../lambdas/incident/causes.ts';
import { valuesOf } from '../../../lambdas/incident/cause-parts.ts';
import type { Reported } from '../../../lambdas/incident/causes.ts';
import type { CausePart } from '../../../lambdas/contracts/index.ts';
import { incidentKey } from '../../../lambdas/incident/open-incident.ts';
import { defaultPack } from '../../support/pack.ts';

const pack = defaultPack();
const report = (changes: Partial<Reported> = {}): Reported => ({
  type: 'transport.delay',
  references: [],
  source: { id: 'northline-edi', format: 'x12-214' },
  ...changes,
});
/** `kind value` of each cause. */
const shared = (changes: Partial<Reported>): string[] =>
  causesOf(report(changes), pack)
    .filter(({ kind }) => kind !== 'source')
    .map(({ kind, value }) => `${kind} ${value}`);
const LONG_BEACH = { locality: 'Long Beach', region: 'CA', country: 'US' };
const vessel = (value: string) => ({ kind: 'vessel', value, issuer: 'MAEU' }) as const;

describe('what a report names of each kind', () => {
  const named = (value: string, title = value) => [{ value, title }];
  it.each<[CausePart, Partial<Reported>, readonly object[]]>([
    ['place', { place: LONG_BEACH }, named('US/CA/LONG BEACH', 'Long Beach, CA, US')],
    ['place', { place: { locality: 'Duluth' } }, named('//DULUTH', 'Duluth')],
    ['place', { place: { ...LONG_BEACH, code: ' uslgb ' } }, named('USLGB', 'Long Beach, CA, US')],
    ['place', { place: { code: 'USLGB', name: 'Port of Long Beach' } }, named('USLGB', 'Port of Long Beach')],
    ['place', { place: { code: 'USLGB' } }, named('USLGB')],
    // Neither is one of UN/LOCODE, which has five characters.
    ['place', { place: { code: 'XUSLGB' } }, []],
    ['place', { place: { code: 'USLGBX' } }, []],
    ['place', { place: { locality: 'A/B', country: 'US' } }, named('US//A B', 'A/B, US')],
    ['origin', { lane: { origin: LONG_BEACH } }, named('US/CA/LONG BEACH', 'Long Beach, CA, US')],
    ['origin', { lane: { destination: LONG_BEACH } }, []],
    ['destination', { lane: { destination: { code: 'NLRTM' } } }, named('NLRTM')],
    ['destination', { lane: { origin: { code: 'NLRTM' } } }, []],
    ['destination', {}, []],
    ['country', { place: { country: 'us' } }, named('US', 'us')],
    ['country', {}, []],
    ['facility', { place: { name: 'DC 4', locality: 'Reno', country: 'US' } }, named('US/RENO/DC 4', 'DC 4')],
    ['facility', { place: { code: ' 0614141000036 ' } }, named('0614141000036', ' 0614141000036 ')],
    ['facility', { place: { code: 'USLGB' } }, []],
    ['facility', { place: { locality: 'Reno' } }, []],
    ['facility', {}, []],
    ['carrier', { carrier: { scac: 'NRTH', name: 'Northline' } }, named('NRTH', 'Northline')],
    ['carrier', { carrier: { scac: 'NRTH' } }, named('NRTH')],
    ['carrier', {}, []],
    ['source', {}, named('NORTHLINE-EDI', 'northline-edi')],
    [
      'vessel',
      { references: [vessel('A'), { kind: 'booking', value: 'B', issuer: 'MAEU' }, vessel('C')] },
      [...named('A'), ...named('C')],
    ],
    ['region', { region: 'emea' }, named('EMEA', 'emea')],
    ['region', {}, []],
    ['business_unit', { businessUnit: 'retail' }, named('RETAIL', 'retail')],
    ['business_unit', {}, []],
    ['reason', { reason: { scheme: 'x12:1651', code: 'AO', text: 'Weather' } }, named('AO', 'Weather')],
    ['reason', { reason: { scheme: 'x12:1651', code: 'AO' } }, named('AO')],
    ['reason', {}, []],
    ['type', {}, named('TRANSPORT.DELAY', 'transport.delay')],
  ])('%s of %j', (part, changes, expected) => {
    expect(valuesOf(part, report(changes))).toEqual(expected);
  });
});

describe('what a case may share with others', () => {
  it.each([
    [
      'a town, by town, state and country',
      { place: { locality: 'Long Beach', region: 'CA', country: 'US' } },
      ['place US/CA/LONG BEACH'],
    ],
    [
      'in any spelling of case and blanks',
      { place: { locality: ' LONG  BEACH ', region: 'ca', country: 'US' } },
      ['place US/CA/LONG BEACH'],
    ],
    ['a port by its UN/LOCODE', { place: { code: 'uslgb', locality: 'Long Beach' } }, ['place USLGB']],
    ['another code is no port', { place: { code: '0614141000036' } }, []],
    [
      'two towns of one name are two places',
      { place: { locality: 'Portland', region: 'ME', country: 'US' } },
      ['place US/ME/PORTLAND'],
    ],
    ['a state alone is no place', { place: { region: 'CA', country: 'US' } }, []],
    ['a carrier by its code before its name', { carrier: { scac: 'NRTH', name: 'Northline' } }, ['carrier NRTH']],
    ['a carrier that gives its name only', { carrier: { name: 'Northline  Freight' } }, ['carrier NORTHLINE FREIGHT']],
    ['a vessel, once', { references: [vessel('Ever Given'), vessel('EVER GIVEN')] }, ['vessel EVER GIVEN']],
    ['nothing', {}, []],
    ['nothing but blanks', { carrier: { name: '  ' }, place: { locality: '' } }, []],
  ] as const)('%s', (_title, changes, expected) => {
    const found = shared(changes as Partial<Reported>);
    expect(found).toEqual(expected);
  });

  it('a facility by name and town, or by a code that is no port', () => {
    const at = (place: NonNullable<Reported['place']>): string[] => shared({ type: 'inventory.shortfall', place });
    expect(at({ name: 'DC 4', locality: 'Poznań', country: 'PL' })).toEqual(['facility PL/POZNAŃ/DC 4']);
    expect(at({ code: '0614141000036' })).toEqual(['facility 0614141000036']);
    expect(at({ code: 'PLPOZ', locality: 'Poznań' })).toEqual([]);
  });

  it('only by the rules of its family, in their order, each with its rule', () => {
    const all = { references: [vessel('Ever Given')], place: { locality: 'Duluth' }, carrier: { scac: 'NRTH' } };
    expect(causesOf(report(all), pack).map(({ rule }) => rule)).toEqual([
      'vessel',
      'port-or-place',
      'carrier',
      'source',
    ]);
    expect(causesOf(report(all), { ...pack, causesPerCase: 2 }).map(({ rule }) => rule)).toEqual([
      'vessel',
      'port-or-place',
    ]);
    expect(causesOf(report({ ...all, type: 'finance.invoice_dispute' }), pack)).toEqual([]);
    expect(causesOf(report({ ...all, type: 'unknown.type' }), pack)).toEqual([]);
    expect(causesOf(report(all), { ...pack, grouping: [] })).toEqual([]);
  });

  const ruled = (cause: unknown, changes: object = {}) => ({
    ...pack,
    grouping: [{ ...pack.grouping[0]!, cause, ...changes } as (typeof pack.grouping)[number]],
  });
  it('several parts together: all of them, or none', () => {
    const both = ruled(['carrier', 'destination']);
    const lane = { destination: { code: 'NLRTM' } };
    const found = causesOf(report({ carrier: { scac: 'NRTH', name: 'Northline' }, lane }), both);
    expect(found).toEqual([
      { kind: 'parts', value: 'carrier=NRTH | destination=NLRTM', title: 'Northline, NLRTM', rule: 'vessel' },
    ]);
    expect(causesOf(report({ carrier: { scac: 'NRTH' } }), both)).toEqual([]);
    const vessels = report({ references: [vessel('A'), vessel('B')], lane });
    expect(causesOf(vessels, ruled(['vessel', 'destination']))).toHaveLength(2);
  });
  it('no name holds a separator, so that two pairs are never one', () => {
    const both = ruled(['carrier', 'source']);
    const [found] = causesOf(report({ carrier: { scac: 'X | source=Y' } }), both);
    expect(found?.value.split(' | ')).toHaveLength(2);
    expect(found?.value).toBe('carrier=X   SOURCE=Y | source=NORTHLINE-EDI');
  });
  it('a key: what the expression says of the report, in any spelling of case', () => {
    const key = ruled({ key: 'has(exception.reason_code) ? exception.region + " " + exception.reason_code : ""' });
    const reason = { scheme: 'x12:1651', code: 'Ao' };
    expect(causesOf(report({ reason, region: 'emea' }), key)).toEqual([
      { kind: 'key', value: 'vessel: EMEA AO', title: 'emea Ao', rule: 'vessel' },
    ]);
    expect(causesOf(report({ region: 'emea' }), key)).toEqual([]);
    expect(causesOf(report({ reason }), ruled({ key: 'customer.tier' }))).toEqual([]);
  });
  it('a key reads what is known when a case opens: type, family, carrier, country, region and unit', () => {
    const key = ruled({
      key: [
        'exception.kind',
        'exception.family',
        '(has(exception.carrier) ? exception.carrier : "-")',
        '(has(exception.country) ? exception.country : "-")',
        'exception.region',
        'exception.business_unit + "  "',
      ].join(' + " " + '),
    });
    const titleOf = (changes: Partial<Reported>) => causesOf(report(changes), key)[0]?.title;
    expect(titleOf({})).toBe('transport.delay transport - - global all');
    const carrier = { scac: 'NRTH', name: 'Northline' };
    expect(titleOf({ carrier, place: LONG_BEACH, region: 'na', businessUnit: 'retail' })).toBe(
      'transport.delay transport NRTH US na retail',
    );
    expect(titleOf({ carrier: { name: 'Northline' } })).toBe('transport.delay transport Northline - global all');
    const strange = { ...key, grouping: [{ ...key.grouping[0]!, types: ['unknown.type'] }] };
    expect(causesOf(report({ type: 'unknown.type' }), strange)[0]?.title).toBe(
      'unknown.type unknown.type - - global all',
    );
  });
  it('a key longer than the table takes is cut, and people read it whole', () => {
    const carrier = { name: 'x'.repeat(1_000) };
    const [found] = causesOf(report({ carrier }), ruled({ key: 'has(exception.carrier) ? exception.carrier : ""' }));
    expect([found?.value.length, found?.title.length]).toEqual(['vessel: '.length + 300, 1_000]);
  });
  it('by type as well as by family', () => {
    const rule = ruled('carrier', { families: [], types: ['transport.lost'] });
    const of = (type: string) => causesOf(report({ type, carrier: { scac: 'NRTH' } }), rule);
    expect([of('transport.lost').length, of('transport.delay').length]).toEqual([1, 0]);
  });

  it('four at most: the transaction that opens a case has no room for more', () => {
    const references = Array.from({ length: 50 }, (_unused, index) => vessel(`V${String(index)}`));
    expect(causesOf(report({ references, place: { locality: 'Duluth' } }), pack)).toHaveLength(4);
  });

  it('no text of a sender makes two causes one, or a key that is another', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (left, right) => {
        const [one] = causesOf(report({ carrier: { scac: left } }), pack);
        const [two] = causesOf(report({ carrier: { scac: right } }), pack);
        if (one?.kind !== 'carrier' || two?.kind !== 'carrier') return;
        expect(incidentKey(one) === incidentKey(two)).toBe(one.value === two.value);
        expect(incidentKey(one).split('#')).toHaveLength(4);
      }),
    );
  });
});
