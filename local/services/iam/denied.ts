import { AwsError } from '../../kernel/errors.ts';
import type { AuthorizationRequest, Principal } from '../../kernel/types.ts';
import type { Refusal } from './evaluate.ts';

/** Services whose SDK throws access failures under another name or status than AccessDeniedException (403). */
const NAMES: Readonly<Record<string, { readonly name: string; readonly status: number }>> = {
  s3: { name: 'AccessDenied', status: 403 },
  sts: { name: 'AccessDenied', status: 403 },
  sns: { name: 'AuthorizationErrorException', status: 403 },
  dynamodb: { name: 'AccessDeniedException', status: 400 },
  kms: { name: 'AccessDeniedException', status: 400 },
  secretsmanager: { name: 'AccessDeniedException', status: 400 },
  ssm: { name: 'AccessDeniedException', status: 400 },
  states: { name: 'AccessDeniedException', status: 400 },
  events: { name: 'AccessDeniedException', status: 400 },
};

const REASONS: Readonly<Record<Refusal, (action: string) => string>> = {
  'no-identity-allow': (action) => `because no identity-based policy allows the ${action} action`,
  'no-resource-allow': (action) => `because no resource-based policy allows the ${action} action`,
  'no-boundary-allow': (action) => `because no permissions boundary allows the ${action} action`,
  'identity-deny': () => 'with an explicit deny in an identity-based policy',
  'resource-deny': () => 'with an explicit deny in a resource-based policy',
  'boundary-deny': () => 'with an explicit deny in a permissions boundary',
};

/** The ARN of the session, as AWS names callers; the session is called like its role, which names no person. */
function describePrincipal(principal: Principal): string {
  if (principal.kind === 'service') return principal.service;
  if (principal.kind === 'root') return 'the account root';
  const [, , , , account = '', path = ''] = principal.roleArn.split(':');
  const role = path.split('/').at(-1) ?? '';
  return `arn:aws:sts::${account}:assumed-role/${role}/${role}`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDenied(
  principal: Principal,
  request: AuthorizationRequest,
  refusal: Refusal,
  operationAction: string,
  errorName: string | undefined,
): AwsError {
  const { name, status } = NAMES[operationAction.split(':')[0] ?? ''] ?? { name: 'AccessDeniedException', status: 403 };
  const resource = request.resource === '*' ? '' : ` on resource: ${request.resource}`;
  return new AwsError(
    errorName ?? name,
    `User: ${describePrincipal(principal)} is not authorized to perform: ${request.action}${resource} ${REASONS[refusal](request.action)}`,
    { httpStatusCode: status },
  );
}
