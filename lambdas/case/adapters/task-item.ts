import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { plannedTask, playbookIn, task } from '../../contracts/index.ts';
import type { JournalEntry, PlannedTask, Task } from '../../contracts/index.ts';
import * as keys from '../keys.ts';
import { isEnded } from '../task-readiness.ts';

const stored = z.object({
  task: z.string(),
  state: task.shape.state,
  checked: task.shape.checked,
  blockedAt: task.shape.blockedAt,
  blockedBy: task.shape.blockedBy,
  lateAt: task.shape.lateAt,
  openedAgainAt: task.shape.openedAgainAt,
  endedAt: task.shape.endedAt,
  endedBy: task.shape.endedBy,
});

/** What an entry does to the tasks of its case, in the same transaction. The version of the case, which it checks, guards them too. */
export function taskItems(table: string, { caseId, at, actor, happening }: JournalEntry): readonly TransactWriteItem[] {
  const keyOf = (taskId: string) => ({ pk: caseId, sk: keys.taskSk(taskId) });
  const itemOf = (planned: PlannedTask) =>
    marshall({ ...keyOf(planned.id), task: JSON.stringify(planned), state: 'open' });
  const update = (taskId: string, UpdateExpression: string, values: Record<string, unknown>): TransactWriteItem => ({
    Update: {
      TableName: table,
      Key: marshall(keyOf(taskId)),
      UpdateExpression,
      ...(UpdateExpression.includes('#state') ? { ExpressionAttributeNames: { '#state': 'state' } } : {}),
      ExpressionAttributeValues: marshall(values),
    },
  });
  switch (happening.what) {
    case 'PlaybookStarted':
    case 'EscalationStepClaimed':
      return (playbookIn(happening)?.tasks ?? []).map((planned) => ({
        Put: { TableName: table, Item: itemOf(planned) },
      }));
    case 'ActionHandedOver':
      return [{ Put: { TableName: table, Item: itemOf(happening.task) } }];
    case 'TaskEnded':
      return [
        update(happening.taskId, 'SET #state = :state, endedAt = :at, endedBy = :by REMOVE blockedAt, blockedBy', {
          ':state': happening.as,
          ':at': at,
          ':by': actor.id,
        }),
      ];
    case 'TaskBlocked':
      return [
        update(happening.taskId, 'SET #state = :state, blockedAt = :at, blockedBy = :by', {
          ':state': 'blocked',
          ':at': at,
          ':by': actor.id,
        }),
      ];
    case 'TaskOpened':
      // One that had ended has another time to be late in.
      return isEnded(happening.from)
        ? [
            update(happening.taskId, 'SET #state = :state, openedAgainAt = :at REMOVE endedAt, endedBy, lateAt', {
              ':state': 'open',
              ':at': at,
            }),
          ]
        : [update(happening.taskId, 'SET #state = :state REMOVE blockedAt, blockedBy', { ':state': 'open' })];
    case 'TasksLookedAt':
      return happening.late.map((taskId) => update(taskId, 'SET lateAt = :at', { ':at': at }));
    case 'TaskChecked':
      return [update(happening.taskId, 'SET checked = :checked', { ':checked': happening.checked })];
    default:
      return [];
  }
}

export function readTask(item: Record<string, unknown>): Task {
  const { task: planned, ...standing } = stored.parse(item);
  return { ...plannedTask.parse(JSON.parse(planned)), ...standing };
}
