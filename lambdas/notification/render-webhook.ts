import type { Case, Notice } from '../contracts/index.ts';
import type { Message } from './compose-message.ts';
import { lineAsText } from './message-line.ts';

/** The body of a webhook: what a person would read, in parts, and the case by its fields. */
export function renderWebhook(message: Message, notice: Notice, record: Case, at: string): string {
  const { takeOverUrl } = message;
  const lists = message.lists?.map(({ title, lines }) => ({ title, lines: lines.map(lineAsText) }));
  const { headline, because, happened, atStake, owner, nextStep, tasks, byWhen, acknowledgeUrl, decideUrl } = message;
  return JSON.stringify({
    type: `notice.${notice.purpose}`,
    timestamp: at,
    data: {
      notice: {
        id: notice.id,
        purpose: notice.purpose,
        person: notice.person,
        possiblyRepeated: notice.possiblyRepeated,
      },
      case: {
        id: record.id,
        reference: message.reference,
        type: record.type,
        state: record.state,
        severity: record.severity?.level,
        team: record.owner?.team,
        region: record.region,
        references: record.references,
        acknowledgeBy: record.clocks?.acknowledge.dueAt,
        resolveBy: record.clocks?.resolve.dueAt,
      },
      message: { headline, because, happened, atStake, owner, nextStep, tasks, lists, byWhen },
      links: { acknowledge: acknowledgeUrl, decide: decideUrl, takeOver: takeOverUrl },
    },
  });
}
