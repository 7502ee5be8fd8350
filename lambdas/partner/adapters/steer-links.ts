import { noSuchCase, perform } from '../../case/index.ts';
import type { CaseStore } from '../../case/index.ts';
import type { Actor, Case, Cause, Refusal } from '../../contracts/index.ts';
import { decideAsk, decideMiss, decideRevoke } from '../decide-link.ts';
import type { LinkDecision, LinkWish } from '../decide-link.ts';
import type { PartnerLink } from '../partner-link.ts';
import { changeLink, findLink, linksOf } from './partner-links.dynamo.ts';

export interface LinkRequest {
  readonly caseId: string;
  readonly actor: Actor;
  readonly cause: Cause;
  readonly traceparent: string;
}

export type LinkResult =
  { readonly ok: true; readonly outcome: 'changed' | 'unchanged'; readonly link: PartnerLink } | Refusal;

/** Link and journal are one transaction; the mail follows from the journal. */
export function askPartner(cases: CaseStore, request: LinkRequest, wish: LinkWish): Promise<LinkResult> {
  return change(cases, request, async (record, at) => {
    const links = await linksOf(cases, record.id);
    return { before: undefined, decision: decideAsk(record, links, wish, { ...request, at }) };
  });
}

export function revokeLink(cases: CaseStore, request: LinkRequest, linkId: string): Promise<LinkResult> {
  return change(cases, request, async (record, at) => {
    const before = await findLink(cases, { caseId: record.id, linkId });
    return { before, decision: decideRevoke(before, { ...request, at }) };
  });
}

/** Somebody has given another address than that which the link was made for. */
export async function countMiss(
  cases: CaseStore,
  { caseId, linkId }: PartnerLink,
  { cause, traceparent }: Pick<LinkRequest, 'cause' | 'traceparent'>,
): Promise<void> {
  await perform<undefined>(cases, { caseId, traceparent }, async () => {
    const before = await findLink(cases, { caseId, linkId });
    if (before === undefined) return { commit: false, answer: undefined };
    const { link, act } = decideMiss(before, cause);
    return {
      commit: true,
      acts: [act],
      with: { extra: [changeLink(cases.table, before, link)] },
      answer: () => undefined,
    };
  });
}

async function change(
  cases: CaseStore,
  request: LinkRequest,
  decide: (
    record: Case,
    at: string,
  ) => Promise<{ readonly before: PartnerLink | undefined; readonly decision: LinkDecision }>,
): Promise<LinkResult> {
  const result = await perform<LinkResult>(cases, request, async (record, at) => {
    const { before, decision } = await decide(record, at);
    if (decision.outcome === 'refused') return { commit: false, answer: { ok: false, problem: decision.problem } };
    const { outcome, link } = decision;
    if (decision.outcome === 'unchanged') return { commit: false, answer: { ok: true, outcome, link } };
    return {
      commit: true,
      acts: decision.acts,
      with: { extra: [changeLink(cases.table, before, link)] },
      answer: () => ({ ok: true, outcome, link }),
    };
  });
  return result ?? { ok: false, problem: noSuchCase(request.caseId) };
}
