import { expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { packTexts } from '../../../lambdas/policy/adapters/pack-files.ts';
import { sayProblem } from '../../../lambdas/policy/pack-problem.ts';
import { readPack } from '../../../lambdas/policy/read-pack.ts';
import type { PackText } from '../../../lambdas/policy/read-pack.ts';

const folder = fileURLToPath(new URL('../../../policies/default/', import.meta.url));
const files = packTexts(folder).map(({ file, text }): PackText => ({ file: file.slice(folder.length), text }));

/** The default pack with one text in one of its files replaced; fails where the text is not there. */
function problems(file: string, before: string, after: string): readonly string[] {
  const changed = files.map((one) => {
    if (one.file !== file) return one;
    expect(one.text).toContain(before);
    return { file, text: one.text.replace(before, after) };
  });
  const read = readPack(changed);
  return read.ok ? [] : read.problems.map(sayProblem);
}

/** Line and column, from 1, at which a text of a file begins. */
function placeOf(file: string, text: string, within = ''): string {
  const whole = files.find((one) => one.file === file)?.text ?? '';
  const at = whole.indexOf(text) + Math.max(0, text.indexOf(within));
  const lines = whole.slice(0, at).split('\n');
  return `${file}:${String(lines.length)}:${String((lines.at(-1)?.length ?? 0) + 1)}`;
}

test('the default pack as it lies in its folder may be published', () => {
  expect(readPack(files)).toMatchObject({ ok: true, pack: { name: 'Fairlead default' } });
});

test('a problem in an expression is told at the character where it is', () => {
  const when = 'has(order.value) && order.value >= 100000.0';
  const place = placeOf('severity.yaml', when, 'value >= 100');
  expect(problems('severity.yaml', when, 'has(order.value) && order.worth >= 100000.0')).toEqual([
    expect.stringMatching(new RegExp(`^${place}: .*there is no fact worth; order has value, hours_to_promise`)),
  ]);
});

test('in a quoted expression too', () => {
  const points = "'customer.penalty >= 5000.0 ? 20.0 : 10.0'";
  const place = placeOf('severity.yaml', points, '20.0');
  expect(problems('severity.yaml', points, "'customer.penalty >= 5000.0 ? 20.0 * 2 : 10.0'")).toEqual([
    expect.stringContaining(`${place}: `),
  ]);
});

test('a name that leads nowhere is told where it is written', () => {
  const place = placeOf('organisation.yaml', 'people: [karim-haddad]', 'karim');
  expect(problems('organisation.yaml', 'people: [karim-haddad]', 'people: [karim]')[0]).toBe(
    `${place}: the person karim is not in the pack; write one of ines-duarte, jonas-weber, amelie-roy, dan-okafor, mei-tan, karim-haddad, sofia-lindqvist, tom-baker`,
  );
});

test('a field that nobody knows is told where it is written, and a missing one at what misses it', () => {
  const place = placeOf('severity.yaml', '- id: value-high', 'id');
  expect(problems('severity.yaml', '- id: value-high', '- idd: value-high')).toEqual([
    expect.stringContaining(`${place}: `),
    expect.stringMatching(/there is no field idd here/),
  ]);
});

test('a section of two files, a file without sections, and broken YAML are told at their places', () => {
  expect(problems('pack.yaml', 'name: Fairlead default', 'name: Fairlead default\nclocks: {}')).toEqual([
    expect.stringMatching(
      /^pack\.yaml:\d+:1: the section clocks stands in escalation\.yaml already; put the two into one file$/,
    ),
  ]);
  const read = readPack([...files, { file: 'list.yaml', text: '- 1\n' }]);
  expect(read).toMatchObject({ ok: false, problems: [{ file: 'list.yaml', line: 1, column: 1 }] });
  expect(problems('pack.yaml', 'reportingCurrency: EUR', 'reportingCurrency: [EUR')[0]).toMatch(
    /^pack\.yaml:\d+:\d+: /,
  );
});

test('problems stand in the order of the files', () => {
  const changed = files.map(({ file, text }) => ({
    file,
    text: text.replace('resolve: { S1: PT4H', 'resolve: { S1: PT9H').replace('{shipment.hours_to_cutoff}', '{x.y}'),
  }));
  const read = readPack(changed);
  expect(read.ok ? [] : read.problems.map(({ file }) => file)).toEqual(['escalation.yaml', 'severity.yaml']);
});

test.each([
  [
    'too many aliases',
    `a: &a [1, 2]\n${Array.from({ length: 200 }, (_, n) => `k${String(n)}: [*a, *a]`).join('\n')}\n`,
  ],
  ['too deep', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
  ['an alias of nothing', 'a: *b\n'],
])('a file that cannot be read is a problem, not a failure: %s', (_what, text) => {
  const read = readPack([...files, { file: 'more.yaml', text }]);
  expect(read.ok ? [] : read.problems[0]).toMatchObject({ file: 'more.yaml', line: 1 });
  expect(read.ok || read.problems.length).toBeLessThanOrEqual(20);
});

test.each([
  [
    'a slip in a field',
    'severity.yaml',
    'points: 30',
    'pionts: 30',
    'there is no field pionts here; did you mean points?',
  ],
  [
    'a fact that there is not',
    'severity.yaml',
    'order.value >= 100000.0',
    'order.valu >= 1.0',
    'there is no fact valu; order has value,',
  ],
  [
    'a number in quotes',
    'severity.yaml',
    '>= 100000.0',
    '>= "100000"',
    'write numbers without quotes, and texts in quotes',
  ],
  [
    'a fact that may be missing',
    'severity.yaml',
    'has(shipment.perishable) && ',
    '',
    'write has(shipment.perishable) && … before it is read',
  ],
  ['one equals sign', 'severity.yaml', 'tier == "platinum"', 'tier = "platinum"', 'write == to compare'],
  [
    'and in words',
    'severity.yaml',
    'has(customer.tier) &&',
    'has(customer.tier) and',
    'write && for and, || for or, ! for not',
  ],
  ['a tier as the CRM shows it', 'severity.yaml', '"platinum"', '"Platinum"', 'it is never Platinum; write "platinum"'],
  [
    'bands that overlap',
    'severity.yaml',
    'order.value < 100000.0',
    'order.value < 200000.0',
    'value-high and value-medium can hold together; end the one where the other begins',
  ],
  [
    'a rule that never holds',
    'severity.yaml',
    '>= 100000.0',
    '>= 100000.0 && order.value < 1.0',
    'can never hold; look for two parts that exclude one another',
  ],
  [
    'a pattern',
    'severity.yaml',
    'exception.kind == "compliance.customs_hold"',
    'exception.kind.matches("compl.*")',
    'use startsWith, endsWith, contains or ==',
  ],
  [
    'a level that there is not',
    'severity.yaml',
    'floor: S1',
    'floor: critical',
    '`critical` is not known here; write one of S1, S2, S3, S4',
  ],
  [
    'a text for a number',
    'pack.yaml',
    'count: 3 }',
    'count: three }',
    '`three` is a text, and a number is needed here',
  ],
  ['a time as people write it', 'pack.yaml', 'window: PT2H', 'window: 2h', '`2h` is no length of time; write PT2H'],
  ['a time in words', 'pack.yaml', 'window: PT2H', 'window: soon', 'write e.g. PT2H for two hours'],
  [
    'a step before the one before',
    'escalation.yaml',
    'delay: { S1: PT15M,',
    'delay: { S1: -PT15M,',
    '`-PT15M` is no length of time',
  ],
  ['a level without a time', 'escalation.yaml', ', S4: PT8H }', ' }', 'S4 is missing; add it, as a text'],
  [
    'a rota that there is not',
    'escalation.yaml',
    '{ rota: operations }',
    '{ rota: operation }',
    'the rota operation is not in the pack; did you mean operations?',
  ],
  [
    'one where a list is needed',
    'escalation.yaml',
    'targets: [{ person: ines-duarte }]',
    'targets: { person: ines-duarte }',
    'a list is needed here; begin each entry with a dash',
  ],
  [
    'a channel by another name',
    'escalation.yaml',
    '[slack, email]',
    '[slack, mail]',
    '`mail` is not known here; did you mean email?',
  ],
  [
    'a time zone that there is not',
    'organisation.yaml',
    'Europe/Lisbon',
    'Europe/Lisboa',
    'Europe/Lisboa is no time zone; write an IANA zone, e.g. Europe/Berlin',
  ],
  [
    'a line that begins too early',
    'severity.yaml',
    '- id: penalty\n      when',
    '- id: penalty\n     when',
    'this line does not begin where its neighbours begin',
  ],
  ['a tab', 'severity.yaml', '      points: 30', '\tpoints: 30', 'the line begins with a tab; indent with blanks'],
  [
    'a field that stands twice',
    'severity.yaml',
    'points: 30',
    'points: 30\n      points: 40',
    'this field stands twice in one entry',
  ],
  [
    'a colon in a text',
    'severity.yaml',
    'The goods are perishable.',
    'Note: perishable.',
    'put a text with a colon into quotes',
  ],
  ['a section by another name', 'severity.yaml', '\nseverity:', '\nseverety:', 'did you mean severity?'],
  ['an hour of one digit', 'organisation.yaml', "handoverAt: '06:00'", 'handoverAt: 6:00', "write it as '06:00'"],
  [
    'a date as people write it',
    'calendars.yaml',
    '- date: 2026-05-14',
    '- date: 14.05.2026',
    "write it as '2026-12-24'",
  ],
  ['a name with blanks', 'severity.yaml', 'id: perishable', 'id: Perishable goods', "write it as 'big-customers'"],
  ['a currency in small letters', 'pack.yaml', 'reportingCurrency: EUR', 'reportingCurrency: eur', "write it as 'EUR'"],
  [
    'an address without a house',
    'organisation.yaml',
    'email: ines.duarte@example.com',
    'email: ines.duarte',
    "write it as 'mei.tan@example.com'",
  ],
  [
    'an amount with two kinds of separators',
    'governance.yaml',
    'automaticUpTo: 20000',
    'automaticUpTo: 20.000,00',
    'write digits alone, and a point before decimals: 20000 or 12.5',
  ],
  [
    'a rate without its day',
    'pack.yaml',
    '{ rate: 0.92, asOf: 2026-10-30 }',
    '0.92',
    'a group of fields is needed here; write { rate: …, asOf: … }',
  ],
  [
    'a condition where points belong',
    'severity.yaml',
    "'customer.penalty >= 5000.0 ? 20.0 : 10.0'",
    "'customer.penalty >= 5000.0'",
    'it gives true or false, and a number is needed here; write e.g. customer.penalty >= 5000.0 ? 20.0 : 10.0',
  ],
  [
    'bands the wrong way round',
    'severity.yaml',
    'S1: 75, S2: 50',
    'S1: 50, S2: 75',
    'bands must fall from S1 to S3, be above 0 and at most 100; write e.g. { S1: 75, S2: 50, S3: 25 }',
  ],
  [
    'a limit below another',
    'governance.yaml',
    'forbiddenAbove: 25000',
    'forbiddenAbove: 25',
    'forbiddenAbove is below automaticUpTo; write 50 at least, or make automaticUpTo less',
  ],
  [
    'a task that waits for none',
    'playbooks.yaml',
    'after: [substitutes, buyer-review]',
    'after: [substitute, buyer-review]',
    'no task substitute stands before this one; did you mean substitutes?',
  ],
  [
    'a threshold of none',
    'grouping.yaml',
    'threshold: 10\n',
    'threshold: 0\n',
    '`0` is too little; at least 2 is needed here; write 2 or more',
  ],
  [
    'a rota of nobody',
    'organisation.yaml',
    'people: [tom-baker]',
    'people: []',
    'a list of 0 is too little; at least 1 is needed here; add to it',
  ],
])('%s is told in plain words, with its line and what to write instead', (_what, file, before, after, said) => {
  const told = problems(file, before, after);
  expect(told).toContainEqual(expect.stringMatching(new RegExp(`^${file}:\\d+:\\d+: `)));
  expect(told).toContainEqual(expect.stringContaining(said));
  // What to write instead, nothing of the libraries that found it, and no flood.
  for (const one of told) expect(one).toMatch(/^[^:]+:\d+:\d+: .+; .+$/);
  expect(told.length).toBeLessThanOrEqual(2);
  expect(told.join(' ')).not.toMatch(/Invalid|expected|received|undefined|mappings?\b|Implicit/);
});
