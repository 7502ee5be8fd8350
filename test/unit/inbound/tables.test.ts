import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { mapping } from '../../../lambdas/contracts/index.ts';
import { decodeAll, decoderOf, encodingFinder } from '../../../lambdas/inbound/formats/mapped/encoding.ts';
import { readDate } from '../../../lambdas/inbound/formats/mapped/read-date.ts';
import { readNumber } from '../../../lambdas/inbound/formats/mapped/read-number.ts';
import { rowSplitter } from '../../../lambdas/inbound/formats/mapped/split-rows.ts';
import type { Row } from '../../../lambdas/inbound/formats/mapped/split-rows.ts';
import { mappedTranslators } from '../../../lambdas/inbound/formats/mapped-records.ts';
import type { Translation } from '../../../lambdas/inbound/formats/translator.ts';
import { shippedMappings } from '../../../lambdas/inbound/mappings/index.ts';
import { expectSound } from './mutate.ts';
import { payloadOf, sender } from './sender.ts';

const split = (text: string, separator = ','): readonly Row[] => rowSplitter(separator)(text, true);
const cells = (text: string, separator = ','): readonly (readonly string[])[] =>
  split(text, separator).map((row) => row.cells);

describe('rows', () => {
  it.each<[string, readonly (readonly string[])[]]>([
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\rc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['"a,1",b', [['a,1', 'b']]],
    ['"say ""hi""",b', [['say "hi"', 'b']]],
    [
      '"two\nlines",b\nc,d',
      [
        ['two\nlines', 'b'],
        ['c', 'd'],
      ],
    ],
    ['5" pipe,b', [['5" pipe', 'b']]],
    ['a, "b,1",  "c"', [['a', 'b,1', 'c']]],
    ['a, 5" pipe,"c"', [['a', ' 5" pipe', 'c']]],
    [
      'a, "two\nlines"\nc,d',
      [
        ['a', 'two\nlines'],
        ['c', 'd'],
      ],
    ],
    ['"a"x,b', [['ax', 'b']]],
    [',,', [['', '', '']]],
    ["=cmd|' /C calc'!A0,b", [["=cmd|' /C calc'!A0", 'b']]],
  ])('%j', (text, expected) => {
    expect(cells(text)).toEqual(expected);
  });

  it('with a blank before their quotes are the same however the text is cut', () => {
    const text = 'a, "b,1"\n"c", "two\nlines"\n';
    for (let cut = 0; cut <= text.length; cut += 1) {
      const feed = rowSplitter(',');
      expect([...feed(text.slice(0, cut), false), ...feed(text.slice(cut), true)]).toEqual(split(text));
    }
  });

  it('are the same however the text is cut, and as another reader has them', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é'), maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        (rows, at) => {
          const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
          const whole = split(text);
          const feed = rowSplitter(',');
          const cut = at % (text.length + 1);
          expect([...feed(text.slice(0, cut), false), ...feed(text.slice(cut), true)]).toEqual(whole);
          expect(whole.map((row) => row.cells)).toEqual(
            parse(text.replaceAll('\r\n', '\n'), { relax_column_count: true }),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a quote that is never closed costs its own line, and holds no more than a record', () => {
    const feed = rowSplitter(',');
    const rows = feed(`a,"b\nc,d\n${'x,y\n'.repeat(100_000)}`, false);
    expect(rows[0]).toMatchObject({ line: 1, isBroken: true });
    expect(rows[1]?.cells).toEqual(['c', 'd']);
  });
});

describe('what people write', () => {
  it.each([
    ['2-Jun-06', 'd-Mon-yy', '2006-06-02T00:00:00.000+02:00'],
    ['02/03/2026 14:05', 'dd/MM/yyyy HH:mm', '2026-03-02T14:05:00.000+01:00'],
    ['3/2/26', 'M/d/yy', '2026-03-02T00:00:00.000+01:00'],
    ['2.3.2026', 'd.M.yyyy', '2026-03-02T00:00:00.000+01:00'],
    ['3/2/2026 2:05 PM', 'M/d/yyyy hh:mm tt', '2026-03-02T14:05:00.000+01:00'],
    ['3/2/2026 12:05 a.m.', 'M/d/yyyy hh:mm tt', '2026-03-02T00:05:00.000+01:00'],
    ['46083.5', 'excel', '2026-03-02T12:00:00.000+01:00'],
    ['1772445600', 'epoch', '2026-03-02T10:00:00.000Z'],
    ['2026-03-02T10:00:00Z', 'iso', '2026-03-02T10:00:00.000+00:00'],
    ['31-Feb-26', 'd-Mon-yy', undefined],
    // As spreadsheets write months where they speak German, French, Spanish, Polish.
    ['2. März 2026', 'd. Month yyyy', '2026-03-02T00:00:00.000+01:00'],
    ['2-févr.-26', 'd-Mon-yy', '2026-02-02T00:00:00.000+01:00'],
    ['2 juil. 2026', 'd Mon yyyy', '2026-07-02T00:00:00.000+02:00'],
    ['2-ene-26', 'd-Mon-yy', '2026-01-02T00:00:00.000+01:00'],
    ['2 października 2026', 'd Month yyyy', '2026-10-02T00:00:00.000+02:00'],
    ['02-JUN-2006', 'd-Mon-yyyy', '2006-06-02T00:00:00.000+02:00'],
    ['2-jui-26', 'd-Mon-yy', undefined],
    ['2-Xyz-06', 'd-Mon-yy', undefined],
    ['soon', 'iso', undefined],
  ])('%s as %s', (text, format, expected) => {
    expect(readDate(text, [format], {}, 'Europe/Berlin')?.occurredAt).toBe(expected);
  });

  it.each<[string, '.' | ',', string | undefined]>([
    ['1,234.50', '.', '1234.50'],
    ['1.234,50', ',', '1234.50'],
    ['1 234,5', ',', '1234.5'],
    ['1,5', '.', undefined],
    ['1.5', ',', undefined],
    ['See ASN-93 (ID#:1281)', '.', undefined],
    ['-3', '.', '-3'],
    ['1.234,5-', ',', '-1234.5'],
    ['(3)', '.', '-3'],
    ['--3-', '.', undefined],
    ['9'.repeat(50), '.', undefined],
  ])('%s with a decimal %s', (text, decimal, expected) => {
    expect(readNumber(text, decimal)).toBe(expected);
  });

  const text = 'Größe;Zahl\nä;1\n';
  it.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 LE without a mark', Buffer.from(text, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['Windows-1252', Buffer.from(text, 'latin1')],
  ])('%s is told by its bytes, also when they come in pieces', (_name, bytes) => {
    expect(decodeAll(bytes)).toBe(text);
    const finder = encodingFinder();
    for (const byte of [bytes.subarray(0, 9), bytes.subarray(9)]) finder.see(byte);
    const decode = decoderOf(finder.found());
    expect(decode(bytes.subarray(0, 9)) + decode(bytes.subarray(9)) + decode()).toBe(text);
  });
});

const run = (format: string, body: string | Uint8Array, own?: object): Translation => {
  const translate = mappedTranslators[format];
  if (translate === undefined) throw new Error(format);
  return translate(payloadOf(body), own === undefined ? sender : { ...sender, mapping: mapping.parse(own) });
};
const told = ({ drafts }: Translation): readonly string[] =>
  drafts.map(
    (draft) =>
      `${draft.part} ${'type' in draft ? draft.type : `${draft.milestone?.name ?? ''} ${draft.milestone?.at ?? ''}`}`,
  );

describe('shipped mappings', () => {
  it('are mappings, and every type in them is one of the taxonomy', () => {
    expect(shippedMappings().map(({ id }) => id)).toEqual([
      'netsuite',
      'odoo',
      'scms-delivery-history',
      'wms-count',
      'wms-short-pick',
    ]);
  });

  const picks = 'delivery,order,sku,picked_at,quantity_ordered,quantity_picked,unit,reason';
  it.each([
    ['short', '1,S,A,2026-03-02 08:00,10,7,PC,', 'row 2 inventory.shortfall'],
    ['in full', '1,S,A,2026-03-02 08:00,10,10,PC,', 'row 2 other actual'],
    ['too many', '1,S,A,2026-03-02 08:00,10,11,PC,', 'row 2 other actual'],
  ])('a pick that is %s', (_name, row, expected) => {
    expect(told(run('wms-short-pick', `${picks}\n${row}`))).toEqual([expected]);
  });

  it('a pick that is short because the goods were damaged is both', () => {
    expect(told(run('wms-short-pick', `${picks}\n1,S,A,2026-03-02 08:00,10,7,PC,DMG`))).toEqual([
      'row 2 cargo.damaged',
      'row 2 inventory.shortfall',
    ]);
  });

  it('counts in JSON: only what is final and differs is trouble', () => {
    const count = (more: object): object => ({
      count_id: 'C1',
      sku: 'A',
      counted_at: '2026-03-02T08:00:00Z',
      quantity_booked: 10,
      quantity_counted: 10,
      unit: 'PC',
      ...more,
    });
    const counts = [
      count({}),
      count({ count_id: 'C2', quantity_counted: 8 }),
      count({ count_id: 'C3', quantity_counted: 8, status: 'recount' }),
      count({ count_id: 'C4', quantity_counted: 12 }),
    ];
    expect(told(run('wms-count', JSON.stringify({ counts })))).toEqual([
      'record /counts/0 other actual',
      'record /counts/1 inventory.mismatch',
      'record /counts/3 inventory.mismatch',
    ]);
    expect(told(run('wms-count', counts.map((one) => JSON.stringify(one)).join('\n')))).toEqual([
      'line 1 other actual',
      'line 2 inventory.mismatch',
      'line 4 inventory.mismatch',
    ]);
  });

  it.each<[string, object, string | undefined]>([
    [
      'a sales order line on backorder',
      {
        type: 'SalesOrd',
        tranid: 'SO1',
        status: 'Pending Fulfillment',
        quantity: '5',
        quantitybackordered: '2',
        item: 'A',
        trandate: '3/2/2026',
      },
      'inventory.shortfall',
    ],
    [
      'a sales order line',
      { type: 'SalesOrd', tranid: 'SO1', quantity: '5', quantitybackordered: '0', trandate: '3/2/2026' },
      'booked actual',
    ],
    [
      'a purchase order that comes late',
      { type: 'PurchOrd', tranid: 'PO1', duedate: '3/2/2026', expectedreceiptdate: '3/9/2026' },
      'supply.late',
    ],
    [
      'a purchase order in time',
      { type: 'PurchOrd', tranid: 'PO1', duedate: '3/2/2026', expectedreceiptdate: '3/1/2026' },
      'booked actual',
    ],
    ['a fulfillment', { type: 'ItemShip', tranid: 'IF1', trandate: '3/2/2026' }, 'departed actual'],
    // C is shipped, for a fulfillment; for an order it is cancelled.
    ['a fulfillment that is shipped', { type: 'ItemShip', tranid: 'IF1', status: 'C' }, 'departed actual'],
    ['a fulfillment that is packed', { type: 'ItemShip', tranid: 'IF1', status: 'ItemShip:B' }, undefined],
    [
      'dates as an American user has them',
      {
        type: 'PurchOrd',
        tranid: 'PO1',
        status: 'Pending Receipt',
        duedate: '3/4/2026',
        expectedreceiptdate: '3/18/2026',
        lastmodifieddate: '3/2/2026 7:00 am',
      },
      'supply.late',
    ],
    [
      'a cancelled order',
      { type: 'SalesOrd', tranid: 'SO1', status: 'SalesOrd:C', quantitybackordered: '2' },
      undefined,
    ],
    [
      'an order that is closed',
      { type: 'SalesOrd', tranid: 'SO1', status: 'Closed', quantitybackordered: '2' },
      undefined,
    ],
  ])('NetSuite: %s', (_name, record, expected) => {
    expect(told(run('netsuite', JSON.stringify({ items: [record] })))).toEqual(
      expected === undefined ? [] : [`record /items/0 ${expected}`],
    );
  });

  it.each<[string, object, string | undefined]>([
    [
      'a transfer that went out late',
      {
        name: 'WH/OUT/1',
        state: 'done',
        picking_type_code: 'outgoing',
        origin: 'S1',
        date_done: '2026-03-03 10:00:00',
        date_deadline: '2026-03-02 10:00:00',
      },
      'transport.delay',
    ],
    [
      'a transfer that went out in time',
      {
        name: 'WH/OUT/1',
        state: 'done',
        picking_type_code: 'outgoing',
        origin: 'S1',
        date_done: '2026-03-01 10:00:00',
        date_deadline: '2026-03-02 10:00:00',
      },
      'departed actual',
    ],
    [
      'a receipt that is expected late',
      {
        name: 'WH/IN/1',
        state: 'assigned',
        picking_type_code: 'incoming',
        origin: 'P1',
        date_done: false,
        scheduled_date: '2026-03-09 10:00:00',
        date_deadline: '2026-03-02 10:00:00',
      },
      'supply.late',
    ],
    [
      'a draft',
      { name: 'WH/IN/1', state: 'draft', scheduled_date: '2026-03-09 10:00:00', date_deadline: '2026-03-02 10:00:00' },
      undefined,
    ],
    [
      'negative stock',
      { product_id: [3, 'A-1'], location_id: [8, 'WH/Stock'], quantity: -2, write_date: '2026-03-02 10:00:00' },
      'inventory.mismatch',
    ],
    [
      'a count that differs',
      { product_id: [3, 'A-1'], quantity: 4, inventory_quantity: 3, inventory_quantity_set: true },
      'inventory.mismatch',
    ],
    ['stock', { product_id: [3, 'A-1'], quantity: 4 }, 'other actual'],
  ])('Odoo: %s', (_name, record, expected) => {
    expect(told(run('odoo', JSON.stringify({ result: [record] })))).toEqual(
      expected === undefined ? [] : [`record /result/0 ${expected}`],
    );
  });
});

it('Odoo: when stock is to be counted next is no time of a report', () => {
  const quant = { product_id: [3, 'A-1'], quantity: -2, inventory_date: '2026-12-31' };
  expect(run('odoo', JSON.stringify({ result: [quant] })).drafts).toMatchObject([{ timeBasis: 'received' }]);
});

describe('a mapping of a source', () => {
  const own = {
    contract: 'mapping/1',
    id: 'carrier-report',
    title: 'Weekly report',
    input: { decimal: ',', dates: ['dd.MM.yyyy'], blanks: ['n/a'] },
    references: [{ kind: 'shipment', value: 'Sendung', issuer: { text: 'DHLX' } }],
    occurredAt: ['Zugestellt', 'Geplant'],
    place: { locality: 'Ort', country: { column: 'Land', values: { Deutschland: 'DE', Frankreich: 'FR' } } },
    carrier: { name: { text: 'DHLX' } },
    quantities: { weight: { column: 'Gewicht', unit: { text: 'KGM' } } },
    amounts: { freight: { column: 'Fracht', currency: 'Währung' } },
    troubles: [
      { type: 'transport.delay', when: { late: { actual: 'Zugestellt', promised: 'Geplant', tolerance: 'P1D' } } },
      {
        type: 'cargo.damaged',
        when: { oneOf: { Status: ['Schaden', 'beschädigt'] } },
        reason: { scheme: 'status', code: 'Status' },
      },
    ],
    progress: [{ milestone: { name: 'delivered', at: 'actual' }, when: { filled: 'Zugestellt' } }],
  };
  const table = (...rows: readonly string[]): string =>
    ['Bericht;;;', '', 'Sendung;Geplant;Zugestellt;Ort;Land;Gewicht;Fracht;Währung;Status', ...rows].join('\n');

  it('keeps all digits of a number that is a name, also in lines of JSON', () => {
    const line = (id: string): string => `{"Sendung":${id},"Geplant":"02.03.2026","Zugestellt":"02.03.2026"}`;
    const { drafts } = run('jsonl', `${line('820982911946154508')}\n${line('820982911946154509')}\n`, own);
    expect(drafts.map(({ references }) => references[0]?.value)).toEqual(['820982911946154508', '820982911946154509']);
  });

  it('takes no sum below the table for a record, but a shipment that is called so', () => {
    const { drafts, rejections } = run(
      'csv',
      table(
        'S1;02.03.2026;02.03.2026;Köln;Deutschland;1.200,5;99,90;EUR;',
        'Gesamt;;;;;1.200,5;99,90;;',
        'Total:;;;;;;;;',
        'TOTAL;02.03.2026;02.03.2026;Köln;Deutschland;1;;;',
      ),
      own,
    );
    expect(rejections).toEqual([]);
    expect(drafts.map(({ references }) => references[0]?.value)).toEqual(['S1', 'TOTAL']);
  });

  it('reads decimals, dates, zone and words as it says, and each row has its own fate', () => {
    const translation = run(
      'csv',
      table(
        'S1;02.03.2026;02.03.2026;Köln;Deutschland;1.200,5;99,90;EUR;',
        'S2;02.03.2026;03.03.2026;Köln;Deutschland;;;;',
        'S3;02.03.2026;04.03.2026;Lyon;Frankreich;n/a;;;schaden',
        'S4;morgen;04.03.2026;;;;;;',
        ';02.03.2026;02.03.2026;;;;;;',
        'S6;02.03.2026;;;;;;;',
        'S7;02.03.2026;02.03.2026;;;;;;;zu;viel',
      ),
      own,
    );
    expect(told(translation)).toEqual([
      'row 4 delivered actual',
      'row 5 delivered actual',
      'row 6 transport.delay',
      'row 6 cargo.damaged',
    ]);
    expect(translation.drafts[0]).toMatchObject({
      references: [{ kind: 'shipment', value: 'S1', issuer: 'DHLX' }],
      occurredAt: '2026-03-02T00:00:00.000+01:00',
      place: { locality: 'Köln', country: 'DE' },
      quantities: { weight: { value: '1200.5', unit: 'KGM' } },
      amounts: { freight: { amount: '99.90', currency: 'EUR' } },
    });
    expect(translation.rejections.map(({ part, pointer }) => `${part}: ${pointer}`)).toEqual([
      'row 7: Geplant',
      'row 8: Sendung',
      'row 10: column 10',
    ]);
    expect(translation.version).toBe('carrier-report/1');
  });

  it('without a column that it judges by, or without any, the table is refused', () => {
    expect(run('csv', 'Sendung;Geplant;Status\nS1;02.03.2026;', own)).toMatchObject({
      drafts: [],
      rejections: [{ part: 'header', detail: expect.stringContaining('Zugestellt') as unknown }],
    });
    expect(run('csv', 'a;b\n1;2', own)).toMatchObject({ drafts: [], rejections: [{ part: 'header' }] });
    expect(run('csv', 'a;b\n1;2')).toMatchObject({
      drafts: [],
      rejections: [{ mend: 'Register the source with the id of a mapping.' }],
    });
    expect(mappedTranslators['csv']?.(payloadOf('a;b\n1;2'), { ...sender, mappingId: 'weekly' })).toMatchObject({
      drafts: [],
      rejections: [
        { detail: expect.stringContaining('weekly'), mend: expect.stringContaining('PUT /v1/mappings/weekly') },
      ],
    });
    expect(run('csv', Buffer.from('PK\u0003\u0004'), own)).toMatchObject({
      drafts: [],
      rejections: [{ detail: expect.stringContaining('workbook') as unknown }],
    });
  });

  it('any bytes are signals, rejections or warnings', () => {
    const body = Buffer.from(
      table(
        'S1;02.03.2026;09.03.2026;Köln;Deutschland;1,5;2;EUR;"x"',
        '=1+1;02.03.2026;09.03.2026;;;;;;',
        `${'S'.repeat(5000)};02.03.2026;09.03.2026;;;;;;`,
      ),
    );
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), fc.uint8Array({ maxLength: 40 }), (at, byte, noise) => {
        const spoilt = Buffer.from(body);
        spoilt[at % body.length] = byte;
        for (const bytes of [spoilt, body.subarray(0, at % body.length), noise]) {
          const translation = run('csv', bytes, own);
          expectSound(translation);
          expect(
            translation.drafts.length + translation.rejections.length + translation.warnings.length,
          ).toBeGreaterThan(0);
        }
      }),
      { numRuns: 50 },
    );
  });
});
