import { relative } from 'node:path';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { packTexts } from '../../lambdas/policy/adapters/pack-files.ts';
import { sayProblem } from '../../lambdas/policy/pack-problem.ts';
import { readPack } from '../../lambdas/policy/read-pack.ts';
import { publicationKeeper } from '../../lambdas/policy/index.ts';
import type { SetUp } from '../../lambdas/policy/index.ts';
import { canonicalJson, sourceWish } from '../../lambdas/contracts/index.ts';
import type {
  Actor,
  SystemOfRecord,
  Connection,
  Mapping,
  PolicyPack,
  Role,
  SourceRegistration,
} from '../../lambdas/contracts/index.ts';
import { createMappingStore, secretIdOf, sourceManager } from '../../lambdas/inbound/index.ts';
import type { SourceManager } from '../../lambdas/inbound/index.ts';
import { connect } from '../../lambdas/platform/index.ts';
import { outputOf } from './deployment.ts';
import type { Deployment } from './deployment.ts';

export interface SetUpPolicy extends SetUp {
  /** That of the folder, whether it holds or not. */
  readonly pack: PolicyPack;
}

/**
 * Checks the pack of a directory, and makes it hold where none does, or where it is to stand over the one that does: people publish by the API.
 * Throws with every problem and where it stands.
 */
export async function publishPack(
  deployment: Deployment,
  directory: string,
  { over }: { readonly over: boolean },
): Promise<SetUpPolicy> {
  const texts = packTexts(directory);
  const read = readPack(texts);
  if (!read.ok) throw new Error(`the policy pack cannot be published:\n${read.problems.map(sayProblem).join('\n')}`);
  const files = Object.fromEntries(texts.map(({ file, text }) => [relative(directory, file), text]));
  const keeper = publicationKeeper(outputOf(deployment, 'ReferenceTable'));
  const done = await keeper.setUp(read, files, { by: SET_UP.id, over });
  if (!done.ok) throw new Error(`the policy pack cannot be published: ${done.problem.detail ?? done.problem.title}`);
  return { ...done.value, pack: read.pack };
}

/** What was done about it, in words. */
export function sayPolicy({ outcome, version }: SetUp): string {
  switch (outcome) {
    case 'changed':
      return `version ${version} holds now`;
    case 'unchanged':
      return `version ${version} holds, as before`;
    case 'kept':
      return `version ${version} goes on: what was published stays. The folder says something else; --publish-policies makes it hold`;
  }
}

export interface KnownSource {
  readonly id: string;
  readonly path: string;
  /** What it signs with; empty where a certificate or a published key is its proof. */
  readonly secret: string;
}

/** Whoever sets up a deployment acts as the system. */
export const SET_UP: Actor = { kind: 'system', id: 'set-up' };

export function sourcesOf(deployment: Deployment): SourceManager {
  return sourceManager({
    stage: deployment.stage,
    referenceTable: outputOf(deployment, 'ReferenceTable'),
    kmsKeyId: outputOf(deployment, 'KeyArn'),
    senders: { id: outputOf(deployment, 'SenderPoolId'), tokenUrl: outputOf(deployment, 'TokenUrl') },
    usagePlanOf: (tier) => Promise.resolve(outputOf(deployment, `UsagePlan${tier}`)),
  });
}

/** Registers a source, or finds it as it was registered before. */
export async function ensureSource(deployment: Deployment, given: z.input<typeof sourceWish>): Promise<KnownSource> {
  const sources = sourcesOf(deployment);
  const wish = sourceWish.parse(given);
  const known = await sources.read(wish.id);
  if (known?.apiKeyId !== undefined) return knownSource(known, await currentSecret(known));
  const result = await sources.register(wish, SET_UP);
  if (!result.ok) throw new Error(`${result.problem.title}: ${result.problem.detail ?? ''}`);
  return knownSource(result.registration, result.secret);
}

function knownSource({ id, pathKey }: SourceRegistration, secret = ''): KnownSource {
  return { id, path: `/v1/webhooks/${pathKey}`, secret };
}

async function currentSecret({ authentication }: SourceRegistration): Promise<string | undefined> {
  const SecretId = secretIdOf(authentication);
  if (SecretId === undefined) return undefined;
  const secrets = connect(SecretsManagerClient);
  const { SecretString = '{}' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  return z.object({ current: z.string() }).parse(JSON.parse(SecretString)).current;
}

/** Keeps a mapping under the next version, or finds that it says what is there already. Answers the version that holds. */
export async function keepMapping(deployment: Deployment, wish: Mapping): Promise<number> {
  const store = createMappingStore(outputOf(deployment, 'ReferenceTable'));
  const known = await store.find(wish.id);
  if (known !== undefined && canonicalJson({ ...wish, version: known.version }) === canonicalJson(known))
    return known.version;
  const kept = await store.save(wish);
  if (kept === undefined)
    throw new Error(`the mapping ${wish.id} was changed by somebody else at the same time: try again`);
  return kept.version;
}

export interface Invitation {
  readonly email: string;
  /** Id in the policy pack, where the person is on a rota. */
  readonly person?: string;
  readonly roles: readonly Role[];
}

/** Makes a user for a person and gives the roles. One who is there already stays. */
export async function invite(deployment: Deployment, { email, person, roles }: Invitation): Promise<void> {
  const directory = connect(CognitoIdentityProviderClient);
  const UserPoolId = outputOf(deployment, 'UserPoolId');
  try {
    await directory.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          ...(person === undefined ? [] : [{ Name: 'custom:person', Value: person }]),
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UsernameExistsException') throw error;
  }
  for (const role of roles) {
    await directory.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: email, GroupName: role }));
  }
}

/** An address with a bearer key, or a connection with what each of its instances wants to know of us. */
export type SystemSettings =
  | { readonly url: string; readonly apiKey: string }
  | { readonly connection: Connection; readonly credentials: Credentials };
type Credentials = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface WebhookEndpoint {
  readonly url: string;
  /** `whsec_` and base64; `previous` while its receiver changes over. */
  readonly current: string;
  readonly previous?: string | undefined;
}

export interface Systems {
  /** By system. One that is not there is missing in triage. */
  readonly records: Readonly<Partial<Record<SystemOfRecord, SystemSettings>>>;
  /** Without a signing secret buttons in messages are refused; links work. */
  readonly slack: { readonly apiUrl: string; readonly token: string; readonly signingSecret?: string };
  /** URL of each Teams workflow, by the name that the pack knows it under. */
  readonly teams?: Readonly<Record<string, string>>;
  /** Where webhooks go and what signs them, by the name that the pack knows them under. */
  readonly webhooks?: Readonly<Record<string, WebhookEndpoint>>;
  readonly publicUrl?: string;
}

/** Tells the deployment where its systems of record and Slack are, and with which keys. */
export async function connectSystems(
  deployment: Deployment,
  { records, slack, teams = {}, webhooks = {}, publicUrl }: Systems,
): Promise<void> {
  const settings = connect(SSMClient);
  const secrets = connect(SecretsManagerClient);
  const set = (name: string, Value: string): Promise<unknown> =>
    settings.send(
      new PutParameterCommand({
        Name: `/fairlead/${deployment.stage}/${name}`,
        Value,
        Type: 'String',
        // Beyond 4 KB it costs a little; a connection has its questions in it.
        Tier: 'Intelligent-Tiering',
        Overwrite: true,
      }),
    );
  await set('slack/api-url', slack.apiUrl);
  if (publicUrl !== undefined) await set('public-url', publicUrl);
  const keep = (output: string, SecretString: string): Promise<unknown> =>
    secrets.send(new PutSecretValueCommand({ SecretId: outputOf(deployment, output), SecretString }));
  for (const [system, told] of Object.entries(records)) {
    const isShort = 'url' in told;
    // The secret first: a connection without it would be asked in vain.
    await keep(
      `SystemSecret${system}`,
      JSON.stringify(isShort ? { [system]: { apiKey: told.apiKey } } : told.credentials),
    );
    await set(`systems/${system}/connection`, isShort ? told.url : JSON.stringify(told.connection));
  }
  await keep('SlackSecret', slack.token);
  await keep('TeamsSecret', JSON.stringify(teams));
  await keep('WebhookSecret', JSON.stringify(webhooks));
  if (slack.signingSecret !== undefined)
    await keep('SlackSigningSecret', JSON.stringify({ current: slack.signingSecret }));
}
