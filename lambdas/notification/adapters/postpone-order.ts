import type { Case, NoticeOrder } from '../../contracts/index.ts';
import type { Postponed } from '../../case/index.ts';
import { now } from '../../platform/index.ts';
import { secondsUntilAsked } from '../postpone.ts';
import type { SendLater } from './later.ts';

export type Postpone = (order: NoticeOrder, record: Case, milliseconds: number) => Promise<Postponed>;

/** The order comes again when its channel wants to be asked, most severe first; should it be lost, the auditor finds the notice. */
export function postponer(sendLater: SendLater): Postpone {
  return async (order, record, milliseconds) => {
    const seconds = secondsUntilAsked(milliseconds / 1000, record.severity?.level);
    await sendLater(JSON.stringify(order), seconds);
    return { state: 'postponed', until: new Date(now() + seconds * 1000).toISOString() };
  };
}
