import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { actionInput } from '../contracts/index.ts';
import type { ActionStep, Notice } from '../contracts/index.ts';
import { noticeTopic } from '../escalation/index.ts';
import { packStore } from '../policy/index.ts';
import { parseEnvironment, taskHandler } from '../platform/index.ts';
import { performOnAction } from './adapters/perform-on-action.ts';
import { decideActionStep } from './decide-action.ts';

const stores = { cases: caseStore(), packs: packStore() };
const publish = noticeTopic(parseEnvironment({ NOTICES_TOPIC: z.string() }).NOTICES_TOPIC);

interface Decided {
  readonly next: ActionStep;
  readonly notices: readonly Notice[];
}

/** Task of the action machine: what happens next; claims the messages that go with it, and hands them over once they are committed. */
export const handler = taskHandler('decide-action', actionInput, async (input, { log }): Promise<ActionStep> => {
  const decided = await performOnAction<Decided>(stores, input, async ({ action, record, task, pack, at }) => {
    const [notices, active] = await Promise.all([stores.cases.notices(record.id), stores.packs.active(record)]);
    const here = active.pack.people;
    const plan = decideActionStep({ action, record, notices, pack, here, at, task, generation: input.generation });
    const answer = { next: plan.next, notices: plan.notices };
    if (plan.acts.length === 0) return { commit: false, answer };
    return { commit: true, acts: plan.acts, actions: [plan.after], notices: plan.notices, answer };
  });
  // A death before this leaves claimed notices; the auditor hands them over.
  const { caseId, traceparent } = input;
  await publish(
    (decided?.notices ?? []).map(({ id, channel }) => ({
      contract: 'notice-order/1',
      noticeId: id,
      caseId,
      channel,
      traceparent,
    })),
  );
  log.info('action.decided', { caseId, actionId: input.actionId, next: decided?.next.next });
  return decided?.next ?? { next: 'finish', reason: 'there is no such action' };
});
