import * as z from 'zod';
import { escapeHtml } from '../notification/mail-html.ts';
import { inline } from './render-text.ts';

const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  description: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});
type Schema = z.infer<typeof schemaShape>;

/** Each schema by its name, to be linked to. */
export function renderSchemas(schemas: Readonly<Record<string, unknown>>): string {
  return Object.entries(schemas)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([name, schema]) =>
        `<section id="schema-${escapeHtml(name)}"><h3>${escapeHtml(name)}</h3>${renderSchema(schema)}</section>`,
    )
    .join('');
}

/** A schema in words and lists: what is named is linked, what is spelt out is shown. */
export function renderSchema(value: unknown): string {
  const parsed = schemaShape.safeParse(value);
  if (!parsed.success) return '';
  const schema = parsed.data;
  const told = schema.description === undefined ? '' : ` ${inline(schema.description)}`;
  return `${shapeOf(schema)}${told}${fieldsOf(schema)}`;
}

function shapeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return linkTo(schema.$ref);
  if (schema.allOf !== undefined) return schema.allOf.map(renderSchema).join(' and ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined)
    return `one of<ul class="fields">${variants.map((one) => `<li>${renderSchema(one)}</li>`).join('')}</ul>`;
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((one) => code(JSON.stringify(one))).join(' ');
  if (schema.items !== undefined) return `list of ${renderSchema(schema.items)}`;
  const type = typeof schema.type === 'string' ? schema.type : (schema.type ?? ['anything']).join(' or ');
  return [escapeHtml(type), ...limitsOf(schema)].join(', ');
}

const LIMITS = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'default'] as const;

function limitsOf(schema: Schema): readonly string[] {
  const limits = LIMITS.flatMap((name) =>
    schema[name] === undefined ? [] : [`${name} ${escapeHtml(JSON.stringify(schema[name]))}`],
  );
  const form = schema.format ?? schema.pattern;
  return [...(form === undefined ? [] : [code(form)]), ...limits];
}

function fieldsOf({ properties, required, additionalProperties }: Schema): string {
  const rows = Object.entries(properties ?? {}).map(
    ([name, schema]) =>
      `<li><code>${escapeHtml(name)}</code>${required.includes(name) ? ' *' : ''} ${renderSchema(schema)}</li>`,
  );
  const free =
    typeof additionalProperties === 'object' &&
    additionalProperties !== null &&
    Object.keys(additionalProperties).length > 0
      ? [`<li>any name: ${renderSchema(additionalProperties)}</li>`]
      : [];
  const all = [...rows, ...free];
  return all.length === 0 ? '' : `<ul class="fields">${all.join('')}</ul>`;
}

function linkTo(ref: string): string {
  const name = escapeHtml(ref.split('/').at(-1) ?? '');
  return `<a href="#schema-${name}">${name}</a>`;
}

const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;
