import * as z from 'zod';
import { now, parseEnvironment, secretReader } from '../platform/index.ts';
import { addressBook } from './adapters/address-book.ts';
import { channelHandler } from './adapters/channel-handler.ts';
import { channelPause } from './adapters/channel-pause.dynamo.ts';
import { laterOn } from './adapters/later.ts';
import { postponer } from './adapters/postpone-order.ts';
import { preparer } from './adapters/prepare.ts';
import { postCard } from './adapters/teams.ts';
import { renderTeams } from './render-teams.ts';

const environment = parseEnvironment({
  TEAMS_SECRET: z.string(),
  TEAMS_QUEUE: z.string(),
  REFERENCE_TABLE: z.string(),
});
const prepare = preparer();
/** URL of each workflow, by its name. It holds a signature, so it is a secret. */
const workflows = addressBook(secretReader(), environment.TEAMS_SECRET, z.url());
const postpone = postponer(laterOn(environment.TEAMS_QUEUE));

export const handler = channelHandler('send-teams', async (notice, record, order, { along }) => {
  const { person, message } = await prepare(notice, record, along);
  if (person.teams === undefined) return { state: 'failed', reason: 'the person has no Teams workflow' };
  const url = await workflows(person.teams);
  if (url === undefined) return { state: 'failed', reason: `set-up knows no Teams workflow ${person.teams}` };
  const pause = channelPause(environment.REFERENCE_TABLE, `teams/${person.teams}`);
  const until = await pause.until();
  // Who comes while the workflow wants to be left alone waits without asking.
  if (until > now()) return postpone(order, record, until - now());
  const posted = await postCard(url, renderTeams(message, person));
  if (posted.state === 'posted') return { state: 'handed_over' };
  if (posted.state === 'refused') return { state: 'failed', reason: posted.why };
  await pause.pause(now() + posted.seconds * 1000);
  return postpone(order, record, posted.seconds * 1000);
});
