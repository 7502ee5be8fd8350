import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderCapacity, stagesOf } from '../../bin/bench/capacity.ts';
import metering from '../../bin/bench/metering.json' with { type: 'json' };

const page = readFileSync(new URL('../../docs/capacity.md', import.meta.url), 'utf8');

test('the page says what was metered: npm run bench -- capacity writes both', () => {
  expect(page).toBe(renderCapacity(metering));
});

test('a stage is as wide as its quota divided by what a case takes of it, the narrowest first', () => {
  const stages = stagesOf({ takenOn: '', units: { 'sfn StateTransitions': 10, 'sns Requests': 2 }, calls: {} });
  const widths = stages.map(({ quota, big, small }) => [quota.stage, big, small]);
  expect(widths).toEqual([
    ['Webhooks of one source', 50, 50],
    ['Lifecycle', 150, 50],
    ['Notices', 15_000, 150],
  ]);
});

test('each stage that the line has was metered', () => {
  expect(stagesOf(metering).map(({ quota }) => quota.stage)).toHaveLength(14);
});
