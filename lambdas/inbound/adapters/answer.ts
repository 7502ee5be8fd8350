import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Problem } from '../../contracts/index.ts';
import type { TakenBefore } from './receive.ts';
import type { Received } from './take-in.ts';

/** A payload may hold more than an answer does (Lambda answers with 6 MB at most); the rest is found by its source. */
const MOST_LISTED = 1000;

export function answerTo(received: Received | TakenBefore): APIGatewayProxyResult {
  const answer = received.ok
    ? 'before' in received
      ? takenBefore(received)
      : accepted(received)
    : problemAnswer(received.problem);
  const headers = { ...answer.headers, ...received.headers };
  const { acknowledgement } = received;
  if (acknowledgement === undefined) return { ...answer, headers };
  // Its status says the same as ours, and the sender asked for this one.
  return {
    ...answer,
    headers: { ...headers, 'content-type': acknowledgement.contentType },
    body: acknowledgement.body,
  };
}

/** 202 as the first time: to the sender it is done. */
function takenBefore({ before: { at, signals, first } }: TakenBefore): APIGatewayProxyResult {
  return {
    statusCode: 202,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      signals: [],
      quarantined: [],
      takenBefore: { at, signals },
      links: first === undefined ? {} : { cases: `/v1/cases?signal=${first}` },
    }),
  };
}

/** 202: which reports were read, where their cases will be, and which parts were not read. */
function accepted({
  signals,
  rejections,
  quarantineId,
  warnings,
}: Extract<Received, { ok: true }>): APIGatewayProxyResult {
  const first = signals.find(({ kind }) => kind === 'exception') ?? signals[0];
  return {
    statusCode: 202,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      signals: signals.slice(0, MOST_LISTED).map((signal) => ({
        id: signal.id,
        kind: signal.kind,
        ...('type' in signal ? { type: signal.type } : {}),
        at: signal.occurredAt,
      })),
      quarantined: rejections.slice(0, MOST_LISTED).map(({ part, pointer, detail, mend }) => ({
        id: quarantineId,
        part,
        pointer,
        reason: detail,
        ...(mend === undefined ? {} : { mend }),
      })),
      ...(signals.length > MOST_LISTED ? { moreSignals: signals.length - MOST_LISTED } : {}),
      ...(warnings === 0 ? {} : { warnings }),
      links: first === undefined ? {} : { cases: `/v1/cases?signal=${first.id}` },
    }),
  };
}

export function problemAnswer(problem: Problem): APIGatewayProxyResult {
  return {
    statusCode: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(problem.status === 503 ? { 'retry-after': '30' } : {}),
      // RFC 9110 wants a challenge beside 401; the problem names the header to send.
      ...(problem.status === 401 ? { 'www-authenticate': 'Fairlead-Signature' } : {}),
    },
    body: JSON.stringify(problem),
  };
}
