import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { may, rights } from '../../../lambdas/api/rights.ts';
import { OWNING_ROLES, role } from '../../../lambdas/contracts/index.ts';

interface Matrix {
  readonly rights: readonly string[];
  readonly rows: readonly (readonly [role: string, cells: readonly string[]])[];
}

function readMatrix(page: string): Matrix {
  const [header = [], , ...rows] = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return { rights: header.slice(1), rows: rows.map(([name = '', ...cells]) => [name, cells] as const) };
}

const matrix = readMatrix(readFileSync(new URL('../../../docs/roles.md', import.meta.url), 'utf8'));

test('of those whose role an ownership rule may name each may acknowledge, and nobody else', () => {
  expect(OWNING_ROLES).toEqual(rights.acknowledge);
});

describe('the matrix in docs/roles.md', () => {
  test('has a column for each right and a row for each role', () => {
    expect([...matrix.rights].sort()).toEqual(Object.keys(rights).sort());
    expect(matrix.rows.map(([name]) => name).sort()).toEqual([...role.options].sort());
  });

  test.each(matrix.rows)('%s', (name, cells) => {
    const told = matrix.rights.filter((_right, index) => cells[index] === 'yes');
    const held = Object.entries(rights).flatMap(([right, roles]) => (roles.some((one) => one === name) ? [right] : []));
    expect(told.sort()).toEqual(held.sort());
    // A cell that is neither yes nor empty would be read as "no".
    expect(cells.every((cell) => cell === 'yes' || cell === '')).toBe(true);
  });
});

describe('a person', () => {
  test('with several roles may do what any of them may', () => {
    expect(may(['viewer', 'approver'], 'add-note')).toBe(true);
    expect(may(['viewer', 'approver'], 'resolve')).toBe(false);
  });
  test('without a role may do nothing', () => {
    for (const right of ['see-cases', 'acknowledge', 'resolve', 'see-quarantine'] as const) {
      expect(may([], right)).toBe(false);
    }
  });
});
