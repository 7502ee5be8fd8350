import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapping } from '../../../lambdas/contracts/index.ts';
import { readFile } from '../../../lambdas/inbound/adapters/read-file.ts';
import { readWorkbook } from '../../../lambdas/inbound/formats/workbook/read-workbook.ts';
import { lineOf } from './parcel-fixture.ts';
import { sender } from './sender.ts';
import { workbookOf, zipOf } from './workbook-fixture.ts';
import type { SheetParts } from './workbook-fixture.ts';

/** Written by exceljs 4.4.0: dates, a rich text, a formula with its value, a gap, a second sheet. */
const picks = new Uint8Array(readFileSync(new URL('../../support/samples/picks.xlsx', import.meta.url)));

function rowsOf(bytes: Uint8Array, sheet?: string): readonly (readonly string[])[] {
  const workbook = readWorkbook(bytes, { sheet });
  if ('why' in workbook) throw new Error(workbook.why);
  return [...(workbook.sheets[0]?.rows ?? [])].map(({ line, cells }) => [String(line), ...cells]);
}

describe('a workbook', () => {
  it('gives texts, numbers, dates by their style, and of formulas what was stored', () => {
    expect(rowsOf(picks)).toEqual([
      ['1', 'delivery', 'picked_at', 'quantity_ordered', 'quantity_picked', 'note'],
      ['2', '80000001', '2026-03-02', '10', '0.3', 'two runs & <more>'],
      ['3', '80000002', '2026-03-02T14:30:00', '7', '7', 'true'],
      ['6', '', '', '', 'far'],
    ]);
  });

  it('has sheets by name', () => {
    expect(rowsOf(picks, 'counts')).toEqual([['1', 'second']]);
    expect(readWorkbook(picks, { sheet: 'missing' })).toEqual({ why: 'it has no sheet "missing"' });
  });

  it('that unpacks to more than is taken is refused before it is unpacked, whatever its directory says', () => {
    const bomb = zipOf({ 'xl/workbook.xml': ' '.repeat(20_000_000) });
    expect(bomb.length).toBeLessThan(30_000);
    expect(readWorkbook(bomb, {}, 1_000_000)).toEqual({ why: 'it unpacks to more than is taken' });
    expect(readWorkbook(picks, {}, 1000)).toEqual({ why: 'it unpacks to more than is taken' });
  });

  it('any bytes are rows or a reason', () => {
    const real = Buffer.from(picks);
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), (at, byte) => {
        const spoilt = Buffer.from(real);
        spoilt[at % real.length] = byte;
        for (const bytes of [spoilt, real.subarray(0, at % real.length)]) {
          const workbook = readWorkbook(bytes, {});
          if ('why' in workbook) expect(workbook.why).not.toBe('');
          else for (const { rows } of workbook.sheets) expect([...rows].length).toBeLessThan(10);
        }
      }),
      { numRuns: 60 },
    );
    expect(readWorkbook(Buffer.from('PK\u0003\u0004'), {})).toMatchObject({
      why: expect.stringContaining('directory') as unknown,
    });
  });
});

const list = mapping.parse({
  contract: 'mapping/1',
  id: 'list',
  title: 'Deliveries as a person keeps them',
  input: { decimal: ',', dates: ['dd.MM.yyyy', 'dd.MM.yyyy HH:mm', 'excel'] },
  references: [{ kind: 'delivery', value: 'Delivery no.' }],
  occurredAt: [{ date: 'Actual Date', time: 'Actual Time' }],
  quantities: { missing: { column: 'Missing', unit: { text: 'KGM' } } },
  troubles: [
    { type: 'transport.delay', when: { late: { actual: 'Actual Date', promised: 'Planned Date' } } },
    { type: 'inventory.shortfall', when: { above: { column: 'Missing', than: '0.5' } } },
  ],
  progress: [{ milestone: { name: 'delivered', at: 'actual' } }],
});

async function read(bytes: Uint8Array): Promise<readonly string[]> {
  const file = { bytes: bytes.length, head: bytes.slice(0, 65_536), encoding: 'utf-8' as const };
  async function* whole() {
    yield await Promise.resolve(bytes);
  }
  const reading = await readFile({ ...file, open: () => Promise.resolve(whole()) }, () => undefined, {
    format: 'xlsx',
    mapping: list,
    sender,
  });
  if ('detail' in reading) return [`${reading.pointer}: ${reading.detail}`];
  const lines: string[] = [];
  for await (const fates of reading.fates)
    for (const { drafts, rejection } of fates)
      lines.push(
        ...drafts.map((draft) => `${draft.part}: ${draft.references[0]?.value ?? ''} ${lineOf(draft)}`),
        ...(rejection === undefined ? [] : [`${rejection.part}: ${rejection.pointer}: ${rejection.detail}`]),
      );
  return [...lines, ...reading.warnings()];
}

/** A title, two rows of headings of which some are merged over both and some over groups, as people draw them. */
const HEADER: readonly string[] = [
  '<row r="1"><c r="A1" t="inlineStr"><is><t>Deliveries of March</t></is></c></row>',
  '<row r="3"><c r="A3" t="inlineStr"><is><t>Delivery\nno.</t></is></c><c r="B3" t="inlineStr"><is><t>Planned</t></is></c><c r="D3" t="inlineStr"><is><t>Actual</t></is></c>' +
    '<c r="F3" t="inlineStr"><is><t>Missing</t></is></c></row>',
  '<row r="4">' +
    ['B', 'C', 'D', 'E']
      .map((at, index) => `<c r="${at}4" t="str"><v>${index % 2 === 0 ? 'Date' : 'Time'}</v></c>`)
      .join('') +
    '</row>',
];
const MERGED = ['A1:F1', 'A3:A4', 'F3:F4', 'B3:C3', 'D3:E3'];
const sheet = (rows: readonly string[], more: Partial<SheetParts> = {}): SheetParts => ({
  name: 'March',
  rows: [...HEADER, ...rows],
  merged: MERGED,
  ...more,
});
const DAY = 1;
const CLOCK = 2;
const MARKS = 3;

// What people's lists are like: ECMA-376 part 1, 18.3.1.55 (mergeCell), 18.3.1.4 (c), 18.2.19 (sheet), 18.8.30 (numFmt).
describe('a list that people keep', () => {
  it.each<[string, readonly SheetParts[], readonly string[]]>([
    [
      'dates as serials, dates as texts, dates without a style; a clock of its own column',
      [
        sheet([
          `<row r="5"><c r="A5"><v>81</v></c><c r="B5" s="${DAY}"><v>46083</v></c><c r="D5" s="${DAY}"><v>46084</v></c><c r="E5" s="${CLOCK}"><v>0.604166666666667</v></c></row>`,
          '<row r="6"><c r="A6"><v>82</v></c><c r="B6" t="str"><v>02.03.2026</v></c><c r="D6"><v>46084</v></c></row>',
          // A formula over an empty cell is the day 0; nothing has come yet.
          `<row r="7"><c r="A7"><v>83</v></c><c r="B7" s="${DAY}"><v>46083</v></c><c r="D7" s="${DAY}"><f>H7</f><v>0</v></c></row>`,
        ]),
      ],
      [
        'row 5: 81 transport.delay 2026-03-03T14:30:00.000+01:00 source',
        'row 6: 82 transport.delay 2026-03-03T00:00:00.000+01:00 source',
        'row 7: 83 delivered actual 2026-03-02T14:00:00.000Z received',
      ],
    ],
    [
      'a figure has no comma of its own; a style of German marks is no date',
      [
        sheet([
          `<row r="5"><c r="A5"><v>81</v></c><c r="F5" s="${MARKS}"><v>1.234</v></c></row>`,
          '<row r="6"><c r="A6"><v>82</v></c><c r="F6" t="str"><v>0,4</v></c></row>',
          '<row r="7"><c r="A7"><v>83</v></c><c r="F7" t="str"><v>1,5-</v></c></row>',
        ]),
      ],
      [
        'row 5: 81 inventory.shortfall 2026-03-02T14:00:00.000Z received',
        'row 6: 82 delivered actual 2026-03-02T14:00:00.000Z received',
        'row 7: 83 delivered actual 2026-03-02T14:00:00.000Z received',
      ],
    ],
    [
      'a delivery that is merged over its lines, a remark beside the table, the header of the next page',
      [
        sheet(
          [
            '<row r="5"><c r="A5"><v>81</v></c><c r="F5"><v>2</v></c><c r="J5" t="str"><v>called Mike</v></c></row>',
            '<row r="6"><c r="F6"><v>0</v></c></row>',
            '<row r="7"><c r="A7" t="str"><v>Delivery\nno.</v></c><c r="B7" t="str"><v>Date</v></c><c r="C7" t="str"><v>Time</v></c><c r="D7" t="str"><v>Date</v></c><c r="E7" t="str"><v>Time</v></c><c r="F7" t="str"><v>Missing</v></c></row>',
          ],
          { merged: [...MERGED, 'A5:A6'] },
        ),
      ],
      [
        'row 5: 81 inventory.shortfall 2026-03-02T14:00:00.000Z received',
        'row 6: 81 delivered actual 2026-03-02T14:00:00.000Z received',
      ],
    ],
    [
      'what nobody can know: a formula that was never computed, a number that has lost its last digits',
      [
        sheet([
          '<row r="5"><c r="A5"><v>81</v></c><c r="F5"><f>G5-H5</f></c></row>',
          '<row r="6"><c r="A6"><v>3.4012345678901E+17</v></c></row>',
          '<row r="7"><c r="A7"><v>340123456789012345</v></c><c r="K7"><f>A1</f></c></row>',
        ]),
      ],
      [
        'row 5: Missing: The cell has a formula whose value was never computed.',
        'row 6: Delivery no.: "3,4012345678901e+17" is not a number with all its digits (format the column as text).',
        'row 7: 340123456789012345 delivered actual 2026-03-02T14:00:00.000Z received',
      ],
    ],
    [
      'hidden sheets are not read, a cover is passed over, each month is',
      [
        { name: 'Lists', state: 'veryHidden', rows: sheet(['<row r="5"><c r="A5"><v>79</v></c></row>']).rows },
        { name: 'Cover', rows: ['<row><c t="inlineStr"><is><t>Please read me</t></is></c></row>'] },
        sheet(['<row r="5"><c r="A5"><v>81</v></c></row>']),
        sheet(['<row r="5"><c r="A5"><v>82</v></c></row>'], { name: 'April' }),
      ],
      [
        'sheet "March", row 5: 81 delivered actual 2026-03-02T14:00:00.000Z received',
        'sheet "April", row 5: 82 delivered actual 2026-03-02T14:00:00.000Z received',
        'sheet "Cover" was passed over: No row has headings of the mapping.',
      ],
    ],
  ])('%s', async (_what, sheets, expected) => {
    expect(await read(workbookOf(sheets))).toEqual(expected);
  });

  it('a workbook of an old Mac counts from 1904; one that was streamed has its sizes beside (ZIP64), and names its parts as it likes', async () => {
    const row = `<row r="5"><c r="A5"><v>81</v></c><c r="B5" s="${DAY}"><v>44621</v></c><c r="D5" s="${DAY}"><v>44622</v></c></row>`;
    const expected = ['row 5: 81 transport.delay 2026-03-03T00:00:00.000+01:00 source'];
    expect(await read(workbookOf([sheet([row])], { from1904: true }))).toEqual(expected);
    expect(
      await read(workbookOf([sheet([row])], { from1904: true, isZip64: true, book: 'xl/workbook22.xml' })),
    ).toEqual(expected);
  });

  it('one that is old or locked says so', async () => {
    const locked = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
    expect(await read(locked)).toEqual([
      ': The workbook cannot be read: it is an old one (.xls), or protected by a password.',
    ]);
  });
});
