import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { createCaseStore } from '../case/index.ts';
import { mailDesk } from '../inbound/index.ts';
import type { MailDecision } from '../contracts/index.ts';
import { createLog, httpHandler, idInPath, parseEnvironment } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { actorOf, commandOf, serveRoutes } from './adapters/serve-routes.ts';
import type { Ask, Routes } from './adapters/serve-routes.ts';
import { shownQuarantined } from './adapters/show-quarantined.ts';
import { invalid, ok, problemOf, refuse } from './answer.ts';
import { mailCommands } from '../contracts/api/requests.ts';
import { decisionOf, unfitTypes } from './read-mail-request.ts';

const environment = parseEnvironment({
  CASES_TABLE: z.string(),
  REFERENCE_TABLE: z.string(),
  RAW_BUCKET: z.string(),
  EVENT_BUS: z.string(),
});
const cases = createCaseStore(environment.CASES_TABLE);
const packs = packStore();
const desk = mailDesk({
  referenceTable: environment.REFERENCE_TABLE,
  rawBucket: environment.RAW_BUCKET,
  eventBus: environment.EVENT_BUS,
  log: createLog('serve-mails'),
});

const routes: Routes = {
  'GET /v1/mails': ['decide-mail', list],
  'GET /v1/sources/{sourceId}/mails/{mailId}': ['decide-mail', look],
  'POST /v1/sources/{sourceId}/mails/{mailId}/{command}': ['decide-mail', commandOf({ decide })],
};

/** Mails that a person has to decide: a function of its own, because it reads mail and publishes what people make of it. */
export const handler = httpHandler('serve-mails', (event, tools) => serveRoutes(routes, event, tools));

const idOf = ({ event }: Ask): string => idInPath(event, 'mailId');

async function list(): Promise<APIGatewayProxyResult> {
  return ok({ items: (await desk.waiting()).map(shownQuarantined) });
}

async function look(ask: Ask): Promise<APIGatewayProxyResult> {
  const mail = await desk.read(ask.id, idOf(ask));
  if (mail === undefined)
    return refuse(problemOf('quarantine-no-such-mail', 404, 'No such mail', 'GET /v1/mails lists those that wait.'));
  return ok({ ...shownQuarantined(mail), mails: await desk.words(mail) });
}

async function decide(ask: Ask): Promise<APIGatewayProxyResult> {
  const read = mailCommands.decide.safeParse(ask.body);
  if (!read.success) return refuse(invalid(read.error));
  const asked = read.data;
  const found = asked.act === 'attach' ? await cases.load(asked.caseId) : undefined;
  const decision = decisionOf(asked, found);
  if (decision === undefined)
    return refuse(
      problemOf('case-not-open', 409, 'No open case', 'Name a case that is not closed, merged or withdrawn.'),
    );
  const unfit = unfitTypes(decision, (await packs.active()).pack);
  if (unfit.length > 0)
    return refuse({
      ...problemOf('invalid-request', 400, 'The request does not fit', 'See errors for each field.'),
      errors: unfit,
    });
  return decided(ask, decision);
}

async function decided(ask: Ask, decision: MailDecision): Promise<APIGatewayProxyResult> {
  const result = await desk.decide(ask.id, idOf(ask), decision, actorOf(ask));
  if (!result.ok) return refuse(result.problem);
  const [first] = decision.act === 'report' ? result.signals : [];
  const links = first === undefined ? {} : { case: `/v1/cases?signal=${first}` };
  return ok({ ...shownQuarantined(result.mail), signals: result.signals, links });
}
