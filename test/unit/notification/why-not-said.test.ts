import { expect, it } from 'vitest';
import type { CaseStore } from '../../../lambdas/case/index.ts';
import type { Notice } from '../../../lambdas/contracts/index.ts';
import { whyNotSaid } from '../../../lambdas/notification/adapters/why-not-said.ts';
import type { PackStore } from '../../../lambdas/policy/index.ts';
import { defaultPack } from '../../support/pack.ts';
import { claimedCall } from '../../support/notice.ts';

const pack = defaultPack();
const without = { ...pack, people: pack.people.filter(({ id }) => id !== 'dan-okafor') };
const notice = (purpose: Notice['purpose']): Notice =>
  claimedCall({ id: `ntc_${'0'.repeat(32)}`, purpose, claimedAt: '2026-03-02T09:00:00.000Z' });

it('whoever has left hears nothing of a case that others have now; what was theirs to answer is another matter', async () => {
  const why = (active: typeof pack, purpose: Notice['purpose']) =>
    whyNotSaid(
      { cases: {} as CaseStore, packs: { active: () => Promise.resolve({ pack: active }) } as unknown as PackStore },
      notice(purpose),
    );
  expect(await why(without, 'passed_on')).toBe('they are nobody here any more');
  expect(await why(pack, 'passed_on')).toBeUndefined();
  expect(await why(without, 'resolved')).toBeUndefined();
});
