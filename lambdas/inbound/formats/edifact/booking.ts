import { draftOf } from '../draft.ts';
import { distinctReferences, referenceTo } from '../references.ts';
import { firstOf, timesIn } from './read-time.ts';
import { beginningOf, noSubject, partnerIn, referencesOr } from './reader.ts';
import type { Reader } from './reader.ts';
import { remarksIn } from './references.ts';

interface Answer {
  readonly text: string;
  readonly isRefused?: true;
  readonly isTaken?: true;
}

/** UN/EDIFACT 4343, response type (EANCOM, IFTMBC: https://ref.gs1.org/standards/eancom/1997/). Conditions stand in the text, as those of a truck that is accepted with some do. */
const RESPONSES: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['AP', { text: 'Booking accepted', isTaken: true }],
  ['CA', { text: 'Booking conditionally accepted', isTaken: true }],
  ['PE', { text: 'Booking pending' }],
  ['RE', { text: 'Booking rejected', isRefused: true }],
]);

/** UN/EDIFACT 1225, message function, where the type of the response is left out. */
const FUNCTIONS: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['1', { text: 'Booking cancelled', isRefused: true }],
  ['27', { text: 'Booking not accepted', isRefused: true }],
]);

const CONFIRMED: Answer = { text: 'Booking confirmed', isTaken: true };

/** IFTMBC, booking confirmation: the carrier takes what was booked, or does not. */
export function readBooking(reader: Reader): void {
  const { message, sender, part } = reader;
  const { number, function: purpose, response } = beginningOf(reader);
  const partner = partnerIn(message.segments, ['CA', 'FW', 'MS'], reader);
  const references = distinctReferences([
    ...referencesOr(message.segments, partner, reader),
    ...referenceTo('customer_reference', number, partner),
  ]);
  if (references.length === 0) {
    noSubject(reader);
    return;
  }
  const byFunction = FUNCTIONS.get(purpose);
  const answer = byFunction ?? RESPONSES.get(response);
  if (answer === undefined && response !== '')
    reader.warn(`${part}: "${response.slice(0, 10)}" is no response type that we know; it is taken as progress`);
  const { text, isRefused, isTaken } = answer ?? (response === '' ? CONFIRMED : { text: 'Booking answered' });
  const [scheme, code] =
    byFunction === undefined ? (['edifact:4343', response || 'none'] as const) : (['edifact:1225', purpose] as const);
  const remarks = remarksIn(message.segments).slice(0, 10);
  reader.drafts.push(
    draftOf(
      {
        part,
        references,
        time: firstOf(timesIn(message.segments, {}, sender.zone), ['137']),
        trouble: isRefused === true ? 'transport.capacity_rejected' : undefined,
        milestone: isRefused === true ? undefined : { name: isTaken === true ? 'booked' : 'other', at: 'actual' },
        reason: { scheme, code, text },
        text: [`${text}.`, ...remarks].join(' '),
      },
      sender,
    ),
  );
}
