import { expect, it } from 'vitest';
import type { CodeRule, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { codeProblems } from '../../../lambdas/policy/check-codes.ts';
import { checkPack } from '../../../lambdas/policy/check-pack.ts';
import { laidOver } from '../../../lambdas/policy/overlay.ts';
import { defaultPack } from '../../support/pack.ts';

const rule = (id: string, changes: Partial<CodeRule> = {}): CodeRule => ({
  id,
  scheme: 'x12:1651',
  codes: ['BS'],
  type: 'transport.delay',
  ...changes,
});
const found = (...codes: readonly CodeRule[]) => codeProblems({ ...defaultPack(), codes: [...codes] });
const never = (second: string, first: string, at = 1) => ({
  pointer: `/codes/${String(at)}`,
  problem: `the rule ${second} is never reached: ${first} before it takes all its codes`,
  mend: 'put the narrower rule first, or delete it',
});

it.each<[string, readonly CodeRule[], ...ReturnType<typeof never>[]]>([
  ['a type of the pack', [rule('a')]],
  ['no trouble', [rule('a', { type: 'none' })]],
  [
    'a type that there is not',
    [rule('a', { type: 'transport.delays' })],
    {
      pointer: '/codes/0/type',
      problem: 'there is no exception type transport.delays',
      mend: 'did you mean transport.delay?',
    },
  ],
  [
    'what Fairlead says itself',
    [rule('a', { scheme: 'fairlead:silence' })],
    {
      pointer: '/codes/0/scheme',
      problem: 'what Fairlead itself reports is no code of a sender',
      mend: 'write a code list of a sender, e.g. x12:1651',
    },
  ],
  ['the same code twice', [rule('a'), rule('b', { type: 'transport.lost' })], never('b', 'a')],
  ['a part of the codes before', [rule('a', { codes: ['BS', 'P2'] }), rule('b')], never('b', 'a')],
  ['more codes than before', [rule('a'), rule('b', { codes: ['BS', 'P2'] })]],
  ['another list', [rule('a'), rule('b', { scheme: 'smdg:delay-reason' })]],
  ['the narrower status first', [rule('a', { status: ['AH'] }), rule('b')]],
  ['the narrower status last', [rule('a'), rule('b', { status: ['AH'] })], never('b', 'a')],
  ['the same status', [rule('a', { status: ['AH', 'A7'] }), rule('b', { status: ['AH'] })], never('b', 'a')],
  ['the narrower source first', [rule('a', { sources: ['x'] }), rule('b')]],
  ['the narrower source last', [rule('a'), rule('b', { sources: ['x'] })], never('b', 'a')],
  ['other sources', [rule('a', { sources: ['x'] }), rule('b', { sources: ['x', 'y'] })]],
])('%s', (_what, codes, ...problems) => {
  expect(found(...codes)).toEqual(problems);
});

it('is part of the check of a pack, and each has a name of its own', () => {
  const checked = (codes: readonly CodeRule[]) => checkPack({ ...defaultPack(), codes });
  expect(checked([rule('a')]).ok).toBe(true);
  const wrong = checked([rule('a', { type: 'none' }), rule('a', { codes: ['P2'], type: 'transport.strike' })]);
  expect(wrong.ok ? [] : wrong.problems.map(({ pointer }) => pointer)).toEqual(['/codes/1/id', '/codes/1/type']);
});

it('of an overlay come before those of the global pack, since the first that holds says it', () => {
  const pack: PolicyPack = { ...defaultPack(), codes: [rule('a')] };
  expect(laidOver(pack, { codes: [rule('local')] })).toMatchObject({ codes: [{ id: 'local' }, { id: 'a' }] });
});
