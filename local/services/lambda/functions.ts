import { AwsError } from '../../kernel/errors.ts';
import type { Kernel } from '../../kernel/types.ts';
import type { LambdaFunction } from './function.ts';

export interface Target {
  readonly function: LambdaFunction;
  readonly qualifier: string | undefined;
  /** With the qualifier that was asked for: what permissions are checked against. */
  readonly arn: string;
  readonly version: string;
}

export interface Functions {
  declare(declared: LambdaFunction): void;
  publish(functionName: string): string;
  declareAlias(functionName: string, alias: string, version: string): void;
  /** The ARN that a name means, whether or not there is such a function. */
  arnOf(functionName: unknown, qualifier?: unknown): string;
  find(functionName: unknown, qualifier?: unknown): Target;
  has(functionName: string, qualifier: string | undefined): boolean;
  all(): readonly LambdaFunction[];
}

/** `name`, `name:qualifier`, `account:function:name` or an ARN: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestParameters */
function parseName(functionName: unknown, qualifier: unknown): { name: string; qualifier: string | undefined } {
  const text = typeof functionName === 'string' ? functionName : '';
  const parts = /^(?:(?:arn:aws:lambda:[\w-]+:)?\d{12}:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(text);
  if (parts?.[1] === undefined) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern`,
    );
  }
  const asked = typeof qualifier === 'string' ? qualifier : undefined;
  if (asked !== undefined && parts[2] !== undefined && asked !== parts[2]) {
    throw new AwsError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  return { name: parts[1], qualifier: asked ?? parts[2] };
}

/** Functions by name, with their versions and aliases. All versions have the code that the template has now. */
export function createFunctions(kernel: Kernel): Functions {
  const functions = new Map<string, LambdaFunction>();
  const aliases = new Map<string, string>();
  const versions = new Map<string, number>();
  const arnOf = (functionName: unknown, qualifier?: unknown): string => {
    const parsed = parseName(functionName, qualifier);
    const suffix = parsed.qualifier === undefined ? '' : `:${parsed.qualifier}`;
    return kernel.arn('lambda', `function:${parsed.name}${suffix}`);
  };
  const versionOf = (name: string, qualifier: string | undefined): string | undefined => {
    if (qualifier === undefined || qualifier === '$LATEST') return '$LATEST';
    if (/^\d+$/.test(qualifier)) return Number(qualifier) <= (versions.get(name) ?? 0) ? qualifier : undefined;
    return aliases.get(`${name}:${qualifier}`);
  };
  return {
    declare: (declared) => functions.set(declared.name, declared),
    publish: (functionName) => {
      const { name } = parseName(functionName, undefined);
      const version = (versions.get(name) ?? 0) + 1;
      versions.set(name, version);
      return String(version);
    },
    declareAlias: (functionName, alias, version) => {
      aliases.set(`${parseName(functionName, undefined).name}:${alias}`, version);
    },
    arnOf,
    find: (functionName, qualifier) => {
      const parsed = parseName(functionName, qualifier);
      const found = functions.get(parsed.name);
      const version = versionOf(parsed.name, parsed.qualifier);
      const arn = arnOf(functionName, qualifier);
      if (found === undefined || version === undefined) {
        throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, {
          httpStatusCode: 404,
          members: { Type: 'User' },
        });
      }
      return { function: found, qualifier: parsed.qualifier, arn, version };
    },
    has: (functionName, qualifier) => functions.has(functionName) && versionOf(functionName, qualifier) !== undefined,
    all: () => [...functions.values()],
  };
}
