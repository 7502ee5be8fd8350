import type { World } from '../support/world.ts';
import type { Dice } from './dice.ts';
import { PARTNER } from './plan-agreements.ts';

type Ask = () => Promise<{ readonly status: number }>;

/** A customer ends our messages, by the link or by the button of their mail program. */
export function optOut(world: World, dice: Dice): Ask | undefined {
  const link = pickLink(world, dice, 'opt-outs');
  if (link === undefined) return undefined;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return () => world.begin('POST', link, { headers, body: 'List-Unsubscribe=One-Click' });
}

export function openPartnerLink(world: World, dice: Dice): Ask | undefined {
  const link = pickLink(world, dice, 'partner');
  return link === undefined ? undefined : () => world.begin('GET', link);
}

/** As a browser does it: opens the page, and sends the form that is there. `onTaken` hears the words for which we have thanked. */
export function answerAsPartner(world: World, dice: Dice, onTaken: (note: string) => void): Ask | undefined {
  const link = pickLink(world, dice, 'partner');
  if (link === undefined) return undefined;
  const note = `Mrs Example says it is there by ${String(dice.between(1, 1_000_000))}.`;
  const address = dice.chance(0.9) ? PARTNER : 'somebody@carrier.example';
  const arrival = dice.chance(0.5) ? { arrival: '2026-12-04T14:00', offset: '+01:00' } : {};
  return async () => {
    const page = await world.begin('GET', link);
    if (page.status >= 500 || page.status === 429) return page;
    const form = formKeyIn(page.text);
    const body = formOf({ form, address, note, ...arrival });
    const answer = await world.begin('POST', link, body);
    if (answer.text.includes('We have your answer')) onTaken(note);
    return answer;
  };
}

/** Without it a page takes nothing. */
export const formKeyIn = (page: string): string => /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';

const BOUNDARY = 'fields-of-a-form';

/** Not by `FormData`: its boundary is by chance, and a history is the same each time. */
function formOf(fields: Readonly<Record<string, string>>) {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
  return { headers, body: `${parts.join('')}--${BOUNDARY}--\r\n` };
}

export function pickLink(world: World, dice: Dice, kind: 'opt-outs' | 'partner' | 'mail-replies'): string | undefined {
  const links = world.told.flatMap(({ mail, slack }) =>
    linksIn(mail?.text ?? JSON.stringify(slack?.blocks) ?? '').filter((link) => link.includes(`/${kind}/`)),
  );
  return links.length === 0 ? undefined : dice.pick(links);
}

/** All that say by themselves who may do something. */
export function linksIn(text: string): readonly string[] {
  const found = text.matchAll(
    /https:\/\/fairlead\.test\/dev(\/v1\/(?:replies|mail-replies|partner|opt-outs)\/[^\s"\\|>]+)/g,
  );
  return [...found].flatMap(([, path]) => path ?? []);
}
