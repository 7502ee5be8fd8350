import jsonata from 'jsonata';
import { queryFailure } from './failure.ts';
import { shortcutOf } from './expression-shortcut.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { AwsFunction } from './aws-functions.ts';

/** What an expression sees: `states` and the variables, by name without the dollar sign. */
export type Bindings = Record<string, unknown>;

export interface Expression {
  /** The text between the delimiters, as AWS quotes it in causes. */
  readonly text: string;
  /** Throws a failure that names `location`; never undefined. */
  evaluate(bindings: Bindings, location: string): Promise<Json>;
}

export class ExpressionSyntaxError extends Error {}

/** AWS evaluates to a depth of 100 and then refuses; a loop without end is stopped by the clock. */
const MAX_DEPTH = 100;
const MAX_MILLISECONDS = 5_000;
const DEPTH_EXCEEDED = 'D1011';

export function isExpression(text: string): boolean {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4;
}

/** Parsed once; evaluated as often as the state is entered. */
export function compileExpression(source: string, functions: readonly AwsFunction[]): Expression {
  const text = source.slice(2, -2).trim();
  let parsed: jsonata.Expression;
  try {
    parsed = jsonata(text, { stack: MAX_DEPTH, timeout: MAX_MILLISECONDS });
  } catch (error) {
    throw new ExpressionSyntaxError(messageOf(error));
  }
  const refused = unsupportedReference(parsed.ast());
  if (refused !== undefined) throw new UnsupportedReferenceError(refused);
  for (const { name, implementation, signature } of functions) {
    parsed.registerFunction(name, implementation, signature);
  }
  // On AWS $eval is no function: calling it fails with T1006.
  parsed.assign('eval', undefined);

  const shortcut = shortcutOf(parsed.ast());

  return {
    text,
    evaluate: async (bindings, location) => {
      let value: unknown;
      try {
        value = shortcut?.(bindings) ?? (await parsed.evaluate(undefined, bindings));
      } catch (error) {
        throw queryFailure(
          location,
          `The JSONata expression '${text}' specified for the field '${location}' threw an error during evaluation${tailOf(error)}`,
        );
      }
      const plain = toPlain(value);
      if (plain === undefined) {
        throw queryFailure(
          location,
          `The JSONata expression '${text}' specified for the field '${location}' returned nothing (undefined).`,
        );
      }
      if (plain === UNSUPPORTED) {
        throw queryFailure(
          location,
          `The JSONata expression '${text}' specified for the field '${location}' returned an unsupported result type.`,
        );
      }
      return plain;
    },
  };
}

export class UnsupportedReferenceError extends Error {}

function messageOf(error: unknown): string {
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : String(error);
}

/** A coded message is a sentence of its own, a bound that was exceeded follows a colon. */
function tailOf(error: unknown): string {
  if (!isObject(error)) return `: ${String(error)}`;
  if (error['code'] === DEPTH_EXCEEDED) {
    return `: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. Depth=${MAX_DEPTH + 1} max=${MAX_DEPTH}`;
  }
  const code = error['code'];
  return typeof code === 'string' ? `. ${code}: ${messageOf(error)}` : `: ${messageOf(error)}`;
}

const UNSUPPORTED = Symbol('a function is no value');

/** A copy without the library's markers; numbers that JSON does not know become the words AWS writes. */
function toPlain(value: unknown): Json | undefined | typeof UNSUPPORTED {
  if (value === undefined || value === null) return value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) {
    const result: Json[] = [];
    for (const member of value) {
      const plain = toPlain(member);
      if (plain === UNSUPPORTED) return UNSUPPORTED;
      if (plain !== undefined) result.push(plain);
    }
    return result;
  }
  if (!isObject(value) || value['_jsonata_lambda'] === true || value['_jsonata_function'] === true) return UNSUPPORTED;
  const result: JsonObject = {};
  for (const key in value) {
    const plain = toPlain(value[key]);
    if (plain === UNSUPPORTED) return UNSUPPORTED;
    if (plain !== undefined) result[key] = plain;
  }
  return result;
}

/**
 * An expression has no context item on AWS: a path must start from a variable. Says what is refused, or undefined. Only what is
 * evaluated in the outermost context is looked at: later steps, predicates and sort terms have an item of their own.
 */
function unsupportedReference(node: unknown): string | undefined {
  if (Array.isArray(node)) {
    for (const member of node) {
      const found = unsupportedReference(member);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isObject(node)) return undefined;
  switch (node['type']) {
    case 'name':
      return `Reference to '${String(node['value'])}' at the top level is not supported.`;
    case 'variable':
      return node['value'] === '$' ? `Reference to '$$' is not supported.` : undefined;
    case 'path': {
      const steps = node['steps'];
      return Array.isArray(steps) ? unsupportedReference(steps[0]) : undefined;
    }
    case 'bind':
      return unsupportedReference(node['rhs']);
    case 'unary':
      return unsupportedReference([
        node['expression'],
        node['expressions'],
        node['value'] === '{' ? node['lhs'] : undefined,
      ]);
    default:
      return unsupportedReference(
        ['lhs', 'rhs', 'procedure', 'arguments', 'body', 'condition', 'then', 'else', 'expressions'].map(
          (key) => node[key],
        ),
      );
  }
}
