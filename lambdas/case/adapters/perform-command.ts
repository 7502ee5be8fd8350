import type { Case, Problem, ProgressSignal, Task } from '../../contracts/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { decideCommand } from '../decide-command.ts';
import type { Command, CommandContext } from '../command.ts';
import { awaitsReports } from '../task-readiness.ts';
import type { CaseStore } from './case-store.dynamo.ts';
import { perform } from './perform.ts';
import { progressSince } from './timeline.dynamo.ts';

export type CommandResult =
  | { readonly outcome: 'changed'; readonly record: Case }
  | { readonly outcome: 'unchanged'; readonly record: Case; readonly why: string; readonly isRepeated?: true }
  | { readonly outcome: 'refused'; readonly problem: Problem };

/**
 * Carries out what a person wants of a case. Doing it twice does it once: what a case remembers by its state anyway; of anything else, such as a note, `once` says that its request
 * is looked for in the journal.
 */
export async function performCommand(
  stores: { readonly cases: CaseStore; readonly packs: PackStore },
  request: Pick<CommandContext, 'actor' | 'requestId'> & {
    readonly caseId: string;
    readonly traceparent: string;
    readonly once?: true;
  },
  command: Command,
): Promise<CommandResult> {
  const result = await perform<CommandResult>(stores.cases, request, async (record, at) => {
    const { pack } = await stores.packs.load(record.policyVersion);
    const { actor, requestId } = request;
    // Guard: a request that has come before is not done again.
    if (request.once === true && (await isInJournal(stores.cases, record.id, requestId)))
      return { commit: false, answer: { outcome: 'unchanged', record, why: 'It was done already.', isRepeated: true } };
    const tasks = dependsOnTasks(command, record) ? await stores.cases.tasks(record.id) : [];
    const heard = command.kind === 'end-task' ? await heardFor(stores.cases, record, tasks) : [];
    const decision = decideCommand(record, command, { actor, requestId, at, pack, tasks, heard });
    switch (decision.outcome) {
      case 'changed':
        return { commit: true, acts: decision.acts, answer: (after) => ({ outcome: 'changed', record: after }) };
      case 'unchanged':
        return { commit: false, answer: { outcome: 'unchanged', record, why: decision.why } };
      case 'refused':
        return { commit: false, answer: { outcome: 'refused', problem: decision.problem } };
    }
  });
  return result ?? { outcome: 'refused', problem: noSuchCase(request.caseId) };
}

function dependsOnTasks({ kind }: Command, { playbook }: Case): boolean {
  if (kind === 'resolve') return playbook !== undefined && playbook.open > 0;
  return kind === 'end-task' || kind === 'block-task' || kind === 'open-task' || kind === 'check-task';
}

/** What is known to have happened since the trouble, where a task waits for it. */
export async function heardFor(
  cases: CaseStore,
  { references, occurredAt }: Case,
  tasks: readonly Task[],
): Promise<readonly ProgressSignal[]> {
  return awaitsReports(tasks) ? progressSince(cases, references, occurredAt) : [];
}

async function isInJournal(cases: CaseStore, caseId: string, requestId: string): Promise<boolean> {
  return (await cases.journal(caseId)).some(({ cause }) => cause.kind === 'command' && cause.id === requestId);
}

export function noSuchCase(caseId: string): Problem {
  return {
    type: 'https://fairlead.dev/problems/no-such-case',
    title: 'No such case',
    status: 404,
    detail: `There is no case ${caseId}, or you may not see it.`,
  };
}
