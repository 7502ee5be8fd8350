import type { Mapping } from '../../contracts/index.ts';
import { MOST_WHOLE } from '../file-limits.ts';
import { mappedFormats } from '../formats/mapped-records.ts';
import { decodeAll, decoderOf } from '../formats/mapped/encoding.ts';
import type { Encoding } from '../formats/mapped/encoding.ts';
import { HEAD_LENGTH } from '../formats/mapped/find-layout.ts';
import { lineReader, rowReader, tableReader } from '../formats/mapped/read-table.ts';
import type { Fate } from '../formats/mapped/map-record.ts';
import type { RecordReader } from '../formats/mapped/read-table.ts';
import type { Row } from '../formats/mapped/split-rows.ts';
import { readWorkbook } from '../formats/workbook/read-workbook.ts';
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
  const workbook = readWorkbook(bytes, mapping.input.sheet);
  if ('why' in workbook) return noWorkbook(workbook.why);
  const rows = workbook.rows[Symbol.iterator]();
  const take = (most: number): readonly Row[] => {
    const taken: Row[] = [];
    while (taken.length < most) {
      const next = rows.next();
      if (next.done === true) break;
      taken.push(next.value);
    }
    return taken;
  };
  const head = take(HEAD_ROWS);
  const reader = rowReader(head, mapping, sender);
  if ('detail' in reader) return reader;
  async function* fates(
    read: typeof reader & { feed(rows: readonly Row[]): readonly Fate[] },
  ): AsyncGenerator<readonly Fate[]> {
    for (let some = head; some.length > 0; some = take(ROWS_AT_ONCE)) yield await Promise.resolve(read.feed(some));
  }
  return { ...named, fates: fates(reader), warnings: reader.warnings };
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
