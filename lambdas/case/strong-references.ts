import { strongSubjectKinds } from '../contracts/index.ts';
import type { SubjectReference } from '../contracts/index.ts';

/** References that identify one thing: on their timelines progress is kept. */
export function strongReferences(references: readonly SubjectReference[]): readonly SubjectReference[] {
  const strong: readonly string[] = strongSubjectKinds;
  const found = references.filter(({ kind }) => strong.includes(kind));
  return found.length > 0 ? found : references;
}

/** Each reference once: senders repeat them. */
export function distinct(references: readonly SubjectReference[]): readonly SubjectReference[] {
  return [
    ...new Map(
      references.map((reference) => [JSON.stringify([reference.kind, reference.issuer, reference.value]), reference]),
    ).values(),
  ];
}
