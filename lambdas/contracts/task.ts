import * as z from 'zod';
import { businessFunction, instant, slug } from './primitives.ts';
import { milestone } from './signal.ts';

/** One thing of a task that is ticked off. */
export const checklistItem = z.strictObject({ id: slug, text: z.string().min(1).max(200) });

/** Whom a task asks by a partner link, and what answer ends it. */
const askedPartner = z.strictObject({
  who: z.enum(['carrier', 'supplier', 'broker']),
  wants: z.enum(['arrival', 'document', 'words']).meta({
    description: 'An answer that has it ends the task; `words`: a note, or anything else that is an answer.',
  }),
});

/** What a task is, in the playbook and in the case. */
export const taskTerms = {
  required: z
    .literal(true)
    .optional()
    .meta({ description: 'Nobody resolves the case before it is done, or waived by whoever has the right.' }),
  by: z.literal('function').optional().meta({
    description: 'Only people of its function end it; absent: whoever works on the case.',
  }),
  checklist: z.array(checklistItem).min(1).max(20).optional().meta({ description: 'All is ticked before it is done.' }),
  awaits: z.array(milestone.shape.name).min(1).optional().meta({
    description: 'It waits until one of these milestones is reported as having happened after the trouble.',
  }),
  partner: askedPartner.optional().meta({
    description: 'Somebody outside is asked by a link for partners (`ask-partner`); their answer ends the task.',
  }),
  announce: z.enum(['at_once', 'when_promise_is_near']).optional().meta({
    description:
      'Whoever is on duty for its function hears of it although others work on the case: as soon as it is set, or as soon as the promise to the customer is two days away or less. Absent: they find it in their list, and hear of it when it is late.',
  }),
};

/** How it is known that a change was made by hand: the number of a document, or words. */
export const handProof = z.enum(['number', 'note']);

/** One step of a playbook as it was set for a case: who does it, by when, and after which others. */
export const plannedTask = z.strictObject({
  id: slug.meta({ description: 'As the playbook calls it.' }),
  title: z.string(),
  function: businessFunction,
  dueAt: instant,
  after: z.array(slug).meta({ description: 'Tasks that come before it.' }),
  ...taskTerms,
  instructions: z.array(z.string().max(500)).max(40).optional().meta({ description: 'What to do, line by line.' }),
  proof: handProof.optional().meta({ description: 'What its note says when it is done.' }),
});
export type PlannedTask = z.infer<typeof plannedTask>;

export const taskState = z.enum(['open', 'blocked', 'done', 'not_needed', 'waived']).meta({
  description:
    '`blocked`: it cannot be done for now. `not_needed`: left out. `waived`: required, and left out by right.',
});
export type TaskState = z.infer<typeof taskState>;
export const taskEnd = taskState.extract(['done', 'not_needed', 'waived']);
export type TaskEnd = z.infer<typeof taskEnd>;

/** A task as it stands. The words of whoever moved it are in the journal, where they can be erased. */
export const task = plannedTask
  .extend({
    state: taskState,
    checked: z.array(slug).optional().meta({ description: 'What of its checklist is ticked.' }),
    blockedAt: instant.optional(),
    blockedBy: z.string().optional(),
    lateAt: instant.optional().meta({ description: 'When it was told that it is late.' }),
    openedAgainAt: instant.optional().meta({ description: 'When somebody said that it had not ended after all.' }),
    endedAt: instant.optional(),
    endedBy: z.string().optional(),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof task>;

/** What somebody puts beside a task: where the document lies, and by its digest that it is still the same. */
export const attachment = z.strictObject({
  title: z.string().trim().min(1).max(200),
  url: z.url({ protocol: /^https$/ }),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type Attachment = z.infer<typeof attachment>;

/** The playbook of a case as it begins. */
export const startedPlaybook = z.strictObject({ id: slug, tasks: z.array(plannedTask) });
export type StartedPlaybook = z.infer<typeof startedPlaybook>;

/** What a case says of its playbook; the tasks are items of their own. */
export const playbookProgress = z.strictObject({
  id: slug,
  tasks: z.int().min(0),
  open: z.int().min(0).meta({ description: 'Not ended yet, those that are blocked among them.' }),
  nextDueAt: instant.optional().meta({ description: 'When its tasks are looked at next: the first may be late then.' }),
});
