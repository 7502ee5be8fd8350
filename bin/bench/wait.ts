export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const LOOK_EVERY_MS = 10;
/** Longer than any queue hides a message whose function has died: it comes again, and is late but not lost. */
const PATIENCE_MS = 400_000;

/** Looks until there is something. Gives up when for minutes nothing has come, and `progress` has not moved either. */
export async function until<Value>(look: () => Value | undefined, progress: () => number = () => 0): Promise<Value> {
  let moved = performance.now();
  let seen = progress();
  for (;;) {
    const value = look();
    if (value !== undefined) return value;
    const now = progress();
    if (now !== seen) moved = performance.now();
    seen = now;
    if (performance.now() - moved > PATIENCE_MS) throw new Error('nothing came for minutes');
    await pause(LOOK_EVERY_MS);
  }
}
