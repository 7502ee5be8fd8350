import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';
import { caseStore } from '../case/index.ts';
import { httpHandler, now, parseEnvironment, secretReader, textInPath, traceparentFrom } from '../platform/index.ts';
import type { HttpTools } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { answerAboutAction } from './adapters/answer-about-action.ts';
import type { PageAnswer } from './adapters/answer-page.ts';
import { answerAct } from './adapters/answer-act.ts';
import { answerTakeOver } from './adapters/answer-take-over.ts';
import { answerAboutEnd } from './adapters/answer-about-end.ts';
import { formIn, GONE_AWAY, page, refusedLink, shown, STRANGE } from './adapters/answer-page.ts';
import { findReplier } from './adapters/perform-reply.ts';
import { comesFromElsewhere } from './comes-from-elsewhere.ts';
import { LINK_ACTS } from './link-acts.ts';
import type { LinkAct } from './link-acts.ts';
import { checkLink } from './link-token.ts';
import type { LinkClaim } from './link-token.ts';
import { signView } from './view-token.ts';

const environment = parseEnvironment({ LINK_SECRET: z.string() });
const stores = { cases: caseStore(), packs: packStore() };
const secret = secretReader();

/** Links in messages: GET shows what would happen, POST does it. A mail scanner that opens every link changes nothing. */
export const handler = httpHandler('answer-link', async (event, tools) => {
  const token = textInPath(event, 'token');
  const key = await secret(environment.LINK_SECRET);
  const checked = checkLink(token, key, now());
  if (!checked.ok) return refusedLink(checked.why);
  const { claim } = checked;
  tools.note({ person: claim.person, caseId: claim.caseId, noticeId: claim.noticeId, act: claim.act });
  if (event.httpMethod !== 'POST') return shown(await answerOf(claim, event, tools, undefined));
  // Guard: what another site makes a browser send is no act of its reader.
  if (comesFromElsewhere(event.headers)) return page(403, STRANGE);
  const answer = await answerOf(claim, event, tools, formIn(event.body, event.isBase64Encoded));
  return shown(answer, { doors: [wayBack(claim, key)] });
});

/** The page of an act, and what was said there. */
async function answerOf(
  claim: LinkClaim,
  event: APIGatewayProxyEvent,
  { requestId, note }: HttpTools,
  form: URLSearchParams | undefined,
): Promise<PageAnswer> {
  const request = { requestId, traceparent: traceparentFrom(event.headers['traceparent']) };
  if (isOfCase(claim)) {
    const { outcome, ...answer } = await answerAct(stores, claim, request, form);
    if (outcome !== undefined) note({ outcome });
    return answer;
  }
  // A shift is by the policy that holds now: whoever has come since the case began takes over too.
  if (claim.act === 'take-over') return answerTakeOver(stores, claim, request, form);
  // Guard: who has left acts on nothing and is asked nothing, however young the link is: a proposal may be a letter with its address.
  if (await hasLeft(claim)) return GONE_AWAY;
  if (claim.act === 'end-incident') return answerAboutEnd(stores, claim, request, form);
  return answerAboutAction(stores, claim, request, form);
}

async function hasLeft({ caseId, person }: LinkClaim): Promise<boolean> {
  return (await findReplier(stores, caseId, ({ id }) => id === person)) === 'unknownPerson';
}

function isOfCase(claim: LinkClaim): claim is LinkClaim & { readonly act: LinkAct } {
  return Object.hasOwn(LINK_ACTS, claim.act);
}

/** Whoever has done one thing wants to see what is next. */
function wayBack({ caseId, noticeId, person, expires }: LinkClaim, key: string): { label: string; url: string } {
  const token = signView({ of: 'case', caseId, noticeId, person, expires }, key);
  return { label: 'The case as it is now', url: `../views/${token}` };
}
