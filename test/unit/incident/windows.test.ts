import { expect, it } from 'vitest';
import { windowStart, whatToCount } from '../../../lambdas/incident/find-incident.ts';
import { openCase } from '../../support/case.ts';
import { pack } from '../case/history.ts';

it.each([
  ['PT1H', 'rolling', '2026-03-04T10:20:00.000Z', '2026-03-04T09:20:00.000Z'],
  ['PT1H', 'fixed', '2026-03-04T10:20:00.000Z', '2026-03-04T10:00:00.000Z'],
  ['PT8H', 'fixed', '2026-03-04T07:59:59.999Z', '2026-03-04T00:00:00.000Z'],
  ['PT8H', 'fixed', '2026-03-04T08:00:00.000Z', '2026-03-04T08:00:00.000Z'],
  ['P1D', 'fixed', '2026-03-04T23:59:00.000Z', '2026-03-04T00:00:00.000Z'],
  // 4 March 2026 is a Wednesday.
  ['P7D', 'fixed', '2026-03-04T10:20:00.000Z', '2026-03-02T00:00:00.000Z'],
] as const)('a window of %s, %s, at %s begins at %s', (window, windowKind, at, start) => {
  expect(windowStart({ window, windowKind }, at)).toBe(start);
});

it('a fixed window forgets those of the one before, and what was done with is not counted in either', () => {
  const [rule] = pack.grouping;
  const fixed = { ...pack, grouping: [{ ...rule!, window: 'PT1H', windowKind: 'fixed' as const }] };
  const cause = { kind: 'vessel', value: 'EVER GIVEN', title: 'Ever Given', rule: 'vessel' } as const;
  const since = (ended: string | undefined, at: string): string | undefined =>
    whatToCount(openCase({ causes: [cause] }), new Map(ended === undefined ? [] : [[cause, ended]]), fixed, at)[0]
      ?.since;
  expect(since(undefined, '2026-03-04T10:01:00.000Z')).toBe('2026-03-04T10:00:00.000Z');
  expect(since('2026-03-04T10:00:30.000Z', '2026-03-04T10:01:00.000Z')).toBe('2026-03-04T10:00:30.000Z');
  expect(since('2026-03-04T09:00:30.000Z', '2026-03-04T10:01:00.000Z')).toBe('2026-03-04T10:00:00.000Z');
});
