import { createRandom } from '../../local/kernel/random.ts';

/** All chance of a history, from its seed. */
export interface Dice {
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
}

/** `purpose` keeps apart what is thrown for different things, so that one more throw here does not change everything there. */
export function createDice(seed: number, purpose: number): Dice {
  const random = createRandom(seed * 1_000_003 + purpose * 7_919);
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  return {
    chance: (probability) => random() < probability,
    between,
    pick: (list) => {
      const picked = list[between(0, list.length - 1)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}
