import { expect, it } from 'vitest';
import type { CaseStore } from '../../../lambdas/case/index.ts';
import { answerAct } from '../../../lambdas/notification/adapters/answer-act.ts';
import { answerTakeOver } from '../../../lambdas/notification/adapters/answer-take-over.ts';
import { showView } from '../../../lambdas/notification/adapters/show-view.ts';
import type { PackStore } from '../../../lambdas/policy/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const pack = defaultPack();
const DAN = 'dan-okafor';
const without = { ...pack, people: pack.people.filter(({ id }) => id !== DAN) };
const request = { requestId: 'r', traceparent: '00-0-0-00' };
const claim = { caseId: openCase().id, noticeId: 'ntc_0', person: DAN, expires: 1 };

/** Anything but reading the case breaks the test: it is asked for nothing else. */
const stores = (active: typeof pack) => ({
  cases: { load: () => Promise.resolve(openCase()) } as unknown as CaseStore,
  packs: {
    load: () => Promise.resolve({ pack }),
    active: () => Promise.resolve({ pack: active }),
  } as unknown as PackStore,
});

it('whoever is in the policy of the case and not in the one that holds now is asked nothing, does nothing and sees nothing', async () => {
  for (const form of [undefined, new URLSearchParams({ decision: 'acknowledge' })]) {
    const answer = await answerAct(stores(without), { ...claim, act: 'acknowledge' }, request, form);
    expect(answer.status).toBe(403);
    expect(JSON.stringify(answer.page)).not.toContain(openCase().title);
  }
  const seen = await showView(stores(without), { ...claim, of: 'case' }, 'key');
  expect(seen.status).toBe(403);
  expect(JSON.stringify(seen.page)).not.toContain(openCase().title);
});

it('nor takes over what a shift began with', async () => {
  const shift = { startedAt: '2026-03-02T08:00:00.000Z', teams: [] };
  const of = (active: typeof pack) => ({
    cases: {
      loadNotice: () => Promise.resolve({ person: DAN, shift }),
      client: { send: () => Promise.resolve({ Items: [] }) },
    } as unknown as CaseStore,
    packs: {
      active: () => Promise.resolve({ pack: active }),
      release: () => Promise.resolve({}),
    } as unknown as PackStore,
  });
  for (const form of [undefined, new URLSearchParams({ cases: openCase().id })]) {
    const statusBy = async (active: typeof pack): Promise<number> =>
      (await answerTakeOver(of(active), { ...claim, act: 'take-over' }, request, form)).status;
    expect([await statusBy(without), await statusBy(pack)]).toEqual([403, 200]);
  }
});

it('and whoever is in both is asked', async () => {
  const answer = await answerAct(stores(pack), { ...claim, act: 'acknowledge' }, request, undefined);
  expect(answer.status).toBe(200);
});
