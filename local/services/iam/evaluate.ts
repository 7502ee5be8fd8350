import type { AuthorizationRequest, Principal } from '../../kernel/types.ts';
import type { RequestContext } from './condition.ts';
import type { Scope, Statement } from './statement.ts';

export type Refusal =
  'no-identity-allow' | 'no-resource-allow' | 'no-boundary-allow' | 'identity-deny' | 'resource-deny' | 'boundary-deny';

export interface Policies {
  readonly identity: readonly Statement[];
  /** Undefined: the role has no boundary. */
  readonly boundary: readonly Statement[] | undefined;
  readonly resource: readonly Statement[];
}

/** The global condition keys, and those that the asking service gives. */
export function contextOf(principal: Principal, request: AuthorizationRequest, scope: Scope): RequestContext {
  const context = new Map<string, readonly string[]>([
    ['aws:securetransport', ['true']],
    ['aws:requestedregion', [scope.region]],
    ['kms:calleraccount', [scope.account]],
  ]);
  const set = (key: string, value: string): void => void context.set(key, [value]);
  set('aws:principalisawsservice', String(principal.kind === 'service'));
  set('aws:viaawsservice', 'false');
  if (principal.kind === 'service') {
    set('aws:principalservicename', principal.service);
    if (saysForWhom(principal.service, request)) {
      if (principal.sourceArn !== '') set('aws:sourcearn', principal.sourceArn);
      set('aws:sourceaccount', scope.account);
    }
  } else {
    set('aws:principalaccount', scope.account);
    set('aws:principaltype', principal.kind === 'role' ? 'AssumedRole' : 'Account');
    set('aws:principalarn', principal.kind === 'role' ? principal.roleArn : `arn:aws:iam::${scope.account}:root`);
  }
  for (const [key, value] of Object.entries(request.context ?? {})) {
    context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return context;
}

/**
 * EventBridge asks the key of a queue or topic without saying for which rule or account, so that a condition on either drops every event. To the key of its
 * bus it does say.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
 */
function saysForWhom(service: string, { action, context = {} }: AuthorizationRequest): boolean {
  const isForABus = String(context['kms:ViaService']).startsWith('events.');
  return service !== 'events.amazonaws.com' || !action.startsWith('kms:') || isForABus;
}

const isKey = (resource: string): boolean => resource.startsWith('arn:aws:kms:') && resource.includes(':key/');

/**
 * The decision within one account: undefined is yes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 * Keys: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export function evaluate(
  principal: Principal,
  request: AuthorizationRequest,
  policies: Policies,
  scope: Scope,
): Refusal | undefined {
  const context = contextOf(principal, request, scope);
  const applies = (statement: Statement): boolean =>
    statement.action(request.action) && statement.resource(request.resource) && statement.condition(context);
  const has = (statements: readonly Statement[], effect: 'Allow' | 'Deny'): boolean =>
    statements.some((statement) => statement.effect === effect && applies(statement));

  const resource = policies.resource.filter((statement) => statement.principal(principal) !== undefined);
  if (has(policies.identity, 'Deny')) return 'identity-deny';
  if (has(resource, 'Deny')) return 'resource-deny';
  if (policies.boundary !== undefined && has(policies.boundary, 'Deny')) return 'boundary-deny';

  const direct = resource.filter((statement) => statement.principal(principal) === 'direct');
  if (principal.kind === 'service') return has(direct, 'Allow') ? undefined : 'no-resource-allow';
  if (!has(direct, 'Allow')) {
    // A key is open to identity policies only where its own policy delegates to the account.
    if (isKey(request.resource) && !has(resource, 'Allow')) return 'no-resource-allow';
    if (!has(policies.identity, 'Allow')) return 'no-identity-allow';
  }
  if (policies.boundary !== undefined && !has(policies.boundary, 'Allow')) return 'no-boundary-allow';
  return undefined;
}
