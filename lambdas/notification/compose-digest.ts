import type { Message } from './compose-message.ts';
import type { Line } from './message-line.ts';

/** Several messages that could wait, as one: what each is about and how it stands, and what of them is still to be done. */
export function composeDigest(first: Message, others: readonly Message[]): Message {
  if (others.length === 0) return first;
  const all = [first, ...others];
  const asking = all.filter(isAsking);
  return {
    headline: `${String(all.length)} cases have moved on`,
    severity: all.map(({ severity }) => severity).toSorted()[0] ?? first.severity,
    because:
      asking.length === 0
        ? 'Your digest: nothing in it asks for you now.'
        : 'Your digest: it could wait until now, and some of it is for you to do.',
    happened: [],
    atStake: [],
    owner: 'It stands with each of them.',
    nextStep: undefined,
    tasks: asking.flatMap(({ reference, tasks }) => tasks.map((task) => `${reference} ${task}`)),
    lists: [{ title: 'What happened', lines: all.map(lineOf) }],
    further: [],
    byWhen: undefined,
    acknowledgeUrl: undefined,
    standing: undefined,
    about: first.about,
    reference: 'digest',
    possiblyRepeated: all.some(({ possiblyRepeated }) => possiblyRepeated),
  };
}

/** What is over has neither a deadline nor a next step. */
function isAsking({ byWhen, nextStep }: Message): boolean {
  return byWhen !== undefined || nextStep !== undefined;
}

function lineOf(message: Message): Line {
  const { reference, headline, because, owner, byWhen, caseUrl } = message;
  const rest = isAsking(message) ? [because, byWhen] : [owner];
  const said = `${reference} ${headline}. ${rest.filter((one) => one !== undefined).join(' ')}`;
  return { said, ...(caseUrl === undefined ? {} : { url: caseUrl }) };
}
