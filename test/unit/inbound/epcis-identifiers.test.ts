import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIdentifier } from '../../../lambdas/inbound/formats/epcis/identifiers.ts';
import { draftOf } from './epcis-fixture.ts';

/** URN, GS1 Digital Link, what both name. The numbers are those of the GS1 EPC Tag Data Standard 2.0, chapters 6 and 7. */
const keys = [
  ['urn:epc:id:sscc:0614141.1234567890', 'https://id.gs1.org/00/106141412345678908', 'unit', '106141412345678908'],
  [
    'urn:epc:id:sgtin:0614141.812345.6789',
    'https://id.gs1.org/01/80614141123458/21/6789',
    'item',
    '(01)80614141123458(21)6789',
  ],
  ['urn:epc:idpat:sgtin:0614141.812345.*', 'https://id.gs1.org/01/80614141123458', 'product', '80614141123458'],
  [
    'urn:epc:class:lgtin:0614141.812345.998877',
    'https://id.gs1.org/01/80614141123458/10/998877',
    'lot',
    '(01)80614141123458(10)998877',
  ],
  ['urn:epc:id:grai:0614141.12345.400', 'https://id.gs1.org/8003/00614141123452400', 'asset', '00614141123452400'],
  ['urn:epc:idpat:grai:0614141.12345.*', 'https://id.gs1.org/8003/00614141123452', 'product', '00614141123452'],
  ['urn:epc:id:giai:0614141.12345400', 'https://id.gs1.org/8004/061414112345400', 'part', '061414112345400'],
  ['urn:epc:id:gsin:0614141.123456789', 'https://id.gs1.org/402/06141411234567890', 'shipment', '06141411234567890'],
  [
    'urn:epc:id:ginc:0614141.xyz3311cba',
    'https://id.gs1.org/401/0614141xyz3311cba',
    'consignment',
    '0614141xyz3311cba',
  ],
  ['urn:epc:id:sgln:0614141.12345.0', 'https://id.gs1.org/414/0614141123452', 'place', '0614141123452'],
  ['urn:epc:id:sgln:0614141.12345.400', 'https://id.gs1.org/414/0614141123452/254/400', 'place', '0614141123452.400'],
  ['urn:epc:id:pgln:0614141.12345', 'https://id.gs1.org/417/0614141123452', 'place', '0614141123452'],
  ['urn:epc:id:gdti:0614141.12345.400', 'https://id.gs1.org/253/0614141123452400', 'document', '0614141123452400'],
] as const;

describe('identifiers', () => {
  it.each(keys)('%s and %s are one %s', (urn, link, names, value) => {
    expect(readIdentifier(urn)).toEqual({ names, value });
    expect(readIdentifier(link)).toEqual({ names, value });
  });

  it.each([
    ['https://example.com/shop/eu/00/106141412345678908?x=1', 'unit', '106141412345678908'],
    ['https://example.com/01/614141123452/21/A%2FB', 'item', '(01)00614141123452(21)A/B'],
    ['https://id.gs1.org/01/80614141123458/22/2A/10/L1/21/S1', 'item', '(01)80614141123458(21)S1'],
    ['urn:epc:id:sgtin:0614141.812345.A%2FB', 'item', '(01)80614141123458(21)A/B'],
    ['URN:EPC:ID:SSCC:0614141.1234567890', 'unit', '106141412345678908'],
    ['urn:epc:id:bic:CSQU3054383', 'container', 'CSQU3054383'],
    ['urn:epc:id:imovn:9176187', 'vessel', '9176187'],
    // A number of another length keeps its URI: a check digit of it would be made up.
    ['urn:epc:id:sscc:0614141.12345', 'unit', 'urn:epc:id:sscc:0614141.12345'],
    ['urn:epc:id:sscc:0614141.x234567890', 'unit', 'urn:epc:id:sscc:0614141.x234567890'],
    ['https://example.com/00/12', 'other', 'https://example.com/00/12'],
    ['https://example.com/pallets/17', 'other', 'https://example.com/pallets/17'],
    ['urn:uuid:0b3c5f0e-6d2f-4f5d-9d4e-2f4c1b7a9e01', 'other', 'urn:uuid:0b3c5f0e-6d2f-4f5d-9d4e-2f4c1b7a9e01'],
    ['https://id.gs1.org/01/80614141123458/21/%E0%A4%A', 'item', '(01)80614141123458(21)%E0%A4%A'],
    ['urn:epc:id:gsrn:0614141.1234567890', 'person', 'urn:epc:id:gsrn:0614141.1234567890'],
    ['https://id.gs1.org/8018/061414112345678902', 'person', '061414112345678902'],
  ])('%s is %s %s', (uri, names, value) => {
    expect(readIdentifier(uri)).toEqual({ names, value });
  });

  it('of any text is something, and not longer than three times the text', () => {
    const start = fc.constantFrom(
      ...keys.flatMap(([urn, link]) => [urn.replace(/[^:]*$/, ''), link.replace(/[^/]*$/, '')]),
    );
    fc.assert(
      fc.property(fc.oneof(start, fc.constant('')), fc.string({ maxLength: 400 }), (prefix, rest) => {
        const { value } = readIdentifier(`${prefix}${rest}`);
        expect(value.length).toBeLessThanOrEqual(3 * (prefix.length + rest.length) + 20);
      }),
    );
  });
});

const references = (changes: object): readonly string[] =>
  draftOf(changes).references.map(({ kind, value, issuer }) => `${kind} ${value} ${issuer}`);
const item = (serial: string): string => `urn:epc:id:sgtin:0614141.812345.${serial}`;
const goods = (...epcList: readonly string[]) => ({ epcList });

describe('what an event is about', () => {
  it.each<[string, object, readonly string[]]>([
    ['a logistic unit', {}, ['tracking 106141412345678908 GS1']],
    ['a shipment', goods('urn:epc:id:gsin:0614141.123456789'), ['shipment 06141411234567890 GS1']],
    ['a consignment', goods('urn:epc:id:ginc:0614141.xyz3311cba'), ['bill_of_lading 0614141xyz3311cba GS1']],
    ['a returnable asset', goods('urn:epc:id:grai:0614141.12345.400'), ['container 00614141123452400 GS1']],
    ['an individual asset', goods('urn:epc:id:giai:0614141.12345400'), ['container 061414112345400 GS1']],
    ['a freight container', goods('urn:epc:id:bic:CSQU3054383'), ['container CSQU3054383 BIC']],
    ['a thing of the sender', goods('https://example.com/17'), ['customer_reference https://example.com/17 north-edi']],
    [
      'one unit named twice',
      goods(...Array<string>(3).fill('urn:epc:id:sscc:0614141.1234567890')),
      ['tracking 106141412345678908 GS1'],
    ],
    [
      'a lot and a product',
      {
        epcList: [],
        quantityList: [
          { epcClass: 'urn:epc:class:lgtin:0614141.812345.998877', quantity: 3 },
          { epcClass: 'urn:epc:idpat:sgtin:0614141.812345.*', quantity: 4 },
        ],
      },
      ['lot (01)80614141123458(10)998877 GS1', 'sku 80614141123458 GS1'],
    ],
    [
      'what holds goods, then papers, then goods',
      {
        type: 'AggregationEvent',
        epcList: undefined,
        childEPCs: [item('1'), item('2')],
        parentID: 'urn:epc:id:sscc:0614141.1234567890',
        bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:0614141123452:A%2F7' }],
      },
      [
        'tracking 106141412345678908 GS1',
        'purchase_order A/7 0614141123452',
        'sku (01)80614141123458(21)1 GS1',
        'sku (01)80614141123458(21)2 GS1',
      ],
    ],
    [
      'at most four items by themselves, so that the order is asked for, too',
      {
        epcList: ['1', '2', '3', '4', '5'].map(item),
        bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:0614141123452:7' }],
      },
      [
        'purchase_order 7 0614141123452',
        ...['1', '2', '3', '4'].map((serial) => `tracking (01)80614141123458(21)${serial} GS1`),
        'sku (01)80614141123458(21)5 GS1',
      ],
    ],
    [
      'the outputs of a transformation before its inputs',
      { type: 'TransformationEvent', epcList: undefined, inputEPCList: [item('1')], outputEPCList: [item('2')] },
      ['tracking (01)80614141123458(21)2 GS1', 'tracking (01)80614141123458(21)1 GS1'],
    ],
    [
      'the parent of an association, and not the sensor in it',
      {
        type: 'AssociationEvent',
        epcList: undefined,
        parentID: 'urn:epc:id:grai:0614141.12345.400',
        childEPCs: ['urn:epc:id:giai:0614141.12345400'],
      },
      ['container 00614141123452400 GS1'],
    ],
  ])('%s', (_what, changes, expected) => {
    expect(references(changes)).toEqual(expected);
  });

  it.each([
    ['po', 'urn:epcglobal:cbv:bt:0614141123452:7', 'purchase_order 7 0614141123452'],
    ['urn:epcglobal:cbv:btt:inv', 'urn:epcglobal:cbv:bt:0614141123452:7', 'invoice 7 0614141123452'],
    ['https://ref.gs1.org/cbv/BTT-desadv', 'urn:epcglobal:cbv:bt:0614141123452:7', 'delivery 7 0614141123452'],
    ['bol', 'https://example.com/bol/7', 'bill_of_lading https://example.com/bol/7 north-edi'],
    ['poc', 'urn:epcglobal:cbv:bt:0614141123452:7', 'order 7 0614141123452'],
    ['po', 'urn:epc:id:gdti:0614141.12345.400', 'purchase_order 0614141123452400 GS1'],
    ['desadv', 'urn:epc:id:gsin:0614141.123456789', 'shipment 06141411234567890 GS1'],
    ['bol', 'https://id.gs1.org/401/0614141xyz3311cba', 'bill_of_lading 0614141xyz3311cba GS1'],
    [undefined, 'urn:uuid:1', 'customer_reference urn:uuid:1 north-edi'],
    ['https://example.com/paper', 'urn:uuid:1', 'customer_reference urn:uuid:1 north-edi'],
  ])('a paper of the type %s, %s', (type, bizTransaction, expected) => {
    expect(references({ bizTransactionList: [{ type, bizTransaction }] })).toContain(expected);
  });

  it.each([
    ['a certificate', { bizTransactionList: [{ type: 'cert', bizTransaction: 'urn:uuid:1' }] }],
    ['a patient', goods('urn:epc:id:sscc:0614141.1234567890', 'urn:epc:id:gsrn:0614141.1234567890')],
    ['a place', goods('urn:epc:id:sscc:0614141.1234567890', 'urn:epc:id:sgln:0614141.12345.0')],
    ['a number that is too long', goods('urn:epc:id:sscc:0614141.1234567890', `urn:x:${'9'.repeat(80)}`)],
  ])('%s is none', (_what, changes) => {
    expect(references(changes)).toEqual(['tracking 106141412345678908 GS1']);
  });

  it('names fifty at most, and the unit that holds them is among them', () => {
    const many = Array.from({ length: 1000 }, (_, serial) => item(String(serial)));
    const draft = draftOf({ epcList: [...many, 'urn:epc:id:sscc:0614141.1234567890'] });
    expect(draft.references).toHaveLength(50);
    expect(draft.references[0]).toMatchObject({ kind: 'tracking', value: '106141412345678908' });
    expect(draft.quantities).toEqual({ objects: { value: '1001', unit: 'C62' } });
  });
});
