import type { Mapping } from '../../contracts/index.ts';
import { parseJson } from './json.ts';
import { shippedMapping } from '../mappings/index.ts';
import { lookUp } from './look-up.ts';
import { decodeAll } from './mapped/encoding.ts';
import { HEAD_LENGTH } from './mapped/find-layout.ts';
import type { Fate } from './mapped/map-record.ts';
import { netsuiteRecords } from './mapped/netsuite-records.ts';
import { lineReader, readRecords, tableReader } from './mapped/read-table.ts';
import type { Rejection, Sender, Translation, Translator } from './translator.ts';
import { listOf, valueAt } from './tree.ts';

/** Formats that are read by a mapping, each with the one that comes with the product; undefined where every source needs its own. */
export const mappedFormats: Readonly<Record<string, string | undefined>> = {
  csv: undefined,
  'csv-export': 'scms-delivery-history',
  json: undefined,
  jsonl: undefined,
  netsuite: 'netsuite',
  odoo: 'odoo',
  tsv: undefined,
  'wms-count': 'wms-count',
  'wms-short-pick': 'wms-short-pick',
  xlsx: undefined,
};

/** The mapping by which a format is read: that of the source, or the one that comes with the product. Undefined where it needs none, or has none. */
export function mappingIdOf(format: string, ofSource: string | undefined): string | undefined {
  return Object.hasOwn(mappedFormats, format) ? (ofSource ?? lookUp(mappedFormats, format)) : undefined;
}

/** Records of a table (CSV, TSV and the like), of JSON or of JSON lines, read by a mapping: the source's own, or the one that its format is named for. */
function mappedTranslator(format: string): Translator {
  return ({ bytes }, sender) => {
    const mapping = sender.mapping ?? shippedMapping(lookUp(mappedFormats, format));
    if (mapping === undefined)
      return translationOf(format, undefined, { fates: [], warnings: [] }, [noMapping(format, sender.mappingId)]);
    return translateBy(format, mapping, decodeAll(bytes), bytes, sender);
  };
}

export const mappedTranslators: Readonly<Record<string, Translator>> = Object.fromEntries(
  Object.keys(mappedFormats).map((format) => [format, mappedTranslator(format)]),
);

const MOST_RECORDS = 100_000;

function translateBy(format: string, mapping: Mapping, text: string, bytes: Uint8Array, sender: Sender): Translation {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    return translationOf(format, mapping, { fates: [], warnings: [] }, [workbook()]);
  if (!/^[\s\uFEFF]*[[{]/.test(text.slice(0, 1000))) {
    const reader = tableReader(text.slice(0, HEAD_LENGTH), mapping, sender);
    if ('detail' in reader) return translationOf(format, mapping, { fates: [], warnings: [] }, [reader]);
    const fates = reader.feed(text, true);
    return translationOf(format, mapping, { fates, warnings: reader.warnings() });
  }
  const whole = parseJson(text);
  if (whole !== undefined) {
    const records = recordsIn(whole.value, mapping.input.records).flatMap((record) =>
      format === 'netsuite' ? netsuiteRecords(record) : [record],
    );
    const { fates, warnings } = readRecords(records.slice(0, MOST_RECORDS), mapping, sender);
    return translationOf(format, mapping, { fates, warnings });
  }
  const reader = lineReader(mapping, sender);
  const fates = reader.feed(text, true);
  return translationOf(format, mapping, { fates, warnings: reader.warnings() });
}

const PAGES = ['records', 'items', 'results', 'value'];

/** The list of records: where the mapping says, or the body itself, or the list that an answer has it in. */
function recordsIn(value: unknown, path: string | undefined): readonly { value: unknown; pointer: string }[] {
  const named = path === undefined ? value : (valueAt(value, path) ?? value);
  // A page: the records stand in it beside their count.
  const list = PAGES.find((name) => Array.isArray(valueAt(named, name)));
  const inside = list === undefined ? named : valueAt(named, list);
  const pointer = `${named === value ? '' : `/${path ?? ''}`}${list === undefined ? '' : `/${list}`}`;
  return Array.isArray(inside)
    ? listOf(inside).map((record, index) => ({ value: record, pointer: `${pointer}/${index}` }))
    : [{ value: inside, pointer }];
}

function translationOf(
  format: string,
  mapping: Mapping | undefined,
  { fates, warnings }: { fates: readonly Fate[]; warnings: readonly string[] },
  rejections: readonly Rejection[] = [],
): Translation {
  const drafts = fates.flatMap((fate) => fate.drafts);
  const rejected = [...rejections, ...fates.flatMap(({ rejection }) => rejection ?? [])];
  const silent = drafts.length + rejected.length === 0 ? ['no record reports anything'] : [];
  return {
    format,
    ...(mapping === undefined ? {} : { version: `${mapping.id}/${mapping.version}` }),
    drafts,
    rejections: rejected,
    warnings: [...warnings, ...silent],
  };
}

function noMapping(format: string, id: string | undefined): Rejection {
  const about = { part: 'payload', pointer: '' };
  if (id !== undefined)
    return {
      ...about,
      detail: `The source names the mapping ${id}, and there is none of that id.`,
      mend: `Save it by PUT /v1/mappings/${id}, or register the source with another, then replay it.`,
    };
  return {
    ...about,
    detail: `The format ${format} is read by a mapping, and the source has none.`,
    mend: 'Register the source with the id of a mapping.',
  };
}

function workbook(): Rejection {
  return {
    part: 'payload',
    pointer: '',
    detail: 'It is a workbook (or another archive).',
    mend: 'Put workbooks into the inbox of the source, or send CSV.',
  };
}
