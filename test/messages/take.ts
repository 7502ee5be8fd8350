import { addressIn, browser } from '../support/browser.ts';
import type { Told, World } from '../support/world.ts';

/** A message that is no first call, or that goes by another way. */
export interface OtherMessage {
  readonly name: string;
  readonly what: string;
  readonly told: Told;
  /** What a link in it opens, where that is what is shown. */
  readonly page?: string;
}

export type Take = (name: string, what: string, wanted: (told: Told) => boolean) => void;

/** Keeps the newest message of a kind, one in Slack as it stands now, and fails where nobody was told any. */
export function taker(world: World, played: OtherMessage[]): Take {
  return (name, what, wanted) => {
    const told = world.told.findLast(wanted);
    if (told === undefined) throw new Error(`nobody was told: ${name}`);
    const slack = world.partners.slack.messages.find(({ ts }) => ts === told.slack?.ts);
    played.push({ name, what, told: slack === undefined ? told : { ...told, slack: structuredClone(slack) } });
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

/** Keeps the page behind a link of the newest mail of a kind, or behind one of a page behind that. */
export async function takePage(
  world: World,
  played: OtherMessage[],
  {
    name,
    what,
    by: [first = '', ...further],
  }: Pick<OtherMessage, 'name' | 'what'> & { readonly by: readonly string[] },
  wanted: (told: Told) => boolean,
): Promise<void> {
  const told = world.told.findLast((one) => one.mail !== undefined && wanted(one));
  if (told === undefined) throw new Error(`nobody was told: ${name}`);
  const { open } = browser(world);
  let seen = await open(addressIn(world, told.to, first));
  for (const label of further) seen = await open(seen.links.get(label) ?? `no ${label}`);
  played.push({ name, what, told, page: seen.html });
}
