import * as z from 'zod';
import { businessFunction, instant, slug } from './primitives.ts';

/** One step of a playbook as it was set for a case: who does it, by when, and after which others. */
export const plannedTask = z.strictObject({
  id: slug.meta({ description: 'As the playbook calls it.' }),
  title: z.string(),
  function: businessFunction,
  dueAt: instant,
  after: z.array(slug).meta({ description: 'Tasks that come before it.' }),
});
export type PlannedTask = z.infer<typeof plannedTask>;

export const taskState = z.enum(['open', 'done', 'not_needed']);
export type TaskState = z.infer<typeof taskState>;

/** A task as it stands. The note of whoever ended it is in the journal, where it can be erased. */
export const task = plannedTask
  .extend({ state: taskState, endedAt: instant.optional(), endedBy: z.string().optional() })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof task>;

/** The playbook of a case as it begins. */
export const startedPlaybook = z.strictObject({ id: slug, tasks: z.array(plannedTask) });
export type StartedPlaybook = z.infer<typeof startedPlaybook>;

/** What a case says of its playbook; the tasks are items of their own. */
export const playbookProgress = z.strictObject({
  id: slug,
  tasks: z.int().min(0),
  open: z.int().min(0),
});
