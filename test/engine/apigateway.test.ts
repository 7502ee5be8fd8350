import { describe, expect, test } from 'vitest';
import { endpointOf } from '../../local/services/apigateway/index.ts';
import {
  declareApi,
  functionArn,
  gatewayBench,
  headerOf,
  jsonOf,
  proxy,
  textOf,
  Throws,
} from './apigateway-support.ts';

const echo = (event: any): object => ({ statusCode: 200, body: JSON.stringify(event) });

describe('routing (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html)', () => {
  const paths = ['/', '/cases', '/cases/queue', '/cases/{id}', '/cases/{id}/notes', '/{proxy+}'];
  const bench = gatewayBench();
  declareApi(
    bench,
    paths.map((path) => ({ path })),
  );
  bench.functions.set('backend', echo);

  test.each([
    ['/', '/', null],
    ['/cases', '/cases', null],
    ['/cases/', '/cases', null],
    ['/cases/queue', '/cases/queue', null],
    ['/cases/4711', '/cases/{id}', { id: '4711' }],
    ['/cases/queue/notes', '/cases/{id}/notes', { id: 'queue' }],
    ['/cases/a%2Fb%40c', '/cases/{id}', { id: 'a%2Fb%40c' }],
    ['/cases/1/nowhere', '/{proxy+}', { proxy: 'cases/1/nowhere' }],
    ['/other', '/{proxy+}', { proxy: 'other' }],
  ])('%s goes to %s', async (path, resource, pathParameters) => {
    const event = jsonOf(await bench.send({ path }));
    expect(event).toMatchObject({ resource, path, pathParameters });
    expect(event.requestContext).toMatchObject({ resourcePath: resource, path: `/v1${path}` });
  });

  test.each([
    ['a method that is not there', { method: 'DELETE', path: '/cases' }, 403, 'Missing Authentication Token'],
    ['a stage that is not there', { stage: 'v2', path: '/cases' }, 403, 'Forbidden'],
    ['an API that is not there', { apiId: 'nobody', path: '/cases' }, 403, 'Forbidden'],
  ])('%s is refused without a call', async (_what, request, status, message) => {
    const before = bench.calls.length;
    const answer = await bench.send(request);
    expect(answer.status).toBe(status);
    expect(jsonOf(answer)).toEqual({ message });
    expect(bench.calls.length).toBe(before);
  });

  test('a disabled endpoint answers nobody', async () => {
    const closed = gatewayBench();
    declareApi(closed, [{ path: '/' }], { api: { DisableExecuteApiEndpoint: true } });
    expect((await closed.send({})).status).toBe(403);
    expect(closed.calls).toEqual([]);
  });
});

describe('the proxy event (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html)', () => {
  test('has every part that is documented', async () => {
    const bench = gatewayBench();
    const apiId = declareApi(bench, [{ path: '/hooks/{source}', method: 'ANY' }], {
      stage: { Variables: { tier: 'gold' } },
    });
    bench.functions.set('backend', echo);
    const answer = await bench.gateway().handle({
      apiId,
      stage: 'v1',
      method: 'POST',
      path: '/hooks/acme',
      rawQuery: 'a=1&a=2&b=x%20y+z&flag',
      sourceIp: '203.0.113.7',
      body: Buffer.from('{"ü":1}'),
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Many', 'one'],
        ['x-many', 'two'],
        ['User-Agent', 'carrier/1'],
        ['Content-Length', '8'],
        ['X-Forwarded-For', '198.51.100.1'],
      ],
    });
    const event = jsonOf(answer);
    const { requestContext, ...rest } = event;
    expect(rest).toEqual({
      resource: '/hooks/{source}',
      path: '/hooks/acme',
      httpMethod: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Many': 'two',
        'User-Agent': 'carrier/1',
        Host: `${apiId}.execute-api.eu-central-1.amazonaws.com`,
        'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-69a54380-[0-9a-f]{24}$/),
        'X-Forwarded-For': '198.51.100.1, 203.0.113.7',
        'X-Forwarded-Port': '443',
        'X-Forwarded-Proto': 'https',
      },
      multiValueHeaders: expect.objectContaining({ 'X-Many': ['one', 'two'] }),
      queryStringParameters: { a: '2', b: 'x y z', flag: '' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: ['x y z'], flag: [''] },
      pathParameters: { source: 'acme' },
      stageVariables: { tier: 'gold' },
      body: '{"ü":1}',
      isBase64Encoded: false,
    });
    expect(requestContext).toMatchObject({
      accountId: '111122223333',
      apiId,
      stage: 'v1',
      httpMethod: 'POST',
      resourcePath: '/hooks/{source}',
      path: '/v1/hooks/acme',
      protocol: 'HTTP/1.1',
      requestTime: '02/Mar/2026:08:00:00 +0000',
      requestTimeEpoch: Date.parse('2026-03-02T08:00:00Z'),
      domainName: `${apiId}.execute-api.eu-central-1.amazonaws.com`,
      identity: { sourceIp: '203.0.113.7', userAgent: 'carrier/1' },
    });
    expect(requestContext).not.toHaveProperty('authorizer');
    expect(requestContext.identity).not.toHaveProperty('apiKey');
    expect(headerOf(answer, 'x-amzn-requestid')).toBe(requestContext.requestId);
    expect(headerOf(answer, 'x-amzn-trace-id')).toBe(event.headers['X-Amzn-Trace-Id']);
    expect(bench.calls[0]?.context.principal).toEqual({
      kind: 'service',
      service: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:eu-central-1:111122223333:${apiId}/v1/POST/hooks/{source}`,
    });
  });

  test('takes names that every object has for names', async () => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/' }]);
    bench.functions.set('backend', echo);
    const rawQuery = 'constructor=1&toString=2&__proto__=3&__proto__=4';
    const headers = JSON.parse('{"Constructor":"a","__proto__":"b"}');
    const answer = await bench.send({ rawQuery, headers });
    const text = textOf(answer);
    expect(answer.status).toBe(200);
    expect(text).toContain('"queryStringParameters":{"constructor":"1","toString":"2","__proto__":"4"}');
    expect(text).toContain('"__proto__":["3","4"]');
    expect(text).toContain('"Constructor":"a","__proto__":"b"');
  });

  test('what is empty is null', async () => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/' }]);
    bench.functions.set('backend', echo);
    expect(jsonOf(await bench.send({}))).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    });
  });
});

describe('bytes (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html)', () => {
  const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);

  test('every byte value survives both ways with */*', async () => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/', method: 'POST' }], { api: { BinaryMediaTypes: ['*/*'] } });
    bench.functions.set('backend', ({ body, isBase64Encoded }) => ({ statusCode: 200, body, isBase64Encoded }));
    const answer = await bench.send({
      method: 'POST',
      body: everyByte,
      headers: { 'content-type': 'application/edi-x12' },
    });
    expect(bench.calls[0]?.event.isBase64Encoded).toBe(true);
    expect(new Uint8Array(answer.body)).toEqual(everyByte);
  });

  test('without a binary type, bytes that are no UTF-8 are damaged, and base64 goes out as text', async () => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/', method: 'POST' }]);
    bench.functions.set('backend', () => ({ statusCode: 200, body: 'AAEC', isBase64Encoded: true }));
    const answer = await bench.send({ method: 'POST', body: everyByte });
    expect(bench.calls[0]?.event).toMatchObject({ isBase64Encoded: false, body: expect.stringContaining('\ufffd') });
    expect(textOf(answer)).toBe('AAEC');
  });

  test('a MOCK preflight under */* needs CONVERT_TO_TEXT', async () => {
    const mock = (more: object): object => ({
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{ statusCode: 200 }' },
      IntegrationResponses: [
        {
          StatusCode: '204',
          ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'https://x.example'" },
        },
      ],
      ...more,
    });
    const bench = gatewayBench();
    declareApi(
      bench,
      [
        { path: '/good', method: 'OPTIONS', properties: { Integration: mock({ ContentHandling: 'CONVERT_TO_TEXT' }) } },
        { path: '/bad', method: 'OPTIONS', properties: { Integration: mock({}) } },
      ],
      { api: { BinaryMediaTypes: ['*/*'] } },
    );
    const good = await bench.send({ method: 'OPTIONS', path: '/good' });
    expect([good.status, headerOf(good, 'access-control-allow-origin'), textOf(good)]).toEqual([
      204,
      'https://x.example',
      '',
    ]);
    expect((await bench.send({ method: 'OPTIONS', path: '/bad' })).status).toBe(500);
    expect(bench.calls).toEqual([]);
  });
});

describe('answers of a function (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format)', () => {
  const ask = async (result: unknown) => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/' }]);
    bench.functions.set('backend', () => result);
    return bench.send({});
  };

  test.each([
    ['a text', 'hello'],
    ['nothing', null],
    ['a list', []],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['an unknown member', { statusCode: 200, body: '', cookies: [] }],
    ['a status that is none', { statusCode: 'fine', body: '' }],
    ['a header that is an object', { statusCode: 200, headers: { a: {} }, body: '' }],
    ['a failure', new Throws('boom')],
  ])('%s is a 502', async (_what, result) => {
    const answer = await ask(result);
    expect(answer.status).toBe(502);
    expect(jsonOf(answer)).toEqual({ message: 'Internal server error' });
  });

  test('headers, many-valued ones, and the ones that the gateway keeps for itself', async () => {
    const answer = await ask({
      statusCode: '201',
      headers: { 'X-One': 'a', 'Set-Cookie': 'lost', 'WWW-Authenticate': 'Basic', Date: 'never' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: null,
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.filter(([name]) => name === 'Set-Cookie')).toEqual([
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ]);
    expect(headerOf(answer, 'x-amzn-Remapped-WWW-Authenticate')).toBe('Basic');
    expect(headerOf(answer, 'date')).toBeUndefined();
    expect(headerOf(answer, 'content-type')).toBe('application/json');
    expect(textOf(answer)).toBe('');
  });
});

describe('limits (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html)', () => {
  test.each([
    ['as configured', 5_000],
    ['29 s by default', 29_000],
  ])('a function that takes longer than the time-out, %s, is a 504', async (_what, timeout) => {
    const bench = gatewayBench();
    const integration = proxy('backend', timeout === 29_000 ? {} : { TimeoutInMillis: timeout });
    declareApi(bench, [{ path: '/', properties: { Integration: integration } }]);
    bench.functions.set('backend', async () => {
      await bench.engine.kernel.timers.sleep(timeout + 1);
      return { statusCode: 200, body: 'late' };
    });
    let answered: { status: number } | undefined;
    const pending = bench.send({}).then((answer) => (answered = answer));
    await bench.engine.advance(timeout - 1);
    expect(answered).toBeUndefined();
    await bench.engine.advance(1);
    expect(answered?.status).toBe(504);
    expect(jsonOf(await pending)).toEqual({ message: 'Endpoint request timed out' });
  });

  test('a time-out beyond 29 s is refused', () => {
    const bench = gatewayBench();
    const integration = proxy('backend', { TimeoutInMillis: 29_001 });
    expect(() => declareApi(bench, [{ path: '/', properties: { Integration: integration } }])).toThrow(
      /TimeoutInMillis/,
    );
  });

  test.each([
    ['over 10 MB for the gateway', 10 * 1024 * 1024 + 1, {}],
    ['5 MB, which are over 6 MB in base64', 5 * 1024 * 1024, {}],
    ['10 KB of headers', 1, { 'x-long': 'h'.repeat(10_240) }],
  ])('%s is a 413', async (_what, size, headers) => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/', method: 'POST' }], { api: { BinaryMediaTypes: ['*/*'] } });
    const answer = await bench.send({ method: 'POST', body: new Uint8Array(size), headers });
    expect(answer.status).toBe(413);
    expect(jsonOf(answer)).toEqual({ message: 'Request Too Long' });
    expect(bench.calls).toEqual([]);
  });

  test('4 MB go through', async () => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/', method: 'POST' }], { api: { BinaryMediaTypes: ['*/*'] } });
    expect((await bench.send({ method: 'POST', body: new Uint8Array(4 * 1024 * 1024) })).status).toBe(200);
  });
});

describe('gateway responses (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html)', () => {
  test('the own one, else the default of its hundred', async () => {
    const bench = gatewayBench();
    const apiId = declareApi(bench, [{ path: '/' }]);
    const declare = (type: string, properties: object) =>
      bench.engine.provision('AWS::ApiGateway::GatewayResponse', type, {
        RestApiId: apiId,
        ResponseType: type,
        ...properties,
      });
    declare('DEFAULT_4XX', { ResponseParameters: { 'gatewayresponse.header.X-Kind': "'four'" } });
    declare('DEFAULT_5XX', {
      StatusCode: '503',
      ResponseParameters: { 'gatewayresponse.header.X-Id': 'context.requestId' },
      ResponseTemplates: {
        'application/problem+json': '{"title":$context.error.messageString,"type":"$context.error.responseType"}',
      },
    });
    const missing = await bench.send({ path: '/nowhere' });
    expect([missing.status, headerOf(missing, 'x-kind')]).toEqual([403, 'four']);
    bench.functions.set('backend', () => new Throws('boom'));
    const broken = await bench.send({});
    expect([broken.status, headerOf(broken, 'content-type')]).toEqual([503, 'application/problem+json']);
    expect(headerOf(broken, 'x-id')).toBe(headerOf(broken, 'x-amzn-requestid'));
    expect(jsonOf(broken)).toEqual({ title: 'Internal server error', type: 'DEFAULT_5XX' });
  });

  test('a template with more than variables stops the boot', () => {
    const bench = gatewayBench();
    const apiId = declareApi(bench, [{ path: '/' }]);
    const templates = { 'application/json': '#set($a = 1){"a":$a}' };
    expect(() =>
      bench.engine.provision('AWS::ApiGateway::GatewayResponse', 'G', {
        RestApiId: apiId,
        ResponseType: 'THROTTLED',
        ResponseTemplates: templates,
      }),
    ).toThrow(/template/);
  });
});

test.each([
  ['IAM authorization', { AuthorizationType: 'AWS_IAM' }],
  ['an HTTP integration', { Integration: { Type: 'HTTP_PROXY', Uri: 'https://x.example' } }],
  ['an integration cache', { Integration: proxy('backend', { CacheKeyParameters: ['a'] }) }],
  ['a custom authorizer that is missing', { AuthorizationType: 'CUSTOM' }],
])('%s stops the boot', (_what, properties) => {
  const bench = gatewayBench();
  expect(() => declareApi(bench, [{ path: '/', properties }])).toThrow();
});

test('required parameters (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html)', async () => {
  const bench = gatewayBench();
  declareApi(
    bench,
    [
      {
        path: '/',
        properties: {
          RequestParameters: {
            'method.request.header.X-Need': true,
            'method.request.querystring.q': true,
            'method.request.header.X-May': false,
          },
          RequestValidatorId: '',
        },
      },
    ],
    {},
  );
  // Without a validator the required marks mean nothing.
  expect((await bench.send({})).status).toBe(200);

  const strict = gatewayBench();
  let validatorId = '';
  const properties = {
    RequestParameters: { 'method.request.header.X-Need': true, 'method.request.querystring.q': true },
  };
  declareApi(
    strict,
    [
      {
        path: '/',
        properties: {
          ...properties,
          get RequestValidatorId() {
            return validatorId;
          },
        },
      },
    ],
    {
      before: (apiId) => {
        const validator = { RestApiId: apiId, ValidateRequestParameters: true };
        validatorId = strict.engine.provision('AWS::ApiGateway::RequestValidator', 'Validator', validator).ref;
      },
    },
  );
  const refused = await strict.send({});
  expect(refused.status).toBe(400);
  expect(jsonOf(refused)).toEqual({ message: 'Missing required request parameters: [X-Need, q]' });
  expect(strict.calls).toEqual([]);
  expect((await strict.send({ headers: { 'x-need': '1' }, rawQuery: 'q=1' })).status).toBe(200);
});

test('access logs and the meter (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html)', async () => {
  const bench = gatewayBench();
  const AccessLogSetting = {
    DestinationArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:access:*',
    Format:
      '{"ip":"$context.identity.sourceIp","user":"$context.identity.user","path":"$context.resourcePath","status":"$context.status"}',
  };
  declareApi(bench, [{ path: '/' }], { stage: { AccessLogSetting } });
  await bench.send({});
  await bench.send({ path: '/nowhere' });
  const lines = bench.engine.events
    .filter(({ kind }) => kind === 'apigateway.access')
    .map(({ line }) => JSON.parse(String(line)));
  expect(lines).toEqual([
    { ip: '203.0.113.7', user: '-', path: '/', status: '200' },
    { ip: '203.0.113.7', user: '-', path: '-', status: '403' },
  ]);
  expect(bench.engine.kernel.meter.totals().find(({ service }) => service === 'logs')?.resource).toBe('access');
  const billed = bench.engine.kernel.meter
    .totals()
    .find(({ service, unit }) => service === 'apigateway' && unit === 'Requests');
  expect(billed?.amount).toBe(1);
});

test('two hundred requests at once do not mix', async () => {
  const bench = gatewayBench();
  declareApi(bench, [{ path: '/{id}', method: 'POST' }]);
  bench.functions.set('backend', async ({ pathParameters, body }) => {
    await bench.engine.kernel.timers.sleep(Math.floor(bench.engine.kernel.random() * 1000));
    return { statusCode: 200, body: `${pathParameters.id} ${body}` };
  });
  const all = Promise.all(
    Array.from({ length: 200 }, (_, index) => bench.send({ method: 'POST', path: `/${index}`, body: `body ${index}` })),
  );
  await bench.engine.advance(2_000);
  expect((await all).map(textOf)).toEqual(Array.from({ length: 200 }, (_, index) => `${index} body ${index}`));
});

test('an address of the template is recognised', () => {
  expect(endpointOf('https://abc123.execute-api.eu-central-1.amazonaws.com/v1/')).toEqual({
    apiId: 'abc123',
    stage: 'v1',
    rest: '/',
  });
  expect(endpointOf('https://abc123.execute-api.eu-central-1.amazonaws.com/v1/a?b')?.rest).toBe('/a?b');
  expect(endpointOf('https://example.com/v1/')).toBeUndefined();
  expect(endpointOf(functionArn('x'))).toBeUndefined();
});
