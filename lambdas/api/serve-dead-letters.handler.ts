import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { discardWish, letterLook, redriveWish } from '../contracts/index.ts';
import type { Problem, RedriveOutcome } from '../contracts/index.ts';
import { redactPayload } from '../inbound/index.ts';
import { httpHandler, parseEnvironment, settingReader } from '../platform/index.ts';
import {
  boxByPlace,
  createBatchBox,
  createLetterBox,
  createRedriveLog,
  deadLetterKeeper,
  functionCaller,
  letterKeeper,
  readerCaller,
} from '../redrive/index.ts';
import type { Letter } from '../redrive/index.ts';
import { actorOf, commandOf, partOf, serveRoutes } from './adapters/serve-routes.ts';
import type { Ask, Routes } from './adapters/serve-routes.ts';
import { answered, invalid, ok, problemOf, refuse } from './answer.ts';
import { nothing } from '../contracts/api/requests.ts';
import { may } from './rights.ts';

const environment = parseEnvironment({
  STAGE: z.string(),
  REFERENCE_TABLE: z.string(),
  RAW_BUCKET: z.string(),
  DEAD_LETTERS: z.string(),
});
const letters = deadLetterKeeper({
  names: environment.DEAD_LETTERS.split(','),
  // Settings and not environment: where all queues lie is more than an environment holds.
  setting: settingReader(`/fairlead/${environment.STAGE}`),
  box: boxByPlace(createLetterBox(), createBatchBox()),
  call: functionCaller(),
  callReader: readerCaller(),
  keep: letterKeeper(environment.RAW_BUCKET),
  log: createRedriveLog(environment.REFERENCE_TABLE),
});

const routes: Routes = {
  'GET /v1/dead-letters': ['see-dead-letters', async () => ok({ items: await letters.list() })],
  'GET /v1/dead-letters/{queue}': ['see-dead-letters', look],
  'GET /v1/dead-letters/{queue}/{command}': ['see-dead-letters', (ask) => commandOf({ history })(ask)],
  'POST /v1/dead-letters/{queue}/{command}': ['mend-dead-letters', (ask) => commandOf({ redrive: redriveAll })(ask)],
  'POST /v1/dead-letters/{queue}/letters/{letterId}/{command}': [
    'mend-dead-letters',
    (ask) => commandOf({ redrive: redriveOne, discard })(ask),
  ],
};

/** Dead letters of all queues: a function of its own, because it may take them from there and send them where they came from. */
export const handler = httpHandler('serve-dead-letters', (event, tools) => serveRoutes(routes, event, tools));

async function look(ask: Ask): Promise<APIGatewayProxyResult> {
  const read = letterLook.safeParse(ask.event.queryStringParameters ?? {});
  if (!read.success) return refuse(invalid(read.error));
  const isWhole = may(ask.caller.roles, 'see-dead-letter-text');
  return answered(await letters.look(partOf(ask, 'queue'), read.data.limit), (found) => ({
    items: found.map((letter) => shownLetter(letter, isWhole)),
  }));
}

async function history(ask: Ask): Promise<APIGatewayProxyResult> {
  return answered(await letters.history(partOf(ask, 'queue')), (items) => ({ items }));
}

async function redriveAll(ask: Ask): Promise<APIGatewayProxyResult> {
  const read = redriveWish.safeParse(ask.body);
  if (!read.success) return refuse(invalid(read.error));
  return answered(await letters.redriveAll(partOf(ask, 'queue'), read.data.limit, actorOf(ask)), (done) => done);
}

async function redriveOne(ask: Ask): Promise<APIGatewayProxyResult> {
  const read = nothing.safeParse(ask.body);
  if (!read.success) return refuse(invalid(read.error));
  const done = await letters.redriveOne(partOf(ask, 'queue'), partOf(ask, 'letterId'), actorOf(ask));
  if (done.ok && done.value.outcome === 'refused') return refuse(notSentBack(done.value));
  return answered(done, (outcome) => outcome);
}

/** Whoever it went to could not do it; or nobody here is meant by it. */
const notSentBack = ({ to, why = '' }: RedriveOutcome): Problem =>
  to === undefined
    ? problemOf('dead-letter-no-way-back', 409, 'It does not belong to this queue', why)
    : problemOf('dead-letter-failed-again', 409, 'It failed again', why);

async function discard(ask: Ask): Promise<APIGatewayProxyResult> {
  const read = discardWish.safeParse(ask.body);
  if (!read.success) return refuse(invalid(read.error));
  const done = await letters.discard(partOf(ask, 'queue'), partOf(ask, 'letterId'), actorOf(ask), read.data.reason);
  return answered(done, (record) => record);
}

function shownLetter({ id, firstSentAt, received, buriedBy, from, error, body }: Letter, isWhole: boolean): object {
  const bytes = Buffer.from(body, 'utf8');
  return {
    id,
    firstSentAt,
    received,
    buriedBy,
    ...(from === undefined ? {} : { from }),
    ...(error === undefined ? {} : { error }),
    body: isWhole ? { text: body } : { redacted: redactPayload(bytes), bytes: bytes.length },
  };
}
