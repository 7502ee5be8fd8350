/** Until when each place at an instance is taken, in epoch milliseconds; one that is not named is free. */
export type Places = Readonly<Record<string, number>>;

/** Some place of so many that nobody has at that moment; undefined where all are taken. Whoever died with one has it until its time is over. `dice`: 0 to 1. */
export function freePlace(taken: Places, atOnce: number, at: number, dice: number): string | undefined {
  const free = Array.from({ length: atOnce }, (_, number) => `place${String(number)}`).filter(
    (place) => (taken[place] ?? 0) <= at,
  );
  return free[Math.floor(dice * free.length)];
}
