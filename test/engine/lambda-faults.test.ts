import { expect, test } from 'vitest';
import { AwsError } from '../../local/kernel/errors.ts';
import { createRandom } from '../../local/kernel/random.ts';
import { lambdaTest } from './lambda-support.ts';

const second = 1000;
const runtime = (): any => Reflect.get(globalThis, Symbol.for('fairlead.runtime'));

// At least once: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html
test.each(Array.from({ length: 25 }, (_, seed) => seed + 1))(
  'history %i: with failures, time-outs, throttles and kills, each message is handled or a dead letter, and none is lost',
  async (seed) => {
    const random = createRandom(seed);
    const handled = new Set<string>();
    const engine = lambdaTest({
      seed,
      intercept: async (call, proceed) => {
        if (call.operation === 'SendMessage' || random() > 0.1) return proceed();
        if (random() < 0.5) throw new AwsError('ThrottlingException', 'planted');
        await proceed();
        throw new AwsError('InternalError', 'planted, after it was done', { httpStatusCode: 500 });
      },
    });
    const dlq = engine.queue('dlq', { VisibilityTimeout: 0 });
    const second_ = engine.queue('second', {
      RedrivePolicy: { deadLetterTargetArn: dlq.arn, maxReceiveCount: 3 },
    });
    const first = engine.queue('first', { RedrivePolicy: { deadLetterTargetArn: dlq.arn, maxReceiveCount: 3 } });
    const misbehave = async (): Promise<void> => {
      const draw = random();
      if (draw < 0.15) throw new Error('planted');
      if (draw < 0.25) await runtime().sleep(60 * second);
      if (draw < 0.5) await new Promise((resolve) => setTimeout(resolve, draw * 4 * second));
    };
    engine.function(
      'forward',
      async (event) => {
        await misbehave();
        for (const { body } of event.Records) {
          await runtime().call('SQSClient', 'SendMessageCommand', { QueueUrl: second_.url, MessageBody: body });
        }
      },
      { Timeout: 5 },
    );
    engine.function(
      'finish',
      async (event) => {
        await misbehave();
        for (const { body } of event.Records) handled.add(body);
      },
      { Timeout: 5, ReservedConcurrentExecutions: 3 },
    );
    for (const [id, source, name] of [
      ['M1', first.arn, 'forward'],
      ['M2', second_.arn, 'finish'],
    ]) {
      engine.provision('AWS::Lambda::EventSourceMapping', String(id), { EventSourceArn: source, FunctionName: name });
    }
    const sent = Array.from({ length: 40 }, (_, index) => `m${index}`);
    for (const [index, body] of sent.entries()) {
      await engine.call('sqs', 'SendMessage', { QueueUrl: first.url, MessageBody: body });
      await engine.advance(Math.floor(random() * 3 * second));
      if (index % 10 === 9) {
        engine.lambda.kill('planted');
        engine.restart();
      }
    }
    await engine.advance(3600 * second);
    const dead = engine.kernel.store
      .all<{ body: string; queue: string }>('SELECT body, queue FROM sqs_messages')
      .map(({ body, queue }) => ({ body, queue }));
    expect(dead.filter(({ queue }) => queue !== 'dlq')).toEqual([]);
    const missing = sent.filter((body) => !handled.has(body) && !dead.some((message) => message.body === body));
    expect(missing).toEqual([]);
    expect(engine.lambda.running()).toBe(0);
  },
);
