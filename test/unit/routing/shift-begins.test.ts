import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyPack } from '../../../lambdas/contracts/index.ts';
import { shiftsBegun } from '../../../lambdas/routing/index.ts';
import { defaultPack } from '../../support/pack.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const WEEK = 'monday, tuesday, wednesday, thursday, friday, saturday, sunday'.split(', ') as 'monday'[];

interface Layer {
  readonly person: string;
  readonly from?: string;
  readonly to?: string;
}

/** One team with one rota in Berlin, without a fallback unless one is named. */
function packOf(layers: readonly Layer[], change: Partial<PolicyPack['rotas'][number]> = {}): PolicyPack {
  const pack = defaultPack();
  const [team] = pack.teams;
  if (team === undefined) throw new Error('no team');
  const { fallbackTeam: _fallbackTeam, ...alone } = team;
  return {
    ...pack,
    teams: [{ ...alone, id: 'desk', title: 'Desk', rota: 'desk' }],
    rotas: [
      {
        id: 'desk',
        zone: 'Europe/Berlin',
        layers: layers.map(({ person, from, to }) => ({
          id: person,
          people: [person],
          startsOn: '2026-01-05',
          rotation: 'daily' as const,
          handoverAt: from ?? '00:00',
          ...(from === undefined || to === undefined ? {} : { restrictions: [{ days: WEEK, from, to }] }),
        })),
        overrides: [],
        swaps: [],
        calendars: [],
        holidays: [],
        ...change,
      },
    ],
  };
}

/** What is found when it is looked each quarter of an hour, two hours back: each shift once, however often it is seen. */
function seen(pack: PolicyPack, from: string, to: string): readonly string[] {
  const found = new Map<string, string>();
  for (let at = Date.parse(from); at <= Date.parse(to); at += QUARTER)
    for (const one of shiftsBegun(pack, new Date(at - 2 * HOUR).toISOString(), new Date(at).toISOString()))
      found.set(
        `${one.startedAt} ${one.person}`,
        `${one.startedAt.slice(5, 16)} ${one.from ?? 'nobody'} > ${one.person}`,
      );
  return [...found.values()];
}

describe('shifts that have begun', () => {
  const twoShifts = packOf([{ person: 'mei-tan' }, { person: 'jonas-weber', from: '06:00', to: '18:00' }]);

  it('are found once each, at the moment at which they began', () => {
    expect(seen(twoShifts, '2026-03-03T00:00:00Z', '2026-03-04T00:00:00Z')).toEqual([
      '03-03T05:00 mei-tan > jonas-weber',
      '03-03T17:00 jonas-weber > mei-tan',
    ]);
  });

  it('are not found where they began longer ago than is looked back', () => {
    expect(shiftsBegun(twoShifts, '2026-03-03T05:00:00Z', '2026-03-03T07:00:00Z')).toEqual([]);
    expect(shiftsBegun(twoShifts, '2026-03-03T04:59:00Z', '2026-03-03T06:59:00Z')).toHaveLength(1);
  });

  it('only the one that lasts: whoever has come and gone meanwhile is told nothing', () => {
    const pack = packOf([{ person: 'mei-tan' }, { person: 'jonas-weber', from: '06:00', to: '06:30' }]);
    expect(shiftsBegun(pack, '2026-03-03T04:00:00Z', '2026-03-03T05:45:00Z')).toMatchObject([
      { person: 'mei-tan', startedAt: '2026-03-03T05:30:00.000Z', from: 'jonas-weber' },
    ]);
  });

  it('who comes back after a gap follows nobody, and who comes after one follows whoever was there last', () => {
    const alone = packOf([{ person: 'jonas-weber', from: '06:00', to: '18:00' }]);
    expect(seen(alone, '2026-03-03T00:00:00Z', '2026-03-05T00:00:00Z')).toEqual([]);
    const two = packOf([
      { person: 'jonas-weber', from: '06:00', to: '10:00' },
      { person: 'mei-tan', from: '14:00', to: '18:00' },
    ]);
    expect(seen(two, '2026-03-03T08:00:00Z', '2026-03-03T20:00:00Z')).toEqual(['03-03T13:00 jonas-weber > mei-tan']);
  });

  it('the same person in two layers changes nothing', () => {
    const pack = packOf([{ person: 'jonas-weber' }, { person: 'jonas-weber', from: '06:00', to: '18:00' }]);
    expect(seen(pack, '2026-03-03T00:00:00Z', '2026-03-05T00:00:00Z')).toEqual([]);
  });

  it('who stands in for an hour is told, and so is whoever comes back', () => {
    const overrides = [
      { kind: 'replace' as const, person: 'sofia-lindqvist', from: '2026-03-03T10:00:00Z', to: '2026-03-03T11:00:00Z' },
    ];
    const pack = packOf([{ person: 'mei-tan' }], { overrides });
    expect(seen(pack, '2026-03-03T08:00:00Z', '2026-03-03T14:00:00Z')).toEqual([
      '03-03T10:00 mei-tan > sofia-lindqvist',
      '03-03T11:00 sofia-lindqvist > mei-tan',
    ]);
  });

  it('a shift that begins at a local time that comes twice begins once, and one at a time that does not exist begins an hour later', () => {
    const pack = packOf([{ person: 'mei-tan' }, { person: 'jonas-weber', from: '02:30', to: '06:00' }]);
    expect(seen(pack, '2026-10-24T22:00:00Z', '2026-10-25T08:00:00Z')).toEqual([
      '10-25T00:30 mei-tan > jonas-weber',
      '10-25T05:00 jonas-weber > mei-tan',
    ]);
    expect(seen(pack, '2026-03-28T23:00:00Z', '2026-03-29T08:00:00Z')).toEqual([
      expect.stringMatching(/^03-29T01:(00|30) mei-tan > jonas-weber$/),
      '03-29T04:00 jonas-weber > mei-tan',
    ]);
  });

  it('over any day, the clocks changing or not, nobody hands over to themselves, and each follows whoever came before them', () => {
    const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
      const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
      return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
    });
    const day = fc.constantFrom('2026-03-28T12:00:00Z', '2026-06-10T12:00:00Z', '2026-10-24T12:00:00Z');
    fc.assert(
      fc.property(time, time, day, (from, to, start) => {
        const pack = packOf([{ person: 'mei-tan' }, { person: 'jonas-weber', from, to }]);
        const end = new Date(Date.parse(start) + 30 * HOUR).toISOString();
        const people = seen(pack, start, end).map((line) => line.slice(12).split(' > '));
        for (const [before, after] of people) expect(before).not.toBe(after);
        people.slice(1).forEach(([before], index) => {
          expect(before).toBe(people[index]?.[1]);
        });
      }),
      { numRuns: 25 },
    );
  });
});
