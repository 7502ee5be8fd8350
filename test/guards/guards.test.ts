import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findGuards, guardsIn } from './find-guards.ts';
import { applyEdit, nameOf } from './guard.ts';
import { readImports } from './nearness.ts';
import { whoNotices } from './notice.ts';
import { keyOf } from './results.ts';
import { readReport } from './run-tests.ts';
import { copyTree } from './tree.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const guards = findGuards(PROJECT);

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

test('a filter that is marked lets all through, and a value that is marked is another one each time', () => {
  const chain = 'const f = () =>\n  all\n    // Guard: once.\n    .filter(({ id }) => !known.has(id))\n    .map(make);';
  expect(without('lambdas/a.ts', chain)).toEqual([chain.replace('({ id }) => !known.has(id)', '() => true')]);
  const token = 'function tokenOf() {\n  // Guard: the same act, the same token.\n  return hash(parts);\n}';
  expect(guardsIn('lambdas/a.ts', token)).toMatchObject([{ kind: 'id', where: 'tokenOf' }]);
  expect(without('lambdas/a.ts', token)[0]).toContain('return (hash(parts) + String(Math.random()));');
});

test('a condition that several writes share goes at one of them at a time', () => {
  const shared = `
    const once = { ConditionExpression: 'attribute_not_exists(pk)' };
    const make = () => [{ Put: { Item: one, ...once } }, { Put: { Item: other, ...(isNew ? once : {}) } }];
  `;
  const [first, second, ...none] = without('lambdas/a.ts', shared);
  expect(none).toEqual([]);
  expect(first).toContain('{ Item: one, ...{ ...once, ConditionExpression:');
  expect(first).toContain('...(isNew ? once : {})');
  expect(second).toContain('...(isNew ? { ...once, ConditionExpression:');

  const helper = `
    const put = (Item: object) => ({ Put: { Item, ConditionExpression: 'attribute_not_exists(pk)' } });
    const make = () => [put(entry), put(notice)];
    const send = (Item: object) => client.send(new PutItemCommand({ Item, ConditionExpression: 'a = b' }));
    const sendAll = () => Promise.all([send(entry), send(notice)]);
  `;
  const found = guardsIn('lambdas/a.ts', helper).map(({ where, says }) => `${where}: ${says}`);
  expect(found).toEqual(["put: 'attribute_not_exists(pk)'", 'make: put(entry)', 'make: put(notice)', "send: 'a = b'"]);
});

test('without its condition a helper writes in any case, and the write still names what it named', () => {
  const helper = `
    const put = (Item: string) => ({ Put: { Item, ConditionExpression: 'version = :version' } });
    const make = () => [put('entry'), put('notice')];
    make();
  `;
  const cut = without('lambdas/a.ts', helper).find((text) => text.includes("(put('entry'))"));
  const [open, held] = eval(stripTypeScriptTypes(cut ?? ''));
  expect(open.Put.ConditionExpression).toMatch(/^\(version = :version\) OR attribute_exists/);
  expect(held.Put.ConditionExpression).toBe('version = :version');
});

test('each side of a condition, what is set once, errors that tell of a repetition, and the number of tries', () => {
  const source = `
    const TRIES = 3;
    const put = { ConditionExpression: isNew ? 'attribute_not_exists(pk)' : 'version = :seen' };
    const update = () => ({ UpdateExpression: 'SET by = if_not_exists(by, :by)' });
    type Kind = 'ConflictException';
    function f() {
      if (error instanceof ConditionalCheckFailedException) return false;
      if (error.name !== 'ExecutionAlreadyExists') throw error;
    }
  `;
  const file = 'lambdas/a.ts';
  expect(guardsIn(file, source).map(({ kind, says }) => `${kind}: ${says}`)).toEqual([
    'retry: TRIES = 3',
    "condition: 'SET by = if_not_exists(by, :by)'",
    'catch: error instanceof ConditionalCheckFailedException',
    "catch: 'ExecutionAlreadyExists'",
  ]);
  const used = source
    .replace('const put =', 'const send = () => put(')
    .replace('};\n    const update', '});\n    const update');
  expect(guardsIn(file, used).map(({ says }) => says)).toContain("'version = :seen'");
  expect(without(file, source)[1]).toContain("'SET by = :by'");
});

/** Words that no write, call or handler has without a guard. */
const WORDS: readonly (readonly [kind: string, word: RegExp])[] = [
  ['condition', /\bConditionExpression\b|if_not_exists/],
  ['id', /\bderiveId\(/],
  ['key', /\bClientRequestToken\b|idempotency-key|if-match'|StartExecutionCommand\(/],
  ['catch', /'\w*(?:AlreadyExists|Conflict|NotFound|CheckFailed|Canceled)(?:Exception)?'|"Catch"/],
  ['retry', /\b(?:ATTEMPTS|TRIES|ROUNDS)\b|"Retry"/],
  ['check', /outcome: 'unchanged', why/],
];
/** No guards: what a missing setting means, a header that is read, a shape. */
const NONE = /'ParameterNotFound'|toLowerCase\(\) === 'if-match'|readonly outcome: .*$/gm;

test('what reads like a guard is found as one', () => {
  const files = ['lambdas', 'statemachines'].flatMap((folder) =>
    readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  const missing = files
    .filter((file) => /\.(?:ts|json)$/.test(file) && !file.startsWith('lambdas/contracts/'))
    .flatMap((file) => {
      const text = readFileSync(join(PROJECT, file), 'utf8').replaceAll(NONE, '');
      const found = new Set(guards.filter((guard) => guard.file === file).map(({ kind }): string => kind));
      return WORDS.flatMap(([kind, word]) => (word.test(text) && !found.has(kind) ? [`${kind} in ${file}`] : []));
    });
  expect(missing).toEqual([]);
});

test('every guard of the code base has a name and a key of its own', () => {
  expect(guards.length).toBeGreaterThan(150);
  expect(new Set(guards.map(nameOf)).size).toBe(guards.length);
  expect(new Set(guards.map(keyOf)).size).toBe(guards.length);
});

test('a test that has timed out has noticed nothing; one that failed beside it has', () => {
  const report = (...fates: readonly (readonly [string, string, readonly string[]])[]): string =>
    JSON.stringify({
      testResults: [
        {
          name: '/tree/test/unit/a.test.ts',
          status: 'failed',
          assertionResults: fates.map(([fullName, status, failureMessages]) => ({ fullName, status, failureMessages })),
        },
      ],
    });
  const slow = ['slow', 'failed', ['TestTimeoutError: Test timed out in 120000ms.\n    at task']] as const;
  const hook = ['hook', 'failed', ['HookTimeoutError: Hook timed out in 120000ms.']] as const;
  const wrong = ['wrong', 'failed', ['AssertionError: expected 2 to be 1']] as const;
  const fine = ['fine', 'passed', []] as const;
  expect(readReport('/tree', report(slow, hook, fine))).toEqual({
    failed: [],
    unfinished: ['test/unit/a.test.ts > slow', 'test/unit/a.test.ts > hook'],
  });
  expect(readReport('/tree', report(slow, wrong)).failed).toEqual([{ testFile: 'test/unit/a.test.ts', name: 'wrong' }]);
  // A file that cannot be loaded has no tests, and is no silence.
  expect(readReport('/tree', report()).failed).toEqual([
    { testFile: 'test/unit/a.test.ts', name: '(cannot be loaded)' },
  ]);
});

test('one that is taken away is noticed, and only in the copy', { timeout: 300_000 }, async () => {
  const tree = copyTree(PROJECT);
  try {
    const retry = guards.find(({ where, kind }) => where === 'Execute the change' && kind === 'retry');
    if (retry === undefined) throw new Error('the guard of this test has gone');
    const watch = { root: tree.root, imports: readImports(tree.root), seeds: 1, stages: ['near'] } as const;
    const { noticed } = await tree.without(retry, () => whoNotices(watch, retry));
    expect(noticed?.testFile).toBe('test/statemachines/action.test.ts');
    expect(findGuards(tree.root).map(nameOf)).toEqual(guards.map(nameOf));
    expect(await whoNotices(watch, retry)).toEqual({ noticed: undefined, unfinished: [] });
  } finally {
    tree.remove();
  }
});
