import * as z from 'zod';
import { claimedNotice, via } from './clock-happenings.ts';
import { instant, slug } from './primitives.ts';
import { plannedTask, startedPlaybook, taskEnd, taskState } from './task.ts';

/** What happens to the tasks of a case, as part of the journal. */
export const taskHappenings = [
  z.strictObject({
    what: z.literal('PlaybookStarted'),
    playbook: z.union([startedPlaybook, slug]),
    tasks: z.array(plannedTask).optional().meta({
      description:
        'Of entries that were written before the playbook was one thing; a stored entry stays as its hash has it.',
    }),
  }),
  z.strictObject({
    what: z.literal('TaskEnded'),
    taskId: slug,
    from: taskState,
    as: taskEnd,
    via,
    late: z.literal(true).optional().meta({ description: 'A task that waited for it is late by now.' }),
  }),
  z.strictObject({ what: z.literal('TaskBlocked'), taskId: slug, from: taskState, via }),
  z.strictObject({
    what: z.literal('TaskOpened'),
    taskId: slug,
    from: taskState,
    via,
    lateFrom: instant
      .optional()
      .meta({ description: 'It had ended: when it is late, where that is sooner than any other task can be.' }),
  }),
  z.strictObject({
    what: z.literal('TaskChecked'),
    taskId: slug,
    checked: z.array(slug).meta({ description: 'All of its checklist that is ticked now.' }),
    via,
  }),
  z
    .strictObject({
      what: z.literal('TasksLookedAt'),
      late: z
        .array(slug)
        .meta({ description: 'Not ended by their due time; those that wait for others not among them.' }),
      notices: z.array(claimedNotice),
      nextDueAt: instant.optional().meta({ description: 'Of the next that is not ended; absent: none is.' }),
    })
    .meta({ description: 'A task was due: whoever has to act is told once of each that is late.' }),
] as const;
