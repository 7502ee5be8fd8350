import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { mailDesk } from '../inbound/index.ts';
import { createLog, httpHandler, now, parseEnvironment, secretReader, textInPath } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { formIn, GONE_AWAY, page, refusedLink, shown, STRANGE } from './adapters/answer-page.ts';
import { answerAboutMail } from './adapters/answer-about-mail.ts';
import { checkLink, formKey, isFormKey } from './link-token.ts';

const environment = parseEnvironment({
  LINK_SECRET: z.string(),
  REFERENCE_TABLE: z.string(),
  RAW_BUCKET: z.string(),
  EVENT_BUS: z.string(),
});
const desk = mailDesk({
  referenceTable: environment.REFERENCE_TABLE,
  rawBucket: environment.RAW_BUCKET,
  eventBus: environment.EVENT_BUS,
  log: createLog('answer-mail'),
});
const packs = packStore();
const secret = secretReader();

/** The link in the message about a mail that a person has to read: GET shows it, POST decides. A function of its own, because it reads mail and publishes what people make of it. */
export const handler = httpHandler('answer-mail', async (event, tools): Promise<APIGatewayProxyResult> => {
  const token = textInPath(event, 'token');
  const key = await secret(environment.LINK_SECRET);
  const checked = checkLink(token, key, now());
  if (!checked.ok) return refusedLink(checked.why);
  const { person, caseId, noticeId, act, sourceId, mailId } = checked.claim;
  tools.note({ person, caseId, noticeId, act, sourceId, quarantineId: mailId });
  if (act !== 'decide-mail' || sourceId === undefined || mailId === undefined) return refusedLink('malformed');
  const form = event.httpMethod === 'POST' ? formIn(event.body, event.isBase64Encoded) : undefined;
  const [{ pack }, holding] = await Promise.all([packs.active(), packs.holding()]);
  const isHere = holding.some((one) => one.pack.people.some(({ id }) => id === person));
  const refused = refusalOf(form, (said) => isFormKey(said, token, key), isHere);
  if (refused !== undefined) return refused;
  const answer = await answerAboutMail({ desk, pack }, { sourceId, mailId, person }, form);
  tools.note({ outcome: answer.outcome });
  return page(answer.status, { ...answer.page, hidden: { form: formKey(token, key) } });
});

function refusalOf(
  form: URLSearchParams | undefined,
  isOfPage: (key: string) => boolean,
  isHere: boolean,
): APIGatewayProxyResult | undefined {
  // Guard: what another site makes a browser send has not had the page before it.
  if (form !== undefined && !isOfPage(form.get('form') ?? '')) return page(403, STRANGE);
  // Guard: who has left decides nothing and reads no mail, however young the link is.
  if (!isHere) return shown(GONE_AWAY);
  return undefined;
}
