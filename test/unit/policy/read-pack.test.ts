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
    expect.stringMatching(new RegExp(`^${place}: .*No such key: worth; order has value, hours_to_promise`)),
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
    expect.stringMatching(/^pack\.yaml:\d+:1: the section clocks stands in escalation\.yaml already$/),
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
