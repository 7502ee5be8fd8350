import { createVirtualClock, createRealClock } from './clock.ts';
import type { Clock, VirtualClock } from './clock.ts';
import { UnsupportedError } from './errors.ts';
import { createJobs } from './jobs.ts';
import { createMeter } from './meter.ts';
import { createRandom, uuidFrom } from './random.ts';
import { createRunDue } from './run-due.ts';
import { openStore } from './store.ts';
import type { OwnedStore } from './store.ts';
import type { Access, EngineEvent, Kernel, Principal, Service } from './types.ts';

export interface KernelOptions {
  /** The SQLite file; in memory when absent. */
  readonly path?: string;
  /** A store that an earlier kernel left behind (a restart in memory). */
  readonly store?: ReturnType<typeof openStore>;
  readonly time:
    | { readonly kind: 'virtual'; readonly startAt: number }
    | { readonly kind: 'real'; readonly speed: number; readonly startAt: number };
  readonly seed?: number;
  readonly account?: string;
  readonly region?: string;
  /** Everything is allowed when absent: only for tests of single services. */
  readonly access?: Access;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Stands around every call, for fault runs: may delay, fail, repeat or never answer. */
  readonly intercept?: Interceptor;
}

export interface CallDescription {
  readonly principal: Principal;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}
export type Interceptor = (call: CallDescription, proceed: () => Promise<unknown>) => Promise<unknown>;

export interface RunnableKernel extends Kernel {
  readonly ownedStore: ReturnType<typeof openStore>;
  register(service: Service): void;
  service(name: string): Service | undefined;
  /** Opens the services and lets jobs run. */
  start(): void;
  /** Virtual time: runs what is due now, until nothing is. */
  settle(): Promise<void>;
  /** Virtual time: lives through that much time, stopping at each due moment on the way. */
  advance(milliseconds: number): Promise<void>;
  /** The next moment at which something is due, in virtual time. */
  nextDue(): number | undefined;
  /** Stops at once, as a kill does: nothing that was in flight completes. The store stays open. */
  kill(): void;
}

const allowEverything: Access = { addResourcePolicy: () => undefined, assertAllowed: () => undefined };

/** Turns of the event loop without any activity after which everything is taken to wait for time. */
const IDLE_TURNS = 3;

export function createKernel(options: KernelOptions): RunnableKernel {
  const account = options.account ?? '111122223333';
  const region = options.region ?? 'eu-central-1';
  const store = options.store ?? openStore(options.path);
  const kept = openClock(store);
  // Each boot has randomness of its own: ids that were given out must not come again.
  const random = createRandom((options.seed ?? 1) + kept.boots * 7_919);
  const jobs = createJobs(store);
  const startAt = Math.max(options.time.startAt, kept.now);
  const virtualClock: VirtualClock | undefined =
    options.time.kind === 'virtual' ? createVirtualClock(startAt) : undefined;
  const clock: Clock = virtualClock ?? createRealClock(options.time.kind === 'real' ? options.time.speed : 1, startAt);
  const access = options.access ?? allowEverything;
  store.beforeCommit(() => {
    jobs.mirror();
    store.run('UPDATE kernel_clock SET now = ?', clock.now());
  });
  const services = new Map<string, Service>();

  let killed = false;
  let activity = 0;
  let failure: Error | undefined;
  const busyWork = new Set<Promise<unknown>>();
  const waiting = new Set<(value: undefined) => void>();

  const fail = (error: Error): void => {
    failure ??= error;
    if (!clock.virtual) throw error;
  };

  const runJob = (job: NonNullable<ReturnType<typeof jobs.take>>): void => {
    const finish = (): void => {
      activity += 1;
      if (!killed) job.done();
    };
    try {
      const running = job.run();
      if (running === undefined) finish();
      else
        running.then(finish, (error: unknown) => {
          fail(new Error(`job ${job.describe()} failed`, { cause: error }));
        });
    } catch (error) {
      fail(new Error(`job ${job.describe()} failed`, { cause: error }));
    }
  };

  const runJobs = (most: number): void => {
    for (let ran = 0; ran < most && !killed; ran += 1) {
      const job = jobs.take(clock.now());
      if (job === undefined) return;
      activity += 1;
      runJob(job);
    }
  };

  const runDue = createRunDue(clock, jobs, () => runJobs(1));

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** Work of a killed engine may never end; whoever waits for it is let go. */
  const anyEnds = async (): Promise<void> => {
    if (killed) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    waiting.add(resolve);
    await Promise.race([...busyWork, promise]);
    waiting.delete(resolve);
  };

  const settle = async (): Promise<void> => {
    if (virtualClock === undefined) throw new Error('settle() is for virtual time');
    let idle = 0;
    while (idle < IDLE_TURNS && !killed) {
      if (failure !== undefined) throw failure;
      const before = activity;
      runJobs(Infinity);
      while (virtualClock.fire()) activity += 1;
      await turn();
      if (busyWork.size > 0) {
        await anyEnds();
        idle = 0;
        continue;
      }
      idle = activity === before ? idle + 1 : 0;
    }
    if (failure !== undefined) throw failure;
  };

  const nextDue = (): number | undefined => {
    const moments = [jobs.nextDue(), virtualClock?.nextDue()].filter((due) => due !== undefined);
    return moments.length === 0 ? undefined : Math.min(...moments);
  };

  const call = async (
    principal: Principal,
    serviceName: string,
    operationName: string,
    input: unknown,
  ): Promise<unknown> => {
    activity += 1;
    // What an engine that was killed had begun never goes on, as in a process that is gone.
    if (killed) return new Promise(() => undefined);
    const service = services.get(serviceName);
    if (service === undefined) throw new UnsupportedError(`the service ${serviceName}`);
    const operation = service.operations[operationName];
    if (operation === undefined) throw new UnsupportedError(`${serviceName}:${operationName}`);
    if (principal.kind !== 'root') access.assertAllowed(principal, operation.authorize(input));
    try {
      return await operation.run(input, { principal });
    } finally {
      activity += 1;
    }
  };

  const kernel: RunnableKernel = {
    account,
    region,
    virtual: clock.virtual,
    now: () => clock.now(),
    random,
    uuid: () => uuidFrom(random),
    arn: (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`,
    store,
    ownedStore: store,
    jobs,
    timers: {
      after: (milliseconds, action) => clock.after(milliseconds, action),
      afterComputing: (milliseconds, action) => clock.afterComputing(milliseconds, action),
      sleep: (milliseconds) => new Promise((resolve) => clock.after(milliseconds, resolve)),
    },
    meter: createMeter(),
    access,
    call: (principal, service, operation, input) =>
      options.intercept === undefined
        ? call(principal, service, operation, input)
        : options.intercept({ principal, service, operation, input }, () => call(principal, service, operation, input)),
    busy: async (work) => {
      activity += 1;
      // Only that it ends matters here; who asked gets the failure.
      const ended = work.then(
        () => undefined,
        () => undefined,
      );
      busyWork.add(ended);
      try {
        return await work;
      } finally {
        busyWork.delete(ended);
        activity += 1;
      }
    },
    promptly: (work) => runDue.promptly(work),
    inTurn: (work) => runDue.inTurn(work),
    emit: (event) => {
      options.onEvent?.(event);
    },
    register: (service) => {
      if (services.has(service.name)) throw new Error(`two services named ${service.name}`);
      services.set(service.name, service);
    },
    service: (name) => services.get(name),
    start: () => {
      jobs.load();
      for (const service of services.values()) service.start?.();
      runDue.start();
    },
    settle,
    advance: async (milliseconds) => {
      if (virtualClock === undefined) throw new Error('advance() is for virtual time');
      const until = virtualClock.now() + milliseconds;
      for (;;) {
        await settle();
        const next = nextDue();
        if (killed || next === undefined || next > until) break;
        virtualClock.set(next);
      }
      virtualClock.set(until);
    },
    nextDue,
    kill: () => {
      killed = true;
      for (const letGo of waiting) letGo(undefined);
      clock.clear();
      runDue.stop();
      store.commit();
    },
  };
  return kernel;
}

/** The latest time that an earlier engine has seen, which the next one must not be behind, and how many engines there were. */
function openClock(store: OwnedStore): { readonly now: number; readonly boots: number } {
  store.exec('CREATE TABLE IF NOT EXISTS kernel_clock (now INTEGER NOT NULL, boots INTEGER NOT NULL)');
  const row = store.get<{ now: number; boots: number }>('SELECT now, boots FROM kernel_clock');
  if (row === undefined) store.run('INSERT INTO kernel_clock VALUES (0, 1)');
  else store.run('UPDATE kernel_clock SET boots = boots + 1');
  return row ?? { now: 0, boots: 0 };
}
