export interface ShipmentQuery {
  readonly fields: readonly string[];
  readonly references: readonly string[];
  readonly limit: number;
}

/** What a backslash may stand before. https://developer.salesforce.com/docs/platform/salesforce-soql-sosl/guide/sforce-api-calls-soql-select-quotedstringescapes.html */
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\u0007',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

const ESCAPE = /\\(u[\dA-F]{4}|[nrtbf"'\\])/gi;

const QUERY =
  /^\s*SELECT\s+([\w.,\s]+?)\s+FROM\s+Shipment__c\s+WHERE\s+Reference__c\s+IN\s*\((.*)\)(?:\s+LIMIT\s+(\d+))?\s*$/is;
const LITERAL = /\s*'((?:[^'\\]|\\.)*)'\s*(,|$)/gsy;

/** Reads the one kind of query that this CRM knows; undefined: malformed. */
export function parseSoql(text: string): ShipmentQuery | undefined {
  const [, fields, list, limit] = QUERY.exec(text) ?? [];
  if (fields === undefined || list === undefined) return undefined;
  const references = literalsOf(list);
  if (references === undefined) return undefined;
  return { fields: fields.split(',').map((field) => field.trim()), references, limit: Number(limit ?? 2000) };
}

function literalsOf(list: string): readonly string[] | undefined {
  const literals: string[] = [];
  let end = 0;
  let isOpen = true;
  for (const match of list.matchAll(LITERAL)) {
    const value = unescape(match[1] ?? '');
    if (value === undefined) return undefined;
    literals.push(value);
    end = match.index + match[0].length;
    isOpen = match[2] === ',';
  }
  return end === list.length && !isOpen ? literals : undefined;
}

/** Undefined: a backslash stands where it may not. */
function unescape(text: string): string | undefined {
  if (text.replaceAll(ESCAPE, '').includes('\\')) return undefined;
  return text.replaceAll(ESCAPE, (_, code: string) =>
    code.length === 5 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code.toLowerCase()] ?? ''),
  );
}
