import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImpactFacts, PolicyPack, Rota, Team } from '../../../lambdas/contracts/index.ts';
import { checkPack } from '../../../lambdas/policy/check-pack.ts';
import { nameOwner, whoIsOnDuty } from '../../../lambdas/routing/index.ts';
import { personForTeam } from '../../../lambdas/routing/who-is-on-duty.ts';
import { defaultPack } from '../../support/pack.ts';
import { office, rota } from './rotas.ts';

const night = {
  ...office,
  id: 'night',
  people: ['nils'],
  restrictions: [{ days: ['friday'], from: '22:00', to: '06:00' }],
} satisfies Rota['layers'][number];

describe('on duty', () => {
  test.each([
    ['the first week', rota(), '2026-01-05T07:00:00Z', 'anna'],
    ['a minute before the handover of the second week', rota(), '2026-01-12T06:59:00Z', 'anna'],
    ['the handover of the second week', rota(), '2026-01-12T07:00:00Z', 'ben'],
    ['before the rota begins', rota(), '2026-01-05T06:59:00Z', undefined],
    ['the handover in summer time', rota(), '2026-06-29T06:00:00Z', 'ben'],
    ['an hour before it', rota(), '2026-06-29T05:59:00Z', 'anna'],
    [
      'in office hours a later layer wins',
      rota({ layers: [...rota().layers, office] }),
      '2026-01-06T10:00:00Z',
      'cleo',
    ],
    [
      'outside of them the layer below has it',
      rota({ layers: [...rota().layers, office] }),
      '2026-01-06T17:00:00Z',
      'anna',
    ],
    [
      'on a holiday the restricted layer is off',
      rota({ layers: [...rota().layers, office], holidays: ['2026-01-06'] }),
      '2026-01-06T10:00:00Z',
      'anna',
    ],
    ['nobody at night in an office rota', rota({ layers: [office] }), '2026-01-06T20:00:00Z', undefined],
    ['a night shift begins', rota({ layers: [night] }), '2026-01-09T21:30:00Z', 'nils'],
    ['and goes on over midnight', rota({ layers: [night] }), '2026-01-10T04:00:00Z', 'nils'],
    ['and ends in the morning', rota({ layers: [night] }), '2026-01-10T05:00:00Z', undefined],
    ['but not on the morning of the day that it begins', rota({ layers: [night] }), '2026-01-09T04:00:00Z', undefined],
    [
      'an override takes over',
      rota({
        overrides: [
          { kind: 'replace', from: '2026-01-06T00:00:00+01:00', to: '2026-01-07T00:00:00+01:00', person: 'olga' },
        ],
      }),
      '2026-01-06T12:00:00Z',
      'olga',
    ],
    [
      'an override ends',
      rota({
        overrides: [
          { kind: 'replace', from: '2026-01-06T00:00:00+01:00', to: '2026-01-07T00:00:00+01:00', person: 'olga' },
        ],
      }),
      '2026-01-06T23:00:00Z',
      'anna',
    ],
    [
      'an override can leave the rota empty',
      rota({ overrides: [{ kind: 'replace', from: '2026-01-06T00:00:00+01:00', to: '2026-01-07T00:00:00+01:00' }] }),
      '2026-01-06T12:00:00Z',
      undefined,
    ],
  ] as const)('%s', (_name, given, at, expected) => {
    expect(whoIsOnDuty(given, at, [])).toBe(expected);
  });

  // Europe/Berlin loses 02:00-03:00 on 2026-03-29 and has 02:00-03:00 twice on 2026-10-25.
  test.each([
    ['2026-03-29T00:59:00Z', 'sam'],
    ['2026-03-29T01:00:00Z', 'tea'],
    ['2026-10-25T00:29:00Z', 'sam'],
    ['2026-10-25T00:30:00Z', 'tea'],
    ['2026-10-25T01:45:00Z', 'tea'],
  ])('a daily handover at 02:30 local is right at %s', (at, expected) => {
    const layer = {
      id: 'd',
      people: ['sam', 'tea'],
      startsOn: at.startsWith('2026-03') ? '2026-03-28' : '2026-10-24',
      rotation: 'daily',
      handoverAt: '02:30',
    } satisfies Rota['layers'][number];
    expect(whoIsOnDuty(rota({ layers: [layer] }), at, [])).toBe(expected);
  });
});

describe('the owner', () => {
  const facts = (kind: string, changes: Partial<ImpactFacts> = {}): ImpactFacts => ({
    exception: {
      kind,
      family: kind === 'transport.delivery_failed' ? 'delivery' : 'transport',
      repeats: 0,
      age_hours: 0,
    },
    order: {},
    shipment: {},
    customer: {},
    stock: {},
    customs: {},
    unknown: [],
    ...changes,
  });
  const MONDAY_NOON = '2026-03-02T12:00:00Z';

  test('is the team of the type where no rule holds, and whoever is on duty there', () => {
    expect(nameOwner(facts('transport.delay'), defaultPack(), MONDAY_NOON)).toMatchObject({
      function: 'transport_planning',
      team: 'transport-desk',
      person: 'jonas-weber',
      role: 'responder',
      reasons: [{ rule: 'type-owner', text: 'Delayed shipment belongs to Transport desk.' }],
    });
  });

  test('is the team of the first rule that holds', () => {
    const owner = nameOwner(
      facts('transport.delivery_failed', { customer: { tier: 'platinum' } }),
      defaultPack(),
      MONDAY_NOON,
    );
    expect(owner).toMatchObject({ team: 'customer-service', role: 'lead', reasons: [{ rule: 'big-customers' }] });
  });

  test.each([
    ['type', 'exception.kind == "transport.delay"', {}],
    ['impact', 'has(order.value) && order.value >= 100000.0', { order: { value: 250_000 } }],
    ['region', 'has(exception.region) && exception.region == "eu"', { exception: { region: 'eu' } }],
    [
      'business unit',
      'has(exception.business_unit) && exception.business_unit == "retail"',
      { exception: { business_unit: 'retail' } },
    ],
    ['carrier', 'has(exception.carrier) && exception.carrier == "NRTH"', { exception: { carrier: 'NRTH' } }],
    ['customer', 'has(customer.name) && customer.name == "Hafen Klinik"', { customer: { name: 'Hafen Klinik' } }],
  ] as const)('is by rule of %s, and not where it is another one', (_what, when, changes) => {
    const pack = defaultPack();
    const rule = { id: 'own', when, team: 'fulfilment', role: 'lead', reason: 'Theirs.' };
    pack.ownership = { ...pack.ownership, rules: [rule] };
    expect(checkPack(pack)).toMatchObject({ ok: true });
    const one = facts('transport.delay');
    const exception = { ...one.exception, ...('exception' in changes ? changes.exception : {}) };
    expect(nameOwner({ ...one, ...changes, exception }, pack, MONDAY_NOON)).toMatchObject({
      team: 'fulfilment',
      role: 'lead',
    });
    expect(nameOwner(facts('transport.lost'), pack, MONDAY_NOON).team).not.toBe('fulfilment');
  });

  test('falls back to the next team when nobody is on duty, and says so', () => {
    const owner = nameOwner(facts('compliance.customs_hold'), defaultPack(), '2026-03-07T12:00:00Z');
    expect(owner).toMatchObject({ team: 'trade-compliance', person: 'ines-duarte' });
    expect(owner.reasons.map(({ rule }) => rule)).toEqual(['type-owner', 'nobody-on-duty']);
    expect(owner.reasons[1]?.text).toBe('Nobody is on duty for Trade compliance.');
  });

  test('is the last owner when no fallback has anybody', () => {
    const pack = defaultPack();
    for (const one of pack.rotas)
      one.overrides = [{ kind: 'replace', from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }];
    const owner = nameOwner(facts('transport.delay'), pack, MONDAY_NOON);
    expect(owner.person).toBe(pack.lastOwner);
    expect(owner.reasons.map(({ rule }) => rule)).toEqual([
      'type-owner',
      'nobody-on-duty',
      'nobody-on-duty',
      'last-owner',
    ]);
    expect(owner.reasons.at(-1)?.text).toBe('No fallback team has anybody on duty: the last owner answers.');
  });

  test('by a rule whose team is not there is that of the next rule, and of a type whose team is not there somebody all the same', () => {
    const pack = defaultPack();
    const [rule] = pack.ownership.rules;
    pack.ownership.rules = ['none', pack.teams[0]!.id].map((team, index) => ({
      ...rule!,
      id: `rule-${String(index)}`,
      when: 'true',
      team,
    }));
    expect(nameOwner(facts('transport.delay'), pack, MONDAY_NOON)).toMatchObject({
      team: pack.teams[0]!.id,
      reasons: [{ rule: 'rule-1' }],
    });
    pack.ownership.rules = [];
    pack.ownership.byFunction[pack.types['transport.delay']!.owner] = 'none';
    expect(nameOwner(facts('transport.delay'), pack, MONDAY_NOON)).toMatchObject({
      role: 'responder',
      reasons: [{ rule: 'no-rule', text: 'No rule names an owner for this type.' }],
    });
  });

  test('of a team whose rota is not there is whoever its fallback has', () => {
    const pack = defaultPack();
    const team = { ...pack.teams[0]!, rota: 'none' };
    expect(personForTeam(team, pack, MONDAY_NOON).skipped[0]).toBe(team.title);
  });

  test('exists for every type at every hour of a week', () => {
    const pack = defaultPack();
    const people = new Set(pack.people.map(({ id }) => id));
    for (const kind of Object.keys(pack.types)) {
      for (let hour = 0; hour < 168; hour += 1) {
        const at = new Date(Date.parse('2026-03-02T00:00:00Z') + hour * 3_600_000).toISOString();
        expect(people.has(nameOwner(facts(kind), pack, at).person ?? '')).toBe(true);
      }
    }
  });

  test('of a type that the pack does not know is operations management', () => {
    expect(nameOwner(facts('martian.landing'), defaultPack(), MONDAY_NOON)).toMatchObject({
      team: 'operations',
      reasons: [{ rule: 'no-rule' }],
    });
  });
});

test('adding a fallback never leaves fewer owners: who had somebody keeps them, and nobody comes to the last owner for it', () => {
  const pack = defaultPack();
  const ids = pack.teams.map(({ id }) => id);
  const anyTeams = fc.array(
    fc.record({ staffed: fc.boolean(), fallback: fc.option(fc.constantFrom(...ids), { nil: undefined }) }),
    { minLength: ids.length, maxLength: ids.length },
  );
  const empty = rota({ id: 'empty', layers: [{ ...office, restrictions: [] }] });
  const withFallback = (team: Team, fallbackTeam: string | undefined): Team => {
    const { fallbackTeam: _before, ...rest } = team;
    return fallbackTeam === undefined ? rest : { ...rest, fallbackTeam };
  };
  /** A team, its fallback, the fallback of that …, each once. */
  const chainOf = (team: Team, teams: readonly Team[], before: readonly Team[] = []): readonly Team[] => {
    const chain = [...before, team];
    const next = teams.find(({ id }) => id === team.fallbackTeam);
    return next === undefined || chain.includes(next) ? chain : chainOf(next, teams, chain);
  };
  const isAlone = (team: Team, policy: PolicyPack, at: string): boolean =>
    personForTeam(withFallback(team, undefined), policy, at).lastOwner;
  let found = 0;
  fc.assert(
    fc.property(
      anyTeams,
      fc.nat(ids.length - 1),
      fc.constantFrom(...ids),
      fc.integer({ min: 0, max: 167 }),
      (drawn, which, added, hour) => {
        const at = new Date(Date.parse('2026-03-02T00:00:00Z') + hour * 3_600_000).toISOString();
        const teams = pack.teams.map((team, index) => {
          const { staffed = true, fallback } = drawn[index] ?? {};
          return withFallback({ ...team, rota: staffed ? team.rota : 'empty' }, fallback);
        });
        const more = teams.map((team, index) =>
          index === which && team.fallbackTeam === undefined ? withFallback(team, added) : team,
        );
        const rotas = [...pack.rotas, empty];
        teams.forEach((team, index) => {
          const before = personForTeam(team, { ...pack, rotas, teams }, at);
          const after = personForTeam(more[index]!, { ...pack, rotas, teams: more }, at);
          if (!before.lastOwner) expect(after).toEqual(before);
          // The last owner answers for nobody who is there, however far down the fallbacks.
          const there = chainOf(more[index]!, more).find((one) => !isAlone(one, { ...pack, rotas, teams: more }, at));
          expect(after.lastOwner).toBe(there === undefined);
          if (there !== undefined)
            expect(after.person).toBe(personForTeam(withFallback(there, undefined), { ...pack, rotas }, at).person);
          if (before.lastOwner && !after.lastOwner) found += 1;
        });
      },
    ),
  );
  // And it does help some.
  expect(found).toBeGreaterThan(0);
});
