import { isDeepStrictEqual } from 'node:util';
import { members } from './document.ts';
import type { Json } from './document.ts';
import { flatten, nameOf, typesOf, valuesOf, variantsOf } from './flatten-schema.ts';
import type { Schema } from './flatten-schema.ts';

/** Something that breaks whoever keeps to what was published. */
export interface Breaking {
  readonly where: string;
  readonly what: string;
}

/** `sent` to us: what was accepted has to be accepted still. `answered` by us: what was relied on has to be there still. */
export type Direction = 'sent' | 'answered';

/** Two versions of a document, and what has been compared of them already. */
export interface Comparison {
  readonly before: Json;
  readonly after: Json;
  readonly seen: Set<string>;
}

export function compareSchemas(
  comparison: Comparison,
  direction: Direction,
  where: string,
  before: unknown,
  after: unknown,
): readonly Breaking[] {
  const names = [nameOf(before), nameOf(after)];
  const place = names[0] ?? where;
  if (names[0] !== undefined) {
    const pair = `${direction} ${names.join(' ')}`;
    if (comparison.seen.has(pair)) return [];
    comparison.seen.add(pair);
  }
  const old = flatten(comparison.before, before);
  const now = flatten(comparison.after, after);
  const types = typeChange(comparison, direction, old, now);
  if (types !== undefined) return [{ where: place, what: types }];
  const isUnion = [old, now].some((schema) => (schema.anyOf ?? schema.oneOf) !== undefined);
  if (isUnion) return variantChanges(comparison, direction, place, old, now);
  return [
    ...textsAt(place, [...valueChanges(direction, old, now), ...limitChanges(direction, old, now)]),
    ...propertyChanges(comparison, direction, place, old, now),
    ...memberChanges(comparison, direction, place, old, now),
  ];
}

const textsAt = (where: string, texts: readonly string[]): readonly Breaking[] =>
  texts.map((what) => ({ where, what }));

function typeChange({ before, after }: Comparison, direction: Direction, old: Schema, now: Schema): string | undefined {
  const [had, has] = [typesOf(before, old), typesOf(after, now)];
  const [wide, narrow] = direction === 'sent' ? [had, has] : [has, had];
  const lost = [...wide].filter((type) => !narrow.has(type) && !(type === 'integer' && wide.has('number')));
  if (lost.length === 0) return undefined;
  return direction === 'sent' ? `takes no ${lost.join(', ')} any more` : `may be ${lost.join(', ')} now`;
}

/** New values of an answer are to be borne; one that is none of the old ones has another meaning. */
function valueChanges(direction: Direction, old: Schema, now: Schema): readonly string[] {
  const [had, has] = [valuesOf(old), valuesOf(now)];
  const isIn = (values: readonly unknown[], value: unknown) => values.some((one) => isDeepStrictEqual(one, value));
  if (direction === 'answered') {
    if (had === undefined || has === undefined || has.some((value) => isIn(had, value))) return [];
    return [`is ${shown(has)} and was ${shown(had)}`];
  }
  if (has === undefined) return [];
  if (had === undefined) return [`takes ${shown(has)} only`];
  const lost = had.filter((value) => !isIn(has, value));
  return lost.length === 0 ? [] : [`takes no ${shown(lost)} any more`];
}

const shown = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');

const LOWER_LIMITS = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER_LIMITS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const FORMS = ['pattern', 'format'];

function limitChanges(direction: Direction, old: Schema, now: Schema): readonly string[] {
  const forms = FORMS.filter((form) =>
    direction === 'sent'
      ? now[form] !== undefined && now[form] !== old[form]
      : old[form] !== undefined && now[form] !== old[form],
  ).map((form) => `has another ${form}`);
  if (direction === 'answered') return forms;
  const raised = LOWER_LIMITS.filter((limit) => isTighter(now[limit], old[limit], 1));
  const lowered = UPPER_LIMITS.filter((limit) => isTighter(now[limit], old[limit], -1));
  const isOther = old['default'] !== undefined && !isDeepStrictEqual(old['default'], now['default']);
  return [
    ...forms,
    ...[...raised, ...lowered].map((limit) => `has a tighter ${limit}`),
    ...(isOther ? ['has another default'] : []),
  ];
}

function isTighter(now: unknown, old: unknown, sign: 1 | -1): boolean {
  if (typeof now !== 'number') return false;
  // Every text, list and object has at least nothing in it.
  if (typeof old !== 'number') return sign === -1 || now > 0;
  return sign * (now - old) > 0;
}

function propertyChanges(
  comparison: Comparison,
  direction: Direction,
  where: string,
  old: Schema,
  now: Schema,
): readonly Breaking[] {
  const found: Breaking[] = [];
  const has = new Map(members(now.properties));
  for (const [name, schema] of members(old.properties)) {
    const place = `${where}/${name}`;
    if (!has.has(name)) found.push({ where: place, what: 'is gone' });
    else found.push(...compareSchemas(comparison, direction, place, schema, has.get(name)));
  }
  const [must, might] = direction === 'sent' ? [now, old] : [old, now];
  const change = direction === 'sent' ? 'is required now' : 'may be missing now';
  for (const name of must.required ?? [])
    if (!(might.required ?? []).includes(name) && has.has(name))
      found.push({ where: `${where}/${name}`, what: change });
  if (
    direction === 'sent' &&
    now.additionalProperties === false &&
    old.additionalProperties !== false &&
    old.properties !== undefined
  )
    found.push({ where, what: 'takes no further fields any more' });
  return found;
}

/** Of lists, and of objects whose names are free. */
function memberChanges(
  comparison: Comparison,
  direction: Direction,
  where: string,
  old: Schema,
  now: Schema,
): readonly Breaking[] {
  const pairs = [
    ['[]', old.items, now.items],
    ['{}', old.additionalProperties, now.additionalProperties],
  ] as const;
  return pairs.flatMap(([suffix, before, after]) =>
    typeof before === 'object' && typeof after === 'object'
      ? compareSchemas(comparison, direction, `${where}${suffix}`, before, after)
      : [],
  );
}

/** Each variant that there was is there still, known by its name, by what tells it apart, or by fitting. New ones break nobody. */
function variantChanges(
  comparison: Comparison,
  direction: Direction,
  where: string,
  old: Schema,
  now: Schema,
): readonly Breaking[] {
  const has = variantsOf(now);
  return variantsOf(old).flatMap((variant) => {
    const key = keyOf(comparison.before, variant);
    const same = has.find((one) => keyOf(comparison.after, one) === key);
    if (same !== undefined) return compareSchemas(comparison, direction, `${where}(${key})`, variant, same);
    const trial = { ...comparison, seen: new Set<string>() };
    const fits = has.some((one) => compareSchemas(trial, direction, where, variant, one).length === 0);
    return fits ? [] : [{ where: `${where}(${key})`, what: 'is gone' }];
  });
}

/** What tells a variant from the others: its name, its values that are fixed, or its type. */
function keyOf(document: Json, variant: unknown): string {
  const name = nameOf(variant);
  if (name !== undefined) return name;
  const schema = flatten(document, variant);
  const fixed = members(schema.properties).flatMap(([property, value]) => {
    const values = valuesOf(flatten(document, value));
    return values?.length === 1 && property !== 'contract' ? [`${property}=${shown(values)}`] : [];
  });
  if (fixed.length > 0) return fixed.join(' ');
  return (
    [...typesOf(document, schema)].sort().join('|') +
    members(schema.properties)
      .map(([property]) => ` ${property}`)
      .join('')
  );
}
