import * as z from 'zod';
import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, Operation } from '../../kernel/types.ts';
import { assertScopes, clientOf } from './model.ts';
import type { PoolClient, UserPool } from './model.ts';

/** At most so many at once: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html */
const MOST_SECRETS = 2;
const MOST_IN_A_PAGE = 60;
const HOUR_S = 3600;

const ownSecret = z.string().regex(/^\w{24,64}$/);

interface ClientRow {
  readonly client_id: string;
  readonly name: string;
  readonly scopes: string;
  readonly access_seconds: number;
}
interface SecretRow {
  readonly secret_id: string;
  readonly secret: string;
  readonly created: number;
}

/** Clients that were made by the API and not by the template, and are in the store therefore. */
export function loadClients({ store }: Kernel, poolId: string): Map<string, PoolClient> {
  store.exec(`CREATE TABLE IF NOT EXISTS cognito_clients (client_id TEXT PRIMARY KEY, pool_id TEXT NOT NULL,
    name TEXT NOT NULL, scopes TEXT NOT NULL, access_seconds INTEGER NOT NULL) WITHOUT ROWID`);
  store.exec(`CREATE TABLE IF NOT EXISTS cognito_secrets (client_id TEXT NOT NULL, secret_id TEXT NOT NULL,
    secret TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (client_id, secret_id))`);
  const rows = store.all<ClientRow>('SELECT * FROM cognito_clients WHERE pool_id = ?', poolId);
  return new Map(rows.map((row) => [row.client_id, machineOf(row)]));
}

function machineOf({ client_id: id, name, scopes, access_seconds }: ClientRow): PoolClient {
  return {
    id,
    name,
    hasSecret: true,
    authFlows: new Set(),
    accessTokenSeconds: access_seconds,
    idTokenSeconds: HOUR_S,
    refreshTokenSeconds: 30 * 24 * HOUR_S,
    readAttributes: undefined,
    oauthScopes: new Set(scopes.split(' ')),
    isMachine: true,
    hidesUnknownUsers: false,
    revocable: true,
  };
}

/** All that are good now, the eldest first. */
export function secretsOf({ store }: Kernel, clientId: string): readonly SecretRow[] {
  return store.all<SecretRow>('SELECT * FROM cognito_secrets WHERE client_id = ? ORDER BY rowid', clientId);
}

/** `given`: by whoever makes the client; else one as Cognito makes them. */
export function addSecret(kernel: Kernel, clientId: string, given?: string): SecretRow {
  const secret = given ?? `${kernel.uuid()}${kernel.uuid()}`.replaceAll('-', '').slice(0, 51);
  const row = { secret_id: `${clientId}--${kernel.uuid()}`, secret, created: kernel.now() };
  kernel.store.run('INSERT INTO cognito_secrets VALUES (?, ?, ?, ?)', clientId, row.secret_id, secret, row.created);
  return row;
}

/** Makes an operation of the pool's owner, allowed by IAM. */
export type Admin = (name: string, run: (input: any, pool: UserPool) => unknown) => Operation;

const creation = z.object({
  UserPoolId: z.string(),
  ClientName: z.string(),
  ClientSecret: ownSecret.optional(),
  GenerateSecret: z.boolean().default(false),
  AllowedOAuthFlows: z.tuple([z.literal('client_credentials')]),
  AllowedOAuthFlowsUserPoolClient: z.literal(true),
  AllowedOAuthScopes: z.array(z.string()).min(1),
});

/** Clients for machines, and their secrets. What else a client can be is made by the template. */
export function clientOperations(kernel: Kernel, admin: Admin): Readonly<Record<string, Operation>> {
  const { store } = kernel;
  const shown = ({ id, name, oauthScopes }: PoolClient, poolId: string, secret: string | undefined) => ({
    UserPoolId: poolId,
    ClientId: id,
    ClientName: name,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: [...oauthScopes],
    ...(secret === undefined ? {} : { ClientSecret: secret }),
  });

  return {
    CreateUserPoolClient: admin('CreateUserPoolClient', (input, pool) => {
      const { success, data, error } = creation.safeParse(input);
      if (!success) throw new UnsupportedError(`CreateUserPoolClient with ${z.prettifyError(error)}`);
      assertScopes(pool, data.AllowedOAuthScopes);
      if (!data.GenerateSecret && data.ClientSecret === undefined)
        throw new AwsError('InvalidOAuthFlowException', 'client_credentials flow can not be selected without a secret');
      const id = kernel.uuid().replaceAll('-', '').slice(0, 26);
      const row = {
        client_id: id,
        name: data.ClientName,
        scopes: data.AllowedOAuthScopes.join(' '),
        access_seconds: HOUR_S,
      };
      store.run(
        'INSERT INTO cognito_clients VALUES (?, ?, ?, ?, ?)',
        ...[id, pool.id, row.name, row.scopes, row.access_seconds],
      );
      const { secret } = addSecret(kernel, id, data.ClientSecret);
      const made = machineOf(row);
      pool.clients.set(id, made);
      return { UserPoolClient: shown(made, pool.id, secret) };
    }),
    DescribeUserPoolClient: admin('DescribeUserPoolClient', ({ ClientId }, pool) => {
      const client = clientOf(pool, ClientId);
      if (!client.isMachine) throw new UnsupportedError('DescribeUserPoolClient of a client for people');
      return { UserPoolClient: shown(client, pool.id, secretsOf(kernel, client.id)[0]?.secret) };
    }),
    ListUserPoolClients: admin('ListUserPoolClients', ({ MaxResults = MOST_IN_A_PAGE, NextToken }, pool) => {
      const all = [...pool.clients.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
      const rest = NextToken === undefined ? all : all.filter(({ id }) => id > NextToken);
      const some = rest.slice(0, MaxResults);
      return {
        UserPoolClients: some.map(({ id, name }) => ({ UserPoolId: pool.id, ClientId: id, ClientName: name })),
        ...(rest.length > some.length ? { NextToken: some.at(-1)?.id } : {}),
      };
    }),
    AddUserPoolClientSecret: admin('AddUserPoolClientSecret', ({ ClientId, ClientSecret }, pool) => {
      const client = clientOf(pool, ClientId);
      if (ClientSecret !== undefined && !ownSecret.safeParse(ClientSecret).success)
        throw new AwsError('InvalidParameterException', 'a secret has 24 to 64 letters, digits and underscores');
      if (secretsOf(kernel, client.id).length >= MOST_SECRETS)
        throw new AwsError('LimitExceededException', 'A client has two secrets at most.');
      const { secret_id, secret, created } = addSecret(kernel, client.id, ClientSecret);
      return {
        ClientSecretDescriptor: {
          ClientSecretId: secret_id,
          ClientSecretCreateDate: new Date(created),
          // Who gives one knows it.
          ...(ClientSecret === undefined ? { ClientSecretValue: secret } : {}),
        },
      };
    }),
    ListUserPoolClientSecrets: admin('ListUserPoolClientSecrets', ({ ClientId }, pool) => {
      const client = clientOf(pool, ClientId);
      return {
        ClientSecrets: secretsOf(kernel, client.id).map(({ secret_id, created }) => ({
          ClientSecretId: secret_id,
          ClientSecretCreateDate: new Date(created),
        })),
      };
    }),
    DeleteUserPoolClientSecret: admin('DeleteUserPoolClientSecret', ({ ClientId, ClientSecretId }, pool) => {
      const client = clientOf(pool, ClientId);
      if (secretsOf(kernel, client.id).length < MOST_SECRETS)
        throw new AwsError('InvalidParameterException', 'The last secret of a client stays.');
      store.run('DELETE FROM cognito_secrets WHERE client_id = ? AND secret_id = ?', client.id, ClientSecretId);
      return {};
    }),
  };
}
