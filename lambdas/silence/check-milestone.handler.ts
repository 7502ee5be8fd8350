import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { raiser } from '../inbound/index.ts';
import { queueHandler } from '../platform/index.ts';
import { checkDue } from './adapters/check-due.ts';
import { dueSettings } from './adapters/due-settings.ts';
import { createDueSchedules } from './adapters/due-schedules.ts';
import { createExpectationStore } from './adapters/expectation-store.dynamo.ts';

const checks = {
  expectations: createExpectationStore(caseStore()),
  schedules: createDueSchedules(dueSettings()),
  raise: raiser('check-milestone'),
};
const due = z.object({ pk: z.string(), sk: z.string() });

/** Consumer of the due-milestones queue: what was promised by now and not heard of becomes trouble. */
export const handler = queueHandler(
  'check-milestone',
  (text) => due.parse(JSON.parse(text)),
  async (key, { meters, log }) => {
    const checked = await checkDue(checks, key);
    if (checked !== 'nothing') log.info('milestone.checked', { checked });
    meters.count('MilestonesMissed', checked === 'missed' ? 1 : 0);
  },
);
