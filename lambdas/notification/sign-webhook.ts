import { createHmac } from 'node:crypto';

/** Of the Standard Webhooks specification: what is signed is id, time and body; a space stands between the signatures of the secrets that are valid. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** `secrets`: the current one, and the one before it while receivers change over. Each is `whsec_` and base64. */
export function signWebhook(id: string, seconds: number, body: string, secrets: readonly string[]): WebhookHeaders {
  const signed = `${id}.${String(seconds)}.${body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') };
}
