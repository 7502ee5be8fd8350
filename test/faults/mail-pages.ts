import type { World } from '../support/world.ts';
import type { Dice } from './dice.ts';
import { formKeyIn, pickLink } from './outsiders.ts';

type Ask = () => Promise<{ readonly status: number }>;

/** As a mail scanner does, or a person who only looks. */
export function openMailPage(world: World, dice: Dice): Ask | undefined {
  const link = pickLink(world, dice, 'mail-replies');
  return link === undefined ? undefined : () => world.begin('GET', link);
}

/** As a browser does it: opens the page, and sends one of its forms. */
export function decideByPage(world: World, dice: Dice): Ask | undefined {
  const link = pickLink(world, dice, 'mail-replies');
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
    const body = new URLSearchParams({ form: formKeyIn(page.text), ...said }).toString();
    return world.begin('POST', link, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  };
}
