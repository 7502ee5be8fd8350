import type { Dice } from './dice.ts';
import type { Deed } from './plan-deeds.ts';
import type { Spell } from './plan.ts';

const MINUTE = 60_000;

/** Ways of the first call, beside Slack and mail, and how they fail. */
export interface Channels {
  /** By which the first step of a ladder calls. */
  readonly first: readonly string[];
  readonly spells: readonly Spell[];
  readonly deaf: readonly Deaf[];
  readonly deeds: readonly Deed[];
}

/** A phone that gets no texts for a while. */
export interface Deaf {
  readonly from: number;
  readonly to: number;
  readonly phone: string;
  readonly how: 'unreachable' | 'invalid' | 'blocked' | 'silent';
}

/** Of those who are on duty in the default pack. */
const PHONES = ['+14380000001', '+351210000001'] as const;

export function planChannels(length: number, dice: Dice): Channels {
  const while_ = (): { readonly from: number; readonly to: number } => {
    const from = dice.between(0, Math.floor(length / 2));
    return { from, to: Math.min(length, from + dice.between(5, 60) * MINUTE) };
  };
  return {
    first: dice.pick([
      ['sms'],
      ['teams'],
      ['webhook'],
      ['sms', 'teams'],
      ['slack', 'webhook'],
      ['slack', 'sms', 'teams', 'webhook', 'email'],
    ]),
    spells: Array.from({ length: dice.between(1, 4) }, () => ({
      ...while_(),
      partner: dice.pick(['teams', 'sink'] as const),
      how: dice.pick(['slow', 'fails', 'nonsense', 'refuses', 'ratelimited', 'gone'] as const),
    })),
    deaf: Array.from({ length: dice.between(0, 3) }, () => ({
      ...while_(),
      phone: dice.pick(PHONES),
      how: dice.pick(['unreachable', 'invalid', 'blocked', 'silent'] as const),
    })),
    deeds: Array.from({ length: dice.between(1, 4) }, () => ({
      at: dice.between(2 * MINUTE, length),
      does: dice.pick(['reply by sms', 'reply by sms', 'reply by sms as somebody else'] as const),
      twice: dice.chance(0.4),
      toIncident: false,
    })),
  };
}
