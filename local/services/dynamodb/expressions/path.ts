import type { Item, Value } from '../values.ts';

/** A document path: attribute names, and numbers for the elements of lists. The first part is always a name. */
export type Path = readonly (string | number)[];

export function describePath(path: Path): string {
  return `[${path.map((part) => (typeof part === 'number' ? `[${String(part)}]` : part)).join(', ')}]`;
}

export function headOf(path: Path): string {
  return String(path[0]);
}

export function valueAt(item: Item, path: Path): Value | undefined {
  const [head] = path;
  let value = typeof head === 'string' ? ownMember(item, head) : undefined;
  for (let index = 1; index < path.length && value !== undefined; index += 1) value = memberOf(value, path[index]);
  return value;
}

function memberOf(value: Value, part: string | number | undefined): Value | undefined {
  if (typeof part === 'number') return 'L' in value ? value.L[part] : undefined;
  return part !== undefined && 'M' in value ? ownMember(value.M, part) : undefined;
}

/** An attribute may be called `constructor`: only what the item holds itself counts. */
export function ownMember(item: Item, name: string): Value | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** What DynamoDB says of the first two paths that cannot stand in one expression. */
export function complaintOfOverlap(paths: readonly Path[]): string | undefined {
  for (const [index, later] of paths.entries()) {
    for (const earlier of paths.slice(0, index)) {
      const relation = relate(earlier, later);
      if (relation !== undefined)
        return `Two document paths ${relation} with each other; must remove or rewrite one of these paths; path one: ${describePath(earlier)}, path two: ${describePath(later)}`;
    }
  }
  return undefined;
}

function relate(one: Path, two: Path): 'overlap' | 'conflict' | undefined {
  const shorter = Math.min(one.length, two.length);
  for (let index = 0; index < shorter; index += 1) {
    if (typeof one[index] !== typeof two[index]) return 'conflict';
    if (one[index] !== two[index]) return undefined;
  }
  return 'overlap';
}
