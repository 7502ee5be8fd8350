import { AwsError } from '../../kernel/errors.ts';
import type { AwsFunction } from './aws-functions.ts';
import { report } from './compile-fields.ts';
import type { Compilation, Diagnostic } from './compile-fields.ts';
import { compileState } from './compile-state.ts';
import type { Flow, Machine, State } from './definition.ts';
import { isJsonObject, parseJson } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { MAX_SECONDS } from './template.ts';

export interface CompileOptions {
  readonly functions: readonly AwsFunction[];
  readonly express: boolean;
}

/** Throws InvalidDefinition with every fault and its place, and UnsupportedError for what this engine does not keep. */
export function compileMachine(definition: string, options: CompileOptions): Machine {
  const { machine, diagnostics } = checkMachine(definition, options);
  if (machine === undefined || diagnostics.length > 0) {
    const faults = diagnostics.map(
      ({ code, message, location }) => `${code}: ${message}${location === undefined ? '' : ` at ${location}`}`,
    );
    throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${faults.join(', ')}'`);
  }
  return machine;
}

export function checkMachine(
  definition: string,
  options: CompileOptions,
): { readonly machine: Machine | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const parsed = parseDefinition(definition);
  if ('diagnostic' in parsed) return { machine: undefined, diagnostics: [parsed.diagnostic] };
  const { root } = parsed;
  const compilation: Compilation = {
    ...options,
    diagnostics: [],
    jsonata: root['QueryLanguage'] === 'JSONata',
    compileFlow: (values, path) => compileFlow(compilation, values, path),
  };
  for (const key of Object.keys(root)) {
    if (!ROOT_FIELDS.includes(key)) report(compilation, '/', `Field '${key}' is not supported`);
  }
  const language = root['QueryLanguage'];
  if (language !== undefined && language !== 'JSONata' && language !== 'JSONPath') {
    report(compilation, '/QueryLanguage', 'Value should be one of the following: [JSONPath, JSONata]');
  }
  const timeout = root['TimeoutSeconds'];
  const validTimeout =
    typeof timeout === 'number' && Number.isInteger(timeout) && timeout > 0 && timeout <= MAX_SECONDS;
  if (timeout !== undefined && !validTimeout) {
    report(compilation, '/TimeoutSeconds', `Expected an integer between 1 and ${MAX_SECONDS}`);
  }
  const flow = compileFlow(compilation, root, '');
  return {
    machine: { ...flow, timeoutSeconds: validTimeout ? timeout : undefined },
    diagnostics: compilation.diagnostics,
  };
}

const ROOT_FIELDS = ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'];

function parseDefinition(definition: string): { readonly root: JsonObject } | { readonly diagnostic: Diagnostic } {
  const fault = (code: string, message: string): { diagnostic: Diagnostic } => ({
    diagnostic: { code, message, location: undefined },
  });
  let root: Json;
  try {
    root = definition === '' ? null : parseJson(definition);
  } catch (error) {
    return fault('INVALID_JSON_DESCRIPTION', error instanceof Error ? error.message : String(error));
  }
  return isJsonObject(root) ? { root } : fault('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object');
}

/** A machine, a branch of a Parallel or the processor of a Map. */
function compileFlow(compilation: Compilation, values: JsonObject, path: string): Flow {
  const missing = ['States', 'StartAt'].filter((key) => values[key] === undefined);
  const states = new Map<string, State>();
  const startAt = values['StartAt'];
  const declared = values['States'];
  if (missing.length > 0) {
    report(compilation, path === '' ? '/' : path, `These fields are required: [${missing.join(', ')}]`);
    return { startAt: '', states };
  }
  if (typeof startAt !== 'string' || !isJsonObject(declared)) {
    const [field, type] = typeof startAt === 'string' ? ['States', 'OBJECT'] : ['StartAt', 'STRING'];
    report(compilation, `${path}/${field}`, `Expected value of type [${type}]`);
    return { startAt: '', states };
  }
  const before = compilation.diagnostics.length;
  for (const [name, state] of Object.entries(declared)) {
    const place = `${path}/States/${name}`;
    if (name.length > 80) report(compilation, place, 'A state name must not exceed 80 characters');
    const compiled = isJsonObject(state) ? compileState(compilation, name, state, place) : undefined;
    if (!isJsonObject(state)) report(compilation, place, 'Expected value of type [OBJECT]');
    if (compiled !== undefined) states.set(name, compiled);
  }
  const flow = { startAt, states };
  if (compilation.diagnostics.length === before) checkTransitions(compilation, flow, path);
  return flow;
}

interface Transition {
  readonly to: string;
  readonly field: string;
}

function transitionsOf(state: State): readonly Transition[] {
  const found: Transition[] = [];
  if (state.next !== undefined) found.push({ to: state.next, field: 'Next' });
  if ('catch' in state) {
    state.catch.forEach((catcher, index) => found.push({ to: catcher.next, field: `Catch[${index}]/Next` }));
  }
  if (state.type === 'Choice') {
    state.rules.forEach((rule, index) => found.push({ to: rule.next, field: `Choices[${index}]/Next` }));
    if (state.default !== undefined) found.push({ to: state.default, field: 'Default' });
  }
  return found;
}

function checkTransitions(compilation: Compilation, flow: Flow, path: string): void {
  if (!flow.states.has(flow.startAt)) {
    report(compilation, `${path}/StartAt`, `Missing 'Next' target: ${flow.startAt}`, 'MISSING_TRANSITION_TARGET');
    return;
  }
  const reached = new Set([flow.startAt]);
  const open = [flow.startAt];
  let ends = false;
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = flow.states.get(name);
    if (state === undefined) continue;
    if (state.type !== 'Choice' && state.next === undefined) ends = true;
    for (const { to, field } of transitionsOf(state)) {
      if (!flow.states.has(to)) {
        report(
          compilation,
          `${path}/States/${name}/${field}`,
          `Missing 'Next' target: ${to}`,
          'MISSING_TRANSITION_TARGET',
        );
      } else if (!reached.has(to)) {
        reached.add(to);
        open.push(to);
      }
    }
  }
  for (const name of flow.states.keys()) {
    if (!reached.has(name)) {
      report(compilation, `${path}/States/${name}`, `State "${name}" is not reachable.`, 'MISSING_TRANSITION_TARGET');
    }
  }
  if (!ends) report(compilation, path === '' ? '/' : path, 'No terminal state defined', 'MISSING_END_STATE');
}
