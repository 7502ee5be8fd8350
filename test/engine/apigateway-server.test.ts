import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Listening } from '../../local/services/apigateway/index.ts';
import { declareApi, gatewayBench } from './apigateway-support.ts';
import type { GatewayBench } from './apigateway-support.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html */
describe('over HTTP on loopback', () => {
  const open: Listening[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()));
  });
  const serve = async (bench: GatewayBench): Promise<string> => {
    const server = await bench.gateway().listen({ port: 0, host: '127.0.0.1' });
    open.push(server);
    return server.url;
  };

  test('every byte value comes back, addressed by stage or by API and stage', async () => {
    const bench = gatewayBench();
    const apiId = declareApi(bench, [{ path: '/hooks/{source}', method: 'POST' }], {
      api: { BinaryMediaTypes: ['*/*'] },
    });
    bench.functions.set('backend', ({ body }) => ({
      statusCode: 202,
      body,
      isBase64Encoded: true,
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
    }));
    const url = await serve(bench);
    const body = Uint8Array.from({ length: 256 }, (_, index) => index);
    for (const base of [`${url}/v1`, `${url}/${apiId}/v1`]) {
      const answer = await fetch(`${base}/hooks/a%2Fb?x=1&x=2`, { method: 'POST', body });
      expect(answer.status).toBe(202);
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(body);
      expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
      expect(answer.headers.get('x-amzn-trace-id')).toMatch(/^Root=1-/);
    }
    for (const { event } of bench.calls) {
      expect(event).toMatchObject({
        path: '/hooks/a%2Fb',
        pathParameters: { source: 'a%2Fb' },
        multiValueQueryStringParameters: { x: ['1', '2'] },
        requestContext: { identity: { sourceIp: '127.0.0.1' } },
      });
    }
    expect((await fetch(`${url}/v2/hooks/a`)).status).toBe(403);
  });

  test('too much is a 413 and not a broken connection', async () => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/', method: 'POST' }]);
    const answer = await fetch(`${await serve(bench)}/v1/`, { method: 'POST', body: new Uint8Array(20 * 1024 * 1024) });
    expect([answer.status, await answer.json()]).toEqual([413, { message: 'Request Too Long' }]);
    expect(bench.calls).toEqual([]);
  });

  test('closing lets what is in flight end', async () => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/' }]);
    const asked = Promise.withResolvers<undefined>();
    const go = Promise.withResolvers<undefined>();
    bench.functions.set('backend', async () => {
      asked.resolve(undefined);
      await go.promise;
      return { statusCode: 200, body: 'done' };
    });
    const server = await bench.gateway().listen({ port: 0, host: '127.0.0.1' });
    const answer = new Promise<string>((resolve, reject) => {
      httpRequest(`${server.url}/v1/`, { headers: { connection: 'close' } }, (response) => {
        response.setEncoding('utf8').once('data', resolve);
      })
        .once('error', reject)
        .end();
    });
    await asked.promise;
    const closed = server.close();
    go.resolve(undefined);
    expect(await answer).toBe('done');
    await closed;
  });

  test('no answer leaves before what led to it is durable', async () => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/' }]);
    const { store } = bench.engine.kernel;
    const steps: string[] = [];
    bench.functions.set('backend', () => {
      steps.push('function');
      return { statusCode: 200, body: '' };
    });
    const release = Promise.withResolvers<undefined>();
    Object.assign(store, {
      durable: async () => {
        steps.push('durable');
        await release.promise;
      },
    });
    const url = await serve(bench);
    const pending = fetch(`${url}/v1/`).then(() => steps.push('answer'));
    while (!steps.includes('durable')) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(steps).toEqual(['function', 'durable']);
    release.resolve(undefined);
    await pending;
    expect(steps).toEqual(['function', 'durable', 'answer']);
  });
});
