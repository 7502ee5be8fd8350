import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { EXAMPLES, PROBLEM_EXAMPLES } from '../../../bin/contracts/examples.ts';
import { rights } from '../../../lambdas/api/rights.ts';
import type { Operation } from '../../../lambdas/contracts/api/operation.ts';
import { OPERATIONS } from '../../../lambdas/contracts/api/operations/index.ts';
import { PROBLEMS } from '../../../lambdas/contracts/api/problems.ts';
import { gatewayRoutesOf, ROUTES } from '../../../lambdas/contracts/api/routes.ts';
import { checkAnswer, deviation } from '../../support/check-answer.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const operations = Object.entries(OPERATIONS);
/** A text is an answer that is one: a calendar, say. */
const answerOf = ({ answers }: Operation, status: number, value: unknown) =>
  typeof value === 'string'
    ? { status, contentType: Object.keys(answers[status]?.content ?? {})[0], text: value }
    : json(status, value);
const json = (status: number, value: unknown) => ({
  status,
  contentType: status < 400 ? 'application/json' : 'application/problem+json',
  text: JSON.stringify(value),
});

describe('the operations', () => {
  test('are the calls of the table of routes, each with a name of its own', () => {
    expect(Object.keys(OPERATIONS).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
    const ids = operations.map(([, { id }]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
  test('name rights that there are', () => {
    for (const [, { right }] of operations) if (right !== undefined) expect(Object.keys(rights)).toContain(right);
  });
  test('share a resource of the gateway where they are commands', () => {
    expect(gatewayRoutesOf('api/serve-sources')).toEqual([
      'GET /v1/sources',
      'POST /v1/sources',
      'GET /v1/sources/{sourceId}',
      'PUT /v1/sources/{sourceId}',
      'GET /v1/sources/{sourceId}/{command}',
      'POST /v1/sources/{sourceId}/{command}',
    ]);
  });
});

test('every kind of problem that the code refuses with is told of', () => {
  const text = globSync('lambdas/**/*.ts', { cwd: ROOT })
    .filter((file) => !file.startsWith('lambdas/contracts/'))
    .map((file) => readFileSync(`${ROOT}/${file}`, 'utf8'))
    .join('\n');
  const written = [/problems\/([a-z0-9-]+)['`]/g, /problemOf\(\s*'([a-z0-9-]+)'/g, /\$\{BASE\}\/([a-z0-9-]+)`/g];
  const slugs = new Set(written.flatMap((pattern) => [...text.matchAll(pattern)].map(([, slug = '']) => slug)));
  expect(slugs.size).toBeGreaterThan(20);
  // These three are of paths and commands that there are not.
  const stray = ['no-such-route', 'no-such-command', 'no-such-part'];
  const untold = [...slugs].filter((slug) => !Object.hasOwn(PROBLEMS, slug) && !stray.includes(slug));
  expect(untold).toEqual([]);
});

test('every kind of problem of a table is told of, too', () => {
  const tables = globSync('lambdas/**/*.ts', { cwd: ROOT }).flatMap((file) => [
    ...readFileSync(`${ROOT}/${file}`, 'utf8').matchAll(/problemsOf\('([a-z-]+)', \{(.*?)\n\}\);/gs),
  ]);
  const slugs = tables.flatMap(([, kind = '', table = '']) =>
    [...table.matchAll(/^ {2}'?([a-z-]+)'?: \[/gm)].map(([, slug = '']) => `${kind}-${slug}`),
  );
  expect(slugs.length).toBeGreaterThan(40);
  expect(slugs.filter((slug) => !Object.hasOwn(PROBLEMS, slug))).toEqual([]);
});

test('each kind of problem has an example, of its type and status', () => {
  expect(Object.keys(PROBLEM_EXAMPLES).toSorted()).toEqual(Object.keys(PROBLEMS).toSorted());
  for (const [slug, [status]] of Object.entries(PROBLEMS))
    expect(PROBLEM_EXAMPLES[slug]).toMatchObject({ type: `https://fairlead.dev/problems/${slug}`, status });
});

describe('the examples', () => {
  test.each(Object.entries(EXAMPLES))('%s', (route, { request, answers }) => {
    const operation = operations.find(([name]) => name === route)?.[1];
    expect(operation).toBeDefined();
    for (const [mediaType, value] of Object.entries(request))
      expect(operation?.body?.content[mediaType]?.safeParse(value).error).toBeUndefined();
    for (const [status, value] of Object.entries(answers))
      expect(deviation(operation!, answerOf(operation!, Number(status), value))).toBeUndefined();
  });
});

describe('an answer', () => {
  const me = { id: 'ines-duarte', roles: ['lead'] };
  const refused = (slug: string, status: number) => ({
    type: `https://fairlead.dev/problems/${slug}`,
    title: 'No',
    status,
  });
  test('that is as its contract says passes', () => {
    checkAnswer('GET', '/v1/me?x=1', json(200, me));
    checkAnswer('POST', '/v1/cases/case_1/actions/act_1/retry', json(409, refused('not-possible-now', 409)));
    checkAnswer('GET', '/v1/cases/x/whatever', json(404, refused('no-such-part', 404)));
    checkAnswer('GET', '/v1/me', {
      status: 401,
      contentType: 'application/json',
      text: JSON.stringify({ type: 'about:blank', title: 'UNAUTHORIZED', detail: 'Unauthorized' }),
    });
  });
  test.each([
    ['with a field that nobody has told of', json(200, { ...me, email: 'x' })],
    ['without one that was promised', json(200, { id: 'x' })],
    ['with a role that there is not', json(200, { id: 'x', roles: ['king'] })],
    ['in another media type', { ...json(200, me), contentType: 'text/plain' }],
    ['with a status that nobody has told of', json(418, refused('unauthenticated', 418))],
    ['with a problem of other calls', json(404, refused('no-such-case', 404))],
    ['with a problem under another status', json(403, refused('unauthenticated', 403))],
    ['that is no problem document', json(401, { message: 'Unauthorized' })],
    ['of the gateway with a status that it has not', json(418, { type: 'about:blank', title: 'T', detail: null })],
  ])('%s fails', (_what, answer) => {
    expect(() => checkAnswer('GET', '/v1/me', answer)).toThrow(/GET \/v1\/me has answered/);
  });
});
