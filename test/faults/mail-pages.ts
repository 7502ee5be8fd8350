import type { World } from '../support/world.ts';
import type { Dice } from './dice.ts';
import { linksIn } from './outsiders.ts';

type Ask = () => Promise<{ readonly status: number }>;

/** As a mail scanner does, or a person who only looks. */
export function openMailPage(world: World, dice: Dice): Ask | undefined {
  const link = pickLink(world, dice);
  return link === undefined ? undefined : () => world.begin('GET', link);
}

/** As a browser does it: opens the page, and sends one of its forms. */
export function decideByPage(world: World, dice: Dice): Ask | undefined {
  const link = pickLink(world, dice);
  if (link === undefined) return undefined;
  const said = dice.pick([
    {
      decision: 'report',
      type: 'transport.delay',
      kind: 'shipment',
      number: '80060000',
      words: 'Mrs Example says so.',
    },
    { decision: 'no-trouble', words: 'Mrs Example knows.' },
    { decision: 'discard', words: 'Not for us.' },
  ]);
  return async () => {
    const page = await world.begin('GET', link);
    if (page.status >= 500 || page.status === 429) return page;
    const form = /name="form" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const body = new URLSearchParams({ form, ...said }).toString();
    return world.begin('POST', link, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  };
}

function pickLink(world: World, dice: Dice): string | undefined {
  const links = world.told.flatMap(({ mail, slack }) =>
    linksIn(mail?.text ?? JSON.stringify(slack?.blocks) ?? '').filter((link) => link.includes('/mail-replies/')),
  );
  return links.length === 0 ? undefined : dice.pick(links);
}
