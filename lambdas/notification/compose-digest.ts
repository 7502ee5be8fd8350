import type { Message } from './compose-message.ts';

/** Several messages that ask for nothing, as one. */
export function composeDigest(first: Message, others: readonly Message[]): Message {
  if (others.length === 0) return first;
  const all = [first, ...others];
  return {
    headline: `${String(all.length)} cases have moved on`,
    severity: all.map(({ severity }) => severity).toSorted()[0] ?? first.severity,
    because: 'Your digest: nothing in it asks for you now.',
    happened: all.map(({ reference, headline }) => `${reference} ${headline}`),
    atStake: [],
    owner: 'Whoever each case names.',
    nextStep: undefined,
    tasks: [],
    further: [],
    byWhen: undefined,
    acknowledgeUrl: undefined,
    standing: undefined,
    about: first.about,
    reference: first.reference,
    possiblyRepeated: all.some(({ possiblyRepeated }) => possiblyRepeated),
  };
}
