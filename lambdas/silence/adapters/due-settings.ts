import * as z from 'zod';
import { parseEnvironment } from '../../platform/index.ts';
import type { DueSettings } from './due-schedules.ts';

/** Where schedules of this stage lie and what they wake. */
export function dueSettings(): DueSettings {
  const environment = parseEnvironment({
    SCHEDULE_GROUP: z.string(),
    DUE_QUEUE: z.string(),
    DUE_QUEUE_ARN: z.string(),
    SCHEDULE_ROLE_ARN: z.string(),
    DUE_DEAD_LETTERS_ARN: z.string(),
  });
  return {
    group: environment.SCHEDULE_GROUP,
    queueUrl: environment.DUE_QUEUE,
    queueArn: environment.DUE_QUEUE_ARN,
    roleArn: environment.SCHEDULE_ROLE_ARN,
    deadLettersArn: environment.DUE_DEAD_LETTERS_ARN,
  };
}
