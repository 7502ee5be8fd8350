import { ExpressionSyntaxError, UnsupportedReferenceError, isExpression } from './expression.ts';
import type { AwsFunction } from './aws-functions.ts';
import { compileTemplate, MAX_SECONDS } from './template.ts';
import type { Template } from './template.ts';
import type { Flow } from './definition.ts';
import { isJsonObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly location: string | undefined;
}

/** What a definition is compiled with, and where its faults are gathered. */
export interface Compilation {
  readonly functions: readonly AwsFunction[];
  readonly diagnostics: Diagnostic[];
  readonly express: boolean;
  /** The machine's own QueryLanguage is JSONata. */
  readonly jsonata: boolean;
  compileFlow(values: JsonObject, path: string): Flow;
}

export function report(compilation: Compilation, location: string, message: string, code = SCHEMA): void {
  compilation.diagnostics.push({ code, message, location });
}
const SCHEMA = 'SCHEMA_VALIDATION_FAILED';

/** One state's fields, read with their faults reported at the field. */
export class Fields {
  readonly compilation: Compilation;
  readonly values: JsonObject;
  readonly path: string;

  constructor(compilation: Compilation, values: JsonObject, path: string) {
    this.compilation = compilation;
    this.values = values;
    this.path = path;
  }

  has(key: string): boolean {
    return this.values[key] !== undefined;
  }

  fault(key: string, message: string, code?: string): void {
    report(this.compilation, key === '' ? this.path : `${this.path}/${key}`, message, code);
  }

  require(...keys: readonly string[]): void {
    const missing = keys.filter((key) => !this.has(key));
    if (missing.length > 0) this.fault('', `These fields are required: [${missing.join(', ')}]`);
  }

  only(known: readonly string[]): void {
    for (const key of Object.keys(this.values)) {
      if (JSONPATH_ONLY.includes(key)) {
        this.fault(
          '',
          `The QueryLanguage is set to 'JSONata', but field '${key}' is only supported for the 'JSONPath' QueryLanguage`,
        );
      } else if (!known.includes(key)) this.fault('', `Field '${key}' is not supported`);
    }
  }

  string(key: string): string | undefined {
    const value = this.values[key];
    if (value === undefined || typeof value === 'string') return value;
    this.fault(key, 'Expected value of type [STRING]');
    return undefined;
  }

  object(key: string): JsonObject | undefined {
    const value = this.values[key];
    if (value === undefined || isJsonObject(value)) return value;
    this.fault(key, 'Expected value of type [OBJECT]');
    return undefined;
  }

  array(key: string): readonly Json[] {
    const value = this.values[key];
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.fault(key, 'Expected value of type [ARRAY]');
    return [];
  }

  objects(key: string): readonly JsonObject[] {
    return this.array(key).flatMap((value, index) => {
      if (isJsonObject(value)) return [value];
      this.fault(`${key}[${index}]`, 'Expected value of type [OBJECT]');
      return [];
    });
  }

  number(key: string, least: number, most: number, whole: boolean): number | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (typeof value === 'number' && (!whole || Number.isInteger(value)) && value >= least && value <= most)
      return value;
    this.fault(key, `Expected ${whole ? 'an integer' : 'a number'} between ${least} and ${most}`);
    return undefined;
  }

  /** `prefix` puts a rule's or catcher's field under its place in the state: `Choices[1]/`. */
  template(key: string, prefix = ''): Template | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    // `/Choices[1]` at the end of the path is as long as the prefix `Choices[1]/`.
    const state = this.path.slice(0, this.path.length - prefix.length);
    return compileTemplate(value, prefix + key, {
      functions: this.compilation.functions,
      refuse: (error, location) => {
        report(this.compilation, `${state}/${location}`, ...describe(error));
      },
    });
  }

  /** An expression, or a literal that `accepts` takes. */
  scalar(key: string, accepts: (value: Json) => boolean, expected: string, prefix = ''): Template | undefined {
    const value = this.values[key];
    if (value === undefined) return undefined;
    if (!(typeof value === 'string' && isExpression(value)) && !accepts(value)) {
      this.fault(key, expected);
      return undefined;
    }
    return this.template(key, prefix);
  }

  seconds(key: string, least: number): Template | undefined {
    return this.scalar(
      key,
      (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= MAX_SECONDS,
      `Expected an integer between ${least} and ${MAX_SECONDS} or a JSONata expression`,
    );
  }

  assign(prefix = ''): Template | undefined {
    const assign = this.object('Assign');
    if (assign === undefined) return undefined;
    for (const name of Object.keys(assign)) {
      if (name === 'states' || name.length > 80 || !VARIABLE.test(name)) {
        this.fault(`Assign/${name}`, `The variable name '${name}' is not valid`);
      }
    }
    return this.template('Assign', prefix);
  }
}

const VARIABLE = /^[\p{L}_][\p{L}\p{N}_]*$/u;

const JSONPATH_ONLY = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'Result',
  'ItemsPath',
  'MaxConcurrencyPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
];

function describe(error: unknown): [message: string, code: string] {
  if (error instanceof UnsupportedReferenceError) return [error.message, 'UNSUPPORTED_JSONATA_EXPRESSION'];
  if (error instanceof ExpressionSyntaxError) return [error.message, 'INVALID_JSONATA_EXPRESSION'];
  throw error;
}
