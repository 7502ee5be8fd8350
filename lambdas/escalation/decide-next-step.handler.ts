import { actionsOf, putAction, withdrawActions } from '../actions/index.ts';
import { decideInput } from '../contracts/index.ts';
import type { DecideInput, NextStep } from '../contracts/index.ts';
import { caseStore, countChildren, foresee, perform } from '../case/index.ts';
import { findIncident, stillLive } from '../incident/index.ts';
import { currentSilences } from '../maintenance/index.ts';
import { packStore } from '../policy/index.ts';
import { taskHandler } from '../platform/index.ts';
import { decideNextStep, mayBeLate } from './index.ts';

const cases = caseStore();
const packs = packStore();

/** Task of the lifecycle: decides what happens next, claims it in the journal, and answers what to do and how long to wait. */
export const handler = taskHandler('decide-next-step', decideInput, async (input, { log }): Promise<NextStep> => {
  const first = await decide(input);
  // Guard: an incident that ended while the case joined it has not seen the case.
  const hasMissed = first?.joined !== undefined && !(await stillLive(cases, first.joined));
  // Decided again, with what is true now.
  const next = (hasMissed ? await decide(input) : first)?.next;
  log.info('escalation.decided', { caseId: input.caseId, next: next?.next });
  return next ?? { next: 'finish', notices: [], reason: 'there is no such case' };
});

interface Decided {
  readonly next: NextStep;
  /** The incident that the case has joined by this decision. */
  readonly joined?: string;
}

function decide(input: DecideInput): Promise<Decided | undefined> {
  return perform<Decided>(cases, input, async (record, at) => {
    const { pack } = await packs.load(record.policyVersion);
    const [notices, incident, children, silences, tasks] = await Promise.all([
      cases.notices(record.id),
      findIncident(cases, record, pack, input.traceparent),
      record.cause === undefined ? undefined : countChildren(cases, record.id),
      record.silenced === undefined ? undefined : currentSilences(cases),
      mayBeLate(record, at) ? cases.tasks(record.id) : undefined,
    ]);
    const { generation, execution, triageFailed } = input;
    const plan = decideNextStep({
      record,
      notices,
      pack,
      at,
      generation,
      execution,
      triageFailed,
      incident,
      children: children?.total,
      silences,
      tasks,
    });
    // Withdrawn before, or by this very decision: what flaps is withdrawn when it has been quiet.
    const then = plan.acts.reduce((known, act) => foresee(known, act, at), record);
    const actions = then.state === 'withdrawn' ? await actionsOf(cases, record.id) : [];
    const withdrawn = withdrawActions(then, actions, pack, at, { kind: 'lifecycle', id: execution });
    if (plan.acts.length + withdrawn.length === 0) return { commit: false, answer: { next: plan.next } };
    return {
      commit: true,
      acts: [...plan.acts, ...withdrawn.map(({ act }) => act)],
      with: { notices: plan.notices, extra: withdrawn.map(({ action }) => putAction(cases.table, action)) },
      answer: (after) => ({
        next: plan.next,
        ...(record.incident === undefined && after.incident !== undefined ? { joined: after.incident.id } : {}),
      }),
    };
  });
}
