import { noticeOrder } from '../../contracts/index.ts';
import { caseStore, handOverNotice } from '../../case/index.ts';
import type { HandOver } from '../../case/index.ts';
import { queueHandler } from '../../platform/index.ts';

/** Consumer of a channel's queue, the same for all channels; only the hand-over differs. */
export function channelHandler(room: string, handOver: HandOver) {
  const cases = caseStore();
  return queueHandler(
    room,
    (text) => noticeOrder.parse(JSON.parse(text)),
    async (order, { meters, log }) => {
      const outcome = await handOverNotice(cases, order, handOver);
      log.info('notice.outcome', { caseId: order.caseId, noticeId: order.noticeId, channel: order.channel, outcome });
      meters.count('NoticesHandedOver', outcome === 'handed_over' ? 1 : 0);
      meters.count('NoticesSuppressed', outcome === 'suppressed' ? 1 : 0);
      meters.count('NoticesPostponed', outcome === 'postponed' ? 1 : 0);
      meters.count('NoticesFailed', outcome === 'failed' ? 1 : 0);
    },
  );
}
