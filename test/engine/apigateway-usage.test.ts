import { describe, expect, test } from 'vitest';
import { periodStart } from '../../local/services/apigateway/usage.ts';
import { declareApi, gatewayBench, headerOf, jsonOf } from './apigateway-support.ts';

const VALUE = 'k'.repeat(30);

function planned(plan: object = {}, api: object = {}) {
  const bench = gatewayBench();
  const { engine } = bench;
  const apiId = declareApi(
    bench,
    [
      { path: '/hooks/{source}', method: 'POST', properties: { ApiKeyRequired: true } },
      { path: '/open', properties: {} },
    ],
    { api },
  );
  const planId = engine.provision('AWS::ApiGateway::UsagePlan', 'Plan', {
    ApiStages: [{ ApiId: apiId, Stage: 'v1' }],
    ...plan,
  }).ref;
  const keyId = engine.provision('AWS::ApiGateway::ApiKey', 'Key', { Enabled: true, Value: VALUE }).ref;
  engine.provision('AWS::ApiGateway::UsagePlanKey', 'PlanKey', {
    KeyId: keyId,
    KeyType: 'API_KEY',
    UsagePlanId: planId,
  });
  const post = async (key: string | undefined = VALUE) => {
    const headers: Record<string, string> = key === '' ? {} : { 'X-API-Key': key };
    const answer = await bench.send({ method: 'POST', path: '/hooks/acme', headers });
    return answer.status === 200 ? 'ok' : `${answer.status} ${jsonOf(answer).message}`;
  };
  const call = (operation: string, input: object) => engine.call('apigateway', operation, input);
  return { bench, engine, apiId, planId, keyId, post, call };
}

describe('API keys (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html)', () => {
  test('a key in a plan of the stage opens the method; the function sees it', async () => {
    const { bench, keyId, post } = planned();
    expect(await post()).toBe('ok');
    expect(bench.calls[0]?.event.requestContext.identity).toMatchObject({ apiKey: VALUE, apiKeyId: keyId });
    expect(await post('')).toBe('403 Forbidden');
    expect(await post('x'.repeat(30))).toBe('403 Forbidden');
    expect((await bench.send({ path: '/open' })).status).toBe(200);
    expect(bench.calls.length).toBe(2);
  });

  test('keys made at run time: in no plan, in a plan, disabled, deleted', async () => {
    const { engine, planId, post, call } = planned();
    const { id, value } = await call('CreateApiKey', { name: 'acme', enabled: true });
    expect(value).toMatch(/^\w{40}$/);
    expect(await post(value)).toBe('403 Forbidden');
    await call('CreateUsagePlanKey', { usagePlanId: planId, keyId: id, keyType: 'API_KEY' });
    expect(await post(value)).toBe('ok');
    engine.restart();
    expect(await post(value)).toBe('ok');
    await expect(
      call('CreateUsagePlanKey', { usagePlanId: planId, keyId: id, keyType: 'API_KEY' }),
    ).rejects.toMatchObject({ name: 'ConflictException' });
    expect(await call('GetApiKeys', { nameQuery: 'ac', includeValues: true })).toMatchObject({
      items: [{ id, value, enabled: true }],
    });
    await call('DeleteApiKey', { apiKey: id });
    expect(await post(value)).toBe('403 Forbidden');
    await expect(call('DeleteApiKey', { apiKey: id })).rejects.toMatchObject({ name: 'NotFoundException' });

    const off = await call('CreateApiKey', { name: 'off' });
    await call('CreateUsagePlanKey', { usagePlanId: planId, keyId: off.id, keyType: 'API_KEY' });
    expect(await post(off.value)).toBe('403 Forbidden');
  });

  test('a value is taken once, and not too short', async () => {
    const { call } = planned();
    await expect(call('CreateApiKey', { value: VALUE })).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(call('CreateApiKey', { value: 'short' })).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  test('from the authorizer: usageIdentifierKey counts, and the header does not', async () => {
    const bench = gatewayBench();
    const { engine } = bench;
    let AuthorizerId = '';
    const properties = {
      ApiKeyRequired: true,
      AuthorizationType: 'CUSTOM',
      get AuthorizerId() {
        return AuthorizerId;
      },
    };
    const apiId = declareApi(bench, [{ path: '/hooks/{source}', method: 'POST', properties }], {
      api: { ApiKeySourceType: 'AUTHORIZER' },
      before: (RestApiId) => {
        const AuthorizerUri =
          'arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:111122223333:function:authorizer/invocations';
        const declared = { RestApiId, Name: 'A', Type: 'REQUEST', AuthorizerUri, AuthorizerResultTtlInSeconds: 0 };
        AuthorizerId = engine.provision('AWS::ApiGateway::Authorizer', 'A', declared).ref;
      },
    });
    const planId = engine.provision('AWS::ApiGateway::UsagePlan', 'Plan', {
      ApiStages: [{ ApiId: apiId, Stage: 'v1' }],
    }).ref;
    const keyId = engine.provision('AWS::ApiGateway::ApiKey', 'Key', { Enabled: true, Value: VALUE }).ref;
    engine.provision('AWS::ApiGateway::UsagePlanKey', 'PlanKey', {
      KeyId: keyId,
      KeyType: 'API_KEY',
      UsagePlanId: planId,
    });
    let usageIdentifierKey: string | undefined = VALUE;
    bench.functions.set('authorizer', ({ methodArn }) => ({
      principalId: 'p',
      policyDocument: { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }] },
      usageIdentifierKey,
    }));
    const post = async () =>
      (await bench.send({ method: 'POST', path: '/hooks/a', headers: { 'x-api-key': VALUE } })).status;
    expect(await post()).toBe(200);
    usageIdentifierKey = undefined;
    expect(await post()).toBe(403);
    expect(bench.callsOf('backend').length).toBe(1);
  });
});

describe('throttling (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html)', () => {
  test('a plan gives each key a bucket of its burst, refilled at its rate', async () => {
    const { bench, apiId, planId, post, call, engine } = planned({ Throttle: { RateLimit: 2, BurstLimit: 3 } });
    engine.provision('AWS::ApiGateway::GatewayResponse', 'Throttled', {
      RestApiId: apiId,
      ResponseType: 'THROTTLED',
      ResponseParameters: { 'gatewayresponse.header.Retry-After': "'1'" },
    });
    const limited = '429 Too Many Requests';
    expect([await post(), await post(), await post(), await post()]).toEqual(['ok', 'ok', 'ok', limited]);
    const { id, value } = await call('CreateApiKey', { enabled: true });
    await call('CreateUsagePlanKey', { usagePlanId: planId, keyId: id, keyType: 'API_KEY' });
    expect(await post(value)).toBe('ok');
    await engine.advance(499);
    expect(await post()).toBe(limited);
    await engine.advance(1);
    expect([await post(), await post()]).toEqual(['ok', limited]);
    await engine.advance(3_600_000);
    expect([await post(), await post(), await post(), await post()]).toEqual(['ok', 'ok', 'ok', limited]);
    const refused = await bench.send({ method: 'POST', path: '/hooks/acme', headers: { 'x-api-key': VALUE } });
    expect([headerOf(refused, 'retry-after'), headerOf(refused, 'x-amzn-errortype')]).toEqual([
      '1',
      'TooManyRequestsException',
    ]);
    expect(bench.calls.length).toBe(8);
    // What is throttled is not billed.
    expect(engine.kernel.meter.totals().find(({ service }) => service === 'apigateway')?.amount).toBe(8);
  });

  test('a method has its own limit within a plan, and a stage its own without a key', async () => {
    const bench = gatewayBench();
    const key = { ApiKeyRequired: true };
    const apiId = declareApi(
      bench,
      [{ path: '/a', properties: key }, { path: '/b', properties: key }, { path: '/c' }, { path: '/d' }],
      {
        stage: {
          MethodSettings: [
            {
              ResourcePath: '/*',
              HttpMethod: '*',
              ThrottlingRateLimit: 10,
              ThrottlingBurstLimit: 3,
              LoggingLevel: 'ERROR',
            },
            { ResourcePath: '/~1c', HttpMethod: 'GET', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 },
          ],
        },
      },
    );
    const { engine } = bench;
    const ApiStages = [{ ApiId: apiId, Stage: 'v1', Throttle: { '/a/GET': { RateLimit: 1, BurstLimit: 2 } } }];
    const planId = engine.provision('AWS::ApiGateway::UsagePlan', 'Plan', { ApiStages }).ref;
    const keyId = engine.provision('AWS::ApiGateway::ApiKey', 'Key', { Enabled: true, Value: VALUE }).ref;
    engine.provision('AWS::ApiGateway::UsagePlanKey', 'PlanKey', {
      KeyId: keyId,
      KeyType: 'API_KEY',
      UsagePlanId: planId,
    });
    const passed = async (path: string) => {
      let count = 0;
      for (let index = 0; index < 5; index++)
        count += (await bench.send({ path, headers: { 'x-api-key': VALUE } })).status === 200 ? 1 : 0;
      return count;
    };
    expect([await passed('/a'), await passed('/b'), await passed('/c'), await passed('/d')]).toEqual([2, 3, 1, 3]);
  });

  test('an account takes a burst of 5,000', async () => {
    const bench = gatewayBench();
    declareApi(bench, [{ path: '/' }]);
    const statuses = await Promise.all(Array.from({ length: 5_001 }, async () => (await bench.send({})).status));
    expect(statuses.filter((status) => status === 429).length).toBe(1);
  });
});

describe('quotas (https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html)', () => {
  test('end with their period, survive a restart, and are told by GetUsage', async () => {
    const { engine, planId, keyId, post, call } = planned({ Quota: { Limit: 3, Period: 'DAY' } });
    expect([await post(), await post()]).toEqual(['ok', 'ok']);
    engine.restart();
    expect([await post(), await post()]).toEqual(['ok', '429 Limit Exceeded']);
    await engine.advance(16 * 3_600_000 - 1);
    expect(await post()).toBe('429 Limit Exceeded');
    await engine.advance(1);
    expect(await post()).toBe('ok');
    expect(
      await call('GetUsage', { usagePlanId: planId, startDate: '2026-03-01', endDate: '2026-03-03' }),
    ).toMatchObject({
      items: {
        [keyId]: [
          [0, 3],
          [3, 0],
          [1, 2],
        ],
      },
    });
  });

  const day = (date: string): number => Date.parse(date) / 86_400_000;
  test.each([
    ['DAY', '2026-03-04', '2026-03-04'],
    ['WEEK', '2026-03-04', '2026-03-01'],
    ['WEEK', '2026-03-01', '2026-03-01'],
    ['MONTH', '2026-03-31', '2026-03-01'],
    ['MONTH', '2026-03-01', '2026-03-01'],
  ] as const)('the %s of %s began on %s', (period, date, start) => {
    expect(periodStart(period, day(date))).toBe(day(start));
  });

  test('what an earlier template declared and this one does not is gone', async () => {
    const { createKeys } = await import('../../local/services/apigateway/keys.ts');
    const { engine, keyId, planId, call } = planned();
    await call('GetApiKeys', {});
    const next = createKeys(engine.kernel);
    next.dropUndeclared();
    expect(next.byId(keyId)).toBeUndefined();
    expect(next.keysOf(planId)).toEqual([]);
  });
});
