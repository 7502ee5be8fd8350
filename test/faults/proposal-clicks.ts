import type { JournalEntry } from '../../lambdas/contracts/index.ts';
import type { World } from '../support/world.ts';
import { ACCOUNTS, clickAs, clickOn } from './clicks.ts';
import type { Clicker } from './clicks.ts';
import type { Dice } from './dice.ts';
import { aroundTheEnd, waitingIn } from './races.ts';

type Ask = () => Promise<{ readonly status: number }>;

const BUTTONS = ['approve-action', 'approve-action', 'refuse-action'] as const;
/** Of Amélie Roy, who may approve most, of Karim Haddad, who may approve all and has proposed some of it, and of Jonas Weber, who may nothing. */
const DECIDERS = ['U0AMELIE', 'U0AMELIE', 'U0KARIM', 'U0KARIM', 'U0JONAS'] as const;

/** On a proposal as it stands in Slack now. */
export function clickProposal(world: World, dice: Dice, who: Clicker): Ask | undefined {
  return clickOn(world, dice, who, BUTTONS);
}

/** As it stood when it came, whatever has become of it: decided, expired, with others, or tampered with on the way. */
export function clickProposalLate(world: World, dice: Dice): Ask | undefined {
  const told = world.told.flatMap(({ channel, to, slack }) => {
    const value = channel === 'slack' ? valueIn(JSON.stringify(slack?.blocks ?? [])) : undefined;
    return value === undefined ? [] : [{ user: to, value }];
  });
  if (told.length === 0) return undefined;
  const { user, value } = dice.pick(told);
  const digest = dice.chance(0.25) ? { digest: '0'.repeat(64) } : {};
  const as = dice.chance(0.6) ? user : dice.pick(ACCOUNTS);
  return clickAs(world, as, dice.pick(BUTTONS), JSON.stringify({ ...value, ...digest }));
}

/** A little before the time to decide ends, with it, or after it. */
export function clickAtItsEnd(
  world: World,
  seen: readonly JournalEntry[],
  dice: Dice,
): readonly { readonly at: number; readonly request: Ask }[] {
  const waiting = waitingIn(seen, world.now());
  if (waiting.length === 0) return [];
  const { caseId, proposed } = dice.pick(waiting);
  const value = JSON.stringify({ case: caseId, action: proposed.actionId, digest: proposed.digest });
  return Array.from({ length: dice.between(1, 3) }, () => ({
    at: aroundTheEnd(proposed, world.now(), dice),
    request: clickAs(world, dice.pick(DECIDERS), dice.pick(BUTTONS), value),
  }));
}

/** What the button carries, as its message was sent. */
function valueIn(blocks: string): Record<string, unknown> | undefined {
  const found = /"action_id":"approve-action","value":("(?:[^"\\]|\\.)*")/.exec(blocks)?.[1];
  if (found === undefined) return undefined;
  const value: unknown = JSON.parse(JSON.parse(found) as string);
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
