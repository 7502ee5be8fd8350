import { expect, test } from 'vitest';
import { createKernel } from '../../local/kernel/kernel.ts';
import type { RunnableKernel } from '../../local/kernel/kernel.ts';
import { createScheduler } from '../../local/services/scheduler/index.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-02T08:00:00Z');
const ROLE = 'arn:aws:iam::111122223333:role/r';
const FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:f';

interface Invoked {
  readonly at: string;
  readonly scheduled: string;
}

const clockOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(11, 16);

function open(invoked: Invoked[], startAt: number, store?: RunnableKernel['ownedStore']): RunnableKernel {
  const kernel = createKernel({ time: { kind: 'virtual', startAt }, ...(store === undefined ? {} : { store }) });
  kernel.register(createScheduler(kernel));
  kernel.register({
    name: 'lambda',
    resourceTypes: [],
    operations: {
      Invoke: {
        authorize: () => [],
        run: ({ Payload }) => {
          const { time } = JSON.parse(new TextDecoder().decode(Payload));
          invoked.push({ at: clockOf(kernel.now()), scheduled: time.slice(11, 16) });
          return { StatusCode: 202 };
        },
      },
    },
  });
  kernel.start();
  return kernel;
}

/** Lives for a while, is down until `upAgain`, and lives for four minutes more. */
async function outage(expression: string, upAgain: number, settings: object = {}): Promise<readonly Invoked[]> {
  const invoked: Invoked[] = [];
  const before = open(invoked, START);
  await before.call({ kind: 'root' }, 'scheduler', 'CreateSchedule', {
    Name: 's',
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: FUNCTION, RoleArn: ROLE, Input: '{"time":"<aws.scheduler.scheduled-time>"}' },
    ...settings,
  });
  await before.advance(MINUTE);
  before.kill();
  invoked.length = 0;
  const after = open(invoked, upAgain, before.ownedStore);
  await after.advance(4 * MINUTE);
  return invoked;
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html; that a machine is off is ours: one invocation makes up for all that it missed. */
test.each<[expression: string, expected: readonly Invoked[]]>([
  [
    'rate(2 minutes)',
    [
      { at: '08:31', scheduled: '08:02' },
      { at: '08:32', scheduled: '08:32' },
      { at: '08:34', scheduled: '08:34' },
    ],
  ],
  ['cron(0/10 * * * ? *)', [{ at: '08:31', scheduled: '08:10' }]],
  ['at(2026-03-02T08:20:00)', [{ at: '08:31', scheduled: '08:20' }]],
  ['at(2026-03-02T09:20:00)', []],
])('%s: what was missed is made up for once, and then it goes on', async (expression, expected) => {
  expect(await outage(expression, START + 31 * MINUTE)).toEqual(expected);
});

test('nothing missed, nothing made up for', async () => {
  expect(await outage('rate(1 hour)', START + 31 * MINUTE)).toEqual([]);
});

test('a disabled schedule has missed nothing', async () => {
  expect(await outage('rate(2 minutes)', START + 31 * MINUTE, { State: 'DISABLED' })).toEqual([]);
});
