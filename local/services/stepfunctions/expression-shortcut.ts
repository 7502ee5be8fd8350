import { isObject } from './json.ts';

type Look = (bindings: Readonly<Record<string, unknown>>) => unknown;

/**
 * Most expressions of a state machine are a path from a variable, or compare one with a text. JSONata takes twenty microseconds and a dozen promises for such
 * a one, and it decides nothing that is not seen at once. Undefined, for an expression or for what it finds: JSONata has to say.
 */
export function shortcutOf(node: unknown): Look | undefined {
  if (!isObject(node)) return undefined;
  // Of what sorts, groups, filters, binds or keeps arrays nothing is known here.
  if (Object.keys(node).some((key) => !KNOWN.has(key))) return undefined;
  switch (node['type']) {
    case 'string':
    case 'number': {
      const { value } = node;
      return () => value;
    }
    case 'variable':
      return variableOf(node);
    case 'path':
      return pathOf(node['steps']);
    case 'binary':
      return node['value'] === '=' ? equalityOf(node) : undefined;
    default:
      return undefined;
  }
}

const KNOWN: ReadonlySet<string> = new Set(['type', 'value', 'position', 'steps', 'lhs', 'rhs']);

function variableOf({ value: name }: Readonly<Record<string, unknown>>): Look | undefined {
  // The empty name is the context, which an expression of a state has not.
  if (typeof name !== 'string' || name === '' || name === '$') return undefined;
  return (bindings) => (Object.hasOwn(bindings, name) ? bindings[name] : undefined);
}

/** Only through objects: a list on the way is looked through member by member, which JSONata does. */
function pathOf(steps: unknown): Look | undefined {
  if (!Array.isArray(steps)) return undefined;
  const [first, ...rest] = steps.map((step: unknown) => step);
  const start = isObject(first) && first['type'] === 'variable' ? shortcutOf(first) : undefined;
  const names = rest.map(nameOf);
  if (start === undefined || !names.every((name) => name !== undefined)) return undefined;
  return (bindings) => {
    let value = start(bindings);
    for (const name of names) {
      if (!isObject(value) || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined;
      value = value[name];
    }
    // A list of one is its member, one of none is nothing.
    return Array.isArray(value) ? undefined : value;
  };
}

function nameOf(step: unknown): string | undefined {
  if (!isObject(step) || step['type'] !== 'name' || Object.keys(step).some((key) => !KNOWN.has(key))) return undefined;
  return typeof step['value'] === 'string' ? step['value'] : undefined;
}

/** Of texts and numbers: objects are compared member by member, which JSONata does. */
function equalityOf({ lhs, rhs }: Readonly<Record<string, unknown>>): Look | undefined {
  const left = shortcutOf(lhs);
  const right = shortcutOf(rhs);
  if (left === undefined || right === undefined) return undefined;
  return (bindings) => {
    const one = left(bindings);
    const other = right(bindings);
    return isPlain(one) && isPlain(other) ? one === other : undefined;
  };
}

const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
