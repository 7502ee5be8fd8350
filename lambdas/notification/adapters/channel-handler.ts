import { noticeOrder } from '../../contracts/index.ts';
import { caseStore, handOverNotice } from '../../case/index.ts';
import type { CaseStore, HandOver } from '../../case/index.ts';
import type { Notice } from '../../contracts/index.ts';
import { loadAction } from '../../actions/index.ts';
import { queueHandler } from '../../platform/index.ts';

/** Consumer of a channel's queue, the same for all channels; only the hand-over differs. */
export function channelHandler(room: string, handOver: HandOver) {
  const cases = caseStore();
  return queueHandler(
    room,
    (text) => noticeOrder.parse(JSON.parse(text)),
    async (order, { meters, log }) => {
      const outcome = await handOverNotice(cases, order, async (notice, record, current) => {
        const why = await whyNotAsked(cases, notice);
        // Guard: nobody is asked for what is decided.
        if (why !== undefined) return { state: 'suppressed', reason: why };
        return handOver(notice, record, current);
      });
      log.info('notice.outcome', { caseId: order.caseId, noticeId: order.noticeId, channel: order.channel, outcome });
      meters.count('NoticesHandedOver', outcome === 'handed_over' ? 1 : 0);
      meters.count('NoticesSuppressed', outcome === 'suppressed' ? 1 : 0);
      meters.count('NoticesPostponed', outcome === 'postponed' ? 1 : 0);
      meters.count('NoticesFailed', outcome === 'failed' ? 1 : 0);
    },
  );
}

/** Somebody has answered already, or the time is over: nobody is asked for an approval that does nothing. */
async function whyNotAsked(cases: CaseStore, notice: Notice): Promise<string | undefined> {
  if (notice.purpose !== 'approval' || notice.actionId === undefined) return undefined;
  const action = await loadAction(cases, notice.caseId, notice.actionId);
  return action?.state === 'awaiting_approval' ? undefined : `the action is ${action?.state ?? 'not there'}`;
}
