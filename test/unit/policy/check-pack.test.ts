import { expect, test } from 'vitest';
import { impactFacts } from '../../../lambdas/contracts/index.ts';
import type { PolicyPack } from '../../../lambdas/contracts/index.ts';
import { checkPack } from '../../../lambdas/policy/check-pack.ts';
import { checkExpression, factModel } from '../../../lambdas/policy/expression.ts';
import { defaultPack } from '../../support/pack.ts';

function problemsAfter(change: (pack: PolicyPack) => void): readonly string[] {
  const pack = defaultPack();
  change(pack);
  const checked = checkPack(pack);
  return checked.ok ? [] : checked.problems.map(({ pointer, problem }) => `${pointer}: ${problem}`);
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
    /\/grouping\/1\/families: no type is of the family weather/,
  ],
  [
    'two grouping rules of one name',
    (pack) => {
      pack.grouping[1]!.id = pack.grouping[0]!.id;
    },
    /\/grouping\/1\/id: the rule vessel stands twice/,
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
    /gives double, but bool is needed/,
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
    /order\.value may be unknown: write has\(order\.value\)/,
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
test.each(faults)('refuses %s, and says where', (_name, change, expected) => {
  expect(problemsAfter(change).join('\n')).toMatch(expected);
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
  expect(checkExpression('order.value * 2.0', 'double')).toHaveLength(1);
});
