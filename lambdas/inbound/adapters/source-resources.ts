import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeysCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod';
import { sourceTier } from '../../contracts/index.ts';
import type { SourceTier } from '../../contracts/index.ts';
import { connect } from '../../platform/index.ts';
import { sourceSecret } from './authenticate-sender.ts';
import type { SenderPool } from './sender-clients.ts';

export interface SourceSettings {
  readonly stage: string;
  readonly referenceTable: string;
  /** Key of the stage, for secrets. */
  readonly kmsKeyId: string;
  /** Where clients are made for senders that fetch tokens. */
  readonly senders: SenderPool;
  /** Id of the usage plan of a tier. */
  readonly usagePlanOf: (tier: SourceTier) => Promise<string>;
}

export type SecretPair = z.infer<typeof sourceSecret>;

/** The secret and the API key of a source. Making one twice finds the first: whoever dies half-way does it again. */
export interface SourceResources {
  /** The secret that is there, or this one, and whether it was made now. */
  ensureSecret(secretId: string, secret: string): Promise<SecretPair & { readonly isNew: boolean }>;
  readSecret(secretId: string): Promise<SecretPair>;
  /** `token` names the act: done again it is the same, done by another it is refused. */
  putSecret(secretId: string, pair: SecretPair, token: string): Promise<void>;
  ensureKey(sourceId: string, tier: SourceTier): Promise<{ readonly id: string; readonly value: string }>;
  /** In the plan of this tier, and in no other. */
  ensurePlan(keyId: string, tier: SourceTier): Promise<void>;
}

export function sourceResources({ stage, kmsKeyId, usagePlanOf }: SourceSettings): SourceResources {
  const gateway = connect(APIGatewayClient);
  const secrets = connect(SecretsManagerClient);
  const readSecret = async (SecretId: string): Promise<SecretPair> => {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    return sourceSecret.parse(JSON.parse(SecretString));
  };
  const join = async (keyId: string, tier: SourceTier): Promise<void> => {
    const usagePlanId = await usagePlanOf(tier);
    await unless('ConflictException', () =>
      gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' })),
    );
  };
  const findKey = async (name: string) => {
    const { items = [] } = await gateway.send(
      new GetApiKeysCommand({ nameQuery: name, includeValues: true, limit: 500 }),
    );
    return items.find((key) => key.name === name);
  };
  return {
    readSecret,
    ensureSecret: async (Name, secret) => {
      const SecretString = JSON.stringify({ current: secret });
      const isNew = await unless('ResourceExistsException', () =>
        secrets.send(new CreateSecretCommand({ Name, SecretString, KmsKeyId: kmsKeyId })),
      );
      return { ...(await readSecret(Name)), isNew };
    },
    putSecret: async (SecretId, pair, ClientRequestToken) => {
      await secrets.send(
        new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(pair), ClientRequestToken }),
      );
    },
    ensureKey: async (sourceId, tier) => {
      const name = `fairlead-${stage}-${sourceId}`;
      const { id, value } =
        (await findKey(name)) ?? (await gateway.send(new CreateApiKeyCommand({ name, enabled: true })));
      if (id === undefined || value === undefined) throw new Error(`API Gateway gave no key for ${sourceId}`);
      await join(id, tier);
      return { id, value };
    },
    ensurePlan: async (keyId, tier) => {
      for (const other of sourceTier.options.filter((one) => one !== tier)) {
        const usagePlanId = await usagePlanOf(other);
        await unless('NotFoundException', () => gateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId })));
      }
      await join(keyId, tier);
    },
  };
}

/** False: it is so already, and the aim is reached. */
async function unless(name: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== name) throw error;
    return false;
  }
}
