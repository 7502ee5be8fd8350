import { queryFailure } from './failure.ts';
import { compileExpression, isExpression } from './expression.ts';
import type { Bindings, Expression } from './expression.ts';
import type { AwsFunction } from './aws-functions.ts';
import { isJsonObject, typeName } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/** A JSON value of the definition, whose strings between `{%` and `%}` are expressions. */
export type Template =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly location: string }
  | { readonly kind: 'array'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Template])[] };

export interface TemplateCompiler {
  readonly functions: readonly AwsFunction[];
  /** Told of every expression that cannot be compiled, with its field relative to the state. */
  refuse(error: unknown, location: string): void;
}

/** `location` is the field relative to its state: `Output`, `Arguments/MessageGroupId`, `Choices[1]/Condition`. */
export function compileTemplate(value: Json, location: string, compiler: TemplateCompiler): Template {
  if (typeof value === 'string') return compileString(value, location, compiler);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${location}[${index}]`, compiler));
    return items.every((item) => item.kind === 'constant') ? { kind: 'constant', value } : { kind: 'array', items };
  }
  if (isJsonObject(value)) {
    const members = Object.entries(value).map(
      ([key, member]) => [key, compileTemplate(member, `${location}/${key}`, compiler)] as const,
    );
    return members.every(([, member]) => member.kind === 'constant')
      ? { kind: 'constant', value }
      : { kind: 'object', members };
  }
  return { kind: 'constant', value };
}

function compileString(value: string, location: string, compiler: TemplateCompiler): Template {
  if (!isExpression(value)) return { kind: 'constant', value };
  try {
    return { kind: 'expression', expression: compileExpression(value, compiler.functions), location };
  } catch (error) {
    compiler.refuse(error, location);
    return { kind: 'constant', value };
  }
}

export async function render(template: Template, bindings: Bindings): Promise<Json> {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'expression':
      return template.expression.evaluate(bindings, template.location);
    case 'array': {
      const items: Json[] = [];
      for (const item of template.items)
        items.push(item.kind === 'constant' ? item.value : await render(item, bindings));
      return items;
    }
    case 'object': {
      const result: JsonObject = {};
      for (const [key, member] of template.members) {
        result[key] = member.kind === 'constant' ? member.value : await render(member, bindings);
      }
      return result;
    }
  }
}

/** A field that must be of one type, e.g. `TimeoutSeconds`. */
async function renderTyped<Value extends Json>(
  template: Template,
  bindings: Bindings,
  location: string,
  expected: string,
  isExpected: (value: Json) => value is Value,
): Promise<Value> {
  const value = await render(template, bindings);
  if (isExpected(value)) return value;
  const text = template.kind === 'expression' ? template.expression.text : JSON.stringify(value);
  throw queryFailure(
    location,
    `The JSONata expression '${text}' specified for the field '${location}' returned an unexpected result type. ` +
      `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
  );
}

export const renderText = (template: Template, bindings: Bindings, location: string): Promise<string> =>
  renderTyped(template, bindings, location, 'string', (value) => typeof value === 'string');

export const renderNumber = (template: Template, bindings: Bindings, location: string): Promise<number> =>
  renderTyped(template, bindings, location, 'number', (value) => typeof value === 'number');

export const renderFlag = (template: Template, bindings: Bindings, location: string): Promise<boolean> =>
  renderTyped(template, bindings, location, 'boolean', (value) => typeof value === 'boolean');

export const renderArray = (template: Template, bindings: Bindings, location: string): Promise<Json[]> =>
  renderTyped(template, bindings, location, 'array', (value) => Array.isArray(value));

/** A number of seconds, as TimeoutSeconds, HeartbeatSeconds and a Wait's Seconds take it. */
export async function renderSeconds(
  template: Template,
  bindings: Bindings,
  location: string,
  least: number,
): Promise<number> {
  const seconds = await renderNumber(template, bindings, location);
  if (!Number.isInteger(seconds)) {
    throw queryFailure(location, `The ${location} field cannot be parsed as an integer: ${seconds}`);
  }
  if (seconds < least || seconds > MAX_SECONDS) {
    throw queryFailure(location, `${location} must be between ${least} and ${MAX_SECONDS} but was: ${seconds}`);
  }
  return seconds;
}
export const MAX_SECONDS = 99_999_999;
