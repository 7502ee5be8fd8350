import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemOfRecord } from '../../lambdas/contracts/index.ts';
import { cdkContext, ofType, ROOT, synthesize } from './templates.ts';

const articles = globSync('docs/runbook/*.md', { cwd: ROOT })
  .filter((file) => !file.endsWith('README.md'))
  .sort()
  .map((file): [string, string] => [file, readFileSync(join(ROOT, file), 'utf8')]);
const sources = globSync('lambdas/**/*.ts', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'));
const app = synthesize({ ...cdkContext(), stage: 'prod' });

function all(pattern: RegExp): readonly string[] {
  return sources.flatMap((source) => [...source.matchAll(pattern)].map(([, found = '']) => found));
}

/** Codes that the functions log: written out, or made by the frame of a handler from its name. */
const codes = new Set([
  ...all(/log\.(?:info|warn|error)\(\s*'([^']+)'/g),
  ...all(/(?:taskHandler|queueHandler|channelHandler)\(\s*'([^']+)'/g).flatMap((room) => [
    `${room}.failed`,
    `${room}.message_failed`,
  ]),
  ...systemOfRecord.options.map((system) => `ask-${system}.failed`),
]);

function found(stack: string, prefix: string, type: string): number {
  return ofType(app, type).filter(
    (resource) => resource.stack === `fairlead-prod-${stack}` && resource.id.startsWith(prefix),
  ).length;
}

/** Alarms of an article, as their logical ids begin: whoever is woken looks for what stands in the mail. */
function alarmsOf(file: string): readonly string[] {
  return ofType(app, 'AWS::CloudWatch::Alarm')
    .filter(({ properties }) => String(properties.AlarmDescription).endsWith(` ${file}`))
    .map(({ id }) => id.replace(/Alarm[0-9A-F]{8}$/, ''));
}

const queuesOfApi = ofType(app, 'AWS::SSM::Parameter').flatMap(
  ({ properties }) => /\/dead-letters\/(.+)$/.exec(String(properties.Name))?.[1] ?? [],
);

describe.each(articles)('%s', (file, text) => {
  test('answers the four questions', () => {
    for (const heading of [
      '## What it means for people',
      '## How to see what is wrong',
      '## How to know that it is over',
    ]) {
      expect(text).toContain(heading);
    }
    expect(/^## (What to do|Secret of a source)$/m.test(text)).toBe(true);
  });

  test('names each alarm that leads to it, and none that does not', () => {
    const named = [...text.matchAll(/`(\w+?)(?:Alarm)?`/g)].map(([, name = '']) => name);
    const alarms = alarmsOf(file);
    expect(alarms.filter((alarm) => !named.includes(alarm))).toEqual([]);
    expect(named.filter((name) => /^[A-Z]\w*Errors$/.test(name) && !alarms.includes(name))).toEqual([]);
  });

  test('redrives queues that there are', () => {
    const queues = [...text.matchAll(/redrive ([a-z]+(?:-[a-z]+)+)/g)].map(([, queue = '']) => queue);
    expect(queues.filter((queue) => !queuesOfApi.includes(queue))).toEqual([]);
  });

  test('looks for log codes that are logged', () => {
    const named = [...text.matchAll(/\$\.code = "([^"]+)"/g)].map(([, code = '']) => code);
    expect(named.filter((code) => !codes.has(code))).toEqual([]);
  });

  test('finds each resource and output that its commands name, and one only', () => {
    const resources = [...text.matchAll(/physical ([a-z-]+) (\w+) (AWS::\w+::\w+)/g)].map(
      ([whole, stack = '', prefix = '', type = '']) => [whole, found(stack, prefix, type)],
    );
    const logs = [...text.matchAll(/log_lines ([a-z-]+) (\w+)/g)].map(([whole, stack = '', name = '']) => [
      whole,
      found(stack, `${name}Logs`, 'AWS::Logs::LogGroup'),
    ]);
    expect([...resources, ...logs].filter(([, count]) => count !== 1)).toEqual([]);
    const outputs = [...text.matchAll(/output (?:[a-z-]+) (\w+)/g)].map(([, name = '']) => name);
    expect(outputs.filter((name) => !Object.keys(app.outputs).some((key) => key.startsWith(name)))).toEqual([]);
  });

  test('names metrics that are counted', () => {
    const counted = new Set([...all(/meters\.count\('(\w+)'/g), 'IteratorAge', 'Throttles']);
    const named = [...text.matchAll(/--metric-name (\w+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !counted.has(name))).toEqual([]);
  });
});

test('there are articles, codes and metrics to hold together', () => {
  expect(articles.length).toBeGreaterThanOrEqual(10);
  expect(codes.has('send-email.message_failed')).toBe(true);
  expect(codes.has('nothing.of_the_kind')).toBe(false);
  expect(alarmsOf('docs/runbook/triage-failing.md').toSorted()).toEqual(['AssessCaseErrors', 'TriageFailed']);
  expect(queuesOfApi).toContain('inbound-intake');
});
