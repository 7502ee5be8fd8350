import { describe, expect, test } from 'vitest';
import { bench, chain, single } from './stepfunctions-support.ts';

describe('Pass, Choice, Wait, Succeed and Fail', () => {
  test('a state puts out what its Output evaluates to, not its input', async () => {
    const t = bench();
    const done = await t.run(single({ Type: 'Pass', Output: { total: '{% $sum($states.input.items.n) %}' } }), {
      items: [{ n: 3 }, { n: 9 }],
    });
    expect(done.status).toBe('SUCCEEDED');
    expect(JSON.parse(done.output)).toEqual({ total: 12 });
  });

  test('events follow each other as AWS numbers them', async () => {
    const t = bench();
    const done = await t.run(single({ Type: 'Pass' }), { a: 1 });
    expect(chain(await t.history(done.executionArn))).toEqual([
      ['ExecutionStarted', 0],
      ['PassStateEntered', 0],
      ['PassStateExited', 2],
      ['ExecutionSucceeded', 3],
    ]);
  });

  test('a wait of three days takes three days', async () => {
    const t = bench();
    const machine = await t.create(single({ Type: 'Wait', Seconds: '{% $states.input.s %}' }));
    const execution = await t.start(machine, { s: 259_200 });
    await t.advance(259_199_000);
    expect((await t.describe(execution)).status).toBe('RUNNING');
    t.restart();
    await t.advance(1_000);
    expect((await t.describe(execution)).status).toBe('SUCCEEDED');
  });
});
