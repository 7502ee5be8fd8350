import type { Kernel, Service } from '../../kernel/types.ts';
import type { Seam } from '../../seam/index.ts';
import type { QueueSource } from '../sqs/index.ts';
import { createAsyncInvocations } from './async.ts';
import { createCode } from './code.ts';
import type { Handler } from './code.ts';
import { createExecutor } from './execute.ts';
import { createFunctions } from './functions.ts';
import type { Mapping } from './mapping.ts';
import { createInvoke } from './operations.ts';
import { startQueuePoller } from './queue-poller.ts';
import { createResourceTypes } from './resource-types.ts';
import { openCheckpoints } from './stream-checkpoints.ts';
import { startStreamPoller } from './stream-poller.ts';
import type { StreamSource } from './stream-source.ts';

export type { Handler } from './code.ts';
export type { StreamSource } from './stream-source.ts';

export interface LambdaOptions {
  readonly seam: Seam;
  readonly queues?: QueueSource;
  readonly streams?: StreamSource;
  /** Default 1,000. */
  readonly accountConcurrency?: number;
  /**
   * Tells the modules of this engine from those of an earlier one in the same process: what a function remembers in memory dies with its
   * engine when this differs. Default: shared, except of functions that were running when the earlier one died; Node never frees a module.
   */
  readonly boot?: string;
  /** Functions whose description is a folder in here run the code in it, instead of their asset. */
  readonly code?: string;
}

export interface Lambda extends Service {
  /** For tests: the function runs this instead of its bundle. */
  setCode(functionName: string, handler: Handler): void;
  /** For fault runs: all that runs now dies, as with the process. */
  kill(reason: string): void;
  /** For fault runs: this invocation dies, as when its process is killed. False: it does not run. */
  crash(requestId: string): boolean;
  /** Imports all bundles now instead of at the first invocation of each. */
  loadAll(): Promise<void>;
  running(functionName?: string): number;
  /** Of all functions from now on: what is known only once the engine runs, e.g. where a service listens. */
  setVariable(name: string, value: string): void;
}

/** The engine of before in this process: its process has died, as far as its functions know. */
let earlier: Lambda | undefined;

/** AWS Lambda: functions, their invocations, and the pollers of queues and streams. */
export function createLambda(kernel: Kernel, options: LambdaOptions): Lambda {
  const functions = createFunctions(kernel);
  const code = createCode(kernel, options.seam, { boot: options.boot, elsewhere: options.code });
  const executor = createExecutor(kernel, options.seam, code, {
    accountConcurrency: options.accountConcurrency ?? 1000,
  });
  const asyncInvocations = createAsyncInvocations(kernel, functions, executor);
  const checkpoints = openCheckpoints(kernel.store);
  const mappings = new Map<string, Mapping>();

  const startMapping = (mapping: Mapping): void => {
    if (!mapping.enabled) return;
    const target = functions.find(mapping.functionName);
    if (mapping.kind === 'queue') {
      if (options.queues === undefined) throw new Error('no queues were given to Lambda');
      startQueuePoller(kernel, options.queues, executor, mapping, target);
    } else {
      if (options.streams === undefined) throw new Error('no streams were given to Lambda');
      startStreamPoller(kernel, options.streams, checkpoints, executor, mapping, target);
    }
  };

  earlier?.kill('another engine has taken over');
  earlier = {
    name: 'lambda',
    operations: { Invoke: createInvoke(kernel, functions, executor, asyncInvocations) },
    resourceTypes: createResourceTypes(kernel, functions, asyncInvocations, mappings),
    start: () => {
      for (const mapping of mappings.values()) startMapping(mapping);
    },
    setCode: (functionName, handler) => {
      code.set(functionName, handler);
    },
    kill: (reason) => {
      executor.kill(reason);
    },
    crash: (requestId) => executor.crash(requestId),
    loadAll: async () => {
      for (const declared of functions.all()) await code.load(declared);
    },
    running: (functionName) => executor.running(functionName),
    setVariable: (name, value) => {
      for (const { environment } of functions.all()) environment[name] = value;
    },
  };
  return earlier;
}
