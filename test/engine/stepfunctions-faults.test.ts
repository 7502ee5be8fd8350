import { describe, expect, test } from 'vitest';
import { createRandom } from '../../local/kernel/random.ts';
import { FUNCTION, FunctionError, bench } from './stepfunctions-support.ts';
import type { Bench } from './stepfunctions-support.ts';

const call = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: FUNCTION, Payload: { name, input: '{% $states.input %}' } },
  Output: '{% $states.result.Payload %}',
  Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 5, MaxAttempts: 5 }],
  ...more,
});

/** A bit of everything that waits: a timer, a retry, a token with heartbeats, branches, iterations, a computed time-out. */
const machine = {
  StartAt: 'Set',
  States: {
    Set: { Type: 'Pass', Assign: { id: '{% $states.input.id %}' }, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Flaky',
          States: { Flaky: call('flaky', { Next: 'Rest' }), Rest: { Type: 'Wait', Seconds: 7, End: true } },
        },
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              Items: '{% [1, 2, 3] %}',
              MaxConcurrency: 2,
              ItemProcessor: {
                StartAt: 'Slow',
                States: { Slow: call('slow', { Next: 'Pause' }), Pause: { Type: 'Wait', Seconds: 3, End: true } },
              },
              End: true,
            },
          },
        },
      ],
      Next: 'Ask',
    },
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: FUNCTION, Payload: { name: 'ask', token: '{% $states.context.Task.Token %}' } },
      HeartbeatSeconds: 60,
      TimeoutSeconds: 600,
      Assign: { answer: '{% $states.result %}' },
      Output: '{% $states.input %}',
      Next: 'Late',
    },
    Late: call('late', {
      TimeoutSeconds: '{% 4 %}',
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Done' }],
      End: true,
    }),
    Done: { Type: 'Pass', Output: '{% {"id": $id, "answer": $answer} %}', End: true },
  },
};

/** The world around the machine: answers after a while, and answers tokens a minute later, however often it is asked. */
function play(t: Bench): ReadonlySet<string> {
  const tokens = new Set<string>();
  const failed = new Set<string>();
  t.work(async ({ name, token, input }) => {
    await t.kernel.timers.sleep(name === 'late' ? 30_000 : 1_000);
    if (name === 'flaky' && failed.size < 2) {
      failed.add(String(failed.size));
      throw new FunctionError('Flaky', 'again');
    }
    if (name === 'ask') tokens.add(token);
    return name === 'slow' ? input * 10 : name;
  });
  return tokens;
}

async function live(t: Bench, kill: () => boolean): Promise<{ output: string; types: string[] }> {
  const tokens = play(t);
  const execution = await t.start(await t.create(machine), { id: 'case-1' }, 'case-1');
  for (let second = 0; second < 200; second += 1) {
    await t.advance(1_000);
    if (kill()) t.restart();
    if (second === 65) {
      for (const taskToken of tokens) await t.call('sfn', 'SendTaskHeartbeat', { taskToken });
    }
    if (second === 110) {
      expect(tokens.size).toBe(1);
      for (const taskToken of tokens) await t.call('sfn', 'SendTaskSuccess', { taskToken, output: '"yes"' });
    }
  }
  const done = await t.describe(execution);
  return { output: done.output ?? JSON.stringify(done), types: (await t.history(execution)).map(({ type }) => type) };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html: Standard workflows are durable */
describe('killed at any second, an execution ends as if nothing had happened', () => {
  test('without a kill', async () => {
    const { output } = await live(bench(), () => false);
    expect(JSON.parse(output)).toEqual({ id: 'case-1', answer: 'yes' });
  });

  test.each(Array.from({ length: 20 }, (_, seed) => seed + 1))('seed %i', async (seed) => {
    const plain = await live(bench(), () => false);
    const random = createRandom(seed);
    const killed = await live(bench({ seed }), () => random() < 0.2);
    expect(killed.output).toBe(plain.output);
    // Branches may take turns otherwise; nothing happened more often, and nothing is missing.
    expect(killed.types.toSorted()).toEqual(plain.types.toSorted());
  });
});
