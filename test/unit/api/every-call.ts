import { vi } from 'vitest';
import { OPERATIONS } from '../../../lambdas/contracts/api/operations/index.ts';
import type { Operation } from '../../../lambdas/contracts/api/operation.ts';
import { gatewayRouteOf, ROUTES } from '../../../lambdas/contracts/api/routes.ts';
import type { Route } from '../../../lambdas/contracts/api/routes.ts';
import { defaultPack, publishPack } from '../../support/pack.ts';
import { openStores } from '../case/store-fixture.ts';
import type { StoreFixture } from '../case/store-fixture.ts';

/** Every call of the table of calls, made of its own function as the gateway would make it, over tables that are there. */
export const CALLS = Object.entries(ROUTES).map(([name, route]): [string, Route, Operation] => {
  const operation = Object.entries(OPERATIONS).find(([one]) => one === name)?.[1];
  if (operation === undefined) throw new Error(`${name} is not described`);
  return [name, route, operation];
});

const NAMES = [
  'MOVES_QUEUE',
  'ERRANDS_QUEUE',
  'KEY_ARN',
  'SENDER_POOL',
  'OAUTH_ENDPOINT',
  'RAW_BUCKET',
  'EVENT_BUS',
  'LINK_SECRET',
  'SLACK_SIGNING_SECRET',
  'SETTINGS_PREFIX',
];
const VALUES = {
  CASES_TABLE: 'cases',
  REFERENCE_TABLE: 'reference',
  STAGE: 'dev',
  DEAD_LETTERS: '[]',
  USAGE_PLANS: '{}',
};

/** Whoever is let in gets as far as a service and no further. */
export async function openCalls(): Promise<StoreFixture> {
  const fixture = openStores();
  await publishPack(defaultPack());
  fixture.answer(({ client, command }) => {
    if (client === 'SecretsManagerClient') return { SecretString: 'link-secret-of-the-test' };
    throw new Error(`reached ${client} ${command}`);
  });
  for (const name of NAMES) vi.stubEnv(name, name.toLowerCase());
  for (const [name, value] of Object.entries(VALUES)) vi.stubEnv(name, value);
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(() => true);
  return fixture;
}

export function closeCalls(fixture: StoreFixture): void {
  fixture.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
}

const PARTS: Readonly<Record<string, string>> = { caseId: `case_${'0'.repeat(32)}`, number: '1' };

export function eventOf(name: string, route: Route, claims?: object): any {
  const [method = '', path = ''] = name.split(' ');
  const [, resource = ''] = gatewayRouteOf(name, route).split(' ');
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, part = '']) => part);
  const parameters = Object.fromEntries(names.map((part) => [part, PARTS[part] ?? 'x']));
  return {
    httpMethod: method,
    resource,
    path,
    headers: {},
    body: name === 'POST /v1/bulk' ? JSON.stringify({ command: 'acknowledge', cases: [PARTS['caseId']] }) : '{}',
    isBase64Encoded: false,
    pathParameters: route.byCommand === true ? { ...parameters, command: path.split('/').at(-1) } : parameters,
    queryStringParameters: null,
    requestContext: { requestId: 'r1', path, ...(claims === undefined ? {} : { authorizer: { claims } }) },
  };
}

export interface Asked {
  readonly status: number;
  readonly body: string;
  /** It went on to a service. */
  readonly went: boolean;
  /** What it died of; absent where it answered. */
  readonly died?: string;
}

/** The answer, or that it went on to a service. */
export async function ask(fixture: StoreFixture, route: Route, event: unknown): Promise<Asked> {
  const file = new URL(`../../../lambdas/${route.server}.handler.ts`, import.meta.url).pathname;
  const { handler } = await import(/* @vite-ignore */ file);
  try {
    const { statusCode, body } = await handler(event, { awsRequestId: 'l1' });
    return { status: statusCode, body, went: fixture.calls.length > 0 };
  } catch (error) {
    return { status: 0, body: '', went: true, died: String(error) };
  }
}

export const claimsOf = (roles: readonly string[]) => ({ sub: 'somebody', 'cognito:groups': roles.join(',') });
