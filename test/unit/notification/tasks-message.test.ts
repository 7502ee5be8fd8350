import { describe, expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Task } from '../../../lambdas/contracts/index.ts';
import { composeMessage } from '../../../lambdas/notification/compose-message.ts';
import { renderSms } from '../../../lambdas/notification/render-sms.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T09:00:00.000Z';
const pack = defaultPack();
const dan = pack.people.find(({ id }) => id === 'dan-okafor')!;
const clock = { startedAt: AT, dueAt: '2026-03-02T09:15:00.000Z' };
const record = openCase({ state: 'triaged', clocks: { acknowledge: clock, resolve: clock, communicate: clock } });
const taskOf = (id: string, dueAt: string): Task =>
  ({ id, title: `Task ${id}`, function: 'finance', state: 'open', dueAt, after: [] }) as unknown as Task;
const SOON = taskOf('soon', '2026-03-02T12:00:00.000Z');
const LATER = taskOf('later', '2026-03-02T13:00:00.000Z');
const LATE = taskOf('late', '2026-03-02T08:00:00.000Z');

function told(purpose: 'task_set' | 'task_late', ...tasks: readonly Task[]) {
  const notice = claimedCall({
    id: deriveId('ntc', 'one'),
    caseId: record.id,
    purpose,
    taskIds: tasks.map(({ id }) => id),
    person: dan.id,
    channel: 'sms',
    state: 'sending',
    claimedAt: AT,
  });
  const message = composeMessage({
    record,
    notice,
    person: dan,
    pack,
    at: AT,
    tasks,
    acknowledgeUrl: 'https://x.test',
  });
  return { message, sms: renderSms({ message, record, person: dan, code: undefined, at: AT }) };
}

describe('whoever is told of tasks reads by when these are to be done, and nothing of taking the case', () => {
  it.each([
    ['one', [SOON], 'Do it by Mon, Mar 2, 06:00 CST (in 3 hours).', /Do it by 06:00 CST\./],
    [
      'several, the first of them first',
      [LATER, SOON],
      'Do the first of them by Mon, Mar 2, 06:00 CST (in 3 hours).',
      /Do it by 06:00 CST\./,
    ],
    ['late', [LATE], 'It was to be done by Mon, Mar 2, 02:00 CST (60 minutes ago).', /Do it now: late\./],
    [
      'one of several late',
      [SOON, LATE],
      'The first of them was to be done by Mon, Mar 2, 02:00 CST (60 minutes ago).',
      /Do it now: late\./,
    ],
  ] as const)('%s', (_which, tasks, byWhen, short) => {
    const { message, sms } = told('task_set', ...tasks);
    expect(message.byWhen).toBe(byWhen);
    expect(message.acknowledgeUrl).toBeUndefined();
    expect(sms).toMatch(short);
    expect(sms).not.toContain('Take it');
  });
});
