import type { Delivery } from '../../contracts/index.ts';
import { decideDelivery } from '../decide-delivery.ts';
import type { CaseStore } from './case-store.dynamo.ts';
import { endNotice } from './notice-store.dynamo.ts';
import { perform } from './perform.ts';

/** Notes what a channel says of a message that it had taken; the lifecycle wakes and looks for another way. Doing it twice does it once. */
export async function noteDelivery(
  store: CaseStore,
  subject: { readonly caseId: string; readonly noticeId: string; readonly traceparent: string },
  delivery: Delivery,
): Promise<'noted' | 'nothing' | 'unknown'> {
  const noted = await perform<'noted' | 'nothing' | 'unknown'>(store, subject, async () => {
    const notice = await store.loadNotice(subject.caseId, subject.noticeId);
    if (notice === undefined) return { commit: false, answer: 'unknown' };
    const decision = decideDelivery(notice, delivery);
    switch (decision.do) {
      case 'nothing':
        return { commit: false, answer: 'nothing' };
      case 'come-back-later':
        throw new Error(`the hand-over of ${notice.id} has no outcome yet`);
      case 'note':
        return {
          commit: true,
          acts: [decision.act],
          with: { extra: [endNotice(store.table, notice, decision.after)] },
          answer: () => 'noted',
        };
    }
  });
  return noted ?? 'unknown';
}
