import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, ResourceDeclaration, ResourceType } from '../../kernel/types.ts';
import { isObject } from './json.ts';
import { machineType } from './machine-operations.ts';
import type { Machines } from './machines.ts';

export function stateMachineResource(kernel: Kernel, machines: Machines): ResourceType {
  return {
    type: 'AWS::StepFunctions::StateMachine',
    properties: [
      'Definition',
      'DefinitionString',
      'DefinitionS3Location',
      'DefinitionSubstitutions',
      'EncryptionConfiguration',
      'RoleArn',
      'StateMachineName',
      'StateMachineType',
    ],
    ignored: {
      LoggingConfiguration: 'executions are read from their history; there is no log group to deliver to',
      TracingConfiguration: 'there is no X-Ray on one machine',
      Tags: 'nothing reads them',
    },
    create: (resource) => {
      const { properties, physicalName } = resource;
      const name = String(properties.StateMachineName ?? physicalName);
      const type = machineType(properties.StateMachineType);
      const definition = definitionOf(resource);
      const keyId = keyOf(properties.EncryptionConfiguration, name);
      const roleArn = String(properties.RoleArn);
      const known = machines.get(kernel.arn('states', `stateMachine:${name}`));
      const machine =
        known?.type === type
          ? machines.update(known, { roleArn, definition, keyId })
          : machines.create(name, type, roleArn, definition, keyId);
      return {
        ref: machine.arn,
        attributes: { Arn: machine.arn, Name: machine.name, StateMachineRevisionId: machine.revision ?? 'INITIAL' },
      };
    },
  };
}

function definitionOf({ properties, assemblyDirectory }: ResourceDeclaration): string {
  const { DefinitionString: text, Definition: object, DefinitionS3Location: location } = properties;
  const substitutions = isObject(properties.DefinitionSubstitutions) ? properties.DefinitionSubstitutions : {};
  return substitute(readDefinition(text, object, location, assemblyDirectory), substitutions);
}

function readDefinition(text: unknown, object: unknown, location: unknown, assemblyDirectory: string): string {
  if (typeof text === 'string') return text;
  if (isObject(object)) return JSON.stringify(object);
  const key = isObject(location) ? location['Key'] : undefined;
  if (typeof key !== 'string') throw new UnsupportedError('A state machine without a definition');
  // The CDK puts the object that it uploads under this key into the assembly as `asset.<key>`.
  return readFileSync(join(assemblyDirectory, `asset.${key}`), 'utf8');
}

/** `${name}` stands for the value; what has none stays as it is, as in CloudFormation. */
function substitute(text: string, values: Record<string, unknown>): string {
  return text.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function keyOf(configuration: unknown, name: string): string | undefined {
  if (configuration === undefined) return undefined;
  const { Type: type, KmsKeyId: keyId } = isObject(configuration) ? configuration : {};
  if (type === 'AWS_OWNED_KEY') return undefined;
  if (type === 'CUSTOMER_MANAGED_KMS_KEY' && typeof keyId === 'string') return keyId;
  throw new UnsupportedError(`The EncryptionConfiguration of the state machine ${name}`);
}
