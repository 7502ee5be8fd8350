import type { Case, PolicyPack, StartedPlaybook } from '../contracts/index.ts';
import { addDuration } from '../case/duration.ts';
import { BY_HAND_ONLY } from '../case/effects.ts';
import { playbookOf } from './propose-actions.ts';

/** The tasks of the playbook with their due times, once for each time that a case is open; undefined where they are set, or the pack has none for the type. */
export function startPlaybook(record: Case, pack: PolicyPack, at: string): StartedPlaybook | undefined {
  // Guard: its tasks are set once.
  if (record.playbook !== undefined && record.playbook.id !== BY_HAND_ONLY) return undefined;
  const playbook = playbookOf(record.type, pack);
  if (playbook === undefined) return undefined;
  return {
    id: playbook.id,
    tasks: playbook.tasks.map(({ due, ...terms }) => ({ ...terms, dueAt: addDuration(at, due) })),
  };
}
