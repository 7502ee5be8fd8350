import type { NoticeOrder } from '../contracts/index.ts';
import * as z from 'zod';
import { auditAction, performOnAction } from '../actions/index.ts';
import {
  caseStore,
  createRelay,
  DUE_SHARDS,
  dueBefore,
  giveUpNotice,
  perform,
  postponeNotice,
  traceOf,
} from '../case/index.ts';
import type { DueItem } from '../case/index.ts';
import { endSilences } from '../maintenance/index.ts';
import { packStore } from '../policy/index.ts';
import { eventHandler, now, nowInstant, parseEnvironment } from '../platform/index.ts';
import { anotherWay } from './adapters/another-way.ts';
import { heartbeat } from './adapters/heartbeat.ts';
import { noticeTopic } from './adapters/notice-topic.ts';
import { auditCase, auditNotice, STUCK_MS } from './audit-due.ts';

const environment = parseEnvironment({
  EVENT_BUS: z.string(),
  LIFECYCLE_ARN: z.string(),
  ACTION_ARN: z.string(),
  NOTICES_TOPIC: z.string(),
  HEARTBEAT_URL: z.url().optional(),
});
const cases = caseStore();
const packs = packStore();
const relay = createRelay(cases, {
  eventBus: environment.EVENT_BUS,
  lifecycleArn: environment.LIFECYCLE_ARN,
  actionArn: environment.ACTION_ARN,
});
const otherwise = anotherWay(packs);
const publish = noticeTopic(environment.NOTICES_TOPIC);
const beat = heartbeat(environment.HEARTBEAT_URL);

/** Of one shard in one minute; what is left comes a minute later, oldest first. */
const MOST_PER_SHARD = 100;

/** Each minute: whatever fell due and did not happen is done again. Reads the due index only, so its work is bounded by what is late. */
export const handler = eventHandler('audit-cases', async (_event: unknown, { log, meters, requestId }) => {
  const before = new Date(now() - STUCK_MS).toISOString();
  const due = (await Promise.all(DUE_SHARDS.map((shard) => dueBefore(cases, shard, before, MOST_PER_SHARD)))).flat();
  const counts = { case: 0, journal: 0, notice: 0, action: 0, failed: 0 };
  for (const item of due) {
    try {
      if (await mend(item, requestId)) counts[item.kind] += 1;
    } catch (error) {
      counts.failed += 1;
      log.error('auditor.item_failed', { kind: item.kind, caseId: item.caseId }, error);
    }
  }
  const ended = await endSilences({ cases, packs });
  if (ended.cases + ended.failed > 0) log.info('silences.ended', { ...ended });
  meters.count('SilencedLookedAt', ended.cases);
  counts.failed += ended.failed;
  if (due.length > 0) log.warn('auditor.found', { ...counts });
  meters.count('AuditorRuns', 1);
  meters.count('LifecyclesRestarted', counts.case);
  meters.count('EntriesRelayedAgain', counts.journal);
  meters.count('NoticesOrderedAgain', counts.notice);
  meters.count('ActionsRestarted', counts.action);
  meters.count('AuditorFailures', counts.failed);
  const unheard = await beat();
  if (unheard !== undefined) log.warn('auditor.heartbeat_failed', { why: unheard });
  return { found: due.length, failed: counts.failed };
});

function mend(item: DueItem, run: string): Promise<boolean> {
  if (item.kind === 'journal') return relayAgain(item);
  if (item.kind === 'action') return restartAction(item, run);
  return item.kind === 'notice' ? orderAgain(item) : restartOrClose(item, run);
}

async function relayAgain({ caseId, sequence }: Extract<DueItem, { kind: 'journal' }>): Promise<boolean> {
  const outgoing = await cases.loadOutbox(caseId, sequence);
  if (outgoing !== undefined) await relay(outgoing);
  return outgoing !== undefined;
}

async function orderAgain({ caseId, noticeId }: Extract<DueItem, { kind: 'notice' }>): Promise<boolean> {
  const notice = await cases.loadNotice(caseId, noticeId);
  if (notice === undefined) return false;
  const order: NoticeOrder = {
    contract: 'notice-order/1',
    noticeId,
    caseId,
    channel: notice.channel,
    traceparent: await traceOf(cases, caseId),
  };
  const audit = auditNotice(notice, nowInstant());
  if (audit.do === 'give-up') {
    await giveUpNotice(cases, order, audit.reason, otherwise);
    return true;
  }
  // The order goes out first: a death between the two leads to one order more, not to one less.
  await publish([order]);
  await postponeNotice(cases, notice, audit.next);
  return true;
}

async function restartOrClose({ caseId }: DueItem, run: string): Promise<boolean> {
  const changed = await perform(cases, { caseId, traceparent: await traceOf(cases, caseId) }, (record, at) => {
    const acts = auditCase(record, at, run);
    return acts.length === 0 ? { commit: false, answer: false } : { commit: true, acts, answer: () => true };
  });
  return changed === true;
}

async function restartAction(
  { caseId, actionId }: Extract<DueItem, { kind: 'action' }>,
  run: string,
): Promise<boolean> {
  const request = { caseId, actionId, traceparent: await traceOf(cases, caseId) };
  const restarted = await performOnAction<boolean>({ cases, packs }, request, ({ action, at }) => {
    const audit = auditAction(action, at, run);
    if (audit === undefined) return { commit: false, answer: false };
    return { commit: true, acts: [audit.act], actions: [audit.after], answer: true };
  });
  return restarted === true;
}
