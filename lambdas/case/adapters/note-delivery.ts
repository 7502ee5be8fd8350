import type { Case, Delivery, Notice } from '../../contracts/index.ts';
import type { Act } from '../apply-acts.ts';
import { decideDelivery, isLost } from '../decide-delivery.ts';
import { whyUnwanted } from '../decide-notice.ts';
import { isLive } from '../states.ts';
import type { CaseStore } from './case-store.dynamo.ts';
import { endNotice } from './notice-store.dynamo.ts';
import { perform } from './perform.ts';

/** Finds another way to whoever was not reached; undefined: there is none, or they were reached otherwise. */
export type AnotherWay = (
  record: Case,
  notices: readonly Notice[],
  at: string,
) => Promise<{ readonly act: Act; readonly notices: readonly Notice[] } | undefined>;

/** `lost`: noted; its reader was to hear it although the case is over, and there is no way left. */
export type Noted = 'noted' | 'nothing' | 'unknown' | 'lost';

/**
 * Notes what a channel says of a message that it had taken. While the case lives, its lifecycle wakes and looks for another way; after its end the other way is claimed here, in the same
 * transaction, and the auditor orders it. Doing it twice does it once.
 */
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
        const isOver = !isLive(record) && isLost(after) && whyUnwanted(after, record, at) === undefined;
        const known = isOver ? await store.notices(record.id) : [];
        const told = known.map((one) => (one.id === after.id ? after : one));
        const way = isOver ? await anotherWay(record, told, at) : undefined;
        const isReached = told.some((one) => isToSame(one, after) && !isLost(one));
        return {
          commit: true,
          acts: [act, ...(way === undefined ? [] : [way.act])],
          with: { notices: way?.notices ?? [], extra: [endNotice(store.table, notice, after)] },
          answer: () => (isOver && way === undefined && !isReached ? 'lost' : 'noted'),
        };
      }
    }
  });
  return noted ?? 'unknown';
}

function isToSame(one: Notice, { person, purpose }: Notice): boolean {
  return one.person === person && one.purpose === purpose;
}
