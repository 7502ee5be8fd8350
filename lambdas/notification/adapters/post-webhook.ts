import { patience, request } from '../../platform/index.ts';
import type { WebhookHeaders } from '../sign-webhook.ts';
import { retryAfterSeconds } from './retry-after.ts';

export type WebhookPosted =
  | { readonly state: 'taken' }
  | {
      readonly state: 'not-taken';
      readonly why: string;
      readonly isGone: boolean;
      readonly retryAfterSeconds: number;
      /** It may have been taken all the same: there was no answer, or the server failed in the middle. */
      readonly mayHaveArrived: boolean;
    };

/** As the specification advises: 15 to 30 seconds. */
const PATIENCE_MS = 15_000;

/** Whatever is not 2xx is not taken; a redirect is not followed, since who signs for one address does not post to another. */
export async function postWebhook(url: string, body: string, headers: WebhookHeaders): Promise<WebhookPosted> {
  try {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Fairlead', ...headers },
      body,
      redirect: 'manual',
      signal: patience(PATIENCE_MS),
    });
    if (response.ok) return { state: 'taken' };
    return {
      state: 'not-taken',
      why: `it answered ${String(response.status)}`,
      isGone: response.status === 410,
      mayHaveArrived: response.status >= 500 && response.status !== 503,
      retryAfterSeconds: retryAfterSeconds(response, 0),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'no answer';
    return { state: 'not-taken', why, isGone: false, retryAfterSeconds: 0, mayHaveArrived: true };
  }
}
