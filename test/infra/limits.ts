import { ofType } from './templates.ts';
import type { Resource, Synthesized } from './templates.ts';
import type { Verdict } from './rules.ts';

/** A reference is known when it is deployed: no ARN or name of ours is longer. */
const LONGEST_REFERENCE = 'r'.repeat(150);

/** How long it will be as JSON without spaces, at most. */
function lengthWhenDeployed(value: unknown): number {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null) return inner;
    const [name = '', ...others] = Object.keys(inner);
    if (others.length > 0) return inner;
    if (name === 'Fn::Join') return joined(Object.values(inner)[0]);
    return name === 'Ref' || name.startsWith('Fn::') ? LONGEST_REFERENCE : inner;
  }).length;
}

function joined([separator, parts]: [string, readonly unknown[]]): string {
  return parts.map((part) => (typeof part === 'string' ? part : LONGEST_REFERENCE)).join(separator);
}

function tooLong(owner: string, length: number, most: number): readonly string[] {
  return length > most ? [`${owner}: ${String(length)} of ${String(most)}`] : [];
}

/** 500 resources are the most that a stack may have: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html. A tenth is kept for what comes. */
const MOST_RESOURCES = 450;

/** Who deploys learns of it after ten minutes, from a stack that rolls back. */
export function stacksHaveRoom({ resources }: Synthesized): Verdict {
  const stacks = Map.groupBy(resources, ({ stack }) => stack);
  return {
    seen: stacks.size,
    violations: [...stacks].flatMap(([stack, { length }]) => tooLong(`resources of ${stack}`, length, MOST_RESOURCES)),
  };
}

/** All inline policies of a role together: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_OF_A_ROLE = 10_240;

export function policiesFitTheirRoles(app: Synthesized): Verdict {
  const ofARole = Map.groupBy(ofType(app, 'AWS::IAM::Policy'), ({ stack, properties }) =>
    [stack, ...properties.Roles.map((role: any) => role.Ref)].join('/'),
  );
  const length = (policies: readonly Resource[]): number =>
    policies.reduce((sum, { properties }) => sum + lengthWhenDeployed(properties.PolicyDocument), 0);
  return {
    seen: ofARole.size,
    violations: [...ofARole].flatMap(([role, policies]) => tooLong(role, length(policies), MOST_OF_A_ROLE)),
  };
}

/** Resource policy and environment of a function, in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_OF_A_FUNCTION = { policy: 20_480, environment: 4_096 };
/** What a statement has beside the fields of its permission: Sid, Effect and the names of conditions. */
const OF_A_STATEMENT = 250;

export function functionsFit(app: Synthesized): Verdict {
  const permissions = Map.groupBy(ofType(app, 'AWS::Lambda::Permission'), ({ properties }) =>
    JSON.stringify(properties.FunctionName),
  );
  const functions = ofType(app, 'AWS::Lambda::Function');
  return {
    seen: Math.min(permissions.size, functions.length),
    violations: [
      ...[...permissions].flatMap(([name, statements]) =>
        tooLong(
          `resource policy of ${name}`,
          statements.reduce((sum, { properties }) => sum + lengthWhenDeployed(properties) + OF_A_STATEMENT, 0),
          MOST_OF_A_FUNCTION.policy,
        ),
      ),
      ...functions.flatMap(({ stack, id, properties }) =>
        tooLong(
          `environment of ${stack}/${id}`,
          lengthWhenDeployed(properties.Environment?.Variables ?? {}),
          MOST_OF_A_FUNCTION.environment,
        ),
      ),
    ],
  };
}
