import { describe, expect, it } from 'vitest';
import { weakSubjectKinds } from '../../../lambdas/contracts/index.ts';
import type { SubjectReference } from '../../../lambdas/contracts/index.ts';
import { correlationKeys, isAboutAnother, roomForKeys } from '../../../lambdas/intake/correlate.ts';
import { defaultPack } from '../../support/pack.ts';
import { container, order, shipment, tracking } from './signals.ts';

const pack = defaultPack();

describe('the keys of a report', () => {
  it.each<[string, string, SubjectReference[], string[]]>([
    [
      'follow the order of the type, not of the message',
      'transport.delay',
      [tracking('T1'), shipment('S1')],
      ['KEY#transport#shipment#CPCC#S1', 'KEY#transport#tracking#CPCC#T1'],
    ],
    ['are in the family of the type', 'transport.lost', [shipment('S1')], ['KEY#transport#shipment#CPCC#S1']],
    ['of another family are others', 'cargo.damaged', [shipment('S1')], ['KEY#cargo#shipment#CPCC#S1']],
    [
      'leave out what the type does not name',
      'transport.capacity_rejected',
      [tracking('T1'), shipment('S1')],
      ['KEY#tender#shipment#CPCC#S1'],
    ],
    ['leave out orders', 'transport.delay', [order('O1')], []],
    [
      'are the same with blanks and in either case',
      'transport.delay',
      [shipment(' s 1 ', 'cpcc')],
      ['KEY#transport#shipment#CPCC#S1'],
    ],
    ['name each thing once', 'transport.delay', [shipment('S1'), shipment('s1')], ['KEY#transport#shipment#CPCC#S1']],
    [
      'cannot be forged by separators',
      'transport.delay',
      [shipment('1#2', 'A%23')],
      ['KEY#transport#shipment#A%2523#1%232'],
    ],
    [
      'of a type that the pack does not know are its own',
      'robots.confused',
      [shipment('S1'), order('O1')],
      ['KEY#robots.confused#shipment#CPCC#S1'],
    ],
  ])('%s', (_name, type, references, expected) => {
    expect(correlationKeys(type, { references }, pack)).toEqual(expected);
  });

  it('never hold an order or another weak reference, whatever the pack says', () => {
    const careless = defaultPack();
    careless.types['transport.delay']!.correlateBy = [...weakSubjectKinds];
    const references = weakSubjectKinds.map((kind) => ({ kind, value: 'X1', issuer: 'erp' }));
    expect(correlationKeys('transport.delay', { references }, careless)).toEqual([]);
  });
});

describe('what only two references together name', () => {
  const bought = (value: string, issuer = 'erp'): SubjectReference => ({ kind: 'purchase_order', value, issuer });
  const sku = (value: string, issuer = 'erp'): SubjectReference => ({ kind: 'sku', value, issuer });
  const delivery: SubjectReference = { kind: 'delivery', value: 'D1', issuer: 'erp' };

  it.each<[string, string, SubjectReference[], string[]]>([
    [
      'a product of a purchase order is one trouble of supply, under each number of it',
      'supply.shortfall',
      [bought('4501'), sku('A'), sku('40123', 'GS1')],
      ['KEY#supply#order_line#ERP#4501#ERP#A', 'KEY#supply#order_line#ERP#4501#GS1#40123'],
    ],
    [
      'the delivery tells more',
      'supply.late',
      [bought('4501'), sku('A'), delivery],
      ['KEY#supply#delivery#ERP#D1', 'KEY#supply#order_line#ERP#4501#ERP#A'],
    ],
    ['of two orders it is not said which has the product', 'supply.late', [bought('1'), bought('2'), sku('A')], []],
    ['an order without a product is none', 'supply.shortfall', [bought('4501')], []],
    ['a product without an order is none', 'supply.shortfall', [sku('A')], []],
    ['it is nothing for transport', 'transport.delay', [bought('4501'), sku('A')], []],
    [
      'separators forge nothing',
      'supply.shortfall',
      [bought('1#erp'), sku('A#B')],
      ['KEY#supply#order_line#ERP#1%23ERP#ERP#A%23B'],
    ],
  ])('%s', (_name, type, references, expected) => {
    expect(correlationKeys(type, { references }, pack)).toEqual(expected);
  });

  it('a product at a site is one trouble of inventory', () => {
    const at = (place: object | undefined) =>
      correlationKeys('inventory.shortfall', { references: [sku('A'), order('O1')], ...(place && { place }) }, pack);
    expect(at({ code: 'DC-7', name: 'Leipzig' })).toEqual(['KEY#inventory#stock#ERP#A#DC-7']);
    expect(at({ name: 'Leipzig Süd' })).toEqual(['KEY#inventory#stock#ERP#A#LEIPZIGSÜD']);
    expect([at({ country: 'DE' }), at(undefined)]).toEqual([[], []]);
  });

  it('two deliveries that are short of one line of an order are two troubles', () => {
    const line = [bought('4501'), sku('A')];
    const [first, second] = ['D1', 'D2'].map((value) => ({ references: [{ ...delivery, value }, ...line] }));
    expect(isAboutAnother('supply.shortfall', first!, second!, pack)).toBe(true);
    expect(isAboutAnother('supply.shortfall', { references: line }, second!, pack)).toBe(false);
  });
});

describe('what is reported as a whole', () => {
  const of = (kind: SubjectReference['kind'], value: string): SubjectReference => ({ kind, value, issuer: 'MAEU' });
  const vessel: SubjectReference = { kind: 'vessel', value: '9321483', issuer: 'IMO' };
  const rotterdam = { code: 'NLRTM' };
  it.each<[string, SubjectReference[], string[]]>([
    ['a booking', [of('booking', 'B1')], ['KEY#transport#consignment#MAEU#BOOKING#B1']],
    [
      'a bill and its booking',
      [of('booking', 'B1'), of('bill_of_lading', 'B1')],
      ['KEY#transport#consignment#MAEU#BOOKING#B1', 'KEY#transport#consignment#MAEU#BILL_OF_LADING#B1'],
    ],
    ['one container of a bill', [container('C1'), of('bill_of_lading', 'B1')], ['KEY#transport#container#CPCC#C1']],
    ['one order on a bill', [order('O1'), of('bill_of_lading', 'B1')], []],
    ['a vessel at a port', [vessel], ['KEY#transport#port_call#IMO#9321483#NLRTM']],
    ['a booking on a vessel', [of('booking', 'B1'), vessel], ['KEY#transport#consignment#MAEU#BOOKING#B1']],
  ])('%s', (_name, references, expected) => {
    expect(correlationKeys('transport.delay', { references, place: rotterdam }, pack)).toEqual(expected);
  });
  it('a vessel of which no port is named is no one thing, and neither is another port', () => {
    expect(correlationKeys('transport.delay', { references: [vessel] }, pack)).toEqual([]);
    const [here] = correlationKeys('transport.delay', { references: [vessel], place: rotterdam }, pack);
    const [there] = correlationKeys('transport.delay', { references: [vessel], place: { code: 'DEHAM' } }, pack);
    expect(here).not.toBe(there);
  });
});

describe('a case that shares a key with a report is about another thing', () => {
  // transport.delay: shipment, container, tracking, delivery.
  it.each<[string, SubjectReference[], SubjectReference[], boolean]>([
    ['two shipments in one container', [shipment('S1'), container('C1')], [shipment('S2'), container('C1')], true],
    ['one shipment in two containers', [shipment('S1'), container('C1')], [shipment('S1'), container('C2')], false],
    ['a container whose shipment only one names', [container('C1')], [shipment('S2'), container('C1')], false],
    [
      'shipment numbers of two issuers',
      [shipment('S1'), container('C1')],
      [shipment('D7', 'erp'), container('C1')],
      false,
    ],
    [
      'one of several shipments in common',
      [shipment('S1'), shipment('S2'), container('C1')],
      [shipment('S2'), shipment('S3'), container('C1')],
      false,
    ],
    ['nothing in common', [shipment('S1')], [shipment('S2')], false],
  ])('%s: %s', (_name, ofCase, ofSignal, expected) => {
    expect(isAboutAnother('transport.delay', { references: ofCase }, { references: ofSignal }, pack)).toBe(expected);
  });
});

describe('how many keys there are', () => {
  const many = Array.from({ length: 50 }, (_, number) => shipment(`S${String(number)}`));

  it('is at most forty of a report, the first of its list', () => {
    const keys = correlationKeys('transport.delay', { references: many }, pack);
    expect(keys).toHaveLength(40);
    expect(keys[39]).toBe('KEY#transport#shipment#CPCC#S39');
  });

  it('is at most ninety of a case', () => {
    expect([0, 1, 89, 90, 91].map(roomForKeys)).toEqual([90, 89, 1, 0, 0]);
  });
});

it('a type that the pack does not know meets by what names one thing', () => {
  const references = [
    order('O1'),
    { kind: 'delivery', value: 'D1', issuer: 'CPCC' } as const,
    tracking('T1'),
    container('C1'),
    shipment('S1'),
  ];
  expect(correlationKeys('own.kind', { references }, pack)).toEqual([
    'KEY#own.kind#shipment#CPCC#S1',
    'KEY#own.kind#container#CPCC#C1',
    'KEY#own.kind#tracking#CPCC#T1',
    'KEY#own.kind#delivery#CPCC#D1',
  ]);
});

it('only vessels call at a port', () => {
  const changed = {
    ...pack,
    types: { call: { ...pack.types['transport.delay']!, correlateBy: ['port_call'] as const } },
  };
  const keysOf = (...references: SubjectReference[]) =>
    correlationKeys('call', { references, place: { code: 'DEHAM' } }, changed as any);
  const vessel = { kind: 'vessel', value: '9321483', issuer: 'imo' } as const;
  const family = pack.types['transport.delay']?.family ?? '';
  expect(keysOf(vessel, { kind: 'voyage' as any, value: '012E', issuer: 'imo' })).toEqual([
    `KEY#${family}#port_call#IMO#9321483#DEHAM`,
  ]);
  expect(keysOf(vessel, container('C1'))).toEqual([]);
});
