import { installSeam } from '../../local/seam/index.ts';
import type { SeamOptions } from '../../local/seam/index.ts';
import { createLambda } from '../../local/services/lambda/index.ts';
import type { Handler, Lambda, LambdaOptions } from '../../local/services/lambda/index.ts';
import { createSqs } from '../../local/services/sqs/index.ts';
import type { RunnableKernel } from '../../local/kernel/kernel.ts';
import type { Service } from '../../local/kernel/types.ts';
import { testKernel } from '../support/kernel.ts';
import type { TestKernel, TestKernelOptions } from '../support/kernel.ts';

export interface LambdaTest extends TestKernel {
  readonly lambda: Lambda;
  /** Declares a function with that code; it has it again after a restart. */
  function(name: string, handler: Handler, properties?: object): string;
  queue(name: string, properties?: object): { url: string; arn: string };
  invoke(name: string, payload?: unknown, more?: object): Promise<any>;
}

export interface Setting extends TestKernelOptions, SeamOptions {
  readonly more?: (kernel: RunnableKernel) => readonly Service[];
  readonly streams?: (kernel: RunnableKernel) => NonNullable<LambdaOptions['streams']>;
  readonly accountConcurrency?: number;
  readonly code?: string;
}

/** Lambda, the seam and SQS in virtual time. */
export function lambdaTest(setting: Setting = {}): LambdaTest {
  const codes = new Map<string, Handler>();
  let lambda: Lambda | undefined;
  const engine = testKernel((kernel) => {
    const sqs = createSqs(kernel);
    const seam = installSeam(kernel, setting);
    const streams = setting.streams?.(kernel);
    const created = createLambda(kernel, {
      seam,
      queues: sqs.source,
      ...(streams === undefined ? {} : { streams }),
      ...(setting.code === undefined ? {} : { code: setting.code }),
      ...(setting.accountConcurrency === undefined ? {} : { accountConcurrency: setting.accountConcurrency }),
    });
    lambda = created;
    for (const [name, handler] of codes) created.setCode(name, handler);
    return [sqs, created, ...(setting.more?.(kernel) ?? [])];
  }, setting);
  return {
    get kernel() {
      return engine.kernel;
    },
    events: engine.events,
    call: (...parameters) => engine.call(...parameters),
    provision: (...parameters) => engine.provision(...parameters),
    settle: () => engine.settle(),
    advance: (milliseconds) => engine.advance(milliseconds),
    restart: () => {
      engine.restart();
    },
    get lambda() {
      if (lambda === undefined) throw new Error('not created');
      return lambda;
    },
    function: (name, handler, properties = {}) => {
      codes.set(name, handler);
      lambda?.setCode(name, handler);
      const created = engine.provision('AWS::Lambda::Function', name, {
        FunctionName: name,
        Code: { S3Bucket: 'assets', S3Key: `${'0'.repeat(64)}.zip` },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: `arn:aws:iam::111122223333:role/${name}`,
        ...properties,
      });
      return String(created.attributes?.['Arn']);
    },
    queue: (name, properties = {}) => {
      const created = engine.provision('AWS::SQS::Queue', name, { QueueName: name, ...properties });
      return { url: created.ref, arn: String(created.attributes?.['Arn']) };
    },
    invoke: async (name, payload = {}, more = {}) => {
      const answer = await engine.call('lambda', 'Invoke', {
        FunctionName: name,
        Payload: JSON.stringify(payload),
        ...more,
      });
      const text: string = answer.Payload?.transformToString() ?? '';
      return { ...answer, Payload: text === '' ? undefined : JSON.parse(text) };
    },
  };
}
