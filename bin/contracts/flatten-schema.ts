import * as z from 'zod';
import { at, members } from './document.ts';
import type { Json } from './document.ts';

const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});
export type Schema = z.infer<typeof schemaShape>;

/** A schema with its references followed and the parts of an `allOf` put together. */
export function flatten(document: Json, value: unknown): Schema {
  const { $ref, allOf, ...own } = schemaShape.parse(typeof value === 'object' && value !== null ? value : {});
  const parts = [
    ...($ref === undefined ? [] : [follow(document, $ref)]),
    ...(allOf ?? []).map((part) => flatten(document, part)),
  ];
  return parts.reduce<Schema>(together, own);
}

/** The name of the schema that is referred to, through an `allOf` of one too; undefined where it is spelt out. */
export function nameOf(value: unknown): string | undefined {
  const { $ref, allOf } = schemaShape.safeParse(value).data ?? {};
  const target = $ref ?? (allOf?.length === 1 ? at(allOf[0], '$ref') : undefined);
  return typeof target === 'string' ? target.split('/').at(-1) : undefined;
}

function follow(document: Json, ref: string): Schema {
  const path = ref.replace(/^#\//, '').split('/');
  const target = at(document, ...path.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')));
  if (target === undefined) throw new Error(`${ref} leads nowhere`);
  return flatten(document, target);
}

/** What both say holds; where both speak of one property, it is as both say. */
function together(one: Schema, other: Schema): Schema {
  const properties: Record<string, unknown> = { ...other.properties };
  for (const [name, schema] of members(one.properties))
    properties[name] = name in properties ? { allOf: [properties[name], schema] } : schema;
  const required = [...new Set([...(other.required ?? []), ...(one.required ?? [])])];
  return {
    ...other,
    ...one,
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** The ways in which a value may be made; itself, where there is one. */
export function variantsOf(schema: Schema): readonly unknown[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

const ANY = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

/** The types that a value may have; a number may be an integer. */
export function typesOf(document: Json, value: unknown): ReadonlySet<string> {
  const schema = flatten(document, value);
  if (schema.anyOf !== undefined || schema.oneOf !== undefined)
    return new Set(variantsOf(schema).flatMap((variant) => [...typesOf(document, variant)]));
  const values = valuesOf(schema);
  const told = schema.type ?? (values === undefined ? ANY : values.map(typeOfValue));
  const types = typeof told === 'string' ? [told] : told;
  return new Set(types.includes('number') ? [...types, 'integer'] : types);
}

/** The values that a schema names; undefined where it names none. */
export function valuesOf(schema: Schema): readonly unknown[] | undefined {
  return schema.const === undefined ? schema.enum : [schema.const];
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
