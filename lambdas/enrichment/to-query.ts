import type { SubjectReference } from '../contracts/index.ts';

/** Query parameters for references; each kind under the name that the system has for it, else as `reference`. */
export function toQuery(
  references: readonly SubjectReference[],
  names: Readonly<Partial<Record<SubjectReference['kind'], string>>> = {},
): string {
  return references.map(({ kind, value }) => `${names[kind] ?? 'reference'}=${encodeURIComponent(value)}`).join('&');
}
