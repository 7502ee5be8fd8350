import { createHmac } from 'node:crypto';
import { SLACK_SIGNING_SECRET } from '../support/world.ts';
import type { World } from '../support/world.ts';
import type { Dice } from './dice.ts';

/** Accounts of the pack's people, and one that it does not know. */
const ACCOUNTS = ['U0INES', 'U0JONAS', 'U0AMELIE', 'U0DAN', 'U0MEI', 'U0KARIM', 'U0STRANGER'] as const;
const BUTTON = 'acknowledge';

type Ask = () => Promise<{ readonly status: number }>;

/** A click on a message as it stands in Slack now, by its reader or by somebody else who sees it. */
export function clickNow(world: World, dice: Dice, who: 'reader' | 'somebody else'): Ask | undefined {
  const clickable = world.partners.slack.messages.filter(({ blocks }) =>
    JSON.stringify(blocks).includes(`"${BUTTON}"`),
  );
  if (clickable.length === 0) return undefined;
  const { ts, channel } = dice.pick(clickable);
  const user = who === 'reader' ? channel : dice.pick(ACCOUNTS);
  return async () => {
    const result = await world.partners.slack.click({ ts, action: BUTTON, user });
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
  const payload = {
    type: 'block_actions',
    user: { id: user },
    response_url: 'http://slack.partner.test/response/000000',
    actions: [{ type: 'button', action_id: BUTTON, value: JSON.stringify(value) }],
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
