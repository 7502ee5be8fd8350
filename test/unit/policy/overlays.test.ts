import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { packTexts } from '../../../lambdas/policy/adapters/pack-files.ts';
import { laidOver, scopesOf, touchedBy } from '../../../lambdas/policy/overlay.ts';
import { sayProblem } from '../../../lambdas/policy/pack-problem.ts';
import { readPack } from '../../../lambdas/policy/read-pack.ts';
import type { PackText } from '../../../lambdas/policy/read-pack.ts';
import { versionIn } from '../../../lambdas/policy/release-at.ts';

const folder = fileURLToPath(new URL('../../../policies/default/', import.meta.url));
const global = packTexts(folder).map(({ file, text }): PackText => ({ file: file.slice(folder.length), text }));
type Named = readonly [name: string, text: string];
const read = (...overlays: readonly Named[]) =>
  readPack([...global, ...overlays.map(([name, text]) => ({ file: `overlays/${name}.yaml`, text }))]);
const problems = (...overlays: readonly Named[]) => {
  const done = read(...overlays);
  return done.ok ? [] : done.problems.map(sayProblem);
};

const EU = `overlay: { region: eu }
people:
  - { id: jonas-weber, phone: '+49301234567' }
  - { id: petra-novak, name: Petra Novak, email: petra.novak@example.com, zone: Europe/Prague }
ownership:
  rules:
    - { id: eu-cold-chain, when: has(shipment.perishable), team: logistics, role: lead, reason: Ours }
`;

test('an overlay changes what it names by id, adds what is new, and leaves the rest', () => {
  const done = read(['eu', EU]);
  if (!done.ok) throw new Error(done.problems.map(sayProblem).join('\n'));
  expect(done.overlays).toHaveLength(1);
  const [{ scope, overlays, pack } = { scope: {}, overlays: [], pack: done.pack }] = done.overlays;
  expect([scope, overlays]).toEqual([{ region: 'eu' }, ['overlays/eu.yaml']]);
  expect(pack.people.find(({ id }) => id === 'jonas-weber')).toMatchObject({
    name: 'Jonas Weber',
    phone: '+49301234567',
  });
  expect(pack.people.map(({ id }) => id)).toEqual([...done.pack.people.map(({ id }) => id), 'petra-novak']);
  // The first rule that holds wins, so what is local comes first.
  expect(pack.ownership.rules.map(({ id }) => id)).toEqual([
    'eu-cold-chain',
    ...done.pack.ownership.rules.map(({ id }) => id),
  ]);
  const { people: _people, ownership: _ownership, ...rest } = pack;
  const { people: _before, ownership: _owned, ...same } = done.pack;
  expect(rest).toEqual(same);
});

describe('what an overlay may not touch is told at its line and column', () => {
  test.each([
    ['a section that is not named', 'severity:\n  base: 90\n', '3:9', '/severity/base'],
    [
      'an exception from what is named',
      'people:\n  - { id: jonas-weber, approves: [{ function: finance }] }\n',
      '3:24',
      '/people/jonas-weber/approves',
    ],
    [
      'an exception, with somebody new',
      'people:\n  - { id: x, name: X, email: x@example.com, zone: Europe/Prague, approves: [{ function: finance }] }\n',
      '3:66',
      '/people/x/approves',
    ],
    ['what overlays may do', 'overlays: { mayTouch: [/severity] }\n', '2:13', '/overlays/mayTouch'],
    ['the name of the pack', 'name: Mine\n', '2:7', '/name'],
  ])('%s', (_what, text, place, touched) => {
    expect(problems(['eu', `overlay: { region: eu }\n${text}`])).toEqual([
      expect.stringMatching(
        `^overlays/eu.yaml:${place}: an overlay may not touch ${touched}; leave it to the global pack`,
      ),
    ]);
  });

  test('nothing may be touched of a pack that declares nothing', () => {
    const silent = global.map(({ file, text }) => ({
      file,
      text: text.replace(/^overlays:\n.*\n.*\n/m, ''),
    }));
    const done = readPack([...silent, { file: 'overlays/eu.yaml', text: 'overlay: { region: eu }\nlastOwner: x\n' }]);
    expect(done.ok ? [] : done.problems.map(({ problem }) => problem)).toEqual(['an overlay may not touch /lastOwner']);
  });
});

test('what is wrong only with the overlay is told in the overlay', () => {
  const wrong = EU.replace('has(shipment.perishable)', 'shipment.frozen').replace('team: logistics', 'team: nobody');
  const said = problems(['eu', wrong]);
  expect(said.length).toBeGreaterThanOrEqual(2);
  for (const one of said) expect(one).toMatch(/^overlays\/eu\.yaml:7:\d+: with the overlay: /);
});

test.each([
  ['no scope', 'overlay: {}\n', /^overlays\/eu\.yaml:1:1?\d+: name a region, a businessUnit, or both/],
  ['an unknown word', 'overlay: { country: DE }\n', /^overlays\/eu\.yaml:1:\d+: /],
])('a head that does not fit: %s', (_what, text, expected) => {
  expect(problems(['eu', text])).toEqual([expect.stringMatching(expected)]);
});

test('two overlays of one scope are refused, and more combinations than are checked in a call', () => {
  expect(problems(['eu', EU], ['more', 'overlay: { region: eu }\n'])).toEqual([
    expect.stringContaining('overlays/eu.yaml is the overlay of the same region and unit'),
  ]);
  const many = Array.from({ length: 13 }, (_, n) => [`r${String(n)}`, `overlay: { region: r${String(n)} }\n`] as const);
  expect(problems(...many)).toEqual([expect.stringContaining('at most 12')]);
});

describe('regions and units', () => {
  const overlay = (file: string, scope: object) => ({ file, scope, sections: {} });
  const all = [
    overlay('eu-retail', { region: 'eu', businessUnit: 'retail' }),
    overlay('retail', { businessUnit: 'retail' }),
    overlay('eu', { region: 'eu' }),
    overlay('na', { region: 'na' }),
    overlay('na-parts', { region: 'na', businessUnit: 'parts' }),
  ];
  const made = scopesOf(all).map(({ scope, layers }) => ({ ...scope, files: layers.map(({ file }) => file) }));

  test('each combination that says something has its layers: the region, the unit over it, one in the other over both', () => {
    expect(new Set(made)).toEqual(
      new Set([
        { region: 'eu', files: ['eu'] },
        { region: 'na', files: ['na'] },
        { businessUnit: 'retail', files: ['retail'] },
        { region: 'eu', businessUnit: 'retail', files: ['eu', 'retail', 'eu-retail'] },
        { region: 'na', businessUnit: 'retail', files: ['na', 'retail'] },
        { region: 'na', businessUnit: 'parts', files: ['na', 'na-parts'] },
      ]),
    );
  });

  const release = {
    publication: 1,
    from: '2026-03-02T08:00:00.000Z',
    version: 'global',
    overlays: made.map(({ files, ...scope }) => ({ ...scope, files, version: files.join('+') })),
  };
  test.each([
    [{}, 'global'],
    [{ region: 'apac' }, 'global'],
    [{ region: 'eu' }, 'eu'],
    [{ region: 'eu', businessUnit: 'parts' }, 'eu'],
    [{ region: 'apac', businessUnit: 'retail' }, 'retail'],
    [{ region: 'eu', businessUnit: 'retail' }, 'eu+retail+eu-retail'],
    [{ region: 'na', businessUnit: 'retail' }, 'na+retail'],
    [{ region: 'na', businessUnit: 'parts' }, 'na+na-parts'],
    [{ businessUnit: 'parts' }, 'global'],
  ])('in %j holds %s', (scope, version) => {
    expect(versionIn(release, scope)).toBe(version);
  });
});

test('an overlay cannot reach out of the pack by the name of a member', () => {
  const over = JSON.parse('{ "__proto__": { "polluted": true } }');
  expect(laidOver({ a: 1 }, over)).not.toHaveProperty('polluted');
  expect(Object.prototype).not.toHaveProperty('polluted');
  expect(touchedBy({ a: { b: 1 } }, { a: { b: 2, c: { d: 3 } } })).toEqual([
    ['a', 'b'],
    ['a', 'c', 'd'],
  ]);
});
