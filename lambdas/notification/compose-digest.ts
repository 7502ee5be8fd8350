import type { Message } from './compose-message.ts';
import type { Line } from './message-line.ts';

/** Several messages that ask for nothing, as one. */
export function composeDigest(first: Message, others: readonly Message[]): Message {
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    headline: `${String(all.length)} cases have moved on`,
    severity: all.map(({ severity }) => severity).toSorted()[0] ?? first.severity,
    because: 'Your digest: nothing in it asks for you now.',
    happened: [],
    atStake: [],
    owner: 'Whoever each case names.',
    nextStep: undefined,
    tasks: [],
    lists: [{ title: 'What happened', lines: all.map(lineOf) }],
    further: [],
    byWhen: undefined,
    acknowledgeUrl: undefined,
    standing: undefined,
    about: first.about,
    reference: first.reference,
    possiblyRepeated: all.some(({ possiblyRepeated }) => possiblyRepeated),
  };
}

function lineOf({ reference, headline, caseUrl }: Message): Line {
  return { said: `${reference} ${headline}`, ...(caseUrl === undefined ? {} : { url: caseUrl }) };
}
