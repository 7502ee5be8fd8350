import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../lambdas/inbound/formats/workbook/read-workbook.ts';

/** Written by exceljs 4.4.0: dates, a rich text, a formula with its value, a gap, a second sheet. */
const picks = new Uint8Array(readFileSync(new URL('../../support/samples/picks.xlsx', import.meta.url)));

function rowsOf(bytes: Uint8Array, sheet?: string): readonly (readonly string[])[] {
  const workbook = readWorkbook(bytes, sheet);
  if ('why' in workbook) throw new Error(workbook.why);
  return [...workbook.rows].map(({ line, cells }) => [String(line), ...cells]);
}

/** An archive with one part that claims to be what it is not. */
function zipOf(name: string, packed: Uint8Array, method = 8): Uint8Array {
  const file = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(method, 8);
  local.writeUInt16LE(file.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(100, 24);
  entry.writeUInt16LE(file.length, 28);
  const start = local.length + file.length + packed.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([local, file, packed, entry, file, end]);
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
    expect(readWorkbook(picks, 'missing')).toEqual({ why: 'it has no sheet "missing"' });
  });

  it('that unpacks to more than is taken is refused before it is unpacked, whatever its directory says', () => {
    const bomb = zipOf('xl/workbook.xml', deflateRawSync(Buffer.alloc(20_000_000, 0x20)));
    expect(bomb.length).toBeLessThan(30_000);
    expect(readWorkbook(bomb, undefined, 1_000_000)).toEqual({ why: 'it unpacks to more than is taken' });
    expect(readWorkbook(picks, undefined, 1000)).toEqual({ why: 'it unpacks to more than is taken' });
  });

  it('any bytes are rows or a reason', () => {
    const real = Buffer.from(picks);
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), (at, byte) => {
        const spoilt = Buffer.from(real);
        spoilt[at % real.length] = byte;
        for (const bytes of [spoilt, real.subarray(0, at % real.length)]) {
          const workbook = readWorkbook(bytes, undefined);
          if ('why' in workbook) expect(workbook.why).not.toBe('');
          else expect([...workbook.rows].length).toBeLessThan(10);
        }
      }),
      { numRuns: 60 },
    );
    expect(readWorkbook(Buffer.from('PK\u0003\u0004'), undefined)).toMatchObject({
      why: expect.stringContaining('directory') as unknown,
    });
  });
});
