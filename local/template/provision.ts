import { createHash } from 'node:crypto';
import { UnsupportedError } from '../kernel/errors.ts';
import type { CreatedResource, Kernel, ResourceType, Service } from '../kernel/types.ts';
import { readAssembly } from './assembly.ts';
import type { StackTemplate, TemplateResource } from './assembly.ts';
import { ignoredTypes } from './ignored-types.ts';
import { referencesOf, resolve } from './intrinsics.ts';
import type { Scope } from './intrinsics.ts';

export interface Provisioned {
  /** Outputs by stack name and output name. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Physical ids (`Ref`) by stack name and logical id, with the type. */
  readonly resources: readonly ProvisionedResource[];
}
export interface ProvisionedResource extends CreatedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Path of the construct, from the CDK's metadata. */
  readonly path: string | undefined;
}

/** Creates every resource of the assembly, in the order of their references. What it does not know stops it by name. */
export function provision(kernel: Kernel, services: readonly Service[], assemblyDirectory: string): Provisioned {
  const providers = new Map<string, ResourceType>();
  for (const service of services) for (const type of service.resourceTypes) providers.set(type.type, type);

  const exports = new Map<string, unknown>();
  const resources: ProvisionedResource[] = [];
  const outputs: Record<string, Record<string, string>> = {};
  for (const stack of readAssembly(assemblyDirectory)) {
    const { created, scope } = createStack(kernel, providers, stack, assemblyDirectory, exports);
    resources.push(...created);
    const values: Record<string, string> = {};
    for (const [name, output] of Object.entries(stack.template.Outputs ?? {})) {
      const value = resolve(output.Value, scope);
      values[name] = String(value);
      if (output.Export !== undefined) exports.set(String(resolve(output.Export.Name, scope)), value);
    }
    outputs[stack.name] = values;
  }
  return { outputs, resources };
}

function createStack(
  kernel: Kernel,
  providers: ReadonlyMap<string, ResourceType>,
  stack: StackTemplate,
  assemblyDirectory: string,
  exports: ReadonlyMap<string, unknown>,
): { created: ProvisionedResource[]; scope: Scope } {
  const byId = new Map<string, ProvisionedResource>();
  const scope = scopeOf(kernel, stack, byId, exports);
  for (const [logicalId, resource] of inOrder(stack)) {
    if (resource.Condition !== undefined && !scope.condition(resource.Condition)) continue;
    const created = createResource(kernel, providers, { stack, logicalId, resource, assemblyDirectory, scope });
    const path = resource.Metadata?.['aws:cdk:path'];
    byId.set(logicalId, {
      ...created,
      stack: stack.name,
      logicalId,
      type: resource.Type,
      path: typeof path === 'string' ? path : undefined,
    });
  }
  return { created: [...byId.values()], scope };
}

interface Creation {
  readonly stack: StackTemplate;
  readonly logicalId: string;
  readonly resource: TemplateResource;
  readonly assemblyDirectory: string;
  readonly scope: Scope;
}

function createResource(
  kernel: Kernel,
  providers: ReadonlyMap<string, ResourceType>,
  creation: Creation,
): CreatedResource {
  const { stack, logicalId, resource, assemblyDirectory, scope } = creation;
  const physicalName = physicalNameOf(stack.name, logicalId);
  if (resource.Type in ignoredTypes) {
    return { ref: physicalName, attributes: { Arn: ignoredArn(kernel, resource.Type, physicalName) } };
  }
  const provider = providers.get(resource.Type);
  const where = `${resource.Type} (${stack.name}/${logicalId})`;
  if (provider === undefined) throw new UnsupportedError(`the resource type ${where}`);
  const properties = resolve(resource.Properties ?? {}, scope);
  for (const name of Object.keys(resource.Properties ?? {})) {
    if (!provider.properties.includes(name) && provider.ignored?.[name] === undefined) {
      throw new UnsupportedError(`the property ${name} of ${where}`);
    }
  }
  try {
    return provider.create({
      stack: stack.name,
      logicalId,
      type: resource.Type,
      properties,
      metadata: resource.Metadata ?? {},
      physicalName,
      assemblyDirectory,
    });
  } catch (error) {
    throw new Error(`${where} could not be created: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function scopeOf(
  kernel: Kernel,
  stack: StackTemplate,
  byId: ReadonlyMap<string, ProvisionedResource>,
  exports: ReadonlyMap<string, unknown>,
): Scope {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': kernel.account,
    'AWS::Region': kernel.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': kernel.arn('cloudformation', `stack/${stack.name}/local`),
  };
  return {
    ref: (name) => {
      const value = pseudo[name] ?? byId.get(name)?.ref ?? stack.template.Parameters?.[name]?.Default;
      if (value === undefined) throw new UnsupportedError(`Ref ${name} in ${stack.name}`);
      return value;
    },
    attribute: (logicalId, attribute) => {
      const value = byId.get(logicalId)?.attributes?.[attribute];
      if (value === undefined) throw new UnsupportedError(`Fn::GetAtt ${logicalId}.${attribute} in ${stack.name}`);
      return value;
    },
    importValue: (name) => {
      if (!exports.has(name))
        throw new UnsupportedError(`Fn::ImportValue ${name} in ${stack.name}: no stack before it exports that`);
      return exports.get(name);
    },
    // The only condition that CDK writes by itself is whether a region has its metadata resource.
    condition: () => false,
  };
}

/** Resources, each after those that it refers to or depends on. */
function inOrder(stack: StackTemplate): readonly (readonly [string, TemplateResource])[] {
  const { Resources: resources } = stack.template;
  const ordered: [string, TemplateResource][] = [];
  const state = new Map<string, 'visiting' | 'done'>();
  const visit = (logicalId: string): void => {
    const resource = resources[logicalId];
    if (resource === undefined || state.get(logicalId) === 'done') return;
    if (state.get(logicalId) === 'visiting') throw new Error(`circular references at ${stack.name}/${logicalId}`);
    state.set(logicalId, 'visiting');
    for (const name of referencesOf(resource.Properties)) visit(name);
    for (const name of [resource.DependsOn ?? []].flat()) visit(name);
    state.set(logicalId, 'done');
    ordered.push([logicalId, resource]);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId);
  return ordered;
}

/** CloudFormation's names end in random letters; ours are stable, so that a state that was kept finds its resources again. */
function physicalNameOf(stackName: string, logicalId: string): string {
  const name = `${stackName}-${logicalId}`;
  if (name.length <= 64) return name;
  return `${name.slice(0, 55)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

function ignoredArn(kernel: Kernel, type: string, name: string): string {
  return type === 'AWS::Logs::LogGroup'
    ? kernel.arn('logs', `log-group:${name}:*`)
    : kernel.arn(type.split('::')[1]?.toLowerCase() ?? 'none', name);
}
