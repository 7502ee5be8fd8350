import { decideInput } from '../contracts/index.ts';
import type { NextStep } from '../contracts/index.ts';
import { caseStore, perform } from '../case/index.ts';
import { packStore } from '../policy/index.ts';
import { taskHandler } from '../platform/index.ts';
import { decideNextStep } from './index.ts';

const cases = caseStore();
const packs = packStore();

/** Task of the lifecycle: decides what happens next, claims it in the journal, and answers what to do and how long to wait. */
export const handler = taskHandler('decide-next-step', decideInput, async (input, { log }): Promise<NextStep> => {
  const next = await perform<NextStep>(cases, input, async (record, at) => {
    const [{ pack }, notices] = await Promise.all([packs.load(record.policyVersion), cases.notices(record.id)]);
    const { generation, execution, triageFailed } = input;
    const plan = decideNextStep({ record, notices, pack, at, generation, execution, triageFailed });
    if (plan.acts.length === 0) return { commit: false, answer: plan.next };
    return { commit: true, acts: plan.acts, with: { notices: plan.notices }, answer: () => plan.next };
  });
  log.info('escalation.decided', { caseId: input.caseId, next: next?.next });
  return next ?? { next: 'finish', notices: [], reason: 'there is no such case' };
});
