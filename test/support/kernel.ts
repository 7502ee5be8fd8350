import { createKernel } from '../../local/kernel/kernel.ts';
import type { Interceptor, RunnableKernel } from '../../local/kernel/kernel.ts';
import type { Access, CreatedResource, EngineEvent, Principal, Service } from '../../local/kernel/types.ts';

interface Declared {
  readonly type: string;
  readonly logicalId: string;
  readonly properties: unknown;
}

export interface TestKernel {
  /** The kernel of now: another one after `restart()`. */
  readonly kernel: RunnableKernel;
  readonly events: readonly EngineEvent[];
  call(service: string, operation: string, input: unknown, principal?: Principal): Promise<any>;
  /** Creates a resource by the service that provides its type; created again after `restart()`. */
  provision(type: string, logicalId: string, properties: unknown): CreatedResource;
  settle(): Promise<void>;
  advance(milliseconds: number): Promise<void>;
  /** Kills the engine and starts a new one over the same state. */
  restart(): void;
}

export interface TestKernelOptions {
  readonly seed?: number;
  /** ISO 8601; default 2026-03-02T08:00:00Z, a Monday. */
  readonly startAt?: string;
  readonly access?: Access;
  readonly intercept?: Interceptor;
  /** Time passes by itself, as on a laptop; `settle` and `advance` are not to be had. */
  readonly realTime?: boolean;
}

/** A kernel, in virtual time unless told otherwise, with the given services, for tests of single services. Starts with the first call or advance. */
export function testKernel(
  create: (kernel: RunnableKernel) => readonly Service[],
  options: TestKernelOptions = {},
): TestKernel {
  const events: EngineEvent[] = [];
  const declared: Declared[] = [];
  let services: readonly Service[] = [];
  let started = false;

  const open = (startAt: number, store?: RunnableKernel['ownedStore']): RunnableKernel => {
    const kernel = createKernel({
      time: options.realTime === true ? { kind: 'real', speed: 1, startAt } : { kind: 'virtual', startAt },
      seed: options.seed ?? 1,
      onEvent: (event) => events.push(event),
      ...(store === undefined ? {} : { store }),
      ...(options.access === undefined ? {} : { access: options.access }),
      ...(options.intercept === undefined ? {} : { intercept: options.intercept }),
    });
    services = create(kernel);
    for (const service of services) kernel.register(service);
    return kernel;
  };
  const provide = ({ type, logicalId, properties }: Declared): CreatedResource => {
    const provider = services.flatMap((service) => service.resourceTypes).find((candidate) => candidate.type === type);
    if (provider === undefined) throw new Error(`no service of this test provides ${type}`);
    return provider.create({
      stack: 'Test',
      logicalId,
      type,
      properties,
      metadata: {},
      physicalName: `Test-${logicalId}`,
      assemblyDirectory: '/nowhere',
    });
  };
  let kernel = open(Date.parse(options.startAt ?? '2026-03-02T08:00:00Z'));
  const begin = (): void => {
    if (started) return;
    started = true;
    kernel.start();
  };

  return {
    get kernel() {
      return kernel;
    },
    events,
    call: (service, operation, input, principal = { kind: 'root' }) => {
      begin();
      return kernel.call(principal, service, operation, input);
    },
    provision: (type, logicalId, properties) => {
      declared.push({ type, logicalId, properties });
      return provide({ type, logicalId, properties });
    },
    settle: () => {
      begin();
      return kernel.settle();
    },
    advance: (milliseconds) => {
      begin();
      return kernel.advance(milliseconds);
    },
    restart: () => {
      kernel.kill();
      kernel = open(kernel.now(), kernel.ownedStore);
      for (const resource of declared) provide(resource);
      kernel.start();
      started = true;
    },
  };
}
