import { expect, test } from 'vitest';
import { impactFacts } from '../../../lambdas/contracts/index.ts';
import type { PolicyPack } from '../../../lambdas/contracts/index.ts';
import { checkPack } from '../../../lambdas/policy/check-pack.ts';
import { checkExpression } from '../../../lambdas/policy/check-expression.ts';
import { factModel } from '../../../lambdas/policy/fact-model.ts';
import { defaultPack } from '../../support/pack.ts';

function problemsAfter(change: (pack: PolicyPack) => void): readonly string[] {
  const pack = defaultPack();
  change(pack);
  const checked = checkPack(pack);
  return checked.ok
    ? []
    : checked.problems.map(({ pointer, problem, mend }) => `${pointer}: ${problem}; ${mend ?? ''}`);
}
const firstRule = (pack: PolicyPack): PolicyPack['severity']['rules'][number] => {
  const [rule] = pack.severity.rules;
  if (rule === undefined) throw new Error('no rule');
  return rule;
};

test('the default pack may be published', () => {
  expect(problemsAfter(() => undefined)).toEqual([]);
});

const faults: readonly [string, (pack: PolicyPack) => void, RegExp][] = [
  [
    'a grouping rule for a family of no type',
    (pack) => {
      pack.grouping[1]!.families.push('weather');
    },
    /\/grouping\/1\/families\/4: no type is of the family weather/,
  ],
  [
    'two grouping rules of one name',
    (pack) => {
      pack.grouping[1]!.id = pack.grouping[0]!.id;
    },
    /\/grouping\/1\/id: the name vessel stands twice/,
  ],
  [
    'a window of nothing',
    (pack) => {
      pack.grouping[0]!.window = 'PT0S';
    },
    /\/grouping\/0\/window/,
  ],
  [
    'a window of a month',
    (pack) => {
      pack.grouping[0]!.window = 'P30D';
    },
    /\/grouping\/0\/window/,
  ],
  [
    'a grouping rule that looks at nothing',
    (pack) => {
      pack.grouping[0]!.families = [];
    },
    /\/grouping\/0: it looks at no type; name families/,
  ],
  [
    'a grouping rule for a type that is not there',
    (pack) => {
      pack.grouping[0]!.types = ['transport.weather'];
    },
    /\/grouping\/0\/types\/0: there is no type transport\.weather/,
  ],
  [
    'fixed windows that begin at other times each day',
    (pack) => {
      Object.assign(pack.grouping[0]!, { window: 'PT7H', windowKind: 'fixed' });
    },
    /\/grouping\/0\/window: fixed windows of PT7H do not begin.*P7D, or let the window be rolling/,
  ],
  [
    'a part of a cause that stands twice',
    (pack) => {
      pack.grouping[0]!.cause = ['carrier', 'carrier'];
    },
    /\/grouping\/0\/cause: a part stands twice/,
  ],
  [
    'a key of no text',
    (pack) => {
      pack.grouping[0]!.cause = { key: 'exception.age_hours' };
    },
    /\/grouping\/0\/cause\/key: `exception.age_hours`: it gives a number, and a text is needed/,
  ],
  [
    'a key of a fact that nobody knows when a case opens',
    (pack) => {
      pack.grouping[0]!.cause = { key: 'has(customer.tier) ? customer.tier : ""' };
    },
    /\/grouping\/0\/cause\/key: customer\.tier is not known when a case opens; read exception/,
  ],
  [
    'a key that is the same for all',
    (pack) => {
      pack.grouping[0]!.cause = { key: '"all"' };
    },
    /\/grouping\/0\/cause\/key: the key is the same for all cases/,
  ],
  [
    'an incident that silences its worst cases',
    (pack) => {
      pack.grouping[0]!.callsAlone = ['S2'];
    },
    /\/grouping\/0\/callsAlone: children of S1 always call by themselves; add S1/,
  ],
  [
    'an incident whose growth is looked for before it can have grown',
    (pack) => {
      pack.grouping[0]!.growth = { times: 10, messages: 5, firstLook: 'PT10S' };
    },
    /\/grouping\/0\/growth\/firstLook: its growth cannot be looked for after PT10S.*PT1M to P1D/,
  ],
  [
    'a shift that is handed over when the next one has begun',
    (pack) => {
      pack.handover.late = 'P1D';
    },
    /\/handover\/late: a shift cannot be handed over P1D late.*PT2H/,
  ],
  [
    'an incident that spares no message',
    (pack) => {
      pack.grouping[0]!.callsAlone = ['S1', 'S2', 'S3', 'S4'];
    },
    /\/grouping\/0\/callsAlone: all children call by themselves/,
  ],
  [
    'two grouping rules that overlap in some types',
    (pack) => {
      pack.grouping.push({ ...pack.grouping[0]!, id: 'ship', families: ['transport', 'cargo'], threshold: 11 });
    },
    /\/grouping\/5: the rules vessel and ship overlap: for transport\.milestone_missed.*name each type in one of them/,
  ],
  [
    'a grouping rule that a later one always forestalls',
    (pack) => {
      pack.grouping.push({ ...pack.grouping[0]!, id: 'ship', threshold: 5 });
    },
    /\/grouping\/5: the rules vessel and ship overlap/,
  ],
  [
    'a silence that holds back the worst cases',
    (pack) => {
      pack.silences.callsAnyway = ['S2'];
    },
    /\/silences\/callsAnyway: cases of S1 call in spite of any silence; add S1/,
  ],
  [
    'silences without an end in sight',
    (pack) => {
      pack.silences.longest = 'P90D';
    },
    /\/silences\/longest: .*at most P31D/,
  ],
  [
    'a triage that waits longer than its functions',
    (pack) => {
      pack.triage.within = 'PT11S';
    },
    /\/triage\/within: triage cannot wait PT11S; write PT1S to PT10S/,
  ],
  [
    'messages that wait for their turn until nobody wants them any more',
    (pack) => {
      pack.messageRate.within = 'PT2H';
    },
    /\/messageRate\/within: messages cannot wait PT2H for their turn; write PT1M to PT1H/,
  ],
  [
    'flapping over a longer time than a case can be opened again',
    (pack) => {
      pack.types['transport.delay']!.flapping = { window: 'P30D', count: 3 };
    },
    /\/types\/transport.delay\/flapping\/window: transport.delay can be opened again for P2D only.*make the window shorter/,
  ],
  [
    'grouping rules without the type of what they open',
    (pack) => {
      delete pack.types['incident.storm'];
    },
    /\/types: grouping rules open incidents/,
  ],
  [
    'a misspelt fact',
    (pack) => {
      firstRule(pack).when = 'has(order.valu) && order.valu > 1.0';
    },
    /\/severity\/rules\/0\/when.*valu/,
  ],
  [
    'a comparison of different types',
    (pack) => {
      firstRule(pack).when = 'has(order.value) && order.value == "much"';
    },
    /\/severity\/rules\/0\/when/,
  ],
  [
    'a number where a condition is needed',
    (pack) => {
      firstRule(pack).when = 'exception.repeats';
    },
    /gives a number, and true or false is needed/,
  ],
  [
    'a syntax error',
    (pack) => {
      firstRule(pack).when = 'order.value >=';
    },
    /\/severity\/rules\/0\/when/,
  ],
  [
    'a fact read without has()',
    (pack) => {
      firstRule(pack).when = 'order.value > 1.0';
    },
    /order\.value may be unknown; write has\(order\.value\)/,
  ],
  [
    'a pattern',
    (pack) => {
      firstRule(pack).when = 'exception.kind.matches("a+$")';
    },
    /matches\(\) is refused/,
  ],
  [
    'points that read what the condition did not ask for',
    (pack) => {
      firstRule(pack).points = 'customer.penalty';
    },
    /\/severity\/rules\/0\/points.*customer\.penalty/,
  ],
  [
    'bands that overlap',
    (pack) => {
      pack.severity.bands.S2 = 80;
    },
    /\/severity\/bands/,
  ],
  [
    'a last owner who is not there',
    (pack) => {
      pack.lastOwner = 'nobody';
    },
    /\/lastOwner: the person nobody/,
  ],
  [
    'a team without a rota',
    (pack) => {
      const [team] = pack.teams;
      if (team) team.rota = 'none';
    },
    /\/teams\/0\/rota/,
  ],
  [
    'a ladder that calls a stranger',
    (pack) => {
      pack.escalation[0]?.steps[0]?.targets.push({ person: 'stranger' });
    },
    /\/escalation\/0\/steps\/0\/targets/,
  ],
  [
    'a type without an owner',
    (pack) => {
      delete pack.ownership.byFunction.procurement;
    },
    /\/types\/supply\.late\/owner/,
  ],
  [
    'a missing type',
    (pack) => {
      delete pack.types['transport.lost'];
    },
    /transport\.lost is missing/,
  ],
];
const moreFaults: typeof faults = [
  [
    'a question after a fact that there is not',
    (pack) => {
      firstRule(pack).when = 'has(order.valu) && exception.repeats > 1.0';
    },
    /there is no fact order\.valu; order has value, hours_to_promise/,
  ],
  [
    'a has() that comes too late',
    (pack) => {
      firstRule(pack).when = 'order.value > 1.0 && has(order.value)';
    },
    /order\.value may be unknown/,
  ],
  [
    'a has() that only the other branch has asked',
    (pack) => {
      firstRule(pack).when = 'has(order.value) || order.value > 1.0';
    },
    /order\.value may be unknown/,
  ],
  [
    'a whole number beside one with a point',
    (pack) => {
      firstRule(pack).points = 'order.value * 2';
      firstRule(pack).when = 'has(order.value)';
    },
    /\/severity\/rules\/0\/points: .*write numbers with a point/,
  ],
  [
    'a condition that can never hold',
    (pack) => {
      firstRule(pack).when = 'exception.kind == "transport.lst"';
    },
    /\/severity\/rules\/0\/when: .* can never hold/,
  ],
  [
    'an action of a playbook that can never be proposed',
    (pack) => {
      pack.playbooks[1]!.actions[0]!.when = 'exception.repeats < 1.0 && exception.repeats > 2.0';
    },
    /\/playbooks\/1\/actions\/0\/when: .* can never hold/,
  ],
  [
    'an ownership rule behind a broader one',
    (pack) => {
      const [first] = pack.ownership.rules;
      pack.ownership.rules.unshift({ ...first!, id: 'all-deliveries', when: 'exception.family == "delivery"' });
    },
    /\/ownership\/rules\/1\/when: the rule big-customers is never reached/,
  ],
  [
    'bands of a value that overlap',
    (pack) => {
      firstRule(pack).when = 'has(order.value) && order.value >= 99000.0';
    },
    /\/severity\/rules\/1\/when: the band value overlaps: value-high and value-medium/,
  ],
  [
    'a reason with a fact that there is not',
    (pack) => {
      firstRule(pack).reason = 'Goods worth {order.worth} EUR.';
    },
    /\/severity\/rules\/0\/reason: \{order\.worth\} is no fact/,
  ],
  [
    'an approval of each function of which one has nobody',
    (pack) => {
      pack.governance[0]!.approval = { functions: ['finance', 'warehouse'], of: 'each', count: 2, within: 'PT4H' };
    },
    /\/governance\/0\/approval: nobody may approve any amount for warehouse/,
  ],
  [
    'nobody who could be asked when the time is over',
    (pack) => {
      pack.governance[0]!.approval.otherwise = { functions: ['logistics'], count: 1, within: 'PT4H' };
    },
    /\/governance\/0\/approval\/otherwise: it takes 1 people who may approve any amount for logistics, and there are 0/,
  ],
  [
    'limits of a special case that contradict each other',
    (pack) => {
      pack.governance[0]!.unless = [
        { when: { customerTiers: ['gold'] }, automaticUpTo: 9, forbiddenAbove: 5, reason: 'x' },
      ];
    },
    /\/governance\/0\/unless\/0: forbiddenAbove is below automaticUpTo/,
  ],
  [
    'a point that stands twice in a checklist',
    (pack) => {
      const task = pack.playbooks.flatMap(({ tasks }) => tasks).find(({ checklist }) => checklist !== undefined);
      task!.checklist!.push({ ...task!.checklist![0]!, text: 'Once more' });
    },
    /\/playbooks\/\d+\/tasks\/\d+\/checklist: photos stands twice in the checklist/,
  ],
  [
    'a task for a function of nobody',
    (pack) => {
      pack.teams = pack.teams.filter((team) => team.function !== 'accounts_payable');
      for (const one of pack.people)
        one.approves = one.approves.filter((right) => right.function !== 'accounts_payable');
    },
    /\/playbooks\/\d+\/tasks\/\d+\/by: nobody is of accounts_payable/,
  ],
  [
    'two people of one name',
    (pack) => {
      pack.people[1]!.id = pack.people[0]!.id;
    },
    /\/people\/1\/id: the name ines-duarte stands twice/,
  ],
  [
    'a latch with the name of a rule',
    (pack) => {
      pack.severity.latches[0]!.id = 'perishable';
    },
    /\/severity\/latches\/0\/id: the name perishable stands twice/,
  ],
  [
    'more time for what is more severe',
    (pack) => {
      pack.clocks.resolve.S1 = 'PT9H';
    },
    /\/clocks\/resolve\/S2: S2 has PT8H and S1, which is more severe, has PT9H/,
  ],
  [
    'a step before the one before it',
    (pack) => {
      pack.escalation[0]!.steps[1]!.delay.S1 = '-PT5M';
    },
    /\/escalation\/0\/steps\/1\/delay\/S1: /,
  ],
  [
    'a zone that does not exist',
    (pack) => {
      pack.rotas[0]!.zone = 'Europe/Berln';
    },
    /\/rotas\/0\/zone: Europe\/Berln is no time zone/,
  ],
  [
    'an override that ends before it begins',
    (pack) => {
      pack.rotas[0]!.overrides = [{ kind: 'replace', from: '2026-03-02T10:00:00Z', to: '2026-03-02T09:00:00Z' }];
    },
    /\/rotas\/0\/overrides\/0\/to/,
  ],
  [
    'a swap that ends before it begins',
    (pack) => {
      pack.rotas[0]!.swaps = [
        { from: '2026-03-02T10:00:00Z', to: '2026-03-02T09:00:00Z', between: ['mei-tan', 'dan-okafor'] },
      ];
    },
    /\/rotas\/0\/swaps\/0\/to/,
  ],
  [
    'a swap with a stranger',
    (pack) => {
      pack.rotas[0]!.swaps = [
        { from: '2026-03-02T10:00:00Z', to: '2026-03-02T19:00:00Z', between: ['mei-tan', 'nobody'] },
      ];
    },
    /\/rotas\/0\/swaps\/0\/between\/1: the person nobody/,
  ],
  [
    'a calendar that is not there',
    (pack) => {
      pack.rotas[0]!.calendars = ['de-by'];
    },
    /\/rotas\/0\/calendars\/0: the calendar de-by is not in the pack/,
  ],
  [
    'an override that adds nobody',
    (pack) => {
      pack.rotas[0]!.overrides = [{ kind: 'add', from: '2026-03-02T08:00:00Z', to: '2026-03-02T09:00:00Z' }];
    },
    /\/rotas\/0\/overrides\/0\/person: it does not say whom to add/,
  ],
  [
    'a rotation that is no rule',
    (pack) => {
      pack.rotas[0]!.layers[0]!.rotation = { rrule: 'FREQ=WEEKY' };
    },
    /\/rotas\/0\/layers\/0\/rotation\/rrule: .*FREQ/,
  ],
  [
    'an owner without a role',
    (pack) => {
      pack.ownership.rules[0]!.role = ' ';
    },
    /\/ownership\/rules\/0\/role/,
  ],
  [
    'a grouping rule behind a broader one',
    (pack) => {
      pack.grouping.push({ ...pack.grouping[0]!, id: 'same-vessel', threshold: 11 });
    },
    /\/grouping\/5: the rule same-vessel is never reached: vessel before it/,
  ],
  [
    'more than fits into one version',
    (pack) => {
      pack.types['transport.lost']!.nextStep = 'x'.repeat(400_000);
    },
    /the pack has \d+ bytes; at most 350000/,
  ],
];
test.each([...faults, ...moreFaults])('refuses %s, and says where', (_name, change, expected) => {
  expect(problemsAfter(change).join('\n')).toMatch(expected);
});

test('a slow rule may stand behind a quick one', () => {
  expect(
    problemsAfter((pack) => {
      pack.grouping.push({ ...pack.grouping[0]!, id: 'slow', threshold: 40, window: 'P1D' });
    }),
  ).toEqual([]);
});

test('tells all problems at once, and unknown fields too', () => {
  expect(
    problemsAfter((pack) => {
      pack.lastOwner = 'nobody';
      firstRule(pack).when = 'order.value > 1.0';
    }),
  ).toHaveLength(2);
  const checked = checkPack({ ...defaultPack(), surprise: true });
  expect(checked).toMatchObject({ ok: false });
});

test('the fact model of expressions and the contract name the same fields', () => {
  for (const [group, fields] of Object.entries(factModel)) {
    const shape: unknown = Reflect.get(impactFacts.shape, group);
    expect(Object.keys(Reflect.get(shape as object, 'shape') as object).sort(), group).toEqual(
      Object.keys(fields).sort(),
    );
  }
});

test('an expression may read what a condition before it has asked for', () => {
  expect(checkExpression('order.value * 2.0', 'double', 'has(order.value)')).toEqual([]);
  expect(checkExpression('order.value * 2.0', 'double')).toMatchObject([{ offset: 0 }]);
});
