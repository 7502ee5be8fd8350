import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { deriveId } from '../../contracts/index.ts';
import { connect, now } from '../../platform/index.ts';
import type { ExpectationKey } from './expectation-store.dynamo.ts';

export interface DueSettings {
  /** Schedule group of the stage. */
  readonly group: string;
  readonly queueUrl: string;
  readonly queueArn: string;
  /** May send to the queue and to the dead letters. */
  readonly roleArn: string;
  readonly deadLettersArn: string;
}

export interface DueSchedules {
  /** One schedule for each promised milestone: made, or moved. */
  setFor(key: ExpectationKey, dueAt: string): Promise<void>;
  /** Not needed any more. It does no harm where it stays: what it wakes looks before it raises anything. */
  cancel(key: ExpectationKey): Promise<void>;
}

/** What is due so soon is put on the queue at once: a schedule must lie ahead, and is a minute coarse. */
const SOON_MS = 60_000;

export function createDueSchedules({ group, queueUrl, queueArn, roleArn, deadLettersArn }: DueSettings): DueSchedules {
  const scheduler = connect(SchedulerClient);
  const queue = connect(SQSClient);
  const nameOf = ({ pk, sk }: ExpectationKey): string => deriveId('due', pk, sk);
  return {
    setFor: async (key, dueAt) => {
      const message = JSON.stringify({ ...key, dueAt });
      const left = Date.parse(dueAt) - now();
      if (left <= SOON_MS) {
        const DelaySeconds = Math.max(0, Math.ceil(left / 1000));
        await queue.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: message, DelaySeconds }));
        return;
      }
      const schedule = {
        Name: nameOf(key),
        GroupName: group,
        // Rounded up to the second: it never comes before it is due.
        ScheduleExpression: `at(${new Date(Math.ceil(Date.parse(dueAt) / 1000) * 1000).toISOString().slice(0, 19)})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' as const },
        ActionAfterCompletion: 'DELETE' as const,
        Target: {
          Arn: queueArn,
          RoleArn: roleArn,
          Input: message,
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: deadLettersArn },
        },
      };
      try {
        await scheduler.send(new CreateScheduleCommand(schedule));
      } catch (error) {
        if (!isNamed(error, 'ConflictException')) throw error;
        await scheduler.send(new UpdateScheduleCommand(schedule));
      }
    },
    cancel: async (key) => {
      try {
        await scheduler.send(new DeleteScheduleCommand({ Name: nameOf(key), GroupName: group }));
      } catch (error) {
        if (!isNamed(error, 'ResourceNotFoundException')) throw error;
      }
    },
  };
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
