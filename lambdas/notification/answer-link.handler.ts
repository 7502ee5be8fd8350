import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { caseStore, performCommand } from '../case/index.ts';
import { httpHandler, now, parseEnvironment, secretReader, textInPath, traceparentFrom } from '../platform/index.ts';
import type { HttpTools } from '../platform/index.ts';
import { packStore } from '../policy/index.ts';
import { answerAboutAction } from './adapters/answer-about-action.ts';
import type { PageAnswer } from './adapters/answer-about-action.ts';
import { answerTakeOver } from './adapters/answer-take-over.ts';
import { answerAboutEnd } from './adapters/answer-about-end.ts';
import { formIn, goneAway, page, refusedLink, STRANGE } from './adapters/answer-page.ts';
import { findReplier } from './adapters/perform-reply.ts';
import { comesFromElsewhere } from './comes-from-elsewhere.ts';
import { shortReference } from './compose-message.ts';
import { checkLink } from './link-token.ts';
import type { LinkClaim } from './link-token.ts';
import type { Page } from './render-page.ts';

const environment = parseEnvironment({ LINK_SECRET: z.string() });
const stores = { cases: caseStore(), packs: packStore() };
const secret = secretReader();

/** Links in messages: GET shows what would happen, POST does it. A mail scanner that opens every link changes nothing. */
export const handler = httpHandler('answer-link', async (event, tools) => {
  const token = textInPath(event, 'token');
  const checked = checkLink(token, await secret(environment.LINK_SECRET), now());
  if (!checked.ok) return refusedLink(checked.why);
  const { claim } = checked;
  tools.note({ person: claim.person, caseId: claim.caseId, noticeId: claim.noticeId, act: claim.act });
  const isActing = event.httpMethod === 'POST';
  const refused = isActing ? await refusalOf(claim, event) : undefined;
  if (refused !== undefined) return refused;
  if (claim.act !== 'acknowledge') {
    const answer = await ofPage(claim, event, tools, isActing);
    return page(answer.status, answer.page);
  }
  return isActing ? act(claim, event, tools) : ask(claim);
});

async function refusalOf(
  { caseId, person }: LinkClaim,
  { headers }: APIGatewayProxyEvent,
): Promise<APIGatewayProxyResult | undefined> {
  // Guard: what another site makes a browser send is no act of its reader.
  if (comesFromElsewhere(headers)) return page(403, STRANGE);
  const found = await findReplier(stores, caseId, ({ id }) => id === person);
  // Guard: who has left acts on nothing, however young the link is.
  if (found === 'unknownPerson') return goneAway();
  return undefined;
}

/** Pages that ask for more than a yes, and what was said there. */
function ofPage(
  claim: LinkClaim,
  event: APIGatewayProxyEvent,
  { requestId }: HttpTools,
  isActing: boolean,
): Promise<PageAnswer> {
  const form = isActing ? formIn(event.body, event.isBase64Encoded) : undefined;
  const request = { requestId, traceparent: traceparentFrom(event.headers['traceparent']) };
  if (claim.act === 'end-incident') return answerAboutEnd(stores, claim, request, form);
  if (claim.act === 'take-over') return answerTakeOver(stores, claim, request, form);
  const said = form === undefined ? undefined : (form.get('decision') ?? '');
  return answerAboutAction(stores, claim, request, said);
}

async function ask({ caseId, person }: LinkClaim): Promise<APIGatewayProxyResult> {
  const record = await stores.cases.load(caseId);
  if (record === undefined) return page(404, { title: 'There is no such case', lines: [] });
  if (record.state !== 'open' && record.state !== 'triaged') return page(200, alreadyDone(record.state));
  const { pack } = await stores.packs.load(record.policyVersion);
  const name = pack.people.find(({ id }) => id === person)?.name ?? person;
  return page(200, {
    title: `Do you have ${shortReference(record)}?`,
    lines: [record.title, `By confirming, ${name} takes this case. Nobody else is called for it, and it is recorded.`],
    buttons: { acknowledge: 'Yes, I have it' },
  });
}

async function act(
  claim: LinkClaim,
  event: APIGatewayProxyEvent,
  { requestId, note }: HttpTools,
): Promise<APIGatewayProxyResult> {
  const result = await performCommand(
    stores,
    {
      caseId: claim.caseId,
      actor: { kind: 'person', id: claim.person },
      requestId,
      traceparent: traceparentFrom(event.headers['traceparent']),
    },
    { kind: 'acknowledge', via: 'link' },
  );
  note({ outcome: result.outcome });
  if (result.outcome === 'refused')
    return page(result.problem.status, { title: 'That is not possible now', lines: [result.problem.detail ?? ''] });
  if (result.outcome === 'unchanged') return page(200, { title: 'It is taken', lines: [result.why] });
  return page(200, { title: 'You have it', lines: [result.record.title, 'Nobody else is called. Thank you.'] });
}

function alreadyDone(state: string): Page {
  return { title: 'Nothing to do', lines: [`The case is ${state.replace('_', ' ')} already.`] };
}
