import { perform } from '../../case/index.ts';
import type { Act, CaseStore } from '../../case/index.ts';
import { addressDigest } from '../decide-customer-message.ts';
import { hearMail } from '../hear-mail.ts';
import type { MailNews } from '../hear-mail.ts';
import { putOptOut } from './opt-outs.dynamo.ts';
import { loadSent, noteSent, putSent } from './sent-store.dynamo.ts';
import type { MessageKey } from './sent-store.dynamo.ts';

/** Notes what the mail service says of a message to a customer. Twice, late and in any order comes to the same. */
export async function noteCustomerMail(
  cases: CaseStore,
  key: MessageKey & { readonly traceparent: string },
  news: MailNews,
): Promise<'noted' | 'nothing' | 'unknown'> {
  if (news.what === 'sent') {
    await noteSent(cases, key, news.providerMessageId);
    return 'noted';
  }
  if (news.what === 'complained')
    for (const address of news.addresses)
      await putOptOut(cases, addressDigest(address), { wants: 'no-mail', how: 'complaint' });
  const noted = await perform<'noted' | 'nothing'>(cases, key, async () => {
    const heard = hearMail(await loadSent(cases, key), news, key.actionId);
    if (heard === undefined) return { commit: false, answer: 'nothing' };
    const act: Act = {
      actor: { kind: 'system', id: 'customers' },
      cause: { kind: 'command', id: news.providerMessageId },
      happening: heard.happening,
    };
    return {
      commit: true,
      acts: [act],
      with: { extra: [putSent(cases.table, key, heard.after)] },
      answer: () => 'noted',
    };
  });
  return noted ?? 'unknown';
}
