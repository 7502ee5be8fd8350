import { performCommand } from '../../case/index.ts';
import type { CaseStore, Command } from '../../case/index.ts';
import { bulkRequest } from '../../contracts/api/requests.ts';
import type { BulkResult } from '../../contracts/api/answers.ts';
import type { PackStore } from '../../policy/index.ts';
import { createLog, now } from '../../platform/index.ts';
import { invalid, notJson, ok, problemOf, refuse } from '../answer.ts';
import { parseJson, readCommand } from '../read-request.ts';
import { may } from '../rights.ts';
import { forbidden } from './request.ts';
import type { Request, Route } from './request.ts';

const log = createLog('serve-api');

interface Stores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
}

/** Cases at a time: enough for two hundred in a few seconds, and few enough for what else the table does. */
const AT_ONCE = 10;
/** After so long no further case is begun: the gateway waits for 29 seconds. */
const PATIENCE_MS = 20_000;

/**
 * One command for many cases, each with its own result. Each case is its own transaction, so one that is refused holds up none, and whoever sends the whole
 * once more does nothing twice: what was done is `unchanged` then.
 */
export function bulkRoute(stores: Stores): Route {
  return async (request) => {
    const json = parseJson(request.body);
    if (json === undefined) return refuse(notJson('Send a JSON object with command and cases.'));
    const asked = bulkRequest.safeParse(json.value);
    if (!asked.success) return refuse(invalid(asked.error));
    const { command, cases, body = {} } = asked.data;
    const read = readCommand(command, JSON.stringify(body));
    if (!read.ok) return refuse('invalid' in read ? below('/body', invalid(read.invalid)) : read.problem);
    if (!may(request.caller.roles, read.right)) return forbidden(read.right);
    const results = await forEach([...new Set(cases)], (caseId) => one(stores, request, caseId, read.command));
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

type One = (caseId: string) => Promise<BulkResult>;

async function forEach(cases: readonly string[], one: One): Promise<readonly BulkResult[]> {
  const until = now() + PATIENCE_MS;
  const results: BulkResult[] = [];
  for (let start = 0; start < cases.length; start += AT_ONCE) {
    const some = cases.slice(start, start + AT_ONCE);
    const isLate = now() >= until;
    results.push(...(isLate ? some.map((caseId) => notDone(caseId)) : await Promise.all(some.map(one))));
  }
  return results;
}

async function one(stores: Stores, request: Request, caseId: string, command: Command): Promise<BulkResult> {
  const { caller, requestId, traceparent } = request;
  const actor = { kind: 'person', id: caller.id } as const;
  try {
    const result = await performCommand(stores, { caseId, actor, requestId, traceparent }, command);
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
