import { foresee, isLive, perform } from '../../case/index.ts';
import type { Act, AnotherWay, CaseStore } from '../../case/index.ts';
import { addressDigest } from '../decide-customer-message.ts';
import { hearMail } from '../hear-mail.ts';
import type { MailNews } from '../hear-mail.ts';
import { putOptOut } from './opt-outs.dynamo.ts';
import { loadSent, noteSent, putSent } from './sent-store.dynamo.ts';
import type { MessageKey } from './sent-store.dynamo.ts';

/**
 * Notes what the mail service says of a message to a customer. Twice, late and in any order comes to the same. While the case lives, its lifecycle wakes and tells whoever has it; after its
 * end there is none, so whoever had it is told by a notice that is claimed in the same transaction, and the auditor orders it.
 */
export async function noteCustomerMail(
  cases: CaseStore,
  key: MessageKey & { readonly traceparent: string },
  news: MailNews,
  tellAtEnd: AnotherWay,
): Promise<'noted' | 'nothing' | 'unknown'> {
  if (news.what === 'sent') {
    await noteSent(cases, key, news.providerMessageId);
    return 'noted';
  }
  if (news.what === 'complained')
    for (const address of news.addresses)
      await putOptOut(cases, addressDigest(address), { wants: 'no-mail', how: 'complaint' });
  const noted = await perform<'noted' | 'nothing'>(cases, key, async (record, at) => {
    const heard = hearMail(await loadSent(cases, key), news, key.actionId);
    if (heard === undefined) return { commit: false, answer: 'nothing' };
    const act: Act = {
      actor: { kind: 'system', id: 'customers' },
      cause: { kind: 'command', id: news.providerMessageId },
      happening: heard.happening,
    };
    const after = foresee(record, act, at);
    const told = isLive(after) ? undefined : await tellAtEnd(after, await cases.notices(record.id), at);
    return {
      commit: true,
      acts: told === undefined ? [act] : [act, told.act],
      with: { notices: told?.notices ?? [], extra: [putSent(cases.table, key, heard.after)] },
      answer: () => 'noted',
    };
  });
  return noted ?? 'unknown';
}
