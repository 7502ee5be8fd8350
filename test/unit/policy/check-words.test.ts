import { describe, expect, it } from 'vitest';
import type { EscalationStep, PolicyPack } from '../../../lambdas/contracts/index.ts';
import { ladderProblems } from '../../../lambdas/policy/check-ladders.ts';
import { nameProblems } from '../../../lambdas/policy/check-names.ts';
import { playbookProblems } from '../../../lambdas/policy/check-playbooks.ts';
import { rotaProblems } from '../../../lambdas/policy/check-rotas.ts';
import { teamProblems } from '../../../lambdas/policy/check-teams.ts';
import { timeProblems } from '../../../lambdas/policy/check-times.ts';
import type { PackProblem } from '../../../lambdas/policy/pack-problem.ts';
import { defaultPack } from '../../support/pack.ts';

/** What is wrong after a change of the default pack, all of it and nothing else: as it is read by whoever has written it. */
type Row = [string, (pack: PolicyPack) => void, ...PackProblem[]];
const found = (check: (pack: PolicyPack) => readonly PackProblem[], change: (pack: PolicyPack) => void) => {
  const pack = defaultPack();
  change(pack);
  return check(pack);
};
const people = defaultPack()
  .people.map(({ id }) => id)
  .join(', ');
const teams = defaultPack()
  .teams.map(({ id }) => id)
  .join(', ');
const rotas = defaultPack()
  .rotas.map(({ id }) => id)
  .join(', ');
const nobody = (pointer: string, name = 'nobody'): PackProblem => ({
  pointer,
  problem: `the person ${name} is not in the pack`,
  mend: `write one of ${people}`,
});

it.each([ladderProblems, nameProblems, playbookProblems, rotaProblems, teamProblems, timeProblems])(
  'the default pack has no problem (%#)',
  (check) => {
    expect(check(defaultPack())).toEqual([]);
  },
);

describe('whoever is named to have a case can have it', () => {
  const role = '/ownership/rules/0/role';
  const circle = (index: number, path: string): PackProblem => ({
    pointer: `/teams/${String(index)}/fallbackTeam`,
    problem: `the fallback teams go in a circle: ${path}`,
    mend: 'let the last of them have no fallbackTeam: after it the last owner answers',
  });
  const behind = (pack: PolicyPack, ...fallbacks: readonly (number | undefined)[]): void => {
    for (const [index, fallback] of fallbacks.entries()) {
      const own = pack.teams[index]!;
      delete own.fallbackTeam;
      if (fallback !== undefined) own.fallbackTeam = pack.teams[fallback]!.id;
    }
    for (const own of pack.teams.slice(fallbacks.length)) delete own.fallbackTeam;
  };
  const [a, b, c, d] = defaultPack().teams.map(({ id }) => id);

  it.each<Row>([
    [
      'a role with a slip of the hand',
      (pack) => (pack.ownership.rules[0]!.role = 'leed'),
      { pointer: role, problem: 'nobody has a case as leed', mend: 'did you mean lead?' },
    ],
    [
      'a role that there is not',
      (pack) => (pack.ownership.rules[0]!.role = 'chief'),
      { pointer: role, problem: 'nobody has a case as chief', mend: 'write one of responder, lead' },
    ],
    [
      'a role that may not acknowledge',
      (pack) => (pack.ownership.rules[0]!.role = 'viewer'),
      { pointer: role, problem: 'nobody has a case as viewer', mend: 'write one of responder, lead' },
    ],
    ['a role that takes cases', (pack) => (pack.ownership.rules[0]!.role = 'responder')],
    ['a team behind itself', (pack) => behind(pack, 0), circle(0, `${a} → ${a}`)],
    ['two behind one another', (pack) => behind(pack, 1, 0), circle(0, `${a} → ${b} → ${a}`)],
    [
      'a circle behind a team that is no part of it, and another one',
      (pack) => behind(pack, 1, 2, 1, 3),
      circle(1, `${b} → ${c} → ${b}`),
      circle(3, `${d} → ${d}`),
    ],
    ['a chain that comes to an end', (pack) => behind(pack, 1, 2, 3, undefined)],
    ['two with the same behind them', (pack) => behind(pack, 2, 2, 3, undefined)],
  ])('%s', (_what, change, ...problems) => {
    expect(found(teamProblems, change)).toEqual(problems);
  });
});

describe('every name leads somewhere', () => {
  const noTeam = (pointer: string): PackProblem => ({
    pointer,
    problem: 'the team none is not in the pack',
    mend: `write one of ${teams}`,
  });
  const during = { from: '2026-03-02T08:00:00Z', to: '2026-03-02T09:00:00Z' };
  const target = (pack: PolicyPack, what: EscalationStep['targets'][number]): void => {
    pack.escalation[0]!.steps[1]!.targets.push(what);
  };
  const at = '/escalation/0/steps/1/targets/2';

  it.each<Row>([
    ['the last owner', (pack) => (pack.lastOwner = 'nobody'), nobody('/lastOwner')],
    [
      'the last owner with a slip of the hand',
      (pack) => (pack.lastOwner = 'ines-duartte'),
      {
        pointer: '/lastOwner',
        problem: 'the person ines-duartte is not in the pack',
        mend: 'did you mean ines-duarte?',
      },
    ],
    [
      'whoever stands in for somebody',
      (pack) => (pack.people[1]!.delegates = [{ to: 'nobody' }] as never),
      nobody('/people/1/delegates/0/to'),
    ],
    [
      'the rota of a team',
      (pack) => (pack.teams[1]!.rota = 'none'),
      { pointer: '/teams/1/rota', problem: 'the rota none is not in the pack', mend: `write one of ${rotas}` },
    ],
    [
      'the ladder of a team',
      (pack) => (pack.teams[1]!.escalation = 'none'),
      {
        pointer: '/teams/1/escalation',
        problem: 'the escalation policy none is not in the pack',
        mend: `write ${defaultPack()
          .escalation.map(({ id }) => id)
          .join(', ')}`,
      },
    ],
    ['the team behind a team', (pack) => (pack.teams[1]!.fallbackTeam = 'none'), noTeam('/teams/1/fallbackTeam')],
    [
      'the calendar of a team',
      (pack) => (pack.teams[1]!.calendars = ['xx']),
      {
        pointer: '/teams/1/calendars/0',
        problem: 'the calendar xx is not in the pack',
        mend: `write one of ${defaultPack()
          .calendars.map(({ id }) => id)
          .join(', ')}`,
      },
    ],
    [
      'the calendar of a rota',
      (pack) => (pack.rotas[1]!.calendars = ['xx']),
      {
        pointer: '/rotas/1/calendars/0',
        problem: 'the calendar xx is not in the pack',
        mend: `write one of ${defaultPack()
          .calendars.map(({ id }) => id)
          .join(', ')}`,
      },
    ],
    [
      'two who swap',
      (pack) => (pack.rotas[1]!.swaps = [{ ...during, between: ['nobody', pack.people[0]!.id] }]),
      nobody('/rotas/1/swaps/0/between/0'),
    ],
    [
      'whoever stands in a layer',
      (pack) => pack.rotas[1]!.layers[0]!.people.unshift('nobody'),
      nobody('/rotas/1/layers/0/people/0'),
    ],
    [
      'whoever an override names',
      (pack) => (pack.rotas[1]!.overrides = [{ kind: 'replace', ...during, person: 'nobody' }]),
      nobody('/rotas/1/overrides/0/person'),
    ],
    ['an override that names nobody', (pack) => (pack.rotas[1]!.overrides = [{ kind: 'replace', ...during }])],
    ['a person of a ladder', (pack) => target(pack, { person: 'nobody' }), nobody(`${at}/person`)],
    ['a team of a ladder', (pack) => target(pack, { team: 'none' }), noTeam(`${at}/team`)],
    [
      'a rota of a ladder',
      (pack) => target(pack, { rota: 'none' }),
      { pointer: `${at}/rota`, problem: 'the rota none is not in the pack', mend: `write one of ${rotas}` },
    ],
    ['the rota of the owner, whoever that is', (pack) => target(pack, { rota: 'owner' })],
    [
      'a function of a ladder',
      (pack) => {
        target(pack, { function: 'accounts_payable' });
        delete pack.ownership.byFunction.accounts_payable;
      },
      {
        pointer: `${at}/function`,
        problem: 'the function accounts_payable has no team',
        mend: 'name one in ownership/byFunction',
      },
    ],
    [
      'whoever leads an incident, or would',
      (pack) => {
        target(pack, { incident: 'lead' } as never);
        delete pack.ownership.byFunction.operations_management;
      },
      {
        pointer: `${at}/incident`,
        problem: 'the function operations_management has no team',
        mend: 'name one in ownership/byFunction',
      },
    ],
    [
      'the team of an ownership rule',
      (pack) => (pack.ownership.rules[0]!.team = 'none'),
      noTeam('/ownership/rules/0/team'),
    ],
    [
      'the team of a function',
      (pack) => (pack.ownership.byFunction.finance = 'none'),
      noTeam('/ownership/byFunction/finance'),
    ],
  ])('%s', (_name, change, ...problems) => {
    expect(found(nameProblems, change)).toEqual(problems);
  });

  const twice = (list: string, index: number, name: string): PackProblem => ({
    pointer: `${list}/${String(index)}/id`,
    problem: `the name ${name} stands twice`,
    mend: 'reasons and records go by it: give it a name of its own',
  });
  it.each(['people', 'teams', 'rotas', 'calendars', 'playbooks', 'grouping'] as const)(
    'no two of %s have one name',
    (list) => {
      const pack = defaultPack();
      const things: { id: string }[] = pack[list];
      const [first] = things;
      things.push({ ...first! });
      expect(nameProblems(pack)).toEqual([twice(`/${list}`, things.length - 1, first!.id)]);
    },
  );
  it('nor two ladders, two steps of one, two rules of ownership, or a rule and a latch', () => {
    const ladders = (pack: PolicyPack) => void pack.escalation.push(pack.escalation[0]!);
    expect(found(nameProblems, ladders)).toContainEqual(
      twice('/escalation', defaultPack().escalation.length, defaultPack().escalation[0]!.id),
    );
    expect(found(nameProblems, (pack) => (pack.escalation[0]!.steps[2]!.id = 'owner'))).toEqual([
      twice('/escalation/0/steps', 2, 'owner'),
    ]);
    const [owner] = defaultPack().ownership.rules;
    const owners = (pack: PolicyPack) => void pack.ownership.rules.push(owner!);
    expect(found(nameProblems, owners)).toEqual([
      twice('/ownership/rules', defaultPack().ownership.rules.length, owner!.id),
    ]);
    const { rules, latches } = defaultPack().severity;
    expect(found(nameProblems, (pack) => (pack.severity.rules[1]!.id = rules[0]!.id))).toEqual([
      twice('/severity/rules', 1, rules[0]!.id),
    ]);
    expect(found(nameProblems, (pack) => (pack.severity.latches[0]!.id = rules.at(-1)!.id))).toEqual([
      twice('/severity/latches', 0, rules.at(-1)!.id),
    ]);
    expect(found(nameProblems, (pack) => (pack.severity.latches[1]!.id = latches[0]!.id))).toEqual([
      twice('/severity/latches', 1, latches[0]!.id),
    ]);
  });
});

describe('what a type foresees', () => {
  const type = 'transport.delay';
  const pointer = `/types/${type}/foresees`;
  const foresees =
    (raised: string, change: (raised: PolicyPack['types'][string]) => void = () => undefined) =>
    (pack: PolicyPack): void => {
      for (const policy of Object.values(pack.types)) delete policy.foresees;
      pack.types[type]!.foresees = raised;
      const policy = pack.types[raised];
      if (policy !== undefined) change(Object.assign(policy, { correlateBy: ['stock'], settledBy: ['same'] }));
    };
  it.each<Row>([
    ['finds its case again, and ends by itself', foresees('inventory.shortfall')],
    [
      'is in the pack',
      foresees('inventory.none'),
      { pointer, problem: 'the type inventory.none is not in the pack', mend: 'write one that is, or leave it out' },
    ],
    [
      'does not foresee it again',
      foresees('inventory.shortfall', (raised) => (raised.foresees = type)),
      ...[pointer, '/types/inventory.shortfall/foresees'].map((at, index) => ({
        pointer: at,
        problem:
          index === 0 ? `inventory.shortfall foresees ${type} again` : `${type} foresees inventory.shortfall again`,
        mend: 'leave one of them out',
      })),
    ],
    [
      'may foresee another in its turn',
      foresees('inventory.shortfall', (raised) => (raised.foresees = 'supply.shortfall')),
      {
        pointer: '/types/inventory.shortfall/foresees',
        problem: 'supply.shortfall lacks correlateBy: stock and settledBy: same',
        mend: 'add it to supply.shortfall',
      },
    ],
    [
      'is found by its stock',
      foresees('inventory.shortfall', (raised) => (raised.correlateBy = [])),
      { pointer, problem: 'inventory.shortfall lacks correlateBy: stock', mend: 'add it to inventory.shortfall' },
    ],
    [
      'and settled by what says the same',
      foresees('inventory.shortfall', (raised) => Object.assign(raised, { correlateBy: [], settledBy: [] })),
      {
        pointer,
        problem: 'inventory.shortfall lacks correlateBy: stock and settledBy: same',
        mend: 'add it to inventory.shortfall',
      },
    ],
  ])('%s', (_name, change, ...problems) => {
    const all = found(nameProblems, change);
    expect([...all].sort((one, other) => (one.pointer > other.pointer ? 1 : -1))).toEqual(
      [...problems].sort((one, other) => (one.pointer > other.pointer ? 1 : -1)),
    );
  });
});

describe('a ladder', () => {
  const steps = (pack: PolicyPack): EscalationStep[] => pack.escalation[0]!.steps;
  const at = (number: number, field: string): string => `/escalation/0/steps/${String(number)}${field}`;
  const nothing = (number: number, id: string): PackProblem => ({
    pointer: at(number, ''),
    problem: `nothing leads to the step ${id}`,
    mend: 'take `next` out of a step before it',
  });
  const business = { hours: 'business' } as const;
  const noHours = (number: number): PackProblem => ({
    pointer: at(number, '/hours'),
    problem: 'no team with this ladder has business hours',
    mend: 'give a team `hours`, or leave it out',
  });
  const open = (pack: PolicyPack): void => {
    for (const team of pack.teams) delete team.hours;
  };

  it.each<Row>([
    [
      'goes on in itself',
      (pack) => (steps(pack)[0]!.next = 'none'),
      {
        pointer: at(0, '/next'),
        problem: 'the step none is not in this ladder',
        mend: 'write one of operations, last-owner',
      },
    ],
    [
      'goes on, and not back',
      (pack) => (steps(pack)[1]!.next = 'owner'),
      { pointer: at(1, '/next'), problem: 'the step owner is not behind this one', mend: 'write last-owner' },
    ],
    [
      'does not stay where it is',
      (pack) => (steps(pack)[1]!.next = 'operations'),
      {
        pointer: at(1, '/next'),
        problem: 'the step operations is not behind this one',
        mend: 'write last-owner',
      },
    ],
    [
      'ends with its last step',
      (pack) => (steps(pack)[2]!.next = 'owner'),
      {
        pointer: at(2, '/next'),
        problem: 'the step owner is not behind this one',
        mend: 'leave it out: it is the last step',
      },
    ],
    ['may name the step that comes anyway', (pack) => (steps(pack)[0]!.next = 'operations')],
    ['has no step that it jumps over', (pack) => (steps(pack)[0]!.next = 'last-owner'), nothing(1, 'operations')],
    [
      'may jump where that has a condition: else the next step has its turn',
      (pack) => Object.assign(steps(pack)[0]!, { next: 'last-owner', when: { levels: ['S1'] } }),
    ],
    [
      'that nothing leads to leads to nothing',
      (pack) => {
        steps(pack)[0]!.next = 'last-owner';
        steps(pack).splice(2, 0, { ...steps(pack)[1]!, id: 'more' });
      },
      nothing(1, 'operations'),
      nothing(2, 'more'),
    ],
    [
      'calls people by a channel that they have',
      (pack) => {
        const last = steps(pack)[2]!;
        last.channels = ['webhook', 'teams'];
        for (const person of pack.people) {
          delete person.webhook;
          delete person.teams;
        }
      },
      {
        pointer: at(2, '/targets/0'),
        problem: 'ines-duarte has no address on webhook or teams',
        mend: 'give the person one, or the step another channel',
      },
    ],
    ['calls people by one of several channels', (pack) => (steps(pack)[2]!.channels = ['webhook', 'email'])],
    [
      'wants no more to acknowledge than it calls',
      (pack) => (steps(pack)[1]!.acknowledgements = 3),
      {
        pointer: at(1, '/acknowledgements'),
        problem: 'it wants 3 people to acknowledge, and calls 2',
        mend: 'write 2 at most, or add targets',
      },
    ],
    ['wants as many as it calls', (pack) => (steps(pack)[1]!.acknowledgements = 2)],
    [
      'wants one where it takes turns',
      (pack) => Object.assign(steps(pack)[1]!, { acknowledgements: 2, who: 'in_turn' }),
      {
        pointer: at(1, '/acknowledgements'),
        problem: 'it wants 2 people to acknowledge, and calls 1',
        mend: 'write 1 at most, or add targets',
      },
    ],
    [
      'waits for hours that somebody has',
      (pack) => {
        open(pack);
        Object.assign(steps(pack)[0]!, business);
      },
      noHours(0),
    ],
    [
      'of no team waits for the hours of whoever will have it',
      (pack) => {
        open(pack);
        for (const team of pack.teams) team.escalation = 'other';
        Object.assign(steps(pack)[0]!, business);
      },
    ],
    [
      'waits for hours that one of its teams has',
      (pack) => {
        open(pack);
        pack.teams[0]!.hours = [{ days: ['monday'], from: '09:00', to: '17:00' }];
        pack.teams[0]!.escalation = pack.escalation[0]!.id;
        Object.assign(steps(pack)[0]!, business);
      },
    ],
    [
      'calls in the end, whatever the case is',
      (pack) => (steps(pack)[2]!.when = { levels: ['S1'] }),
      {
        pointer: at(2, '/when'),
        problem: 'the last step has a condition',
        mend: 'leave it out of the last step: it calls when nobody else was there',
      },
    ],
    [
      'calls in the end, whenever it is',
      (pack) => {
        pack.teams[0]!.hours = [{ days: ['monday'], from: '09:00', to: '17:00' }];
        pack.teams[0]!.escalation = pack.escalation[0]!.id;
        Object.assign(steps(pack)[2]!, business);
      },
      {
        pointer: at(2, '/hours'),
        problem: 'the last step waits for business hours',
        mend: 'leave it out of the last step: it calls when nobody else was there',
      },
    ],
  ])('%s', (_name, change, ...problems) => {
    expect(found(ladderProblems, change)).toEqual(problems);
  });
});

describe('times', () => {
  const worse = (pointer: string, level: string, has: string, above: string, hasAbove: string): PackProblem => ({
    pointer: `${pointer}/${level}`,
    problem: `${level} has ${has} and ${above}, which is more severe, has ${hasAbove}`,
    mend: 'a more severe level never waits longer',
  });
  const set = (times: Record<string, string>, S1 = 'PT9H'): void => {
    Object.assign(times, { S1, S2: 'PT8H', S3: 'PT8H', S4: 'PT10H' });
  };
  it.each<Row>([
    ...(['acknowledge', 'resolve', 'communicate'] as const).map((clock): Row => [
      `of the clock ${clock} are shorter for what is more severe`,
      (pack) => set(pack.clocks[clock]),
      worse(`/clocks/${clock}`, 'S2', 'PT8H', 'S1', 'PT9H'),
    ]),
    ...(['acknowledge', 'resolve', 'communicate'] as const).map((clock): Row => [
      `of a type's own clock ${clock}, too`,
      (pack) => {
        const times = { S1: '', S2: '', S3: '', S4: '' };
        set(times);
        pack.types['cargo.damaged']!.clocks = { [clock]: times };
      },
      worse(`/types/cargo.damaged/clocks/${clock}`, 'S2', 'PT8H', 'S1', 'PT9H'),
    ]),
    [
      'until a ladder begins again',
      (pack) => set(pack.escalation[0]!.repeatAfter),
      worse('/escalation/0/repeatAfter', 'S2', 'PT8H', 'S1', 'PT9H'),
    ],
    [
      'until somebody is taken for forgetful',
      (pack) => set(pack.escalation[0]!.acknowledgeTimeout),
      worse('/escalation/0/acknowledgeTimeout', 'S2', 'PT8H', 'S1', 'PT9H'),
    ],
    [
      'of a step',
      (pack) => set(pack.escalation[0]!.steps[1]!.delay),
      worse('/escalation/0/steps/1/delay', 'S2', 'PT8H', 'S1', 'PT9H'),
    ],
    [
      'of the least severe level too',
      (pack) => (pack.clocks.resolve.S4 = 'PT1H'),
      worse('/clocks/resolve', 'S4', 'PT1H', 'S3', defaultPack().clocks.resolve.S3),
    ],
    ['may be the same for all', (pack) => set(pack.clocks.resolve, 'PT8H')],
    ...['PT0.999S', 'PT10.001S'].map((within): Row => [
      `of a triage of ${within} are none that systems can keep`,
      (pack) => (pack.triage.within = within),
      { pointer: '/triage/within', problem: `triage cannot wait ${within}`, mend: 'write PT1S to PT10S' },
    ]),
    ...['PT1S', 'PT10S'].map((within): Row => [`of a triage of ${within}`, (pack) => (pack.triage.within = within)]),
    ...(['people', 'teams', 'rotas'] as const).map((section): Row => [
      `of ${section} are of a zone that exists`,
      (pack) => (pack[section][1]!.zone = 'Europe/Berln'),
      {
        pointer: `/${section}/1/zone`,
        problem: 'Europe/Berln is no time zone',
        mend: 'write an IANA zone, e.g. Europe/Berlin',
      },
    ]),
  ])('%s', (_name, change, ...problems) => {
    expect(found(timeProblems, change)).toEqual(problems);
  });
});

describe('a rota', () => {
  const stretch = { from: '2026-03-02T10:00:00Z', to: '2026-03-02T10:00:00Z' };
  it.each<Row>([
    [
      'has no override of no time',
      (pack) => (pack.rotas[1]!.overrides = [{ kind: 'replace', ...stretch }]),
      {
        pointer: '/rotas/1/overrides/0/to',
        problem: 'the override ends before it begins',
        mend: 'write a `to` that is later than `from`',
      },
    ],
    [
      'has no swap of no time',
      (pack) => (pack.rotas[1]!.swaps = [{ ...stretch, between: ['mei-tan', 'dan-okafor'] }]),
      {
        pointer: '/rotas/1/swaps/0/to',
        problem: 'the swap ends before it begins',
        mend: 'write a `to` that is later than `from`',
      },
    ],
    ...(['add', 'remove'] as const).map((kind): Row => [
      `knows whom to ${kind}`,
      (pack) => (pack.rotas[1]!.overrides = [{ kind, ...stretch, to: '2026-03-02T11:00:00Z' }]),
      { pointer: '/rotas/1/overrides/0/person', problem: `it does not say whom to ${kind}`, mend: 'add `person`' },
    ]),
    [
      'may leave a time empty',
      (pack) => (pack.rotas[1]!.overrides = [{ kind: 'replace', ...stretch, to: '2026-03-02T11:00:00Z' }]),
    ],
    ['may turn by a rule', (pack) => (pack.rotas[1]!.layers[0]!.rotation = { rrule: 'FREQ=WEEKLY;INTERVAL=2' })],
  ])('%s', (_name, change, ...problems) => {
    expect(found(rotaProblems, change)).toEqual(problems);
  });

  it('turns by a rule of RFC 5545, and says what is wrong with another', () => {
    const [problem, ...others] = found(
      rotaProblems,
      (pack) => (pack.rotas[1]!.layers[0]!.rotation = { rrule: 'FREQ=WEEKY' }),
    );
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      pointer: '/rotas/1/layers/0/rotation/rrule',
      problem: expect.stringMatching(/^it is no rule of RFC 5545: .*FREQ/),
      mend: 'write for example FREQ=WEEKLY;INTERVAL=2 or FREQ=WEEKLY;BYDAY=MO,TH',
    });
  });
});
