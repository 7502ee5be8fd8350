import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { createLog } from './logger.ts';
import type { Log } from './logger.ts';
import { createMeters } from './metrics.ts';
import type { Meters } from './metrics.ts';

export interface HandlerTools {
  readonly log: Log;
  readonly meters: Meters;
  readonly requestId: string;
}

/** Metrics leave with the invocation, also when it fails; a failure is logged once, by name, and thrown on: thrown means retry. */
export function around(room: string, log: Log, meters: Meters): middy.MiddlewareObj<unknown, unknown> {
  return {
    after: () => {
      meters.flush();
    },
    onError: (request) => {
      log.error(`${room}.failed`, {}, request.error);
      meters.flush();
    },
  };
}

/** A Lambda task of a state machine, or any function with one JSON input: parse strictly, run, answer. */
export function taskHandler<Input extends z.ZodType, Output>(
  room: string,
  input: Input,
  run: (input: z.infer<Input>, tools: HandlerTools) => Promise<Output>,
): (event: unknown, context: Context) => Promise<Output> {
  const log = createLog(room);
  const meters = createMeters(room);
  const handler = async (event: unknown, context: Context): Promise<Output> =>
    run(input.parse(event), { log, meters, requestId: context.awsRequestId });
  return middy(handler).use(around(room, log, meters));
}

/** Any other function: behind the gateway, called by the scheduler, an authorizer. Its event has the shape that AWS promises. */
export function eventHandler<Event, Result>(
  room: string,
  run: (event: Event, tools: HandlerTools) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  const log = createLog(room);
  const meters = createMeters(room);
  const handler = (event: Event, context: Context): Promise<Result> =>
    run(event, { log, meters, requestId: context.awsRequestId });
  return middy(handler).use(around(room, log, meters));
}

/**
 * A consumer of a queue. `body` reads the message's text. Each message has its own fate: one that throws is delivered again and ends in the dead-letter
 * queue with its reason in the log; the others are done.
 */
export function queueHandler<Body>(
  room: string,
  body: (text: string) => Body,
  run: (message: Body, tools: HandlerTools) => Promise<void>,
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const log = createLog(room);
  const meters = createMeters(room);
  const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const tools: HandlerTools = { log, meters, requestId: context.awsRequestId };
    const fates = await Promise.allSettled(event.Records.map(async (record) => run(body(record.body), tools)));
    const failed = event.Records.flatMap((record, index) => {
      const fate = fates[index];
      if (fate?.status !== 'rejected') return [];
      log.error(`${room}.message_failed`, { messageId: record.messageId }, fate.reason);
      return [{ itemIdentifier: record.messageId }];
    });
    meters.count('MessagesFailed', failed.length);
    return { batchItemFailures: failed };
  };
  return middy(handler).use(around(room, log, meters));
}
