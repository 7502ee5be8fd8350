import { describe, expect, it } from 'vitest';
import type { ActivePolicy } from '../../../lambdas/contracts/index.ts';
import { baseOf, decidePublication, decideWithdrawal, isPending } from '../../../lambdas/policy/decide-publication.ts';
import type { Wish } from '../../../lambdas/policy/decide-publication.ts';

const AT = '2026-03-02T09:00:00.000Z';
const LATER = '2026-03-03T09:00:00.000Z';
const by = { by: 'ines-duarte', at: AT };
const wish: Wish = { kind: 'draft', title: 'Calmer nights', holds: { version: 'v3' } };
const holding: ActivePolicy = {
  contract: 'active-policy/1',
  generation: 4,
  current: { publication: 4, from: '2026-02-01T00:00:00.000Z', version: 'v1' },
};
const waiting: ActivePolicy = {
  ...holding,
  generation: 5,
  next: { publication: 5, from: LATER, version: 'v2' },
};
const problem = (slug: string, status: number, detail: RegExp) => ({
  ok: false,
  problem: {
    type: `https://fairlead.dev/problems/policy-${slug}`,
    status,
    detail: expect.stringMatching(detail),
  },
});

describe('a publication', () => {
  it('holds at once, and is on record with who, when and what', () => {
    const { holds, ...said } = wish;
    const release = { ...holds, publication: 5, from: AT };
    expect(decidePublication(holding, wish, by)).toEqual({
      ok: true,
      published: {
        active: { contract: 'active-policy/1', generation: 5, current: release },
        publication: { ...said, number: 5, ...by, release },
      },
    });
  });

  it('holds from a time on, and until then what held before', () => {
    const decided = decidePublication(holding, wish, { ...by, from: LATER });
    expect(decided.ok && decided.published.active).toEqual({
      contract: 'active-policy/1',
      generation: 5,
      current: holding.current,
      next: { version: 'v3', publication: 5, from: LATER },
    });
  });

  it('is the first: it holds at once, whenever it was wanted, since nothing else does', () => {
    for (const from of [undefined, LATER]) {
      const decided = decidePublication(undefined, wish, { ...by, ...(from === undefined ? {} : { from }) });
      expect(decided.ok && decided.published.active).toEqual({
        contract: 'active-policy/1',
        generation: 1,
        current: { version: 'v3', publication: 1, from: AT },
      });
    }
  });

  it('after one whose time has come is over that one', () => {
    const decided = decidePublication(waiting, wish, { by: 'x', at: LATER, from: '2026-03-04T09:00:00.000Z' });
    expect(decided.ok && decided.published.active).toMatchObject({
      generation: 6,
      current: waiting.next,
      next: { publication: 6 },
    });
  });

  it('waits for no time that has come, and for none beyond a year', () => {
    const at = (from: string) => decidePublication(holding, { ...wish, draft: 'calm' }, { ...by, from });
    for (const from of [AT, '2026-03-02T08:59:59.999Z', '2027-03-03T09:00:00.001Z'])
      expect(at(from)).toMatchObject(problem('time-unfit', 400, /^calm: Name a time to come, within a year/));
    expect(at('2026-03-02T09:00:00.001Z').ok).toBe(true);
    expect(at('2027-03-03T09:00:00.000Z').ok).toBe(true);
  });

  it('comes after none that is still to hold', () => {
    expect(decidePublication(waiting, wish, by)).toMatchObject(
      problem('publication-pending', 409, /^Calmer nights: Publication 5 holds from 2026-03-03T09:00:00\.000Z\. Wait/),
    );
    // At its time it holds.
    expect(decidePublication(waiting, wish, { ...by, at: LATER }).ok).toBe(true);
  });

  it('was made from the last one, where it says from which', () => {
    expect(decidePublication(holding, wish, { ...by, base: 4 }).ok).toBe(true);
    expect(decidePublication(undefined, wish, { ...by, base: 0 }).ok).toBe(true);
    expect(decidePublication(holding, wish, { ...by, base: 3 })).toMatchObject(
      problem('base-passed', 409, /^Calmer nights: It was made from 3, and 4 holds\. Write/),
    );
    expect(decidePublication(waiting, wish, { ...by, at: LATER, base: 5 }).ok).toBe(true);
  });
});

describe('what a draft has to know of', () => {
  it('is the last publication that holds or will; none is 0', () => {
    expect([undefined, holding, waiting].map(baseOf)).toEqual([0, 4, 5]);
  });
  it('is pending until its time', () => {
    expect([holding, waiting].map((active) => isPending(active, AT))).toEqual([false, true]);
    expect(isPending(waiting, LATER)).toBe(false);
    expect(isPending(waiting, '2026-03-03T08:59:59.999Z')).toBe(true);
  });
});

describe('a publication that is taken back', () => {
  const back = (number: number, at = AT, active = waiting) =>
    decideWithdrawal(active, number, { by: 'ines-duarte', at, reason: 'Too early' });

  it('before it holds leaves what holds, by an entry of its own', () => {
    expect(back(5)).toEqual({
      ok: true,
      published: {
        active: { contract: 'active-policy/1', generation: 6, current: holding.current },
        publication: {
          number: 6,
          kind: 'withdrawal',
          at: AT,
          by: 'ines-duarte',
          title: 'Publication 5 is withdrawn',
          reason: 'Too early',
          release: holding.current,
          of: 5,
        },
      },
    });
  });

  it('holds already: that is what roll-back is for', () => {
    const holds = problem('in-force-already', 409, /^\d: What holds is taken back with roll-back/);
    expect(back(4)).toMatchObject(holds);
    expect(back(4, AT, holding)).toMatchObject(holds);
    expect(back(5, LATER)).toMatchObject(holds);
  });

  it('never was', () => {
    expect(back(3)).toMatchObject(problem('no-such-publication', 404, /^3: GET/));
    expect(back(3, AT, holding)).toMatchObject(problem('no-such-publication', 404, /^3: GET/));
  });
});
