import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkPolicies } from '../../bin/checks/check-policies.ts';
import { projectRoot } from '../../bin/checks/run-tool.ts';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true });
});

/** The default pack in a tree of its own, with one text replaced. */
function plant(file: string, text: string, by: string): string {
  const tree = mkdtempSync(join(tmpdir(), 'fairlead-policies-'));
  trees.push(tree);
  cpSync(join(projectRoot, 'policies'), join(tree, 'policies'), { recursive: true });
  const path = join(tree, 'policies', 'default', file);
  const before = readFileSync(path, 'utf8');
  expect(before).toContain(text);
  writeFileSync(path, before.replace(text, by));
  return tree;
}

test('leaves the default pack alone', async () => {
  expect(await checkPolicies(projectRoot)).toMatchObject({ outcome: 'passed', note: '1 pack' });
});

test.each([
  [
    'severity.yaml',
    'has(order.value) && order.value >= 100000.0',
    'order.value >= 100000.0',
    /order\.value may be unknown/,
  ],
  ['severity.yaml', 'customer.tier == "platinum"', 'customer.tier == 1', /severity\.yaml:\d+:\d+: .*no such overload/],
  ['pack.yaml', 'lastOwner: ines-duarte', 'lastOwner: nobody', /the person nobody/],
  ['escalation.yaml', 'rota: operations', 'rota: strangers', /the rota strangers/],
])('finds a mistake in %s', async (file, text, by, expected) => {
  const result = await checkPolicies(plant(file, text, by));
  expect(result.outcome).toBe('failed');
  expect(result.output).toMatch(expected);
});
