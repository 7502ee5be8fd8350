import { S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import type { Case } from '../contracts/index.ts';
import {
  askedIn,
  checkPartnerLink,
  countMiss,
  findLink,
  languageFor,
  markOfAddress,
  readAnswer,
  takeAnswer,
  whyClosed,
  wordsIn,
} from '../partner/index.ts';
import type { PartnerAnswerWord, PartnerLanguage, PartnerLink, Slip } from '../partner/index.ts';
import {
  connect,
  httpHandler,
  now,
  nowInstant,
  parseEnvironment,
  secretReader,
  textInPath,
  traceparentFrom,
} from '../platform/index.ts';
import type { HttpTools } from '../platform/index.ts';
import { page } from './adapters/answer-page.ts';
import { headerOf } from './header-of.ts';
import { formKey, isFormKey } from './link-token.ts';
import { partnerPage } from './partner-page.ts';
import { readFormParts } from './read-form-parts.ts';
import type { FormParts } from './read-form-parts.ts';

const environment = parseEnvironment({ RAW_BUCKET: z.string(), LINK_SECRET: z.string() });
const cases = caseStore();
const secret = secretReader();
const targets = { cases, s3: connect(S3Client), rawBucket: environment.RAW_BUCKET };

/** What a page without a form says stands in the words of each language. */
const STATUS = {
  malformed: 400,
  forged: 400,
  expired: 410,
  revoked: 410,
  astray: 410,
  'case-over': 409,
  enough: 409,
  strange: 403,
  'taken-already': 200,
  taken: 200,
} as const satisfies Readonly<Record<PartnerAnswerWord, number>>;

/** The link of a carrier or supplier without an account: GET shows, POST answers. It knows one case, and nobody's account. */
export const handler = httpHandler('answer-partner', async (event, tools): Promise<APIGatewayProxyResult> => {
  const token = textInPath(event, 'token');
  const key = await secret(environment.LINK_SECRET);
  const accepts = headerOf(event, 'accept-language');
  const found = await openLink(token, key, tools);
  const language = languageFor(found.link?.language, accepts);
  if (found.closed !== undefined) return told(found.closed, language, tools);
  const { link, record } = found;
  const { asks } = askedIn(await cases.journal(link.caseId), link.linkId);
  const ask = (status: number, slip?: Slip): APIGatewayProxyResult =>
    page(status, { ...partnerPage(record, link, asks, language, slip), hidden: { form: formKey(token, key) } });
  if (event.httpMethod !== 'POST') return ask(200);
  const form = readFormParts(bodyOf(event), headerOf(event, 'content-type'));
  if (form === undefined) return ask(400, 'unreadable');
  // Guard: what another site makes a browser send has not had the page before it.
  if (!isFormKey(form.text('form'), token, key)) return told('strange', language, tools);
  return answer(form, link, { ask, language }, tools);
});

type Found =
  | { readonly closed?: never; readonly link: PartnerLink; readonly record: Case }
  | { readonly closed: PartnerAnswerWord; readonly link?: PartnerLink | undefined };

/** The link and its case, where something can be answered by it now; else what is told, and the link, as far as it was ours: it knows the language of its reader. */
async function openLink(token: string, key: string, { note }: HttpTools): Promise<Found> {
  const checked = checkPartnerLink(token, key, now());
  if (!checked.ok && checked.why !== 'expired') return { closed: checked.why };
  const { caseId, linkId } = checked.claim;
  note({ caseId, linkId });
  const link = await findLink(cases, { caseId, linkId });
  if (!checked.ok) return { closed: checked.why, link };
  const record = await cases.load(caseId);
  if (link === undefined || record === undefined) return { closed: 'revoked', link };
  const closed = whyClosed(record, link, nowInstant());
  return closed === undefined ? { link, record } : { closed, link };
}

interface Answering {
  readonly ask: (status: number, slip?: Slip) => APIGatewayProxyResult;
  readonly language: PartnerLanguage;
}

async function answer(
  form: FormParts,
  link: PartnerLink,
  { ask, language }: Answering,
  tools: HttpTools,
): Promise<APIGatewayProxyResult> {
  const traceparent = traceparentFrom(undefined);
  // Guard: whoever has got the link from somebody else does not know whom it was made for.
  if (markOfAddress(link.caseId, form.text('address')) !== link.mark) {
    await countMiss(cases, link, { cause: { kind: 'command', id: tools.requestId }, traceparent });
    tools.note({ outcome: 'other-address' });
    return ask(403, 'other-address');
  }
  const read = readAnswer(form.text, form.file('document'), now());
  if (!read.ok) return ask(400, read.why);
  return told(await takeAnswer(targets, link, read.answer, traceparent), language, tools);
}

function told(what: PartnerAnswerWord, language: PartnerLanguage, { note }: HttpTools): APIGatewayProxyResult {
  const [title, line] = wordsIn(language).told[what];
  note({ outcome: what });
  return page(STATUS[what], { language, title, lines: [line] });
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): Buffer {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}
