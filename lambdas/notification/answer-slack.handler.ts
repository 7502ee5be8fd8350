import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import type { Problem } from '../contracts/index.ts';
import { caseStore } from '../case/index.ts';
import { httpHandler, now, parseEnvironment, secretReader, sleep, traceparentFrom } from '../platform/index.ts';
import type { HttpTools } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { answerClick } from './adapters/answer-click.ts';
import { whisper } from './adapters/slack.ts';
import { readInteraction } from './read-interaction.ts';
import type { Click } from './read-interaction.ts';
import { escapeSlack } from './render-slack.ts';
import { checkSlackSignature, readSigningSecrets } from './slack-signature.ts';
import type { SlackSignature } from './slack-signature.ts';

const environment = parseEnvironment({ SLACK_SIGNING_SECRET: z.string() });
const stores = { cases: caseStore(), packs: packStore() };
const secret = secretReader();

/** An interaction brings its message along: one with all the blocks that Slack takes stays below, form-encoded. */
const MOST_BYTES = 512 * 1024;
/** Slack gives us three seconds for everything (docs.slack.dev, "Handling user interaction"); words for whoever clicked get a part of them. */
const WHISPER_MS = 1_000;

/** POST /v1/slack/interactions: a click on a button in a message. Answered when it is done; that it was done twice makes no difference. */
export const handler = httpHandler('answer-slack', async (event, tools) => {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > MOST_BYTES) return empty(413);
  const headers = new Map(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const checked = await check(body, headers);
  tools.meters.count('SlackRepliesRefused', checked.ok ? 0 : 1);
  if (!checked.ok) {
    // Whoever cannot sign learns nothing; we do.
    tools.log.warn('slack.refused', { why: checked.why });
    return empty(401);
  }
  const interaction = readInteraction(body.toString('utf8'));
  if (interaction.kind === 'malformed') return unreadable(interaction.problem, tools);
  if (interaction.kind === 'click') await act(interaction.click, headers.get('traceparent'), tools);
  return empty(200);
});

async function check(body: Uint8Array, headers: ReadonlyMap<string, string | undefined>): Promise<SlackSignature> {
  const timestamp = headers.get('x-slack-request-timestamp');
  const signature = headers.get('x-slack-signature');
  const secrets = readSigningSecrets(await secret(environment.SLACK_SIGNING_SECRET));
  return checkSlackSignature({ timestamp, signature, body }, secrets, Math.floor(now() / 1000));
}

async function act(
  click: Click,
  traceparent: string | undefined,
  { log, meters, requestId, note }: HttpTools,
): Promise<void> {
  const request = { requestId, traceparent: traceparentFrom(traceparent) };
  const { outcome, caseId, tell } = await answerClick(stores, click, request);
  meters.count('SlackReplies', 1);
  note({ caseId, outcome });
  if (tell === undefined || click.responseUrl === undefined) return;
  // What was done is done: whether the words arrive or are late changes nothing.
  const whispered = whisper(click.responseUrl, escapeSlack(tell)).catch(() => false);
  const arrived = await Promise.race([whispered, sleep(WHISPER_MS).then(() => false)]);
  if (!arrived) log.warn('slack.not_told', { caseId, outcome });
}

function unreadable(problem: Problem, { log }: HttpTools): APIGatewayProxyResult {
  log.warn('slack.unreadable', { pointer: problem.errors?.[0]?.pointer });
  return {
    statusCode: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify(problem),
  };
}

function empty(statusCode: number): APIGatewayProxyResult {
  return { statusCode, headers: { 'cache-control': 'no-store' }, body: '' };
}
