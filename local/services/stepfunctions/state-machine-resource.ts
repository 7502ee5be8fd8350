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
      checkEncryption(properties.EncryptionConfiguration, name);
      const roleArn = String(properties.RoleArn);
      const known = machines.get(kernel.arn('states', `stateMachine:${name}`));
      const machine =
        known?.type === type
          ? machines.update(known, { roleArn, definition })
          : machines.create(name, type, roleArn, definition);
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

function checkEncryption(configuration: unknown, name: string): void {
  if (configuration === undefined) return;
  const type = isObject(configuration) ? configuration['Type'] : undefined;
  if (type !== 'AWS_OWNED_KEY' && type !== 'CUSTOMER_MANAGED_KMS_KEY') {
    throw new UnsupportedError(`The EncryptionConfiguration of the state machine ${name}`);
  }
}
