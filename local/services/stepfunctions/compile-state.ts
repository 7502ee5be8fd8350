import { UnsupportedError } from '../../kernel/errors.ts';
import { Fields, report } from './compile-fields.ts';
import type { Compilation } from './compile-fields.ts';
import type { Catcher, ChoiceRule, Flow, Retrier, State } from './definition.ts';
import { MAX_SECONDS } from './template.ts';
import { parseTaskResource } from './task-resource.ts';
import type { TaskResource } from './task-resource.ts';
import type { Json, JsonObject } from './json.ts';

const ANY = ['Type', 'Comment', 'QueryLanguage'];
const FLOWING = [...ANY, 'Next', 'End', 'Output', 'Assign'];
const FAILABLE = [...FLOWING, 'Retry', 'Catch'];

/** Undefined when the state is so wrong that nothing can be made of it; then a fault was reported. */
export function compileState(
  compilation: Compilation,
  name: string,
  values: JsonObject,
  path: string,
): State | undefined {
  const fields = new Fields(compilation, values, path);
  checkQueryLanguage(fields, name);
  const type = values['Type'];
  const common = () => ({
    name,
    output: fields.template('Output'),
    assign: fields.assign(),
    next: fields.string('Next'),
  });
  const failable = () => ({
    retry: fields.objects('Retry').map((retrier, index) => compileRetrier(fields, retrier, index)),
    catch: fields.objects('Catch').map((catcher, index) => compileCatcher(fields, catcher, index)),
  });

  switch (type) {
    case 'Task': {
      if (fields.has('Credentials')) throw new UnsupportedError(`Credentials of the state '${name}'`);
      fields.only([...FAILABLE, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds']);
      fields.require('Resource');
      checkEnd(fields);
      checkHeartbeat(fields);
      return {
        type,
        ...common(),
        ...failable(),
        resource: compileResource(fields, name),
        arguments: fields.template('Arguments'),
        timeoutSeconds: fields.seconds('TimeoutSeconds', 1),
        heartbeatSeconds: fields.seconds('HeartbeatSeconds', 1),
      };
    }
    case 'Parallel':
      fields.only([...FAILABLE, 'Branches', 'Arguments']);
      fields.require('Branches');
      checkEnd(fields);
      return {
        type,
        ...common(),
        ...failable(),
        arguments: fields.template('Arguments'),
        branches: fields
          .objects('Branches')
          .map((branch, index) => compileNested(compilation, branch, `${path}/Branches[${index}]`, [])),
      };
    case 'Map':
      return compileMap(fields, name, { ...common(), ...failable() });
    case 'Choice':
      fields.only([...ANY, 'Choices', 'Default', 'Output', 'Assign']);
      fields.require('Choices');
      if (fields.has('Choices') && fields.array('Choices').length === 0) {
        fields.fault('Choices', 'Expected at least one choice rule');
      }
      return {
        type,
        ...common(),
        next: undefined,
        rules: fields.objects('Choices').map((rule, index) => compileRule(fields, rule, index)),
        default: fields.string('Default'),
      };
    case 'Wait':
      fields.only([...FLOWING, 'Seconds', 'Timestamp']);
      if (fields.has('Seconds') === fields.has('Timestamp')) {
        fields.fault('', 'Exactly one of the fields [Seconds, Timestamp] is required');
      }
      checkEnd(fields);
      return {
        type,
        ...common(),
        seconds: fields.seconds('Seconds', 0),
        timestamp: fields.scalar(
          'Timestamp',
          (value) => typeof value === 'string' && isTimestamp(value),
          'String does not match RFC3339 timestamp',
        ),
      };
    case 'Pass':
      fields.only(FLOWING);
      checkEnd(fields);
      return { type, ...common() };
    case 'Succeed':
      fields.only([...ANY, 'Output']);
      return { type, ...common(), next: undefined };
    case 'Fail':
      fields.only([...ANY, 'Error', 'Cause']);
      return {
        type,
        ...common(),
        next: undefined,
        error: fields.scalar('Error', isString, 'Expected value of type [STRING]'),
        cause: fields.scalar('Cause', isString, 'Expected value of type [STRING]'),
      };
    case undefined:
      fields.fault('', 'These fields are required: [Type]');
      return undefined;
    default:
      fields.fault('Type', `Value should be one of the following: [${STATE_TYPES.join(', ')}]`);
      return undefined;
  }
}

const STATE_TYPES = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'];

/** RFC 3339 with an offset, as far as the Amazon States Language takes it. */
export function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text) && !Number.isNaN(Date.parse(text));
}
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const isString = (value: Json): boolean => typeof value === 'string';

function checkQueryLanguage(fields: Fields, name: string): void {
  const language = fields.values['QueryLanguage'];
  if (language === 'JSONPath' && fields.compilation.jsonata) {
    fields.fault('', "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
  } else if (language === 'JSONPath' || (language === undefined && !fields.compilation.jsonata)) {
    throw new UnsupportedError(`The query language JSONPath of the state '${name}'`);
  } else if (language !== undefined && language !== 'JSONata') {
    fields.fault('QueryLanguage', 'Value should be one of the following: [JSONPath, JSONata]');
  }
}

function checkEnd(fields: Fields): void {
  const end = fields.values['End'];
  if (fields.has('Next') === (end === true)) {
    fields.fault('', 'Exactly one of the fields [Next, End] is required');
  }
}

function checkHeartbeat(fields: Fields): void {
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = fields.values;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
    fields.fault('HeartbeatSeconds', 'HeartbeatSeconds must be smaller than TimeoutSeconds');
  }
}

function compileResource(fields: Fields, name: string): TaskResource {
  const arn = fields.string('Resource') ?? '';
  const resource = parseTaskResource(arn);
  switch (resource.kind) {
    case 'unsupported':
      throw new UnsupportedError(`The resource ${arn} of the state '${name}'`);
    case 'invalid':
      if (arn !== '') fields.fault('Resource', `Value is not a valid resource ARN`);
      return { kind: 'function', arn };
    default:
  }
  if (fields.compilation.express && resource.kind === 'integration' && resource.pattern !== 'request') {
    // AWS's message has a space more for tokens.
    const suffix =
      resource.pattern === 'token' ? "'.waitForTaskToken' service integration " : "'.sync' service integration";
    fields.fault('Resource', `Express state machine does not support ${suffix}`);
  }
  return resource;
}

function compileMap(
  fields: Fields,
  name: string,
  common: Pick<Extract<State, { type: 'Map' }>, 'name' | 'output' | 'assign' | 'next' | 'retry' | 'catch'>,
): State {
  for (const key of ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Iterator']) {
    if (fields.has(key)) throw new UnsupportedError(`${key} of the Map state '${name}'`);
  }
  const tolerated = ['ToleratedFailureCount', 'ToleratedFailurePercentage'];
  fields.only([...FAILABLE, 'Items', 'ItemSelector', 'ItemProcessor', 'MaxConcurrency', 'Label', ...tolerated]);
  fields.require('ItemProcessor');
  checkEnd(fields);
  const processor = fields.object('ItemProcessor') ?? {};
  const config = processor['ProcessorConfig'];
  if (typeof config === 'object' && config !== null && !Array.isArray(config) && config['Mode'] === 'DISTRIBUTED') {
    throw new UnsupportedError(`The mode DISTRIBUTED of the Map state '${name}'`);
  }
  return {
    type: 'Map',
    ...common,
    items: fields.scalar('Items', (value) => Array.isArray(value), 'Expected an array or a JSONata expression'),
    itemSelector: fields.template('ItemSelector'),
    maxConcurrency: fields.seconds('MaxConcurrency', 0),
    tolerated: tolerated.flatMap((key) => {
      const template = fields.scalar(key, (value) => typeof value === 'number' && value >= 0, 'Expected a number');
      return template === undefined ? [] : [[key, template] as const];
    }),
    processor: compileNested(fields.compilation, processor, `${fields.path}/ItemProcessor`, ['ProcessorConfig']),
  };
}

function compileNested(compilation: Compilation, flow: JsonObject, path: string, further: readonly string[]): Flow {
  for (const key of Object.keys(flow)) {
    if (!['StartAt', 'States', 'Comment', ...further].includes(key))
      report(compilation, path, `Field '${key}' is not supported`);
  }
  return compilation.compileFlow(flow, path);
}

function compileRule(state: Fields, values: JsonObject, index: number): ChoiceRule {
  const prefix = `Choices[${index}]/`;
  const rule = new Fields(state.compilation, values, `${state.path}/${prefix.slice(0, -1)}`);
  rule.only(['Condition', 'Next', 'Output', 'Assign', 'Comment']);
  rule.require('Condition', 'Next');
  return {
    condition: rule.scalar(
      'Condition',
      (value) => typeof value === 'boolean',
      'Expected a boolean or a JSONata expression',
      prefix,
    ) ?? { kind: 'constant', value: false },
    next: rule.string('Next') ?? '',
    output: rule.template('Output', prefix),
    assign: rule.assign(prefix),
  };
}

function compileErrors(fields: Fields, isLast: boolean): readonly string[] {
  const errors = fields.array('ErrorEquals').filter((error) => typeof error === 'string');
  fields.require('ErrorEquals');
  if (fields.has('ErrorEquals') && errors.length === 0) fields.fault('ErrorEquals', 'Expected at least one error name');
  if (errors.includes('States.ALL') && errors.length > 1) {
    fields.fault('ErrorEquals', "'States.ALL' must appear alone");
  }
  if (errors.includes('States.ALL') && !isLast) {
    fields.fault('ErrorEquals', "'States.ALL' must appear in the last element");
  }
  return errors;
}

function compileRetrier(state: Fields, values: JsonObject, index: number): Retrier {
  const fields = new Fields(state.compilation, values, `${state.path}/Retry[${index}]`);
  fields.only([
    'ErrorEquals',
    'IntervalSeconds',
    'BackoffRate',
    'MaxAttempts',
    'MaxDelaySeconds',
    'JitterStrategy',
    'Comment',
  ]);
  const jitter = fields.values['JitterStrategy'];
  if (jitter !== undefined && jitter !== 'FULL' && jitter !== 'NONE') {
    fields.fault('JitterStrategy', 'Value should be one of the following: [FULL, NONE]');
  }
  return {
    errors: compileErrors(fields, index === state.array('Retry').length - 1),
    intervalSeconds: fields.number('IntervalSeconds', 0, MAX_SECONDS, true) ?? 1,
    backoffRate: fields.number('BackoffRate', 1, MAX_SECONDS, false) ?? 2,
    maxAttempts: fields.number('MaxAttempts', 0, MAX_SECONDS, true) ?? 3,
    maxDelaySeconds: fields.number('MaxDelaySeconds', 1, 31_622_400, true),
    jitter: jitter === 'FULL',
  };
}

function compileCatcher(state: Fields, values: JsonObject, index: number): Catcher {
  const prefix = `Catch[${index}]/`;
  const fields = new Fields(state.compilation, values, `${state.path}/Catch[${index}]`);
  fields.only(['ErrorEquals', 'Next', 'Output', 'Assign', 'Comment']);
  fields.require('Next');
  return {
    errors: compileErrors(fields, index === state.array('Catch').length - 1),
    next: fields.string('Next') ?? '',
    output: fields.template('Output', prefix),
    assign: fields.assign(prefix),
  };
}
