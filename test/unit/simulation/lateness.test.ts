import { expect, it } from 'vitest';
import type { PolicyPack } from '../../../lambdas/contracts/index.ts';
import { addDuration } from '../../../lambdas/case/duration.ts';
import { casesOfSignals } from '../../../lambdas/simulation/cases-of-signals.ts';
import { everywhere, policyOf } from '../../../lambdas/simulation/past-case.ts';
import type { PastCase } from '../../../lambdas/simulation/past-case.ts';
import { simulateCase } from '../../../lambdas/simulation/simulate-case.ts';
import { courseOf } from '../../../lambdas/simulation/tell-course.ts';
import { defaultPack } from '../../support/pack.ts';
import { exception, tracking } from '../intake/signals.ts';

/** As on a real machine: what the rules say is written when somebody has come to it. */
function writtenLate({ entries, ...past }: PastCase): PastCase {
  return {
    ...past,
    entries: entries.map((entry) =>
      entry.happening.what === 'NoticeClaimed' || entry.happening.what === 'EscalationStepClaimed'
        ? { ...entry, at: addDuration(entry.at, 'PT0.35S') }
        : entry,
    ),
  };
}

function livedUnder(pack: PolicyPack): PastCase {
  const hold = exception('hold', [tracking('T1')], { type: 'compliance.customs_hold' });
  const [past] = casesOfSignals([{ signal: hold, facts: {} }], everywhere(policyOf(pack)));
  if (past === undefined) throw new Error('no case');
  const { record, entries } = simulateCase(past, policyOf(pack));
  return { ...past, record, entries: [...entries] };
}

it('messages that the rules claim are counted once, however late they were written: of a task that concerns others, and by the next channel of a reader', () => {
  const pack = defaultPack();
  const spaced: NonNullable<PolicyPack['people'][number]['notices']>['urgent'] = [
    { channel: 'slack', after: 'PT0S' },
    { channel: 'email', after: 'PT5M' },
  ];
  for (const person of pack.people) person.notices = { urgent: spaced, normal: spaced };
  const past = livedUnder(pack);
  const purposes = past.entries.flatMap(({ happening }) =>
    happening.what === 'NoticeClaimed' ? [happening.purpose] : [],
  );
  expect(new Set(purposes)).toEqual(new Set(['task_set', 'call']));
  const again = simulateCase(writtenLate(past), policyOf(pack));
  expect(courseOf(again).messages).toEqual(courseOf(past).messages);
});
