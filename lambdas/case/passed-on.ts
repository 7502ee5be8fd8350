import { MOST_FORMER_HOLDERS } from '../contracts/index.ts';
import type { Case } from '../contracts/index.ts';

/** Whoever had it hears that others have it; not who has given it away themselves. */
export function passedOn(record: Case, by: string, at: string): Case {
  const { acknowledgedBy: person, passedOn: before = [], ...rest } = record;
  if (person === undefined) return record;
  const others = before.filter((one) => one.person !== person);
  const after = person === by ? others : [...others, { person, at }].slice(-MOST_FORMER_HOLDERS);
  return { ...rest, acknowledgedBy: person, ...(after.length === 0 ? {} : { passedOn: after }) };
}

/** Who has it, or was asked by name to take it. */
export function withWhom({ acknowledgedBy, owner }: Case): string | undefined {
  return acknowledgedBy ?? (owner?.assigned === true ? owner.person : undefined);
}
