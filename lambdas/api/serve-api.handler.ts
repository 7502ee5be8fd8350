import { S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import {
  casesOfSubject,
  caseStore,
  childrenOf,
  countChildren,
  eraseCase,
  erasePersonal,
  guardKey,
  heardFor,
  isEnded,
  latestFacts,
  measureCase,
  noSuchCase,
  performCommand,
  queueOf,
  readFate,
  summariesOf,
  summarize,
  waitsOf,
} from '../case/index.ts';
import type { CommandResult } from '../case/index.ts';
import { connect, httpHandler, idInPath, nowInstant, parseEnvironment, traceparentFrom } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { playbookOf } from '../playbook/index.ts';
import { invalid, ok, problemOf, refuse } from './answer.ts';
import { signalId } from '../contracts/index.ts';
import type { Case, Task } from '../contracts/index.ts';
import { actionRoutes } from './adapters/action-routes.ts';
import { bulkRoute } from './adapters/bulk-route.ts';
import { partnerDocument, partnerLinksOf, partnerRoutes } from './adapters/partner-routes.ts';
import { regroupRoutes } from './adapters/regroup-routes.ts';
import { customerRoutes } from './adapters/customer-routes.ts';
import { silenceRoutes } from './adapters/silence-routes.ts';
import { explainCase } from './explain-case.ts';
import { findRoute } from './adapters/find-route.ts';
import { allowed, bodyOf, forbidden } from './adapters/request.ts';
import type { Request, Route } from './adapters/request.ts';
import { listQuery, privacyCommands } from '../contracts/api/requests.ts';
import { findCommand, findTaskCommand, readBodyBy } from './read-request.ts';
import type { FoundCommand } from './read-request.ts';
import { may } from './rights.ts';

const stores = { cases: caseStore(), packs: packStore() };
const { RAW_BUCKET } = parseEnvironment({ RAW_BUCKET: z.string() });
const actions = actionRoutes(stores);
const others = new Map(
  Object.entries({
    ...regroupRoutes(stores, answerOf),
    ...partnerRoutes(stores.cases),
    erase: allowed('erase-personal-data', erase),
  }),
);

const routes: Readonly<Record<string, Route>> = {
  'GET /v1/me': ({ caller }) => Promise.resolve(ok(caller)),
  'GET /v1/cases': allowed('see-cases', listCases),
  'GET /v1/cases/{caseId}': allowed('see-cases', showCase),
  'GET /v1/cases/{caseId}/{command}': allowed('see-cases', showPart),
  'POST /v1/cases/{caseId}/{command}': command,
  'GET /v1/cases/{caseId}/actions': allowed('see-cases', actions.ofCase),
  'POST /v1/cases/{caseId}/actions': actions.propose,
  'GET /v1/cases/{caseId}/partner-documents/{sha256}': partnerDocument(stores.cases, connect(S3Client), RAW_BUCKET),
  'GET /v1/cases/{caseId}/tasks': allowed('see-cases', showTasks),
  'POST /v1/cases/{caseId}/tasks/{taskId}/{command}': endTask,
  'POST /v1/cases/{caseId}/actions/{actionId}/{command}': actions.answer,
  'POST /v1/bulk': bulkRoute(stores),
  'GET /v1/actions': allowed('see-cases', actions.list),
  ...silenceRoutes(stores),
  ...customerRoutes(stores),
};

export const handler = httpHandler('serve-api', async (event, { requestId, note }) => {
  const found = findRoute(routes, event, note);
  if (!found.ok) return found.answer;
  const { caller, route } = found;
  const caseId = idInPath(event, 'caseId');
  const traceparent = traceparentFrom(event.headers['traceparent']);
  return route({ event, caller, requestId, traceparent, caseId, body: bodyOf(event) });
});

/** A reference has 80 characters and its kind. */
const LONGEST_NAME = 200;

async function listCases({ event }: Request): Promise<APIGatewayProxyResult> {
  const query = listQuery.safeParse(event.queryStringParameters ?? {});
  if (!query.success) return refuse(invalid(query.error));
  const { team, reference, signal, incident, limit, after } = query.data;
  // Nobody has a name so long, and keys of a table have an end.
  if ([team, reference, incident].some((asked = '') => asked.length > LONGEST_NAME)) return ok({ items: [] });
  if (incident !== undefined) return childrenPage(incident, limit, after);
  if (team !== undefined) return queuePage(team, limit, after);
  const ids = await (reference === undefined ? caseOfSignal(signal ?? '') : casesOf(reference));
  const found = await Promise.all(ids.map((id) => stores.cases.load(id)));
  return ok({ items: found.filter((record) => record !== undefined).map(summarize) });
}

async function queuePage(team: string, limit: number, after?: string): Promise<APIGatewayProxyResult> {
  const page = await queueOf(stores.cases, team, limit, after);
  return page === undefined ? noSuchPage() : ok(page);
}

async function childrenPage(incident: string, limit: number, after?: string): Promise<APIGatewayProxyResult> {
  const page = await childrenOf(stores.cases, incident, limit, after);
  if (page === undefined) return noSuchPage();
  return ok({ items: await summariesOf(stores.cases, page.items), next: page.next });
}

function noSuchPage(): APIGatewayProxyResult {
  const detail = '`after` is not a `next` that this list has given; leave it out to start anew.';
  return refuse({ ...problemOf('invalid-page', 400, 'No such page', detail), errors: [{ pointer: '/after', detail }] });
}

async function caseOfSignal(signal: string): Promise<readonly string[]> {
  // What cannot be the id of a signal went nowhere; keys of a table have a length.
  const id = signalId.safeParse(signal);
  if (!id.success) return [];
  const fate = await readFate(stores.cases, guardKey(id.data));
  return fate?.caseId === undefined ? [] : [fate.caseId];
}

function casesOf(reference: string): Promise<readonly string[]> {
  const colon = reference.indexOf(':');
  return casesOfSubject(stores.cases, reference.slice(0, colon), reference.slice(colon + 1));
}

async function showCase({ caseId }: Request): Promise<APIGatewayProxyResult> {
  const record = await stores.cases.load(caseId);
  if (record === undefined) return refuse(noSuchCase(caseId));
  const [notices, tasks, children] = await Promise.all([
    stores.cases.notices(caseId),
    tasksOf(record),
    record.cause === undefined ? undefined : countChildren(stores.cases, caseId),
  ]);
  return ok({ case: record, tasks, notices, children });
}

type Part = (request: Request, record: Case) => Promise<unknown>;

/** What can be looked at beside the case itself. Words of senders and people may name people. */
const parts: Readonly<Record<string, Part>> = {
  journal: async ({ caseId, caller }) => {
    const entries = await stores.cases.journal(caseId);
    return { entries: may(caller.roles, 'see-personal-data') ? entries : entries.map(erasePersonal) };
  },
  signals: async ({ caseId, caller }) => {
    const signals = await stores.cases.signals(caseId);
    const seesAll = may(caller.roles, 'see-personal-data');
    return { signals: seesAll ? signals : signals.map((signal) => ({ ...signal, text: undefined })) };
  },
  explain: async ({ caseId }, record) => {
    const [entries, notices, { pack }] = await Promise.all([
      stores.cases.journal(caseId),
      stores.cases.notices(caseId),
      stores.packs.load(record.policyVersion),
    ]);
    return explainCase(record, { facts: latestFacts(entries), notices }, pack, nowInstant());
  },
  measures: async ({ caseId }, record) => {
    const [entries, { pack }] = await Promise.all([
      stores.cases.journal(caseId),
      stores.packs.load(record.policyVersion),
    ]);
    return { measures: measureCase(record, entries, pack, nowInstant()) };
  },
  'partner-links': (request) => partnerLinksOf(stores.cases, request),
  playbook: async (_request, record) => {
    const { pack } = await stores.packs.load(record.policyVersion);
    return { playbook: playbookOf(record.type, pack) ?? null };
  },
};

async function showPart(request: Request): Promise<APIGatewayProxyResult> {
  const record = await stores.cases.load(request.caseId);
  if (record === undefined) return refuse(noSuchCase(request.caseId));
  const name = request.event.pathParameters?.['command'] ?? '';
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part === undefined) {
    const detail = `A case has ${Object.keys(parts).join(', ')}, tasks and actions.`;
    return refuse(problemOf('no-such-part', 404, 'No such part', detail));
  }
  return ok(await part(request, record));
}

function command(request: Request): Promise<APIGatewayProxyResult> {
  const name = request.event.pathParameters?.['command'] ?? '';
  const other = others.get(name);
  if (other !== undefined) return other(request);
  return carryOut(request, findCommand(name, request.body, others.keys()));
}

async function carryOut(request: Request, found: FoundCommand): Promise<APIGatewayProxyResult> {
  const { caller, requestId, traceparent, caseId } = request;
  if (!found.ok) return refuse(found.problem);
  if (!may(caller.roles, found.right)) return forbidden(found.right);
  const read = found.read();
  if (!read.ok) return refuse('invalid' in read ? invalid(read.invalid) : read.problem);
  const actor = { kind: 'person', id: caller.id } as const;
  return answerOf(await performCommand(stores, { caseId, actor, requestId, traceparent }, read.command));
}

async function erase({ caseId, caller, requestId, traceparent, body }: Request): Promise<APIGatewayProxyResult> {
  const read = readBodyBy(privacyCommands.erase, body);
  if (!read.ok) return refuse(read.problem);
  const by = { actor: { kind: 'person', id: caller.id }, cause: { kind: 'command', id: requestId } } as const;
  return answerOf(await eraseCase(stores.cases, { caseId, traceparent, by, reason: read.body.reason }));
}

async function showTasks({ caseId }: Request): Promise<APIGatewayProxyResult> {
  const record = await stores.cases.load(caseId);
  return record === undefined ? refuse(noSuchCase(caseId)) : ok({ tasks: await tasksOf(record) });
}

/** The tasks of a case, each with what has to come before it. */
async function tasksOf(record: Case): Promise<readonly (Task & { readonly waits: readonly string[] })[]> {
  const tasks = await stores.cases.tasks(record.id);
  const heard = await heardFor(stores.cases, record, tasks);
  return tasks.map((one) => ({ ...one, waits: isEnded(one.state) ? [] : waitsOf(one, tasks, heard) }));
}

async function endTask(request: Request): Promise<APIGatewayProxyResult> {
  const { command: verb = '' } = request.event.pathParameters ?? {};
  return carryOut(request, findTaskCommand(idInPath(request.event, 'taskId'), verb, request.body));
}

function answerOf(result: CommandResult): APIGatewayProxyResult {
  if (result.outcome === 'refused') return refuse(result.problem);
  const { outcome, record } = result;
  return ok({ outcome, case: record, ...(outcome === 'unchanged' ? { why: result.why } : {}) });
}
