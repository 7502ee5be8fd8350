import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { plannedTask, playbookIn, task } from '../../contracts/index.ts';
import type { JournalEntry, Task } from '../../contracts/index.ts';
import * as keys from '../keys.ts';

const stored = z.object({
  task: z.string(),
  state: task.shape.state,
  endedAt: task.shape.endedAt,
  endedBy: task.shape.endedBy,
});

/** What an entry does to the tasks of its case, in the same transaction. The version of the case, which it checks, guards them too. */
export function taskItems(table: string, { caseId, at, actor, happening }: JournalEntry): readonly TransactWriteItem[] {
  const keyOf = (taskId: string) => ({ pk: caseId, sk: keys.taskSk(taskId) });
  switch (happening.what) {
    case 'PlaybookStarted':
    case 'EscalationStepClaimed':
      return (playbookIn(happening)?.tasks ?? []).map((planned) => ({
        Put: {
          TableName: table,
          Item: marshall({ ...keyOf(planned.id), task: JSON.stringify(planned), state: 'open' }),
        },
      }));
    case 'TaskEnded':
      return [
        {
          Update: {
            TableName: table,
            Key: marshall(keyOf(happening.taskId)),
            UpdateExpression: 'SET #state = :state, endedAt = :at, endedBy = :by',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: marshall({ ':state': happening.as, ':at': at, ':by': actor.id }),
          },
        },
      ];
    default:
      return [];
  }
}

export function readTask(item: Record<string, unknown>): Task {
  const { task: planned, ...standing } = stored.parse(item);
  return { ...plannedTask.parse(JSON.parse(planned)), ...standing };
}
