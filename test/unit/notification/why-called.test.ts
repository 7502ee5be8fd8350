import { describe, expect, it } from 'vitest';
import { deriveId } from '../../../lambdas/contracts/index.ts';
import type { Case } from '../../../lambdas/contracts/index.ts';
import { composeMessage } from '../../../lambdas/notification/compose-message.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';
import { ownerOf } from '../case/history.ts';
import { claimedCall } from '../../support/notice.ts';

const AT = '2026-03-02T09:00:00.000Z';
const pack = defaultPack();
const dan = pack.people.find(({ id }) => id === 'dan-okafor')!;
const clock = { startedAt: AT, dueAt: '2026-03-02T09:15:00.000Z' };
const running = { acknowledge: clock, resolve: clock, communicate: clock };
const taken = { ...running, acknowledge: { ...clock, stoppedAt: AT } };
const DUTY = ownerOf('customer-service');
const GIVEN = { ...DUTY, person: dan.id, assigned: true } as const;

function why(round: number, level: number, changes: Partial<Case>): string {
  const record = openCase({ state: 'triaged', owner: DUTY, clocks: running, ...changes });
  const called: Case = { ...record, escalation: { ...record.escalation, round, level } };
  const notice = claimedCall({
    id: deriveId('ntc', 'one'),
    caseId: record.id,
    round,
    person: dan.id,
    channel: 'email',
    state: 'sending',
    claimedAt: AT,
  });
  return composeMessage({ record: called, notice, person: dan, pack, at: AT }).because;
}

describe('whoever is called reads why it is them, and nothing that only may be so', () => {
  it.each<[string, number, number, Partial<Case>, string]>([
    ['the first call', 1, 1, {}, 'You are on duty for it.'],
    ['the second', 1, 2, {}, 'Nobody has acknowledged it: this is the second call.'],
    ['by hand, before anybody was called', 1, 1, { owner: GIVEN }, 'The case was given to you.'],
    ['by hand, from somebody else', 2, 2, { owner: GIVEN, clocks: taken }, 'The case was given to you.'],
    [
      'it was given to another, who does not answer',
      2,
      3,
      { owner: { ...GIVEN, person: 'jonas-weber' } },
      'People were called before, and nobody has it: you are on duty now.',
    ],
    [
      'taken and forgotten',
      2,
      2,
      { clocks: taken },
      'Somebody had the case and has it no longer: you are on duty now.',
    ],
    ['nobody has answered', 2, 4, {}, 'People were called before, and nobody has it: you are on duty now.'],
    ['it is there again', 2, 2, { reopens: 1 }, 'It was over and has come back: you are on duty now.'],
  ])('%s', (_when, round, level, changes, words) => {
    expect(why(round, level, changes)).toBe(words);
  });
});
