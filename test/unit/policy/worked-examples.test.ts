import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { readExamples, tryExample } from '../../../bin/policy/worked-examples.ts';
import type { FactSet } from '../../../lambdas/contracts/index.ts';
import { nameOwner } from '../../../lambdas/routing/index.ts';
import { buildImpactFacts, scoreSeverity } from '../../../lambdas/scoring/index.ts';
import { openCase } from '../../support/case.ts';
import { defaultPack } from '../../support/pack.ts';

const AT = '2026-03-02T09:00:00.000Z';
const pack = defaultPack();
/** Where the trouble of an example is, by its country. */
const ZONES: Readonly<Record<string, string>> = {
  ...{ DE: 'Europe/Berlin', NL: 'Europe/Amsterdam', BE: 'Europe/Brussels', FR: 'Europe/Paris', SE: 'Europe/Stockholm' },
  ...{ GB: 'Europe/London', CH: 'Europe/Zurich', TR: 'Europe/Istanbul', US: 'America/Chicago', CA: 'America/Toronto' },
  ...{ SG: 'Asia/Singapore', CN: 'Asia/Shanghai', AU: 'Australia/Perth' },
};
const page = readFileSync(new URL('../../../docs/policies.md', import.meta.url), 'utf8');

interface Example {
  readonly title: string;
  readonly given: { readonly type: any; readonly signals: number; readonly facts: Record<string, FactSet['facts']> };
  /** First column to second, as the table has them. */
  readonly table: ReadonlyMap<string, string>;
}

const [, section = ''] = /\n## Three worked examples\n([\s\S]*?)\n## /.exec(page) ?? [];
const examples: readonly Example[] = section
  .split('\n### ')
  .slice(1)
  .map((example) => ({
    title: example.split('\n')[0] ?? '',
    given: JSON.parse(/```json\n([\s\S]*?)```/.exec(example)?.[1] ?? ''),
    table: new Map(
      [...example.matchAll(/^\| ([^|]+)\|([^|]+)\|$/gm)]
        .map(([, name = '', value = '']): [string, string] => [plain(name), plain(value)])
        .filter(([name]) => name !== 'Rule' && !name.startsWith('-')),
    ),
  }));

function plain(cell: string): string {
  return cell.replaceAll('*', '').trim();
}

test('docs/policies.md has three worked examples', () => {
  expect(examples).toHaveLength(3);
});

describe.each(examples)('$title', ({ given, table }) => {
  const sets = (['erp', 'tms', 'crm'] as const).map((system): FactSet => {
    const facts = given.facts[system];
    return facts === undefined
      ? { system, state: 'missing', askedAt: AT, problem: 'no answer', facts: {} }
      : { system, state: 'live', askedAt: AT, observedAt: AT, facts };
  });
  const impact = buildImpactFacts(openCase({ type: given.type, signals: given.signals }), sets, pack, AT);
  const severity = scoreSeverity(impact, pack, AT);

  test('the rules and points are those of the pack, none more and none less', () => {
    const told = new Map([...table].filter(([name]) => !['sum', 'level', 'owner'].includes(name)));
    const found = severity.reasons
      .filter(({ rule }) => rule !== 'facts-missing')
      .map(({ rule, points }): [string, string] => [rule, points === undefined ? 'latch' : String(points)]);
    expect(told).toEqual(new Map([['base', String(pack.severity.base)], ...found]));
  });

  test('the sum is the sum of its lines, and the score', () => {
    const sum = [...table].reduce(
      (total, [name, value]) => (name === 'sum' || Number.isNaN(Number(value)) ? total : total + Number(value)),
      0,
    );
    expect(Number(table.get('sum'))).toBe(sum);
    expect(severity.score).toBe(sum);
  });

  test('level and owner follow', () => {
    const owner = nameOwner(impact, pack, AT);
    expect(table.get('level')).toBe(severity.level);
    expect(table.get('owner')).toBe(`${owner.team}: ${owner.person}`);
  });
});

describe('what an operations manager expects', () => {
  const expected = readExamples(fileURLToPath(new URL('../../../policies/worked-examples.yaml', import.meta.url)));

  test.each(expected.map((example) => [example.title, example] as const))('%s', (_title, example) => {
    const tried = tryExample(example, pack);
    expect(tried.differs, JSON.stringify(tried.severity.reasons)).toEqual([]);
  });

  test('is told of thirty troubles at least, of every type but the incident itself, at every level', () => {
    expect(expected.length).toBeGreaterThanOrEqual(30);
    const types = new Set(expected.map(({ type }) => type));
    expect(Object.keys(pack.types).filter((type) => !types.has(type))).toEqual(['incident.storm']);
    expect(new Set(expected.map(({ expect: { level } }) => level)).size).toBe(4);
  });

  test('is told of every tier, region and kind of hour, and of goods that perish and amounts in many currencies', () => {
    const all = JSON.stringify(expected);
    for (const tier of ['platinum', 'gold', 'silver', 'bronze']) expect(all).toContain(`"tier":"${tier}"`);
    expect(new Set(expected.map(({ region }) => region))).toEqual(new Set(['eu', 'na', 'apac']));
    const currencies = new Set([...all.matchAll(/"currency":"([A-Z]{3})"/g)].map(([, currency]) => currency));
    expect(currencies.size).toBeGreaterThanOrEqual(6);
    const some = (is: (one: (typeof expected)[number]) => boolean): number => expected.filter(is).length;
    expect(some(({ facts }) => facts.tms?.perishable === true)).toBeGreaterThanOrEqual(5);
    const local = expected.map(({ at, country = 'DE' }) => {
      const clock = Temporal.Instant.from(at).toZonedDateTimeISO(ZONES[country] ?? 'UTC');
      const isHoliday = pack.calendars.some(
        ({ id, days }) =>
          id.startsWith(country.toLowerCase()) && days.some(({ date }) => date === clock.toPlainDate().toString()),
      );
      return { hour: clock.hour, weekday: clock.dayOfWeek, isHoliday };
    });
    expect(local.filter(({ hour }) => hour < 6 || hour >= 20).length).toBeGreaterThanOrEqual(5);
    expect(local.filter(({ weekday }) => weekday > 5).length).toBeGreaterThanOrEqual(5);
    expect(local.filter(({ isHoliday }) => isHoliday).length).toBeGreaterThanOrEqual(3);
    const lastHour = ({ at, facts: { tms } }: (typeof expected)[number]): boolean => {
      const left = Date.parse(typeof tms?.cutoffAt === 'string' ? tms.cutoffAt : '') - Date.parse(at);
      return left > 0 && left <= 3_600_000;
    };
    expect(some(lastHour)).toBeGreaterThanOrEqual(4);
  });

  test('is refused where the pack says otherwise', () => {
    const [first] = expected;
    if (first === undefined) throw new Error('no example');
    const tried = tryExample({ ...first, expect: { level: 'S4', team: 'platform', person: 'nobody' } }, pack);
    expect(tried.differs).toHaveLength(3);
  });
});
