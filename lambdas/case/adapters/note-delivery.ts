import type { Delivery } from '../../contracts/index.ts';
import { decideDelivery } from '../decide-delivery.ts';
import { afterEnd } from './after-end.ts';
import type { AnotherWay } from './after-end.ts';
import type { CaseStore } from './case-store.dynamo.ts';
import { endNotice } from './notice-store.dynamo.ts';
import { perform } from './perform.ts';

/** `lost`: noted; its reader was to hear it although the case is over, and there is no way left. */
export type Noted = 'noted' | 'nothing' | 'unknown' | 'lost';

/** Notes what a channel says of a message that it had taken, with the other way to its reader where the case is over. Doing it twice does it once. */
export async function noteDelivery(
  store: CaseStore,
  subject: { readonly caseId: string; readonly noticeId: string; readonly traceparent: string },
  delivery: Delivery,
  anotherWay: AnotherWay,
): Promise<Noted> {
  const noted = await perform<Noted>(store, subject, async (record, at) => {
    const notice = await store.loadNotice(subject.caseId, subject.noticeId);
    if (notice === undefined) return { commit: false, answer: 'unknown' };
    const decision = decideDelivery(notice, delivery);
    switch (decision.do) {
      case 'nothing':
        return { commit: false, answer: 'nothing' };
      case 'come-back-later':
        throw new Error(`the hand-over of ${notice.id} has no outcome yet`);
      case 'note': {
        const { after, act } = decision;
        const then = await afterEnd(store, { record, after, at }, anotherWay);
        return {
          commit: true,
          acts: [act, ...then.acts],
          with: { notices: then.notices, extra: [endNotice(store.table, notice, after)] },
          answer: () => (then.isLastWordLost ? 'lost' : 'noted'),
        };
      }
    }
  });
  return noted ?? 'unknown';
}
