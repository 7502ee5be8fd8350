import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { caseStore, perform } from '../case/index.ts';
import { asksForEnd, checkOptOut, putOptOut, wantsNoMail } from '../customers/index.ts';
import type { OptOutClaim } from '../customers/index.ts';
import { httpHandler, parseEnvironment, secretReader, textInPath, traceparentFrom } from '../platform/index.ts';
import { page, textIn } from './adapters/answer-page.ts';

const environment = parseEnvironment({ LINK_SECRET: z.string() });
const cases = caseStore();
const secret = secretReader();

/**
 * The way out of messages to customers: a GET shows a page, only a POST ends them (RFC 8058), so a mail scanner that opens every link changes nothing. A mail program
 * posts `List-Unsubscribe=One-Click`, the page its button.
 */
export const handler = httpHandler('answer-opt-out', async (event, { requestId, note }) => {
  const token = textInPath(event, 'token');
  const claim = checkOptOut(token, await secret(environment.LINK_SECRET));
  if (claim === undefined)
    return page(400, { title: 'This link does not work', lines: ['Copy it from the message as a whole.'] });
  const { caseId, actionId, address } = claim;
  const before = await wantsNoMail(cases, address);
  if (event.httpMethod !== 'POST') return before ? done() : page(200, { ...QUESTION, buttons: BUTTONS });
  if (!asksForEnd(textIn(event.body, event.isBase64Encoded))) return page(400, { ...QUESTION, buttons: BUTTONS });
  if (before) return done();
  await optOut(claim, { requestId, traceparent: traceparentFrom(event.headers['traceparent']) });
  note({ caseId, actionId });
  return done();
});

/** The case hears of it first: whoever dies between the two is asked again, and is told of it twice. */
async function optOut(
  { caseId, actionId, address }: OptOutClaim,
  { requestId, traceparent }: { readonly requestId: string; readonly traceparent: string },
): Promise<void> {
  await perform(cases, { caseId, traceparent }, () => ({
    commit: true,
    acts: [
      {
        actor: { kind: 'system', id: 'customers' },
        cause: { kind: 'command', id: requestId },
        happening: { what: 'CustomerOptedOut', actionId, how: 'link' },
      },
    ],
    answer: () => true,
  }));
  await putOptOut(cases, address, { wants: 'no-mail', how: 'link' });
}

const QUESTION = {
  title: 'No more messages about your deliveries?',
  lines: ['You will not be written to any more when something happens to an order of yours.'],
};
const BUTTONS = { 'opt-out': 'Stop these messages' };

function done(): APIGatewayProxyResult {
  return page(200, {
    title: 'You will get no more messages',
    lines: ['It holds from now on, for all of your orders.'],
  });
}
