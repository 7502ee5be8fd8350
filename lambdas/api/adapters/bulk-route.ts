import type * as z from 'zod';
import { performCommand } from '../../case/index.ts';
import type { CaseStore, CommandResult } from '../../case/index.ts';
import type { Refusal } from '../../contracts/index.ts';
import { bulkRequest } from '../../contracts/api/requests.ts';
import type { BulkResult } from '../../contracts/api/answers.ts';
import type { PackStore } from '../../policy/index.ts';
import { createLog, now } from '../../platform/index.ts';
import { invalid, ok, problemOf, refuse } from '../answer.ts';
import { findCommand, findTaskCommand, readBodyBy } from '../read-request.ts';
import { may } from '../rights.ts';
import type { Right } from '../rights.ts';
import { readRegroup } from './regroup-routes.ts';
import { forbidden } from './request.ts';
import type { Request, Route } from './request.ts';

const log = createLog('serve-api');

interface Stores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
}

/** Cases at a time: enough for two hundred in a few seconds, and few enough for what else the table does. What all of them change is changed by one after the other. */
const AT_ONCE = 10;
/** After so long no further case is begun: the gateway waits for 29 seconds. */
const PATIENCE_MS = 20_000;

/**
 * One command for many cases, each with its own result. Each case is its own transaction, so one that is refused holds up none, and whoever sends the whole
 * once more does nothing twice: what was done is `unchanged` then.
 */
export function bulkRoute(stores: Stores): Route {
  return async (request) => {
    const asked = readBodyBy(bulkRequest, request.body);
    if (!asked.ok) return refuse(asked.problem);
    const found = findAct(stores, request, asked.body);
    if (!found.ok) return refuse(found.problem);
    if (!may(request.caller.roles, found.right)) return forbidden(found.right);
    const read = found.read();
    if (!read.ok) return refuse('invalid' in read ? below('/body', invalid(read.invalid)) : read.problem);
    const atOnce = found.right === 'regroup' ? 1 : AT_ONCE;
    const results = await forEach([...new Set(asked.body.cases)], atOnce, (caseId) => one(caseId, read.act));
    const count = (outcome: BulkResult['outcome']): number =>
      results.filter((result) => result.outcome === outcome).length;
    const counts = {
      changed: count('changed'),
      unchanged: count('unchanged'),
      refused: count('refused'),
      failed: count('failed'),
    };
    return ok({ ...counts, results });
  };
}

type Act = (caseId: string) => Promise<CommandResult>;
type ReadAct =
  { readonly ok: true; readonly act: Act } | Refusal | { readonly ok: false; readonly invalid: z.ZodError };
type FoundAct = { readonly ok: true; readonly right: Right; readonly read: () => ReadAct } | Refusal;

/** What is done to each of the cases: a command of a case or of a task, or what groups cases anew. */
function findAct(
  stores: Stores,
  request: Request,
  { command, task, body = {} }: z.infer<typeof bulkRequest>,
): FoundAct {
  const { caller, requestId, traceparent } = request;
  const actor = { kind: 'person', id: caller.id } as const;
  if (command === 'merge' || command === 'move')
    return { ok: true, right: 'regroup', read: () => readRegroup(stores, request, command, body) };
  const text = JSON.stringify(body);
  const found = task === undefined ? findCommand(command, text) : findTaskCommand(task, command, text);
  if (!found.ok) return found;
  const read = (): ReadAct => {
    const parsed = found.read();
    if (!parsed.ok) return parsed;
    const act: Act = (caseId) => performCommand(stores, { caseId, actor, requestId, traceparent }, parsed.command);
    return { ok: true, act };
  };
  return { ok: true, right: found.right, read };
}

type One = (caseId: string) => Promise<BulkResult>;

async function forEach(cases: readonly string[], atOnce: number, one: One): Promise<readonly BulkResult[]> {
  const until = now() + PATIENCE_MS;
  const results: BulkResult[] = [];
  for (let start = 0; start < cases.length; start += atOnce) {
    const some = cases.slice(start, start + atOnce);
    const isLate = now() >= until;
    results.push(...(isLate ? some.map((caseId) => notDone(caseId)) : await Promise.all(some.map(one))));
  }
  return results;
}

async function one(caseId: string, act: Act): Promise<BulkResult> {
  try {
    const result = await act(caseId);
    if (result.outcome === 'refused') return { caseId, outcome: 'refused', problem: result.problem };
    const why = result.outcome === 'unchanged' ? { why: result.why } : {};
    return { caseId, outcome: result.outcome, state: result.record.state, ...why };
  } catch (error) {
    // Others go on; and the same request once more does what was left.
    log.error('bulk.case_failed', { caseId }, error);
    return notDone(caseId);
  }
}

function notDone(caseId: string): BulkResult {
  const detail = 'It may have been done or not. Send the same request once more: nothing is done twice.';
  return { caseId, outcome: 'failed', problem: problemOf('not-done', 503, 'Not done in time', detail) };
}

function below(pointer: string, problem: ReturnType<typeof invalid>): ReturnType<typeof invalid> {
  const errors = problem.errors?.map((error) => ({ ...error, pointer: `${pointer}${error.pointer}` }));
  return errors === undefined ? problem : { ...problem, errors };
}
