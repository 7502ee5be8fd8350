import * as z from 'zod';
import { callInput } from '../contracts/index.ts';
import { parseEnvironment, taskHandler } from '../platform/index.ts';
import { noticeTopic } from './adapters/notice-topic.ts';

const publish = noticeTopic(parseEnvironment({ NOTICES_TOPIC: z.string() }).NOTICES_TOPIC);

/** Task of the lifecycle: hands claimed notices to their channels. Doing it twice is harmless: the channel looks at the claim first. */
export const handler = taskHandler('call-people', callInput, async ({ caseId, traceparent, notices }, { meters }) => {
  await publish(
    notices.map(({ noticeId, channel }) => ({ contract: 'notice-order/1', noticeId, caseId, channel, traceparent })),
  );
  meters.count('NoticesOrdered', notices.length);
  return { ordered: notices.length };
});
