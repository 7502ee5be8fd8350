import type { Delivery, Notice } from '../contracts/index.ts';
import type { Act } from './apply-acts.ts';

export type DeliveryDecision =
  | { readonly do: 'nothing'; readonly why: string }
  | { readonly do: 'come-back-later' }
  | { readonly do: 'note'; readonly after: Notice; readonly act: Act };

/** What is known later says more than what was known before. */
const WEIGHT: Readonly<Record<Delivery['state'], number>> = {
  delayed: 1,
  delivered: 2,
  rejected: 3,
  bounced: 3,
  complained: 4,
};

/** What a channel says of a message that it had taken. It may say it twice, late, and before we have noted that it took it. */
export function decideDelivery(notice: Notice, delivery: Delivery): DeliveryDecision {
  if (notice.state === 'claimed' || notice.state === 'sending') return { do: 'come-back-later' };
  if (notice.state !== 'handed_over') return { do: 'nothing', why: `it was ${notice.state}` };
  const { state, reason } = delivery;
  // Guard: what is known of a delivery is noted once, and never taken back by less.
  if (notice.delivery !== undefined && WEIGHT[notice.delivery.state] >= WEIGHT[state])
    return { do: 'nothing', why: `it was ${notice.delivery.state}` };
  const { id: noticeId, channel } = notice;
  return {
    do: 'note',
    after: { ...notice, delivery },
    act: {
      actor: { kind: 'system', id: `notification/${channel}` },
      cause: { kind: 'lifecycle', id: noticeId },
      happening:
        state === 'delivered'
          ? { what: 'NoticeDelivered', noticeId, channel }
          : { what: 'NoticeUndelivered', noticeId, channel, delivery: state, reason },
    },
  };
}

const ARRIVED: readonly Delivery['state'][] = ['delivered', 'complained'];

/** It did not reach its reader, or nobody knows when it will. */
export function isLost({ state, delivery }: Notice): boolean {
  return state === 'failed' || (delivery !== undefined && !ARRIVED.includes(delivery.state));
}

/** Whether its reader may be told more over this channel: they got it, or it is on its way. */
export function hasReached({ state, delivery }: Notice): boolean {
  return (state === 'handed_over' || state === 'sending') && (delivery?.state ?? 'delivered') === 'delivered';
}
