import type { Action, ActionState, Case, Notice, PolicyPack, Task } from '../../contracts/index.ts';
import { perform } from '../../case/index.ts';
import type { Act, CaseStore } from '../../case/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { stateAfter } from '../action-states.ts';
import { loadAction, putAction } from './action-store.dynamo.ts';
import { putWritten } from './written-store.dynamo.ts';

export interface ActionStores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
}

/** Who asks for something in a case, by which request. */
export interface PersonsRequest {
  readonly caseId: string;
  readonly traceparent: string;
  readonly person: string;
  readonly requestId: string;
}

export type ActionChange<Answer> =
  | { readonly commit: false; readonly answer: Answer }
  | {
      readonly commit: true;
      readonly acts: readonly Act[];
      readonly actions: readonly Action[];
      readonly notices?: readonly Notice[];
      readonly answer: Answer;
    };

/** Reads case and action, decides, commits all of it at the version of the case; somebody else was faster: reads and decides again. */
export async function performOnAction<Answer>(
  { cases, packs }: ActionStores,
  request: { readonly caseId: string; readonly actionId: string; readonly traceparent: string },
  decide: (found: {
    action: Action;
    record: Case;
    /** By which a person does it by hand, while that is so. */
    task: Task | undefined;
    pack: PolicyPack;
    at: string;
  }) => Promise<ActionChange<Answer>> | ActionChange<Answer>,
): Promise<Answer | undefined> {
  return perform<Answer | undefined>(cases, request, async (record, at) => {
    const action = await loadAction(cases, request.caseId, request.actionId);
    if (action === undefined) return { commit: false, answer: undefined };
    const { pack } = await packs.load(record.policyVersion);
    const task = await handTask(cases, action);
    const change = await decide({ action, record, task, pack, at });
    if (!change.commit) return { commit: false, answer: change.answer };
    const { acts, actions, notices = [], answer } = change;
    keepToTheMoves(action, acts, actions);
    const extra = actions.flatMap((after) => [
      putAction(cases.table, after),
      ...(after.state === 'confirmed' && after.wroteAt === at ? [putWritten(cases.table, after, at)] : []),
    ]);
    return { commit: true, acts, with: { notices, extra }, answer: () => answer };
  });
}

async function handTask(cases: CaseStore, { state, caseId, byHand }: Action): Promise<Task | undefined> {
  if (state !== 'by_hand') return undefined;
  return (await cases.tasks(caseId)).find(({ id }) => id === byHand?.taskId);
}

/** A decision that leads where none may is a fault of ours: it is written nowhere. */
function keepToTheMoves({ id, state }: Action, acts: readonly Act[], after: readonly Action[]): void {
  const told = acts.filter(({ happening }) => 'actionId' in happening && happening.actionId === id);
  const led = told.reduce<ActionState | undefined>((now, { happening }) => stateAfter(now, happening), state);
  const stored = after.find((one) => one.id === id)?.state ?? state;
  if (led !== stored)
    throw new Error(`${id} was ${state}, is to be ${stored}, and by what is told of it would be ${led ?? 'nowhere'}.`);
}
