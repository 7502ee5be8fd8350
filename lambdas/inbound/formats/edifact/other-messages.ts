import { draftOf } from '../draft.ts';
import { distinctReferences, referenceTo } from '../references.ts';
import { firstOf, timesIn } from './read-time.ts';
import { beginningOf, noSubject, partnerIn, referencesOr } from './reader.ts';
import type { Reader } from './reader.ts';
import { referencesIn, remarksIn, vesselsOf } from './references.ts';

/** A cargo report to customs: what is on its way, and no answer. */
export function readCargoReport(reader: Reader): void {
  const { message, sender } = reader;
  const partner = partnerIn(message.segments, ['CA', 'MS'], reader);
  const consignments = message.segments
    .filter(({ tag }) => tag === 'CNI')
    .flatMap(({ elements }) => referenceTo('bill_of_lading', elements[1]?.[0], partner));
  const references = [...consignments, ...referencesIn(message.segments, partner, sender)];
  // UN/EDIFACT 8067: by sea.
  const main = message.segments.find(({ tag, elements }) => tag === 'TDT' && elements[2]?.[0]?.trim() === '1');
  const named = references.length > 0 ? references : referencesOr(message.segments, partner, reader);
  const about = distinctReferences(named.length > MOST_NAMED ? named : [...named, ...vesselsOf(main, partner)]);
  if (about.length === 0) {
    noSubject(reader);
    return;
  }
  const time = firstOf(timesIn(message.segments, {}, sender.zone), ['137']);
  reader.drafts.push(draftOf({ part: reader.part, references: about, time }, sender));
}

const MOST_NAMED = 45;

/** An application error: ours was not taken, and says why in ERC and FTX. Without an error it only acknowledges. */
export function readApplicationError(reader: Reader): void {
  const { message, sender } = reader;
  const error = message.segments.find(({ tag }) => tag === 'ERC');
  const isRefused = error !== undefined || beginningOf(reader).function === '27';
  if (!isRefused) {
    reader.warn(`${reader.part}: an acknowledgement, passed over`);
    return;
  }
  const partner = partnerIn(message.segments, ['MS', 'SU'], reader);
  const references = [
    ...referencesOr(message.segments, partner, reader),
    ...message.segments
      .filter(({ tag, elements }) => tag === 'RFF' && /^(ACE|AGO|ACW|AAG|TN)$/.test(elements[0]?.[0] ?? ''))
      .flatMap(({ elements }) => referenceTo('customer_reference', elements[0]?.[1], sender.issuer)),
  ];
  if (references.length === 0) {
    noSubject(reader);
    return;
  }
  refuse(reader, references, { scheme: 'edifact:9321', code: error?.elements[0]?.[0]?.trim() || 'none' });
}

/** The syntax of ours was not understood: UCI or UCM with action 4. */
export function readControl(reader: Reader): void {
  const { message, sender } = reader;
  const answers = message.segments.filter(({ tag }) => tag === 'UCI' || tag === 'UCM' || tag === 'UCF');
  const refused = answers.find(({ tag, elements }) => elements[tag === 'UCI' ? 3 : 2]?.[0]?.trim() === '4');
  if (refused === undefined) {
    reader.warn(`${reader.part}: an acknowledgement, passed over`);
    return;
  }
  const references = referenceTo('customer_reference', refused.elements[0]?.[0], sender.issuer);
  if (references.length === 0) {
    noSubject(reader);
    return;
  }
  const code = refused.elements[refused.tag === 'UCI' ? 4 : 3]?.[0]?.trim();
  refuse(reader, references, { scheme: 'edifact:0085', code: code || 'none' });
}

function refuse(
  reader: Reader,
  references: ReturnType<typeof referenceTo>,
  reason: { readonly scheme: string; readonly code: string },
): void {
  const { message, sender, part } = reader;
  const time = firstOf(timesIn(message.segments, {}, sender.zone), ['137']);
  const text = ['Our message was refused.', ...remarksIn(message.segments)].join(' ');
  reader.drafts.push(
    draftOf(
      {
        part,
        references,
        time,
        trouble: 'integration.payload_rejected',
        reason: { ...reason, text: remarksIn(message.segments)[0] },
        text,
      },
      sender,
    ),
  );
}
