import { deflateRawSync } from 'node:zlib';

export interface SheetParts {
  readonly name: string;
  readonly state?: string;
  /** As SpreadsheetML has them. */
  readonly rows: readonly string[];
  readonly merged?: readonly string[];
}

/** An archive of deflated parts (PKZIP APPNOTE 6.3); sizes in the extra field where it is ZIP64. The sizes that it claims unpacked are wrong on purpose. */
export function zipOf(parts: Readonly<Record<string, string>>, isZip64 = false): Uint8Array {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const packed = deflateRawSync(text);
    const file = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(file.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(isZip64 ? 0xffffffff : packed.length, 20);
    entry.writeUInt32LE(isZip64 ? 0xffffffff : 100, 24);
    entry.writeUInt16LE(file.length, 28);
    entry.writeUInt32LE(isZip64 ? 0xffffffff : offset, 42);
    const extra = Buffer.alloc(isZip64 ? 28 : 0);
    if (isZip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      extra.writeBigUInt64LE(100n, 4);
      extra.writeBigUInt64LE(BigInt(packed.length), 12);
      extra.writeBigUInt64LE(BigInt(offset), 20);
    }
    entry.writeUInt16LE(extra.length, 30);
    files.push(local, file, packed);
    directory.push(entry, file, extra);
    offset += local.length + file.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

const KIND = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (entries: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `<Relationships>${entries.map(([id, type, target]) => `<Relationship Id="${id}" Type="${KIND}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

/** Styles: 1 a day, 2 a clock, 3 a sum of German marks, as Excel still has it among its own. */
const STYLES = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="hh:mm"/>
<numFmt numFmtId="166" formatCode="_-* #,##0.00\\ _D_M_-;\\-* #,##0.00\\ _D_M_-"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId='165'/><xf numFmtId="166"/></cellXfs></styleSheet>`;

export function workbookOf(
  sheets: readonly SheetParts[],
  { from1904 = false, isZip64 = false, book = 'xl/workbook.xml' } = {},
): Uint8Array {
  const tabs = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${index + 1}"/>`,
  );
  const parts: Record<string, string> = {
    '_rels/.rels': relations([['rId1', 'officeDocument', `/${book}`]]),
    [book]: `<workbook><workbookPr date1904="${from1904 ? '1' : '0'}"/><sheets>${tabs.join('')}</sheets></workbook>`,
    [`xl/_rels/${book.slice(3)}.rels`]: relations([
      ...sheets.map((_sheet, index) => [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`] as const),
      ['rId99', 'styles', '/xl/styles.xml'],
    ]),
    'xl/styles.xml': STYLES,
  };
  for (const [index, { rows, merged = [] }] of sheets.entries())
    parts[`xl/worksheets/sheet${index + 1}.xml`] =
      `<worksheet><sheetData>${rows.join('')}</sheetData><mergeCells count="${merged.length}">${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells></worksheet>`;
  return zipOf(parts, isZip64);
}
