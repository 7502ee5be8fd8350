import { UnsupportedError } from '../kernel/errors.ts';

/** What intrinsics may refer to while one stack is being created. */
export interface Scope {
  /** `Ref` of a resource, parameter or pseudo parameter. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  importValue(name: string): unknown;
  condition(name: string): boolean;
}

const REMOVED = Symbol('AWS::NoValue');
type Resolver = (argument: unknown, scope: Scope) => unknown;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asList(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new UnsupportedError(`${what} with anything but a list`);
  return value;
}

function asText(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UnsupportedError(`${what} that is no text: ${JSON.stringify(value)}`);
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = isRecord(given) ? given : {};
  return asText(text, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (name in variables) return asText(resolve(variables[name], scope), 'a variable of Fn::Sub');
    const [logicalId, ...attribute] = name.split('.');
    if (attribute.length === 0) return asText(scope.ref(name), 'Fn::Sub');
    return asText(scope.attribute(logicalId ?? '', attribute.join('.')), 'Fn::Sub');
  });
}

const resolvers: Readonly<Record<string, Resolver>> = {
  Ref: (argument, scope) => (argument === 'AWS::NoValue' ? REMOVED : scope.ref(asText(argument, 'Ref'))),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] = Array.isArray(argument) ? argument : asText(argument, 'Fn::GetAtt').split('.', 2);
    return scope.attribute(asText(logicalId, 'Fn::GetAtt'), asText(attribute, 'Fn::GetAtt'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = asList(argument, 'Fn::Join');
    const resolved = asList(resolve(parts, scope), 'Fn::Join');
    return resolved.map((part) => asText(part, 'a part of Fn::Join')).join(asText(separator, 'Fn::Join'));
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Select': (argument, scope) => {
    const [index, list] = asList(argument, 'Fn::Select');
    return asList(resolve(list, scope), 'Fn::Select')[Number(resolve(index, scope))];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = asList(argument, 'Fn::Split');
    return asText(resolve(text, scope), 'Fn::Split').split(asText(separator, 'Fn::Split'));
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(asText(resolve(argument, scope), 'Fn::ImportValue')),
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = asList(argument, 'Fn::If');
    return resolve(scope.condition(asText(name, 'Fn::If')) ? yes : no, scope);
  },
};

/** Replaces every intrinsic function by its value. One that is not known stops with its name. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== REMOVED);
  if (typeof value === 'string' && value.includes('{{resolve:'))
    throw new UnsupportedError(`the dynamic reference ${value}`);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  const [only] = keys;
  if (keys.length === 1 && only !== undefined && (only === 'Ref' || only.startsWith('Fn::'))) {
    const resolver = resolvers[only];
    if (resolver === undefined) throw new UnsupportedError(`the intrinsic function ${only}`);
    return resolver(value[only], scope);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, resolve(member, scope)] as const)
      .filter(([, member]) => member !== REMOVED),
  );
}

/** Logical ids that a value refers to, so that resources can be created in order. */
export function referencesOf(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    if (!isRecord(node)) return;
    for (const [key, member] of Object.entries(node)) {
      if (key === 'Ref' && typeof member === 'string') found.add(member);
      else if (key === 'Fn::GetAtt')
        found.add(String(Array.isArray(member) ? member[0] : String(member).split('.')[0]));
      else if (key === 'Fn::Sub') visitSub(member);
      else visit(member);
    }
  };
  const visitSub = (member: unknown): void => {
    const [text, variables] = Array.isArray(member) ? member : [member, {}];
    for (const [, name] of String(text).matchAll(/\$\{([^!}][^}]*)\}/g)) found.add((name ?? '').split('.')[0] ?? '');
    visit(variables);
  };
  visit(value);
  return found;
}
