import type { Action, Case, SubjectReference } from '../contracts/index.ts';

/** By what the instance of a system is chosen in which an action is done: first of all the numbers of the documents that it changes. */
export function subjectOf(
  { subject, change }: Pick<Action, 'subject' | 'change'>,
  { region, businessUnit, references }: Pick<Case, 'region' | 'businessUnit' | 'references'>,
): Pick<Case, 'region' | 'businessUnit' | 'references'> {
  const numbers = [subject, change['order']].filter((value) => typeof value === 'string');
  const own = numbers.map((value): SubjectReference => ({ kind: 'order', issuer: 'action', value }));
  return { region, businessUnit, references: [...own, ...references] };
}
