export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const LOOK_EVERY_MS = 10;
const PATIENCE_MS = 60_000;

/** Looks until there is something. Gives up when for a minute nothing has come, and `progress` has not moved either. */
export async function until<Value>(look: () => Value | undefined, progress: () => number = () => 0): Promise<Value> {
  let moved = performance.now();
  let seen = progress();
  for (;;) {
    const value = look();
    if (value !== undefined) return value;
    const now = progress();
    if (now !== seen) moved = performance.now();
    seen = now;
    if (performance.now() - moved > PATIENCE_MS) throw new Error('nothing came for a minute');
    await pause(LOOK_EVERY_MS);
  }
}
