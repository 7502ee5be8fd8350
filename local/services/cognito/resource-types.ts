import * as z from 'zod';
import { AwsError } from '../../kernel/errors.ts';
import type { Kernel, ResourceType } from '../../kernel/types.ts';
import { clientResourceType } from './client-type.ts';
import { loadClients } from './made-clients.ts';
import { count, declare, flag, stableId } from '../declare-type.ts';
import { poolOf } from './model.ts';
import type { Pools } from './model.ts';
import type { Users } from './users.ts';

const passwordPolicy = z.strictObject({
  MinimumLength: count.default(8),
  RequireLowercase: flag.default(true),
  RequireUppercase: flag.default(true),
  RequireNumbers: flag.default(true),
  RequireSymbols: flag.default(true),
  TemporaryPasswordValidityDays: count.default(7),
  PasswordHistorySize: count.optional().refine((size) => !size, 'a password history is not kept'),
});

const schemaAttribute = z.strictObject({
  Name: z.string(),
  AttributeDataType: z.enum(['String', 'Number', 'Boolean', 'DateTime']).default('String'),
  Mutable: flag.default(true),
  Required: flag.optional(),
  StringAttributeConstraints: z.unknown().optional(),
  NumberAttributeConstraints: z.unknown().optional(),
  DeveloperOnlyAttribute: flag.optional().refine((only) => only !== true, 'developer-only attributes are not kept'),
});

const userPool = z.object({
  UserPoolName: z.string().optional(),
  UsernameAttributes: z.array(z.enum(['email', 'phone_number'])).default([]),
  UsernameConfiguration: z.strictObject({ CaseSensitive: flag }).optional(),
  MfaConfiguration: z.enum(['OFF', 'OPTIONAL', 'ON']).default('OFF'),
  Policies: z.strictObject({ PasswordPolicy: passwordPolicy.optional() }).optional(),
  Schema: z.array(schemaAttribute).default([]),
});

const noMail = 'no verification or invitation is sent; an invitation is shown as an event';
const ignoredOfPool = {
  AccountRecoverySetting: 'there is no self-service recovery',
  AdminCreateUserConfig: 'there is no self-registration; invitations are shown as events',
  AutoVerifiedAttributes: noMail,
  DeletionProtection: 'pools are not deleted',
  DeviceConfiguration: 'devices are not remembered',
  EmailConfiguration: noMail,
  EmailVerificationMessage: noMail,
  EmailVerificationSubject: noMail,
  EnabledMfas: 'no second factor can be set up; a pool that demands one lets nobody in by password',
  SmsConfiguration: noMail,
  SmsVerificationMessage: noMail,
  UserAttributeUpdateSettings: noMail,
  UserPoolAddOns: 'there is no threat protection',
  UserPoolTags: 'tags have no effect',
  UserPoolTier: 'all tiers do the same here',
  VerificationMessageTemplate: noMail,
};

const group = z.object({
  UserPoolId: z.string(),
  GroupName: z.string().optional(),
  Precedence: count.optional(),
  RoleArn: z.string().optional(),
});

const user = z.object({
  UserPoolId: z.string(),
  Username: z.string().optional(),
  UserAttributes: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]),
});

export function resourceTypes(kernel: Kernel, pools: Pools, users: Users): ResourceType[] {
  return [
    userPoolType(kernel, pools),
    clientResourceType(kernel, pools),
    declare(
      'AWS::Cognito::UserPoolGroup',
      group,
      (properties, resource) => {
        const name = properties.GroupName ?? resource.physicalName;
        users.declareGroup(poolOf(pools, properties.UserPoolId), {
          name,
          precedence: properties.Precedence ?? null,
          role_arn: properties.RoleArn ?? null,
        });
        return { ref: name };
      },
      { Description: 'for people' },
    ),
    declare(
      'AWS::Cognito::UserPoolUser',
      user,
      (properties, resource) => {
        const pool = poolOf(pools, properties.UserPoolId);
        const name = properties.Username ?? resource.physicalName;
        const attributes = Object.fromEntries(properties.UserAttributes.map(({ Name, Value }) => [Name, Value]));
        const known = users.find(pool, name) ?? users.create(pool, name, attributes);
        return { ref: known.username };
      },
      { DesiredDeliveryMediums: noMail, MessageAction: noMail },
    ),
    declare(
      'AWS::Cognito::UserPoolUserToGroupAttachment',
      z.object({ UserPoolId: z.string(), Username: z.string(), GroupName: z.string() }),
      (properties, resource) => {
        const pool = poolOf(pools, properties.UserPoolId);
        users.join(pool, users.get(pool, properties.Username), properties.GroupName);
        return { ref: resource.physicalName };
      },
    ),
    declare(
      'AWS::Cognito::UserPoolResourceServer',
      z.object({
        UserPoolId: z.string(),
        Identifier: z.string(),
        Scopes: z.array(z.strictObject({ ScopeName: z.string(), ScopeDescription: z.string() })).default([]),
      }),
      (properties) => {
        const { scopes } = poolOf(pools, properties.UserPoolId);
        for (const { ScopeName } of properties.Scopes) scopes.add(`${properties.Identifier}/${ScopeName}`);
        return { ref: properties.Identifier };
      },
      { Name: 'for people' },
    ),
    declare(
      'AWS::Cognito::UserPoolDomain',
      z.object({ UserPoolId: z.string(), Domain: z.string() }),
      (properties) => {
        poolOf(pools, properties.UserPoolId).domain = properties.Domain;
        return { ref: properties.Domain };
      },
      { ManagedLoginVersion: 'the hosted pages are not served' },
    ),
  ];
}

function userPoolType(kernel: Kernel, pools: Pools): ResourceType {
  return declare(
    'AWS::Cognito::UserPool',
    userPool,
    (properties, resource) => {
      const id = `${kernel.region}_${stableId(resource, 9)}`;
      const policy = properties.Policies?.PasswordPolicy ?? passwordPolicy.parse({});
      pools.set(id, {
        id,
        arn: kernel.arn('cognito-idp', `userpool/${id}`),
        usernameAttributes: properties.UsernameAttributes,
        caseSensitive: properties.UsernameConfiguration?.CaseSensitive ?? true,
        mfa: properties.MfaConfiguration,
        passwords: {
          minimumLength: policy.MinimumLength,
          lowercase: policy.RequireLowercase,
          uppercase: policy.RequireUppercase,
          numbers: policy.RequireNumbers,
          symbols: policy.RequireSymbols,
          temporaryDays: policy.TemporaryPasswordValidityDays,
        },
        customAttributes: customAttributes(properties.Schema),
        clients: loadClients(kernel, id),
        scopes: new Set(),
      });
      const provider = `cognito-idp.${kernel.region}.amazonaws.com/${id}`;
      return {
        ref: id,
        attributes: {
          Arn: kernel.arn('cognito-idp', `userpool/${id}`),
          UserPoolId: id,
          ProviderName: provider,
          ProviderURL: `https://${provider}`,
        },
      };
    },
    ignoredOfPool,
  );
}

/** Standard attributes may be listed too (to demand them): they exist anyway. */
function customAttributes(schema: readonly z.output<typeof schemaAttribute>[]) {
  const standard = new Set([
    'email',
    'name',
    'given_name',
    'family_name',
    'phone_number',
    'locale',
    'zoneinfo',
    'nickname',
  ]);
  const custom = schema.filter(({ Name, Required }) => {
    if (standard.has(Name)) return false;
    if (Required === true)
      throw new AwsError('InvalidParameterException', 'Required custom attributes are not supported currently.');
    return true;
  });
  return new Map(
    custom.map(({ Name, AttributeDataType, Mutable }) => [
      `custom:${Name}`,
      { type: AttributeDataType, mutable: Mutable },
    ]),
  );
}
