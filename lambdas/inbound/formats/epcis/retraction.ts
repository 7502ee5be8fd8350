import { shown } from '../look-up.ts';
import type { Sender, SignalDraft } from '../translator.ts';
import type { EpcisEvent } from './read-event.ts';
import { isInstant } from './read-time.ts';
import { readTerm } from './vocabulary.ts';

type ErrorDeclaration = NonNullable<EpcisEvent['errorDeclaration']>;

/** GS1 Core Business Vocabulary 2.0, error reasons (https://ref.gs1.org/cbv/ER). */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['did_not_occur', 'It did not happen'],
  ['incorrect_data', 'It was reported with wrong data'],
]);

/**
 * EPCIS 2.0, 7.4.1.4: an event with an error declaration repeats the event that was wrong, its id included, so what was made of that one then can be made again now. The
 * events that put it right come as events of their own.
 */
export function retractionOf(
  declared: ErrorDeclaration,
  wrong: SignalDraft,
  retracts: string,
  { receivedAt }: Sender,
): { readonly draft: SignalDraft; readonly warnings: readonly string[] } {
  const { declarationTime, reason, correctiveEventIDs } = declared;
  const isDated = isInstant(declarationTime);
  const { part, reportId, references, place, lane } = wrong;
  const putRight = correctiveEventIDs.slice(0, 10).map((id) => id.slice(0, 150));
  return {
    draft: {
      kind: 'retraction',
      retracts,
      part,
      ...(reportId === undefined ? {} : { reportId }),
      references,
      ...(place === undefined ? {} : { place }),
      ...(lane === undefined ? {} : { lane }),
      ...(reason === undefined ? {} : { reason: reasonOf(reason) }),
      ...(putRight.length === 0 ? {} : { text: `Put right by ${putRight.join(', ')}.` }),
      occurredAt: isDated ? declarationTime : receivedAt,
      timeBasis: isDated ? 'sent' : 'received',
    },
    warnings: isDated ? [] : ['errorDeclaration has no declarationTime with an offset; the time of reception stands'],
  };
}

function reasonOf(sent: string) {
  const term = readTerm(sent, 'er', REASONS);
  if (!('word' in term)) return { scheme: 'epcis:errorReason', code: shown(sent) };
  const text = REASONS.get(term.word);
  return { scheme: 'cbv:er', code: term.word, ...(text === undefined ? {} : { text }) };
}
