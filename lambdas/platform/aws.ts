import { localRuntime } from './runtime.ts';

interface InitializeStack {
  add(
    middleware: (
      next: (args: { input: object }) => Promise<{ output: object; response: unknown }>,
      context: { clientName?: string; commandName?: string },
    ) => (args: { input: object }) => Promise<{ output: object; response: unknown }>,
    options: { step: 'initialize'; priority: 'high'; name: string },
  ): void;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/**
 * An AWS SDK client that the engine can answer for. At the `initialize` step input and output still have the shape that the
 * caller sees, and nothing has been signed or sent. On AWS the command goes its usual way.
 */
export function connect<Client extends { middlewareStack: InitializeStack; config: object }>(client: Client): Client {
  // Otherwise the chain of middleware is put together anew for each command, which takes longer than the engine to answer it. Ours never changes.
  Reflect.set(client.config, 'cacheMiddleware', true);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const runtime = localRuntime();
      if (runtime === undefined) return next(args);
      const output = await runtime.call(context.clientName ?? '', context.commandName ?? '', args.input);
      return { output: isObject(output) ? output : {}, response: {} };
    },
    { step: 'initialize', priority: 'high', name: 'fairleadRuntime' },
  );
  return client;
}
