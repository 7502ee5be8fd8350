import { patience, request } from '../../platform/index.ts';
import type { TeamsPost } from '../render-teams.ts';
import { retryAfterSeconds } from './retry-after.ts';

export type TeamsPosted =
  | { readonly state: 'posted' }
  | { readonly state: 'limited'; readonly seconds: number }
  | { readonly state: 'refused'; readonly why: string };

const PATIENCE_MS = 15_000;
/** How long we wait where Teams limits us and does not say for how long: four requests a second are allowed (Microsoft Learn, "Incoming Webhook"). */
const RETRY_AFTER_S = 10;
/** What another try would meet again. */
const FINAL: Readonly<Record<number, string>> = {
  400: 'Teams does not take the card',
  401: 'the URL of the workflow is not valid any more',
  403: 'the workflow may not be called from outside',
  404: 'there is no such workflow any more',
  410: 'there is no such workflow any more',
  413: 'the card is too large for Teams',
};

/** Posts a card. Throws where nobody knows whether it was taken. */
export async function postCard(url: string, post: TeamsPost): Promise<TeamsPosted> {
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(post),
    signal: patience(PATIENCE_MS),
  });
  const limited: TeamsPosted = { state: 'limited', seconds: retryAfterSeconds(response, RETRY_AFTER_S) };
  if (response.status === 429) return limited;
  const why = FINAL[response.status];
  if (why !== undefined) return { state: 'refused', why };
  if (!response.ok) throw new Error(`Teams answered ${String(response.status)}`);
  // An incoming webhook of the old kind is limited with 200, and says so in its words only.
  return /HTTP error 429/.test(await response.text()) ? limited : { state: 'posted' };
}
