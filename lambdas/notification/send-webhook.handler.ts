import * as z from 'zod';
import type { Case, Notice, NoticeOrder } from '../contracts/index.ts';
import type { NoticeOutcome, Postponed } from '../case/index.ts';
import { now, nowInstant, parseEnvironment, secretReader } from '../platform/index.ts';
import { addressBook } from './adapters/address-book.ts';
import { channelHandler } from './adapters/channel-handler.ts';
import type { ChannelTools } from './adapters/channel-handler.ts';
import { channelPause } from './adapters/channel-pause.dynamo.ts';
import { endpointStates } from './adapters/endpoint-state.dynamo.ts';
import { laterOn } from './adapters/later.ts';
import { postponer } from './adapters/postpone-order.ts';
import { postWebhook } from './adapters/post-webhook.ts';
import type { WebhookPosted } from './adapters/post-webhook.ts';
import { preparer } from './adapters/prepare.ts';
import type { Message } from './compose-message.ts';
import { judgeEndpoint } from './judge-endpoint.ts';
import { renderWebhook } from './render-webhook.ts';
import { signWebhook } from './sign-webhook.ts';

const environment = parseEnvironment({
  WEBHOOK_SECRET: z.string(),
  WEBHOOK_QUEUE: z.string(),
  REFERENCE_TABLE: z.string(),
});
const endpointEntry = z.object({ url: z.url(), current: z.string(), previous: z.string().optional() });
const prepare = preparer();
const endpoints = addressBook(secretReader(), environment.WEBHOOK_SECRET, endpointEntry);
const states = endpointStates(environment.REFERENCE_TABLE);
const postpone = postponer(laterOn(environment.WEBHOOK_QUEUE));

interface Going {
  readonly notice: Notice;
  readonly record: Case;
  readonly order: NoticeOrder;
  readonly tools: ChannelTools;
}

export const handler = channelHandler('send-webhook', async (notice, record, order, tools) => {
  const { person, message } = await prepare(notice, record, tools.along);
  const name = person.webhook;
  const endpoint = name === undefined ? undefined : await endpoints(name);
  if (name === undefined) return { state: 'failed', reason: 'the person has no webhook' };
  if (endpoint === undefined) return { state: 'failed', reason: `set-up knows no webhook ${name}` };
  const going = { notice, record, order, tools };
  return (await whyNotNow(name, going)) ?? post(name, endpoint, message, going);
});

/** It is left alone, or wants to be for a while. */
async function whyNotNow(name: string, { order, record }: Going): Promise<NoticeOutcome | Postponed | undefined> {
  const [state, until] = await Promise.all([states.read(name), pauseOf(name).until()]);
  if (state?.leftAloneUntil !== undefined && state.leftAloneUntil > now())
    return { state: 'failed', reason: leftAlone(name, state.failingSince) };
  return until > now() ? postpone(order, record, until - now()) : undefined;
}

async function post(
  name: string,
  { url, current, previous }: z.infer<typeof endpointEntry>,
  message: Message,
  going: Going,
): Promise<NoticeOutcome | Postponed> {
  const { notice, record } = going;
  const body = renderWebhook(message, notice, record, nowInstant());
  const secrets = [current, ...(previous === undefined ? [] : [previous])];
  const posted = await postWebhook(url, body, signWebhook(notice.id, Math.floor(now() / 1000), body, secrets));
  if (posted.state === 'not-taken') return notTaken(name, posted, going);
  await states.took(name);
  return { state: 'handed_over' };
}

async function notTaken(
  name: string,
  { why, isGone, retryAfterSeconds, mayHaveArrived }: Extract<WebhookPosted, { state: 'not-taken' }>,
  { order, record, tools }: Going,
): Promise<NoticeOutcome | Postponed> {
  const trouble = await states.failed(name);
  const verdict = judgeEndpoint(trouble, isGone, now());
  if (verdict.do === 'leave-alone') {
    await states.leaveAlone(name, verdict.until);
    // Its alarm tells a person.
    tools.log.warn('webhook.left_alone', { endpoint: name });
    tools.meters.count('WebhooksLeftAlone', 1);
    return { state: 'failed', reason: `${leftAlone(name, trouble.failingSince)}: ${why}` };
  }
  const wait = Math.max(verdict.milliseconds, retryAfterSeconds * 1000);
  await pauseOf(name).pause(now() + wait);
  return { ...(await postpone(order, record, wait)), mayHaveArrived };
}

function pauseOf(name: string) {
  return channelPause(environment.REFERENCE_TABLE, `webhook/${name}`);
}

function leftAlone(name: string, since: number): string {
  return `the webhook ${name} is left alone: it has failed since ${new Date(since).toISOString()}`;
}
