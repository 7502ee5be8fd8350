import * as z from 'zod';
import { caseStore, perform } from '../case/index.ts';
import { asksForEnd, checkOptOut, OPT_OUT_WORDS, putOptOut, wantsNoMail } from '../customers/index.ts';
import type { OptOutClaim } from '../customers/index.ts';
import { httpHandler, parseEnvironment, secretReader, textInPath, traceparentFrom } from '../platform/index.ts';
import { languageFor } from '../partner/index.ts';
import { page, textIn } from './adapters/answer-page.ts';
import { headerOf } from './header-of.ts';
import type { Page } from './render-page.ts';

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
  // In the language of the message, else in that of the browser.
  const language = languageFor(claim?.language, headerOf(event, 'accept-language'));
  const { broken, question, button, notYet, done } = OPT_OUT_WORDS[language];
  const tell = ([title, line]: readonly [string, string], status = 200, asks: Partial<Page> = {}) =>
    page(status, { language, title, lines: [line], ...asks });
  const ask = { notYet, buttons: { 'opt-out': button } };
  if (claim === undefined) return tell(broken, 400);
  const { caseId, actionId, address } = claim;
  const before = await wantsNoMail(cases, address);
  if (event.httpMethod !== 'POST') return before ? tell(done) : tell(question, 200, ask);
  if (!asksForEnd(textIn(event.body, event.isBase64Encoded))) return tell(question, 400, ask);
  if (before) return tell(done);
  await optOut(claim, { requestId, traceparent: traceparentFrom(event.headers['traceparent']) });
  note({ caseId, actionId });
  return tell(done);
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
