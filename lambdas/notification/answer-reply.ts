import type { Case, Person, PolicyPack } from '../contracts/index.ts';
import { isLive } from '../case/states.ts';
import { answerToClick } from './answer-to-click.ts';
import { shortReference } from './compose-message.ts';
import { HOW_TO_REPLY } from './how-to-reply.ts';
import type { Wish } from './read-wish.ts';

/** What whoever replied reads when nothing was done. It says what to do instead. */
export const replyRefusals = {
  forged: 'This address was not made by Fairlead, so nothing was changed. Reply to a message of the case.',
  expired: 'This message is too old to be replied to, so nothing was changed. Reply to a newer one of the case.',
  wrongSender:
    'This message was sent to somebody else, so nothing was changed. Reply from the address to which it was sent, or ask that person.',
  unknownPerson:
    'Fairlead does not know you any more, so nothing was changed. Ask whoever keeps your policy pack to put you under `people`.',
  unknownCase: 'This case is not here any more. Nothing was changed.',
  noCode: 'Put the code of the message behind it, so that we know which case you mean: ACK and the six characters.',
  unknownCode:
    'This code was not sent to your number, so nothing was changed. Answer with the code of a newer message.',
  onlyCode:
    'Nothing was changed. Put ACK before the code to take the case, RESOLVE and what was done to end it, or any words as a note.',
  nothingSaid: `Your reply was empty, so nothing was changed. ${HOW_TO_REPLY}`,
} as const;

const NOTED = 'your note is in the record of the case.';

/** What was done, for somebody who cannot see it. */
export function answerDone(record: Case, { do: done }: Wish, reader: Person): string {
  const reference = shortReference(record);
  if (done === 'acknowledge' && record.acknowledgedBy !== reader.id)
    return `${reference}: you have acknowledged it. It takes somebody else, too, so others are still called.`;
  if (done === 'acknowledge') return `${reference}: you have it. Nobody else is called.`;
  if (done === 'resolve') return `${reference}: it is resolved. Whoever was called for it hears so.`;
  const isFree = record.state === 'open' || record.state === 'triaged';
  return `${reference}: ${NOTED}${isFree ? ' Nobody has it yet: reply "ack" to take it.' : ''}`;
}

/** Of a case that goes on it is said why it was refused: that whoever asks has it already, they know. Of one that is over, how it ended. */
export function answerRefused(record: Case, reader: Person, pack: PolicyPack, why: string): string {
  return isLive(record) && why !== ''
    ? `${shortReference(record)}: nothing was changed. ${why}`
    : answerToClick(record, reader, pack, why);
}

/** Why nothing was done, and how the case stands. */
export function answerNotDone(record: Case, reader: Person, pack: PolicyPack, why: string, isReplay: boolean): string {
  return isReplay
    ? `${shortReference(record)}: this reply was taken already. Nothing was changed.`
    : answerToClick(record, reader, pack, why);
}

/** Of what somebody else was faster with: what was written beside it is kept. */
export function answerNoted(record: Case, reader: Person, pack: PolicyPack, why: string): string {
  return `${answerToClick(record, reader, pack, why)} What you have written is in the record of the case.`;
}
