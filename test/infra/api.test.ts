import { expect, test } from 'vitest';
import { gatewayRouteOf, ROUTES } from '../../lambdas/contracts/api/routes.ts';
import { cdkContext, ofType, synthesize } from './templates.ts';
import type { Resource } from './templates.ts';

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

test('the gateway has the calls of the table of routes, and no other', () => {
  const told = new Set(Object.entries(ROUTES).map(([name, route]) => gatewayRouteOf(name, route)));
  expect(methodsOfTheGateway().toSorted()).toEqual([...told].sort());
});

test('each dead-letter queue is served, with a way back', () => {
  const dead = ofType(app, 'AWS::SQS::Queue').filter(({ properties }) => properties.RedrivePolicy === undefined);
  const settings = ofType(app, 'AWS::SSM::Parameter').filter(({ properties }) =>
    String(properties.Name).startsWith('/fairlead/dev/dead-letters/'),
  );
  expect(dead.length).toBeGreaterThan(10);
  expect(settings).toHaveLength(dead.length);
});
