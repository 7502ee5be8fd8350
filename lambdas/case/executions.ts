import type { Happening } from '../contracts/index.ts';
import { actionOfTask } from './hand-task.ts';

/** What an entry means for the execution that carries an action: a new one begins, or the one that waits is woken. */
export type ActionMove =
  | { readonly move: 'start'; readonly actionId: string; readonly generation: number }
  | { readonly move: 'wake'; readonly actionId: string };

export function executionOfAction(happening: Happening): ActionMove | undefined {
  switch (happening.what) {
    case 'ActionProposed':
      if (happening.governance.decision === 'forbidden') return undefined;
      return { move: 'start', actionId: happening.actionId, generation: 1 };
    case 'ActionRetried':
    case 'ActionRestarted':
      return { move: 'start', actionId: happening.actionId, generation: happening.generation };
    case 'ActionApproved':
    case 'ActionRefused':
    case 'ActionGovernedAnew':
      return { move: 'wake', actionId: happening.actionId };
    case 'TaskEnded': {
      // Whoever did it by hand says so: it is looked up at once.
      const actionId = actionOfTask(happening.taskId);
      return actionId === undefined ? undefined : { move: 'wake', actionId };
    }
    default:
      return undefined;
  }
}
