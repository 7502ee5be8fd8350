import type { Postponed } from '../../case/index.ts';
import type { Case, Notice, NoticeOrder } from '../../contracts/index.ts';
import type { HandlerTools } from '../../platform/index.ts';
import type { Postpone } from './postpone-order.ts';

/** Long enough for a connection that broke, short enough for whoever is being called. */
const ONCE_MORE_AFTER_MS = 5000;

interface Unheard {
  readonly notice: Notice;
  readonly record: Case;
  readonly order: NoticeOrder;
  readonly log: HandlerTools['log'];
}

/**
 * For channels that cannot say whether they have taken a message (ADR 0026): what got no answer is sent once more soon, marked as possibly repeated. Where that gets none either, it is thrown, and
 * goes the slow way of every hand-over without an outcome.
 */
export function onceMore(postpone: Postpone): (unheard: Unheard, error: unknown) => Promise<Postponed> {
  return async ({ notice, record, order, log }, error) => {
    if (notice.possiblyRepeated) throw error;
    const why = error instanceof Error ? error.name : 'unknown';
    log.warn('notice.unheard', { caseId: record.id, noticeId: notice.id, channel: notice.channel, why });
    return { ...(await postpone(order, record, ONCE_MORE_AFTER_MS)), mayHaveArrived: true };
  };
}
