import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDueSchedules } from '../../../lambdas/silence/adapters/due-schedules.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

let fixture: StoreFixture;
/** What the scheduler has, by name. */
let schedules: Map<string, string>;
const named = (name: string): Error => Object.assign(new Error(name), { name });

beforeEach(() => {
  fixture = openStores('2026-03-02T08:00:00.000Z');
  schedules = new Map();
  fixture.answer(({ command, input }) => {
    const isThere = schedules.has(input.Name);
    if (command === 'CreateScheduleCommand' && isThere) throw named('ConflictException');
    if (command !== 'CreateScheduleCommand' && !isThere) throw named('ResourceNotFoundException');
    if (command === 'DeleteScheduleCommand') schedules.delete(input.Name);
    else schedules.set(input.Name, input.ScheduleExpression);
    return {};
  });
});
afterEach(() => fixture.close());

const due = () =>
  createDueSchedules({ group: 'g', queueUrl: 'q', queueArn: 'arn:q', roleArn: 'arn:r', deadLettersArn: 'arn:d' });
const key = { pk: 'SUBJECT#shipment#CPCC#S1', sk: 'PLAN#departed#' };

it('a milestone that is promised twice has one schedule, and a moved one too', async () => {
  await due().setFor(key, '2026-03-02T14:00:00.000Z');
  await due().setFor(key, '2026-03-02T14:00:00.000Z');
  await due().setFor(key, '2026-03-03T14:00:00.000Z');
  expect([...schedules.values()]).toEqual(['at(2026-03-03T14:00:00)']);
  await due().setFor({ ...key, sk: 'PLAN#arrived#' }, '2026-03-04T14:00:00.000Z');
  expect(schedules.size).toBe(2);
});

it('what is met twice, or has fired already, is cancelled without complaint', async () => {
  await due().setFor(key, '2026-03-02T14:00:00.000Z');
  await due().cancel(key);
  await due().cancel(key);
  expect(schedules.size).toBe(0);
});

it('what the scheduler cannot do is an error, and comes again', async () => {
  fixture.answer(() => {
    throw named('ThrottlingException');
  });
  await expect(due().setFor(key, '2026-03-02T14:00:00.000Z')).rejects.toThrow('Throttling');
  await expect(due().cancel(key)).rejects.toThrow('Throttling');
});
