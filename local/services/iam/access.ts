import { UnsupportedError } from '../../kernel/errors.ts';
import type { Access, AuthorizationRequest, PolicyDocument, Principal } from '../../kernel/types.ts';
import { accessDenied } from './denied.ts';
import { evaluate } from './evaluate.ts';
import type { Refusal } from './evaluate.ts';
import { AWS_MANAGED_POLICIES } from './managed-policies.ts';
import { compileDocument } from './statement.ts';
import type { Scope, Statement } from './statement.ts';

export interface RoleOptions {
  readonly trust: PolicyDocument;
  /** ARN of a managed policy that limits what the role's policies can give. */
  readonly permissionsBoundary?: string;
}

/** Who may do what, from the policies of the template. Holds no state of its own: it is filled again at every boot. */
export interface IamAccess extends Access {
  addRole(arn: string, options: RoleOptions): void;
  /** The same name replaces: a boot over existing state adds nothing twice. */
  addIdentityPolicy(roleArn: string, document: PolicyDocument, name?: string): void;
  addManagedPolicy(policyArn: string, document: PolicyDocument): void;
  /** Throws {@link UnsupportedError} for an AWS managed policy whose text is not known here. */
  attachManagedPolicy(roleArn: string, policyArn: string): void;
  isAllowed(principal: Principal, requests: readonly AuthorizationRequest[]): boolean;
  /** Throws {@link UnsupportedError} unless the role's trust policy lets the service (`lambda.amazonaws.com`) assume it. */
  assertAssumable(roleArn: string, service: string, context?: { readonly sourceArn?: string }): void;
}

interface Role {
  trust: readonly Statement[];
  boundary: string | undefined;
  readonly identity: Map<string, readonly Statement[]>;
  /** Managed policies by ARN: their documents may come after the attachment. */
  readonly attached: Set<string>;
}

/** Object keys make resources without end; above this the decisions are made anew. */
const MAX_DECISIONS = 100_000;
const MANAGED_PREFIX = 'arn:aws:iam::aws:policy/';

/** A policy of a bucket decides about its objects as well. */
function policyHolderOf(resource: string): string {
  if (!resource.startsWith('arn:aws:s3:::')) return resource;
  const slash = resource.indexOf('/');
  return slash < 0 ? resource : resource.slice(0, slash);
}

/** What was decided for one principal. */
interface Decisions {
  readonly known: Map<string, Refusal | 'allowed'>;
  /** The condition keys that a statement about the principal looks at. */
  readonly keys: ReadonlySet<string>;
}

/** Of what a request carries only that which some statement looks at: else each item would be a decision of its own. */
function keyOf({ action, resource, context }: AuthorizationRequest, keys: ReadonlySet<string>): string {
  let key = `${action} ${resource}`;
  if (context === undefined || keys.size === 0) return key;
  for (const name in context) if (keys.has(name.toLowerCase())) key += ` ${name}=${JSON.stringify(context[name])}`;
  return key;
}

export function createAccess(account: string, region: string): IamAccess {
  const scope: Scope = { account, region };
  const roles = new Map<string, Role>();
  const managed = new Map<string, readonly Statement[]>();
  const resourcePolicies = new Map<string, Map<string, readonly Statement[]>>();
  const decisions = new Map<string, Decisions>();
  let decided = 0;

  const forget = (): void => {
    decisions.clear();
    decided = 0;
  };
  const roleOf = (arn: string): Role => {
    const role = roles.get(arn);
    if (role === undefined) throw new UnsupportedError(`the role ${arn}, which the template does not create,`);
    return role;
  };
  const managedStatements = (arn: string): readonly Statement[] => {
    const statements = managed.get(arn);
    if (statements === undefined) throw new UnsupportedError(`the managed policy ${arn}`);
    return statements;
  };
  const loadAwsManaged = (arn: string): void => {
    if (!arn.startsWith(MANAGED_PREFIX) || managed.has(arn)) return;
    const document = AWS_MANAGED_POLICIES[arn.slice(MANAGED_PREFIX.length)];
    if (document === undefined) throw new UnsupportedError(`the managed policy ${arn}`);
    managed.set(arn, compileDocument(document, 'identity', scope));
  };

  const identityOf = (role: Role | undefined): readonly Statement[] =>
    role === undefined
      ? []
      : [...role.identity.values(), ...[...role.attached].map((arn) => managedStatements(arn))].flat();
  const boundaryOf = (role: Role | undefined): readonly Statement[] | undefined =>
    role?.boundary === undefined ? undefined : managedStatements(role.boundary);
  const roleFor = (principal: Principal): Role | undefined =>
    principal.kind === 'role' ? roles.get(principal.roleArn) : undefined;

  const decide = (principal: Principal, request: AuthorizationRequest): Refusal | undefined => {
    const role = roleFor(principal);
    return evaluate(
      principal,
      request,
      {
        identity: identityOf(role),
        boundary: boundaryOf(role),
        resource: [...(resourcePolicies.get(policyHolderOf(request.resource))?.values() ?? [])].flat(),
      },
      scope,
    );
  };

  const keysFor = (principal: Principal): ReadonlySet<string> => {
    const role = roleFor(principal);
    const resource = [...resourcePolicies.values()].flatMap((documents) => [...documents.values()].flat());
    return new Set([...identityOf(role), ...(boundaryOf(role) ?? []), ...resource].flatMap(({ keys }) => keys));
  };

  const decisionsOf = (principal: Principal): Decisions => {
    const key =
      principal.kind === 'role'
        ? principal.roleArn
        : principal.kind === 'service'
          ? `${principal.service} ${principal.sourceArn}`
          : 'root';
    let made = decisions.get(key);
    if (made === undefined) {
      made = { known: new Map(), keys: keysFor(principal) };
      decisions.set(key, made);
    }
    return made;
  };

  const refusalOf = (principal: Principal, request: AuthorizationRequest): Refusal | undefined => {
    const { known, keys } = decisionsOf(principal);
    const key = keyOf(request, keys);
    let decision = known.get(key);
    if (decision === undefined) {
      decision = decide(principal, request) ?? 'allowed';
      if (decided >= MAX_DECISIONS) forget();
      decided += 1;
      decisionsOf(principal).known.set(key, decision);
    }
    return decision === 'allowed' ? undefined : decision;
  };

  return {
    addRole: (arn, { trust, permissionsBoundary }) => {
      if (permissionsBoundary !== undefined) loadAwsManaged(permissionsBoundary);
      roles.set(arn, {
        trust: compileDocument(trust, 'trust', scope),
        boundary: permissionsBoundary,
        identity: new Map(),
        attached: new Set(),
      });
      forget();
    },
    addIdentityPolicy: (roleArn, document, name = JSON.stringify(document)) => {
      roleOf(roleArn).identity.set(name, compileDocument(document, 'identity', scope));
      forget();
    },
    addManagedPolicy: (policyArn, document) => {
      managed.set(policyArn, compileDocument(document, 'identity', scope));
      forget();
    },
    attachManagedPolicy: (roleArn, policyArn) => {
      loadAwsManaged(policyArn);
      managedStatements(policyArn);
      roleOf(roleArn).attached.add(policyArn);
      forget();
    },
    addResourcePolicy: (resourceArn, document) => {
      const known = resourcePolicies.get(resourceArn) ?? new Map<string, readonly Statement[]>();
      resourcePolicies.set(
        resourceArn,
        known.set(JSON.stringify(document), compileDocument(document, 'resource', scope)),
      );
      forget();
    },
    isAllowed: (principal, requests) =>
      principal.kind === 'root' || requests.every((request) => refusalOf(principal, request) === undefined),
    assertAllowed: (principal, requests, errorName) => {
      if (principal.kind === 'root') return;
      for (const request of requests) {
        const refusal = refusalOf(principal, request);
        if (refusal !== undefined) {
          throw accessDenied(principal, request, refusal, requests[0]?.action ?? request.action, errorName);
        }
      }
    },
    assertAssumable: (roleArn, service, { sourceArn = '' } = {}) => {
      const refusal = evaluate(
        { kind: 'service', service, sourceArn },
        { action: 'sts:AssumeRole', resource: roleArn },
        { identity: [], boundary: undefined, resource: roleOf(roleArn).trust },
        scope,
      );
      if (refusal !== undefined)
        throw new UnsupportedError(`the role ${roleArn} for ${service}: its trust policy does not allow it, which`);
    },
  };
}
