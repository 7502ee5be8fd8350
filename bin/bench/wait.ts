export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Looks until there is something, for a minute at most. */
export async function until<Value>(look: () => Value | undefined): Promise<Value> {
  for (let turn = 0; turn < 6_000; turn += 1) {
    const value = look();
    if (value !== undefined) return value;
    await pause(10);
  }
  throw new Error('nothing came for a minute');
}
