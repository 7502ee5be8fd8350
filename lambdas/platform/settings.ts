import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { connect } from './aws.ts';
import { now } from './clock.ts';

/** Secrets and settings are asked again after so long, so that a rotation needs no deployment. */
const KEPT_FOR_MS = 300_000;

type Read = (name: string) => Promise<string>;

/** With an age the value is read again where what is known is older. */
export type ReadSecret = (name: string, maxAgeMs?: number) => Promise<string>;

function kept(read: Read): ReadSecret {
  const values = new Map<string, { readonly value: string; readonly at: number }>();
  return async (name, maxAgeMs = KEPT_FOR_MS) => {
    const known = values.get(name);
    if (known !== undefined && known.at + Math.min(maxAgeMs, KEPT_FOR_MS) > now()) return known.value;
    const value = await read(name);
    values.set(name, { value, at: now() });
    return value;
  };
}

/** Reads secrets by ARN or name. */
export function secretReader(): ReadSecret {
  const client = connect(SecretsManagerClient);
  return kept(async (name) => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    if (SecretString === undefined) throw new Error(`the secret ${name} has no text`);
    return SecretString;
  });
}

/** Where links in messages lead, without the slash at the end that the gateway's own address has. */
export async function publicUrl(setting: Read): Promise<string> {
  return (await setting('public-url')).replace(/\/$/, '');
}

/** Reads settings of the stage, e.g. `systems/erp/url`. A missing one says how to set it. */
export function settingReader(prefix: string): Read {
  const client = connect(SSMClient);
  return kept(async (name) => {
    try {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: `${prefix}/${name}` }));
      return Parameter?.Value ?? '';
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ParameterNotFound') throw error;
      throw new Error(
        `the setting ${prefix}/${name} is missing: aws ssm put-parameter --name ${prefix}/${name} --type String --value …`,
        { cause: error },
      );
    }
  });
}
