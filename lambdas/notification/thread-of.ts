import type { Notice } from '../contracts/index.ts';
import { readMessageId } from './slack-message-id.ts';

/** Messages that are of one case alone, whatever its reader wishes: others may come in a digest, together with those of other cases. */
const OF_ONE_CASE: readonly Notice['purpose'][] = [
  'call',
  'approval',
  'approval_expired',
  'action_failed',
  'by_hand',
  'customer_not_told',
];

/** Whether a message belongs to a thread at all: what a shift begins with is of many cases, and the first call of a case begins its thread, so nothing has to be read for it. */
export function mayBelongToThread({ purpose, step, round, shift }: Notice): boolean {
  return shift === undefined && !(purpose === 'call' && step === 0 && round === 1);
}

/** By which name Slack knows the first message about the case to the same reader; undefined: there is none yet. */
export function threadOf(notice: Notice, notices: readonly Notice[]): string | undefined {
  const [first] = notices
    .filter(
      ({ id, channel, person, state, purpose, providerMessageId }) =>
        id !== notice.id &&
        channel === 'slack' &&
        person === notice.person &&
        state === 'handed_over' &&
        providerMessageId !== undefined &&
        OF_ONE_CASE.includes(purpose),
    )
    .sort((one, other) => ((one.handedOverAt ?? '') < (other.handedOverAt ?? '') ? -1 : 1));
  return first?.providerMessageId === undefined ? undefined : readMessageId(first.providerMessageId).ts;
}
