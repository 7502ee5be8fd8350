import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findGuards, guardsIn } from './find-guards.ts';
import { applyEdit, nameOf } from './guard.ts';
import { whoNotices } from './notice.ts';
import { copyTree } from './tree.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

const without = (file: string, source: string): readonly string[] =>
  guardsIn(file, source).map(({ removal }) => applyEdit(source, removal));

test('a write condition becomes true and still names what it named', () => {
  const source = "const put = () => ({ Put: { ConditionExpression: 'version = :version', Item: {} } });";
  expect(guardsIn('lambdas/a.ts', source)).toMatchObject([{ kind: 'condition', where: 'put', line: 1 }]);
  expect(without('lambdas/a.ts', source)[0]).toContain(
    "`(${'version = :version'}) OR attribute_exists(unguarded) OR attribute_not_exists(unguarded)`",
  );
});

test('a machine without a Retry, a Catch or a condition is still a machine, and each goes by itself', () => {
  const source = JSON.stringify({
    States: {
      Ask: {
        Type: 'Task',
        Arguments: { ConditionExpression: 'attention = :decided' },
        Retry: [{ ErrorEquals: ['A'] }, { ErrorEquals: ['B'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }],
      },
    },
  });
  const file = 'statemachines/a.asl.json';
  expect(guardsIn(file, source).map(({ kind, where }) => `${kind} ${where}`)).toEqual([
    'condition Ask',
    'retry Ask',
    'retry Ask',
    'catch Ask',
  ]);
  const [condition, first, second, caught] = without(file, source).map((text) => JSON.parse(text).States.Ask);
  expect(condition.Arguments.ConditionExpression).toMatch(/^\(attention = :decided\) OR /);
  expect(first.Retry).toEqual([{ ErrorEquals: ['Guards.Removed'] }, { ErrorEquals: ['B'] }]);
  expect(second.Retry).toEqual([{ ErrorEquals: ['A'] }, { ErrorEquals: ['Guards.Removed'] }]);
  // What it leads to can still be reached: an invalid machine would be noticed by everybody.
  expect(caught.Catch).toEqual([{ ErrorEquals: ['Guards.Removed'], Next: 'End' }]);
  expect(caught.Retry).toHaveLength(2);
});

test('keys that the other side knows, names of executions, derived ids and answers to what is so already', () => {
  const source = `
    send({ headers: { 'if-match': etag, 'idempotency-key': key } });
    new StartExecutionCommand({ name, input });
    const id = deriveId('case', signal.id);
    function acknowledge() { if (isTheirs) return { outcome: 'unchanged', why: '' }; }
    const { idempotencyKey } = action;
  `;
  const kinds = guardsIn('lambdas/a.ts', source).map(({ kind, says }) => `${kind}: ${says}`);
  expect(kinds).toEqual([
    "key: 'if-match': etag",
    "key: 'idempotency-key': key",
    'key: name',
    "id: deriveId('case', signal.id)",
    'check: isTheirs',
  ]);
});

test('a check that is marked is found with its reason; a mark that stands above something else is an error', () => {
  const marked = 'function take() {\n  // Guard: once is enough.\n  if (done) return;\n}';
  expect(guardsIn('lambdas/a.ts', marked)).toMatchObject([{ kind: 'check', says: 'once is enough.', where: 'take' }]);
  expect(without('lambdas/a.ts', marked)[0]).toContain('if (false && (done)) return;');
  const named = '// Guard: once is enough.\nconst isDone = fate !== undefined || isOver;';
  expect(without('lambdas/a.ts', named)[0]).toContain('const isDone = false && (fate !== undefined || isOver);');
  expect(() => guardsIn('lambdas/a.ts', '// Guard: lost.\nconst done = true;')).toThrow('does not stand above an if');
});

test('every guard of the code base has a name of its own', () => {
  const names = findGuards(PROJECT).map(nameOf);
  expect(names.length).toBeGreaterThan(60);
  expect(new Set(names).size).toBe(names.length);
});

test('one that is taken away is noticed, and only in the copy', { timeout: 300_000 }, async () => {
  const tree = copyTree(PROJECT);
  try {
    const retry = findGuards(tree.root).find(({ where, kind }) => where === 'Execute the change' && kind === 'retry');
    if (retry === undefined) throw new Error('the guard of this test has gone');
    const watch = { root: tree.root, seeds: 1, stages: ['near'] } as const;
    const noticed = await tree.without(retry, () => whoNotices(watch, retry));
    expect(noticed?.testFile).toBe('test/statemachines/action.test.ts');
    expect(findGuards(tree.root).map(nameOf)).toEqual(findGuards(PROJECT).map(nameOf));
    expect(await whoNotices(watch, retry)).toBeUndefined();
  } finally {
    tree.remove();
  }
});
