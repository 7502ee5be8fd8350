import { describe, expect, it } from 'vitest';
import { groupsBehind, pageBehind, runResult } from '../../../lambdas/policy/count-behind.ts';
import { policyProblem, unfitPolicy } from '../../../lambdas/policy/refuse.ts';
import { releaseAt, scopeIn, versionIn } from '../../../lambdas/policy/release-at.ts';
import { ageInDays, warningsOf } from '../../../lambdas/policy/warn-of-pack.ts';
import { defaultPack } from '../../support/pack.ts';

describe('what holds', () => {
  const current = { publication: 1, from: '2026-02-01T00:00:00.000Z', version: 'v1' };
  const next = { publication: 2, from: '2026-03-01T00:00:00.000Z', version: 'v2' };
  const active = { contract: 'active-policy/1', generation: 2, current } as const;
  it('is what was to come from its time on', () => {
    const at = (time: string) => releaseAt({ ...active, next }, `2026-${time}Z`).version;
    expect([at('02-28T23:59:59.999'), at('03-01T00:00:00.000'), at('03-02T00:00:00.000')]).toEqual(['v1', 'v2', 'v2']);
    expect(releaseAt(active, '2027-01-01T00:00:00.000Z')).toBe(current);
  });

  const overlay = (version: string, scope: object) => ({ version, files: [], ...scope });
  const over = {
    version: 'global',
    overlays: [
      overlay('eu', { region: 'eu' }),
      overlay('retail', { businessUnit: 'retail' }),
      overlay('eu-retail', { region: 'eu', businessUnit: 'retail' }),
    ],
  };
  it.each([
    [{}, 'global', {}],
    [{ region: 'na' }, 'global', {}],
    [{ region: 'eu' }, 'eu', { region: 'eu' }],
    [{ businessUnit: 'retail' }, 'retail', { businessUnit: 'retail' }],
    [{ region: 'eu', businessUnit: 'parts' }, 'eu', { region: 'eu' }],
    [{ region: 'eu', businessUnit: 'retail' }, 'eu-retail', { region: 'eu', businessUnit: 'retail' }],
  ])('in %j is %s', (scope, version, of) => {
    expect(versionIn(over, scope)).toBe(version);
    expect(scopeIn(over, scope)).toStrictEqual(of);
    expect(versionIn({ version: 'global' }, scope)).toBe('global');
    expect(scopeIn({ version: 'global' }, scope)).toStrictEqual({});
  });
});

describe('the cases behind a number', () => {
  const ids = Array.from({ length: 450 }, (_unused, index) => `case_${String(index).padStart(32, '0')}`);
  const told = { type: 'transport.delay', title: 'Late' };
  const run = { groups: { late: ids }, cases: { [ids[0]!]: told } } as never;
  const page = (after?: string) => pageBehind(run, 'late', after);

  it('are kept by a key, which the number names', () => {
    const behind = groupsBehind();
    expect(behind.of('late', ['case_a', 'case_b'])).toEqual({ count: 2, behind: 'late' });
    // Some are counted that are not listed.
    expect(behind.of('more', ['case_a'], 7)).toEqual({ count: 7, behind: 'more' });
    expect(behind.groups).toEqual({ late: ['case_a', 'case_b'], more: ['case_a'] });
  });

  it('are read in pages of two hundred, each from the last of the page before', () => {
    expect(page()?.items.map(({ id }) => id)).toEqual(ids.slice(0, 200));
    expect(page()?.next).toBe(ids[199]);
    expect(page(ids[199])?.items[0]).toEqual({ id: ids[200] });
    expect(page(ids[199])?.next).toBe(ids[399]);
    const last = page(ids[399]);
    expect(last?.items).toHaveLength(50);
    expect(last).not.toHaveProperty('next');
    // One that we have not given begins at the beginning.
    expect(page('case_none')?.items[0]?.id).toBe(ids[0]);
  });

  it('end with a page that is just full', () => {
    const full = pageBehind({ groups: { late: ids.slice(0, 200) }, cases: {} }, 'late', undefined);
    expect(full?.items).toHaveLength(200);
    expect(full).not.toHaveProperty('next');
    expect(pageBehind({ groups: { none: [] }, cases: {} }, 'none', undefined)).toEqual({ items: [] });
  });

  it('come with what there is to say of each', () => {
    expect(page()?.items[0]).toEqual({ id: ids[0], ...told });
  });

  it('of a number that the run does not have are none, also by the name of what every object has', () => {
    expect(pageBehind(run, 'none', undefined)).toBeUndefined();
    expect(pageBehind(run, 'constructor', undefined)).toBeUndefined();
  });

  it('are what a run has found', () => {
    expect(runResult.safeParse({ groups: { late: ['no case'] }, cases: {} }).success).toBe(false);
    expect(runResult.safeParse({ groups: {}, cases: {} }).success).toBe(true);
    expect(runResult.safeParse({ groups: {} }).success).toBe(false);
    expect(runResult.safeParse({ cases: {} }).success).toBe(false);
  });
});

describe('a refusal', () => {
  it.each([
    ['none-in-force', 404],
    ['no-such-draft', 404],
    ['no-such-publication', 404],
    ['no-such-simulation', 404],
    ['no-such-move', 404],
    ['no-such-number', 404],
    ['no-such-rota', 404],
    ['no-such-rota-change', 404],
    ['no-such-feed', 404],
    ['rates-unreadable', 400],
    ['calendar-unreadable', 400],
    ['time-unfit', 400],
    ['own-draft', 403],
    ['other-run', 409],
    ['move-not-possible-now', 409],
    ['not-possible-now', 409],
    ['other-content', 409],
    ['base-passed', 409],
    ['publication-pending', 409],
    ['in-force-already', 409],
    ['changed-meanwhile', 412],
    ['version-required', 428],
  ] as const)('%s has a status (%i), says what it is, and what to do next', (slug, status) => {
    const problem = policyProblem(slug, 'calm', 'So it is');
    expect(problem).toMatchObject({ type: `https://fairlead.dev/problems/policy-${slug}`, status });
    expect(problem.title).toMatch(/^[A-Z].*[a-z?]$/);
    // A sentence with a verb in it, and not only the id and why.
    expect(problem.detail).toMatch(/^calm: So it is\. [A-Z].{15,}\.$/);
  });

  it('of a pack names each problem at its place, with what to write instead', () => {
    const at = { file: 'types.yaml', line: 3, column: 7, pointer: '/types/x' };
    const problem = unfitPolicy([
      { ...at, problem: 'there is no type x', mend: 'add it' },
      { ...at, line: 4, problem: 'it is odd', mend: 'make it even' },
    ]);
    expect(problem).toMatchObject({
      type: 'https://fairlead.dev/problems/policy-unfit',
      title: 'The policy may not be published',
      status: 422,
      detail: 'See errors: each names file, line and column, as `npm run policy -- check DIR` does.',
    });
    expect(problem.errors).toStrictEqual([
      { pointer: 'types.yaml:3:7', detail: 'there is no type x', mend: 'add it' },
      { pointer: 'types.yaml:4:7', detail: 'it is odd', mend: 'make it even' },
    ]);
  });
});

describe('what will not be right for long', () => {
  const AT = '2026-10-02T00:00:00.000Z';
  const day = (date: string) => ({ date, name: 'x' });
  const pack = defaultPack();
  const plain = { ...pack, exchangeRates: {}, rotas: [], teams: [], calendars: [] };
  const calendar = (...dates: string[]) => ({ id: 'de-be', title: 'Berlin', days: dates.map(day) });
  const rota = { ...pack.rotas[0]!, calendars: ['de-be'] };
  const team = { ...pack.teams[0]!, calendars: ['de-be'] };
  const warned = (at: string, dates: string[], users: object) =>
    warningsOf({ ...plain, calendars: [calendar(...dates)], ...users }, at);

  it('is a calendar that somebody goes by, ninety days before it ends', () => {
    const ends = (problem: string) => ({
      pointer: '/calendars/0/days',
      problem: `the calendar de-be has no days of ${problem}: all of them count as working days`,
      mend: 'npm run policy -- holidays DE-BE 2027 writes them',
    });
    const dates = ['2026-12-25', '2025-12-25'];
    expect(warned('2026-10-02T23:59:59.999Z', dates, { rotas: [rota] })).toEqual([]);
    expect(warned('2026-10-03T00:00:00.000Z', dates, { rotas: [rota] })).toEqual([ends('2027')]);
    expect(warned('2026-10-03T00:00:00.000Z', dates, { teams: [team] })).toEqual([ends('2027')]);
    expect(warned('2026-10-03T00:00:00.000Z', dates, {})).toEqual([]);
    expect(warned('2026-10-03T00:00:00.000Z', ['2027-01-01', ...dates], { rotas: [rota] })).toEqual([]);
    expect(warned('2026-10-03T00:00:00.000Z', ['2024-01-01'], { rotas: [rota] })).toEqual([ends('2025 to 2027')]);
  });

  it('is a rate that is older than the pack lets it be', () => {
    const rated = (asOf: string) =>
      warningsOf({ ...plain, rateMaxAge: 'P7D', exchangeRates: { USD: { rate: 0.8, asOf } } }, AT);
    expect(rated('2026-09-25')).toEqual([]);
    expect(rated('2026-09-24')).toEqual([
      {
        pointer: '/exchangeRates/USD/asOf',
        problem: 'the rate of USD is 8 days old',
        mend: 'npm run policy -- rates FILE turns a file of the European Central Bank into rates',
      },
    ]);
    expect([ageInDays('2026-10-01', AT), ageInDays('2026-10-02', AT)]).toEqual([1, 0]);
  });
});
