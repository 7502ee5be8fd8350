import { expect, test } from 'vitest';
import { deriveId } from '../../lambdas/contracts/index.ts';
import type { Happening } from '../../lambdas/contracts/index.ts';
import { actionLine } from '../../bin/start/action-lines.ts';

const actionId = deriveId('act', 'one');
const governance = { decision: 'approval', functions: ['customer_service', 'finance'], count: 1, reasons: [] } as const;
const proposed = (changes: object): Happening => ({
  what: 'ActionProposed',
  actionId,
  type: 'order_hold',
  title: 'Hold order 1',
  digest: 'd',
  governance: { ...governance, functions: [...governance.functions], reasons: [], ...changes },
});

test('each thing that becomes of a change is a line with its title and what comes next', () => {
  const titles = new Map<string, string>();
  const line = (happening: Happening): string => {
    const told = actionLine(happening, titles, 'Tom Baker');
    return told === undefined ? 'nothing' : `${told.label}: ${told.said}`;
  };
  const of = { actionId } as const;
  // Proposed before this start.
  expect(line({ what: 'ActionExpired', ...of })).toBe('expired: A change: nobody has answered in time');
  expect(line(proposed({}))).toBe('proposal: Hold order 1: it waits for customer service or finance');
  expect(line(proposed({ of: 'each', count: 2 }))).toBe(
    'proposal: Hold order 1: it waits for 2 of customer service and finance',
  );
  expect(line(proposed({ decision: 'automatic', functions: [], count: 0 }))).toBe(
    'proposal: Hold order 1: nobody has to be asked',
  );
  const why = { rule: 'forbidden-above', text: '9 EUR is too much.' };
  expect(line(proposed({ decision: 'forbidden', functions: [], count: 0, reasons: [why] }))).toBe(
    'proposal: Hold order 1: forbidden. 9 EUR is too much.',
  );
  const approved = { what: 'ActionApproved', ...of, via: 'slack', digest: 'd' } as const;
  expect([
    line({ ...approved, isEnough: false }),
    line({ ...approved, isEnough: true }),
    line({ what: 'ActionRefused', ...of, via: 'link' }),
    line({ what: 'ActionConfirmed', ...of, found: 'there_already' }),
    line({ what: 'ActionFailed', ...of, reason: 'no such order' }),
    line({ what: 'TaskEnded', taskId: 'inspect', from: 'open', as: 'not_needed', via: 'api' }),
    line({ what: 'CaseClosed' }),
  ]).toEqual([
    'approved: Hold order 1, by Tom Baker (by slack). It takes somebody else, too.',
    'approved: Hold order 1, by Tom Baker (by slack).',
    'refused: Hold order 1, by Tom Baker (by link)',
    'done: Hold order 1: it was so already',
    'failed: Hold order 1: no such order',
    'task: inspect is not needed, by Tom Baker',
    'nothing',
  ]);
});
