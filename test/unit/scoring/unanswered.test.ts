import { expect, test } from 'vitest';
import type { FactSet } from '../../../lambdas/contracts/index.ts';
import { assessCase } from '../../../lambdas/case/assess-case.ts';
import { askAgainAt, sayWhatIsOld } from '../../../lambdas/scoring/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const pack = defaultPack();
const minutes = (count: number): string => new Date(Date.parse(AT) + count * 60_000).toISOString();
const set = (state: FactSet['state'], more: Partial<FactSet> = {}): FactSet => ({
  system: 'erp',
  state,
  askedAt: AT,
  facts: {},
  ...more,
});

test('the spacing grows from the first to the longest', () => {
  const moments: string[] = [];
  for (let at = AT; moments.length < 8; at = moments.at(-1) ?? at) moments.push(askAgainAt(AT, pack, at));
  expect(moments).toEqual([5, 10, 20, 40, 80, 160, 280, 400].map(minutes));
});

test('asked again is what gave no answer, not what could not be asked, and no longer once it answers', () => {
  const assess = (facts: readonly FactSet[], incompleteSince?: string) => {
    const impact = { unknown: [], ...(incompleteSince === undefined ? {} : { incompleteSince }) };
    return assessCase(openCase({ impact }), facts, pack, AT);
  };
  expect(assess([set('missing')])).toMatchObject({
    severity: { rescoreAt: minutes(5) },
    impact: { incompleteSince: AT },
  });
  expect(assess([set('cached', { observedAt: minutes(-90) })], minutes(-30))).toMatchObject({
    severity: { rescoreAt: minutes(30) },
    impact: { incompleteSince: minutes(-30) },
  });
  for (const facts of [[set('live')], [set('missing', { unasked: true })], []]) {
    const { severity, impact } = assess(facts, minutes(-30));
    expect([severity.rescoreAt, impact.incompleteSince]).toEqual([undefined, undefined]);
  }
});

test.each([
  [0, '1 minute'],
  [59, '59 minutes'],
  [90, '1 hour'],
  [3000, '2 days'],
])('facts of %i minutes ago are said to be %s old', (count, said) => {
  const [reason] = sayWhatIsOld([set('cached', { observedAt: minutes(-count) }), set('missing'), set('live')], AT);
  expect(reason).toEqual({ rule: 'facts-cached', text: `ERP gives no answer; its facts are ${said} old.` });
});
