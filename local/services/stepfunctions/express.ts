import type { Kernel } from '../../kernel/types.ts';
import { newExecution, nextDue } from './execution.ts';
import type { Ending, Execution } from './execution.ts';
import { begin } from './interpreter.ts';
import { post } from './mailbox.ts';
import type { Machines, StateMachine } from './machines.ts';

/** Express workflows run at most five minutes. */
const MAX_MILLISECONDS = 5 * 60 * 1000;
const BILLED_MEGABYTES = 64;
const BILLED_STEP = 100;

export interface ExpressRun {
  readonly arn: string;
  readonly name: string;
  readonly startedAt: number;
}

export interface ExpressResult extends ExpressRun {
  readonly endedAt: number;
  readonly ending: Ending;
  readonly billedMilliseconds: number;
}

export interface ExpressExecutions {
  /** Asynchronous: a job that is run again when a kill interrupted it, so at least once. */
  start(machine: StateMachine, name: string, input: string): ExpressRun;
  /** Synchronous: gone with a kill, so at most once. */
  run(machine: StateMachine, name: string, input: string): Promise<ExpressResult>;
}

interface ExpressJob extends ExpressRun {
  readonly machine: StateMachine;
  readonly input: string;
}

const JOB = 'sfn.express';

export function createExpressExecutions(kernel: Kernel, machines: Machines): ExpressExecutions {
  const newRun = (machine: StateMachine, name: string): ExpressRun => ({
    arn: kernel.arn('states', `express:${machine.name}:${name}:${kernel.uuid()}`),
    name,
    startedAt: kernel.now(),
  });

  const execute = (machine: StateMachine, run: ExpressRun, input: string): Promise<ExpressResult> =>
    new Promise((resolve) => {
      const compiled = machines.compiled(machine.definitionId, true);
      let wakeUp: { cancel(): void } | undefined;
      let finished = false;
      const rest = (execution: Execution): void => {
        wakeUp?.cancel();
        const { ending } = execution;
        if (ending !== undefined) {
          if (finished) return;
          finished = true;
          limit.cancel();
          resolve(bill(machine, run, ending));
          return;
        }
        const due = nextDue(execution);
        if (due === undefined) return;
        wakeUp = kernel.timers.after(due - kernel.now(), () => {
          post(execution, { kind: 'due' });
        });
      };
      const execution = newExecution(kernel, {
        host: { rest, delayTransition: () => 0 },
        id: 0,
        arn: run.arn,
        name: run.name,
        machineArn: machine.arn,
        roleArn: machine.roleArn,
        express: true,
        machine: compiled,
        inputText: input,
        startedAt: run.startedAt,
      });
      const most = Math.min((compiled.timeoutSeconds ?? Infinity) * 1000, MAX_MILLISECONDS);
      const limit = kernel.timers.afterComputing(most, () => {
        post(execution, { kind: 'stop', ending: { status: 'TIMED_OUT', error: 'States.Timeout' } });
      });
      begin(execution, input);
    });

  const bill = (machine: StateMachine, run: ExpressRun, ending: Ending): ExpressResult => {
    const endedAt = kernel.now();
    const billedMilliseconds = Math.max(1, Math.ceil((endedAt - run.startedAt) / BILLED_STEP)) * BILLED_STEP;
    kernel.meter.count('sfn', 'ExpressRequests', 1, machine.name);
    kernel.meter.count(
      'sfn',
      'ExpressGBSeconds',
      (BILLED_MEGABYTES / 1024) * (billedMilliseconds / 1000),
      machine.name,
    );
    kernel.emit({ kind: 'sfn.ended', execution: run.arn, machine: machine.name, status: ending.status });
    return { ...run, endedAt, ending, billedMilliseconds };
  };

  kernel.jobs.on(JOB, async ({ payload }) => {
    const job: ExpressJob = payload;
    await execute(job.machine, { arn: job.arn, name: job.name, startedAt: job.startedAt }, job.input);
  });

  return {
    start: (machine, name, input) => {
      const run = newRun(machine, name);
      const job: ExpressJob = { ...run, machine, input };
      kernel.jobs.add(JOB, run.startedAt, job);
      return run;
    },
    run: (machine, name, input) => execute(machine, newRun(machine, name), input),
  };
}
