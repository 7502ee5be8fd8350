import type { Action, JournalEntry } from '../contracts/index.ts';
import { messageDigest } from './decide-customer-message.ts';
import type { CustomerText } from './render-customer-message.ts';

export interface ProposedMessage extends CustomerText {
  readonly to: string;
}

export type FoundMessage =
  { readonly ok: true; readonly message: ProposedMessage } | { readonly ok: false; readonly why: string };

/** The message of an action, from the entry that has proposed it. What is found is what was approved, or it is not found: the action holds the digest. */
export function messageIn(
  entries: readonly JournalEntry[],
  { id, change }: Pick<Action, 'id' | 'change'>,
): FoundMessage {
  const entry = entries.find(({ happening }) => happening.what === 'ActionProposed' && happening.actionId === id);
  const said = (name: string): string | undefined => entry?.personal?.[name]?.value;
  const [to, subject, text] = [said('to'), said('subject'), said('text')];
  if (to === undefined || subject === undefined || text === undefined)
    return { ok: false, why: 'Its words were erased, so it cannot be sent.' };
  const message = { to, subject, text };
  if (messageDigest(to, message) !== change['message'])
    return { ok: false, why: 'Its words are not those that were approved.' };
  return { ok: true, message };
}

/** The address of the customer that the last triage has heard of; it stands beside the facts, so that it can be erased. */
export function addressIn(entries: readonly JournalEntry[]): string | undefined {
  const triaged = entries.findLast(
    ({ happening, actor }) =>
      actor.id === 'triage' && (happening.what === 'CaseTriaged' || happening.what === 'SeverityChanged'),
  );
  return triaged?.personal?.['contactEmail']?.value;
}
