import { describe, expect, test } from 'vitest';
import type { Service } from '../../local/kernel/types.ts';
import { lambdaTest } from './lambda-support.ts';
import type { LambdaTest } from './lambda-support.ts';

const second = 1000;
const hang = (): Promise<never> => new Promise<never>(() => undefined);
const read = async (engine: LambdaTest, url: string): Promise<any[]> =>
  (
    await engine.call('sqs', 'ReceiveMessage', {
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    })
  ).Messages ?? [];

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html
describe('synchronous invocation', () => {
  test('hands on the event and answers with the result', async () => {
    const engine = lambdaTest();
    engine.function('echo', (event) => ({ got: event }));
    expect(await engine.invoke('echo', { a: 1 })).toMatchObject({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: { got: { a: 1 } },
    });
  });

  test('without a payload the event is empty, without a result the answer is null', async () => {
    const engine = lambdaTest();
    let seen: unknown;
    engine.function('none', (event) => {
      seen = event;
    });
    const answer = await engine.call('lambda', 'Invoke', { FunctionName: 'none' });
    expect(answer.Payload.transformToString()).toBe('null');
    expect(seen).toEqual({});
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
  test('has the context', async () => {
    const engine = lambdaTest();
    engine.function('context', (_, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() }), {
      Timeout: 7,
      MemorySize: 512,
    });
    const { Payload } = await engine.invoke('context');
    expect(Payload).toMatchObject({
      functionName: 'context',
      functionVersion: '$LATEST',
      invokedFunctionArn: engine.kernel.arn('lambda', 'function:context'),
      memoryLimitInMB: '512',
      remaining: 7000,
    });
    expect(Payload.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
  test.each([
    [
      'an error',
      () => {
        throw new TypeError('no');
      },
      { errorType: 'TypeError', errorMessage: 'no' },
    ],
    ['a rejection', () => Promise.reject(new RangeError('far')), { errorType: 'RangeError', errorMessage: 'far' }],
    [
      'a text',
      () => {
        AbortSignal.abort('plain').throwIfAborted();
      },
      { errorType: 'string', errorMessage: 'plain', trace: [] },
    ],
    [
      'a result without JSON',
      () => ({ n: 1n }),
      { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to stringify response body' },
    ],
    [
      'a callback handler',
      (_event: unknown, _context: unknown, callback: unknown) => callback,
      { errorType: 'Runtime.CallbackHandlerDeprecated' },
    ],
    ['too large a result', () => 'x'.repeat(6_291_560), { errorType: 'Function.ResponseSizeTooLarge' }],
  ])('answers 200 with FunctionError for %s', async (_, handler, payload) => {
    const engine = lambdaTest();
    engine.function('fails', handler as never);
    const answer = await engine.invoke('fails');
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', Payload: payload });
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
  test.each([
    ['waits', () => hang()],
    ['sleeps', () => new Promise((resolve) => setTimeout(resolve, 60 * second))],
  ])('a function that %s is ended at its time-out', async (_, handler) => {
    const engine = lambdaTest();
    engine.function('slow', handler, { Timeout: 5 });
    const start = engine.kernel.now();
    const pending = engine.invoke('slow');
    let endedAt = 0;
    void pending.then(() => {
      endedAt = engine.kernel.now();
    });
    await engine.advance(20 * second);
    const answer = await pending;
    expect(answer.FunctionError).toBe('Unhandled');
    expect(answer.Payload.errorType).toBe('Sandbox.Timedout');
    expect(answer.Payload.errorMessage).toMatch(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 5\.00 seconds$/);
    expect(endedAt).toBe(start + 5 * second);
  });

  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
  test.each([
    ['ResourceNotFoundException', { FunctionName: 'absent' }],
    ['ResourceNotFoundException', { FunctionName: 'echo:nothing' }],
    ['InvalidRequestContentException', { FunctionName: 'echo', Payload: '{' }],
    ['RequestTooLargeException', { FunctionName: 'echo', Payload: JSON.stringify('x'.repeat(6_291_456)) }],
    [
      'RequestTooLargeException',
      { FunctionName: 'echo', Payload: JSON.stringify('x'.repeat(1_048_576)), InvocationType: 'Event' },
    ],
    ['UnsupportedError', { FunctionName: 'echo', LogType: 'Tail' }],
  ])('%s', async (name, input) => {
    const engine = lambdaTest();
    let runs = 0;
    engine.function('echo', () => {
      runs += 1;
    });
    await expect(engine.call('lambda', 'Invoke', input)).rejects.toMatchObject({ name });
    await engine.settle();
    expect(runs).toBe(0);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
  test('over its reserved concurrency it is throttled, and free again afterwards', async () => {
    const engine = lambdaTest();
    engine.function('one', () => new Promise((resolve) => setTimeout(resolve, second)), {
      ReservedConcurrentExecutions: 1,
    });
    const first = engine.invoke('one');
    await engine.settle();
    await expect(engine.invoke('one')).rejects.toMatchObject({ name: 'TooManyRequestsException', httpStatusCode: 429 });
    await engine.advance(second);
    await first;
    const second_ = engine.invoke('one');
    await engine.advance(second);
    expect(await second_).toMatchObject({ StatusCode: 200 });
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
  test('an alias leads to its version; permissions are asked for the alias', async () => {
    const engine = lambdaTest();
    const arn = engine.function('aliased', (_, context) => [context.functionVersion, context.invokedFunctionArn]);
    engine.provision('AWS::Lambda::Version', 'V', { FunctionName: 'aliased' });
    engine.provision('AWS::Lambda::Alias', 'A', { FunctionName: 'aliased', FunctionVersion: '1', Name: 'live' });
    expect((await engine.invoke('aliased', {}, { Qualifier: 'live' })).Payload).toEqual(['1', `${arn}:live`]);
    expect((await engine.invoke(`${arn}:live`)).ExecutedVersion).toBe('1');
  });

  // https://aws.amazon.com/lambda/pricing/
  test('is billed by request and by milliseconds times memory', async () => {
    const engine = lambdaTest();
    engine.function('billed', () => new Promise((resolve) => setTimeout(resolve, 2 * second)), { MemorySize: 512 });
    const pending = engine.invoke('billed');
    await engine.advance(2 * second);
    await pending;
    const lines = engine.kernel.meter.totals().filter((line) => line.service === 'lambda');
    expect(lines).toEqual([
      { service: 'lambda', unit: 'Requests', resource: 'billed', amount: 1 },
      { service: 'lambda', unit: 'GBSeconds', resource: 'billed', amount: 1 },
    ]);
  });
});

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
describe('asynchronous invocation', () => {
  const minute = 60 * second;
  const failing = (engine: LambdaTest, name = 'fails', properties: object = {}): number[] => {
    const at: number[] = [];
    engine.function(
      name,
      () => {
        at.push((engine.kernel.now() - start(engine)) / second);
        throw new Error('always');
      },
      properties,
    );
    return at;
  };
  const start = (engine: LambdaTest): number =>
    (starts.get(engine) ?? starts.set(engine, engine.kernel.now()).get(engine)) as number;
  const starts = new WeakMap<LambdaTest, number>();
  const sendEvent = (engine: LambdaTest, name = 'fails'): Promise<any> =>
    engine.invoke(name, { order: 7 }, { InvocationType: 'Event' });

  test('answers 202 at once and runs', async () => {
    const engine = lambdaTest();
    const seen: unknown[] = [];
    engine.function('later', (event) => {
      seen.push(event);
    });
    expect(await sendEvent(engine, 'later')).toMatchObject({ StatusCode: 202, Payload: undefined });
    await engine.advance(10 * minute);
    expect(seen).toEqual([{ order: 7 }]);
  });

  test('a failing function runs again after one and two minutes, and no more', async () => {
    const engine = lambdaTest();
    start(engine);
    const at = failing(engine);
    await sendEvent(engine);
    await engine.advance(60 * minute);
    expect(at).toEqual([0, 60, 180]);
  });

  test('the configuration bounds retries, and the failure is told to the destination', async () => {
    const engine = lambdaTest();
    start(engine);
    const at = failing(engine);
    const { url, arn } = engine.queue('failed');
    engine.provision('AWS::Lambda::EventInvokeConfig', 'C', {
      FunctionName: 'fails',
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: arn } },
    });
    await sendEvent(engine);
    await engine.advance(30 * second);
    expect(await read(engine, url)).toEqual([]);
    await engine.advance(60 * minute);
    expect(at).toEqual([0, 60]);
    const [message] = await read(engine, url);
    expect(JSON.parse(message.Body)).toMatchObject({
      version: '1.0',
      requestContext: {
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
        functionArn: `${engine.kernel.arn('lambda', 'function:fails')}:$LATEST`,
      },
      requestPayload: { order: 7 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'always' },
    });
  });

  test('an event that is too old is not tried again', async () => {
    const engine = lambdaTest();
    start(engine);
    const at = failing(engine);
    const { url, arn } = engine.queue('failed');
    engine.provision('AWS::Lambda::EventInvokeConfig', 'C', {
      FunctionName: 'fails',
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 90,
      DestinationConfig: { OnFailure: { Destination: arn } },
    });
    await sendEvent(engine);
    await engine.advance(60 * minute);
    expect(at).toEqual([0, 60]);
    expect(JSON.parse((await read(engine, url))[0].Body).requestContext).toMatchObject({
      condition: 'EventAgeExceeded',
      approximateInvokeCount: 2,
    });
  });

  test('a success is told to its destination, and not to that of failures', async () => {
    const engine = lambdaTest();
    engine.function('works', () => 'fine');
    const good = engine.queue('good');
    const bad = engine.queue('bad');
    engine.provision('AWS::Lambda::EventInvokeConfig', 'C', {
      FunctionName: 'works',
      Qualifier: '$LATEST',
      DestinationConfig: { OnSuccess: { Destination: good.arn }, OnFailure: { Destination: bad.arn } },
    });
    await sendEvent(engine, 'works');
    await engine.settle();
    expect(JSON.parse((await read(engine, good.url))[0].Body)).toMatchObject({
      requestContext: { condition: 'Success' },
      responsePayload: 'fine',
    });
    expect(await read(engine, bad.url)).toEqual([]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
  test('the dead-letter queue gets the event itself, with the error beside it', async () => {
    const engine = lambdaTest();
    start(engine);
    const { url, arn } = engine.queue('dlq');
    failing(engine, 'fails', { DeadLetterConfig: { TargetArn: arn } });
    await sendEvent(engine);
    await engine.advance(10 * minute);
    const [message] = await read(engine, url);
    expect(JSON.parse(message.Body)).toEqual({ order: 7 });
    expect(message.MessageAttributes).toMatchObject({
      ErrorCode: { StringValue: '200' },
      ErrorMessage: { StringValue: 'always' },
    });
  });

  test('what waits for its retry, and what was running, goes on after a restart', async () => {
    const engine = lambdaTest();
    start(engine);
    const at: number[] = [];
    let healthy = false;
    engine.function(
      'dies',
      async () => {
        at.push((engine.kernel.now() - start(engine)) / second);
        if (!healthy) await hang();
      },
      { Timeout: 900 },
    );
    await sendEvent(engine, 'dies');
    await engine.advance(5 * second);
    healthy = true;
    engine.lambda.kill('test');
    engine.restart();
    await engine.advance(60 * minute);
    expect(at).toEqual([0, 5]);
  });

  test('a throttled event waits and does not lose an attempt', async () => {
    const engine = lambdaTest();
    const ends: number[] = [];
    const begun = engine.kernel.now();
    engine.function(
      'one',
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 10 * second));
        ends.push((engine.kernel.now() - begun) / second);
      },
      { ReservedConcurrentExecutions: 1, Timeout: 30 },
    );
    await sendEvent(engine, 'one');
    await sendEvent(engine, 'one');
    await engine.advance(60 * minute);
    expect(ends).toEqual([10, 25]);
  });
});

// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
test("a permission becomes a statement of the function's policy", () => {
  const added: unknown[] = [];
  const engine = lambdaTest({
    access: { addResourcePolicy: (arn, policy) => added.push([arn, policy]), assertAllowed: () => undefined },
  });
  const arn = engine.function('f', () => undefined);
  engine.provision('AWS::Lambda::Permission', 'P', {
    FunctionName: arn,
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: 'arn:aws:events:eu-central-1:1:rule/r',
  });
  expect(added).toMatchObject([
    [
      arn,
      {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'lambda:InvokeFunction',
            Resource: arn,
            Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-central-1:1:rule/r' } },
          },
        ],
      },
    ],
  ]);
});

test.each([
  [{ Runtime: 'python3.13' }, /python3\.13/],
  [{ Code: { ZipFile: 'x' } }, /ZipFile/],
  [{ Timeout: 901 }, /timeout/],
])('a function that cannot run here stops the boot: %j', (properties, message) => {
  expect(() => lambdaTest().function('f', () => undefined, properties)).toThrow(message);
});

test('a destination that is a fake service gets what its command takes', async () => {
  const published: unknown[] = [];
  const sns: Service = {
    name: 'sns',
    resourceTypes: [],
    operations: {
      Publish: {
        authorize: () => [],
        run: (input, context) => {
          published.push([input, context.principal]);
          return {};
        },
      },
    },
  };
  const engine = lambdaTest({ more: () => [sns] });
  engine.function('works', () => 1);
  const topic = 'arn:aws:sns:eu-central-1:111122223333:told';
  engine.provision('AWS::Lambda::EventInvokeConfig', 'C', {
    FunctionName: 'works',
    Qualifier: '$LATEST',
    DestinationConfig: { OnSuccess: { Destination: topic } },
  });
  await engine.invoke('works', {}, { InvocationType: 'Event' });
  await engine.settle();
  expect(published).toMatchObject([
    [{ TopicArn: topic }, { kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/works' }],
  ]);
});
