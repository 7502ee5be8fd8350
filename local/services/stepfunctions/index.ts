import type { Kernel, Service } from '../../kernel/types.ts';
import { createExpressExecutions } from './express.ts';
import { machineOperations } from './machine-operations.ts';
import { createMachines } from './machines.ts';
import { executionOperations } from './operations.ts';
import { createStandardExecutions } from './standard.ts';
import { createThrottle } from './quotas.ts';
import type { Quotas } from './quotas.ts';
import { stateMachineResource } from './state-machine-resource.ts';

export type { Quotas } from './quotas.ts';

export interface StepFunctionsOptions {
  /** Default: none is enforced. */
  readonly quotas?: Quotas;
}

export function createStepFunctions(kernel: Kernel, options: StepFunctionsOptions = {}): Service {
  const machines = createMachines(kernel);
  const throttle = createThrottle(kernel, options.quotas ?? {});
  const standard = createStandardExecutions(kernel, machines, throttle);
  const express = createExpressExecutions(kernel, machines);
  const parts = { kernel, machines, standard, express };
  return {
    name: 'sfn',
    operations: { ...machineOperations(parts), ...executionOperations(parts) },
    resourceTypes: [stateMachineResource(kernel, machines)],
    start: () => {
      standard.open();
    },
  };
}
