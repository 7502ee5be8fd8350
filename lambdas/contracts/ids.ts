import { hash } from 'node:crypto';

/**
 * An id that follows from what it names: the same parts give the same id, so doing a thing twice meets the first time. Parts are joined with
 * a separator that no part may smuggle in.
 */
export function deriveId(
  prefix: 'sig' | 'case' | 'ntc' | 'act' | 'rcp' | 'due' | 'sil' | 'rot' | 'plk',
  ...parts: readonly (string | number)[]
): string {
  return `${prefix}_${sha256Hex(JSON.stringify(parts)).slice(0, 32)}`;
}

/** What a JSON text says; undefined: it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON with sorted keys and without undefined members: equal values have equal text. What hashes and digests are made of. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, sorted);
}

/** Asked for each member. A copy that is filled takes half the time of one from pairs, and each entry of a journal is made of this. */
function sorted(_key: string, member: unknown): unknown {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(member).sort()) {
    const value: unknown = Reflect.get(member, name);
    // A member of that name is no prototype.
    if (name === '__proto__') Object.defineProperty(copy, name, { value, enumerable: true });
    else copy[name] = value;
  }
  return copy;
}

export function sha256Hex(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex');
}
