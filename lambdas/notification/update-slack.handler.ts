import * as z from 'zod';
import { actionId, caseId, instant } from '../contracts/index.ts';
import { caseStore } from '../case/index.ts';
import { now, parseEnvironment, queueHandler } from '../platform/index.ts';
import { laterOn } from './adapters/later.ts';
import { messageUpdater } from './adapters/update-messages.ts';
import { secondsUntilAsked } from './postpone.ts';
import { staleMessages } from './stale-messages.ts';

const environment = parseEnvironment({ SLACK_UPDATES_QUEUE: z.string() });
const cases = caseStore();
const update = messageUpdater();
const sendLater = laterOn(environment.SLACK_UPDATES_QUEUE);

/** Messages are made true to the case as it is now, so a late or repeated event does no harm. */
const caseChanged = z.looseObject({
  'detail-type': z.string(),
  detail: z.looseObject({
    case: z.looseObject({ id: caseId }),
    entry: z.looseObject({ at: instant, happening: z.looseObject({ actionId: actionId.optional() }) }),
  }),
});
/** What the case does not remember: that somebody had it and has lost it, in the same round of its ladder. */
const GIVEN_ON = 'CaseHandedBack';
/** A message that is just being sent has its name a moment later. */
const UNDER_WAY_S = 15;

/** After a case was taken, has ended or was opened again, or a proposal was decided: what was said about it in Slack is said anew, and its buttons go. */
export const handler = queueHandler(
  'update-slack',
  (text) => ({ text, event: caseChanged.parse(JSON.parse(text)) }),
  async ({ text, event }, { log, meters }) => {
    const { id } = event.detail.case;
    const [record, notices] = await Promise.all([cases.load(id), cases.notices(id)]);
    if (record === undefined) return;
    const { delivered, isOneUnderWay } = staleMessages(notices, now(), event.detail.entry.happening.actionId);
    const updated = await update(
      record,
      delivered,
      event['detail-type'] === GIVEN_ON ? event.detail.entry.at : undefined,
    );
    meters.count('SlackMessagesUpdated', updated.done);
    meters.count('SlackMessagesNotUpdatable', updated.refused);
    log.info('slack.updated', { caseId: id, done: updated.done, refused: updated.refused, underWay: isOneUnderWay });
    if (updated.retryAfterSeconds !== undefined)
      await sendLater(text, secondsUntilAsked(updated.retryAfterSeconds, record.severity?.level));
    else if (isOneUnderWay) await sendLater(text, UNDER_WAY_S);
  },
);
