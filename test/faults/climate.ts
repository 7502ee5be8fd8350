import type { Dice } from './dice.ts';

/** What may go wrong at a call. */
export const faultKinds = [
  'crash before',
  'crash after',
  'kill before',
  'kill after',
  'throttle',
  'server error',
  'lost answer',
  'delay',
  'duplicate',
  'refused entry',
  'conflict',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What a history does to all places alike, and what a partner does to who asks it. */
export const weatherKinds = ['any order', 'late index', 'partner', 'bounced', 'replied'] as const;
export type WeatherKind = (typeof weatherKinds)[number];

/** How the outside treats one history. Not every one meets everything: together faults hide each other. */
export interface Climate {
  /** Probability that a call meets the kind, for a place that was not seen yet. */
  readonly rates: Readonly<Record<FaultKind, number>>;
  /** At most so many of the kind, where one costs much. */
  readonly most: Readonly<Partial<Record<FaultKind, number>>>;
  readonly shuffleQueues: boolean;
  /** Milliseconds by which indexes are behind. */
  readonly indexLag: number;
}

const RATE: Readonly<Record<FaultKind, number>> = {
  'crash before': 0.02,
  'crash after': 0.02,
  'kill before': 0.003,
  'kill after': 0.003,
  throttle: 0.05,
  'server error': 0.04,
  'lost answer': 0.04,
  delay: 0.08,
  duplicate: 0.15,
  'refused entry': 0.1,
  conflict: 0.08,
};

export function planClimate(dice: Dice): Climate {
  const rates: Record<FaultKind, number> = { ...RATE };
  for (const kind of faultKinds) rates[kind] = RATE[kind] * dice.pick([0, 0, 1, 1, 2]);
  return {
    rates,
    most: {
      'crash before': dice.between(1, 3),
      'crash after': dice.between(1, 3),
      'kill before': 1,
      'kill after': 1,
      throttle: 25,
      'server error': 20,
      'lost answer': 20,
    },
    shuffleQueues: dice.chance(0.5),
    indexLag: dice.pick([0, 0, 500, 5_000, 20_000]),
  };
}
