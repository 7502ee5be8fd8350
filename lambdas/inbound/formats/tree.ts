/** Reading JSON of which only some members matter: whatever else is there, or is of another kind, is passed over. */
export type Tree = Readonly<Record<string, unknown>>;

export function treeOf(value: unknown): Tree | undefined {
  return isTree(value) ? value : undefined;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A member of its own by a path of names and, in lists, numbers, e.g. `items/0/sku`: what an object inherits is none. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((inside, name) => {
    if (Array.isArray(inside)) return /^\d{1,9}$/.test(name) ? listOf(inside)[Number(name)] : undefined;
    return isTree(inside) && Object.hasOwn(inside, name) ? inside[name] : undefined;
  }, value);
}

/** What a member says, as trimmed text: texts, numbers, yes and no. Undefined where it says nothing. */
export function textIn(value: unknown, path: string): string | undefined {
  return wordOf(valueAt(value, path));
}

export function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
    ? String(value)
    : undefined;
}

export function numberIn(value: unknown, path: string): number | undefined {
  const text = textIn(value, path);
  const number = text === undefined ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
