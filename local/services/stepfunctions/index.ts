import type { Kernel, Service } from '../../kernel/types.ts';
import { createExpressExecutions } from './express.ts';
import { machineOperations } from './machine-operations.ts';
import { createMachines } from './machines.ts';
import { executionOperations } from './operations.ts';
import { createStandardExecutions } from './standard.ts';
import { stateMachineResource } from './state-machine-resource.ts';

export function createStepFunctions(kernel: Kernel): Service {
  const machines = createMachines(kernel);
  const standard = createStandardExecutions(kernel, machines);
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
