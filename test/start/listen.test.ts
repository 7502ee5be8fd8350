import { createServer } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { listenOn } from '../../bin/start/listen.ts';
import { listenOnLoopback } from '../../local/loopback.ts';

const closing: (() => void)[] = [];
const listen = (port: number): Promise<number> => {
  const server = createServer();
  closing.push(() => server.close());
  return listenOnLoopback(server, port);
};
afterAll(() => {
  for (const close of closing) close();
});

test('where the port is taken the next free one is; where all of them are, it is said which and what to do', async () => {
  const first = await listenOn(0, listen);
  const second = await listenOn(first, listen);
  expect(second).toBeGreaterThan(first);
  await expect(listenOn(first, listen, second - first + 1)).rejects.toThrow(
    `The ports ${String(first)} to ${String(second)} are taken. End what listens there, or name another one with --port.`,
  );
});

test('what fails for another reason is not tried at other ports', async () => {
  const asked: number[] = [];
  const failing = (port: number): Promise<never> => {
    asked.push(port);
    return Promise.reject(new Error('no such address'));
  };
  await expect(listenOn(8800, failing)).rejects.toThrow('no such address');
  expect(asked).toEqual([8800]);
});
