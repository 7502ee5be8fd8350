import type * as z from 'zod';
import { packFileSchema } from './pack-schema.ts';
import { meant } from './near-words.ts';
import { SEE_DEFAULT } from './pack-problem.ts';
import type { PackProblem } from './pack-problem.ts';

type Issue = z.core.$ZodIssue;
/** What is wrong, and what to write instead. */
type Said = Pick<PackProblem, 'problem' | 'mend'>;

/** Where the shape of a pack is not the contract's, in words for people who write YAML and know no types. A field that nobody knows is told at the field, not at what it stands in. */
export function shapeProblems(issue: Issue, candidate: unknown): readonly PackProblem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const fields = fieldsAt(path);
    return issue.keys.map((key) => ({ pointer: pointerOf([...path, key]), ...sayUnknown(key, fields) }));
  }
  return [{ pointer: pointerOf(path), ...sayIssue(issue, valueAt(candidate, path)) }];
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function sayIssue(issue: Issue, value: unknown): Said {
  if (value === undefined || value === null) return sayMissing(issue);
  switch (issue.code) {
    case 'invalid_type':
      return sayType([issue.expected], value, issue.path);
    case 'invalid_union':
      return sayType(expectedIn(issue), value, issue.path);
    case 'invalid_value':
      return sayValue(issue.values.map(String), value);
    case 'invalid_format':
      return sayFormat(issue, value);
    case 'too_small':
      return {
        problem: `${sizeOf(value)} is too little; at least ${String(issue.minimum)} is needed here`,
        mend: mendSize(value, 'add to it', `write ${String(issue.minimum)} or more`),
      };
    case 'too_big':
      return {
        problem: `${sizeOf(value)} is too much; at most ${String(issue.maximum)} is possible here`,
        mend: mendSize(value, 'make it shorter', `write ${String(issue.maximum)} or less`),
      };
    default:
      return { problem: issue.message, mend: SEE_DEFAULT };
  }
}

function sayMissing(issue: Issue): Said {
  const name = String(issue.path.at(-1) ?? '');
  const problem = issue.path.length === 1 ? `the section ${name} is in none of the files` : `${name} is missing`;
  if (issue.code === 'invalid_value') return { problem, mend: `write one of ${issue.values.map(String).join(', ')}` };
  const kinds =
    issue.code === 'invalid_type' ? [issue.expected] : issue.code === 'invalid_union' ? expectedIn(issue) : [];
  return { problem, mend: kinds.length === 0 ? 'add it' : `add it, as ${listed(kinds.map(kindOf))}` };
}

function sayType(expected: readonly string[], value: unknown, path: readonly PropertyKey[]): Said {
  const kinds = [...new Set(expected.map(kindOf))];
  const problem = `${shown(value)} is ${kindOf(typeOf(value))}, and ${kinds.length === 0 ? 'something else' : listed(kinds)} is needed here`;
  if (kinds.length === 1 && expected[0] === 'array') return { problem, mend: 'begin each entry with a dash: - …' };
  if (expected.includes('string') && isPlain(value)) return { problem, mend: `put it into quotes: '${String(value)}'` };
  return { problem, mend: MENDS[kinds[0] ?? '']?.(path) ?? SEE_DEFAULT };
}

const MENDS: Readonly<Record<string, (path: readonly PropertyKey[]) => string>> = {
  'a number': () => 'write digits alone, and a point before decimals: 20000 or 12.5',
  'a whole number': () => 'write digits alone: 20000',
  'true or false': () => 'write true or false',
  'a text': () => "write a text in quotes: '…'",
  'a group of fields': (path) => {
    const fields = fieldsAt(path);
    return fields.length === 0
      ? 'write fields below it, each with a name, a colon and a blank'
      : `write { ${fields.map((field) => `${field}: …`).join(', ')} }`;
  },
};

/** What is written in each of the forms that a pack knows: the first that fits the form is the example for it. */
const WRITTEN = ['06:00', 'EUR', 'DE', '/people', 'FREQ=WEEKLY;INTERVAL=2', 'pt-BR', '12.50', 'big-customers'] as const;
const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-12-24',
  datetime: '2026-12-24T08:00:00Z',
  email: 'mei.tan@example.com',
  url: 'https://example.com',
};

function sayFormat(issue: Extract<Issue, { code: 'invalid_format' }>, value: unknown): Said {
  if (issue.format === 'duration') return sayDuration(value);
  const told = issue.message.startsWith('Invalid ') ? '' : `: ${issue.message}`;
  const [, source] = /^\/(.*)\/[a-z]*$/.exec(issue.pattern ?? '') ?? [];
  const example = FORMATS[issue.format] ?? WRITTEN.find((one) => source !== undefined && new RegExp(source).test(one));
  return {
    problem: `${shown(value)} cannot stand here${told}`,
    mend: example === undefined ? SEE_DEFAULT : `write it as '${example}'`,
  };
}

/** Of lists and texts their length is counted, of numbers the number. */
function mendSize(value: unknown, longer: string, number: string): string {
  return typeof value === 'number' ? number : longer;
}

function sayValue(possible: readonly string[], value: unknown): Said {
  const mend = `write ${possible.length === 1 ? '' : 'one of '}${possible.join(', ')}`;
  return { problem: `${shown(value)} is not known here`, mend: meant(String(value), possible) ?? mend };
}

const UNITS: Readonly<Record<string, (count: string) => string>> = {
  s: (count) => `PT${count}S`,
  m: (count) => `PT${count}M`,
  h: (count) => `PT${count}H`,
  d: (count) => `P${count}D`,
  w: (count) => `P${count}W`,
};

/** People write 2h, 15 min or 3 days. */
function sayDuration(value: unknown): Said {
  const [, count = '', unit = ''] = /^\s*(\d+)\s*([smhdw])[a-z]*\s*$/i.exec(String(value)) ?? [];
  const written = UNITS[unit.toLowerCase()]?.(count);
  const examples = 'PT2H for two hours, PT15M for fifteen minutes, P1D for a day';
  return {
    problem: `${shown(value)} is no length of time`,
    mend: written === undefined ? `write e.g. ${examples}` : `write ${written}`,
  };
}

function sayUnknown(key: string, fields: readonly string[]): Said {
  const mend = meant(key, fields) ?? (fields.length === 0 ? 'leave it out' : `there may be ${fields.join(', ')}`);
  return { problem: `there is no field ${key} here`, mend };
}

function expectedIn(issue: Extract<Issue, { code: 'invalid_union' }>): readonly string[] {
  return issue.errors.flatMap((issues) =>
    issues.flatMap((one) => (one.code === 'invalid_type' && one.path.length === 0 ? [one.expected] : [])),
  );
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
};

const kindOf = (type: string): string => KINDS[type] ?? type;
const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);
const listed = (words: readonly string[]): string => words.join(' or ');
const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);
const shown = (value: unknown): string => (isPlain(value) ? `\`${String(value)}\`` : 'this');
const sizeOf = (value: unknown): string =>
  Array.isArray(value)
    ? `a list of ${String(value.length)}`
    : typeof value === 'string'
      ? `a text of ${String(value.length)}`
      : shown(value);

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(candidate: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (Array.isArray(value) ? value[Number(part)] : isGroup(value) ? value[String(part)] : undefined),
    candidate,
  );
}

/** The fields that the schema of a pack has at a place; none where it allows any. */
function fieldsAt(path: readonly PropertyKey[]): readonly string[] {
  const root = packFileSchema();
  const resolved = (schema: unknown): readonly unknown[] => {
    if (!isGroup(schema)) return [];
    const { $ref, anyOf, allOf, oneOf } = schema;
    const reference = typeof $ref === 'string' ? [valueAt(root, $ref.split('/').slice(1))] : [];
    const parts = [
      ...reference,
      ...[anyOf, allOf, oneOf].flatMap((part): unknown[] => (Array.isArray(part) ? part : [])),
    ];
    return [schema, ...parts.flatMap(resolved)];
  };
  const into = (schema: unknown, part: PropertyKey): readonly unknown[] => {
    if (!isGroup(schema)) return [];
    const { properties, items, additionalProperties } = schema;
    const named = isGroup(properties) ? properties[String(part)] : undefined;
    return resolved(typeof part === 'number' ? items : (named ?? additionalProperties));
  };
  const found = path.reduce<readonly unknown[]>(
    (schemas, part) => schemas.flatMap((schema) => into(schema, part)),
    resolved(root),
  );
  return [
    ...new Set(
      found.flatMap((schema) =>
        isGroup(schema) && isGroup(schema['properties']) ? Object.keys(schema['properties']) : [],
      ),
    ),
  ];
}
