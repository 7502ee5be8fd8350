import { describe, expect, it } from 'vitest';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { deadlineOf, shortDeadlineOf } from '../../../lambdas/notification/say-deadline.ts';
import { openCase } from '../../support/case.ts';

const AT = '2026-03-02T09:00:00.000Z';
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const record = (acknowledge: number, resolve: number, acknowledgedBy?: string): Case => {
  const clock = (dueIn: number) => ({ startedAt: AT, dueAt: minutes(dueIn) });
  return openCase({
    clocks: { acknowledge: clock(acknowledge), resolve: clock(resolve), communicate: clock(resolve) },
    ...(acknowledgedBy === undefined ? {} : { acknowledgedBy }),
  });
};
const reader = { zone: 'Europe/London', at: AT };

describe('by when', () => {
  it.each<[string, Case, string, string]>([
    [
      'nobody has it, and there is time',
      record(15, 240),
      'Acknowledge by Mon 2 Mar, 09:15 GMT (in 15 minutes), resolve by Mon 2 Mar, 13:00 GMT (in 4 hours).',
      'Take it by 09:15 GMT.',
    ],
    [
      'its time is over this moment',
      record(0, 240),
      'Acknowledge it now: that was promised by Mon 2 Mar, 09:00 GMT (just now). Resolve by Mon 2 Mar, 13:00 GMT (in 4 hours).',
      'Take it now: late.',
    ],
    [
      'all of its time is over',
      record(-30, -10),
      'Acknowledge it now: that was promised by Mon 2 Mar, 08:30 GMT (30 minutes ago). It was to be resolved by Mon 2 Mar, 08:50 GMT (10 minutes ago): it is late.',
      'Take it now: late.',
    ],
    [
      'an outside deadline is over before the time to take it',
      record(15, -10),
      'Acknowledge by Mon 2 Mar, 09:15 GMT (in 15 minutes). It was to be resolved by Mon 2 Mar, 08:50 GMT (10 minutes ago): it is late.',
      'Take it by 09:15 GMT.',
    ],
    [
      'somebody has it',
      record(-30, 60, 'jonas-weber'),
      'To be resolved by Mon 2 Mar, 10:00 GMT (in 60 minutes).',
      'Resolve by 10:00 GMT.',
    ],
    [
      'somebody has it for too long',
      record(-30, -1, 'jonas-weber'),
      'It was to be resolved by Mon 2 Mar, 08:59 GMT (1 minute ago): it is late.',
      'Resolve it now: late.',
    ],
  ])('%s', (_name, about, said, short) => {
    expect(deadlineOf(about, reader)).toBe(said);
    expect(shortDeadlineOf(about, reader)).toBe(short);
  });

  it('says nothing where nobody knows', () => {
    const { clocks: _none, ...bare } = openCase();
    expect([deadlineOf(bare, reader), shortDeadlineOf(bare, reader)]).toEqual([undefined, '']);
  });
});
