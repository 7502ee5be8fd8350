import { describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../../bin/contracts/examples.ts';
import { LINKS } from '../../../bin/contracts/links.ts';
import { OPERATIONS } from '../../../lambdas/contracts/api/operations/index.ts';
import type { Operation } from '../../../lambdas/contracts/api/operation.ts';

const operations: readonly (readonly [string, Operation])[] = Object.entries(OPERATIONS);
const links = Object.entries(LINKS).flatMap(([route, answers]) =>
  Object.entries(answers).flatMap(([status, named]) =>
    Object.entries(named).map(([name, link]) => ({ route, status, name, link })),
  ),
);

/** What stands at a JSON pointer. */
function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (inside, step) =>
        typeof inside === 'object' && inside !== null
          ? Object.entries(inside).find(([key]) => key === step)?.[1]
          : undefined,
      value,
    );
}

describe('links from an answer to the next call', () => {
  test.each(links)('$name of $route leads on', ({ route, status, link }) => {
    const from = operations.find(([name]) => name === route)?.[1];
    expect(from?.answers[Number(status)]).toBeDefined();
    const [to = ''] = operations.find(([, { id }]) => id === link.operationId) ?? [];
    const query = Object.keys(OPERATIONS).includes(to)
      ? (operations.find(([name]) => name === to)?.[1].query?.shape ?? {})
      : {};
    for (const [parameter, expression] of Object.entries(link.parameters)) {
      expect(to.includes(`{${parameter}}`) || Object.hasOwn(query, parameter), parameter).toBe(true);
      const [, inPath] = /^\$request\.path\.(\w+)$/.exec(expression) ?? [];
      const [, pointer] = /^\$response\.body#(\/.+)$/.exec(expression) ?? [];
      expect(inPath ?? pointer).toBeDefined();
      if (inPath !== undefined) expect(route).toContain(`{${inPath}}`);
      // What was answered in a run has it where the link says.
      if (pointer !== undefined)
        expect(at(EXAMPLES[route]?.answers[status], pointer), pointer).toEqual(expect.any(String));
    }
    // Nothing of the path is left to guess.
    for (const [, needed = ''] of to.matchAll(/\{(\w+)\}/g)) expect(link.parameters).toHaveProperty(needed);
  });
});
