import { Environment } from '@marcbachmann/cel-js';
import type { ImpactFacts } from '../contracts/index.ts';

/** The fact model as rules see it: group, field, CEL type. The contract `ImpactFacts` says what each means; a test holds the two together. */
export const factModel = {
  exception: {
    kind: 'string',
    family: 'string',
    reason_code: 'string',
    carrier: 'string',
    country: 'string',
    region: 'string',
    business_unit: 'string',
    repeats: 'double',
    age_hours: 'double',
  },
  order: { value: 'double', hours_to_promise: 'double', priority: 'string', expedited: 'bool' },
  shipment: {
    mode: 'string',
    hours_to_cutoff: 'double',
    hours_to_arrival: 'double',
    temperature_controlled: 'bool',
    dangerous_goods: 'bool',
    perishable: 'bool',
  },
  customer: {
    name: 'string',
    tier: 'string',
    penalty: 'double',
    open_complaints: 'double',
    safety_critical: 'bool',
    reachable: 'bool',
  },
  stock: { substitute_units: 'double', cover_days: 'double' },
  customs: {
    held: 'bool',
    hold_code: 'string',
    missing_documents: 'double',
    hours_to_free_time_end: 'double',
    detention_so_far: 'double',
    detention_per_day: 'double',
    detention_forecast: 'double',
  },
} as const;

const ALWAYS_THERE = new Set(['exception.kind', 'exception.family', 'exception.repeats', 'exception.age_hours']);

/** Whether a fact (`order.value`) is there for every case; all others need `has()` before they are read. */
export function isAlwaysThere(path: string): boolean {
  return ALWAYS_THERE.has(path);
}

/** The fields of a group, or undefined where there is no such group. */
export function fieldsOf(group: string): readonly string[] | undefined {
  const found = Object.entries(factModel).find(([name]) => name === group);
  return found === undefined ? undefined : Object.keys(found[1]);
}

/** The CEL type of a fact (`order.value`), or undefined where there is no such fact. */
export function typeOf(path: string): string | undefined {
  const [group, field] = path.split('.');
  const fields: Readonly<Record<string, Readonly<Record<string, string>>>> = factModel;
  return fields[group ?? '']?.[field ?? ''];
}

/** Asking a group that is not there is an error in CEL, not a no. */
export const NO_GROUP = Symbol('no such group');

/** The value of a fact; undefined where it is unknown. */
export function factIn(facts: Partial<ImpactFacts>, group: string, field: string): unknown {
  const groups: Readonly<Record<string, unknown>> = facts;
  const found = groups[group];
  return isGroup(found) ? found[field] : NO_GROUP;
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** At most so many parts and so deep: an expression is evaluated for every case, and read by people. */
export const EXPRESSION_LIMITS = { maxAstNodes: 500, maxDepth: 40 } as const;

function buildEnvironment(): Environment {
  const built = new Environment({ limits: { ...EXPRESSION_LIMITS } });
  for (const [group, fields] of Object.entries(factModel)) built.registerVariable(group, { schema: { ...fields } });
  return built.registerVariable('unknown', 'list<string>');
}

/** CEL over the fact model: every expression of a pack is parsed and evaluated by it. */
export const environment = buildEnvironment();
