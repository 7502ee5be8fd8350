import {
  AddUserPoolClientSecretCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { connect } from '../../platform/index.ts';

/** The user pool of senders, and where they fetch their tokens. */
export interface SenderPool {
  readonly id: string;
  readonly tokenUrl: string;
}

export interface SenderClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly tokenUrl: string;
  readonly secret: string;
}

/** Clients of senders that fetch tokens (OAuth 2.0 client credentials). Making one twice finds the first: whoever dies half-way does it again. */
export interface SenderClients {
  ensure(sourceId: string, scope: string, secret: string): Promise<SenderClient>;
  /** Beside the secret in use; one that was added before and not confirmed by retiring is gone. */
  addSecret(clientId: string, secret: string): Promise<void>;
  /** Only the younger of two is good from now on. */
  retireSecret(clientId: string): Promise<void>;
}

/** A page of ListUserPoolClients. */
const MOST_IN_A_PAGE = 60;

export function senderClients({ id: UserPoolId, tokenUrl }: SenderPool): SenderClients {
  const pool = connect(CognitoIdentityProviderClient);
  // The Region is a part of the id.
  const issuer = `https://cognito-idp.${UserPoolId.split('_')[0] ?? ''}.amazonaws.com/${UserPoolId}`;

  /** Of two that were made at once both who look take the same. */
  const find = async (name: string): Promise<string | undefined> => {
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await pool.send(
        new ListUserPoolClientsCommand({
          UserPoolId,
          MaxResults: MOST_IN_A_PAGE,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      for (const { ClientName, ClientId } of page.UserPoolClients ?? [])
        if (ClientName === name && ClientId !== undefined) found.push(ClientId);
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return found.sort()[0];
  };
  const secretOf = async (ClientId: string): Promise<string> => {
    const { UserPoolClient } = await pool.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    if (UserPoolClient?.ClientSecret === undefined) throw new Error(`the client ${ClientId} has no secret`);
    return UserPoolClient.ClientSecret;
  };
  const secretIdsOf = async (ClientId: string): Promise<readonly string[]> => {
    const { ClientSecrets = [] } = await pool.send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }));
    const bornAt = (date: Date | undefined): number => date?.getTime() ?? 0;
    return ClientSecrets.toSorted(
      (one, other) => bornAt(one.ClientSecretCreateDate) - bornAt(other.ClientSecretCreateDate),
    ).flatMap(({ ClientSecretId }) => ClientSecretId ?? []);
  };
  const remove = async (ClientId: string, ClientSecretId: string): Promise<void> => {
    await pool.send(new DeleteUserPoolClientSecretCommand({ UserPoolId, ClientId, ClientSecretId }));
  };

  return {
    ensure: async (sourceId, scope, secret) => {
      const ClientName = `fairlead-${sourceId}`;
      let clientId = await find(ClientName);
      if (clientId === undefined) {
        await pool.send(
          new CreateUserPoolClientCommand({
            UserPoolId,
            ClientName,
            ClientSecret: secret,
            AllowedOAuthFlows: ['client_credentials'],
            AllowedOAuthFlowsUserPoolClient: true,
            AllowedOAuthScopes: [scope],
          }),
        );
        clientId = await find(ClientName);
      }
      if (clientId === undefined) throw new Error(`Cognito does not know the client of ${sourceId} yet`);
      return { issuer, clientId, tokenUrl, secret: await secretOf(clientId) };
    },
    addSecret: async (clientId, secret) => {
      const [, younger] = await secretIdsOf(clientId);
      if (younger !== undefined) await remove(clientId, younger);
      await pool.send(new AddUserPoolClientSecretCommand({ UserPoolId, ClientId: clientId, ClientSecret: secret }));
    },
    retireSecret: async (clientId) => {
      const [elder, younger] = await secretIdsOf(clientId);
      if (elder !== undefined && younger !== undefined) await remove(clientId, elder);
    },
  };
}
