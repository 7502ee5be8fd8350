import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { keepCalls } from '../../bin/start/keep-calls.ts';

const folder = mkdtempSync(join(tmpdir(), 'calls-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('both parts of the record of a call are kept beside the state, over a restart, and no other log', async () => {
  const [access, answered] = ['{"requestId":"r1","status":"202"}', '{"code":"call.answered","requestId":"r1"}'];
  const first = keepCalls(folder);
  first({ kind: 'apigateway.access', line: access });
  first({ kind: 'lambda.log', line: '{"code":"something.else"}' });
  first({ kind: 'ses.sent' });
  const read = (): string => readFileSync(join(folder, 'calls.jsonl'), 'utf8');
  await vi.waitFor(() => {
    expect(read()).toBe(`${access}\n`);
  });
  keepCalls(folder)({ kind: 'lambda.log', line: `${answered}\n` });
  await vi.waitFor(() => {
    expect(read()).toBe(`${access}\n${answered}\n`);
  });
});

test('nothing is kept where the state is not', () => {
  expect(() => {
    keepCalls(undefined)({ kind: 'apigateway.access', line: '{}' });
  }).not.toThrow();
});
