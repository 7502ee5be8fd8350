import { expect, it } from 'vitest';
import type { PolicyPack } from '../../../lambdas/contracts/index.ts';
import { checkPack } from '../../../lambdas/policy/check-pack.ts';
import type { PackProblem } from '../../../lambdas/policy/pack-problem.ts';
import { defaultPack } from '../../support/pack.ts';

/** What is wrong after a change, all of it and nothing else. */
type Row = [string, (pack: PolicyPack) => void, ...PackProblem[]];
const bands = {
  pointer: '/severity/bands',
  problem: 'bands must fall from S1 to S3, be above 0 and at most 100',
  mend: 'write e.g. { S1: 75, S2: 50, S3: 25 }',
};
const longest = {
  pointer: '/silences/longest',
  problem: 'a silence is longer than nothing and at most P31D',
  mend: 'write e.g. P14D',
};
const late = (time: string): PackProblem => ({
  pointer: '/handover/late',
  problem: `a shift cannot be handed over ${time} late`,
  mend: 'write e.g. PT2H',
});
const setBands = (S1: number, S2: number, S3: number) => (pack: PolicyPack) =>
  void (pack.severity.bands = { S1, S2, S3 });

it.each<Row>([
  ['bands from 100 to a little', setBands(100, 2, 1)],
  ['an S1 that nothing reaches', setBands(101, 50, 20), bands],
  ['an S1 that is an S2', setBands(50, 50, 20), bands],
  ['an S2 that is an S3', setBands(80, 20, 20), bands],
  ['an S3 of nothing', setBands(80, 50, 0), bands],
  [
    'a type that is missing',
    (pack) => {
      delete pack.types['transport.lost'];
      pack.playbooks[7]!.types = pack.playbooks[7]!.types.filter((type) => type !== 'transport.lost');
    },
    {
      pointer: '/types',
      problem: 'the exception type transport.lost is missing',
      mend: 'add it as policies/default/types.yaml has it; types may be added, and none of these taken away',
    },
  ],
  [
    'a type that nobody owns',
    (pack) => {
      for (const policy of Object.values(pack.types)) if (policy.owner === 'procurement') policy.owner = 'logistics';
      pack.types['supply.late']!.owner = 'procurement';
      delete pack.ownership.byFunction.procurement;
    },
    {
      pointer: '/types/supply.late/owner',
      problem: 'the function procurement has no team in ownership/byFunction',
      mend: 'name a team for the function there',
    },
  ],
  [
    'a silence of the worst cases',
    (pack) => (pack.silences.callsAnyway = ['S2']),
    { pointer: '/silences/callsAnyway', problem: 'cases of S1 call in spite of any silence', mend: 'add S1' },
  ],
  ['silences of a month', (pack) => (pack.silences.longest = 'P31D')],
  ['silences of more', (pack) => (pack.silences.longest = 'P31DT1S'), longest],
  ['silences of nothing', (pack) => (pack.silences.longest = 'PT0S'), longest],
  ['a handover within a quarter of an hour', (pack) => (pack.handover.late = 'PT15M')],
  ['a handover within half a day', (pack) => (pack.handover.late = 'PT12H')],
  ['a handover before anybody looks', (pack) => (pack.handover.late = 'PT14M59S'), late('PT14M59S')],
  ['a handover in the next shift', (pack) => (pack.handover.late = 'PT12H1S'), late('PT12H1S')],
])('%s', (_name, change, ...problems) => {
  const pack = defaultPack();
  change(pack);
  expect(checkPack(pack)).toEqual(problems.length === 0 ? { ok: true, pack } : { ok: false, problems });
});

it('as many bytes as a version may have, and not one more', () => {
  const pack = defaultPack();
  const type = pack.types['transport.lost']!;
  const sized = (step: string) => {
    type.nextStep = step;
    const checked = checkPack(pack);
    return checked.ok ? [] : checked.problems.map(({ pointer, problem }) => [pointer, problem]);
  };
  const [[, told = ''] = []] = sized('x'.repeat(400_000));
  const over = Number(/the pack has (\d+) bytes; at most 350000 can be published/.exec(told)?.[1]) - 350_000;
  expect(sized('x'.repeat(400_000 - over))).toEqual([]);
  expect(sized('x'.repeat(400_001 - over))).toEqual([
    ['', 'the pack has 350001 bytes; at most 350000 can be published'],
  ]);
});
