import { describe, expect, test } from 'vitest';
import { routeDifferences } from '../../bin/checks/compare-routes.ts';
import type { Proof } from '../../lambdas/contracts/api/operation.ts';
import { OPERATIONS } from '../../lambdas/contracts/api/operations/index.ts';
import { gatewayRouteOf, gatewayRoutesOf, ROUTES } from '../../lambdas/contracts/api/routes.ts';
import { cdkContext, ofType, synthesize } from './templates.ts';
import type { Resource, Synthesized } from './templates.ts';

const app = synthesize({ ...cdkContext(), stage: 'dev' });

/** `GET /v1/cases/{caseId}`, from the parts of the path that refer to one another. */
function methodsOfTheGateway(): readonly string[] {
  const parts = new Map(ofType(app, 'AWS::ApiGateway::Resource').map((part) => [part.id, part.properties]));
  const pathOf = (id: string | undefined): string => {
    const part = parts.get(id ?? '');
    return part === undefined ? '' : `${pathOf(part.ParentId.Ref)}/${part.PathPart}`;
  };
  return ofType(app, 'AWS::ApiGateway::Method').map(
    ({ properties }: Resource) => `${properties.HttpMethod} ${pathOf(properties.ResourceId.Ref)}`,
  );
}

test('what only the template or only the description knows is a difference', () => {
  const resource = (PathPart: string, ParentId: object) => ({
    Type: 'AWS::ApiGateway::Resource',
    Properties: { PathPart, ParentId },
  });
  const method = (HttpMethod: string, Ref: string) => ({
    Type: 'AWS::ApiGateway::Method',
    Properties: { HttpMethod, ResourceId: { Ref } },
  });
  const Resources = {
    Boxes: resource('boxes', { 'Fn::GetAtt': ['Api', 'RootResourceId'] }),
    Command: resource('{command}', { Ref: 'Boxes' }),
    List: method('GET', 'Boxes'),
    Act: method('POST', 'Command'),
  };
  const document = { paths: { '/boxes': { get: {} }, '/boxes/open': { post: {} } } };
  expect(routeDifferences({ Resources }, document)).toEqual([]);
  expect(routeDifferences({ Resources: { ...Resources, Drop: method('DELETE', 'Boxes') } }, document)).toEqual([
    'DELETE /boxes is served, and not described',
  ]);
  const { Act: _act, ...without } = Resources;
  expect(routeDifferences({ Resources: without }, document)).toEqual(['POST /boxes/open is described, and not served']);
});

test('the gateway has the calls of the table of routes, and no other', () => {
  const servers = new Set(Object.values(ROUTES).map(({ server }) => server));
  const told = new Set([...servers].flatMap((server) => gatewayRoutesOf(server)));
  expect(methodsOfTheGateway().toSorted()).toEqual([...told].sort());
  const described = new Set(Object.entries(ROUTES).map(([name, route]) => gatewayRouteOf(name, route)));
  expect([...told].filter((name) => !described.has(name))).toEqual(
    ['replies', 'views', 'mail-replies', 'partner', 'opt-outs'].map((links) => `HEAD /v1/${links}/{token}`),
  );
});

/** Who lets a caller in, by how the caller proves who it is; `NONE`: the function itself, before anything is read. */
const AUTHORIZERS: Readonly<Record<Proof, string>> = {
  person: 'COGNITO_USER_POOLS',
  source: 'CUSTOM',
  'source-by-name': 'CUSTOM',
  link: 'NONE',
  slack: 'NONE',
  nothing: 'NONE',
};

test('each call is let in by what its proof wants, so that a token that is forged or expired reaches no function', () => {
  const types = new Map(
    methodsOfTheGateway().map((name, index) => [
      name,
      ofType(app, 'AWS::ApiGateway::Method')[index]?.properties.AuthorizationType,
    ]),
  );
  const told = Object.entries(ROUTES).map(([name, route]) => [name, types.get(gatewayRouteOf(name, route))]);
  const wanted = Object.entries(OPERATIONS).map(([name, { proof }]) => [name, AUTHORIZERS[proof]]);
  expect(told.toSorted()).toEqual(wanted.toSorted());
});

test('each dead-letter queue is served, with a way back', () => {
  const dead = ofType(app, 'AWS::SQS::Queue').filter(({ properties }) => properties.RedrivePolicy === undefined);
  const settings = ofType(app, 'AWS::SSM::Parameter').filter(({ properties }) =>
    String(properties.Name).startsWith('/fairlead/dev/dead-letters/'),
  );
  expect(dead.length).toBeGreaterThan(10);
  const streams = ofType(app, 'AWS::Lambda::EventSourceMapping').filter(
    ({ properties }) => properties.DestinationConfig?.OnFailure !== undefined,
  );
  expect(streams).toHaveLength(2);
  expect(settings).toHaveLength(dead.length + streams.length);
});

describe('the record of calls', () => {
  const stageOf = (given: Synthesized): any => ofType(given, 'AWS::ApiGateway::Stage')[0]?.properties;
  const format = JSON.parse(stageOf(app).AccessLogSetting.Format);

  test('says who called what, and how it ended, in JSON', () => {
    expect(Object.keys(format)).toEqual(
      expect.arrayContaining([
        'requestId',
        'time',
        'method',
        'route',
        'status',
        'refusal',
        'ms',
        'bytes',
        'source',
        'subject',
      ]),
    );
  });
  test('has no path, query, address or agent: paths hold tokens and keys, and the rest is of persons', () => {
    expect(JSON.stringify(format)).not.toMatch(
      /context\.path\b|sourceIp|userAgent|identity\.apiKey"|queryString|requestOverride/,
    );
  });
  test.each([
    ['dev', 30],
    ['prod', 365],
  ] as const)(
    'is encrypted and kept in %s for %i days, as are the lines of the functions behind the gateway',
    (stage, days) => {
      const given = stage === 'dev' ? app : synthesize({ ...cdkContext(), stage });
      const destination = JSON.stringify(stageOf(given).AccessLogSetting.DestinationArn);
      const groups = ofType(given, 'AWS::Logs::LogGroup');
      const [record] = groups.filter(({ id }) => destination.includes(id));
      expect(record?.properties).toMatchObject({ RetentionInDays: days, KmsKeyId: expect.anything() });
      const functions = ofType(given, 'AWS::Lambda::Function');
      const servers = new Set<string>(Object.values(ROUTES).map(({ server }) => server));
      const behind = functions.filter(({ properties }) => servers.has(properties.Description));
      expect(behind).toHaveLength(servers.size);
      for (const { stack, properties } of behind) {
        const group = groups.find((one) => one.stack === stack && one.id === properties.LoggingConfig.LogGroup.Ref);
        expect(group?.properties.RetentionInDays).toBe(days);
      }
    },
  );
});

test('what anybody can call is throttled', () => {
  const settings: any[] = ofType(app, 'AWS::ApiGateway::Stage')[0]?.properties.MethodSettings;
  for (const path of ['/~1v1~1docs', '/~1v1~1openapi.json', '/~1v1~1slack~1interactions'])
    expect(settings.find(({ ResourcePath }) => ResourcePath === path)).toMatchObject({ ThrottlingRateLimit: 20 });
});
