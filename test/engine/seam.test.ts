import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pbkdf2 } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { createKernel } from '../../local/kernel/kernel.ts';
import { AwsError } from '../../local/kernel/errors.ts';
import type { Service } from '../../local/kernel/types.ts';
import { installSeam } from '../../local/seam/index.ts';
import { createLambda } from '../../local/services/lambda/index.ts';
import { lambdaTest } from './lambda-support.ts';

const second = 1000;
const runtime = (): any => Reflect.get(globalThis, Symbol.for('fairlead.runtime'));
const hang = (): Promise<never> => new Promise<never>(() => undefined);
const fake = (name: string, operations: Record<string, (input: any, context: any) => unknown>): Service => ({
  name,
  resourceTypes: [],
  operations: Object.fromEntries(
    Object.entries(operations).map(([operation, run]) => [operation, { authorize: () => [], run }]),
  ),
});

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
describe('the environment of a function', () => {
  test('is its own, and ends with it', async () => {
    const engine = lambdaTest();
    process.env['ONLY_OUTSIDE'] = 'yes';
    const look = (): unknown => ({
      mine: process.env['MINE'],
      outside: process.env['ONLY_OUTSIDE'],
      region: process.env['AWS_REGION'],
      name: process.env['AWS_LAMBDA_FUNCTION_NAME'],
      memory: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
      trace: /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/.test(
        process.env['_X_AMZN_TRACE_ID'] ?? '',
      ),
      has: 'MINE' in process.env,
      keys: Object.keys(process.env).includes('MINE'),
    });
    engine.function('a', look, { Environment: { Variables: { MINE: 'a' } }, MemorySize: 256 });
    engine.function('b', look);
    expect((await engine.invoke('a')).Payload).toEqual({
      mine: 'a',
      region: 'eu-central-1',
      name: 'a',
      memory: '256',
      trace: true,
      has: true,
      keys: true,
    });
    expect((await engine.invoke('b')).Payload).toMatchObject({ name: 'b', has: false, keys: false });
    expect(process.env['ONLY_OUTSIDE']).toBe('yes');
    expect(process.env['MINE']).toBeUndefined();
  });
});

describe('time within a function', () => {
  const clock = async (kind: string): Promise<void> => {
    if (kind === 'setTimeout') await new Promise((resolve) => setTimeout(resolve, 3 * second));
    if (kind === 'promisify') await promisify(setTimeout)(3 * second);
    if (kind === 'timers/promises') await sleepFor(3 * second);
    if (kind === 'seam') await runtime().sleep(3 * second);
    if (kind === 'AbortSignal.timeout')
      await new Promise((resolve) => AbortSignal.timeout(3 * second).addEventListener('abort', resolve));
    if (kind === 'setInterval') {
      await new Promise<void>((resolve) => {
        let ticks = 0;
        const timer = setInterval(() => {
          ticks += 1;
          if (ticks < 3) return;
          clearInterval(timer);
          resolve();
        }, second);
      });
    }
  };
  test.each(['setTimeout', 'promisify', 'timers/promises', 'seam', 'AbortSignal.timeout', 'setInterval'])(
    '%s follows the engine',
    async (kind) => {
      const engine = lambdaTest();
      engine.function(
        'waits',
        async () => {
          const before = [Date.now(), new Date().getTime(), performance.now(), runtime().now()] as const;
          await clock(kind);
          return [
            Date.now() - before[0],
            new Date().getTime() - before[1],
            performance.now() - before[2],
            runtime().now() - before[3],
          ];
        },
        { Timeout: 10 },
      );
      const realStart = Date.now();
      const pending = engine.invoke('waits');
      await engine.advance(5 * second);
      expect((await pending).Payload).toEqual([3000, 3000, 3000, 3000]);
      expect(Date.now() - realStart).toBeLessThan(2000);
    },
  );

  test("a Date is a Date, with the engine's year inside and the real one outside", async () => {
    const engine = lambdaTest({ startAt: '2031-05-06T07:08:09Z' });
    engine.function('dates', () => [
      new Date() instanceof Date,
      new Date().toISOString(),
      new Date('2020-01-01').toISOString(),
      new Date().constructor === Date,
      typeof Date(),
    ]);
    expect((await engine.invoke('dates')).Payload).toEqual([
      true,
      '2031-05-06T07:08:09.000Z',
      '2020-01-01T00:00:00.000Z',
      true,
      'string',
    ]);
    expect(new Date().getFullYear()).toBeLessThan(2031);
  });

  test('a cleared timer does not fire, and one that is refreshed starts anew', async () => {
    const engine = lambdaTest();
    const fired: string[] = [];
    engine.function(
      'clears',
      async () => {
        clearTimeout(setTimeout(() => fired.push('cleared'), 100));
        const refreshed = setTimeout(() => fired.push('refreshed'), 1500);
        setTimeout(() => refreshed.refresh(), second);
        await sleepFor(2 * second);
        fired.push('two seconds');
        await sleepFor(second);
      },
      { Timeout: 10 },
    );
    const pending = engine.invoke('clears');
    await engine.advance(5 * second);
    await pending;
    expect(fired).toEqual(['two seconds', 'refreshed']);
  });

  test('virtual time stands still while a function computes on the thread pool', async () => {
    const engine = lambdaTest();
    engine.function(
      'computes',
      async () => {
        const before = Date.now();
        await promisify(pbkdf2)(randomBytes(8), 'salt', 60_000, 32, 'sha512');
        return Date.now() - before;
      },
      { Timeout: 3 },
    );
    const pending = engine.invoke('computes');
    await engine.advance(60 * second);
    expect(await pending).toMatchObject({ Payload: 0 });
  });

  test('one seed, one history', async () => {
    const draw = async (seed: number): Promise<unknown> => {
      const engine = lambdaTest({ seed });
      engine.function('draws', (_, context) => [
        Math.random(),
        crypto.randomUUID(),
        runtime().random(),
        runtime().uuid(),
        context.awsRequestId,
      ]);
      return (await engine.invoke('draws')).Payload;
    };
    const once = await draw(7);
    expect(await draw(7)).toEqual(once);
    expect(await draw(8)).not.toEqual(once);
  });
});

describe('SDK commands', () => {
  test('run as the role of the function, in its invocation; outside as the owner; the output has its metadata', async () => {
    const seen: unknown[] = [];
    const engine = lambdaTest({
      more: () => [
        fake('dynamodb', {
          PutItem: (input, { principal }) => {
            seen.push([input, principal]);
            return { ok: true };
          },
        }),
      ],
    });
    let requestId: unknown;
    engine.function('puts', (_, context) => {
      requestId = context.awsRequestId;
      return runtime().call('DynamoDBClient', 'PutItemCommand', { TableName: 't' });
    });
    expect((await engine.invoke('puts')).Payload).toMatchObject({
      ok: true,
      $metadata: { httpStatusCode: 200, attempts: 1 },
    });
    await runtime().call('DynamoDBClient', 'PutItemCommand', {});
    expect(seen).toEqual([
      [
        { TableName: 't' },
        {
          kind: 'role',
          roleArn: 'arn:aws:iam::111122223333:role/puts',
          invocation: { functionName: 'puts', requestId },
        },
      ],
      [{}, { kind: 'root' }],
    ]);
  });

  test('failures look as those of the SDK', async () => {
    const failing = (): never => {
      throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
        members: { Item: { pk: { S: 'x' } } },
      });
    };
    const engine = lambdaTest({ more: () => [fake('dynamodb', { PutItem: failing })] });
    let caught: any;
    engine.function('puts', async () => {
      caught = await runtime()
        .call('DynamoDBClient', 'PutItemCommand', {})
        .catch((error: unknown) => error);
    });
    await engine.invoke('puts');
    expect(caught).toBeInstanceOf(ConditionalCheckFailedException);
    expect(caught).toBeInstanceOf(Error);
    expect(caught).toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      $fault: 'client',
      Item: { pk: { S: 'x' } },
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
  });

  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
  test.each([
    ['a throttle', 'ThrottlingException', 400, 3],
    ['a failure of the service', 'InternalServerError', 500, 3],
    ['a refusal', 'AccessDeniedException', 403, 1],
  ])('%s is tried three times or once', async (_, name, httpStatusCode, attempts) => {
    let calls = 0;
    const failing = (): never => {
      calls += 1;
      throw new AwsError(name, 'no', { httpStatusCode });
    };
    const engine = lambdaTest({ more: () => [fake('dynamodb', { PutItem: failing })] });
    engine.function('puts', () => runtime().call('DynamoDBClient', 'PutItemCommand', {}));
    const pending = engine.invoke('puts');
    await engine.advance(2 * second);
    expect((await pending).Payload).toMatchObject({ errorType: name });
    expect(calls).toBe(attempts);
  });
});

describe('a function that was ended', () => {
  test.each(['a call', 'a timer', 'a fetch', 'a sleep'])(
    '%s of it never completes and a new one is not made',
    async (kind) => {
      let calls = 0;
      const after: string[] = [];
      let kernel: any;
      const engine = lambdaTest({
        partners: async () => {
          calls += 1;
          await kernel.timers.sleep(10 * second);
          return new Response();
        },
        more: (own) => {
          kernel = own;
          return [
            fake('dynamodb', {
              PutItem: async () => {
                calls += 1;
                await own.timers.sleep(10 * second);
                return {};
              },
            }),
          ];
        },
      });
      engine.function(
        'slow',
        async () => {
          if (kind === 'a call') await runtime().call('DynamoDBClient', 'PutItemCommand', {});
          if (kind === 'a fetch') await runtime().fetch('http://erp.test/');
          if (kind === 'a timer') {
            calls += 1;
            await sleepFor(10 * second);
          }
          if (kind === 'a sleep') {
            calls += 1;
            await runtime().sleep(10 * second);
          }
          after.push('completed');
          await runtime().call('DynamoDBClient', 'PutItemCommand', {});
        },
        { Timeout: 5 },
      );
      const pending = engine.invoke('slow');
      await engine.advance(60 * second);
      expect((await pending).Payload.errorType).toBe('Sandbox.Timedout');
      expect(after).toEqual([]);
      expect(calls).toBe(1);
    },
  );

  test('by a kill it answers nobody', async () => {
    const engine = lambdaTest();
    const after: string[] = [];
    engine.function('slow', async () => {
      await sleepFor(second);
      after.push('completed');
    });
    let answered = false;
    void engine.invoke('slow').then(() => {
      answered = true;
    });
    await engine.settle();
    engine.lambda.kill('test');
    await engine.advance(60 * second);
    expect([answered, after]).toEqual([false, []]);
  });

  test('by a restart of the engine it writes nothing into the new one', async () => {
    const engine = lambdaTest();
    const { url } = engine.queue('q');
    let go: (() => void) | undefined;
    engine.function(
      'zombie',
      async () => {
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        await runtime().call('SQSClient', 'SendMessageCommand', { QueueUrl: url, MessageBody: 'from the grave' });
      },
      { Timeout: 900 },
    );
    void engine.invoke('zombie');
    await engine.settle();
    engine.restart();
    go?.();
    await engine.settle();
    expect((await engine.call('sqs', 'ReceiveMessage', { QueueUrl: url })).Messages).toBeUndefined();
  });
});

// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
describe('what a function does not catch', () => {
  test.each([
    [
      'a rejection',
      () => {
        void Promise.reject(new RangeError('stray'));
      },
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'RangeError: stray' },
    ],
    [
      'an error in a timer',
      () => {
        setTimeout(() => {
          throw new RangeError('late');
        }, 10);
      },
      { errorType: 'RangeError', errorMessage: 'late' },
    ],
  ])('%s ends the invocation and not the engine', async (_, stray, expected) => {
    const engine = lambdaTest();
    const after: string[] = [];
    engine.function('stray', async () => {
      stray();
      await sleepFor(second);
      after.push('went on');
    });
    engine.function('other', () => 'fine');
    const pending = engine.invoke('stray');
    await engine.advance(2 * second);
    expect(await pending).toMatchObject({ FunctionError: 'Unhandled', Payload: expected });
    expect(after).toEqual([]);
    expect((await engine.invoke('other')).Payload).toBe('fine');
  });

  test('after the answer is told to the watchers only', async () => {
    const engine = lambdaTest();
    engine.function('stray', () => {
      void sleepFor(second).then(() => {
        throw new Error('too late');
      });
      return 'answer';
    });
    expect((await engine.invoke('stray')).Payload).toBe('answer');
    await engine.advance(2 * second);
    expect(engine.events).toContainEqual({ kind: 'lambda.stray-error', function: 'stray', error: 'Error: too late' });
  });
});

describe('fetch', () => {
  test('reaches the partners, by the seam and by the global', async () => {
    const engine = lambdaTest({
      partners: async (request) =>
        Response.json({ url: request.url, method: request.method, body: await request.text() }),
    });
    engine.function('asks', async () => [
      await (await runtime().fetch('http://erp.test/a', { method: 'POST', body: 'x' })).json(),
      await (await fetch(new URL('http://erp.test/b'))).json(),
    ]);
    expect((await engine.invoke('asks')).Payload).toEqual([
      { url: 'http://erp.test/a', method: 'POST', body: 'x' },
      { url: 'http://erp.test/b', method: 'GET', body: '' },
    ]);
  });

  test('is aborted in engine time', async () => {
    const engine = lambdaTest({ partners: hang });
    engine.function('asks', async () => {
      const before = Date.now();
      const error: any = await fetch('http://erp.test/', { signal: AbortSignal.timeout(2 * second) }).catch(
        (reason: unknown) => reason,
      );
      return [error.name, Date.now() - before];
    });
    const pending = engine.invoke('asks');
    await engine.advance(5 * second);
    expect((await pending).Payload).toEqual(['TimeoutError', 2000]);
  });

  test('without partners fails as an unreachable host does', async () => {
    const engine = lambdaTest();
    engine.function('asks', () => fetch('http://erp.test/'));
    expect((await engine.invoke('asks')).Payload).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'fetch failed',
    });
  });
});

describe('output', () => {
  test('of a function goes to the watchers and is billed, that of others is left alone', async () => {
    const engine = lambdaTest();
    engine.function(
      'talks',
      () => {
        console.log('hello %s', 'you');
        console.error('oh');
        process.stdout.write('{"raw":1}\n');
      },
      { LoggingConfig: { SystemLogLevel: 'WARN' } },
    );
    await engine.invoke('talks');
    console.log('from the test');
    const lines = engine.events.filter((event) => event.kind === 'lambda.log');
    expect(lines).toMatchObject([
      { function: 'talks', line: 'hello you' },
      { function: 'talks', line: 'oh' },
      { function: 'talks', line: '{"raw":1}' },
    ]);
    expect(engine.kernel.meter.totals()).toContainEqual({
      service: 'logs',
      unit: 'Bytes',
      resource: 'talks',
      amount: 20,
    });
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
  test('below the level of the function is dropped', async () => {
    const engine = lambdaTest();
    engine.function(
      'talks',
      () => {
        console.debug('d');
        console.info('i');
        console.warn('w');
      },
      { LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' } },
    );
    await engine.invoke('talks');
    expect(engine.events.filter((event) => event.kind === 'lambda.log').map((event) => event['line'])).toEqual(['w']);
  });
});

describe('bundles', () => {
  const root = mkdtempSync(join(tmpdir(), 'fairlead-seam-'));
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  const assembly = join(root, 'cdk.out');
  const bundle = (hash: string, code: string): string => {
    mkdirSync(join(assembly, `asset.${hash}`), { recursive: true });
    writeFileSync(join(assembly, `asset.${hash}`, 'index.mjs'), code);
    return hash;
  };
  const hashOf = (digit: string): string => digit.repeat(64);
  const shared = bundle(
    hashOf('a'),
    `
    await new Promise((resolve) => setImmediate(resolve));
    const name = process.env.NAME; let count = 0;
    export const handler = async () => ({ name, count: ++count, at: process.env.NAME });
  `,
  );
  bundle(hashOf('b'), 'throw new TypeError("cannot start");');
  bundle(hashOf('c'), 'export const other = 1;');
  bundle(
    hashOf('d'),
    'let n = 0; export const handler = async (event) => { n += 1; if (event.hang) await new Promise(() => {}); return n; };',
  );

  bundle(
    hashOf('9'),
    `let loaded; export const handler = () => (loaded ??= new Promise((resolve) => setTimeout(() => resolve('loaded'), 2000)));`,
  );

  const open = (
    names: Record<string, string>,
    boot = String(Math.random()),
  ): { invoke: (name: string, payload?: object) => Promise<any>; kernel: ReturnType<typeof createKernel> } => {
    const kernel = createKernel({ time: { kind: 'virtual', startAt: Date.parse('2026-03-02T08:00:00Z') } });
    const lambda = createLambda(kernel, { seam: installSeam(kernel), boot });
    kernel.register(lambda);
    for (const [name, hash] of Object.entries(names)) {
      lambda.resourceTypes
        .find((type) => type.type === 'AWS::Lambda::Function')
        ?.create({
          stack: 'S',
          logicalId: name,
          type: 'AWS::Lambda::Function',
          metadata: {},
          physicalName: name,
          assemblyDirectory: assembly,
          properties: {
            Handler: 'index.handler',
            Runtime: 'nodejs24.x',
            Role: `role/${name}`,
            Code: { S3Bucket: 'b', S3Key: `${hash}.zip` },
            Environment: { Variables: { NAME: name } },
          },
        });
    }
    kernel.start();
    return {
      kernel,
      invoke: async (name, payload = {}) => {
        const pending = kernel.call({ kind: 'root' }, 'lambda', 'Invoke', {
          FunctionName: name,
          Payload: JSON.stringify(payload),
        });
        await kernel.advance(10 * second);
        const answer: any = await pending;
        return JSON.parse(answer.Payload.transformToString());
      },
    };
  };

  test('are imported once a function, with its environment, also behind a top-level await', async () => {
    const { invoke } = open({ one: shared, two: shared });
    expect(await Promise.all([invoke('one'), invoke('two')])).toEqual([
      { name: 'one', count: 1, at: 'one' },
      { name: 'two', count: 1, at: 'two' },
    ]);
    expect(await invoke('one')).toEqual({ name: 'one', count: 2, at: 'one' });
  });

  test('a module that waited for something when its engine died is not met again', async () => {
    const died = open({ memo: hashOf('9') }, '');
    const lost = died.kernel.call({ kind: 'root' }, 'lambda', 'Invoke', { FunctionName: 'memo' });
    await died.kernel.settle();
    died.kernel.kill();
    const { invoke } = open({ memo: hashOf('9') }, '');
    expect(await invoke('memo')).toBe('loaded');
    void lost;
  });

  test.each([
    ['b', 'TypeError', /cannot start/],
    ['c', 'Runtime.HandlerNotFound', /index\.handler is undefined or not exported/],
    ['e', 'Runtime.ImportModuleError', /Cannot find module/],
  ])('bundle %s fails with %s', async (digit, errorType, errorMessage) => {
    const { invoke } = open({ broken: hashOf(digit) });
    expect(await invoke('broken')).toMatchObject({ errorType, errorMessage: expect.stringMatching(errorMessage) });
  });

  test('after a time-out the next invocation starts with a fresh module', async () => {
    const { invoke } = open({ slow: hashOf('d') });
    expect(await invoke('slow')).toBe(1);
    expect(await invoke('slow')).toBe(2);
    expect(await invoke('slow', { hang: true })).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect(await invoke('slow')).toBe(1);
  });
});

describe('in real time', () => {
  test("timers within a function take real time however fast the engine runs; Date is the engine's", async () => {
    const kernel = createKernel({ time: { kind: 'real', speed: 600, startAt: Date.parse('2031-01-01T00:00:00Z') } });
    const lambda = createLambda(kernel, { seam: installSeam(kernel) });
    kernel.register(lambda);
    lambda.setCode('f', async () => {
      const before = Date.now();
      const realBefore = performance.now();
      await sleepFor(50);
      return { real: performance.now() - realBefore, engine: Date.now() - before, year: new Date().getFullYear() };
    });
    lambda.resourceTypes
      .find((type) => type.type === 'AWS::Lambda::Function')
      ?.create({
        stack: 'S',
        logicalId: 'f',
        type: 'AWS::Lambda::Function',
        metadata: {},
        physicalName: 'f',
        assemblyDirectory: '/',
        properties: { Handler: 'index.handler', Runtime: 'nodejs24.x', Role: 'r', Code: { S3Key: 'x' }, Timeout: 1 },
      });
    kernel.start();
    const answer = await kernel.call({ kind: 'root' }, 'lambda', 'Invoke', { FunctionName: 'f' });
    const { real, engine, year } = JSON.parse(answer.Payload.transformToString());
    expect(real).toBeGreaterThanOrEqual(45);
    expect(real).toBeLessThan(1000);
    expect(engine).toBeGreaterThanOrEqual(45 * 600);
    expect(year).toBe(2031);
    kernel.kill();
  });
});
