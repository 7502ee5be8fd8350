import type { Case, Person, PolicyPack } from '../contracts/index.ts';
import { shortReference } from './compose-message.ts';
import { localTime } from './say-time.ts';
import { standingOf } from './standing.ts';

/** What whoever clicked reads when nothing was done. It says what to do instead. */
export const clickRefusals = {
  unknownButton: 'This button does nothing any more. Look for a newer message of this case.',
  othersToo: 'You have approved it. It takes somebody else, too, before anything is done.',
  unknownCase: 'This case is not here any more. Nothing was changed.',
  unknownPerson:
    'Fairlead does not know your Slack account, so nothing was changed. Ask whoever keeps your policy pack to put your Slack member ID with your name under `people`, or use the link in the e-mail.',
} as const;

/** What a click that changed nothing is answered: who has the case, or why it cannot be taken. */
export function answerToClick(record: Case, reader: Person, pack: PolicyPack, why: string): string {
  const standing = standingOf(record, reader, pack);
  if (standing === undefined) return `${shortReference(record)}: ${why}`;
  const isHeld = record.state === 'acknowledged' || record.state === 'in_progress';
  if (isHeld && record.acknowledgedBy === reader.id && record.acknowledgedAt !== undefined) {
    return `${standing.mark} ${shortReference(record)}: you have it since ${localTime(record.acknowledgedAt, reader.zone)}.`;
  }
  return `${standing.mark} ${shortReference(record)}: ${standing.line}`;
}
