import type { Kernel, Principal, Service } from '../../kernel/types.ts';

/** Sessions are called like their role; the first part of `UserId` is the role's unique id on AWS. */
function identityOf(kernel: Kernel, principal: Principal): object {
  const { account: Account } = kernel;
  if (principal.kind !== 'role') return { UserId: Account, Account, Arn: `arn:aws:iam::${Account}:root` };
  const name = principal.roleArn.split('/').at(-1) ?? '';
  return { UserId: `AROA:${name}`, Account, Arn: `arn:aws:sts::${Account}:assumed-role/${name}/${name}` };
}

/** Tells callers who they are. Nobody assumes another role at run time, so AssumeRole is absent. */
export function createSts(kernel: Kernel): Service {
  return {
    name: 'sts',
    operations: {
      GetCallerIdentity: {
        // No permission is required: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
        authorize: () => [],
        run: (_input, { principal }) => identityOf(kernel, principal),
      },
    },
    resourceTypes: [],
  };
}
