import { localRuntime } from './runtime.ts';

interface Command {
  readonly input: unknown;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isCommand(value: unknown): value is Command {
  return isObject(value) && 'input' in value;
}

const clients = new Map<unknown, unknown>();

/**
 * The function's client of an AWS service: one for all that call it, because each has connections of its own, which are opened while somebody waits, and takes a millisecond to be made.
 * The engine can answer for it: there a command is answered before the SDK's chain of middleware, where input and output have the shape that the caller sees, and nothing has been signed or
 * sent. On AWS the command goes its usual way.
 */
export function connect<Client extends { config: object }>(Service: new (configuration: object) => Client): Client {
  const known = clients.get(Service);
  if (known instanceof Service) return known;
  const client = connected(new Service({}));
  clients.set(Service, client);
  return client;
}

/**
 * A client of a service that cannot be asked whether it has taken a message. The SDK tries three times by itself, also after a time-out, and what was only answered late would be there twice
 * and unmarked; so it makes one attempt, and whoever sends decides what comes next (ADR 0026).
 */
export function connectOnce<Client extends { config: object }>(
  Service: new (configuration: { maxAttempts: number }) => Client,
): Client {
  return connected(new Service({ maxAttempts: 1 }), 1);
}

function connected<Client extends { config: object }>(client: Client, attempts?: number): Client {
  // Otherwise the chain of middleware is put together anew for each command. Ours never changes.
  Reflect.set(client.config, 'cacheMiddleware', true);
  const send: unknown = Reflect.get(client, 'send');
  if (typeof send !== 'function') throw new Error(`${client.constructor.name} sends nothing`);
  Reflect.set(client, 'send', (command: unknown, ...others: unknown[]): unknown => {
    const runtime = localRuntime();
    if (runtime !== undefined && isCommand(command))
      return runtime.call(client.constructor.name, command.constructor.name, command.input, attempts);
    const sent: unknown = Reflect.apply(send, client, [command, ...others]);
    return sent;
  });
  return client;
}
