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

/** A shift of which Dan was told, with no case in its list. */
const withShift = (active: typeof pack, ofCase = pack) => ({
  cases: {
    load: () => Promise.resolve(openCase()),
    loadNotice: () =>
      Promise.resolve({ person: DAN, shift: { startedAt: '2026-03-02T08:00:00.000Z', teams: [] }, claimedAt: '' }),
    client: { send: () => Promise.resolve({ Items: [] }) },
  } as unknown as CaseStore,
  packs: {
    load: () => Promise.resolve({ pack: ofCase }),
    active: () => Promise.resolve({ pack: active }),
    release: () => Promise.resolve({}),
  } as unknown as PackStore,
});

it('nor takes over what a shift began with, nor sees it', async () => {
  for (const form of [undefined, new URLSearchParams({ cases: openCase().id })]) {
    const statusBy = async (active: typeof pack): Promise<number> =>
      (await answerTakeOver(withShift(active), { ...claim, act: 'take-over' }, request, form)).status;
    expect([await statusBy(without), await statusBy(pack)]).toEqual([403, 200]);
  }
  const seen = await showView(withShift(without), { ...claim, of: 'shift' }, 'key');
  expect([seen.status, seen.page.blocks]).toEqual([403, undefined]);
});

it('whoever has come since the case began sees the shift that they may take over, and the case without a way to act on it', async () => {
  const seen = await showView(withShift(pack, without), { ...claim, of: 'shift' }, 'key');
  expect([seen.status, seen.page.title]).toEqual([200, expect.stringContaining('Your shift')]);
  const page = async (ofCase: typeof pack) => {
    const { cases, packs } = withShift(pack, ofCase);
    const empty = { tasks: () => Promise.resolve([]), signals: () => Promise.resolve([]) };
    const answer = await showView({ cases: { ...cases, ...empty }, packs }, { ...claim, of: 'case' }, 'key');
    return [answer.status, JSON.stringify(answer.page).includes('../replies/')];
  };
  expect(await page(without)).toEqual([200, false]);
  expect(await page(pack)).toEqual([200, true]);
});

it('and whoever is in both is asked', async () => {
  const answer = await answerAct(stores(pack), { ...claim, act: 'acknowledge' }, request, undefined);
  expect(answer.status).toBe(200);
});
