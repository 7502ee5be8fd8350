import { describe, expect, it } from 'vitest';
import type { GroupingRule, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { flappingProblems, groupingProblems } from '../../../lambdas/policy/check-grouping.ts';
import { defaultPack } from '../../support/pack.ts';

const pack = defaultPack();
const [vessel] = pack.grouping;
const rule = (changes: Partial<GroupingRule> = {}): GroupingRule => ({ ...vessel!, ...changes });
const problems = (...grouping: GroupingRule[]) => groupingProblems({ ...pack, grouping });
const families = [...new Set(Object.values(pack.types).map(({ family }) => family))].join(', ');
const late = { window: 'PT1H', threshold: 20 };

it('the grouping of the default pack has no problem, and neither has a pack that groups nothing', () => {
  expect(groupingProblems(pack)).toEqual([]);
  expect(problems()).toEqual([]);
  const { 'incident.storm': _storm, ...types } = pack.types;
  expect(groupingProblems({ ...pack, types, grouping: [] })).toEqual([]);
});

it('without the type of incidents there is nothing to open, and every other problem is told all the same', () => {
  const { 'incident.storm': _storm, ...types } = pack.types;
  expect(groupingProblems({ ...pack, types, grouping: [rule({ callsAlone: ['S2'] })] })).toEqual([
    { pointer: '/grouping/0/callsAlone', problem: 'children of S1 always call by themselves', mend: 'add S1' },
    {
      pointer: '/types',
      problem: 'grouping rules open incidents: the type incident.storm is missing',
      mend: 'add incident.storm as policies/default/types.yaml has it, or leave out all grouping rules',
    },
  ]);
});

describe('a grouping rule is refused', () => {
  it.each<[string, Partial<GroupingRule>, string, string, string]>([
    ['that looks at nothing', { families: [], types: [] }, '', 'it looks at no type', 'name families, types, or both'],
    [
      'for a family of no type',
      { families: ['transport', 'weather'] },
      '/families/1',
      'no type is of the family weather',
      `write one of ${families}`,
    ],
    [
      'for a type that is not there',
      { types: ['transport.delay', 'transport.weather'] },
      '/types/1',
      'there is no type transport.weather',
      'add it to types',
    ],
    [
      'over nothing',
      { window: 'PT0S' },
      '/window',
      'a window is longer than nothing and at most P7D',
      'write e.g. PT1H',
    ],
    [
      'over more than a week',
      { window: 'P7DT1S' },
      '/window',
      'a window is longer than nothing and at most P7D',
      'write e.g. PT1H',
    ],
    [
      'whose fixed windows begin at other times each day',
      { window: 'PT7H', windowKind: 'fixed' },
      '/window',
      'fixed windows of PT7H do not begin at the same times each day',
      'write a part of a day without remainder (PT1H, PT8H, P1D) or P7D, or let the window be rolling',
    ],
    [
      'with a part that stands twice',
      { cause: ['carrier', 'place', 'carrier'] },
      '/cause',
      'a part stands twice',
      'name each part once',
    ],
    [
      'with a key that is the same for all',
      { cause: { key: '"all"' } },
      '/cause/key',
      'the key is the same for all cases',
      'read a fact of the exception in it',
    ],
    [
      'with a key of what is not known yet, each thing by name',
      { cause: { key: 'exception.repeats > 1.0 && has(customer.tier) ? customer.tier : exception.kind' } },
      '/cause/key',
      'exception.repeats, customer.tier is not known when a case opens',
      'read exception.kind, family, reason_code, carrier, country, region or business_unit',
    ],
    [
      'with a key that changes while time passes',
      { cause: { key: 'exception.age_hours > 1.0 ? "old" : exception.kind' } },
      '/cause/key',
      'exception.age_hours is not known when a case opens',
      'read exception.kind, family, reason_code, carrier, country, region or business_unit',
    ],
    [
      'that silences its worst cases',
      { callsAlone: ['S2', 'S3'] },
      '/callsAlone',
      'children of S1 always call by themselves',
      'add S1',
    ],
    [
      'that spares no message',
      { callsAlone: ['S4', 'S3', 'S2', 'S1'] },
      '/callsAlone',
      'all children call by themselves, so no message is spared',
      'leave some out',
    ],
    ...['PT59S', 'P1DT1S'].map((firstLook): [string, Partial<GroupingRule>, string, string, string] => [
      `whose growth is looked for after ${firstLook}`,
      { growth: { times: 10, messages: 5, firstLook } },
      '/growth/firstLook',
      `its growth cannot be looked for after ${firstLook}`,
      'write PT1M to P1D, e.g. PT5M',
    ]),
  ])('%s', (_name, changes, at, problem, mend) => {
    expect(problems(rule(changes))).toEqual([{ pointer: `/grouping/0${at}`, problem, mend }]);
  });

  it('with a key that is no text, where in it that is', () => {
    expect(problems(rule({ cause: { key: 'exception.kind + 1.0' } }))).toMatchObject([
      {
        pointer: '/grouping/0/cause/key',
        problem: expect.stringMatching(/^`exception\.kind \+ 1\.0`: a text \+ a number is not possible/),
        mend: expect.any(String),
        offset: 0,
      },
    ]);
    expect(problems(rule({ cause: { key: 'exception.kind == "x"' } }))).toEqual([
      {
        pointer: '/grouping/0/cause/key',
        problem: '`exception.kind == "x"`: it gives true or false, and a text is needed here',
        mend: 'write e.g. has(exception.reason_code) ? exception.reason_code : ""',
        offset: 0,
      },
    ]);
  });

  it('at its own place', () => {
    expect(problems(rule(), rule({ id: 'x', cause: 'carrier', window: 'PT0S' })).map(({ pointer }) => pointer)).toEqual(
      ['/grouping/1/window'],
    );
  });
});

describe('a grouping rule is not refused', () => {
  it.each<[string, Partial<GroupingRule>]>([
    ['over a week', { window: 'P7D' }],
    ['over a moment', { window: 'PT1S' }],
    ['over fixed weeks', { window: 'P7D', windowKind: 'fixed' }],
    ['over fixed days', { window: 'P1D', windowKind: 'fixed' }],
    ['over fixed shifts', { window: 'PT8H', windowKind: 'fixed' }],
    ['over rolling hours that do not divide a day', { window: 'PT7H' }],
    ['for types alone', { families: [], types: ['transport.delay'] }],
    ['for several parts together', { cause: ['carrier', 'place'] }],
    ['by a key', { cause: { key: 'exception.kind + exception.family' } }],
    ['that lets three of four call', { callsAlone: ['S1', 'S2', 'S3'] }],
    ['whose growth is looked for after a minute', { growth: { times: 2, messages: 1, firstLook: 'PT1M' } }],
    ['whose growth is looked for after a day', { growth: { times: 2, messages: 1, firstLook: 'P1D' } }],
  ])('%s', (_name, changes) => {
    expect(problems(rule(changes))).toEqual([]);
  });
});

describe('two rules of one cause', () => {
  const first = rule({ id: 'first', families: [], types: ['transport.delay', 'transport.lost'], ...late });
  const second = (changes: Partial<GroupingRule>): GroupingRule => ({ ...first, id: 'second', ...changes });
  const never = {
    pointer: '/grouping/1',
    problem: 'the rule second is never reached: first before it holds whenever it does',
    mend: 'put the narrower rule first',
  };
  const overlap = (shared: string) => ({
    pointer: '/grouping/1',
    problem: `the rules first and second overlap: for ${shared} the one opens the incident before the other can`,
    mend: 'name each type in one of them',
  });

  it.each<[string, Partial<GroupingRule>, readonly object[]]>([
    ['the same again is never reached', {}, [never]],
    ['one that takes more cases is never reached', { threshold: 21 }, [never]],
    ['one of a shorter time is never reached', { window: 'PT30M' }, [never]],
    ['one of a fixed time, which a rolling one covers, is never reached', { windowKind: 'fixed' }, [never]],
    ['one of fewer of the types is never reached', { types: ['transport.lost'] }, [never]],
    ['one that is quicker leaves the first nothing', { threshold: 19 }, [overlap('transport.delay, transport.lost')]],
    ['one of a longer time leaves the first nothing', { window: 'PT2H' }, [overlap('transport.delay, transport.lost')]],
    [
      'one that shares some types overlaps there',
      { types: ['transport.lost', 'transport.milestone_missed'] },
      [overlap('transport.lost')],
    ],
    [
      'one that shares a family overlaps in what the first names',
      { types: [], families: ['transport'] },
      [overlap('transport.delay, transport.lost')],
    ],
    ['a slow one behind a quick one: each has its time', { threshold: 40, window: 'P1D' }, []],
    ['a quick one behind a slow one', { threshold: 5, window: 'PT10M' }, []],
    ['of other types', { types: ['transport.milestone_missed'] }, []],
    ['of another cause', { cause: 'carrier' }, []],
  ])('%s', (_name, changes, expected) => {
    expect(problems(first, second(changes))).toEqual(expected);
  });

  it('a rolling one behind a fixed one of the same length comes true first', () => {
    const fixed = { ...first, windowKind: 'fixed' as const };
    expect(problems(fixed, second({}))).toEqual([overlap('transport.delay, transport.lost')]);
    // Neither is sure to come first: the fixed one forgets at its border, the rolling one is shorter.
    expect(problems(fixed, second({ window: 'PT30M' }))).toEqual([]);
  });

  it('with the same several parts are of one cause, with other parts of two', () => {
    const parts: GroupingRule['cause'] = ['carrier', 'place'];
    expect(problems({ ...first, cause: parts }, second({ cause: [...parts] }))).toEqual([never]);
    expect(problems({ ...first, cause: parts }, second({ cause: ['carrier', 'destination'] }))).toEqual([]);
  });
});

describe('what comes and goes', () => {
  const flapping = (change: (changed: PolicyPack) => void) => {
    const changed = defaultPack();
    change(changed);
    return flappingProblems(changed);
  };
  const type = 'transport.delay';

  it('in the default pack comes back within the time in which a case can be opened again', () => {
    expect(flappingProblems(pack)).toEqual([]);
  });

  it('over nothing is refused: of a type at the type, of all at the pack', () => {
    const nothing = { problem: 'a window is longer than nothing', mend: 'write e.g. PT2H' };
    expect(
      flapping((changed) => {
        changed.types[type]!.flapping = { window: 'PT0S', count: 3 };
      }),
    ).toEqual([{ pointer: `/types/${type}/flapping/window`, ...nothing }]);
    const all = flapping((changed) => {
      changed.flapping.window = 'PT0S';
    });
    expect(all).toHaveLength(Object.keys(pack.types).length);
    expect(all[0]).toEqual({ pointer: '/flapping/window', ...nothing });
  });

  it('over a longer time than a case can be opened again is refused, for each type by name', () => {
    const { reopenWindow } = pack.types[type]!;
    expect(
      flapping((changed) => {
        changed.types[type]!.flapping = { window: 'P30D', count: 3 };
      }),
    ).toEqual([
      {
        pointer: `/types/${type}/flapping/window`,
        problem: `${type} can be opened again for ${reopenWindow} only, so what comes back within P30D would be a new case`,
        mend: 'make the window shorter, or the reopenWindow of the type longer',
      },
    ]);
    expect(
      flapping((changed) => {
        changed.types[type]!.flapping = { window: reopenWindow, count: 3 };
      }),
    ).toEqual([]);
  });
});
