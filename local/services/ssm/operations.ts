import { createHash } from 'node:crypto';
import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Kernel, Operation } from '../../kernel/types.ts';
import { keyRequests } from '../kms/index.ts';
import { refuseOther, refuseUnknown } from '../refuse-unknown.ts';
import { deleteParameter, findHeader, findParameter, listByPath, notFound, writeVersion } from './parameter-store.ts';
import type { Parameter } from './parameter-store.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_BYTES: Readonly<Record<string, number>> = { Standard: 4096, Advanced: 8192 };
/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html and ..._GetParametersByPath.html */
const MAX_NAMES = 10;
const DEFAULT_KEY = 'alias/aws/ssm';

interface Named {
  readonly name: string;
  readonly version: number | undefined;
  /** `:3`, as asked for. */
  readonly selector: string | undefined;
}

/** A name or an ARN, either with `:version`. */
function parseName(asked: string): Named {
  const path = asked.startsWith('arn:') ? nameOfArn(asked) : asked;
  const [name = '', selector] = path.split(':');
  if (selector === undefined) return { name, version: undefined, selector };
  if (!/^\d+$/.test(selector)) throw new UnsupportedError(`the parameter label in ${asked}`);
  return { name, version: Number(selector), selector: `:${selector}` };
}

/** The ARN drops the slash of a path and adds none to a plain name; both are tried by the caller's names in the store. */
function nameOfArn(arn: string): string {
  const rest = arn
    .split(':')
    .slice(5)
    .join(':')
    .replace(/^parameter/, '');
  return rest.indexOf('/', 1) < 0 ? rest.slice(1) : rest;
}

export const arnOf = (kernel: Kernel, name: string): string =>
  kernel.arn('ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`);

function describe(kernel: Kernel, parameter: Parameter, decrypt: boolean, selector?: string): object {
  const hidden = parameter.type === 'SecureString' && !decrypt;
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: hidden ? createHash('sha512').update(parameter.value).digest('base64') : parameter.value,
    Version: parameter.version,
    ...(selector === undefined ? {} : { Selector: selector }),
    LastModifiedDate: new Date(parameter.modified_at),
    ARN: arnOf(kernel, parameter.name),
    DataType: 'text',
  };
}

export interface NewParameter {
  readonly Name: string;
  readonly Value: string;
  readonly Type: string;
  readonly KeyId?: string | undefined;
  readonly Tier?: string | undefined;
  readonly AllowedPattern?: string | undefined;
}

export function putParameter(kernel: Kernel, input: NewParameter): number {
  const tier = tierOf(kernel, input);
  const limit = MAX_BYTES[tier];
  if (limit === undefined) throw new UnsupportedError(`the parameter tier ${tier}`);
  if (Buffer.byteLength(input.Value) > limit) {
    throw new AwsError(
      'ValidationException',
      `${tier} tier parameters support a maximum parameter value of ${limit} characters.`,
    );
  }
  const pattern = input.AllowedPattern ?? findHeader(kernel, input.Name)?.pattern ?? undefined;
  if (pattern !== undefined && !new RegExp(pattern).test(input.Value)) {
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
  }
  const key = input.Type === 'SecureString' ? (input.KeyId ?? DEFAULT_KEY) : null;
  const row = { name: input.Name, type: input.Type, value: input.Value, key_id: key };
  return writeVersion(kernel, row, tier, input.AllowedPattern ?? null);
}

/** Intelligent tiering takes the advanced tier where the standard one is not enough, and never goes back. */
function tierOf(kernel: Kernel, { Name, Value, Tier = 'Standard' }: NewParameter): string {
  if (Tier !== 'Intelligent-Tiering') return Tier;
  const isLarge = Buffer.byteLength(Value) > 4096 || findHeader(kernel, Name)?.tier === 'Advanced';
  return isLarge ? 'Advanced' : 'Standard';
}

const TYPES = ['String', 'StringList', 'SecureString'];

function put(kernel: Kernel, input: any): object {
  refuseUnknown('PutParameter', input, [
    'Name',
    'Value',
    'Type',
    'Overwrite',
    'KeyId',
    'Tier',
    'AllowedPattern',
    'Description',
    'DataType',
  ]);
  refuseOther('DataType of PutParameter', input.DataType ?? 'text', 'text');
  const known = findParameter(kernel, input.Name);
  if (known !== undefined && input.Overwrite !== true) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  const type: unknown = input.Type ?? known?.type;
  if (typeof type !== 'string' || !TYPES.includes(type)) {
    throw new AwsError('ValidationException', 'A parameter type is required when you create a parameter.');
  }
  if (known !== undefined && known.type !== type) {
    throw new AwsError(
      'HierarchyTypeMismatchException',
      `The parameter type ${known.type} of ${known.name} cannot be changed to ${type}.`,
    );
  }
  const version = putParameter(kernel, { ...input, Type: type, KeyId: input.KeyId ?? known?.key_id ?? undefined });
  return { Version: version, Tier: findHeader(kernel, input.Name)?.tier };
}

function getByPath(kernel: Kernel, input: any): object {
  refuseUnknown('GetParametersByPath', input, ['Path', 'Recursive', 'WithDecryption', 'MaxResults', 'NextToken']);
  const path: string = input.Path.endsWith('/') ? input.Path : `${input.Path}/`;
  const limit = Math.min(input.MaxResults ?? MAX_NAMES, MAX_NAMES);
  const found: Parameter[] = [];
  let after: string = input.NextToken ?? '';
  for (;;) {
    const page = listByPath(kernel, path, after, limit);
    for (const parameter of page) {
      if (found.length === limit) break;
      after = parameter.name;
      if (input.Recursive === true || !parameter.name.slice(path.length).includes('/')) found.push(parameter);
    }
    if (page.length < limit || found.length === limit) break;
  }
  const more = found.length === limit && listByPath(kernel, path, after, 1).length > 0;
  return {
    Parameters: found.map((parameter) => describe(kernel, parameter, input.WithDecryption === true)),
    ...(more ? { NextToken: after } : {}),
  };
}

/** Names that a request may read, with the key of each secure one. */
function readRequests(
  kernel: Kernel,
  action: string,
  names: readonly string[],
  decrypt: boolean,
): readonly AuthorizationRequest[] {
  return names.flatMap((asked) => {
    const { name } = parseName(asked);
    const resource = arnOf(kernel, name);
    const key = decrypt ? (findParameter(kernel, name)?.key_id ?? undefined) : undefined;
    return [
      { action: `ssm:${action}`, resource },
      ...keyRequests(kernel, key, 'ssm', ['kms:Decrypt'], { PARAMETER_ARN: resource }),
    ];
  });
}

export function createOperations(kernel: Kernel): Readonly<Record<string, Operation>> {
  const counted =
    (run: (input: any) => object): Operation['run'] =>
    (input) => {
      kernel.meter.count('ssm', 'Requests', 1);
      return run(input);
    };
  const find = ({ name, version, selector }: Named, decrypt: boolean): object | undefined => {
    const parameter = findParameter(kernel, name, version);
    return parameter === undefined ? undefined : describe(kernel, parameter, decrypt, selector);
  };
  return {
    GetParameter: {
      authorize: (input) => readRequests(kernel, 'GetParameter', [input.Name], input.WithDecryption === true),
      run: counted((input) => {
        refuseUnknown('GetParameter', input, ['Name', 'WithDecryption']);
        const named = parseName(input.Name);
        const found = find(named, input.WithDecryption === true);
        if (found !== undefined) return { Parameter: found };
        if (named.version === undefined || findHeader(kernel, named.name) === undefined) throw notFound(input.Name);
        throw new AwsError(
          'ParameterVersionNotFound',
          `Systems Manager could not find version ${named.version} of ${named.name}.`,
        );
      }),
    },
    GetParameters: {
      authorize: (input) => readRequests(kernel, 'GetParameters', input.Names, input.WithDecryption === true),
      run: counted((input) => {
        refuseUnknown('GetParameters', input, ['Names', 'WithDecryption']);
        if (input.Names.length > MAX_NAMES) {
          throw new AwsError('ValidationException', `Member must have length less than or equal to ${MAX_NAMES}`);
        }
        const names: readonly string[] = input.Names;
        const found = names.map((name) => ({ name, parameter: find(parseName(name), input.WithDecryption === true) }));
        return {
          Parameters: found.map(({ parameter }) => parameter).filter((parameter) => parameter !== undefined),
          InvalidParameters: found.filter(({ parameter }) => parameter === undefined).map(({ name }) => name),
        };
      }),
    },
    GetParametersByPath: {
      authorize: (input) => {
        const path: string = input.Path.replace(/\/+$/, '');
        // What lies below is known only when it is read; the keys of all that could be are asked for.
        const keys = input.WithDecryption === true ? listByPath(kernel, `${path}/`, '', -1) : [];
        return [
          { action: 'ssm:GetParametersByPath', resource: arnOf(kernel, path) },
          ...keys.flatMap(({ key_id: key, name }) =>
            keyRequests(kernel, key ?? undefined, 'ssm', ['kms:Decrypt'], { PARAMETER_ARN: arnOf(kernel, name) }),
          ),
        ];
      },
      run: counted((input) => getByPath(kernel, input)),
    },
    PutParameter: {
      authorize: (input) => {
        const resource = arnOf(kernel, input.Name);
        const key = input.Type === 'SecureString' ? input.KeyId : undefined;
        return [
          { action: 'ssm:PutParameter', resource },
          ...keyRequests(kernel, key, 'ssm', ['kms:Encrypt'], { PARAMETER_ARN: resource }),
        ];
      },
      run: counted((input) => put(kernel, input)),
    },
    DeleteParameter: {
      authorize: (input) => [{ action: 'ssm:DeleteParameter', resource: arnOf(kernel, input.Name) }],
      run: counted((input) => {
        refuseUnknown('DeleteParameter', input, ['Name']);
        deleteParameter(kernel, input.Name);
        return {};
      }),
    },
  };
}
