import { distinctReferences, referenceTo } from '../references.ts';
import { readStop } from './read-legs.ts';
import { groupsOf, noSubject, partnerIn } from './reader.ts';
import type { Reader } from './reader.ts';
import { referencesIn, vesselsOf } from './references.ts';

/** Schedule and availability of a voyage: what is expected where. Late is what is estimated after its schedule. */
export function readSchedule(reader: Reader): void {
  const { before: header, groups } = groupsOf(reader.message.segments, ['TDT']);
  const partner = partnerIn(header, ['CA', 'MS', 'CF'], reader);
  const before = reader.drafts.length;
  const shared = distinctReferences(referencesIn(header, partner, reader.sender));
  for (const [index, voyage] of (groups.length === 0 ? [reader.message.segments] : groups).entries()) {
    const tdt = voyage.find(({ tag }) => tag === 'TDT');
    const references = distinctReferences([
      ...vesselsOf(tdt, partner),
      ...referenceTo('customer_reference', tdt?.elements[1]?.[0], partner),
      ...referencesIn(voyage, partner, reader.sender),
      ...shared,
    ]);
    if (references.length === 0) {
      noSubject(reader);
      continue;
    }
    const part = groups.length < 2 ? reader.part : `${reader.part}, TDT ${index + 1}`;
    for (const [number, stop] of groupsOf(voyage, ['LOC']).groups.entries()) {
      const warn = (text: string): void => reader.warn(`${part}: ${text}`);
      readStop(stop, { part: `${part}, LOC ${number + 1}`, references, common: {}, warn, tellsActuals: true }, reader);
    }
  }
  if (reader.drafts.length === before) reader.warn(`${reader.part}: no place has a time; it was passed over`);
}
