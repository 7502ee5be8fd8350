import type { Told, World } from '../support/world.ts';

/** A message that is no first call, or that goes by another way. */
export interface OtherMessage {
  readonly name: string;
  readonly what: string;
  readonly told: Told;
}

export type Take = (name: string, what: string, wanted: (told: Told) => boolean) => void;

/** Keeps the newest message of a kind, and fails where nobody was told any. */
export function taker(world: World, played: OtherMessage[]): Take {
  return (name, what, wanted) => {
    const told = world.told.findLast(wanted);
    if (told === undefined) throw new Error(`nobody was told: ${name}`);
    played.push({ name, what, told });
  };
}

/** By mail, with these words in its subject. */
export const mailed =
  (words: string) =>
  ({ mail }: Told): boolean =>
    mail?.subject.includes(words) === true;

/** In Slack, with these words in what a phone shows. */
export const slacked =
  (words: string) =>
  ({ channel, headline }: Told): boolean =>
    channel === 'slack' && headline.includes(words);
