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
  markOfAddress,
  readAnswer,
  takeAnswer,
  whyClosed,
} from '../partner/index.ts';
import type { PartnerLink, Taken } from '../partner/index.ts';
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
import { formKey, isFormKey } from './link-token.ts';
import { partnerPage } from './partner-page.ts';
import { readFormParts } from './read-form-parts.ts';
import type { FormParts } from './read-form-parts.ts';

const environment = parseEnvironment({ RAW_BUCKET: z.string(), LINK_SECRET: z.string() });
const cases = caseStore();
const secret = secretReader();
const targets = { cases, s3: connect(new S3Client({})), rawBucket: environment.RAW_BUCKET };

type Told = readonly [status: number, title: string, line: string];
const DEAD = 'This link does not work';
const TOLD = {
  malformed: [400, DEAD, 'This link is not complete. Copy it from the mail as a whole.'],
  forged: [400, DEAD, 'This link was not made by Fairlead.'],
  expired: [410, DEAD, 'This link is too old. Ask whoever sent it to you for a new one.'],
  revoked: [410, DEAD, 'This link was taken back. Ask whoever sent it to you.'],
  astray: [410, DEAD, 'Another address was given here too often. Ask whoever sent it to you for a new link.'],
  'case-over': [409, 'Nothing to answer', 'This is settled; nothing is asked any more. Nothing was sent.'],
  enough: [409, 'Please call', 'Many answers came by this link. Please call whoever sent it to you. Nothing was sent.'],
  strange: [403, DEAD, 'Open the link again and answer on the page that it shows. Nothing was sent.'],
  'taken-already': [200, 'Thank you', 'We have this answer already. You may send another one by the same link.'],
  taken: [200, 'Thank you', 'We have your answer. You may send another one by the same link.'],
} as const satisfies Readonly<Record<Taken | 'malformed' | 'forged' | 'strange', Told>>;

/** The link of a carrier or supplier without an account: GET shows, POST answers. It knows one case, and nobody's account. */
export const handler = httpHandler('answer-partner', async (event, tools): Promise<APIGatewayProxyResult> => {
  const token = textInPath(event, 'token');
  const key = await secret(environment.LINK_SECRET);
  const found = await openLink(token, key, tools);
  if (typeof found === 'string') return told(found, tools);
  const { link, record } = found;
  const { asks } = askedIn(await cases.journal(link.caseId), link.linkId);
  const ask = (status: number, missing?: string): APIGatewayProxyResult =>
    page(status, { ...partnerPage(record, link, asks, missing), hidden: { form: formKey(token, key) } });
  if (event.httpMethod !== 'POST') return ask(200);
  const form = readFormParts(bodyOf(event), contentTypeOf(event));
  if (form === undefined) return ask(400, 'The form could not be read.');
  // Guard: what another site makes a browser send has not had the page before it.
  if (!isFormKey(form.text('form'), token, key)) return told('strange', tools);
  return answer(form, link, ask, tools);
});

/** The link and its case, where something can be answered by it now; else what is told. */
async function openLink(
  token: string,
  key: string,
  { note }: HttpTools,
): Promise<{ readonly link: PartnerLink; readonly record: Case } | keyof typeof TOLD> {
  const checked = checkPartnerLink(token, key, now());
  if (!checked.ok) return checked.why;
  const { caseId, linkId } = checked.claim;
  note({ caseId, linkId });
  const [link, record] = await Promise.all([findLink(cases, { caseId, linkId }), cases.load(caseId)]);
  if (link === undefined || record === undefined) return 'revoked';
  return whyClosed(record, link, nowInstant()) ?? { link, record };
}

async function answer(
  form: FormParts,
  link: PartnerLink,
  ask: (status: number, missing?: string) => APIGatewayProxyResult,
  tools: HttpTools,
): Promise<APIGatewayProxyResult> {
  const traceparent = traceparentFrom(undefined);
  // Guard: whoever has got the link from somebody else does not know whom it was made for.
  if (markOfAddress(link.caseId, form.text('address')) !== link.mark) {
    await countMiss(cases, link, { cause: { kind: 'command', id: tools.requestId }, traceparent });
    tools.note({ outcome: 'other-address' });
    return ask(403, 'This link was made for another address than the one you gave.');
  }
  const read = readAnswer(form.text, form.file('document'), now());
  if (!read.ok) return ask(400, read.why);
  return told(await takeAnswer(targets, link, read.answer, traceparent), tools);
}

function told(what: keyof typeof TOLD, { note }: HttpTools): APIGatewayProxyResult {
  const [status, title, line] = TOLD[what];
  note({ outcome: what });
  return page(status, { title, lines: [line] });
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): Buffer {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

function contentTypeOf({ headers }: APIGatewayProxyEvent): string {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
}
