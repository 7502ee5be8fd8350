import type { Kernel, PolicyDocument, ResourceDeclaration, ResourceType, Service } from '../../kernel/types.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { IamAccess } from './access.ts';

export { createAccess } from './access.ts';
export type { IamAccess } from './access.ts';

interface NamedDocument {
  readonly PolicyName: string;
  readonly PolicyDocument: PolicyDocument;
}

/** IAM's path comes before the name in the ARN: `role/service/name`. */
const pathOf = (path: string | undefined): string => (path === undefined || path === '/' ? '/' : path);

function roleType(kernel: Kernel, access: IamAccess): ResourceType {
  return {
    type: 'AWS::IAM::Role',
    properties: [
      'AssumeRolePolicyDocument',
      'ManagedPolicyArns',
      'Path',
      'PermissionsBoundary',
      'Policies',
      'RoleName',
    ],
    ignored: {
      Description: 'is a note to people',
      MaxSessionDuration: 'sessions do not end on one machine',
      Tags: 'no policy condition on tags is accepted',
    },
    create: ({ properties, physicalName }: ResourceDeclaration) => {
      const name: string = properties.RoleName ?? physicalName;
      const arn = `arn:aws:iam::${kernel.account}:role${pathOf(properties.Path)}${name}`;
      access.addRole(arn, {
        trust: properties.AssumeRolePolicyDocument,
        ...(properties.PermissionsBoundary === undefined
          ? {}
          : { permissionsBoundary: properties.PermissionsBoundary }),
      });
      const policies: readonly NamedDocument[] = properties.Policies ?? [];
      for (const policy of policies) {
        refuseUnknown('a policy of AWS::IAM::Role', policy, ['PolicyName', 'PolicyDocument']);
        access.addIdentityPolicy(arn, policy.PolicyDocument, policy.PolicyName);
      }
      const managed: readonly string[] = properties.ManagedPolicyArns ?? [];
      for (const policyArn of managed) access.attachManagedPolicy(arn, policyArn);
      return { ref: name, attributes: { Arn: arn, RoleId: roleId(name) } };
    },
  };
}

/** Looks like AWS's unique ids and is the same at every boot. */
function roleId(name: string): string {
  const text = Buffer.from(name).toString('hex').toUpperCase();
  return `AROA${text.slice(0, 17).padEnd(17, '0')}`;
}

/** Policies name roles by name; their ARN may have a path. */
type RoleNames = (name: string) => string;

function policyType(access: IamAccess, arnOf: RoleNames): ResourceType {
  return {
    type: 'AWS::IAM::Policy',
    properties: ['PolicyDocument', 'PolicyName', 'Roles'],
    create: ({ properties, logicalId }) => {
      const roles: readonly string[] = properties.Roles ?? [];
      for (const role of roles) {
        access.addIdentityPolicy(arnOf(role), properties.PolicyDocument, properties.PolicyName);
      }
      return { ref: properties.PolicyName, attributes: { Id: logicalId } };
    },
  };
}

function managedPolicyType(kernel: Kernel, access: IamAccess, arnOf: RoleNames): ResourceType {
  return {
    type: 'AWS::IAM::ManagedPolicy',
    properties: ['ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles'],
    ignored: { Description: 'is a note to people' },
    create: ({ properties, physicalName }) => {
      const name: string = properties.ManagedPolicyName ?? physicalName;
      const arn = `arn:aws:iam::${kernel.account}:policy${pathOf(properties.Path)}${name}`;
      access.addManagedPolicy(arn, properties.PolicyDocument);
      const roles: readonly string[] = properties.Roles ?? [];
      for (const role of roles) access.attachManagedPolicy(arnOf(role), arn);
      return { ref: arn, attributes: { PolicyArn: arn } };
    },
  };
}

/** The resource types of IAM; what they say goes into `access`. There are no operations: nobody calls IAM at run time. */
export function createIam(kernel: Kernel, access: IamAccess): Service {
  const arns = new Map<string, string>();
  const arnOf: RoleNames = (name) => arns.get(name) ?? `arn:aws:iam::${kernel.account}:role/${name}`;
  const role = roleType(kernel, access);
  return {
    name: 'iam',
    operations: {},
    resourceTypes: [
      {
        ...role,
        create: (resource) => {
          const created = role.create(resource);
          arns.set(created.ref, String(created.attributes?.['Arn']));
          return created;
        },
      },
      policyType(access, arnOf),
      managedPolicyType(kernel, access, arnOf),
    ],
  };
}
