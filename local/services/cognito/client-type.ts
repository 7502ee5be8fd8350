import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, ResourceType } from '../../kernel/types.ts';
import { count, declare, flag, stableId } from '../declare-type.ts';
import { addSecret, secretsOf } from './made-clients.ts';
import { assertScopes, poolOf } from './model.ts';
import type { Pools } from './model.ts';

const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);
const secondsPer = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

const client = z.object({
  UserPoolId: z.string(),
  ClientName: z.string().optional(),
  GenerateSecret: flag.default(false),
  ExplicitAuthFlows: z
    .array(z.string())
    .default(['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']),
  AccessTokenValidity: count.optional(),
  IdTokenValidity: count.optional(),
  RefreshTokenValidity: count.optional(),
  TokenValidityUnits: z
    .strictObject({ AccessToken: unit.optional(), IdToken: unit.optional(), RefreshToken: unit.optional() })
    .default({}),
  ReadAttributes: z.array(z.string()).optional(),
  AllowedOAuthScopes: z.array(z.string()).default([]),
  AllowedOAuthFlows: z.array(z.enum(['code', 'implicit', 'client_credentials'])).default([]),
  PreventUserExistenceErrors: z.enum(['ENABLED', 'LEGACY']).default('LEGACY'),
  EnableTokenRevocation: flag.default(true),
});
type ClientProperties = z.output<typeof client>;

const noPages = 'the hosted pages are not served; tokens of people come from sign-in by password or the start command';
const ignored = {
  AllowedOAuthFlowsUserPoolClient: noPages,
  CallbackURLs: noPages,
  DefaultRedirectURI: noPages,
  LogoutURLs: noPages,
  SupportedIdentityProviders: noPages,
  AuthSessionValidity: 'a challenge stays open for the default of three minutes',
  EnablePropagateAdditionalUserContextData: 'there is no threat protection',
  WriteAttributes: 'people do not change their own attributes',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-userpoolclient.html */
export function clientResourceType(kernel: Kernel, pools: Pools): ResourceType {
  return declare(
    'AWS::Cognito::UserPoolClient',
    client,
    (properties, resource) => {
      const pool = poolOf(pools, properties.UserPoolId);
      assertScopes(pool, properties.AllowedOAuthScopes);
      const id = stableId(resource, 26);
      // The one that it was given when it was made, or what has taken its place since.
      const secret = properties.GenerateSecret ? (secretsOf(kernel, id)[0] ?? addSecret(kernel, id)).secret : undefined;
      pool.clients.set(id, {
        id,
        name: properties.ClientName ?? resource.physicalName,
        hasSecret: properties.GenerateSecret,
        authFlows: new Set(properties.ExplicitAuthFlows),
        ...lifetimes(properties),
        readAttributes: properties.ReadAttributes === undefined ? undefined : new Set(properties.ReadAttributes),
        oauthScopes: new Set(properties.AllowedOAuthScopes),
        isMachine: properties.AllowedOAuthFlows.includes('client_credentials'),
        hidesUnknownUsers: properties.PreventUserExistenceErrors === 'ENABLED',
        revocable: properties.EnableTokenRevocation,
      });
      return {
        ref: id,
        attributes: { ClientId: id, Name: properties.ClientName ?? resource.physicalName, ClientSecret: secret },
      };
    },
    ignored,
  );
}

/** Access and identity tokens count in hours and refresh tokens in days unless the units say otherwise. */
function lifetimes(properties: ClientProperties) {
  const { AccessToken = 'hours', IdToken = 'hours', RefreshToken = 'days' } = properties.TokenValidityUnits;
  const access = (properties.AccessTokenValidity ?? 3600 / secondsPer[AccessToken]) * secondsPer[AccessToken];
  const identity = (properties.IdTokenValidity ?? 3600 / secondsPer[IdToken]) * secondsPer[IdToken];
  const refresh =
    (properties.RefreshTokenValidity ?? (30 * 86_400) / secondsPer[RefreshToken]) * secondsPer[RefreshToken];
  for (const seconds of [access, identity]) {
    if (seconds < 300 || seconds > 86_400) {
      throw new AwsError('InvalidParameterException', 'Access and ID tokens are valid between 5 minutes and 1 day');
    }
  }
  return { accessTokenSeconds: access, idTokenSeconds: identity, refreshTokenSeconds: refresh };
}
