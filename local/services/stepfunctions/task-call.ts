import type { Execution } from './execution.ts';
import { StateFailure } from './failure.ts';
import { isJsonObject, isObject, parseJson, toJson } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { callFailure } from './task-errors.ts';
import type { TaskResource } from './task-resource.ts';

/** Calls what a Task names, as its state machine's role. Rejects with a StateFailure and nothing else. */
export async function callTask(
  execution: Execution,
  resource: TaskResource,
  given: Json,
  token: string | undefined,
): Promise<Json> {
  const { kernel, roleArn } = execution;
  const call = async (service: string, operation: string, input: unknown): Promise<unknown> => {
    try {
      return await kernel.call({ kind: 'role', roleArn }, service, operation, input);
    } catch (error) {
      throw callFailure(kernel, resource, error);
    }
  };
  if (resource.kind === 'function') {
    const answer = await call('lambda', 'Invoke', { FunctionName: resource.arn, Payload: JSON.stringify(given) });
    return payloadOf(answer);
  }
  const { service, operation } = resource;
  if (!isJsonObject(given)) {
    throw new StateFailure('States.Runtime', `The arguments of ${resource.resource} must be an object`);
  }
  const args = withoutNulls(given);
  if (!resource.optimized) {
    const answer = toJson(await readBody(await call(service, operation, sdkInput(service, args))));
    return service === 'sfn' ? withCase(answer, 'upper') : answer;
  }
  switch (service) {
    case 'lambda':
      return invoke(
        execution,
        await call(service, operation, {
          ...args,
          Payload: given['Payload'] === undefined ? '{}' : JSON.stringify(given['Payload']),
        }),
      );
    case 'eventbridge':
      return putEvents(await call(service, operation, addResources(execution, args)));
    case 'sfn':
      return startExecution(execution, resource.pattern, token, args, call);
    default:
      return withMetadata(execution, toJson(await call(service, operation, textMembers(args))));
  }
}

/** An SDK takes a member that is null for one that is not given. */
function withoutNulls(args: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
}

/** Members that an API takes as a string and a state may give as JSON. */
const TEXT_MEMBERS = ['Input', 'Output', 'Message', 'MessageBody', 'Detail', 'SecretString', 'Payload'];

function textMembers(args: JsonObject): JsonObject {
  const result: JsonObject = { ...args };
  for (const key of TEXT_MEMBERS) {
    const value = result[key];
    if (value !== undefined && value !== null && typeof value === 'object') result[key] = JSON.stringify(value);
  }
  return result;
}

/** Members that an API takes as bytes get the JSON text of whatever the state gives, strings with their quotes. */
const BYTES: Readonly<Record<string, string>> = { s3: 'Body', lambda: 'Payload' };

/** An object's body is a stream in the SDK, and text in a state. */
async function readBody(answer: unknown): Promise<unknown> {
  const body = isObject(answer) ? answer['Body'] : undefined;
  const read = isObject(body) ? body['transformToString'] : undefined;
  if (!isObject(answer) || typeof read !== 'function') return answer;
  return { ...answer, Body: await read.call(body) };
}

function sdkInput(service: string, args: JsonObject): Json {
  const bytes = BYTES[service];
  if (bytes !== undefined && args[bytes] !== undefined) return { ...args, [bytes]: JSON.stringify(args[bytes]) };
  if (service === 'eventbridge' && Array.isArray(args['Entries'])) {
    return { ...args, Entries: args['Entries'].map((entry) => (isJsonObject(entry) ? textMembers(entry) : entry)) };
  }
  const input = service === 'dynamodb' ? args : textMembers(args);
  return service === 'sfn' ? withCase(input, 'lower') : input;
}

/** The API of Step Functions writes `executionArn`; its SDK integration writes `ExecutionArn`. */
function withCase(value: Json, to: 'upper' | 'lower'): Json {
  if (Array.isArray(value)) return value.map((member) => withCase(member, to));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const first = to === 'upper' ? key.charAt(0).toUpperCase() : key.charAt(0).toLowerCase();
      return [first + key.slice(1), withCase(member, to)];
    }),
  );
}

function textOf(payload: unknown): string {
  if (payload instanceof Uint8Array) return Buffer.from(payload).toString('utf8');
  return typeof payload === 'string' ? payload : '';
}

/** The function's answer; a function that failed fails the state under its own error type. */
function payloadOf(answer: unknown): Json {
  const response = isObject(answer) ? answer : {};
  const text = textOf(response['Payload']);
  if (response['FunctionError'] !== undefined) throw functionFailure(text);
  return text === '' ? null : parseOrText(text);
}

function parseOrText(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

function functionFailure(text: string): StateFailure {
  const payload = parseOrText(text);
  const type = isJsonObject(payload) ? payload['errorType'] : undefined;
  if (typeof type === 'string') return new StateFailure(type, text);
  return new StateFailure(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${text}`,
  );
}

function invoke(execution: Execution, answer: unknown): Json {
  const response = isObject(answer) ? answer : {};
  const payload = payloadOf(answer);
  const length = String(textOf(response['Payload']).length);
  const id = execution.kernel.uuid();
  const version = typeof response['ExecutedVersion'] === 'string' ? response['ExecutedVersion'] : '$LATEST';
  const status = typeof response['StatusCode'] === 'number' ? response['StatusCode'] : 200;
  const headers: Record<string, string> = {
    'X-Amz-Executed-Version': version,
    'x-amzn-Remapped-Content-Length': '0',
    Connection: 'keep-alive',
    'x-amzn-RequestId': id,
    'Content-Length': length,
    Date: new Date(execution.kernel.now()).toUTCString(),
    'X-Amzn-Trace-Id': `root=1-${id.slice(0, 8)}-${id.replaceAll('-', '').slice(8)};sampled=0`,
    'Content-Type': 'application/json',
  };
  return {
    ExecutedVersion: version,
    Payload: payload,
    ...metadata(headers, status, id),
    StatusCode: status,
  };
}

function metadata(headers: Record<string, string>, status: number, id: string): JsonObject {
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: status,
    },
    SdkResponseMetadata: { RequestId: id },
  };
}

function withMetadata(execution: Execution, answer: Json): Json {
  if (!isJsonObject(answer)) return answer;
  const id = execution.kernel.uuid();
  const headers = {
    'x-amzn-RequestId': id,
    connection: 'keep-alive',
    'Content-Length': String(JSON.stringify(answer).length),
    Date: new Date(execution.kernel.now()).toUTCString(),
    'Content-Type': 'application/x-amz-json-1.0',
  };
  return { ...answer, ...metadata(headers, 200, id) };
}

/** The optimized integration adds who sent the event. */
function addResources(execution: Execution, args: JsonObject): Json {
  const entries = args['Entries'];
  if (!Array.isArray(entries)) return args;
  const sources = [execution.machineArn, execution.arn];
  return {
    ...args,
    Entries: entries.map((entry) => {
      if (!isJsonObject(entry)) return entry;
      const own = Array.isArray(entry['Resources']) ? entry['Resources'] : [];
      return { ...textMembers(entry), Resources: [...own, ...sources] };
    }),
  };
}

function putEvents(answer: unknown): Json {
  const response = toJson(answer);
  if (isJsonObject(response) && response['FailedEntryCount'] !== 0) {
    throw new StateFailure('EventBridge.FailedEntry', JSON.stringify(response));
  }
  return response;
}

/** `.sync` starts the child with the parent's token: its end answers it. */
async function startExecution(
  execution: Execution,
  pattern: 'request' | 'token' | 'sync',
  token: string | undefined,
  args: JsonObject,
  call: (service: string, operation: string, input: unknown) => Promise<unknown>,
): Promise<Json> {
  const input = withCase(textMembers(args), 'lower');
  const withParent =
    isJsonObject(input) && pattern === 'sync' && token !== undefined ? { ...input, parentToken: token } : input;
  const answer = toJson(await call('sfn', 'StartExecution', withParent));
  return withMetadata(execution, withCase(answer, 'upper'));
}
