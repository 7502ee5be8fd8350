import { Stack } from 'aws-cdk-lib';
import type { Configuration } from '../configuration.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { System } from '../systems.ts';
import type { AppFunction } from './app-function.ts';

type Names = readonly System[];

/** What a function that reaches these systems is told. */
export function systemEnvironment(data: DataStack, { stage }: Configuration, systems: Names): Record<string, string> {
  return {
    SETTINGS_PREFIX: `/fairlead/${stage}`,
    ...Object.fromEntries(
      systems.map((system) => [`SYSTEM_SECRET_${system.toUpperCase()}`, data.systemSecrets[system].secretArn]),
    ),
  };
}

/** Connection and credentials of these systems and of no other. */
export function allowSystems(target: AppFunction, data: DataStack, { stage }: Configuration, systems: Names): void {
  const connections = systems.map((system) =>
    Stack.of(target).formatArn({
      service: 'ssm',
      resource: `parameter/fairlead/${stage}/systems/${system}/connection`,
    }),
  );
  target.allow(['ssm:GetParameter'], connections);
  target.allow(
    ['secretsmanager:GetSecretValue'],
    systems.map((system) => data.systemSecrets[system].secretArn),
  );
}
