import { UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, ResourceDeclaration, ResourceType, Service } from '../../kernel/types.ts';
import { generateSecretString } from './generate-password.ts';
import { createOperations, DELETE_JOB } from './operations.ts';
import { addVersion, findSecret, insertSecret, openSecretStore, removeSecret, updateSecret } from './secret-store.ts';
import type { Secret } from './secret-store.ts';

/** As with CloudFormation, a value that was changed meanwhile stays until the template changes. */
function writeTemplateValue(kernel: Kernel, secret: Secret, properties: any): void {
  const template = JSON.stringify([properties.SecretString ?? null, properties.GenerateSecretString ?? null]);
  const before = kernel.store.get<{ template: string | null }>(
    'SELECT template FROM secretsmanager_secrets WHERE arn = ?',
    secret.arn,
  );
  if (before?.template === template) return;
  // Without any setting CloudFormation makes an empty secret.
  const generate = properties.GenerateSecretString;
  const text: string | undefined =
    generate === undefined ? properties.SecretString : generateSecretString(generate, () => kernel.random());
  if (text !== undefined) addVersion(kernel, secret.arn, kernel.uuid(), { text }, ['AWSCURRENT']);
  kernel.store.run('UPDATE secretsmanager_secrets SET template = ? WHERE arn = ?', template, secret.arn);
}

function createSecret(kernel: Kernel, { properties, physicalName }: ResourceDeclaration): string {
  if (properties.SecretString !== undefined && properties.GenerateSecretString !== undefined) {
    throw new UnsupportedError('SecretString together with GenerateSecretString');
  }
  const name: string = properties.Name ?? physicalName;
  const settings = { description: properties.Description, keyId: properties.KmsKeyId };
  const known = findSecret(kernel, name);
  const secret = known ?? insertSecret(kernel, { name, ...settings, tags: properties.Tags });
  if (known !== undefined) updateSecret(kernel, secret.arn, settings);
  writeTemplateValue(kernel, secret, properties);
  return secret.arn;
}

function secretType(kernel: Kernel): ResourceType {
  return {
    type: 'AWS::SecretsManager::Secret',
    properties: ['Description', 'GenerateSecretString', 'KmsKeyId', 'Name', 'SecretString', 'Tags'],
    create: (resource) => {
      const arn = createSecret(kernel, resource);
      return { ref: arn, attributes: { Id: arn } };
    },
  };
}

function policyType(kernel: Kernel): ResourceType {
  return {
    type: 'AWS::SecretsManager::ResourcePolicy',
    properties: ['ResourcePolicy', 'SecretId'],
    ignored: { BlockPublicPolicy: 'there is no public on one machine' },
    create: ({ properties, logicalId }) => {
      const arn = findSecret(kernel, properties.SecretId)?.arn ?? properties.SecretId;
      kernel.access.addResourcePolicy(arn, properties.ResourcePolicy);
      return { ref: logicalId, attributes: { Id: arn } };
    },
  };
}

export function createSecretsManager(kernel: Kernel): Service {
  openSecretStore(kernel);
  kernel.jobs.on(DELETE_JOB, (job) => {
    removeSecret(kernel, job.payload.arn);
  });
  return {
    name: 'secretsmanager',
    operations: createOperations(kernel),
    resourceTypes: [secretType(kernel), policyType(kernel)],
  };
}
