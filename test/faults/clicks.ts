import { createHmac } from 'node:crypto';
import { SLACK_SIGNING_SECRET } from '../support/world.ts';
import type { World } from '../support/world.ts';
import type { Dice } from './dice.ts';

/** Accounts of the pack's people, and one that it does not know. */
export const ACCOUNTS = ['U0INES', 'U0JONAS', 'U0AMELIE', 'U0DAN', 'U0MEI', 'U0KARIM', 'U0STRANGER'] as const;
const BUTTON = 'acknowledge';

type Ask = () => Promise<{ readonly status: number }>;
export type Clicker = 'reader' | 'somebody else';

/** A click on a message as it stands in Slack now, by its reader or by somebody else who sees it. */
export function clickNow(world: World, dice: Dice, who: Clicker): Ask | undefined {
  return clickOn(world, dice, who, [BUTTON]);
}

/** On one of these buttons of a message that has them still. */
export function clickOn(world: World, dice: Dice, who: Clicker, buttons: readonly string[]): Ask | undefined {
  const clickable = world.partners.slack.messages.filter(({ blocks }) =>
    JSON.stringify(blocks).includes(`"${buttons[0] ?? ''}"`),
  );
  if (clickable.length === 0) return undefined;
  const { ts, channel } = dice.pick(clickable);
  const user = who === 'reader' ? channel : dice.pick(ACCOUNTS);
  const action = buttons.length === 1 ? (buttons[0] ?? '') : dice.pick(buttons);
  return async () => {
    const result = await world.partners.slack.click({ ts, action, user });
    // Slack shows a warning sign, and whoever clicked does it again.
    if (result.outcome === 'too-late' || result.outcome === 'unreachable') return { status: 504 };
    return { status: result.outcome === 'refused' ? result.status : 200 };
  };
}

/** On a message that was open on somebody's screen since it came, whatever Slack says by now. */
export function clickLate(world: World, dice: Dice, cases: ReadonlyMap<string, string>): Ask | undefined {
  const told = world.told.flatMap(({ channel, noticeId, to }) => {
    const caseId = cases.get(noticeId ?? '');
    return channel === 'slack' && caseId !== undefined ? [{ user: to, value: { case: caseId, notice: noticeId } }] : [];
  });
  if (told.length === 0) return undefined;
  const { user, value } = dice.pick(told);
  return clickAs(world, user, BUTTON, JSON.stringify(value));
}

/** As Slack tells of a click, signed when it is sent. */
export function clickAs(world: World, user: string, button: string, value: string): Ask {
  const payload = {
    type: 'block_actions',
    user: { id: user },
    response_url: 'http://slack.partner.test/response/000000',
    actions: [{ type: 'button', action_id: button, value }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return () => {
    const timestamp = String(Math.floor(world.now() / 1000));
    const mac = createHmac('sha256', SLACK_SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${mac}`,
    };
    return world.begin('POST', '/v1/slack/interactions', { headers, body });
  };
}
