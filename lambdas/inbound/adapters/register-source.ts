import { APIGatewayClient, CreateApiKeyCommand, CreateUsagePlanKeyCommand } from '@aws-sdk/client-api-gateway';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SourceRegistration } from '../../contracts/index.ts';
import { connect, randomHex } from '../../platform/index.ts';
import { createSourceStore } from './source-store.dynamo.ts';

export interface NewSource extends Pick<
  SourceRegistration,
  'id' | 'title' | 'format' | 'zone' | 'region' | 'businessUnit' | 'issuer' | 'contact'
> {
  readonly stage: string;
  readonly usagePlanId: string;
  readonly referenceTable: string;
  /** Key of the stage, for the secret. */
  readonly kmsKeyId: string;
  /** How far the sender's clock may be off, and how long a signature is good; 300 where absent. */
  readonly toleranceSeconds?: number;
}

export interface RegisteredSource {
  readonly registration: SourceRegistration;
  readonly secret: string;
}

/** Registers a system that reports: its secret, its API key in a usage plan, its unguessable path. The secret is told once, here. */
export async function registerSource(source: NewSource): Promise<RegisteredSource> {
  const { stage, usagePlanId, referenceTable, kmsKeyId, issuer, contact, toleranceSeconds = 300, ...rest } = source;
  const secret = randomHex(32);
  const secretId = `fairlead/${stage}/source/${source.id}`;
  const gateway = connect(new APIGatewayClient({}));
  const key = await gateway.send(new CreateApiKeyCommand({ name: `fairlead-${stage}-${source.id}`, enabled: true }));
  await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: key.id, keyType: 'API_KEY' }));
  await connect(new SecretsManagerClient({})).send(
    new CreateSecretCommand({ Name: secretId, SecretString: JSON.stringify({ current: secret }), KmsKeyId: kmsKeyId }),
  );
  const registration: SourceRegistration = {
    contract: 'source/1',
    ...rest,
    authentication: { scheme: 'fairlead-hmac', secretId, toleranceSeconds },
    pathKey: randomHex(24),
    ...(key.id === undefined ? {} : { apiKeyId: key.id }),
    ...(key.value === undefined ? {} : { apiKeyValue: key.value }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(contact === undefined ? {} : { contact }),
    limits: { tier: 'standard' },
    version: 1,
    secretsInRotation: false,
    enabled: true,
  };
  await createSourceStore(referenceTable).save(registration);
  return { registration, secret };
}
