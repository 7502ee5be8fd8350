import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { raiser } from '../inbound/index.ts';
import { connect, inGroups, nowInstant, parseEnvironment, queueHandler, traceparentFrom } from '../platform/index.ts';
import { loadAction } from './adapters/action-store.dynamo.ts';
import { systemDocuments } from './adapters/system-documents.ts';
import { daysBefore, writtenOn } from './adapters/written-store.dynamo.ts';
import type { Written } from './adapters/written-store.dynamo.ts';
import { driftOf, driftSignal } from './find-drift.ts';
import { subjectOf } from './subject-of.ts';

const { WRITINGS_QUEUE } = parseEnvironment({ WRITINGS_QUEUE: z.string() });
const cases = caseStore();
const documentsOf = systemDocuments();
const raise = raiser('reconcile-writings');
const queue = connect(SQSClient);

/** The night begins, or a page of a day that this function has sent itself. */
const message = z.union([
  z.strictObject({ night: z.literal(true) }),
  z.strictObject({ day: z.iso.date(), after: z.string().optional() }),
]);
type Page = Exclude<z.infer<typeof message>, { night: true }>;

/** Documents in one message, and how many at a time: a system of record is asked gently at night too. */
const PAGE = 50;
const AT_A_TIME = 5;

/**
 * Consumer of the writings queue: compares what we have written with what the systems of record say now. Reading changes nothing and a drift is one report by its
 * id, so a page may be done twice. A system that does not answer brings the page back later.
 */
export const handler = queueHandler(
  'reconcile-writings',
  (text) => message.parse(JSON.parse(text)),
  async (body, { log, meters }) => {
    if ('night' in body) {
      await send(daysBefore(nowInstant()).map((day) => ({ day })));
      return;
    }
    const written = await writtenOn(cases, body.day, body.after, PAGE);
    const fates = await inGroups(written, AT_A_TIME, compare);
    const found = fates.filter((fate) => fate.status === 'fulfilled' && fate.value).length;
    const failed = fates.filter((fate) => fate.status === 'rejected');
    log.info('writings.compared', { day: body.day, compared: written.length, found, failed: failed.length });
    meters.count('WritingsCompared', written.length);
    meters.count('DriftsFound', found);
    const [first] = failed;
    if (first !== undefined)
      throw new Error(`${String(failed.length)} documents could not be read`, { cause: first.reason });
    const last = written.at(-1);
    if (written.length === PAGE && last !== undefined) await send([{ day: body.day, after: last.queueSk }]);
  },
);

async function compare({ summary: { caseId, actionId } }: Written): Promise<boolean> {
  const action = await loadAction(cases, caseId, actionId);
  const record = await cases.load(caseId);
  // Guard: what was taken back is not said any more, and is no drift.
  if (action === undefined || record === undefined || action.state === 'compensated') return false;
  const documents = documentsOf(action.type, subjectOf(action, record), action.instance);
  const drift = driftOf(action, await documents.read(action.subject));
  if (drift === undefined) return false;
  await raise(driftSignal(action, record, drift, { at: nowInstant(), traceparent: traceparentFrom(undefined) }));
  return true;
}

async function send(pages: readonly Page[]): Promise<void> {
  const { Failed = [] } = await queue.send(
    new SendMessageBatchCommand({
      QueueUrl: WRITINGS_QUEUE,
      Entries: pages.map((page, index) => ({ Id: String(index), MessageBody: JSON.stringify(page) })),
    }),
  );
  if (Failed.length > 0) throw new Error(`${String(Failed.length)} pages were not taken by the queue`);
}
