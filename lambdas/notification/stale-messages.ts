import type { Notice } from '../contracts/index.ts';
import { HAND_OVER_PATIENCE_MS } from '../case/decide-notice.ts';

export interface StaleMessages {
  /** Calls that Slack has, and knows by a name. */
  readonly delivered: readonly Notice[];
  /** One is on its way this moment and has no name yet: look again. */
  readonly isOneUnderWay: boolean;
}

/** Messages with a button: they say that somebody is wanted. */
const calls = ({ purpose, clock }: Notice): boolean =>
  purpose === 'call' || purpose === 'grown' || (purpose === 'clock' && clock === 'acknowledge');

/** Which messages of a case in Slack may say what is no longer true: those that call for it or, after something has happened to a proposal, those that ask for that. */
export function staleMessages(notices: readonly Notice[], nowMs: number, actionId?: string): StaleMessages {
  const isMeant = (notice: Notice): boolean =>
    actionId === undefined ? calls(notice) : notice.purpose === 'approval' && notice.actionId === actionId;
  const asked = notices.filter((notice) => notice.channel === 'slack' && isMeant(notice));
  return {
    delivered: asked.filter(
      ({ state, providerMessageId }) => state === 'handed_over' && providerMessageId !== undefined,
    ),
    // A hand-over without an outcome for so long is given up or repeated; nothing is known of what it may have left.
    isOneUnderWay: asked.some(
      ({ state, begunAt }) =>
        state === 'sending' && begunAt !== undefined && nowMs - Date.parse(begunAt) <= HAND_OVER_PATIENCE_MS,
    ),
  };
}
