import { describe, expect, it, test } from 'vitest';
import { canonicalJson } from '../../../lambdas/contracts/index.ts';
import type { PolicyPack } from '../../../lambdas/contracts/index.ts';
import { checkOverlays, readOverlay } from '../../../lambdas/policy/check-overlays.ts';
import {
  covers,
  laidOver,
  meets,
  overlayPatternProblems,
  pathOf,
  say,
  scopesOf,
  touchedBy,
} from '../../../lambdas/policy/overlay.ts';
import type { Overlay } from '../../../lambdas/policy/overlay.ts';
import { defaultPack } from '../../support/pack.ts';

describe('what is laid over', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['a value takes the place of one', 1, 2, 2],
    ['a list without ids takes the place of one', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['members are joined, at any depth', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
    ['a member that is new is added', { a: 1 }, { b: { c: 2 } }, { a: 1, b: { c: 2 } }],
    ['a value takes the place of members', { a: { b: 1 } }, { a: 2 }, { a: 2 }],
    ['members take the place of a value', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    [
      'items are joined by their ids, in the order of those that were there; new ones come after',
      {
        x: [
          { id: 'a', n: 1, m: 1 },
          { id: 'b', n: 2 },
        ],
      },
      {
        x: [
          { id: 'c', n: 9 },
          { id: 'a', n: 5 },
        ],
      },
      {
        x: [
          { id: 'a', n: 5, m: 1 },
          { id: 'b', n: 2 },
          { id: 'c', n: 9 },
        ],
      },
    ],
    [
      'where the first that holds wins, new ones come before',
      { grouping: [{ id: 'a' }] },
      { grouping: [{ id: 'b' }] },
      { grouping: [{ id: 'b' }, { id: 'a' }] },
    ],
    [
      'and so for the rules of ownership, and only there',
      { ownership: { rules: [{ id: 'a' }], others: [{ id: 'a' }] } },
      { ownership: { rules: [{ id: 'b' }], others: [{ id: 'b' }] } },
      { ownership: { rules: [{ id: 'b' }, { id: 'a' }], others: [{ id: 'a' }, { id: 'b' }] } },
    ],
  ])('%s', (_name, base, over, expected) => {
    expect(laidOver(base, over)).toEqual(expected);
  });
});

describe('what an overlay touches', () => {
  it.each<[string, unknown, unknown, string]>([
    ['a value', { a: 1 }, { a: 2 }, '/a'],
    ['a list as a whole', { a: [1] }, { a: [2, 3] }, '/a'],
    ['a member of members', { a: { b: 1, c: 1 } }, { a: { c: 2 } }, '/a/c'],
    ['members in place of a value', { a: 1 }, { a: { b: 2 } }, '/a'],
    ['each member of what is new', {}, { a: { b: 1, c: { d: 2 } } }, '/a/b /a/c/d'],
    ['what is new and empty', {}, { a: {} }, '/a'],
    ['nothing by nothing', { a: { b: 1 } }, { a: {} }, ''],
    ['what an item says, without its id', { a: [{ id: 'x', n: 1 }] }, { a: [{ id: 'x', n: 2 }] }, '/a/x/n'],
    ['a new item with its id', { a: [{ id: 'x' }] }, { a: [{ id: 'y', n: 2 }] }, '/a/y/id /a/y/n'],
    ['items of a list that is new', {}, { a: [{ id: 'y', n: 2 }] }, '/a/y/id /a/y/n'],
    ['items in place of a value', { a: 1 }, { a: [{ id: 'y' }] }, '/a'],
    ['a list that is emptied', { a: [{ id: 'x' }] }, { a: [] }, '/a'],
  ])('%s', (_name, base, over, expected) => {
    expect(touchedBy(base, over).map(say).join(' ')).toBe(expected);
  });
});

describe('a pattern', () => {
  it.each<[string, string, boolean, boolean]>([
    // Whether it covers what is touched there, and whether it meets it.
    ['/people', '/people/x/phone', true, true],
    ['/people/*', '/people/x/phone', true, true],
    ['/people/*/phone', '/people/x/phone', true, true],
    ['/people/*/phone', '/people/x/email', false, false],
    ['/people/*/phone', '/people/x', false, true],
    ['/people/y', '/people/x', false, false],
    ['/teams', '/people/x', false, false],
  ])('%s and %s: covers %s, meets %s', (pattern, path, isCovered, isMet) => {
    const parts = path.split('/').slice(1);
    expect([covers(pattern, parts), meets(pattern, parts)]).toEqual([isCovered, isMet]);
  });

  it('that names no section is told with those that there are', () => {
    const pack: PolicyPack = { ...defaultPack(), overlays: { mayTouch: ['/people', '/persons/*'], butNot: ['x'] } };
    const told = overlayPatternProblems(pack);
    expect(told.map(({ pointer, problem }) => [pointer, problem])).toEqual([
      ['/overlays/mayTouch/1', 'no section that overlays could touch is called as in /persons/*'],
      ['/overlays/butNot/0', 'no section that overlays could touch is called as in x'],
    ]);
    expect(told[0]?.mend).toMatch(/^begin with one of (\/\w+, )+\/\w+$/);
    expect(told[0]?.mend).toContain('/people, ');
    for (const never of ['contract', 'name', 'overlays'])
      expect(overlayPatternProblems({ ...pack, overlays: { mayTouch: [`/${never}`], butNot: [] } })).toHaveLength(1);
    const { overlays: _overlays, ...silent } = pack;
    expect(overlayPatternProblems(silent)).toEqual([]);
  });
});

test.each([
  ['/people/1/phone', ['people', 'y', 'phone']],
  ['/people/0', ['people', 'x']],
  ['/types/a~1b/c~0d', ['types', 'a/b', 'c~d']],
  ['/days/1/date', ['days', '1', 'date']],
  ['/none/0/x', ['none', '0', 'x']],
  ['', []],
])('the pointer %s, by the ids of items', (pointer, path) => {
  const pack = { people: [{ id: 'x' }, { id: 'y', phone: '1' }], types: { 'a/b': {} }, days: [{}, { date: 'x' }] };
  expect(pathOf(pack, pointer)).toEqual(path);
});

test('a path is said with what stands for its slashes', () => {
  expect(say(['types', 'a/b', 'c~d'])).toBe('/types/a~1b/c~0d');
});

test('the layers of a place are in order of how much they say, in whatever order they are written', () => {
  const overlay = (region?: string, businessUnit?: string): Overlay => ({
    file: [region, businessUnit].filter(Boolean).join('-'),
    scope: { ...(region === undefined ? {} : { region }), ...(businessUnit === undefined ? {} : { businessUnit }) },
    sections: {},
  });
  const scopes = scopesOf([overlay('eu', 'retail'), overlay(undefined, 'retail'), overlay('eu')]);
  expect(scopes.map(({ scope, layers }) => [scope, layers.map(({ file }) => file).join(' < ')])).toEqual([
    [{ businessUnit: 'retail' }, 'retail'],
    [{ region: 'eu' }, 'eu'],
    [{ region: 'eu', businessUnit: 'retail' }, 'eu < retail < eu-retail'],
  ]);
  // Nothing is of its own where no overlay says so.
  expect(scopesOf([overlay('eu', 'retail')]).map(({ scope }) => scope)).toEqual([
    { region: 'eu', businessUnit: 'retail' },
  ]);
  expect(scopesOf([])).toEqual([]);
});

describe('a file of an overlay', () => {
  it('is its head and the rest', () => {
    expect(readOverlay('eu.yaml', { overlay: { region: 'eu' }, lastOwner: 'x' })).toEqual({
      file: 'eu.yaml',
      scope: { region: 'eu' },
      sections: { lastOwner: 'x' },
    });
  });
  it.each([
    [{}, 'name a region, a businessUnit, or both'],
    [{ region: 1 }, /expected string/],
  ])('with the head %j is refused there', (overlay, problem) => {
    expect(readOverlay('eu.yaml', { overlay })).toEqual({
      file: 'eu.yaml',
      path: ['overlay'],
      problem: expect.stringMatching(problem),
      mend: 'write e.g. overlay: { region: eu }',
    });
  });
});

describe('overlays of the default pack', () => {
  const pack = defaultPack();
  const sections: Readonly<Record<string, unknown>> = { ...pack };
  const eu = (over: object, file = 'eu.yaml', scope: Overlay['scope'] = { region: 'eu' }): Overlay => ({
    file,
    scope,
    sections: { ...over },
  });
  const phone = (number: string) => ({ people: [{ id: 'jonas-weber', phone: number }] });
  const told = (of: PolicyPack, ...overlays: Overlay[]) => {
    const checked = checkOverlays(of, sections, overlays);
    return checked.ok ? [] : checked.problems;
  };
  const may = pack.overlays!.mayTouch.join(', ');
  const mend = `leave it to the global pack, whose overlays/mayTouch names: ${may}; but not ${pack.overlays!.butNot.join(', ')}`;

  it('are a pack of their own for each place, with the files that it is made of', () => {
    const checked = checkOverlays(pack, sections, [
      eu(phone('+49301234567')),
      eu(phone('+49401234567'), 'retail.yaml', { businessUnit: 'retail' }),
    ]);
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
    const made = checked.overlays.map((one) => [
      one.scope,
      one.overlays.join(),
      one.pack.people.find(({ id }) => id === 'jonas-weber')?.phone,
    ]);
    expect(made).toEqual([
      [{ businessUnit: 'retail' }, 'retail.yaml', '+49401234567'],
      [{ region: 'eu' }, 'eu.yaml', '+49301234567'],
      [{ region: 'eu', businessUnit: 'retail' }, 'eu.yaml,retail.yaml', '+49401234567'],
    ]);
  });

  it('touch what they may, and no more: each place that they may not is told', () => {
    expect(told(pack, eu({ name: 'Mine', severity: { base: 90 } }))).toEqual(
      ['name', 'severity/base'].map((path) => ({
        file: 'eu.yaml',
        path: path.split('/'),
        problem: `an overlay may not touch /${path}`,
        mend,
      })),
    );
    const { overlays: _overlays, ...silent } = pack;
    expect(told(silent, eu(phone('+49301234567')))).toMatchObject([
      { mend: 'leave it to the global pack, whose overlays/mayTouch names: none' },
    ]);
    expect(
      told({ ...pack, overlays: { mayTouch: ['/people'], butNot: [] } }, eu({ lastOwner: 'mei-tan' })),
    ).toMatchObject([{ mend: 'leave it to the global pack, whose overlays/mayTouch names: /people' }]);
    // What says what a pack is stays with the global one, whatever that lets be touched.
    expect(told({ ...pack, overlays: { mayTouch: ['/name'], butNot: [] } }, eu({ name: 'Mine' }))).toHaveLength(1);
  });

  it('are one for each place', () => {
    expect(told(pack, eu(phone('1')), eu({}, 'na.yaml', { region: 'na' }), eu(phone('2'), 'more.yaml'))).toEqual([
      {
        file: 'more.yaml',
        path: ['overlay'],
        problem: 'eu.yaml is the overlay of the same region and unit',
        mend: 'put the two into one file',
      },
    ]);
  });

  it('are twelve places at most', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_unused, index) =>
        eu({}, `r${String(index)}.yaml`, { region: `r${String(index)}` }),
      );
    expect(told(pack, ...many(12))).toEqual([]);
    expect(told(pack, ...many(13))).toEqual([
      {
        file: 'r12.yaml',
        path: ['overlay'],
        problem: '13 combinations of region and unit; at most 12',
        mend: 'let overlays hold in fewer regions and units, or put what two of them say alike into the global pack',
      },
    ]);
  });

  it('leave packs that can be published in one transaction all together, or it is told how much too large they are', () => {
    const twelve = Array.from({ length: 12 }, (_, n) => eu({}, `r${String(n)}.yaml`, { region: `r${String(n)}` }));
    const smallest = Buffer.byteLength(canonicalJson(pack));
    const sized = (each: number): PolicyPack => {
      const large = defaultPack();
      const type = large.types['transport.lost']!;
      // Two bytes a letter: bytes are counted, and not letters.
      const more = each - smallest;
      large.types['transport.lost'] = {
        ...type,
        nextStep: `${type.nextStep}${'é'.repeat(Math.floor(more / 2))}${'x'.repeat(more % 2)}`,
      };
      return large;
    };
    const tooLarge = (whole: PolicyPack, overlays: readonly Overlay[]) => {
      const checked = checkOverlays(whole, { ...whole }, overlays);
      return checked.ok ? [] : checked.problems;
    };
    const most = Math.floor(3_500_000 / 13);
    expect(tooLarge(sized(most), twelve)).toEqual([]);
    expect(tooLarge(sized(most + 1), twelve)).toEqual([
      {
        file: 'r11.yaml',
        path: ['overlay'],
        problem: `${String((most + 1) * 13)} bytes with all overlays; at most 3500000 can be published`,
        mend: 'let overlays hold in fewer regions and units, or make the global pack smaller: it is published once more with each of them',
      },
    ]);
    expect(tooLarge(sized(most + 1), twelve.slice(1))).toEqual([]);
  });

  it('are wrong where the pack that they leave is: told once, of the one with which it became wrong, with what to write', () => {
    const problems = told(
      pack,
      eu({ people: [{ id: 'jonas-weber', zone: 'Europe/Berln' }] }),
      eu({}, 'retail.yaml', { businessUnit: 'retail' }),
      eu({}, 'parts.yaml', { businessUnit: 'parts' }),
    );
    expect(problems).toEqual([
      {
        file: 'eu.yaml',
        path: ['people', 'jonas-weber', 'zone'],
        problem: 'with the overlay: Europe/Berln is no time zone',
        mend: 'write an IANA zone, e.g. Europe/Berlin',
      },
    ]);
  });

  it('are wrong together where each is right alone: told of the one that was laid on last, once for all places', () => {
    const times = (S1: string, S2: string) => ({ clocks: { resolve: { S1, S2 } } });
    const open = { ...pack, overlays: { mayTouch: ['/clocks'], butNot: [] } };
    const { resolve } = pack.clocks;
    const overlays = [
      eu({ clocks: { resolve: { S1: resolve.S2 } } }),
      eu({ clocks: { resolve: { S1: resolve.S2 } } }, 'na.yaml', { region: 'na' }),
      eu({ clocks: { resolve: { S2: resolve.S1 } } }, 'retail.yaml', { businessUnit: 'retail' }),
    ];
    expect(told(open, ...overlays)).toEqual([
      {
        file: 'retail.yaml',
        path: ['clocks', 'resolve', 'S2'],
        problem: `with the overlay: S2 has ${resolve.S1} and S1, which is more severe, has ${resolve.S2}`,
        mend: 'a more severe level never waits longer',
      },
    ]);
    expect(told(open, eu(times('PT1H', 'PT1H')))).toEqual([]);
  });

  it('are wrong at the same place in another way, or in the same way at another place: each is told', () => {
    const open = { ...pack, overlays: { mayTouch: ['/clocks'], butNot: [] } };
    const eu9 = { resolve: { S1: 'PT9H' }, communicate: { S1: 'PT9H', S2: 'PT9H', S3: 'P1D', S4: 'P1D' } };
    const falls = (clock: string, S2: string) => ({
      path: ['clocks', clock, 'S2'],
      problem: `with the overlay: S2 has ${S2} and S1, which is more severe, has PT9H`,
    });
    // Retail alone is right; in the EU its own times are too short for what is more severe there.
    const retail = { resolve: { S2: 'PT7H' }, communicate: { S2: 'PT8H' } };
    const problems = told(open, eu({ clocks: eu9 }), eu({ clocks: retail }, 'retail.yaml', { businessUnit: 'retail' }));
    expect(problems).toMatchObject([
      { file: 'eu.yaml', ...falls('resolve', 'PT8H') },
      { file: 'retail.yaml', ...falls('resolve', 'PT7H') },
      { file: 'retail.yaml', ...falls('communicate', 'PT8H') },
    ]);
  });
});
