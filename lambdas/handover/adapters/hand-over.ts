import { isLive, perform, traceOf } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { NoticeOrder } from '../../contracts/index.ts';
import type { PublishNotices } from '../../escalation/index.ts';
import type { PackStore } from '../../policy/index.ts';
import { claimHandover } from '../claim-handover.ts';
import type { Handover } from '../join-shifts.ts';
import { openCasesOf } from './open-cases.dynamo.ts';
import { shiftMarks } from './shift-marks.dynamo.ts';

export interface Stores {
  readonly cases: CaseStore;
  readonly packs: PackStore;
}

/** `missed`: whatever it could be claimed with has just ended; the next run looks again. */
export type HandoverOutcome = 'told' | 'nothing' | 'known' | 'missed';

/** So many cases are tried to claim it with: they may end at this very moment. */
const MOST_CLAIMS = 3;

/**
 * Hands a shift over: one message to whoever has come, claimed together with the mark that says so. A death before leaves nothing; after it, the messages are in the due index
 * and the auditor orders them.
 */
export async function handOver(
  { cases, packs }: Stores,
  publish: PublishNotices,
  handover: Handover,
): Promise<HandoverOutcome> {
  const marks = shiftMarks(cases);
  if (await marks.isMade(handover)) return 'known';
  const { rows, pack } = await openCasesOf(cases, packs, handover.shift);
  if (rows.length === 0) return (await marks.make(handover)) ? 'nothing' : 'known';
  for (const { id } of rows.slice(0, MOST_CLAIMS)) {
    const traceparent = await traceOf(cases, id);
    const claimed = await perform<'known' | 'ended' | readonly NoticeOrder[]>(
      cases,
      { caseId: id, traceparent },
      async (record, at) => {
        // Guard: a shift is handed over once, also by two runs at once.
        if (await marks.isMade(handover)) return { commit: false, answer: 'known' };
        const claim = isLive(record) ? claimHandover(record, handover, pack, at) : undefined;
        if (claim === undefined) return { commit: false, answer: 'ended' };
        const orders = claim.notices.map(({ id: noticeId, caseId, channel }): NoticeOrder => ({
          contract: 'notice-order/1',
          noticeId,
          caseId,
          channel,
          traceparent,
        }));
        const extra = [marks.inTransaction(handover)];
        return { commit: true, acts: [claim.act], with: { notices: claim.notices, extra }, answer: () => orders };
      },
    );
    if (claimed === 'known') return 'known';
    if (claimed === 'ended' || claimed === undefined) continue;
    await publish(claimed);
    return 'told';
  }
  return 'missed';
}
