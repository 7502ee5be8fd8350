import { timingSafeEqual } from 'node:crypto';
import type { Kernel } from '../../kernel/types.ts';
import { secretsOf } from './made-clients.ts';
import type { PoolClient, Pools, UserPool } from './model.ts';
import type { TokenIssuer } from './tokens.ts';

export interface TokenRequest {
  readonly authorization: string | undefined;
  /** A form. */
  readonly body: string;
}

export interface EndpointAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * `/oauth2/token` for machines: client credentials by header or in the form. https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 * On AWS the name of the host says which pool it is; here the client does.
 */
export function answerTokenRequest(
  kernel: Kernel,
  pools: Pools,
  tokens: TokenIssuer,
  { authorization, body }: TokenRequest,
): EndpointAnswer {
  const form = new URLSearchParams(body);
  if (form.get('grant_type') !== 'client_credentials') return refused('unsupported_grant_type');
  const [id = '', secret = ''] = credentialsIn(authorization) ?? [
    form.get('client_id') ?? '',
    form.get('client_secret') ?? '',
  ];
  const [pool, client] = machineOf(pools, id) ?? [];
  if (pool === undefined || client === undefined) return refused('invalid_client');
  if (!secretsOf(kernel, client.id).some((one) => isSame(one.secret, secret))) return refused('invalid_client');
  if (!client.isMachine) return refused('unauthorized_client');
  const wished = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (wished.some((scope) => !client.oauthScopes.has(scope))) return refused('invalid_scope');
  const scopes = wished.length === 0 ? [...client.oauthScopes] : wished;
  return answer(200, {
    access_token: tokens.issueToClient(pool, client, scopes),
    expires_in: client.accessTokenSeconds,
    token_type: 'Bearer',
  });
}

function machineOf(pools: Pools, id: string): readonly [UserPool, PoolClient] | undefined {
  for (const pool of pools.values()) {
    const client = pool.clients.get(id);
    if (client !== undefined) return pool.domain === undefined ? undefined : [pool, client];
  }
  return undefined;
}

function credentialsIn(authorization: string | undefined): readonly string[] | undefined {
  const [, encoded] = /^basic ([\w+/=-]+)$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [id, rest.join(':')];
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const refused = (error: string): EndpointAnswer => answer(400, { error });

function answer(status: number, body: object): EndpointAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
