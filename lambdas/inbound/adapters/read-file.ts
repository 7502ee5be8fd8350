import type { Mapping } from '../../contracts/index.ts';
import { MOST_WHOLE } from '../file-limits.ts';
import { mappedFormats } from '../formats/mapped-records.ts';
import { decodeAll, decoderOf } from '../formats/mapped/encoding.ts';
import type { Encoding } from '../formats/mapped/encoding.ts';
import { HEAD_LENGTH } from '../formats/mapped/find-layout.ts';
import { lineReader, rowReader, tableReader } from '../formats/mapped/read-table.ts';
import type { Fate } from '../formats/mapped/map-record.ts';
import { shown } from '../formats/look-up.ts';
import type { RecordReader, RowReader } from '../formats/mapped/read-table.ts';
import type { Row } from '../formats/mapped/split-rows.ts';
import { readWorkbook } from '../formats/workbook/read-workbook.ts';
import type { Sheet } from '../formats/workbook/read-workbook.ts';
import type { FindTranslator, Rejection, Sender } from '../formats/translator.ts';

export interface OpenedFile {
  readonly bytes: number;
  /** Its beginning. */
  readonly head: Uint8Array;
  readonly encoding: Encoding;
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
}

export interface FileReading {
  readonly format: string;
  readonly version?: string;
  /** In the order of the file, some at a time. */
  readonly fates: AsyncIterable<readonly Fate[]>;
  readonly warnings: () => readonly string[];
}

/** How a file of a format is read: tables and JSON lines as they come, all else as a whole. */
export async function readFile(
  file: OpenedFile,
  translatorOf: FindTranslator,
  {
    format,
    mapping,
    sender,
  }: { readonly format: string; readonly mapping: Mapping | undefined; readonly sender: Sender },
): Promise<FileReading | Rejection> {
  const isMapped = Object.hasOwn(mappedFormats, format);
  if (isMapped && mapping !== undefined) {
    const named = { format, version: `${mapping.id}/${String(mapping.version)}` };
    if (isOldWorkbook(file.head)) return noWorkbook('it is an old one (.xls), or protected by a password');
    const head = decodeAll(file.head).slice(0, HEAD_LENGTH);
    if (isArchive(file.head))
      return file.bytes > MOST_WHOLE ? tooLarge(file.bytes) : readRows(await bytesOf(file), mapping, sender, named);
    if (!/^[\s\uFEFF]*[[{]/.test(head)) return streamed(file, tableReader(head, mapping, sender), named);
    if (isJsonLines(head)) return streamed(file, lineReader(mapping, sender), named);
  }
  if (file.bytes > MOST_WHOLE) return tooLarge(file.bytes);
  const translate = translatorOf(format);
  if (translate === undefined) return noTranslator(format);
  const {
    drafts,
    rejections,
    warnings,
    format: name,
    version,
  } = await translate({ bytes: await bytesOf(file), contentType: '', headers: {} }, sender);
  const fates: readonly Fate[] = [
    ...drafts.map((draft) => ({ drafts: [draft] })),
    ...rejections.map((rejection) => ({ drafts: [], rejection })),
  ];
  return { format: name, ...(version === undefined ? {} : { version }), fates: once(fates), warnings: () => warnings };
}

type Named = Pick<FileReading, 'format' | 'version'>;

function streamed(file: OpenedFile, reader: RecordReader | Rejection, named: Named): FileReading | Rejection {
  if ('detail' in reader) return reader;
  return { ...named, fates: feeding(file, reader), warnings: reader.warnings };
}

async function* feeding({ open, encoding }: OpenedFile, reader: RecordReader): AsyncGenerator<readonly Fate[]> {
  const decode = decoderOf(encoding);
  for await (const piece of await open()) yield reader.feed(decode(piece), false);
  yield reader.feed(decode(), true);
}

const ROWS_AT_ONCE = 1000;
/** Enough to find the header in. */
const HEAD_ROWS = 40;

function readRows(bytes: Uint8Array, mapping: Mapping, sender: Sender, named: Named): FileReading | Rejection {
  const { sheet, decimal } = mapping.input;
  const workbook = readWorkbook(bytes, { sheet, decimal });
  if ('why' in workbook) return noWorkbook(workbook.why);
  const opened = workbook.sheets.map((one) => openSheet(one, mapping, sender));
  const tables = opened.flatMap((one) => ('detail' in one ? [] : [one]));
  if (tables.length === 0) return closestRefusal(opened.flatMap((one) => ('detail' in one ? [one] : [])));
  async function* fates(): AsyncGenerator<readonly Fate[]> {
    for (const { name, head, take, reader } of tables)
      for (let some = head; some.length > 0; some = take(ROWS_AT_ONCE))
        yield await Promise.resolve(
          reader.feed(some).map((fate) => (tables.length === 1 ? fate : onSheet(fate, name))),
        );
  }
  const passedOver = opened.flatMap((one) => ('detail' in one ? [`${one.part} was passed over: ${one.detail}`] : []));
  return {
    ...named,
    fates: fates(),
    warnings: () => [...passedOver, ...tables.flatMap(({ reader }) => reader.warnings())],
  };
}

interface OpenedSheet {
  readonly name: string;
  readonly head: readonly Row[];
  readonly take: (most: number) => readonly Row[];
  readonly reader: RowReader;
}

function openSheet({ name, rows }: Sheet, mapping: Mapping, sender: Sender): OpenedSheet | Rejection {
  const each = rows[Symbol.iterator]();
  const take = (most: number): readonly Row[] => {
    const taken: Row[] = [];
    while (taken.length < most) {
      const next = each.next();
      if (next.done === true) break;
      taken.push(next.value);
    }
    return taken;
  };
  const head = take(HEAD_ROWS);
  const reader = rowReader(head, mapping, sender);
  return 'detail' in reader ? { ...reader, part: `sheet "${shown(name)}"` } : { name, head, take, reader };
}

/** Of sheets that cannot be read, what is said of the one that comes closest: a cover says nothing of what is wrong with the list behind it. */
function closestRefusal(refusals: readonly Rejection[]): Rejection {
  const found = refusals.find(({ pointer }) => !pointer.startsWith('rows'));
  return found ?? refusals[0] ?? noWorkbook('it has no sheet');
}

/** Rows of several sheets have the same numbers. */
function onSheet({ drafts, rejection }: Fate, name: string): Fate {
  const of = (part: string): string => `sheet "${shown(name)}", ${part}`;
  return {
    drafts: drafts.map((draft) => ({ ...draft, part: of(draft.part) })),
    ...(rejection === undefined ? {} : { rejection: { ...rejection, part: of(rejection.part) } }),
  };
}

async function* once(fates: readonly Fate[]): AsyncGenerator<readonly Fate[]> {
  yield await Promise.resolve(fates);
}

async function bytesOf({ open }: OpenedFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await open()) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

function isArchive(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b;
}

/** A compound file ([MS-CFB] 2.2): how Excel wrote until 2003, and still does around what is encrypted. */
function isOldWorkbook(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 8)).toString('hex') === 'd0cf11e0a1b11ae1';
}

/** The first line is a record of its own, and another begins behind it. */
function isJsonLines(head: string): boolean {
  const [first = '', second = ''] = head
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (!second.trimStart().startsWith('{')) return false;
  try {
    return typeof JSON.parse(first) === 'object' && first.trimStart().startsWith('{');
  } catch {
    return false;
  }
}

function tooLarge(bytes: number): Rejection {
  return {
    part: 'file',
    pointer: '',
    detail: `A file of this format has at most ${String(MOST_WHOLE)} bytes, this one has ${String(bytes)}.`,
    mend: 'Send it in parts, or as CSV or JSON lines, which are read as they come.',
  };
}

function noTranslator(format: string): Rejection {
  return {
    part: 'file',
    pointer: '',
    detail: `There is no translator for the format ${format}.`,
    mend: 'Register the source with another format.',
  };
}

function noWorkbook(why: string): Rejection {
  return {
    part: 'file',
    pointer: '',
    detail: `The workbook cannot be read: ${why}.`,
    mend: 'Save it as .xlsx without a password, or send CSV.',
  };
}
