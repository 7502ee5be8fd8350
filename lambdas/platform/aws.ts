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

/**
 * An AWS SDK client that the engine can answer for: there a command is answered before the SDK's chain of middleware, where input and output have the
 * shape that the caller sees, and nothing has been signed or sent. On AWS the command goes its usual way.
 */
export function connect<Client extends { config: object }>(client: Client): Client {
  // Otherwise the chain of middleware is put together anew for each command. Ours never changes.
  Reflect.set(client.config, 'cacheMiddleware', true);
  const send: unknown = Reflect.get(client, 'send');
  if (typeof send !== 'function') throw new Error(`${client.constructor.name} sends nothing`);
  Reflect.set(client, 'send', (command: unknown, ...others: unknown[]): unknown => {
    const runtime = localRuntime();
    if (runtime !== undefined && isCommand(command))
      return runtime.call(client.constructor.name, command.constructor.name, command.input);
    const sent: unknown = Reflect.apply(send, client, [command, ...others]);
    return sent;
  });
  return client;
}
