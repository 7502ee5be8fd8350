import { subjectReference } from '../contracts/index.ts';
import type { PolicyPack, SubjectReference } from '../contracts/index.ts';
import { isForPeople } from '../inbound/decide-mail.ts';
import type { Quarantined } from '../inbound/decide-quarantine.ts';
import type { Page } from './render-page.ts';

/** Longer mails are read where they lie. */
const MOST_WORDS = 4000;

export interface MailShown {
  readonly mail: Quarantined;
  readonly words: readonly { readonly from: string; readonly subject: string; readonly text: string }[];
  readonly pack: Pick<PolicyPack, 'types' | 'people'>;
  /** What was missing in the form that was sent. */
  readonly missing?: string;
}

/** The page on which somebody says what a mail reports: the mail, what we would take it for, and the numbers that were found. */
export function mailPage({ mail, words, pack, missing }: MailShown): Page {
  const found = mail.rejections.flatMap(({ toDecide }) => toDecide ?? []);
  const candidates = found.flatMap(({ candidates: likely }) => likely);
  const { types } = pack;
  const titleOf = (type: string): string => types[type]?.title ?? type;
  const likely = candidates.map(({ type, probability }) => {
    const title = type === 'none' ? 'No trouble' : titleOf(type);
    return { type, label: `${title} (${String(Math.round(probability * 100))} %)` };
  });
  const offered = likely.filter(({ type }) => isForPeople(type, pack));
  const others = Object.keys(types)
    .filter((type) => isForPeople(type, pack) && !offered.some((one) => one.type === type))
    .map((type) => ({ type, label: titleOf(type) }));
  return {
    title: 'What does this mail report?',
    lines: [
      ...(missing === undefined ? [] : [`${missing} Nothing has happened yet.`]),
      ...mail.rejections.filter(({ toDecide }) => toDecide !== undefined).map(({ detail }) => detail),
      ...(likely.length === 0 ? [] : [`We would take it for: ${likely.map(({ label }) => label).join(', ')}.`]),
      ...(words.length === 0 ? ['Its words are not kept any more.'] : []),
    ],
    quotes: words.map(
      ({ from, subject, text }) => `From: ${from}\nSubject: ${subject}\n\n${text.slice(0, MOST_WORDS)}`,
    ),
    fields: [
      {
        kind: 'one',
        name: 'type',
        label: 'What is wrong',
        options: [...offered, ...others].map(({ type, label }) => ({ value: type, label })),
      },
      { kind: 'some', name: 'reference', label: 'Numbers that it names', options: optionsOf(found.flatMap(numbersOf)) },
      { kind: 'line', name: 'number', label: 'Another number' },
      {
        kind: 'one',
        name: 'kind',
        label: 'is that of a',
        options: subjectReference.shape.kind.options.map((kind) => ({ value: kind, label: kind.replaceAll('_', ' ') })),
      },
      {
        kind: 'words',
        name: 'words',
        label: 'In your words; has to be said where it reports no trouble or is discarded',
      },
    ],
    buttons: { report: 'It reports this', 'no-trouble': 'It reports no trouble', discard: 'Discard it' },
  };
}

/** Whoever comes later hears what it was. */
export function decidedPage({ acts, state }: Quarantined, { people }: Pick<PolicyPack, 'people'>): Page {
  const last = acts.at(-1);
  const who = people.find(({ id }) => id === last?.actor.id)?.name ?? last?.actor.id ?? 'somebody';
  return { title: 'Nothing to decide', lines: [`The mail is ${state} already, by ${who}.`] };
}

const numbersOf = ({ references }: { readonly references: readonly SubjectReference[] }) => references;

const optionsOf = (references: readonly SubjectReference[]) =>
  references.map((reference) => ({
    value: JSON.stringify(reference),
    label: `${reference.kind.replaceAll('_', ' ')} ${reference.value}`,
  }));
