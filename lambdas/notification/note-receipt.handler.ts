import { caseStore, noteDelivery } from '../case/index.ts';
import { queueHandler, traceparentFrom } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { anotherWay } from '../escalation/index.ts';
import { readTextReceipt } from './read-text-receipt.ts';

const cases = caseStore();
const otherwise = anotherWay(packStore());

/** Consumer of what End User Messaging tells about texts that it had taken: on the phone, or why not. It may come twice, or before we have noted that it was taken. */
export const handler = queueHandler('note-receipt', readTextReceipt, async (receipt, { log, meters }) => {
  if (receipt === undefined) return;
  const { caseId, noticeId, delivery } = receipt;
  const noted = await noteDelivery(
    cases,
    { caseId, noticeId, traceparent: traceparentFrom(undefined) },
    delivery,
    otherwise,
  );
  log.info('sms.receipt', { caseId, noticeId, state: delivery.state, reason: delivery.reason, noted });
  meters.count('LastWordsLost', noted === 'lost' ? 1 : 0);
  meters.count('TextsDelivered', delivery.state === 'delivered' ? 1 : 0);
  meters.count('TextsNotDelivered', delivery.state === 'bounced' ? 1 : 0);
});
