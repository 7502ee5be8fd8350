import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { fetchLoopback } from '../../local/seam/fetch-loopback.ts';

const server = createServer((incoming, outgoing) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    if (incoming.url === '/never') return;
    if (incoming.url === '/broken') incoming.socket.resetAndDestroy();
    const { connection: _connection, ...headers } = incoming.headers;
    const seen = {
      method: incoming.method,
      accept: headers.accept,
      type: headers['content-type'],
      key: headers['x-key'],
    };
    outgoing.writeHead(incoming.url === '/gone' ? 410 : 200, { etag: '"7"', 'set-cookie': ['a=1', 'b=2'] });
    outgoing.end(JSON.stringify({ ...seen, body: Buffer.concat(chunks).toString('utf8') }));
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const summaryOf = async (response: Response | undefined) => ({
  status: response?.status,
  ok: response?.ok,
  etag: response?.headers.get('etag'),
  cookies: response?.headers.getSetCookie(),
  body: await response?.json(),
});

test('a request to this machine is answered as fetch answers it', async () => {
  const asked: [string, RequestInit][] = [
    ['/', { headers: { accept: 'application/json', 'X-Key': 'ü' } }],
    ['/gone', { method: 'POST', body: '{"größe":1}', headers: { accept: '*/*', 'content-type': 'application/json' } }],
    ['/', { method: 'PATCH', body: 'text', headers: { accept: '*/*' } }],
  ];
  for (const [path, init] of asked)
    expect(await summaryOf(await fetchLoopback(base + path, init))).toEqual(
      await summaryOf(await fetch(base + path, init)),
    );
});

test('what fails, fails as in fetch', async () => {
  await expect(fetchLoopback(`${base}/broken`)).rejects.toThrow(new TypeError('fetch failed'));
  await expect(fetchLoopback('http://127.0.0.1:1/')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await expect(fetchLoopback(`${base}/never`, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
  await expect(fetchLoopback(`${base}/`, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('anything but the plainest request to this machine is for fetch itself', () => {
  expect(fetchLoopback('https://127.0.0.1/')).toBeUndefined();
  expect(fetchLoopback('http://example.com/')).toBeUndefined();
  expect(fetchLoopback(`${base}/`, { redirect: 'error' })).toBeUndefined();
  expect(fetchLoopback(new Request(`${base}/`))).toBeUndefined();
});
