import { UnsupportedError } from '../../kernel/errors.ts';
import type { Kernel, PolicyStatement, ResourceDeclaration, ResourceType } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { AsyncInvocations } from './async.ts';
import { checkDestination } from './destinations.ts';
import { readFunction } from './function.ts';
import type { Functions } from './functions.ts';
import { MAPPING_PROPERTIES, readMapping } from './mapping.ts';
import type { Mapping } from './mapping.ts';

function functionType(kernel: Kernel, functions: Functions): ResourceType {
  return {
    type: 'AWS::Lambda::Function',
    properties: [
      'FunctionName',
      'Code',
      'Description',
      'Handler',
      'Runtime',
      'PackageType',
      'Role',
      'Environment',
      'Timeout',
      'MemorySize',
      'ReservedConcurrentExecutions',
      'DeadLetterConfig',
      'LoggingConfig',
    ],
    ignored: {
      Architectures: 'the code runs on the processor that is there',
      RecursiveLoop:
        'nobody is stopped here who calls himself; test/infra/loops.ts holds that the template says who may',
      KmsKeyArn: 'Lambda grants the function the use of the key that its environment is encrypted with',
      Tags: 'no policy condition on tags is accepted',
      TracingConfig: 'X-Ray is not kept; the trace id is handed on',
    },
    create: (declaration) => {
      const declared = readFunction(kernel, declaration);
      functions.declare(declared);
      return { ref: declared.name, attributes: { Arn: declared.arn } };
    },
  };
}

function versionType(functions: Functions): ResourceType {
  return {
    type: 'AWS::Lambda::Version',
    properties: ['FunctionName'],
    ignored: { CodeSha256: 'all versions have the code of the template', Description: 'text for people' },
    create: ({ properties }) => {
      const version = functions.publish(properties.FunctionName);
      const arn = functions.arnOf(properties.FunctionName, version);
      return { ref: arn, attributes: { Version: version, FunctionArn: arn } };
    },
  };
}

function aliasType(functions: Functions): ResourceType {
  return {
    type: 'AWS::Lambda::Alias',
    properties: ['FunctionName', 'FunctionVersion', 'Name'],
    ignored: { Description: 'text for people' },
    create: ({ properties }) => {
      functions.declareAlias(properties.FunctionName, properties.Name, properties.FunctionVersion);
      const arn = functions.arnOf(properties.FunctionName, properties.Name);
      return { ref: arn, attributes: { AliasArn: arn } };
    },
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
function statementOf({ properties, physicalName }: ResourceDeclaration, resource: string): PolicyStatement {
  const principal: string = properties.Principal;
  const who =
    principal === '*' ? '*' : principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal };
  const condition = {
    ...(properties.SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': properties.SourceArn } }),
    ...(properties.SourceAccount === undefined
      ? {}
      : { StringEquals: { 'aws:SourceAccount': properties.SourceAccount } }),
  };
  return {
    Sid: physicalName,
    Effect: 'Allow',
    Principal: who,
    Action: properties.Action,
    Resource: resource,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function permissionType(kernel: Kernel, functions: Functions): ResourceType {
  return {
    type: 'AWS::Lambda::Permission',
    properties: ['FunctionName', 'Action', 'Principal', 'SourceArn', 'SourceAccount'],
    create: (declaration) => {
      const arn = functions.arnOf(declaration.properties.FunctionName);
      kernel.access.addResourcePolicy(arn, { Version: '2012-10-17', Statement: [statementOf(declaration, arn)] });
      return { ref: declaration.physicalName, attributes: { Id: declaration.physicalName } };
    },
  };
}

function invokeConfigType(functions: Functions, asyncInvocations: AsyncInvocations): ResourceType {
  const kinds = ['sqs', 'sns', 'lambda', 'events'];
  return {
    type: 'AWS::Lambda::EventInvokeConfig',
    properties: ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'],
    create: ({ properties, physicalName }) => {
      const { DestinationConfig: destinations } = properties;
      refuseUnknown('DestinationConfig', destinations, ['OnSuccess', 'OnFailure']);
      const qualifier = properties.Qualifier === '$LATEST' ? undefined : properties.Qualifier;
      const retries: unknown = properties.MaximumRetryAttempts ?? 2;
      if (typeof retries !== 'number' || retries < 0 || retries > 2) {
        throw new UnsupportedError(`MaximumRetryAttempts ${String(retries)}`);
      }
      asyncInvocations.configure(functions.arnOf(properties.FunctionName, qualifier), {
        maxRetries: retries,
        ...(properties.MaximumEventAgeInSeconds === undefined
          ? {}
          : { maxAgeSeconds: Number(properties.MaximumEventAgeInSeconds) }),
        onSuccess: checkDestination(destinations?.OnSuccess?.Destination, kinds),
        onFailure: checkDestination(destinations?.OnFailure?.Destination, [...kinds, 's3']),
      });
      return { ref: physicalName };
    },
  };
}

function mappingType(functions: Functions, mappings: Map<string, Mapping>): ResourceType {
  return {
    type: 'AWS::Lambda::EventSourceMapping',
    properties: MAPPING_PROPERTIES,
    ignored: { Tags: 'no policy condition on tags is accepted' },
    create: (declaration) => {
      const mapping = readMapping(declaration);
      functions.arnOf(mapping.functionName);
      mappings.set(mapping.id, mapping);
      return { ref: mapping.id, attributes: { Id: mapping.id } };
    },
  };
}

export function createResourceTypes(
  kernel: Kernel,
  functions: Functions,
  asyncInvocations: AsyncInvocations,
  mappings: Map<string, Mapping>,
): readonly ResourceType[] {
  return [
    functionType(kernel, functions),
    versionType(functions),
    aliasType(functions),
    permissionType(kernel, functions),
    invokeConfigType(functions, asyncInvocations),
    mappingType(functions, mappings),
  ];
}
