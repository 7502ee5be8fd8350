import { expect, it } from 'vitest';
import { pastCaseOf, pastReportOf } from '../../../bin/policy/past-cases.ts';
import { casesOfSignals } from '../../../lambdas/simulation/cases-of-signals.ts';
import { everywhere, policyOf } from '../../../lambdas/simulation/past-case.ts';
import { defaultPack } from '../../support/pack.ts';
import { exception, tracking } from '../intake/signals.ts';

const WORDS = ['Call Mrs Example', 'Mrs Example was out'] as const;
const late = exception('late', [tracking('T1')], {
  text: WORDS[0],
  reason: { scheme: 'x12:1651', code: 'AQ', text: WORDS[1] },
});

it('what leaves the house as history has no words of people: neither of a report, nor what a case took over from it', () => {
  const [past] = casesOfSignals([{ signal: late, facts: {} }], everywhere(policyOf(defaultPack())));
  if (past === undefined) throw new Error('no case');
  expect(past.record.reasonText).toBe(WORDS[1]);
  const kept = { record: JSON.stringify(past.record), entries: past.entries.map((entry) => JSON.stringify(entry)) };
  const written = [
    pastCaseOf(kept, past.readAt),
    pastReportOf({ kind: 'report', signal: late, caseId: past.record.id }),
  ];
  for (const words of WORDS) expect(JSON.stringify(written)).not.toContain(words);
  expect(written[1]).toMatchObject({ caseId: past.record.id, signal: { reason: { code: 'AQ', scheme: 'x12:1651' } } });
});
